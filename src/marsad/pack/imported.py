"""Places of imported gazetteers, by the hundred thousand: kept in columns, made into values only when looked at.

A quarter of a million :class:`~marsad.pack.types.Place` values with their look-up tables would take most of a
gigabyte and seconds to build.  Columns of numbers and texts load from one file in a fraction of a second.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from marsad.pack.names import fold
from marsad.pack.spelling import loose, skeleton
from marsad.pack.types import Place

VERSION = 2
"""Of the file's layout: files of another version are made anew."""
REMEMBERED = 16_384
"""Answers about names that are spelt otherwise, kept: a document asks for the same again and again."""


class Credit(msgspec.Struct, frozen=True):
    """One imported gazetteer: whose it is, and on what terms."""

    name: str
    form: str
    licence: str
    attribution: str
    places: int


class Columns(msgspec.Struct):
    """The file's content.  ``by_name`` gives for a loose name its row, or -1-n for the n-th list of ``shared``."""

    version: int
    key: str
    credits: list[Credit]
    ids: list[str]
    names: list[str]
    aliases: list[str]
    """Joined by ``|``."""
    kinds: list[str]
    countries: list[str]
    parents: list[str]
    sources: list[str]
    population: bytes
    """32-bit numbers; all bytes are of this machine."""
    kind: bytes
    country: bytes
    source: bytes
    parent: bytes
    """16-bit indices into ``parents``."""
    points: bytes
    """lat, lon, radius_m of each as doubles."""
    by_name: dict[str, int]
    shared: list[list[int]]
    doubtful: list[str]
    """Loose names that are also words, given names or parts of many names: weak evidence does not make them places."""


class Imported:
    """Places by id, by name and by what holds them."""

    def __init__(self, columns: Columns) -> None:
        self._c = columns
        self._points = array("d", columns.points)
        self._parent = array("H", columns.parent)
        self._population = array("I", columns.population)
        self._sounds: dict[str, tuple[array[int], list[str]]] = {}
        self._alike: dict[tuple[str, str], tuple[str, ...]] = {}

    @classmethod
    def load(cls, path: Path, key: str) -> Imported | None:
        """Read the file, when it is there and made under this key."""
        try:
            columns = msgspec.msgpack.decode(path.read_bytes(), type=Columns)
        except (OSError, msgspec.DecodeError):
            return None
        return cls(columns) if columns.version == VERSION and columns.key == key else None

    def save(self, path: Path) -> None:
        """Write the file, whole or not at all."""
        part = path.with_name(f"{path.name}.part")
        part.write_bytes(msgspec.msgpack.encode(self._c))
        part.replace(path)

    @property
    def key(self) -> str:
        """What it was made from."""
        return self._c.key

    @property
    def credits(self) -> tuple[Credit, ...]:
        """Whose places these are."""
        return tuple(self._c.credits)

    def __len__(self) -> int:
        return len(self._c.ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self._c.ids)

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {i: n for n, i in enumerate(self._c.ids)}

    @cached_property
    def _doubtful(self) -> frozenset[str]:
        return frozenset(self._c.doubtful)

    @cached_property
    def _inside(self) -> dict[int, array[int]]:
        found: dict[int, array[int]] = {}
        for row, parent in enumerate(self._parent):
            found.setdefault(parent, array("I")).append(row)
        return found

    def place(self, identity: str) -> Place | None:
        """The place with this id."""
        row = self._row_of.get(identity)
        return None if row is None else self._place(row)

    def _place(self, row: int) -> Place:
        c, at = self._c, 3 * row
        return Place(
            id=c.ids[row], name=c.names[row], kind=c.kinds[c.kind[row]], country=c.countries[c.country[row]],
            lat=self._points[at], lon=self._points[at + 1], radius_m=self._points[at + 2],
            parent=c.parents[self._parent[row]] or None, aliases=tuple(filter(None, c.aliases[row].split("|"))),
            valid_from=None, valid_to=None, source=c.sources[c.source[row]],
        )  # fmt: skip

    def population(self, identity: str) -> int:
        """Inhabitants as the gazetteer gives them; 0 when it gives none."""
        row = self._row_of.get(identity)
        return self._population[row] if row is not None else 0

    def is_doubtful(self, name: str) -> bool:
        """Whether the name is also a word, a person's, or a part of many names."""
        return loose(name) in self._doubtful

    def _rows(self, name: str) -> Iterable[int]:
        found = self._c.by_name.get(loose(name))
        if found is None:
            return ()
        return (found,) if found >= 0 else self._c.shared[-1 - found]

    def ids_of(self, name: str) -> tuple[str, ...]:
        """Ids of the places that bear the name, spelling aside."""
        return tuple(self._c.ids[r] for r in self._rows(name))

    def named(self, name: str) -> tuple[Place, ...]:
        """The places that bear exactly this name (case, marks, kinds of apostrophes and dashes aside)."""
        wanted = fold(name)
        return tuple(p for p in self.spelt_like(name) if any(fold(n) == wanted for n in (p.name, *p.aliases)))

    def spelt_like(self, name: str) -> tuple[Place, ...]:
        """The places whose name differs only in accents, apostrophes, hyphens and blanks."""
        return tuple(self._place(r) for r in self._rows(name))

    def similar(self, name: str, holder: str) -> tuple[str, ...]:
        """Ids of places directly in a district or province whose name is this but for what romanisations confuse.

        As :func:`marsad.pack.spelling.alike`: of five letters or more one may differ.
        """
        wanted = skeleton(name)
        if len(wanted) < 4 or holder not in self._parents:
            return ()
        known = self._alike.get((wanted, holder))
        if known is None:
            if len(self._alike) >= REMEMBERED:
                self._alike.clear()
            rows, names = self._skeletons(holder)
            found = process.extract_iter(wanted, names, scorer=Levenshtein.distance, score_cutoff=len(wanted) > 4)
            fit = (rows[at] for other, away, at in found if not away or len(other) > 4)
            known = self._alike[wanted, holder] = tuple(dict.fromkeys(self._c.ids[row] for row in fit))
        return known

    def _skeletons(self, holder: str) -> tuple[array[int], list[str]]:
        """The rows directly in a unit and the skeletons of their names, side by side."""
        if holder not in self._sounds:
            rows, names = array("I"), []
            for row in self._inside.get(self._parents[holder], ()):
                for name in (self._c.names[row], *filter(None, self._c.aliases[row].split("|"))):
                    rows.append(row)
                    names.append(skeleton(name))
            self._sounds[holder] = (rows, names)
        return self._sounds[holder]

    @cached_property
    def _parents(self) -> dict[str, int]:
        return {p: n for n, p in enumerate(self._c.parents)}
