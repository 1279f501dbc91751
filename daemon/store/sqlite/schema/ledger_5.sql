-- ledger.db, version 5: how far each outlet that reads the ledger by itself has been served.

CREATE TABLE outlet (
  name    TEXT PRIMARY KEY,          -- a webhook's, from the config
  cursor  BLOB NOT NULL,             -- taken up to here
  planned BLOB NOT NULL              -- what is on its way ends here, so that it is the same after a restart; empty: nothing is
) WITHOUT ROWID;
