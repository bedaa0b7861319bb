-- The original's third revision: unknown (NULL) in the rows that are there.
ALTER TABLE notifications ADD COLUMN failover_segment_uuid VARCHAR(36);

ALTER TABLE notifications ADD COLUMN message TEXT;
