-- When each phase of a recovery was reached. The other phases have their times elsewhere: accepted and ended in notifications, the evidence in
-- host_journal.
CREATE TABLE IF NOT EXISTS recovery_phases (
    notification_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    claimed_at DATETIME(6) NULL,
    acted_at DATETIME(6) NULL,
    back_at DATETIME(6) NULL
) ENGINE = InnoDB;
