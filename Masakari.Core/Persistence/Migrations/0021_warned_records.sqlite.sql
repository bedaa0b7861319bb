-- The evacuation of which the end of a move has warned: the source has ended its record, and somebody must look where the guest runs.
ALTER TABLE vmove_journal ADD COLUMN warned_record BIGINT NULL;
