-- Version 2: gazetteers that were imported.  Their files lie with the originals; indexes made of them can be dropped.
CREATE TABLE gazetteers (
  name        TEXT PRIMARY KEY,     -- the file's name; the same name replaces
  sha256      TEXT NOT NULL,        -- the file is originals/<first two digits>/<sha256>
  form        TEXT NOT NULL,
  licence     TEXT NOT NULL,
  attribution TEXT NOT NULL,
  places      INTEGER NOT NULL,
  bad         INTEGER NOT NULL      -- rows that are none
) STRICT;
