-- Version 4: what runs did to incidents and claims.  Derived; what speaks of a document goes with it.
CREATE TABLE changes (
  n    INTEGER PRIMARY KEY,
  json TEXT NOT NULL
) STRICT;

CREATE TABLE change_names (
  change INTEGER NOT NULL REFERENCES changes (n) ON DELETE CASCADE,
  id     TEXT NOT NULL,             -- an incident or claim, also one that is no more
  PRIMARY KEY (id, change)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_names_change ON change_names (change);

CREATE TABLE change_documents (
  change   INTEGER NOT NULL REFERENCES changes (n) ON DELETE CASCADE,
  document TEXT NOT NULL,
  PRIMARY KEY (document, change)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_documents_change ON change_documents (change);
