"""A user's own places beside a pack's: any table with a name, a latitude and a longitude."""

from __future__ import annotations

import csv
import gzip
import io
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from marsad.errors import UserError
from marsad.pack.names import fold
from marsad.pack.types import Pack, Place

NEAR_KM = 30.0
"""A place of the table that bears the name of a pack's place no further away is that place, and adds nothing."""
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
}
_KINDS = {"locality": "town", "localadmin": "town", "county": "district", "region": "province", "campus": "facility"}
_RADIUS_M = {"country": 500_000.0, "province": 100_000.0, "district": 25_000.0, "city": 10_000.0, "town": 5_000.0}


def with_gazetteer(pack: Pack, path: Path) -> Pack:
    """The pack with the places of a table added to its own.

    The table is CSV or TSV (gzip too), in UTF-8, with a header; ``name``, ``lat`` and ``lon`` (WGS84 degrees) are
    required.  Ids become ``own.<id>``.  Rows without coordinates are left out.

    Raises
    ------
    UserError
        When the file cannot be read or has no such columns.
    """
    known: dict[str, list[Place]] = defaultdict(list)
    for place in pack.places.values():
        for name in (place.name, *place.aliases):
            known[fold(name)].append(place)
    places = dict(pack.places)
    for number, row in enumerate(_rows(path), 1):
        added = _place(row, number, known)
        if added and added.id not in places and not any(_near(added, p) for p in known.get(fold(added.name), ())):
            places[added.id] = added
    return replace(pack, places=places)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UserError(f"gazetteer {path} cannot be read: {error}", "give a CSV or TSV file in UTF-8") from error
    header = text.partition("\n")[0]
    tabs = "\t" in header
    reader = csv.DictReader(
        io.StringIO(text), delimiter="\t" if tabs else ",", quoting=csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL
    )
    lower = {name.strip().lower(): name for name in reader.fieldnames or ()}
    columns = {ours: lower[n] for ours, names in _COLUMNS.items() for n in reversed(names) if n in lower}
    missing = [c for c in ("name", "lat", "lon") if c not in columns]
    if missing:
        raise UserError(f"gazetteer {path} has no column {', '.join(missing)}", "its first line names the columns")
    for row in reader:
        yield {ours: (row[theirs] or "").strip() for ours, theirs in columns.items()}


def _place(row: Mapping[str, str], number: int, known: Mapping[str, list[Place]]) -> Place | None:
    try:
        lat, lon = float(row["lat"]), float(row["lon"])
    except ValueError:
        return None
    name, country = row["name"], row.get("country", "").lower()
    if not name or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    kind = _KINDS.get(row.get("kind", ""), row.get("kind") or "town")
    radius = row.get("radius_m")
    return Place(
        id=f"own.{row.get('id') or number}", name=name, kind=kind, country=country, lat=lat, lon=lon,
        radius_m=float(radius) if radius else _RADIUS_M.get(kind, 3_000.0), parent=_parent(row, country, known),
        aliases=tuple(a.strip() for a in row.get("aliases", "").split("|") if a.strip()), valid_from=None,
        valid_to=None, source="own",
    )  # fmt: skip


def _parent(row: Mapping[str, str], country: str, known: Mapping[str, list[Place]]) -> str | None:
    """The pack's district, province or country that the row says it lies in."""
    for column, kinds in (("district", ("district",)), ("province", ("province",)), ("country", ("country",))):
        said = row.get(column, "")
        for place in known.get(fold(said), ()) if said else ():
            if place.kind in kinds and place.country == country:
                return place.id
    return country or None


def _near(one: Place, other: Place) -> bool:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    north = math.radians(one.lat - other.lat)
    east = math.radians(one.lon - other.lon) * math.cos(math.radians(other.lat))
    return 6371.009 * math.hypot(north, east) < NEAR_KM
