-- Notifications that were held until the operator said so.
CREATE TABLE IF NOT EXISTS engine_releases (
    notification_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    by_whom VARCHAR(255) NOT NULL,
    reason TEXT NULL,
    released_at DATETIME(6) NOT NULL
) ENGINE = InnoDB;

-- As in our other tables: can be joined with a column of any collation.
ALTER TABLE engine_aborts MODIFY notification_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL;
