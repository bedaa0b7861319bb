-- The host has missed heartbeats since it was reported, so it may have rebooted: whoever takes over starts its guests.
ALTER TABLE host_journal ADD COLUMN was_away BOOLEAN NOT NULL DEFAULT 0;
