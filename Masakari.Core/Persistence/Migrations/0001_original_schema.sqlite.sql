-- The tables of the original at its revision 13adff5efb9a. Only an empty database gets them from us.
CREATE TABLE IF NOT EXISTS masakari_alembic_version (
    version_num VARCHAR(32) NOT NULL PRIMARY KEY
);

CREATE TABLE IF NOT EXISTS failover_segments (
    created_at DATETIME,
    updated_at DATETIME,
    deleted_at DATETIME,
    deleted INTEGER,
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    uuid VARCHAR(36) NOT NULL,
    name VARCHAR(255) NOT NULL,
    service_type VARCHAR(255) NOT NULL,
    description TEXT,
    recovery_method VARCHAR(13) NOT NULL CHECK (recovery_method IN ('auto', 'reserved_host', 'auto_priority', 'rh_priority')),
    enabled TINYINT(1),
    CONSTRAINT uniq_segments0uuid UNIQUE (uuid),
    CONSTRAINT uniq_segment0name0deleted UNIQUE (name, deleted)
);

CREATE INDEX IF NOT EXISTS segments_service_type_idx ON failover_segments (service_type);

CREATE TABLE IF NOT EXISTS hosts (
    created_at DATETIME,
    updated_at DATETIME,
    deleted_at DATETIME,
    deleted INTEGER,
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    uuid VARCHAR(36) NOT NULL,
    name VARCHAR(255) NOT NULL,
    reserved TINYINT(1),
    type VARCHAR(255) NOT NULL,
    control_attributes TEXT NOT NULL,
    failover_segment_id VARCHAR(36) NOT NULL REFERENCES failover_segments (uuid),
    on_maintenance TINYINT(1),
    CONSTRAINT uniq_host0uuid UNIQUE (uuid),
    CONSTRAINT uniq_host0name0deleted UNIQUE (name, deleted)
);

CREATE INDEX IF NOT EXISTS hosts_type_idx ON hosts (type);

CREATE INDEX IF NOT EXISTS hosts_failover_segment_id_idx ON hosts (failover_segment_id);

CREATE TABLE IF NOT EXISTS notifications (
    created_at DATETIME,
    updated_at DATETIME,
    deleted_at DATETIME,
    deleted INTEGER,
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    notification_uuid VARCHAR(36) NOT NULL,
    generated_time DATETIME NOT NULL,
    source_host_uuid VARCHAR(36) NOT NULL,
    type VARCHAR(36) NOT NULL,
    payload TEXT,
    status VARCHAR(8) NOT NULL CHECK (status IN ('new', 'running', 'error', 'failed', 'ignored', 'finished')),
    failover_segment_uuid VARCHAR(36),
    message TEXT,
    CONSTRAINT uniq_notification0uuid UNIQUE (notification_uuid)
);

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

INSERT INTO masakari_alembic_version (version_num)
SELECT '13adff5efb9a' WHERE NOT EXISTS (SELECT 1 FROM masakari_alembic_version);
