"""Read gazetteer tables: GeoNames country dumps, Who's On First tables, and any table with a name and coordinates.

GeoNames: 19 tab-separated columns without a header (download.geonames.org/export/dump/readme.txt); kinds are feature
codes (geonames.org/export/codes.html).  Who's On First: a header with ``wof_id`` and ``placetype``.
"""

from __future__ import annotations

import csv
import gzip
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from marsad.errors import UserError
from marsad.pack.types import PLACE_KINDS
from marsad.values import Problem

GEONAMES = "GeoNames, https://www.geonames.org"
WOF = "Data from Who's On First, https://whosonfirst.org/docs/licenses/ (sources: GeoNames, Quattroshapes and others)"
OWN = "own"
"""The form of a table that is no gazetteer's known one."""
LICENCES: Mapping[str, tuple[str, str]] = {
    "geonames": ("CC BY 4.0", GEONAMES),
    "wof": ("CC0 for its own work; sources CC BY", WOF),
    OWN: ("not stated", "not stated"),
}
"""Licence and attribution by form of table, as their publishers state them."""
NAMED = 20
"""So many bad rows are named one by one; the others are only counted."""
CITY, TOWN = 100_000, 5_000
"""Inhabitants from which a populated place counts as a city, or as a town."""
_GEONAMES = (
    "id", "name", "ascii", "aliases", "lat", "lon", "class", "code", "country", "cc2", "admin1", "admin2", "admin3",
    "admin4", "population", "elevation", "dem", "timezone", "modified",
)  # fmt: skip
# Names that common gazetteers (Who's On First, GeoNames tables, this project's packs) give their columns.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "wof_id", "geonameid", "geonames_id"),
    "name": ("name", "asciiname", "toponym"),
    "kind": ("kind", "placetype", "type"),
    "country": ("country", "cc", "country_code"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "long", "longitude"),
    "radius_m": ("radius_m",),
    "district": ("parent", "district", "admin2"),
    "province": ("province", "region", "admin1"),
    "aliases": ("aliases", "alt_names", "alternatenames", "alternate_names"),
    "population": ("population", "pop"),
}
_CITIES = {"lat", "lon", "name", "admin1", "admin2", "cc"}
"""The columns of the cities1000 tables that circulate with a header: GeoNames' too."""
_PLACETYPES = {
    "locality": "", "localadmin": "area", "county": "district", "region": "province", "campus": "facility",
    "macroregion": "area", "macrocounty": "area", "borough": "neighbourhood", "macrohood": "neighbourhood",
    "microhood": "neighbourhood", "disputed": "area", "dependency": "area", "placetype": "",
}  # fmt: skip
_CODES = {
    "PPLX": "neighbourhood", "PPLS": "area", "ADM1": "province", "ADM2": "district", "PCLI": "country",
    "PASS": "pass", "GAP": "pass", "AIRP": "facility", "AIRB": "base", "AIRF": "base", "AIRS": "base", "MILB": "base",
    "INSM": "base", "FT": "base", "NVB": "base", "CMPRF": "refugee_camp", "CMP": "camp", "TNL": "pass",
    "BDG": "facility", "DAM": "facility", "ISL": "area",
}  # fmt: skip
_STARTS = (
    ("VAL", "valley"), ("MT", "mountain"), ("PK", "mountain"), ("RDG", "mountain"), ("HLL", "mountain"),
    ("SPUR", "mountain"), ("STM", "river"), ("CNL", "river"), ("WAD", "river"), ("RD", "road"), ("RR", "road"),
)  # fmt: skip
_CLASSES = {"P": "", "S": "facility", "R": "road"}


@dataclass(frozen=True, slots=True)
class Row:
    """One place of a table as it says."""

    id: str
    name: str
    kind: str
    country: str
    lat: float
    lon: float
    radius_m: float | None
    province: str
    district: str
    population: int
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A gazetteer as it was read; ``bad`` rows are left out, the first of them named in ``problems``."""

    name: str
    form: str
    licence: str
    attribution: str
    rows: tuple[Row, ...]
    bad: int
    problems: tuple[Problem, ...]


def read_table(data: bytes, name: str) -> Table:
    """Read a gazetteer from bytes: tab- or comma-separated, UTF-8, gzip too.

    Raises
    ------
    UserError
        When it is no such table.
    """
    try:
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UserError(f"gazetteer {name} cannot be read: {error}", "give a CSV or TSV file in UTF-8") from error
    form, lines = _form(text, name)
    rows: list[Row] = []
    problems: list[Problem] = []
    bad = 0
    first = 1 if form == "geonames" and not lines.header else 2
    for number, said in enumerate(lines, first):
        try:
            rows.append(_row(said, number, form))
        except ValueError as error:
            bad += 1
            if bad <= NAMED:
                problems.append(Problem("gazetteer", str(error), ROW_HINT, f"{name}, row {number}"))
    if bad > NAMED:
        problems.append(
            Problem("gazetteer", f"{bad} rows are left out; the first {NAMED} are named", ROW_HINT, f"{name}, rows")
        )
    return Table(name, form, *LICENCES[form], tuple(rows), bad, tuple(problems))


_FORMS = (
    "give a CSV (commas) or TSV (tabs) whose first line names the columns name, lat, lon; or a GeoNames dump "
    "(19 columns and no such line)"
)
ROW_HINT = "a row needs a name, and degrees in WGS84: mend it and import the file again, or leave it"


class _Lines:
    """The rows of a table as mappings from our columns."""

    def __init__(self, text: str, columns: Mapping[str, int], tabs: bool, header: bool) -> None:
        self.header = header
        self._columns = columns
        self._text = text
        self._tabs = tabs

    def __iter__(self) -> Iterator[dict[str, str]]:
        lines = io.StringIO(self._text)
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if self._tabs else csv.reader(lines)
        if self.header:
            next(rows, None)
        for row in rows:
            if row:
                width = len(row)
                yield {ours: row[at].strip() if at < width else "" for ours, at in self._columns.items()}


def _form(text: str, name: str) -> tuple[str, _Lines]:
    head = text.partition("\n")[0].rstrip("\r")
    if not head.strip():
        raise UserError(f"gazetteer {name} is empty, or its first line is", _FORMS)
    tabs = "\t" in head
    cells = [c.strip() for c in next(csv.reader([head], delimiter="\t" if tabs else ","), [])]
    if tabs and len(cells) == len(_GEONAMES) and cells[0].isdigit():
        return "geonames", _Lines(text, {n: i for i, n in enumerate(_GEONAMES)}, True, False)
    lower = {c.lower(): i for i, c in reversed(list(enumerate(cells)))}
    columns = {ours: lower[n] for ours, names in _COLUMNS.items() for n in reversed(names) if n in lower}
    if missing := [c for c in ("name", "lat", "lon") if c not in columns]:
        raise UserError(f"gazetteer {name} has no column {', '.join(missing)}", _FORMS)
    form = "wof" if "wof_id" in lower else "geonames" if set(lower) == _CITIES or "geonameid" in lower else OWN
    return form, _Lines(text, columns, tabs, True)


def _row(said: Mapping[str, str], number: int, form: str) -> Row:
    name = said["name"]
    if not name:
        raise ValueError("there is no name")
    try:
        lat, lon = float(said["lat"]), float(said["lon"])
    except ValueError:
        raise ValueError(f"{name!r} has no coordinates: {said['lat']!r}, {said['lon']!r}") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or not (math.isfinite(lat) and math.isfinite(lon)):
        raise ValueError(f"{name!r} lies nowhere on Earth: {lat}, {lon}")
    population = _whole(said.get("population", ""))
    kind = _geonames_kind(said) if "code" in said else _kind(said.get("kind", ""))
    if not kind:
        kind = "city" if population >= CITY else "town" if population >= TOWN or form == OWN else "village"
    aliases = said.get("aliases", "").split("," if "code" in said else "|")
    if said.get("ascii"):
        aliases.append(said["ascii"])
    names = (a.strip() for a in aliases)
    coded = "code" in said  # a dump's provinces and districts are codes, not names
    return Row(
        id=said.get("id") or str(number), name=name, kind=kind, country=said.get("country", "").lower(),
        lat=lat, lon=lon, radius_m=_positive(said.get("radius_m", "")), population=population,
        province="" if coded else said.get("province", ""), district="" if coded else said.get("district", ""),
        aliases=tuple(dict.fromkeys(a for a in names if a and a != name)),
    )  # fmt: skip


def _kind(said: str) -> str:
    kind = _PLACETYPES.get(said, said)
    return kind if kind in PLACE_KINDS else ""


def _geonames_kind(said: Mapping[str, str]) -> str:
    code = said["code"]
    if kind := _CODES.get(code):
        return kind
    if kind := next((k for start, k in _STARTS if code.startswith(start)), ""):
        return kind
    return _CLASSES.get(said["class"], "area")


def _whole(said: str) -> int:
    try:
        return max(0, int(float(said)))
    except (ValueError, OverflowError):
        return 0


def _positive(said: str) -> float | None:
    try:
        return max(float(said), 1.0) if said else None
    except ValueError:
        return None
