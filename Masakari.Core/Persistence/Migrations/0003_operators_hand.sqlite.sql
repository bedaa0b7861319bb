-- The operator's hand on all engines: one row while there was ever a pause; a missing row is no pause.
CREATE TABLE IF NOT EXISTS engine_control (
    id INT NOT NULL PRIMARY KEY,
    paused TINYINT(1) NOT NULL,
    by_whom VARCHAR(255) NOT NULL,
    reason TEXT NULL,
    until_at DATETIME(6) NULL,
    changed_at DATETIME(6) NOT NULL
);

-- Notifications that the operator wants ended.
CREATE TABLE IF NOT EXISTS engine_aborts (
    notification_uuid VARCHAR(36) NOT NULL PRIMARY KEY,
    by_whom VARCHAR(255) NOT NULL,
    reason TEXT NULL,
    ordered_at DATETIME(6) NOT NULL
);

-- Hosts that the operator has seen to be dead; good until the host is heard of again.
CREATE TABLE IF NOT EXISTS confirmed_down (
    host VARCHAR(255) NOT NULL PRIMARY KEY,
    by_whom VARCHAR(255) NOT NULL,
    confirmed_at DATETIME(6) NOT NULL
);
