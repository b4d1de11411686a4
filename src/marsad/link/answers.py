"""From the place that was chosen to the answer: the point, radius and precision, with the units of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from marsad.link.gazetteer import ADMIN, Gazetteer
from marsad.link.reading import Seen
from marsad.link.relations import NEAR_M, POINTS, Relation, Relations, Where, geo
from marsad.pack import Place
from marsad.values import Mention

Area = tuple[str | None, str | None, str | None]
"""Country (ISO alpha-2, lower case), names of province and district."""

BETWEEN_M = 500_000.0
"""What is between two places further apart is no place: "relations between Harare and London"."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The answer for one mention: the place; or ``why`` not, and the place ``within`` which it lies, if known.

    ``perhaps``: the place within which it lies by what else the text names.
    ``spread``: metres to the farthest place of that name in the same district, which it may be as well.
    """

    place: Place | None
    why: str | None = None
    within: Place | None = None
    spread: float = 0.0
    perhaps: Place | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A document's places as they are seen and chosen, and its day."""

    seen: Sequence[Seen]
    chosen: Sequence[Place | None]
    day: date | None


class Answers:
    """Puts mentions where their places and the words around say."""

    def __init__(self, gazetteer: Gazetteer, relations: Relations) -> None:
        self._gazetteer = gazetteer
        self._relations = relations

    def __call__(self, told: Told, choice: Choice, i: int) -> Mention:
        """Answer for the ``i``-th place mention of a document."""
        one, place = told.seen[i], choice.place
        if place is None:
            return self._beside(told, choice, i) or self._unknown(one, choice, told.day)
        relation, other = self._relation(told.seen, told.chosen, i)
        holder = told.chosen[one.holder] if one.holder is not None else None
        if holder is not None and relation is None and self._runs_on(place, holder):
            # "the Indus Highway in Karak district": the stretch there
            where = self._relations.where(holder, None)
            where = replace(where, where_prec=5, geo_precision=geo(5, where.radius_m or 0.0))
            return _located(one.mention, place, None, where, self._area(holder, None, None, told.day))
        where = self._relations.where(place, relation, other)
        if choice.spread > (where.radius_m or 0.0):
            prec = max(where.where_prec, 2)
            where = replace(where, radius_m=choice.spread, where_prec=prec, geo_precision=max(where.geo_precision, 2))
        return _located(one.mention, place, None, where, self._area(place, relation, other, told.day))

    def _area(self, place: Place, relation: Relation | None, other: Place | None, day: date | None) -> Area:
        """Country, province and district as far as the relation leaves them known."""
        admin1, admin2 = self._gazetteer.admin(place, day)
        if other is not None:
            there = self._gazetteer.admin(other, day)
            same = admin1 == there[0]
            admin2 = admin2 if same and admin2 == there[1] else None
            return place.country if other.country == place.country else None, admin1 if same else None, admin2
        if relation and not self._relations.stays(relation, place):
            admin2 = None
        return place.country, admin1, admin2

    def _runs_on(self, place: Place, holder: Place) -> bool:
        """Tell whether a line or a wide area is longer than the unit in which the text puts the happening."""
        if holder.kind not in ("district", "province") or place.kind in ADMIN or place.kind in POINTS:
            return False
        whole = holder.id in self._gazetteer.ancestors(place.id)
        return not whole and self._gazetteer.radius(place) > self._gazetteer.radius(holder)

    def _beside(self, told: Told, choice: Choice, i: int) -> Mention | None:
        """Answer for an unknown name that the text puts beside a known one: "X village, some 15 km from Y"."""
        one = told.seen[i]
        known = told.chosen[i + 1] if i + 1 < len(told.seen) else None
        if known is None or one.gap is None or not one.gap.lstrip().startswith(","):
            return None
        relation = self._relations.around(one.gap, "", True)
        if relation is None or relation.kind not in ("near", "offset"):
            return None
        where = self._relations.where(known, relation)
        return _located(one.mention, None, choice.why, where, self._area(known, relation, None, told.day))

    def _unknown(self, seen: Seen, choice: Choice, day: date | None) -> Mention:
        """Answer without a link; with what holds the place, if that is known."""
        within, why = choice.within or choice.perhaps, choice.why
        if within is None:
            return replace(seen.mention, why_not=why)
        if choice.within is None:
            why = f"{why}; other places of the text lie in {within.name}"
        where = self._relations.where(within, None)
        admin1, admin2 = self._gazetteer.admin(within, day)
        if where.where_prec < 3:
            # A district known by its town only spreads around it; anything else lies near what holds it.
            district = seen.kind is not None and seen.kind.key == "district"
            radius = max(where.radius_m or 0.0, NEAR_M)
            where = replace(where, radius_m=radius, where_prec=3 if district else 2, geo_precision=2)
        elif within.kind == "district":
            lat, lon = self._gazetteer.middle(within)
            moved = self._gazetteer.distance(within, replace(within, lat=lat, lon=lon)) or 0.0
            where = replace(where, lat=lat, lon=lon, radius_m=(where.radius_m or 0.0) + moved)
        return _located(seen.mention, None, why, where, (within.country, admin1, admin2))

    def _relation(
        self, seen: Sequence[Seen], chosen: Sequence[Place | None], i: int
    ) -> tuple[Relation | None, Place | None]:
        one = seen[i]
        for first in (i, i - 1):
            if not 0 <= first < len(seen) - 1:
                continue
            gap, second = seen[first].gap, first + 1
            if gap is None or chosen[first] is None or chosen[second] is None:
                continue
            if self._far_apart(chosen[first], chosen[second]):
                continue
            if pair := self._relations.pair(seen[first].before, gap, seen[second].after):
                return pair, chosen[second if first == i else first]
        place = chosen[i]
        if one.kind and one.kind.at and place is not None and place.kind not in one.kind.selects:
            return Relation("near"), None
        found = self._relations.around(one.before, one.after, one.kind is not None)
        if found is None and one.kind and one.kind.wide and place is not None and place.kind in POINTS:
            # "the Wana area" is more than the town: UCDP codes 98 % of such names 2, of "Wana town" and its like 43 %
            return Relation("near"), None
        return found, None

    def _far_apart(self, one: Place | None, other: Place | None) -> bool:
        away = self._gazetteer.distance(one, other) if one is not None and other is not None else None
        return away is not None and away > BETWEEN_M


def _located(mention: Mention, place: Place | None, why: str | None, where: Where, area: Area) -> Mention:
    # Spelt out: dataclasses.replace takes ten times as long, and this runs for every place.
    return Mention(
        start=mention.start, end=mention.end, text=mention.text, kind=mention.kind, link=place.id if place else None,
        name=place.name if place else None, why_not=why, label=mention.label, lat=where.lat, lon=where.lon,
        radius_m=where.radius_m, where_prec=where.where_prec, geo_precision=where.geo_precision, country=area[0],
        admin1=area[1], admin2=area[2], low=mention.low, high=mention.high,
    )  # fmt: skip
