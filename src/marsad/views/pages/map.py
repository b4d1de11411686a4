"""The map page: what lies where, no finer than it is known, in the shape that the drawing reads."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from marsad.pack import Pack
from marsad.store.describing import whole_toll
from marsad.values import Claim, Incident, StatedPlace
from marsad.views.areas import NEAR_M, areas_of, attribution_of, drawn_as
from marsad.views.claims import proposition
from marsad.views.incidents import names, place_name, where
from marsad.views.pages.frame import FacetBox
from marsad.views.shapes import middles_of
from marsad.views.signs import SIGNS
from marsad.views.wording import FAMILIES, VOICES, family, kind_of_happening, listing

Counts = tuple[str, tuple[int, ...]]
"""A family, with months and numbers of incidents by turns; a month as 12 times its year and the months before it there,
0 for no date (packed like this because 200,000 incidents are as many numbers)."""
_ROLES = ("from", "via", "to", "at")


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A province or district of the table, with how many incidents lie in it."""

    id: str
    name: str
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class MapPage:
    """The page around the drawing; its table says the same by area."""

    total: int
    places: tuple[MapPlace, ...]
    facets: tuple[FacetBox, ...]


@dataclass(frozen=True, slots=True)
class FamilySign:
    """A kind of happening with its sign: SVG path data around (0, 0)."""

    key: str
    words: str
    sign: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One incident of a place."""

    id: str
    title: str
    type: str | None
    family: str
    earliest: date | None
    latest: date | None
    killed: tuple[int | None, int | None, int | None] | None
    """Low, best, high."""
    contested: bool
    origins: int


@dataclass(frozen=True, slots=True)
class Held:
    """What happened at one place: incidents one by one, or counted by family and month where there are too many.

    ``exact`` is None for an area, which has no position; ``radius_m`` in metres.
    """

    place: str | None
    name: str
    exact: bool | None
    lon: float | None
    lat: float | None
    radius_m: float | None
    incidents: tuple[Happening, ...] = ()
    counts: tuple[Counts, ...] = ()


@dataclass(frozen=True, slots=True)
class MapStop:
    """A stop of a movement; without a position where its place has none."""

    role: str
    name: str
    place: str | None
    lon: float | None
    lat: float | None
    exact: bool


@dataclass(frozen=True, slots=True)
class MapMovement:
    """A claimed movement."""

    id: str
    who: str
    title: str
    earliest: date | None
    latest: date | None
    denied: bool
    stops: tuple[MapStop, ...]


@dataclass(frozen=True, slots=True)
class MapPresence:
    """A claim that somebody is present in a place; ``claimants`` are kinds of voices.

    The position is None for an area, and where there is none; ``place`` is None then, so that nothing is drawn.
    """

    id: str
    place: str | None
    name: str
    lon: float | None
    lat: float | None
    radius_m: float | None
    who: str
    claimants: tuple[str, ...]
    earliest: date | None
    latest: date | None
    denied: bool


@dataclass(frozen=True, slots=True)
class MapLayers:
    """Everything that is drawn; ``unplaced``: incidents that cannot be, ``more`` is the table of them all."""

    families: tuple[FamilySign, ...]
    points: tuple[Held, ...]
    areas: tuple[Held, ...]
    movements: tuple[MapMovement, ...]
    presence: tuple[MapPresence, ...]
    unplaced: int
    more: str


def family_signs() -> tuple[FamilySign, ...]:
    """The kinds of happenings in their order, as drawings show them."""
    return tuple(FamilySign(key, words, SIGNS[key].path) for key, words in FAMILIES.items())


def held_by(incidents: Iterable[Incident], pack: Pack) -> tuple[list[Held], int]:
    """Incidents by the place that each is known to, and how many have none that can be drawn."""
    areas = areas_of(pack)
    groups: dict[Held, list[Happening]] = {}
    unplaced = 0
    for incident in incidents:
        if (held := place_held(incident.place, areas, pack)) is None:
            unplaced += 1
        else:
            groups.setdefault(held, []).append(_happening(incident, pack))
    return [replace(where, incidents=tuple(all_)) for where, all_ in groups.items()], unplaced


def place_held(place: StatedPlace | None, areas: Container[str], pack: Pack) -> Held | None:
    """The place of incidents, still empty; None where it cannot be drawn."""
    kind = drawn_as(place, areas)
    if place is None or kind is None:
        return None
    name = where(place, pack)
    if kind == "area":
        return Held(place.link, name, None, None, None, None)
    return Held(place.link, name, kind == "point", place.lon, place.lat, place.radius_m or NEAR_M)


def _happening(incident: Incident, pack: Pack) -> Happening:
    found = incident.assessment
    toll = whole_toll(found, "killed")
    title = f"{kind_of_happening(incident.type, incident.mode)}, {place_name(incident, pack)}"
    return Happening(
        incident.id, title, incident.type, family(incident.type, incident.mode), incident.earliest, incident.latest,
        (toll.low, toll.best, toll.high) if toll else None, bool(found and found.contested),
        len(found.origins) if found else 0,
    )  # fmt: skip


def movement(claim: Claim, denied: bool) -> MapMovement:
    """A claimed movement with its stops in order: from, via, to."""
    stops = sorted(claim.places, key=lambda p: _ROLES.index(p.role))
    who = listing(list(names(claim.actors))) or "an unnamed actor"
    return MapMovement(
        claim.id, who, proposition(claim), claim.earliest, claim.latest, denied, tuple(_stop(p) for p in stops)
    )


def _stop(place: StatedPlace) -> MapStop:
    exact = place.where_prec == 1
    return MapStop(place.role, place.name, place.link, place.lon, place.lat, exact)


def presences(claim: Claim, denied: bool, areas: Container[str]) -> Iterable[MapPresence]:
    """A claimed presence, once for each place and each who is said to be there."""
    said = claim.assessment.origins if claim.assessment else ()
    claimants = tuple(dict.fromkeys(VOICES[o.kind] for o in said))
    for place in claim.places:
        kind = drawn_as(place, areas)
        lon, lat, radius = (place.lon, place.lat, place.radius_m) if kind in ("point", "circle") else (None, None, None)
        for who in names(claim.actors) or ("an unnamed actor",):
            yield MapPresence(
                claim.id, place.link if kind else None, place.name, lon, lat, radius, who, claimants,
                claim.earliest, claim.latest, denied,
            )  # fmt: skip


def table(counted: Sequence[tuple[str, int]], pack: Pack) -> tuple[MapPlace, ...]:
    """Provinces with their districts, each with how many incidents lie in it, most first."""
    numbers = {key: n for key, n in counted if key in pack.places and pack.places[key].kind in ("province", "district")}

    def rank(key: str) -> tuple[int, str, bool, int, str]:
        place = pack.places[key]
        province = key if place.kind == "province" else place.parent or ""
        return -numbers.get(province, 0), province, place.kind != "province", -numbers[key], place.name

    return tuple(MapPlace(k, pack.places[k].name, pack.places[k].kind, numbers[k]) for k in sorted(numbers, key=rank))


def outlines(pack: Pack) -> Mapping[str, Any]:
    """The pack's areas as GeoJSON (RFC 7946), each with its name and a place inside it; and whose facts they are."""
    middles = middles_of(pack)
    features = []
    for key, geometry in areas_of(pack).items():
        if (place := pack.places.get(key)) and key in middles:
            said = {"id": key, "name": place.name, "level": place.kind, "at": middles[key]}
            features.append({"type": "Feature", "properties": said, "geometry": geometry})
    return {"type": "FeatureCollection", "attribution": attribution_of(pack), "features": features}
