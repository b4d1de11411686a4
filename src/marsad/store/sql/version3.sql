-- Version 3: reference data sets (UCDP GED, ACLED) that were imported.  Their files lie with the originals.
CREATE TABLE reference_sets (
  name        TEXT PRIMARY KEY,     -- the user's name for it; the same name replaces
  sha256      TEXT NOT NULL,        -- the file is originals/<first two digits>/<sha256>
  form        TEXT NOT NULL,        -- "ged" or "acled"
  reader      INTEGER NOT NULL,     -- version of the code that read the file; another one: read it again
  licence     TEXT NOT NULL,
  attribution TEXT NOT NULL,
  events      INTEGER NOT NULL,
  bad         INTEGER NOT NULL,     -- rows that were left out
  earliest    TEXT NOT NULL,
  latest      TEXT NOT NULL,
  countries   TEXT NOT NULL         -- as the file writes them, one per line
) STRICT;

CREATE TABLE reference_events (
  n        INTEGER PRIMARY KEY,
  name     TEXT NOT NULL REFERENCES reference_sets (name) ON DELETE CASCADE,
  earliest TEXT NOT NULL,
  latest   TEXT NOT NULL,
  json     TEXT NOT NULL
) STRICT;
CREATE INDEX reference_events_when ON reference_events (name, earliest);
