"""UCDP GED events in Afghanistan with headlines: the district as UCDP words it, to province and district.

These rows have no place names but ``adm_2`` ("Nahri Sarraj district (Greshk)"); the coder reads "Police said a bomb
exploded in <where_coordinates, if any>, <adm_2>, Afghanistan.", of the month of the event: the province is to be
known.  The gold's province is ``adm_1`` where the file has it, else the pack's outline around the event's point.
``headline_…`` reads the row's headlines instead, which mostly name no place at all: ``headline_placed`` is the share
of rows of which they say more than the country, ``headline_province`` the share of those with the right province.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from shapely import STRtree
from shapely.geometry import Point

from marsad.evaluate import ged
from marsad.evaluate.score import Outcome, share
from marsad.pack import Pack, fold
from marsad.pipeline.coder import Coder
from marsad.values import Document
from marsad.views.shapes import shapes_of

_QUOTE = re.compile(r"\"+")
_DATED = re.compile(r"^[^,]*,\s*\d{4}-\d\d-\d\d,\s*")
"""What newer rows write before a headline: "Agence France Presse,2015-10-17,…"."""
_LEVEL = re.compile(r"\b(?:province|region)\b")


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """Share in the right province, in the right district and within 20 km; and the province of the headlines."""
    provinces = Provinces(coder.pack)
    province: list[bool] = []
    district: list[bool] = []
    near: list[bool] = []
    placed: list[bool] = []
    headline: list[bool] = []
    errors: list[Mapping[str, Any]] = []
    for row in rows:
        named = (row.get("adm_2") or "").strip() and row.get("latitude")
        if not named or (wanted := provinces.of(row)) is None:
            continue
        text = sentence(row)
        place = ged.place_of(coder.code(Document(id="ged", text=text, published=ged.day(row))))
        right = (_same(wanted, place), ged.same_district(_plain(row["adm_2"]), place, coder))
        province.append(right[0])
        district.append(right[1])
        near.append(ged.near(row, place))
        if not all(right):
            errors.append({**ged.error(text, row, place), "province": wanted})
        if said := headlines(row):
            read = ged.place_of(coder.code(Document(id="ged", text=said, published=ged.day(row))))
            placed.append(read is not None and read.admin1 is not None)
            if placed[-1]:
                headline.append(_same(wanted, read))
                if not headline[-1]:
                    errors.append({**ged.error(said, row, read), "province": wanted})
    metrics = {"province": share(province), "district": share(district), "within_20km": share(near)}
    metrics |= {"headline_province": share(headline), "headline_placed": share(placed)}
    return Outcome(len(province), metrics, errors)


def sentence(row: Mapping[str, Any]) -> str:
    """A sentence that puts an event in the row's district (at its place, where the file names one)."""
    parts = [p.strip() for p in (row.get("where_coordinates"), row["adm_2"]) if p and p.strip()]
    return f"Police said a bomb exploded in {', '.join(dict.fromkeys(parts))}, Afghanistan."


def headlines(row: Mapping[str, Any]) -> str:
    """The row's headlines, one a line, without outlets and days; newer files give them in ``source_headline``."""
    if row.get("source_headline"):
        return "\n".join(h.strip() for h in row["source_headline"].split(";"))
    # Between quotation marks stand the headlines, outside of them outlets and days.
    found = (_DATED.sub("", h).strip() for h in _QUOTE.split(row.get("source_art") or "")[1::2])
    return "\n".join(dict.fromkeys(h for h in found if h))


class Provinces:
    """The pack's provinces, by name and by outline."""

    def __init__(self, pack: Pack) -> None:
        shapes = shapes_of(pack)
        own = [p for p in pack.own_places.values() if p.kind == "province"]
        self._names = {fold(n): fold(p.name) for p in own for n in (p.name, *p.aliases)}
        drawn = [p for p in own if p.id in shapes]
        self._drawn = [fold(p.name) for p in drawn]
        self._tree = STRtree([shapes[p.id] for p in drawn])

    def of(self, row: Mapping[str, Any]) -> str | None:
        """Name of the row's province: as it says, else the outline that holds its point (the nearest within 0.2°)."""
        if said := (row.get("adm_1") or "").strip():
            plain = " ".join(_LEVEL.sub(" ", fold(said)).split())
            return self._names.get(plain, plain)
        point = Point(float(row["longitude"]), float(row["latitude"]))
        found = self._tree.query_nearest(point, max_distance=0.2)
        return self._drawn[found[0]] if len(found) else None


def _plain(district: str) -> str:
    """The district's name without the town in brackets."""
    return district.split("(")[0]


def _same(wanted: str, place: ged.Place) -> bool:
    return place is not None and place.admin1 is not None and fold(place.admin1) == wanted
