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

CREATE TABLE copies (
  document TEXT NOT NULL,           -- was taken for a copy
  source   TEXT NOT NULL,           -- of this one
  PRIMARY KEY (document, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX copies_source ON copies (source);

-- How documents tell: kept with each coded document, so that outlets are described without reading what they wrote.
CREATE TABLE document_voices (
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  kind     TEXT NOT NULL,           -- kind of the voice that speaks first
  number   INTEGER NOT NULL,        -- its statements
  PRIMARY KEY (document, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE document_labels (
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  key      TEXT NOT NULL,           -- "label|actor", the label folded
  label    TEXT NOT NULL,
  actor    TEXT NOT NULL,           -- whom it is imposed on
  own      INTEGER NOT NULL,        -- how often in the outlet's own words
  quoted   INTEGER NOT NULL,        -- and in what others say
  start    INTEGER NOT NULL,        -- where it stands first
  stop     INTEGER NOT NULL,
  PRIMARY KEY (document, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_labels_key ON document_labels (key);

-- Changes by day.
CREATE INDEX changes_at ON changes (json ->> 'at', json ->> 'kind', json ->> 'id');

-- What a person had better look at; made with each resolution.
CREATE TABLE questions (
  id       TEXT PRIMARY KEY,
  kind     TEXT NOT NULL,
  subjects TEXT NOT NULL,           -- ids, with blanks between them
  value    REAL NOT NULL,
  json     TEXT NOT NULL
) STRICT;
CREATE INDEX questions_value ON questions (value DESC, id, kind, subjects);
