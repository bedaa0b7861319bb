-- Owned claims are looked for in each sweep, and free ones are deleted.
CREATE INDEX IF NOT EXISTS recovery_claims_owner_idx ON recovery_claims (owner);
