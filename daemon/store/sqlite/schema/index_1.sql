-- index.db, version 5: finds claims by value and bulletins by what is said of them. Derived from ledger.db by reading
-- it forward; another version is dropped and rebuilt. One writer; WAL; synchronous=NORMAL. docs/store.md tells why.

CREATE TABLE state (
  only             INTEGER PRIMARY KEY CHECK (only = 1),
  ledger           BLOB NOT NULL,               -- the LedgerId this was derived from
  cursor           INTEGER NOT NULL DEFAULT 0,  -- read so far: moves in the transaction of its rows
  dead             INTEGER NOT NULL DEFAULT 0,  -- postings of forgotten bulletins, not swept yet
  standing_version INTEGER NOT NULL DEFAULT 0,  -- moves when rows already here may stand otherwise than before
  rows_0           INTEGER NOT NULL DEFAULT 0,  -- how many rows each tier has
  rows_1           INTEGER NOT NULL DEFAULT 0,
  rows_2           INTEGER NOT NULL DEFAULT 0,
  rows_3           INTEGER NOT NULL DEFAULT 0
);

-- What there is, by TLP: nobody is told of more than may be seen.
CREATE TABLE total (
  tlp       INTEGER PRIMARY KEY,
  bulletins INTEGER NOT NULL,
  claims    INTEGER NOT NULL
);

CREATE TABLE organisation (
  number INTEGER PRIMARY KEY,
  id     BLOB NOT NULL UNIQUE
);
INSERT INTO organisation (number, id) VALUES (0, zeroblob(32));

CREATE TABLE bulletin (
  sequence    INTEGER PRIMARY KEY,
  id          BLOB NOT NULL,
  origin      INTEGER NOT NULL,
  giver       INTEGER NOT NULL,
  kind        INTEGER NOT NULL,
  tlp         INTEGER NOT NULL,
  local       INTEGER NOT NULL,
  issued_at   INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  publication BLOB NOT NULL,
  revision    INTEGER NOT NULL,
  part        INTEGER NOT NULL,
  parts       INTEGER NOT NULL,
  claims      INTEGER NOT NULL,
  not_indexed INTEGER NOT NULL,
  postings    INTEGER NOT NULL,
  sources     BLOB NOT NULL              -- marks of where it came from, 8 bytes each (core/indicator/sources.hpp)
);
CREATE INDEX bulletin_by_publication ON bulletin (publication);
CREATE INDEX bulletin_by_expiry ON bulletin (expires_at);

-- Where to look for what was received when: the first and last sequence of each hour. Clocks may step back, so hours may
-- overlap.
CREATE TABLE received (
  hour  INTEGER PRIMARY KEY,
  first INTEGER NOT NULL,
  last  INTEGER NOT NULL
);

-- Withdrawals, sightings, disputes: what they are about. Kept also when it comes before its target.
CREATE TABLE reference (
  target   BLOB NOT NULL,
  sequence INTEGER NOT NULL,
  origin   INTEGER NOT NULL,
  kind     INTEGER NOT NULL,
  claims   BLOB NOT NULL             -- their numbers, 2 bytes each, big endian; none: the whole bulletin
);
CREATE INDEX reference_by_target ON reference (target);
CREATE INDEX reference_by_sequence ON reference (sequence);

-- The postings: which claim says something at an observable's key, and which bulletin stands in a list (of a word, tag,
-- origin, …: daemon/store/lists.hpp). In tiers: a batch goes sorted into tier 0, and a
-- tier that is full goes in key order into the next, eight times as large, so pages are written in order, not at random.
-- facts: daemon/store/records.hpp, ClaimFacts.
CREATE TABLE posting_0 (
  key BLOB NOT NULL, sequence INTEGER NOT NULL, claim INTEGER NOT NULL, facts INTEGER NOT NULL,
  PRIMARY KEY (key, sequence, claim)
) WITHOUT ROWID;
CREATE TABLE posting_1 (
  key BLOB NOT NULL, sequence INTEGER NOT NULL, claim INTEGER NOT NULL, facts INTEGER NOT NULL,
  PRIMARY KEY (key, sequence, claim)
) WITHOUT ROWID;
CREATE TABLE posting_2 (
  key BLOB NOT NULL, sequence INTEGER NOT NULL, claim INTEGER NOT NULL, facts INTEGER NOT NULL,
  PRIMARY KEY (key, sequence, claim)
) WITHOUT ROWID;
CREATE TABLE posting_3 (
  key BLOB NOT NULL, sequence INTEGER NOT NULL, claim INTEGER NOT NULL, facts INTEGER NOT NULL,
  PRIMARY KEY (key, sequence, claim)
) WITHOUT ROWID;
