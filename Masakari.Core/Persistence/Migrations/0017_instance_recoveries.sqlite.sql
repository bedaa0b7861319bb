-- What a recovery did to a guest, written down before it is done.
CREATE TABLE IF NOT EXISTS instance_recoveries (
    notification_uuid VARCHAR(36) NOT NULL PRIMARY KEY,
    instance_uuid VARCHAR(36) NOT NULL,
    began_at DATETIME(6) NOT NULL,
    locked_by_us BOOLEAN NOT NULL DEFAULT 0,
    unlock_again_at DATETIME(6) NULL,
    stop_sent_at DATETIME(6) NULL,
    stop_answered BOOLEAN NOT NULL DEFAULT 0,
    start_sent_at DATETIME(6) NULL
);

CREATE INDEX IF NOT EXISTS instance_recoveries_instance_idx ON instance_recoveries (instance_uuid, began_at);

CREATE INDEX IF NOT EXISTS instance_recoveries_locked_idx ON instance_recoveries (locked_by_us);

-- Before the host was reported, its nova-compute was: the silence of the host counts from this time at the earliest.
ALTER TABLE host_journal ADD COLUMN silence_from DATETIME(6) NULL;
