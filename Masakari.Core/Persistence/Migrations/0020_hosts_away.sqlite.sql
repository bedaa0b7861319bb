-- The host has missed heartbeats so far: if it is back, it may have rebooted, and whoever has taken over starts its guests. What was so when
-- it was found to be back stands in guest_views.
ALTER TABLE host_journal ADD COLUMN was_away BOOLEAN NOT NULL DEFAULT 0;
