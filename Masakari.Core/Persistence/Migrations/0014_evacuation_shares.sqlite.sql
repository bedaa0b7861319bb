-- How many evacuations each recovery may have under way: together not more than the destinations may take, over all controllers.
CREATE TABLE IF NOT EXISTS evacuation_shares (
    notification_uuid VARCHAR(36) NOT NULL PRIMARY KEY,
    reserved INT NOT NULL,
    wanted INT NOT NULL,
    written_at DATETIME(6) NOT NULL
);

-- One row, which each change of a share writes: of two controllers that change their shares at the same time, one comes first.
CREATE TABLE IF NOT EXISTS evacuation_grants (
    id INT NOT NULL PRIMARY KEY,
    changes BIGINT NOT NULL
);
INSERT OR IGNORE INTO evacuation_grants (id, changes) VALUES (1, 0);
