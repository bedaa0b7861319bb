-- Each sweep looks for instances that are locked by us.
CREATE INDEX vmove_journal_locked_idx ON vmove_journal (locked_by_us);

-- Free claims are looked for, and deleted.
CREATE INDEX recovery_claims_owner_idx ON recovery_claims (owner);
