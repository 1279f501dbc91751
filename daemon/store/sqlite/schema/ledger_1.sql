-- ledger.db, version 1: the bulletins we accepted, in local order, and the small tables that must change with them.
-- The truth. One writer; WAL; synchronous=FULL. Times are in microseconds since 1970. docs/store.md tells why.

CREATE TABLE ledger (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  id   BLOB NOT NULL,                -- LedgerId: changes when the store is replaced or restored
  last INTEGER NOT NULL              -- the greatest sequence ever given: never given twice, also after forgetting
);

-- Organisations by number, so that rows stay narrow. 0 is nobody: "said here", "known by hand".
CREATE TABLE organisation (
  number         INTEGER PRIMARY KEY,
  id             BLOB NOT NULL UNIQUE,
  last_issued_at INTEGER NOT NULL DEFAULT 0   -- the greatest ever accepted of this origin: survives expiry
);
INSERT INTO organisation (number, id) VALUES (0, zeroblob(32));

-- A bulletin without its bytes. Apart from them, so that a lane is read without touching a body.
CREATE TABLE entry (
  sequence    INTEGER PRIMARY KEY,
  id          BLOB NOT NULL UNIQUE,
  origin      INTEGER NOT NULL,
  giver       INTEGER NOT NULL,
  lane        INTEGER NOT NULL,
  kind        INTEGER NOT NULL,
  issued_at   INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  size        INTEGER NOT NULL
);
CREATE INDEX entry_by_lane ON entry (lane);          -- and by sequence, which is its rowid
CREATE INDEX entry_by_expiry ON entry (expires_at);

CREATE TABLE body (
  sequence INTEGER PRIMARY KEY,
  bytes    BLOB NOT NULL             -- as received: never encoded again
);

-- Cursors in our partners' ledgers: opaque tokens of theirs, for their next Hello.
CREATE TABLE token (
  partner INTEGER NOT NULL,
  lane    INTEGER NOT NULL,
  token   BLOB NOT NULL,
  PRIMARY KEY (partner, lane)
) WITHOUT ROWID;

-- What a partner offered and we refused for now.
CREATE TABLE wanted (
  partner  INTEGER NOT NULL,
  id       BLOB NOT NULL,
  reason   TEXT NOT NULL,
  retry_at INTEGER NOT NULL,
  tries    INTEGER NOT NULL,
  PRIMARY KEY (partner, id)
);
CREATE INDEX wanted_by_time ON wanted (partner, retry_at);
CREATE INDEX wanted_by_id ON wanted (id);

-- What a partner has, because it acknowledged it or gave it to us: never sent to it again.
CREATE TABLE delivered (
  partner  INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (partner, sequence)
) WITHOUT ROWID;

-- The partner book. Terms are ours alone; NULL in send or accept: nothing that way.
CREATE TABLE partner (
  organisation    INTEGER PRIMARY KEY,
  alias           TEXT NOT NULL,
  contact         BLOB NOT NULL,
  send            INTEGER,
  accept          INTEGER,
  community       INTEGER NOT NULL,
  hear_introduced INTEGER NOT NULL,
  standing        INTEGER NOT NULL,
  added_at        INTEGER NOT NULL
);

CREATE TABLE identity (
  organisation  INTEGER PRIMARY KEY,
  signed_bytes  BLOB NOT NULL,
  serial        INTEGER NOT NULL,    -- a lower one never replaces it
  introduced_by INTEGER NOT NULL
);

CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  at     INTEGER NOT NULL,
  who    TEXT NOT NULL,
  what   TEXT NOT NULL,
  detail TEXT NOT NULL
);
