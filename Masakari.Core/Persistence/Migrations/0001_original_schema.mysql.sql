-- The tables of the original at its revision 13adff5efb9a. Only an empty database gets them from us.
CREATE TABLE IF NOT EXISTS masakari_alembic_version (
    version_num VARCHAR(32) NOT NULL PRIMARY KEY
);

CREATE TABLE IF NOT EXISTS failover_segments (
    created_at DATETIME,
    updated_at DATETIME,
    deleted_at DATETIME,
    deleted INT,
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    uuid VARCHAR(36) NOT NULL,
    name VARCHAR(255) NOT NULL,
    service_type VARCHAR(255) NOT NULL,
    description TEXT,
    recovery_method ENUM('auto', 'reserved_host', 'auto_priority', 'rh_priority') NOT NULL,
    enabled TINYINT(1),
    UNIQUE KEY uniq_segments0uuid (uuid),
    UNIQUE KEY uniq_segment0name0deleted (name, deleted),
    KEY segments_service_type_idx (service_type)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS hosts (
    created_at DATETIME,
    updated_at DATETIME,
    deleted_at DATETIME,
    deleted INT,
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    uuid VARCHAR(36) NOT NULL,
    name VARCHAR(255) NOT NULL,
    reserved TINYINT(1),
    type VARCHAR(255) NOT NULL,
    control_attributes TEXT NOT NULL,
    failover_segment_id VARCHAR(36) NOT NULL,
    on_maintenance TINYINT(1),
    UNIQUE KEY uniq_host0uuid (uuid),
    UNIQUE KEY uniq_host0name0deleted (name, deleted),
    KEY hosts_type_idx (type),
    KEY failover_segment_id (failover_segment_id),
    CONSTRAINT hosts_ibfk_1 FOREIGN KEY (failover_segment_id) REFERENCES failover_segments (uuid)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS notifications (
    created_at DATETIME,
    updated_at DATETIME,
    deleted_at DATETIME,
    deleted INT,
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    notification_uuid VARCHAR(36) NOT NULL,
    generated_time DATETIME NOT NULL,
    source_host_uuid VARCHAR(36) NOT NULL,
    type VARCHAR(36) NOT NULL,
    payload TEXT,
    status ENUM('new', 'running', 'error', 'failed', 'ignored', 'finished') NOT NULL,
    failover_segment_uuid VARCHAR(36),
    message TEXT,
    UNIQUE KEY uniq_notification0uuid (notification_uuid)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS vmoves (
    created_at DATETIME,
    updated_at DATETIME,
    deleted_at DATETIME,
    deleted INT,
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
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
    UNIQUE KEY uniq_vmove0uuid (uuid)
) ENGINE = InnoDB;

INSERT INTO masakari_alembic_version (version_num)
SELECT '13adff5efb9a' FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM masakari_alembic_version);
