-- The original's second revision.
CREATE TABLE vmoves (
    created_at DATETIME, updated_at DATETIME, deleted_at DATETIME, deleted INTEGER, {id},
    uuid VARCHAR(36) NOT NULL, notification_uuid VARCHAR(36) NOT NULL, instance_uuid VARCHAR(36) NOT NULL, instance_name VARCHAR(255) NOT NULL,
    source_host VARCHAR(255), dest_host VARCHAR(255), start_time DATETIME, end_time DATETIME, type VARCHAR(36), status VARCHAR(255), message TEXT,
    CONSTRAINT uniq_vmove0uuid UNIQUE (uuid)
) {utf8};

INSERT INTO vmoves (created_at, deleted, uuid, notification_uuid, instance_uuid, instance_name, source_host, dest_host, start_time, end_time, type, status) VALUES
    ('2024-05-02 09:00:10', 0, 'd5b7c1f0-61b2-4b39-9a2c-6ec0b80c8f01', 'a0c65540-51b9-4d1e-a856-1444e13c6c61', 'e5b7c1f0-61b2-4b39-9a2c-6ec0b80c8f01', 'vm1',
     'compute1', 'compute3', '2024-05-02 09:00:11', '2024-05-02 09:00:20', 'evacuation', 'succeeded'),
    ('2024-05-02 09:00:10', 0, 'd5b7c1f0-61b2-4b39-9a2c-6ec0b80c8f02', 'a0c65540-51b9-4d1e-a856-1444e13c6c61', 'e5b7c1f0-61b2-4b39-9a2c-6ec0b80c8f02', 'vm2',
     'compute1', NULL, NULL, NULL, NULL, NULL);
