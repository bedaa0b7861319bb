-- What was seen of a reported host at the first look, and when the host was found to be back.
CREATE TABLE IF NOT EXISTS guest_views (
    notification_uuid VARCHAR(36) NOT NULL PRIMARY KEY,
    is_complete BOOLEAN NOT NULL DEFAULT 0,
    heartbeat_at DATETIME(6) NULL,
    returned_at DATETIME(6) NULL,
    was_away BOOLEAN NOT NULL DEFAULT 0
);

-- The instances that were active or stopped then, and those that were about to be started after the return.
CREATE TABLE IF NOT EXISTS guests_seen (
    notification_uuid VARCHAR(36) NOT NULL,
    instance_uuid VARCHAR(36) NOT NULL,
    was_stopped BOOLEAN NOT NULL,
    is_to_start BOOLEAN NOT NULL DEFAULT 0,
    PRIMARY KEY (notification_uuid, instance_uuid)
);
