-- The epochs of all claims come from one counter: no epoch is used twice, also when the row of a claim has been deleted.
CREATE TABLE IF NOT EXISTS recovery_epochs (
    id INT NOT NULL PRIMARY KEY,
    epoch BIGINT NOT NULL
) ENGINE = InnoDB;

INSERT INTO recovery_epochs (id, epoch)
SELECT 1, (SELECT COALESCE(MAX(c.epoch), 0) FROM recovery_claims c) FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM recovery_epochs e);

-- A recovery may try several flows, each with a target of its own. Older rows have the epoch in the column flow.
ALTER TABLE recovery_progress ADD COLUMN attempt BIGINT NOT NULL DEFAULT 0, ADD COLUMN target VARCHAR(255) NULL;

ALTER TABLE vmove_journal ADD COLUMN flow INT NOT NULL DEFAULT 1;
