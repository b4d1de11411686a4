"""The world's towns and regions: a table by the ten thousand, read lazily, of which few rows are ever looked at.

The table (``gazetteer.tsv`` of a pack, made by ``tools/build_world.py``) is grouped by what holds the places.  Its
lines stay text: only the names are indexed, and a row becomes a place when it is
asked for.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from marsad.pack.names import fold
from marsad.pack.sphere import distance_m
from marsad.pack.types import Place

if TYPE_CHECKING:
    from marsad.pack.imported import Imported

CITY, TOWN = 100_000, 5_000
"""Inhabitants from which a populated place counts as a city, or as a town."""
NEAR_M = 25_000.0
"""A place of the table is the pack's own place of that name no further away."""
ASSUMED = {"country": 7.3, "province": 6.0, "city": 5.3, "district": 5.3, "town": 4.3, "village": 3.3}
"""Decimal logarithm of the inhabitants of a place of that kind of which no number is known."""
LEAST = 3.0
WIDE_M, WIDE = 80_000.0, 6.5
"""Seas, mountains and parts of continents of that radius are as well known as a province."""
_RADIUS_M = {"province": 100_000.0, "district": 25_000.0, "city": 10_000.0, "town": 5_000.0, "village": 3_000.0}
_KINDS = {"p": "province", "d": "district"}
_NAME = re.compile(r"^[?~]?([^\t\n]*)", re.MULTILINE)
_SHORT = (("saint ", "st "), ("st. ", "st "), ("fort ", "ft "), ("ft. ", "ft "), ("mount ", "mt "), ("mt. ", "mt "))
_GAP = "\x1f"
_DROPPED = "'-. "


@dataclass(frozen=True, slots=True)
class Bearers:
    """All places of the table that bear one name."""

    ids: tuple[str, ...]
    people: int
    """Inhabitants of the largest."""
    doubtful: bool
    """Whether the name is also a word, a person's, or said of many places."""
    dubious: bool
    """Whether English texts use the name otherwise too."""
    regions: bool
    """Whether a region or a county bears it."""


class World:
    """Look-up over the table.

    Parameters
    ----------
    path
        The table.
    without
        Countries (ISO 3166 alpha-2, lower case) of which the pack has places of its own: their rows are left out.
    own
        The pack's own places, which the table's rows of the same name nearby are.
    """

    def __init__(self, path: Path, without: Iterable[str], own: Mapping[str, Place]) -> None:
        self._path = path
        self._without = frozenset(without)
        self._own = own
        self._made: dict[int, Place] = {}

    @cached_property
    def _lines(self) -> list[str]:
        return self._path.read_text(encoding="utf-8").rstrip("\n").split("\n")

    @cached_property
    def _names(self) -> list[str]:
        """The key of each line's names; those of one line are joined by ``|``."""
        low = "\n".join(self._lines).lower()
        for long, short in _SHORT:
            low = low.replace(f"\n{long}", f"\n{short}")
        for char in _DROPPED:
            low = low.replace(char, "")
        names: list[str] = _NAME.findall(low)
        marked = [row for row, name in enumerate(names) if not name.isascii()]
        folded = fold(_GAP.join(names[row] for row in marked)).split(_GAP)  # at once: it is as fast for all as for ten
        for row, name in zip(marked, folded, strict=True):
            names[row] = name
        return names

    @cached_property
    def _by_name(self) -> tuple[dict[str, int], dict[str, list[int]]]:
        """The last row of each name, and the others of those that several rows bear."""
        names = self._names
        last = dict(zip(names, range(len(names)), strict=True))
        others: dict[str, list[int]] = {}
        for row, name in enumerate(names):
            if "|" in name:
                for one in name.split("|"):
                    others.setdefault(one, []).append(row)
            elif last[name] != row:
                others.setdefault(name, []).append(row)
        return last, others

    @cached_property
    def _holders(self) -> list[int]:
        """Rows that say what holds the rows after them."""
        return [n for n, line in enumerate(self._lines) if line[0] == "@"]

    @cached_property
    def _people(self) -> dict[str, int]:
        rows = (line[1:].split("\t") for line in self._lines if line[0] == "!")
        return {identity: int(people) for identity, people in rows}

    @cached_property
    def _row_of(self) -> dict[str, int]:
        ids = (line.rpartition("\t")[2] for line in self._lines)
        return {i if ":" not in i else i[2:]: n for n, i in enumerate(ids) if self._lines[n][0] not in "#!@"}

    def _rows(self, name: str) -> Iterator[int]:
        key = _key(name)
        last, others = self._by_name
        for row in (*others.get(key, ()), *((last[key],) if key in last else ())):
            line = self._lines[row]
            if line[0] not in "#!@" and self._holder(row)[1] not in self._without:
                yield row

    def _holder(self, row: int) -> tuple[str, str]:
        """What holds the place of a row, and its country."""
        at = self._holders[bisect_right(self._holders, row) - 1]
        holder, _, country = self._lines[at][1:].partition("\t")
        return holder, country

    def bearers(self, name: str) -> Bearers | None:
        """What bears the name, spelling aside; None when nothing does."""
        rows = list(self._rows(name))
        if not rows:
            return None
        places = [self._place(r) for r in rows]
        people = max(self._number(r) for r in rows)
        marks = {self._lines[r][0] for r in rows}
        regions = any(p.kind in ("province", "district") for p in places)
        return Bearers(tuple(p.id for p in places), people, "?" in marks, "~" in marks, regions)

    def named(self, name: str) -> tuple[Place, ...]:
        """The places of the name, spelling aside, that are none of the pack's own."""
        return tuple(p for p in map(self._place, self._rows(name)) if not self._is_own(p))

    def _is_own(self, place: Place) -> bool:
        own = self._own_by_name.get(_key(place.name), ())
        return any(
            o.lat is not None and o.lon is not None and o.kind not in ("country", "province", "district")
            and place.lat is not None and place.lon is not None
            and distance_m(o.lat, o.lon, place.lat, place.lon) < NEAR_M
            for o in own
        )  # fmt: skip

    @cached_property
    def _own_by_name(self) -> dict[str, list[Place]]:
        table: dict[str, list[Place]] = {}
        for place in self._own.values():
            for name in (place.name, *place.aliases):
                table.setdefault(_key(name), []).append(place)
        return table

    def place(self, identity: str) -> Place | None:
        """The place of the table with this id."""
        bare = identity.removeprefix("gn.")
        row = self._row_of.get(bare) if bare.isdigit() == (bare != identity) else None
        return None if row is None else self._place(row)

    def _place(self, row: int) -> Place:
        if (made := self._made.get(row)) is not None:
            return made
        names, lat, lon, people, said = self._lines[row].lstrip("?~").split("\t")
        name, *aliases = names.split("|")
        holder, country = self._holder(row)
        number = int(people)
        if ":" in said:
            kind, identity = _KINDS[said[0]], said[2:]
        else:
            kind = "city" if number >= CITY else "town" if number >= TOWN else "village"
            identity = f"gn.{said}"
        self._made[row] = made = Place(
            id=identity, name=name, kind=kind, country=country, lat=float(lat), lon=float(lon),
            radius_m=_RADIUS_M[kind], parent=holder, aliases=tuple(aliases), valid_from=None, valid_to=None,
            source="geonames",
        )  # fmt: skip
        return made

    def _number(self, row: int) -> int:
        return int(self._lines[row].rsplit("\t", 2)[1])

    def size(self, place: Place) -> float:
        """Decimal logarithm of the place's inhabitants; where no number is known, what is usual for the kind."""
        row = self._row_of.get(place.id.removeprefix("gn."))
        people = self._people.get(place.id, 0) if row is None else self._number(row)
        if people > 0:
            return math.log10(people)
        wide = place.kind not in ASSUMED and (place.radius_m or 0.0) >= WIDE_M
        return WIDE if wide else ASSUMED.get(place.kind, LEAST)

    def __contains__(self, identity: str) -> bool:
        return self.place(identity) is not None


def _key(name: str) -> str:
    folded = fold(name)
    for long, short in _SHORT:
        if folded.startswith(long):
            folded = short + folded[len(long) :]
            break
    for char in _DROPPED:
        folded = folded.replace(char, "")
    return folded


class Places(Mapping[str, Place]):
    """A pack's own places and further ones as one mapping; those who only build tables of names take ``own``.

    Imported places count with the pack's; those of the world's table are found by id and not counted.
    """

    def __init__(self, own: Mapping[str, Place], imported: Imported | None = None, world: World | None = None) -> None:
        self.own = own
        self.imported = imported
        self.world = world

    def __getitem__(self, key: str) -> Place:
        place = self.own.get(key)
        if place is None and self.imported is not None:
            place = self.imported.place(key)
        if place is None and self.world is not None:
            place = self.world.place(key)
        if place is None:
            raise KeyError(key)
        return place

    def __iter__(self) -> Iterator[str]:
        yield from self.own
        if self.imported is not None:
            yield from self.imported

    def __len__(self) -> int:
        return len(self.own) + (len(self.imported) if self.imported is not None else 0)
