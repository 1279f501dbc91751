-- ledger.db, version 3: how far we believe what a partner says, 0 to 100.

ALTER TABLE partner ADD COLUMN trust INTEGER NOT NULL DEFAULT 50;
