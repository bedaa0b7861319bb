-- Which recovery is moving an instance: one at a time, over all hosts.
CREATE TABLE IF NOT EXISTS open_moves (
    instance_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY,
    notification_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL,
    vmove_uuid VARCHAR(36) CHARACTER SET ascii NOT NULL,
    KEY open_moves_notification_idx (notification_uuid)
) ENGINE = InnoDB;

-- No later attempt of the notification moves the instance; if so, because of which live migration. The states of an instance are looked for
-- in the moves of earlier notifications.
ALTER TABLE vmove_journal
    ADD COLUMN given_up TINYINT(1) NOT NULL DEFAULT 0,
    ADD COLUMN live_migration BIGINT NULL,
    ADD KEY vmove_journal_instance_idx (instance_uuid);
