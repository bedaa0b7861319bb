-- The database in which the claim was taken: on another one, the last writes of its owner may be missing.
ALTER TABLE recovery_claims ADD COLUMN database_id VARCHAR(64) NULL;
