"""UCDP GED events in Pakistan: the place as UCDP words it, in a sentence, to coordinates, district and precision.

The coder reads "Police said a bomb exploded in <where_coordinates>, <adm_2>, <adm_1>, Pakistan.", of the month of the
event, as a report names a village and its district.  Beside it, ``…_bare`` scores "in <where_coordinates>, Pakistan",
where the district is to be known.  ``where_prec_described`` reads ``where_description``, too: the precision that UCDP
codes is that of the report's words, which ``where_coordinates``, the name of a point, no longer shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from marsad.evaluate.score import Outcome, share
from marsad.pack import fold
from marsad.pipeline.coder import Coder
from marsad.resolve.spots import distance_km
from marsad.values import Coded, Document, Mention, StatedPlace

NEAR_KM = 20.0
_LEVEL = re.compile(r"\b(?:districts?|agency|tehsil|division|distrcit|frontier region)\b|\bfr\b|\s-\s.*$")
_HALF = re.compile(r"^(?:upper|lower|central) ")
Place = StatedPlace | Mention | None


@dataclass(slots=True)
class _Marks:
    """Right and wrong answers, per metric."""

    near: list[bool]
    points: list[bool]
    district: list[bool]
    precision: list[bool]
    described: list[bool]


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """Share within 20 km, in the right district and with UCDP's precision; each text is coded once."""
    known: dict[tuple[str, date | None], Place] = {}
    full, bare = _Marks([], [], [], [], []), _Marks([], [], [], [], [])
    errors: list[Mapping[str, Any]] = []
    counted = 0

    def placed(text: str, row: Mapping[str, Any]) -> Place:
        key = (text, day(row))
        if key not in known:
            known[key] = place_of(coder.code(Document(id="ged", text=text, published=key[1])))
        return known[key]

    for row in rows:
        if not (row.get("where_coordinates") or "").strip() or not row.get("latitude"):
            continue
        counted += 1
        for marks, named in ((full, True), (bare, False)):
            text = sentence(row, named)
            place = placed(text, row)
            right = _mark(marks, row, place, coder)
            if named:
                full.described.append(_precision(place, row, placed) == int(row.get("where_prec") or 0))
                if not right:
                    errors.append(error(text, row, place))
    metrics = {"within_20km": share(full.near), "district": share(full.district), "where_prec": share(full.precision)}
    metrics |= {"where_prec_described": share(full.described)}
    metrics |= {"within_20km_points": share(full.points), "within_20km_bare": share(bare.near)}
    metrics |= {"within_20km_points_bare": share(bare.points), "district_bare": share(bare.district)}
    return Outcome(counted, metrics, errors)


def sentence(row: Mapping[str, Any], named: bool) -> str:
    """A sentence that puts an event at the row's place; ``named``: with its district and province."""
    parts = [row["where_coordinates"].strip()]
    for part in (row.get("adm_2"), row.get("adm_1")) if named else ():
        if part and part.strip() and plain(part) not in {plain(p) for p in parts}:
            parts.append(part.strip())
    if fold(parts[-1]) != "pakistan":
        parts.append(row.get("country") or "Pakistan")
    return f"Police said a bomb exploded in {', '.join(parts)}."


def day(row: Mapping[str, Any]) -> date | None:
    """The event's month: enough for names that held for a time, and texts repeat."""
    try:
        return date.fromisoformat((row.get("date_start") or "")[:10]).replace(day=1)
    except ValueError:
        return None


def place_of(coded: Coded) -> Place:
    """Where the statement says that it happened, or else the narrowest place that is mentioned."""
    for s in coded.statements:
        for p in s.places:
            if p.role == "at" and p.lat is not None:
                return p
    linked = [m for m in coded.mentions if m.kind == "place" and m.lat is not None]
    return min(linked, key=lambda m: m.where_prec or 9, default=None)


def _precision(place: Place, row: Mapping[str, Any], placed: Callable[[str, Mapping[str, Any]], Place]) -> int | None:
    """Our precision; of a point, also by the source's own words: "Ladha tehsil" is no exact place, "Ladha town" is."""
    words = (row.get("where_description") or "").strip().rstrip(".")
    if place is None or place.where_prec != 1 or not words:
        return place.where_prec if place else None
    said = placed(sentence({**row, "where_coordinates": words}, True), row)
    return 2 if said is not None and said.where_prec == 2 else 1


def _mark(marks: _Marks, row: Mapping[str, Any], place: Place, coder: Coder) -> bool:
    close = near(row, place)
    marks.near.append(close)
    precision = int(row.get("where_prec") or 0)
    if precision in (1, 2):
        marks.points.append(close)
    right = True
    if (row.get("adm_2") or "").strip():
        right = same_district(row["adm_2"], place, coder)
        marks.district.append(right)
    marks.precision.append(place is not None and place.where_prec == precision)
    return close and right


def near(row: Mapping[str, Any], place: Place) -> bool:
    """Whether our point lies within 20 km of the row's."""
    if place is None or place.lat is None or place.lon is None:
        return False
    there = (float(row["latitude"]), float(row["longitude"]))
    return distance_km(there, (place.lat, place.lon)) <= NEAR_KM


def plain(name: str) -> str:
    """A district's name without what it is: "FR Tank - Jandola", "Khyber agency", "Kech district"."""
    return " ".join(_LEVEL.sub(" ", fold(name)).split())


def same_district(gold: str, place: Place, coder: Coder) -> bool:
    """Whether our place lies in the gold's district, by any name of the pack; one that was split since counts whole."""
    if place is None:
        return False
    wanted = plain(gold)
    ours = {plain(n) for n in _district_names(place, coder)}
    return wanted in ours or (not _HALF.match(wanted) and wanted in {_HALF.sub("", n) for n in ours})


def _district_names(place: StatedPlace | Mention, coder: Coder) -> Iterator[str]:
    if place.admin2:
        yield place.admin2
    known = coder.pack.places.get(place.link or "")
    while known is not None:
        if known.kind == "district":
            yield from (known.name, *known.aliases)
        known = coder.pack.places.get(known.parent or "")


def error(text: str, row: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    """One wrong row: the text, what the gold says, what we answered."""
    gold = (row["latitude"], row["longitude"], row.get("adm_2"), row.get("where_prec"))
    answer = place and (place.name, place.link, place.lat, place.lon, place.admin2, place.where_prec)
    return {"text": text, "gold": gold, "answer": answer}
