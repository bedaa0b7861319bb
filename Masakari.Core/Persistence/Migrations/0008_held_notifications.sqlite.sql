-- Notifications that were held, because too many hosts failed at the same time. The row stays when the recovery goes on.
CREATE TABLE IF NOT EXISTS held_notifications (
    notification_uuid VARCHAR(36) NOT NULL PRIMARY KEY,
    held_at DATETIME(6) NOT NULL,
    went_on_at DATETIME(6) NULL
);
