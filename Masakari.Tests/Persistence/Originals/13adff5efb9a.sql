-- The original's third revision.
ALTER TABLE notifications ADD COLUMN failover_segment_uuid VARCHAR(36);

ALTER TABLE notifications ADD COLUMN message TEXT;

INSERT INTO notifications (created_at, deleted, notification_uuid, generated_time, source_host_uuid, type, payload, status, failover_segment_uuid, message) VALUES
    ('2025-05-02 09:00:00', 0, 'd0c65540-51b9-4d1e-a856-1444e13c6c64', '2025-05-02 08:59:58', '7bba4d0c-4b6a-4ff4-a861-7bb223483d38', 'COMPUTE_HOST',
     '{"event": "STARTED"}', 'ignored', '3bd36b87-afcb-4731-aa8d-e88a7e1daa5d', 'Recovery aboart: the segment HA is disabled.');
