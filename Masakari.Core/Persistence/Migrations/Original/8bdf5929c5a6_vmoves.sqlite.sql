-- The original's second revision. Tables that its older tool made may lack the first column.
ALTER TABLE failover_segments ADD COLUMN enabled TINYINT(1);

CREATE TABLE IF NOT EXISTS vmoves (
    created_at DATETIME,
    updated_at DATETIME,
    deleted_at DATETIME,
    deleted INTEGER,
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    uuid VARCHAR(36) NOT NULL,
    notification_uuid VARCHAR(36) NOT NULL,
    instance_uuid VARCHAR(36) NOT NULL,
    instance_name VARCHAR(255) NOT NULL,
    source_host VARCHAR(255),
    dest_host VARCHAR(255),
    start_time DATETIME,
    end_time DATETIME,
    type VARCHAR(36),
    status VARCHAR(255),
    message TEXT,
    CONSTRAINT uniq_vmove0uuid UNIQUE (uuid)
);
