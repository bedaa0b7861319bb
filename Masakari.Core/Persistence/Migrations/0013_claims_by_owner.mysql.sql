-- Owned claims are looked for in each sweep, and free ones are deleted.
CREATE INDEX recovery_claims_owner_idx ON recovery_claims (owner);
