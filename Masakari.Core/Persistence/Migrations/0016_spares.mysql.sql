-- The reserved hosts that a recovery has taken, and what it has changed on them or was about to change. A row goes when the host is given back.
CREATE TABLE IF NOT EXISTS spare_journal (
    notification_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL,
    host_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL,
    host_name VARCHAR(255) NOT NULL,
    state VARCHAR(12) CHARACTER SET ascii NOT NULL,
    row_changed_at DATETIME NOT NULL,
    enabled VARCHAR(8) CHARACTER SET ascii NOT NULL,
    former_reason VARCHAR(255) NULL,
    aggregates VARCHAR(1000) CHARACTER SET ascii NOT NULL,
    look_at DATETIME(6) NULL,
    PRIMARY KEY (notification_uuid, host_uuid)
) ENGINE = InnoDB;
