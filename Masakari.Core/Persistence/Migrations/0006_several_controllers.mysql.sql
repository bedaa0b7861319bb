-- A lock of a former life may reach Nova after the unlock: until when that can happen. Then it is taken off again.
ALTER TABLE vmove_journal ADD COLUMN unlock_again_at DATETIME(6) NULL;

-- The last order to all services to read their configuration again.
CREATE TABLE IF NOT EXISTS engine_reloads (
    uuid VARCHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    by_whom VARCHAR(255) NOT NULL,
    ordered_at DATETIME(6) NOT NULL
) ENGINE = InnoDB;
