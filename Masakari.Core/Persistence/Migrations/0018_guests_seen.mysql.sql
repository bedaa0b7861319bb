-- What was seen of a reported host at the first look, and when the host was found to be back.
CREATE TABLE IF NOT EXISTS guest_views (
    notification_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    is_complete TINYINT(1) NOT NULL DEFAULT 0,
    heartbeat_at DATETIME(6) NULL,
    returned_at DATETIME(6) NULL,
    was_away TINYINT(1) NOT NULL DEFAULT 0
) ENGINE = InnoDB;

-- The instances that were active or stopped then, and those that were about to be started after the return.
CREATE TABLE IF NOT EXISTS guests_seen (
    notification_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL,
    instance_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL,
    was_stopped TINYINT(1) NOT NULL,
    is_to_start TINYINT(1) NOT NULL DEFAULT 0,
    PRIMARY KEY (notification_uuid, instance_uuid)
) ENGINE = InnoDB;
