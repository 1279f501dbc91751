-- ledger.db, version 2: what a partner was given, though it has not acknowledged it.

-- 0: its last piece went out; no more is known. It is offered again, and a withdrawal of it is owed.
ALTER TABLE delivered ADD COLUMN acknowledged INTEGER NOT NULL DEFAULT 1;
