-- Indexes for the hot queries of the original's tables, and tables of our own beside them. An operator can go back.
-- Our uuids are ascii: such a column can be joined with one of any character set and collation.
CREATE INDEX masakari_net_notifications_source_idx ON notifications (source_host_uuid, type, generated_time);

CREATE INDEX masakari_net_notifications_status_idx ON notifications (status, deleted);

CREATE INDEX masakari_net_vmoves_notification_idx ON vmoves (notification_uuid, deleted);

-- Who works on a host or instance.
CREATE TABLE IF NOT EXISTS recovery_claims (
    subject VARCHAR(64) NOT NULL PRIMARY KEY,
    notification_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL,
    owner VARCHAR(255) NOT NULL,
    epoch BIGINT NOT NULL,
    lease_until DATETIME(6) NOT NULL,
    writes BIGINT NOT NULL DEFAULT 0,
    KEY recovery_claims_notification_idx (notification_uuid)
) ENGINE = InnoDB;

-- How often a notification was tried, and when it is due again.
CREATE TABLE IF NOT EXISTS recovery_work (
    notification_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    attempts INT NOT NULL DEFAULT 0,
    due_at DATETIME(6) NULL,
    last_error TEXT NULL
) ENGINE = InnoDB;

-- What we did to an instance, written down before it is done.
CREATE TABLE IF NOT EXISTS vmove_journal (
    vmove_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    notification_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL,
    instance_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL,
    attempt INT NOT NULL,
    vm_state VARCHAR(32) NOT NULL,
    task_state VARCHAR(64) NULL,
    power_state INT NOT NULL,
    locked_by_owner TINYINT(1) NOT NULL DEFAULT 0,
    locked_by_us TINYINT(1) NOT NULL DEFAULT 0,
    reset_by_us TINYINT(1) NOT NULL DEFAULT 0,
    target VARCHAR(255) NULL,
    evacuations_before BIGINT NOT NULL DEFAULT 0,
    evacuate_requested_at DATETIME(6) NULL,
    position INT NOT NULL DEFAULT 0,
    KEY vmove_journal_notification_idx (notification_uuid),
    KEY vmove_journal_locked_idx (locked_by_us)
) ENGINE = InnoDB;

-- What we did to a host.
CREATE TABLE IF NOT EXISTS host_journal (
    notification_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    host_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL,
    maintenance_by_us TINYINT(1) NOT NULL DEFAULT 0,
    reserved_cleared TINYINT(1) NOT NULL DEFAULT 0,
    service_disabled_by_us TINYINT(1) NOT NULL DEFAULT 0,
    heartbeat_at DATETIME(6) NULL,
    proof VARCHAR(32) NULL,
    proof_at DATETIME(6) NULL,
    KEY host_journal_host_idx (host_uuid)
) ENGINE = InnoDB;

-- What the tasks reported: a row is one report, or (message NULL) a mere change of the task's state.
CREATE TABLE IF NOT EXISTS recovery_progress (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    notification_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL,
    flow INT NOT NULL,
    task VARCHAR(64) NOT NULL,
    state VARCHAR(16) NOT NULL,
    progress DOUBLE NOT NULL,
    at DATETIME(6) NOT NULL,
    message TEXT NULL,
    KEY recovery_progress_notification_idx (notification_uuid, id)
) ENGINE = InnoDB;
