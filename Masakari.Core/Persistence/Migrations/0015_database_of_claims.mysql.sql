-- The database in which the claim was taken: on another one, the last writes of its owner may be missing.
ALTER TABLE recovery_claims ADD COLUMN database_id VARCHAR(64) CHARACTER SET ascii NULL;

-- The last intent of the move may be missing: a promoted replica lacked the last writes.
ALTER TABLE vmove_journal ADD COLUMN doubted TINYINT(1) NOT NULL DEFAULT 0;
