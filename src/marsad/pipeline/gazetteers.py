"""Imported gazetteers of a workbench, and of ``marsad code --gazetteer``: their index is made once and kept.

The files are given, the index is derived: it is named by what it was made of (files, pack, the code that makes it),
made again when one of these changes, and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from marsad.pack import Pack
from marsad.pack.gazetteer import Source, add_tables, read_source, with_imported
from marsad.pack.imported import Imported
from marsad.pack.tables import OWN, Table
from marsad.pipeline.keys import pack_hash, stage_version
from marsad.store import Gazetteer
from marsad.store.originals import Originals

KEPT_FROM = 250_000
"""Bytes of a file from which its index is kept: smaller ones are read faster than looked up."""


def cache_folder() -> Path:
    """Where indexes of ``--gazetteer`` files are kept: MARSAD_CACHE, else the user's cache folder."""
    if own := os.environ.get("MARSAD_CACHE"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "marsad"


def index_key(pack: Pack, digests: Sequence[str]) -> str:
    """What an index is made of."""
    parts = [pack.id, pack_hash(pack), stage_version("index"), *digests]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def with_index(pack: Pack, folder: Path, digests: Sequence[str], tables: Callable[[], Sequence[Table]]) -> Pack:
    """The pack with gazetteers, from the index in a folder; made and put there when it is not there."""
    key = index_key(pack, digests)
    path = folder / f"gazetteer-{key}.idx"
    if (kept := Imported.load(path, key)) is not None:
        return with_imported(pack, kept)
    found = add_tables(pack, tables(), key)
    if found.imported is not None:
        _keep(found.imported, path)
    return found


def _keep(imported: Imported, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        imported.save(path)
        for old in sorted(path.parent.glob("gazetteer-*.idx"), key=lambda p: p.stat().st_mtime)[:-2]:
            old.unlink(missing_ok=True)
    except OSError:
        return  # a full or read-only disk costs time at the next start, no more


def with_file(pack: Pack, path: Path) -> Pack:
    """The pack with one gazetteer file.

    Raises
    ------
    UserError
        When the file cannot be read or is no such table.
    """
    source = read_source(path)
    if len(source.data) < KEPT_FROM:
        return add_tables(pack, [source.table()])
    return with_index(pack, cache_folder(), [source.digest], lambda: [source.table()])


@dataclass(frozen=True, slots=True)
class Further:
    """The gazetteers of a workbench, small enough to be handed to other processes."""

    folder: Path
    entries: tuple[Gazetteer, ...]

    @property
    def digests(self) -> list[str]:
        """What they are, for run keys."""
        return [f"{e.name}:{e.sha256}" for e in self.entries]

    def add_to(self, pack: Pack) -> Pack:
        """The pack with them: tables of the user's own as they are, all others by their index."""
        own = [e for e in self.entries if e.form == OWN]
        rest = [e for e in self.entries if e.form != OWN]
        if own:
            pack = add_tables(pack, [self._table(e) for e in own])
        return with_index(pack, self.folder, self.digests, lambda: [self._table(e) for e in rest]) if rest else pack

    def _table(self, entry: Gazetteer) -> Table:
        data = Originals(self.folder / "originals").read(entry.sha256)
        return Source(entry.name, data, entry.licence, entry.attribution).table()
