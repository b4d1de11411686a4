-- Version 5: what pages find incidents and claims by.  Derived; made with each resolution, in its transaction.
CREATE TABLE browse (
  noun TEXT PRIMARY KEY,            -- "incidents" or "claims"
  form INTEGER NOT NULL,            -- version of the code that made it; another one: make it again
  made TEXT NOT NULL,               -- another value: read it again
  data BLOB NOT NULL                -- facets and numbers in columns, see store/columns.py
) STRICT;

CREATE TABLE holders (
  statement TEXT NOT NULL,
  noun      TEXT NOT NULL,
  id        TEXT NOT NULL,          -- the incident or claim that holds the statement
  PRIMARY KEY (statement, noun, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX statements_put ON statements (id, modality, polarity);
CREATE INDEX documents_shown ON documents (id, source, language, published);
