"""Places of a user's own and of gazetteers beside a pack's.

A table of one's own is taken as the pack's rows are: found wherever it is named.  A gazetteer (GeoNames, Who's On
First) names every hamlet, many with everyday words: its places count only where the text speaks of a place
(:mod:`marsad.pack.toponyms`), and never in place of one that the pack has under that name.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from marsad.errors import UserError
from marsad.pack.imported import VERSION, Columns, Credit, Imported
from marsad.pack.names import fold
from marsad.pack.spelling import loose
from marsad.pack.sphere import distance_m
from marsad.pack.tables import OWN, ROW_HINT, Row, Table, read_table
from marsad.pack.types import Pack, Place
from marsad.pack.world import Places

NEAR_M = 25_000.0
"""An imported place that bears the name of a pack's place no further away is that place, and adds nothing."""
SAME_DEGREES = 0.02
"""Two imported places of one name in one cell of this size (about 2 km) are one."""
PART_OF = 25
"""A one-word name that so many longer names contain is as often a common or personal name ("Khan", "Ahmad")."""
LONGEST = 5
"""Words in the longest name that is looked for."""
ADMIN = frozenset({"country", "province", "district"})
_RADIUS_M = {
    "country": 500_000.0, "province": 100_000.0, "district": 25_000.0, "city": 10_000.0, "town": 5_000.0,
    "valley": 15_000.0, "area": 8_000.0, "mountain": 10_000.0, "river": 30_000.0, "road": 30_000.0,
}  # fmt: skip
_NOT_LOOKED_FOR = re.compile(r'[\d/(),;"|]')
_PREFIX = {"geonames": "gn", "wof": "wof", "own": "own"}


@dataclass(frozen=True, slots=True)
class Source:
    """A gazetteer to be added: its name, its bytes, and terms that the user states in place of the known ones."""

    name: str
    data: bytes
    licence: str | None = None
    attribution: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    def table(self) -> Table:
        """Its rows, with the user's terms.

        Raises
        ------
        UserError
            When it is no such table, or no row of it can be used.
        """
        read = read_table(self.data, self.name)
        if not read.rows:
            why = f": {read.problems[0].message}" if read.problems else ""
            raise UserError(f"gazetteer {self.name} has no row that can be used{why}", ROW_HINT)
        return replace(
            read, licence=self.licence or read.licence, attribution=self.attribution or read.attribution
        )  # fmt: skip


def read_source(path: Path) -> Source:
    """Read a gazetteer's file.

    Raises
    ------
    UserError
        When it cannot be read.
    """
    try:
        return Source(path.name, path.read_bytes())
    except OSError as error:
        why = error.strerror or str(error)
        raise UserError(f"gazetteer {path} cannot be read: {why}", "give a CSV or TSV file in UTF-8") from error


def with_gazetteer(pack: Pack, path: Path) -> Pack:
    """The pack with the places of a table added.

    The table is CSV or TSV (gzip too) in UTF-8, with a header that names at least ``name``, ``lat`` and ``lon`` (WGS84
    degrees); or a GeoNames dump.  Ids become ``own.<id>``, ``gn.<id>``, ``wof.<id>``.  Bad rows are left out.

    Raises
    ------
    UserError
        When the file cannot be read or has no such columns.
    """
    return add_tables(pack, [read_source(path).table()])


def add_tables(pack: Pack, tables: Sequence[Table], key: str = "") -> Pack:
    """The pack with tables added: a user's own rows as the pack's, gazetteers as further places."""
    own = [t for t in tables if t.form == OWN]
    rest = [t for t in tables if t.form != OWN]
    known = _Known(pack)
    places = dict(pack.own_places)
    for table in own:
        for row in table.rows:
            place = _place(row, OWN, known.parent_by_name(row))
            if place.id not in places and not known.has(place.name, row.lat, row.lon):
                places[place.id] = place
    bigger = replace(pack, places=Places(places, world=pack.world))
    return with_imported(bigger, build(rest, bigger, key)) if rest else bigger


def with_imported(pack: Pack, imported: Imported) -> Pack:
    """The pack with an index of further places."""
    return replace(pack, places=Places(pack.own_places, imported, pack.world), imported=imported)


def _place(row: Row, form: str, parent: str | None) -> Place:
    return Place(
        id=f"{_PREFIX[form]}.{row.id}", name=row.name, kind=row.kind, country=row.country, lat=row.lat, lon=row.lon,
        radius_m=row.radius_m or _RADIUS_M.get(row.kind, 3_000.0), parent=parent, aliases=row.aliases, valid_from=None,
        valid_to=None, source=form,
    )  # fmt: skip


class _Known:
    """What the pack has already: places by name, districts and provinces by name and by outline."""

    def __init__(self, pack: Pack) -> None:
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        self._units: dict[str, list[Place]] = defaultdict(list)
        for place in pack.own_places.values():
            for name in dict.fromkeys((place.name, *place.aliases)):
                self._by_name[loose(name)].append(place)
                if place.kind in ADMIN:
                    self._units[fold(name)].append(place)
        self._pack = pack

    def has(self, name: str, lat: float, lon: float) -> bool:
        """Whether the pack has a place of that name there; a district is not the town that it is named after."""
        return any(
            place.kind not in ADMIN
            and place.lat is not None
            and place.lon is not None
            and distance_m(place.lat, place.lon, lat, lon) < NEAR_M
            for place in self._by_name.get(loose(name), ())
        )

    def parent_by_name(self, row: Row) -> str | None:
        """The pack's district, province or country that the row says it lies in."""
        said = ((row.district, "district"), (row.province, "province"), (row.country, "country"))
        for name, kind in said:
            for place in self._units.get(fold(name), ()) if name else ():
                if place.kind == kind and place.country == row.country:
                    return place.id
        return row.country or None

    def parents(self, rows: Sequence[Row]) -> list[str | None]:
        """For each row the district or province whose outline holds it; else what it says itself."""
        found = self._by_outline(rows)
        return [f or self.parent_by_name(r) for f, r in zip(found, rows, strict=True)]

    def _by_outline(self, rows: Sequence[Row]) -> list[str | None]:
        # Geometry takes a fifth of a second to import, and only the making of an index needs it.
        holders: Callable[..., list[str | None]] = import_module("marsad.pack.outlines").holders
        return holders(self._pack, rows)


# ------------------------------------------------------------------------------------------------------ the index


def build(tables: Sequence[Table], pack: Pack, key: str = "") -> Imported:
    """Make the index of gazetteers: kinds, what holds what, names that can be looked for; without what the pack has."""
    known = _Known(pack)
    draft = _Draft(Lexicon.read())
    counts: list[Credit] = []
    for table in tables:
        before = len(draft.ids)
        rows = [r for r in table.rows if not (r.kind in ADMIN and r.country in pack.region)]
        for row, parent in zip(rows, known.parents(rows), strict=True):
            names = draft.names_of(row)
            kept = [n for n in names if not known.has(n, row.lat, row.lon)]
            if kept and names[0] == kept[0]:
                draft.add(row, table.form, parent, kept)
        counts.append(Credit(table.name, table.form, table.licence, table.attribution, len(draft.ids) - before))
    return Imported(draft.columns(key, counts))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """English words, and words that English texts write with a capital, of the tagger's lexicon."""

    words: frozenset[str]
    capitals: frozenset[str]

    @classmethod
    def read(cls) -> Lexicon:
        """Brill's lexicon as the textblob package ships it (94,000 words of the Brown and Penn corpora)."""
        spec = find_spec("textblob")
        if spec is None or not spec.submodule_search_locations:
            return cls(frozenset(), frozenset())
        path = Path(next(iter(spec.submodule_search_locations))) / "en" / "en-lexicon.txt"
        words: set[str] = set()
        capitals: set[str] = set()
        for line in path.read_text(encoding="utf-8").splitlines():
            word, _, tag = line.partition(" ")
            if word.isalpha():
                (words if word.islower() and not tag.startswith("NNP") else capitals).add(word.lower())
        return cls(frozenset(words), frozenset(capitals - words))


class _Draft:
    """The columns while they are filled."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.ids: list[str] = []
        self._lexicon = lexicon
        self._names: list[str] = []
        self._aliases: list[str] = []
        self._tables: dict[str, dict[str, int]] = {"kind": {}, "country": {}, "source": {}, "parent": {}}
        self._kind, self._country, self._source = bytearray(), bytearray(), bytearray()
        self._parent, self._points, self._population = array("H"), array("d"), array("I")
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._cells: set[tuple[str, int, int]] = set()
        self._seen: set[str] = set()
        self._parts: Counter[str] = Counter()

    def names_of(self, row: Row) -> list[str]:
        """The names that can be looked for in text; none when its own name cannot."""
        if not self._usable(row.name):
            return []
        return [row.name, *dict.fromkeys(a for a in row.aliases if a != row.name and self._usable(a))]

    def _usable(self, name: str) -> bool:
        if len(name) < 4 or not name[0].isupper() or _NOT_LOOKED_FOR.search(name):
            return False
        folded = fold(name)
        words = folded.replace("-", " ").split()
        return folded[0].isascii() and len(words) <= LONGEST and not self._lexicon.words.issuperset(words)

    def add(self, row: Row, form: str, parent: str | None, names: Sequence[str]) -> None:
        """Take a place, unless another of its name stands on the same spot."""
        identity = f"{_PREFIX[form]}.{row.id}"
        cell = (loose(row.name), int(row.lat / SAME_DEGREES), int(row.lon / SAME_DEGREES))
        if identity in self._seen or cell in self._cells:
            return
        self._seen.add(identity)
        self._cells.add(cell)
        number = len(self.ids)
        self.ids.append(identity)
        self._names.append(row.name)
        self._aliases.append("|".join(names[1:]))
        self._kind.append(self._index("kind", row.kind))
        self._country.append(self._index("country", row.country))
        self._source.append(self._index("source", form))
        self._parent.append(self._index("parent", parent or ""))
        self._points.extend((row.lat, row.lon, row.radius_m or _RADIUS_M.get(row.kind, 3_000.0)))
        self._population.append(min(row.population, 2**32 - 1))
        for name in dict.fromkeys(loose(n) for n in names):
            if len(name) > 3:
                self._by_name[name].append(number)
        for name in names:
            words = fold(name).replace("-", " ").split()
            if len(words) > 1:
                self._parts.update(set(words))

    def _index(self, table: str, value: str) -> int:
        known = self._tables[table]
        return known.setdefault(value, len(known))

    def columns(self, key: str, credits: Iterable[Credit]) -> Columns:
        """All of it, in the layout of the file."""
        shared: list[list[int]] = []
        by_name: dict[str, int] = {}
        for name, rows in self._by_name.items():
            by_name[name] = rows[0] if len(rows) == 1 else -1 - len(shared)
            if len(rows) > 1:
                shared.append(rows)
        doubtful = [n for n in by_name if n in self._lexicon.capitals or self._parts[n] >= PART_OF]
        lists: Mapping[str, list[str]] = {name: list(values) for name, values in self._tables.items()}
        return Columns(
            version=VERSION, key=key, credits=list(credits), ids=self.ids, names=self._names, aliases=self._aliases,
            kinds=lists["kind"], countries=lists["country"], parents=lists["parent"], sources=lists["source"],
            population=self._population.tobytes(), kind=bytes(self._kind), country=bytes(self._country),
            source=bytes(self._source), parent=self._parent.tobytes(), points=self._points.tobytes(), by_name=by_name,
            shared=shared, doubtful=doubtful,
        )  # fmt: skip
