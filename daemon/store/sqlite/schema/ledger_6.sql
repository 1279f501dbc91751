-- ledger.db, version 6: when each entry came to stand here, strictly rising; and who may ask over HTTPS.

-- The first instant of an entry's own; it has a microsecond for each thing that it can tell (docs/store.md), and those
-- of the next entry begin behind them. Never changed, also when entries before it are forgotten.
ALTER TABLE entry ADD COLUMN added_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entry ADD COLUMN slots INTEGER NOT NULL DEFAULT 0;   -- how many instants are its own
ALTER TABLE ledger ADD COLUMN added_to INTEGER NOT NULL DEFAULT 0;  -- the first instant that nobody has

-- Entries that are here already: no bulletin has more claims than bytes, nor more than 4,096; a withdrawal may name 256
-- bulletins. What their revisions replaced is not taken back by date.
CREATE TEMP TABLE room AS
  SELECT sequence, received_at, CASE kind WHEN 4 THEN 1052929 ELSE min(size, 4096) + 1 END AS slots FROM entry;
CREATE TEMP TABLE dated AS
  SELECT sequence, before + max(received_at - before) OVER (ORDER BY sequence) AS added_at
    FROM (SELECT sequence, received_at, sum(slots) OVER (ORDER BY sequence) - slots AS before FROM room);
UPDATE entry SET added_at = d.added_at, slots = r.slots
  FROM dated d JOIN room r USING (sequence) WHERE d.sequence = entry.sequence;
UPDATE ledger SET added_to =
  coalesce((SELECT d.added_at + r.slots FROM dated d JOIN room r USING (sequence) ORDER BY sequence DESC LIMIT 1), 0);
DROP TABLE dated;
DROP TABLE room;

-- Who may ask. A secret is never here: of a token its SHA-256, of a password its scrypt with salt, of a certificate the
-- pin of its key.
CREATE TABLE access (
  name         TEXT PRIMARY KEY,
  means        INTEGER NOT NULL,     -- 1 token, 2 password, 3 certificate
  role         INTEGER NOT NULL,     -- 1 reader, 2 publisher, 3 operator, 4 admin
  max_tlp      INTEGER NOT NULL,
  organisation BLOB NOT NULL,        -- the partner it is for, whose terms then hold; empty: nobody's
  proof        BLOB NOT NULL,
  added_at     INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,     -- 0: never
  added_by     TEXT NOT NULL
) WITHOUT ROWID;
