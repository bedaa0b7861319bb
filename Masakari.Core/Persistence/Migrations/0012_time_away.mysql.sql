-- How long Nova, Keystone or the database was away during a recovery, in seconds: that time counts for no limit.
ALTER TABLE recovery_work ADD COLUMN away_seconds DOUBLE NOT NULL DEFAULT 0;
