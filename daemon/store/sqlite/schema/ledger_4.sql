-- ledger.db, version 4: publications that are held before they are signed. Few: bounded in number and bytes.

CREATE TABLE held (
  id           BLOB PRIMARY KEY NOT NULL,
  held_by      INTEGER NOT NULL,     -- uid, by the kernel's word
  held_at      INTEGER NOT NULL,
  release_at   INTEGER NOT NULL,     -- 0: not by itself
  ends_at      INTEGER NOT NULL,     -- dropped unless it was released by then
  needs_review INTEGER NOT NULL,     -- 1: another than held_by releases it
  approved_by  INTEGER,              -- uid; NULL: nobody yet
  kind         INTEGER NOT NULL,
  tlp          INTEGER NOT NULL,
  claims       INTEGER NOT NULL,
  size         INTEGER NOT NULL,     -- of the draft in bytes
  title        TEXT NOT NULL,
  trouble      TEXT NOT NULL         -- why the last release failed
);

-- Apart, so that a list reads no draft and a change rewrites none.
CREATE TABLE held_draft (
  id    BLOB PRIMARY KEY NOT NULL,
  draft BLOB NOT NULL                -- verbatim
);
