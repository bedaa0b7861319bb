-- Notifications that were held until the operator said so.
CREATE TABLE IF NOT EXISTS engine_releases (
    notification_uuid VARCHAR(36) NOT NULL PRIMARY KEY,
    by_whom VARCHAR(255) NOT NULL,
    reason TEXT NULL,
    released_at DATETIME(6) NOT NULL
);
