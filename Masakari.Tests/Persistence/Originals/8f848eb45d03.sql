-- Segments, hosts and notifications as the original's first revision has them, with what an older tool left: CHECKs, other key names.
-- {id}, {enum} and {utf8} are put in by the test.
CREATE TABLE failover_segments (
    created_at DATETIME, updated_at DATETIME, deleted_at DATETIME, deleted INTEGER, {id},
    uuid VARCHAR(36) NOT NULL, name VARCHAR(255) NOT NULL, service_type VARCHAR(255) NOT NULL, description TEXT,
    recovery_method {enum:'auto','reserved_host','auto_priority','rh_priority'} NOT NULL, enabled TINYINT(1) CHECK (enabled IN (0, 1)),
    CONSTRAINT uniq_segments0uuid UNIQUE (uuid), CONSTRAINT uniq_segment0name0deleted UNIQUE (name, deleted)
) {utf8};

CREATE TABLE hosts (
    created_at DATETIME, updated_at DATETIME, deleted_at DATETIME, deleted INTEGER, {id},
    uuid VARCHAR(36) NOT NULL, name VARCHAR(255) NOT NULL, reserved TINYINT(1) CHECK (reserved IN (0, 1)), type VARCHAR(255) NOT NULL,
    control_attributes TEXT NOT NULL, failover_segment_id VARCHAR(36) NOT NULL, on_maintenance TINYINT(1) CHECK (on_maintenance IN (0, 1)),
    CONSTRAINT uniq_host0uuid UNIQUE (uuid), CONSTRAINT uniq_host0name0deleted UNIQUE (name, deleted),
    CONSTRAINT fk_failover_segments_uuid FOREIGN KEY (failover_segment_id) REFERENCES failover_segments (uuid)
) {utf8};

CREATE TABLE notifications (
    created_at DATETIME, updated_at DATETIME, deleted_at DATETIME, deleted INTEGER, {id},
    notification_uuid VARCHAR(36) NOT NULL, generated_time DATETIME NOT NULL, source_host_uuid VARCHAR(36) NOT NULL,
    type VARCHAR(36) NOT NULL, payload TEXT, status {enum:'new','running','error','failed','ignored','finished'} NOT NULL,
    CONSTRAINT uniq_notifications0uuid UNIQUE (notification_uuid)
) {utf8};

INSERT INTO failover_segments (created_at, deleted, uuid, name, service_type, recovery_method, enabled) VALUES
    ('2024-05-01 08:00:00', 0, '3bd36b87-afcb-4731-aa8d-e88a7e1daa5d', 'rack-1', 'COMPUTE', 'auto', NULL),
    ('2024-05-01 08:00:01', 0, '5d0fb0a8-93e0-4f2c-8a4a-6a6a33b1c9aa', 'Gestell-Süd', 'COMPUTE', 'reserved_host', 0);

INSERT INTO hosts (created_at, deleted, deleted_at, uuid, name, reserved, type, control_attributes, failover_segment_id, on_maintenance) VALUES
    ('2024-05-01 08:01:00', 0, NULL, '7bba4d0c-4b6a-4ff4-a861-7bb223483d38', 'compute1', NULL, 'COMPUTE', 'SSH', '3bd36b87-afcb-4731-aa8d-e88a7e1daa5d', NULL),
    ('2024-05-01 08:01:01', 2, '2024-06-01 08:00:00', '0a8d9be9-0f0c-4a0e-9f0a-31d2b9b6f7c2', 'compute2', 0, 'COMPUTE', 'SSH', '5d0fb0a8-93e0-4f2c-8a4a-6a6a33b1c9aa', 1);

INSERT INTO notifications (created_at, updated_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status) VALUES
    ('2024-05-02 09:00:00', '2024-05-02 09:03:00', 0, 'a0c65540-51b9-4d1e-a856-1444e13c6c61', '2024-05-02 08:59:58', '7bba4d0c-4b6a-4ff4-a861-7bb223483d38',
     'COMPUTE_HOST', '{"event": "STOPPED", "host_status": "NORMAL", "cluster_status": "OFFLINE"}', 'finished'),
    ('2024-05-02 10:00:00', NULL, 0, 'b6f4c1f0-61b2-4b39-9a2c-6ec0b80c8f01', '2024-05-02 09:59:58', '0a8d9be9-0f0c-4a0e-9f0a-31d2b9b6f7c2',
     'PROCESS', '{"event": "STOPPED", "process_name": "sshd"}', 'finished'),
    ('2024-05-02 11:00:00', NULL, 0, 'c1d0f7d4-8d0a-47a3-8f5a-0b7a5b1e3c02', '2024-05-02 10:59:58', 'ffffffff-0000-4000-8000-000000000000', 'VM', NULL, 'failed');
