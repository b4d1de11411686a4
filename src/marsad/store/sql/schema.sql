-- Workbench, version 1.  Given: documents, originals, judgements.  Everything else is derived and can be dropped and rebuilt.
-- Dates are ISO 8601 text; *.json holds the whole value, the columns beside it only find it.

CREATE TABLE documents (
  n         INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  name      TEXT NOT NULL,          -- the path or name under which it was added
  title     TEXT,
  source    TEXT,
  url       TEXT,
  published TEXT,
  retrieved TEXT,
  language  TEXT,
  text      TEXT NOT NULL
) STRICT;

CREATE TABLE originals (
  document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
  sha256   TEXT NOT NULL,           -- the file is originals/<first two digits>/<sha256>
  size     INTEGER NOT NULL
) STRICT;

CREATE TABLE problems (
  id      TEXT PRIMARY KEY,
  stage   TEXT NOT NULL,
  message TEXT NOT NULL,
  hint    TEXT NOT NULL,
  subject TEXT
) STRICT;
CREATE INDEX problems_subject ON problems (subject);

CREATE TABLE coded (
  document  TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
  key       TEXT NOT NULL,          -- run key it was computed under
  sentences BLOB NOT NULL,          -- start, end, start, end, … as 32-bit little-endian numbers
  sketch    BLOB NOT NULL,          -- 64-bit little-endian numbers
  json      TEXT NOT NULL           -- mentions, uncoded, problems; statements stand in their own table
) STRICT;
CREATE INDEX coded_key ON coded (key);

CREATE TABLE uncoded (
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  reason   TEXT NOT NULL,
  number   INTEGER NOT NULL,
  PRIMARY KEY (document, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE statements (
  n        INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  shape    TEXT NOT NULL,
  type     TEXT,
  mode     TEXT,
  modality TEXT NOT NULL,
  polarity TEXT NOT NULL,
  earliest TEXT,
  latest   TEXT,
  quote    TEXT NOT NULL,
  json     TEXT NOT NULL
) STRICT;
CREATE INDEX statements_document ON statements (document);
CREATE INDEX statements_type ON statements (shape, type, earliest);

CREATE TABLE incidents (
  id       TEXT PRIMARY KEY,
  type     TEXT,
  country  TEXT,
  admin1   TEXT,
  earliest TEXT,
  latest   TEXT,
  json     TEXT NOT NULL
) STRICT;
CREATE INDEX incidents_when ON incidents (earliest);

CREATE TABLE claims (
  id       TEXT PRIMARY KEY,
  shape    TEXT NOT NULL,
  type     TEXT,
  earliest TEXT,
  latest   TEXT,
  json     TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
  stage TEXT PRIMARY KEY,
  key   TEXT NOT NULL
) STRICT;

CREATE TABLE judgements (
  n    INTEGER PRIMARY KEY,
  id   TEXT NOT NULL UNIQUE,
  json TEXT NOT NULL
) STRICT;
CREATE TRIGGER judgements_stay BEFORE UPDATE ON judgements BEGIN SELECT raise(ABORT, 'judgements are append-only'); END;
CREATE TRIGGER judgements_keep BEFORE DELETE ON judgements BEGIN SELECT raise(ABORT, 'judgements are append-only'); END;

CREATE VIRTUAL TABLE documents_words USING fts5 (
  title, text, content = 'documents', content_rowid = 'n', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER documents_words_in AFTER INSERT ON documents BEGIN
  INSERT INTO documents_words (rowid, title, text) VALUES (new.n, new.title, new.text);
END;
CREATE TRIGGER documents_words_out AFTER DELETE ON documents BEGIN
  INSERT INTO documents_words (documents_words, rowid, title, text) VALUES ('delete', old.n, old.title, old.text);
END;

CREATE VIRTUAL TABLE statements_words USING fts5 (
  quote, content = 'statements', content_rowid = 'n', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER statements_words_in AFTER INSERT ON statements BEGIN
  INSERT INTO statements_words (rowid, quote) VALUES (new.n, new.quote);
END;
CREATE TRIGGER statements_words_out AFTER DELETE ON statements BEGIN
  INSERT INTO statements_words (statements_words, rowid, quote) VALUES ('delete', old.n, old.quote);
END;

-- A forgotten document must leave no words behind in the index's pages.
INSERT INTO documents_words (documents_words, rank) VALUES ('secure-delete', 1);
INSERT INTO statements_words (statements_words, rank) VALUES ('secure-delete', 1);
