-- What Nova showed of the service in the last reading that differed: a later reading is compared with it, also by another controller.
-- proof_seen_at is the time of the reading that gave the evidence, by Nova's clock.
ALTER TABLE host_journal ADD COLUMN seen_at DATETIME(6) NULL;

ALTER TABLE host_journal ADD COLUMN seen_updated_at DATETIME(6) NULL;

ALTER TABLE host_journal ADD COLUMN seen_enabled BOOLEAN NULL;

ALTER TABLE host_journal ADD COLUMN seen_reason TEXT NULL;

ALTER TABLE host_journal ADD COLUMN seen_forced_down BOOLEAN NULL;

ALTER TABLE host_journal ADD COLUMN proof_seen_at DATETIME(6) NULL;
