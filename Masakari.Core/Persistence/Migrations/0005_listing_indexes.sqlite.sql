-- A page of a long table costs what the page costs: each filter of a listing finds its rows in the default order. The id follows by itself.
CREATE INDEX IF NOT EXISTS masakari_net_notifications_created_idx ON notifications (deleted, created_at);

CREATE INDEX IF NOT EXISTS masakari_net_notifications_by_status_idx ON notifications (deleted, status, created_at);

CREATE INDEX IF NOT EXISTS masakari_net_notifications_by_type_idx ON notifications (deleted, type, created_at);

CREATE INDEX IF NOT EXISTS masakari_net_notifications_by_host_idx ON notifications (deleted, source_host_uuid, created_at);

CREATE INDEX IF NOT EXISTS masakari_net_notifications_generated_idx ON notifications (deleted, generated_time);

-- Is a host's segment in use, is a report a copy of an unfinished one.
CREATE INDEX IF NOT EXISTS masakari_net_notifications_host_status_idx ON notifications (source_host_uuid, status);

CREATE INDEX IF NOT EXISTS masakari_net_vmoves_created_idx ON vmoves (notification_uuid, deleted, created_at);
