"""How a happening lies to the place that is named: in it, near it, on a line or a border, in a part of it.

The words come from ``words["places"]``; the arithmetic is here.  Precision codes: UCDP GED codebook (``where_prec``
1 exact, 2 within 25 km, 3 district, 4 province, 5 line or fuzzy area, 6 country, 7 sea or air) and ACLED codebook
(``geo_precision`` 1 town, 2 part of a region, 3 larger region).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from marsad.link.gazetteer import SETTLEMENTS, Gazetteer, moved
from marsad.pack import Place
from marsad.pack.sphere import distance_m
from marsad.pack.toponyms import any_of

NEAR_M = 25_000.0
"""UCDP: up to here a happening is "near" a point (where_prec 2)."""
POINTS = SETTLEMENTS | {"base", "camp", "refugee_camp", "facility", "crossing", "pass"}
_PREC = {"country": 6, "province": 4, "district": 3, "road": 5, "river": 5}
WORLD_REGION_M = 600_000.0
PART_SHIFT, PART_RADIUS = 0.45, 0.6
"""A part of an area: its centre lies this share of the radius off, its own radius is that share (half a disc's)."""

_OF = ("of", "from", "off", "outside", "inside")
"""Words between a distance and what it is measured from."""
_WORD = re.compile(r"\w+")

RelationKind = Literal["near", "offset", "part", "border", "line", "between"]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation said in the text; ``bearing`` in degrees clockwise from north, ``metres`` as said."""

    kind: RelationKind
    bearing: float | None = None
    metres: float | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """The answer: a point, the radius (metres) within which it lies, and the two precision codes."""

    lat: float | None
    lon: float | None
    radius_m: float | None
    where_prec: int
    geo_precision: int


class Relations:
    """Finds relations in the text around a name and turns them into a :class:`Where`."""

    def __init__(self, words: Mapping[str, Any], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._bearing: dict[str, float] = {k: float(v) for k, v in words.get("bearing", {}).items()}
        # "north-west" and "north west" are the same bearing as "northwest".
        spelt = {re.sub(r"^(north|south)(?=east|west)", r"\1[- ]?", k): k for k in self._bearing}
        compass = "|".join(sorted(spelt, key=len, reverse=True)) or "(?!)"
        distance = words.get("distance", {})
        self._units: dict[str, float] = distance.get("units", {})
        self._numbers: dict[str, float] = distance.get("numbers", {})
        self._share: float = distance.get("share", 0.25)
        self._least: float = distance.get("least_m", 3000)
        self._near_m: float = words.get("near", {}).get("radius_m", 12_500)
        self._direction_m: float = words.get("direction_of", {}).get("radius_m", NEAR_M)
        adjectives = "|".join(
            (any_of(words.get("describing", {}).get("words", ())), *(s for s in spelt if s[-3:] == "ern"))
        )
        # "near the restive northwestern city of X" (the name's span holds its kind word), "the border with Y's X"
        the = rf"\s+(?:the\s+)?(?:\w+['’]s?\s+)?(?:(?:{adjectives})\s+){{0,2}}$"
        number = rf"(\d[\d,.]*|{any_of(self._numbers)})"
        self._distance = re.compile(
            rf"{number}[\s-]*({any_of(self._units)})\b(?:\s*\([^)]*\))?(?:\s+(?:to\s+the\s+)?({compass}))?"
            rf"\s+(?:{'|'.join(_OF)}|away\s+from)\b{the}",
            re.IGNORECASE,
        )
        self._direction = re.compile(rf"\b(to\s+the\s+|the\s+)?({compass})\s+of{the}", re.IGNORECASE)
        nouns = "|".join(s for s in sorted(spelt, key=len, reverse=True) if len(s) > 2 and not s.endswith("ern"))
        self._part_after = re.compile(
            rf"['’]s?\s+(?:(?:{adjectives})\s+)?({nouns or '(?!)'})\b(?!\s+(?-i:[A-Z]))", re.IGNORECASE
        )
        self._near_ends = _ends(words.get("near", {}).get("words", ()))
        self._near = re.compile(rf"\b(?:{any_of(words.get('near', {}).get('words', ()))}){the}", re.IGNORECASE)
        self._part = re.compile(rf"\b({compass}|{any_of(words.get('centre', {}).get('words', ()))})\s+$", re.IGNORECASE)
        border = words.get("border", {})
        self._border_ends = _ends(border.get("before", ()))
        self._border_before = re.compile(rf"\b(?:{any_of(border.get('before', ()))}){the}", re.IGNORECASE)
        self._border_after = re.compile(rf"\s*(?:['’]s?)?\s+(?:{any_of(border.get('after', ()))})\b", re.IGNORECASE)
        self._border_word = re.compile(rf"\b(?:{any_of(border.get('after', ()))})\s+$", re.IGNORECASE)
        line, two = words.get("line", {}), words.get("between_two", {})
        self._line_after = re.compile(rf"\s+(?:{any_of(line.get('after', ()))})\b", re.IGNORECASE)
        self._line_before = re.compile(rf"\b(?:{any_of(line.get('before', ()))}){the}", re.IGNORECASE)
        self._two_before = re.compile(rf"\b(?:{any_of(two.get('before', ()))}){the}", re.IGNORECASE)
        joins = {*line.get("joins", ()), *two.get("joins", ())}
        self._join = re.compile(rf"\s*(?:[-–—/]|\s(?:{any_of(joins)}))\s*(?:the\s+)?", re.IGNORECASE)
        self._dash = re.compile(r"\s*[-–—/]\s*(?:to\s*[-–—]\s*)?")

    def around(self, before: str, after: str, qualified: bool) -> Relation | None:
        """Find the relation that the words before and after a name say.

        ``qualified``: the name has a kind word; then a compass word describes it ("southern Helmand province").
        """
        said = _words(before)
        of = not said.isdisjoint(_OF)
        if of and (found := self._distance.search(before)):
            figure = found.group(1).lower().replace(",", "").rstrip(".")
            number = self._numbers.get(figure) or _float(figure)
            compass = found.group(3)
            if number is not None:
                metres = number * self._units[found.group(2).lower()]
                return Relation("offset", self._degrees(compass) if compass else None, metres)
        if of and (found := self._direction.search(before)):
            # "south of X" lies beyond it, "the south of X" is a part of it
            inside = (found.group(1) or "").lower().strip() == "the"
            return Relation("part" if inside else "offset", self._degrees(found.group(2)))
        bordering = not said.isdisjoint(self._border_ends) and self._border_before.search(before)
        if bordering or self._border_after.match(after):
            return Relation("border")
        if not said.isdisjoint(self._near_ends) and self._near.search(before):
            return Relation("near")
        part = self._part_after.match(after) or (None if qualified else self._part.search(before))
        return Relation("part", self._degrees(part.group(1))) if part else None

    def pair(self, before: str, gap: str, after: str) -> Relation | None:
        """Find what two names have in common: the road or the stretch between them, or their border."""
        if self._dash.fullmatch(gap):
            if self._line_after.match(after):
                return Relation("line")
            beside = self._border_after.match(after) or self._border_word.search(before)
            return Relation("border") if beside else None
        if not self._join.fullmatch(gap):
            return None
        if self._line_before.search(before):
            return Relation("line")
        return Relation("between") if self._two_before.search(before) else None

    def _degrees(self, word: str) -> float | None:
        return self._bearing.get(re.sub(r"[- ]", "", word.lower()))

    def where(self, place: Place, relation: Relation | None, other: Place | None = None) -> Where:
        """Compute point, radius and precision of a happening in that relation to the place (and the other place)."""
        radius = self._gazetteer.radius(place)
        prec = precision(place.kind, radius)
        if relation is None or place.lat is None or place.lon is None:
            return Where(place.lat, place.lon, radius, prec, geo(prec, radius))
        if other is not None and other.lat is not None and other.lon is not None:
            return _middle(place, other, relation)
        if relation.kind == "part":
            return self._part_of(place, relation, radius, prec)
        if relation.kind == "border":
            return Where(place.lat, place.lon, radius, 5 if prec in (3, 4, 6) else max(prec, 2), 3 if prec > 3 else 2)
        if relation.kind == "offset":
            return self._offset(place, relation, radius, prec)
        radius += self._near_m
        prec = max(prec, 2) if prec < 3 else 5
        return Where(place.lat, place.lon, radius, prec, geo(prec, radius))

    def stays(self, relation: Relation, place: Place) -> bool:
        """Whether a happening in that relation to a place is still in the place's district, as far as one can tell."""
        if relation.kind == "offset":
            return relation.metres is not None and relation.metres <= self._near_m
        return relation.kind == "near" or (relation.kind == "part" and place.kind not in ("province", "country"))

    def _offset(self, place: Place, relation: Relation, radius: float, prec: int) -> Where:
        assert place.lat is not None and place.lon is not None
        lat, lon = place.lat, place.lon
        if relation.metres is None:
            radius += self._direction_m
        elif relation.bearing is None:
            radius += relation.metres
        else:
            lat, lon = moved(lat, lon, relation.bearing, relation.metres)
            # A distance is counted from the edge of an area as often as from its centre.
            wide = radius if prec in (3, 4, 6) else 0.0
            radius = max(self._least, self._share * relation.metres) + wide
        prec = 2 if radius <= NEAR_M + self._near_m and prec < 3 else 5
        return Where(lat, lon, radius, prec, geo(prec, radius))

    def _part_of(self, place: Place, relation: Relation, radius: float, prec: int) -> Where:
        assert place.lat is not None and place.lon is not None
        lat, lon = place.lat, place.lon
        if place.kind in POINTS:
            return Where(lat, lon, radius, prec, geo(prec, radius))
        if relation.bearing is not None:
            lat, lon = moved(lat, lon, relation.bearing, PART_SHIFT * radius)
        radius *= PART_RADIUS
        # UCDP: a region of a country is a fuzzy area (5); a part of a province stays the province (4).
        return Where(lat, lon, radius, 5 if prec == 6 else prec, 3 if prec == 6 else 2)


def precision(kind: str, radius: float) -> int:
    """UCDP ``where_prec`` of a place named without any relation; ``radius`` in metres."""
    if kind in POINTS:
        return 1
    if kind in _PREC:
        return _PREC[kind]
    if radius <= NEAR_M:
        return 2
    return 6 if radius >= WORLD_REGION_M else 5


def geo(where_prec: int, radius: float) -> int:
    """ACLED ``geo_precision`` for a UCDP code; lines and fuzzy areas count as part of a region up to 60 km."""
    if where_prec == 5:
        return 2 if radius <= 60_000 else 3
    return {1: 1, 2: 2, 3: 2}.get(where_prec, 3)


def _middle(one: Place, other: Place, relation: Relation) -> Where:
    assert one.lat is not None and one.lon is not None and other.lat is not None and other.lon is not None
    radius = max(3000.0, distance_m(one.lat, one.lon, other.lat, other.lon) / 2)
    prec = 2 if radius <= NEAR_M and relation.kind == "between" else 5
    lat, lon = round((one.lat + other.lat) / 2, 4), round((one.lon + other.lon) / 2, 4)
    return Where(lat, lon, radius, prec, geo(prec, radius))


def _words(text: str) -> set[str]:
    """The words of a text in lower case: where what a pattern needs is not among them, it is not searched for."""
    return set(_WORD.findall(text.lower()))


def _ends(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(_WORD.findall(p.lower())[-1] for p in phrases)


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
