-- Which recovery is moving an instance: one at a time, over all hosts.
CREATE TABLE IF NOT EXISTS open_moves (
    instance_uuid VARCHAR(36) NOT NULL PRIMARY KEY,
    notification_uuid VARCHAR(36) NOT NULL,
    vmove_uuid VARCHAR(36) NOT NULL
);

CREATE INDEX IF NOT EXISTS open_moves_notification_idx ON open_moves (notification_uuid);

-- No later attempt of the notification moves the instance; if so, because of which live migration. The states of an instance are looked for
-- in the moves of earlier notifications.
ALTER TABLE vmove_journal ADD COLUMN given_up TINYINT(1) NOT NULL DEFAULT 0;

ALTER TABLE vmove_journal ADD COLUMN live_migration BIGINT NULL;

CREATE INDEX IF NOT EXISTS vmove_journal_instance_idx ON vmove_journal (instance_uuid);
