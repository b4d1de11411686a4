"""The pack's places, ready for linking: by name, by loose spelling, with what holds what and how far.

Distances are great-circle metres on a sphere of 6,371,009 m (the IUGG mean radius); good to 0.5 %, far below the
precision of any reported place.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from statistics import median

from marsad.link.former import Former
from marsad.pack import Pack, Place, fold
from marsad.pack.spelling import alike, loose, skeleton
from marsad.pack.sphere import EARTH_M, distance_m

__all__ = ["Gazetteer", "distance_m", "in_force", "loose", "moved", "skeleton"]

ADMIN = ("country", "province", "district")
"""The kinds of administrative units, largest first."""
BORDERING = frozenset({"crossing", "pass", "mountain", "river", "road"})
"""Kinds that lie between two units as often as in one."""
LINES = frozenset({"river", "road"})
ENOUGH = 5
"""So many known places tell where a unit's places lie."""
SETTLEMENTS = frozenset({"city", "town", "village", "neighbourhood"})


@lru_cache(maxsize=65536)  # the same places stand beside one another all the time
def moved(lat: float, lon: float, bearing: float, metres: float) -> tuple[float, float]:
    """Return the point ``metres`` away towards ``bearing`` (degrees clockwise from north); flat-earth."""
    north = math.degrees(metres * math.cos(math.radians(bearing)) / EARTH_M)
    east = math.degrees(metres * math.sin(math.radians(bearing)) / (EARTH_M * math.cos(math.radians(lat))))
    return round(lat + north, 4), round(lon + east, 4)


class Gazetteer:
    """Look-up over a pack's places; built once, never changed.

    Parameters
    ----------
    pack
        The region pack; its ``words["places"]["radius_m"]`` gives radii (metres) by kind where the registry has none.
    """

    def __init__(self, pack: Pack) -> None:
        self.places = pack.places
        self._imported = pack.imported
        self._world = pack.world
        self._short: dict[str, list[str]] = pack.words.get("regions", {}).get("abbreviations", {})
        self._region = frozenset(pack.region)
        self.capitals = frozenset(pack.options.get("metonyms", {}))
        own = pack.own_places
        self._radius: dict[str, float] = dict(pack.words.get("places", {}).get("radius_m", {}))
        by_name: dict[str, list[Place]] = defaultdict(list)
        by_loose: dict[str, list[Place]] = defaultdict(list)
        for place in own.values():
            for name in dict.fromkeys((place.name, *place.aliases)):
                _append(by_name[fold(name)], place)
                _append(by_loose[loose(name)], place)
        for actor in pack.actors.values():
            # "Afghan soil": a backend that takes a state's adjective for a place means the country
            country = pack.places.get(actor.country or "") if actor.kind == "state" else None
            for name in actor.aliases if country is not None else ():
                if fold(name) not in by_name and country is not None:
                    by_name[fold(name)].append(country)
        self._by_name = {k: tuple(v) for k, v in by_name.items()}
        self._by_loose = {k: tuple(v) for k, v in by_loose.items()}
        self._ancestors = {i: tuple(self._climb(p)) for i, p in own.items()}
        self._holders = {i: self._holders_of(p) for i, p in own.items()}
        self._former = Former(pack)
        self._inside: dict[str, list[Place]] = defaultdict(list)
        for place in own.values():
            for holder in self._ancestors[place.id]:
                self._inside[holder].append(place)
        districts = (p for p in own.values() if p.kind == "district")
        self._middles = {p.id: middle for p in districts if (middle := self._middle_of(p))}

    def _climb(self, place: Place) -> Iterator[str]:
        seen = {place.id}
        parent = place.parent or (place.country if place.country != place.id else None)
        while parent and parent not in seen and parent in self.places:
            seen.add(parent)
            yield parent
            above = self.places[parent]
            parent = above.parent or (above.country if above.country != above.id else None)

    def _middle_of(self, unit: Place) -> tuple[float, float] | None:
        points = [
            (p.lat, p.lon)
            for p in self._inside[unit.id]
            if p.kind not in ADMIN and p.kind not in LINES and p.lat is not None and p.lon is not None
        ]
        if len(points) < ENOUGH:
            return None
        return round(median(lat for lat, _ in points), 4), round(median(lon for _, lon in points), 4)

    def middle(self, unit: Place) -> tuple[float | None, float | None]:
        """Where a place of the unit lies of which nothing else is known: amid those that are known, else its centre.

        Of 1,430 UCDP events in places taken out of the pack this point is within 20 km for 54 %, the centre for 45 %.
        """
        return self._middles.get(unit.id, (unit.lat, unit.lon))

    def named(self, name: str) -> tuple[Place, ...]:
        """Every place of the pack that bears exactly this name (case, apostrophes and dashes aside)."""
        return self._by_name.get(fold(name), ())

    def of_the_world(self, name: str) -> tuple[Place, ...]:
        """Places of the world's table that bear the name; for a region's abbreviation, the region."""
        if self._world is None:
            return ()
        if (short := self._short.get(name)) is not None:
            return tuple(self.places[i] for i in short)
        return self._world.named(name) if len(name) > 2 else ()

    def country_of_state(self, name: str) -> str | None:
        """The country of a state's name or adjective."""
        found = self._by_name.get(fold(name), ())
        return found[0].country if found and found[0].kind == "country" else None

    def land(self, name: str | None) -> Place | None:
        """The country of a state's name or adjective, or of the last word of several ("Eastern Ukrainian")."""
        country = self.country_of_state(name) or self.country_of_state(name.rpartition(" ")[2]) if name else None
        return self.places.get(country) if country is not None else None

    def is_own(self, place: Place) -> bool:
        """Whether the place is the pack's own: neither of its table of the world nor imported."""
        return place.id in self._ancestors

    def is_worldly(self, place: Place) -> bool:
        """Whether the place is none of the countries that the pack is about."""
        return place.country not in self._region

    def size(self, place: Place) -> float:
        """Decimal logarithm of the inhabitants, where the pack has a table of the world; else 0."""
        return self._world.size(place) if self._world is not None else 0.0

    def outstanding(self, places: Sequence[Place]) -> Place | None:
        """The place that a name means when nothing else is said: ten times as large as any other one apart from it."""
        if self._world is None or not places:
            return None
        best = max(places, key=self._fame)
        rest = [p for p in places if p.id != best.id and not self.nested((best, p))]
        return best if all(self._fame(best) - self._fame(p) >= 1.0 for p in rest) else None

    def _fame(self, place: Place) -> float:
        return self.size(place) + (place.country in self._region)

    def spelt_like(self, name: str) -> tuple[Place, ...]:
        """Every place whose name differs from this one only in accents, apostrophes, hyphens and blanks."""
        return self._by_loose.get(loose(name), ()) if len(name) > 3 else ()

    def sounding_like(self, name: str, holder: str, kinds: frozenset[str]) -> tuple[Place, ...]:
        """Places inside ``holder`` whose name is the same but for what romanisations confuse.

        With ``kinds``, else the one whose name holds all the words ("Khas district" of Uruzgan is Khas Uruzgan).
        """
        inside = [p for p in self._inside.get(holder, ()) if not kinds or p.kind in kinds]
        wanted = skeleton(name)
        if len(wanted) >= 4:
            found = tuple(p for p in inside if any(alike(wanted, skeleton(n)) for n in (p.name, *p.aliases)))
            if found:
                return found
            if self._imported is not None and self.places[holder].kind != "country":
                return tuple(self.places[i] for i in self._imported.similar(name, holder))
        words = set(fold(name).split())
        longer = [p for p in inside if words < set(fold(p.name).split())] if kinds and len(name) >= 4 else []
        return tuple(longer) if len(longer) == 1 else ()

    def imported(self, name: str) -> tuple[tuple[Place, bool], ...]:
        """Every imported place of the name, and whether it is spelt exactly so."""
        if self._imported is None or len(name) < 4:
            return ()
        exact = {p.id for p in self._imported.named(name)}
        return tuple((p, p.id in exact) for p in self._imported.spelt_like(name))

    def is_imported(self, place: Place) -> bool:
        """Whether the place comes from an imported gazetteer, not from the pack or its table of the world."""
        return place.id not in self._ancestors and (self._world is None or self._world.place(place.id) is None)

    def population(self, place: Place) -> int:
        """Inhabitants of an imported place; 0 when they are not known."""
        return self._imported.population(place.id) if self._imported is not None else 0

    def ancestors(self, place: str) -> tuple[str, ...]:
        """Ids of the places that hold this one, nearest first."""
        known = self._ancestors.get(place)
        if known is not None:
            return known
        found = self.places.get(place)
        if found is None or not found.parent or found.parent == place:
            return ()
        above = self._ancestors.get(found.parent)
        return (found.parent, *(self.ancestors(found.parent) if above is None else above))

    def admin(self, place: Place, day: date | None = None) -> tuple[str | None, str | None]:
        """Names of the province and of the district that hold (or are) the place, as they were on the day."""
        chain = (place.id, *self.ancestors(place.id))
        holders = self._holders_at(place)
        province, district = holders.get("province"), holders.get("district")
        if day is not None:
            # A district that was cut out of another since counts as that other before.
            units = (i for i in chain if self.places[i].kind == "district" and in_force(self.places[i], day))
            district = next(units, district)
            if former := next((p for i in chain if (p := self._former.parent(i, day))), None):
                province, above = self._before(former, day)
                district = above or district
        return self._name(province, day), self._name(district, day)

    def _before(self, former: str, day: date) -> tuple[str | None, str | None]:
        """Ids of province and district, where ``former`` is what held the place on the day."""
        unit = self.places[former]
        if unit.kind != "district":
            return former, None
        return self._former.parent(former, day) or self.holder_of_kind(unit, "province"), former

    def _name(self, identity: str | None, day: date | None) -> str | None:
        return None if identity is None else self._former.name(identity, day) or self.places[identity].name

    def _holders_at(self, place: Place) -> dict[str, str]:
        return self._holders.get(place.id) or self._holders_of(place)

    def _holders_of(self, place: Place) -> dict[str, str]:
        kinds: dict[str, str] = {}
        for i in (place.id, *self.ancestors(place.id)):
            kinds.setdefault(self.places[i].kind, i)
        return kinds

    def holder_of_kind(self, place: Place, kind: str) -> str | None:
        """Id of the place of that kind that holds (or is) the place."""
        return self._holders_at(place).get(kind)

    def radius(self, place: Place) -> float:
        """Metres within which the place lies: the registry's, else what is usual for the kind."""
        return place.radius_m if place.radius_m is not None else float(self._radius.get(place.kind, 20000))

    def within(self, inner: Place, outer: Place) -> bool:
        """Tell whether the second place holds the first, by parentage or (areas, valleys) by distance."""
        if inner.id == outer.id:
            return False
        chain = self.ancestors(inner.id)
        if outer.id in chain or any(outer.id in self._former.parents(i) for i in (inner.id, *chain)):
            return True
        # A unit of another time holds what has another parent today.
        former = outer.valid_from is not None or outer.valid_to is not None
        if not former and not {inner.kind, outer.kind}.isdisjoint(ADMIN):
            return False
        away = self.distance(inner, outer)
        return away is not None and away <= self.radius(outer) and self.radius(inner) < self.radius(outer)

    def fits(self, place: Place, holder: Place, said: bool) -> bool:
        """Tell whether a place can be the one that the text puts into ``holder``; ``said``: in plain words."""
        if self.within(place, holder):
            return True
        if not said or place.kind in ADMIN or place.id == holder.id:
            return False
        if place.kind not in BORDERING and holder.kind not in ("district", "area", "valley", "city"):
            return False
        # Districts are split and renamed: a village may be filed under the neighbour of the district that is said.
        away = self.distance(place, holder)
        return away is not None and away <= self.radius(holder)

    def distance(self, one: Place, other: Place) -> float | None:
        """Metres between the centres; None when a place has no coordinates."""
        if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
            return None
        return distance_m(one.lat, one.lon, other.lat, other.lon)

    def nested(self, places: Iterable[Place]) -> bool:
        """Tell whether the places lie in one chain, each within the next (a town, its district, its province)."""
        chain = sorted(places, key=lambda p: -len(self.ancestors(p.id)))
        return all(b.id in self.ancestors(a.id) for a, b in pairwise(chain))


def in_force(place: Place, day: date | None) -> bool:
    """Was the name in use on that day?  Unknown days and undated names count as yes."""
    if day is None:
        return True
    return (place.valid_from is None or place.valid_from <= day) and (place.valid_to is None or day <= place.valid_to)


def _append(places: list[Place], place: Place) -> None:
    if place not in places:
        places.append(place)
