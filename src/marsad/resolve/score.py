"""How alike two facets are: a sum of named features, in log-odds-like points, or a conflict that nothing outweighs.

The points are set by judgement and checked on generated corpora (``tests/test_resolve.py``) and on the exercise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from marsad.resolve.facets import Counts, Facet, Node
from marsad.resolve.kinds import kinship
from marsad.resolve.parties import Parties
from marsad.resolve.spots import DISTRICT, FINE, relate

JOIN = 4.5
"""Points from which two facets are taken for one happening."""
NEVER = -100.0

POINTS: Mapping[str, float] = {
    "place same": 3.0,
    "place near": 1.0,
    "place district": 2.0,
    "place head": 1.4,
    "place sibling": 0.5,
    "place province": 1.0,
    "place country": 0.3,
    "place unknown": 0.0,
    "place named": 1.0,
    "place same, carried over": 2.2,
    "place near, carried over": 0.0,
    "place district, carried over": 1.5,
    "place head, carried over": 1.0,
    "place sibling, carried over": 0.0,
    "place province, carried over": 0.7,
    "place country, carried over": 0.2,
    "place unknown, carried over": 0.0,
    "place apart, carried over": -2.2,
    "day same": 2.0,
    "day overlaps by a night": 1.6,
    "day overlaps": 1.2,
    "day overlaps a long time": 0.3,
    "day next": -0.6,
    "day named beside": 0.8,
    "day unknown": 0.0,
    "type same": 2.0,
    "type same_type": 1.5,
    "type kin_mode": 0.5,
    "type kin_type": 0.6,
    "type unlike": -3.0,
    "actors same": 1.5,
    "actors related": 0.7,
    "actors unknown": 0.0,
    "actors unlike": -1.0,
    "recipients same": 1.0,
    "recipients related": 0.5,
    "recipients unknown": 0.0,
    "recipients unlike": -1.0,
    "counts agree": 1.5,
    "counts grow": 0.2,
    "counts unknown": 0.0,
    "counts differ": -1.5,
    "means same": 0.5,
    "means differ": -1.0,
    "means clash": -2.0,
    "means unknown": 0.0,
    "document same": 1.0,
    "document tells of nothing else": 3.5,
    "one looks back": -0.6,
}
WORDS: Mapping[str, str] = {
    "place same": "same place",
    "place near": "places near each other",
    "place district": "a place and the district it lies in",
    "place head": "a place and the town that its district is named after",
    "place same, carried over": "same place, said before in the document",
    "place district, carried over": "a place and its district, said before in the document",
    "place head, carried over": "a place and its district's town, said before in the document",
    "place named": "a place that the document names",
    "place sibling": "places of one district",
    "place province": "a place and the province it lies in",
    "place country": "same country, no closer place said",
    "day same": "same day",
    "day overlaps by a night": "dates overlap",
    "day overlaps": "dates overlap",
    "day overlaps a long time": "within a longer time that is said",
    "day next": "dates one apart",
    "day named beside": "a day that the other names, too",
    "type same": "same type and mode",
    "type same_type": "same type",
    "type kin_mode": "modes that go together",
    "type kin_type": "types that go together",
    "actors same": "same actor",
    "actors related": "actors that may be one",
    "recipients same": "same target",
    "recipients related": "targets that may be one",
    "counts agree": "tolls agree",
    "counts grow": "tolls of the same size, as when they grow",
    "means same": "same means",
    "document same": "told in one document",
    "document tells of nothing else": "the document tells of no other happening of the kind",
    "judged": "a person judged them the same",
}
"""What a reader is told; features not here speak against joining and are outweighed."""


Code = tuple[str, str | None]
"""Type and mode."""
THROWN = "grenade"
BLASTS = frozenset({"improvised explosive device", "bomb", THROWN, "suicide bombing"})
"""Means (keys of the pack's words) that may be words for one another, but what was thrown was not planted."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Points and the features they come from; ``points`` is :data:`NEVER` for a conflict."""

    points: float
    features: tuple[str, ...]


VAGUE = frozenset({"unknown", "unknown, carried over", "apart, carried over"})
"""Relations of places that leave open whether they are one."""
CONFLICT = Scored(NEVER, ())


@lru_cache(maxsize=65536)
def _sum(features: tuple[str, ...]) -> Scored:
    return Scored(round(sum(POINTS[f] for f in features), 3), features)


@dataclass(frozen=True, slots=True)
class Scorer:
    """Compares nodes.  ``days`` and ``km`` are the settings ``incident_days`` and ``incident_km``."""

    parties: Parties
    days: int
    km: float

    def score(self, one: Node, other: Node, alone: bool = False) -> Scored:
        """Compare two nodes; ``alone``: the vaguer one is in a document that tells of no other such happening."""
        a, b = one.facet, other.facet
        shared = not one.documents.isdisjoint(other.documents)
        day = self._day(one, other)
        if day == "apart":
            return CONFLICT
        place = relate(a.spot, b.spot, self.km)
        if a.carried or b.carried:
            # The sentence itself names no place: the one that was said before may belong to something else.
            place += ", carried over"
        if place in VAGUE and (_named(one, other) or _named(other, one)):
            place = "named"
        kind = _kinship(a, b)
        if place == "apart" or (shared and _two_events(a, b, place, day)):
            return CONFLICT
        features = [f"place {place}", f"day {day}", f"type {kind}"]
        features.append("actors " + self.parties.compare(a.actors, b.actors))
        features.append("recipients " + self.parties.compare(a.recipients, b.recipients))
        features.append("counts " + compare_counts(a.counts, b.counts))
        features.append("means " + compare_means(a.means, b.means))
        if shared:
            features.append("document tells of nothing else" if alone else "document same")
        if a.historical != b.historical:
            features.append("one looks back")
        return _sum(tuple(features))

    def _day(self, a: Node, b: Node) -> str:
        if a.since is None or a.until is None or b.since is None or b.until is None:
            return "unknown"
        gap = max((b.since - a.until).days, (a.since - b.until).days)
        if gap > 0 and (_beside(a, b) or _beside(b, a)):
            return "named beside"
        if gap > self.days:
            return "apart"
        if gap > 0:
            return "next"
        widest = max((a.until - a.since).days, (b.until - b.since).days)
        if widest == 0:
            return "same"
        if widest == 1:
            return "overlaps by a night"
        return "overlaps" if widest < 8 else "overlaps a long time"


def _beside(a: Node, b: Node) -> bool:
    """Say whether the sentences of one name the day of the other."""
    days = b.facet.days
    return days is not None and any(days[0] <= day <= days[1] for day in a.facet.beside)


def _two_events(a: Facet, b: Facet, place: str, day: str) -> bool:
    """Say whether one document puts two events: on different days, or at different named places."""
    if day == "next":
        return True
    if day == "overlaps a long time" and a.earliest and b.earliest and (a.days is None) != (b.days is None):
        # "Six were killed since June" sums up what happened beside.
        return True
    fine = a.spot is not None and b.spot is not None and a.spot.level == b.spot.level == FINE
    if compare_means(a.means, b.means) == "clash":
        return a.carried or b.carried
    return fine and place in ("near", "sibling")


@lru_cache(maxsize=65536)
def _among(ours: frozenset[Code], theirs: frozenset[Code]) -> str:
    """The closest kin among all that two stories tell."""
    found = {kinship(*one, *other) for one in ours for other in theirs}
    return next(k for k in ("same", "same_type", "kin_mode", "kin_type", "unlike") if k in found)


def _named(vague: Node, other: Node) -> bool:
    """Say whether the documents of one name the place of the other."""
    spot = other.facet.spot
    return spot is not None and spot.level >= DISTRICT and not other.facet.carried and spot.link in vague.named


def _kinship(a: Facet, b: Facet) -> str:
    """Relate what two stories mainly tell; what they tell beside it may show them kin, not more."""
    found = kinship(a.type, a.mode, b.type, b.mode)
    if found != "unlike" or len(a.codes) == len(b.codes) == 1:
        return found
    beside = _among(a.codes, b.codes)
    return beside if beside in ("unlike", "kin_type") else "kin_mode" if a.type == b.type else "kin_type"


@lru_cache(maxsize=65536)
def compare_means(ours: frozenset[str], theirs: frozenset[str]) -> str:
    """Relate means: same, unknown, differ, or clash (thrown and planted)."""
    if not ours or not theirs:
        return "unknown"
    if ours & theirs:
        return "same"
    if ours | theirs <= BLASTS and THROWN in ours | theirs:
        return "clash"
    planted = BLASTS - {THROWN}
    return "unknown" if ours & planted and theirs & planted else "differ"


@lru_cache(maxsize=65536)
def compare_counts(ours: Counts, theirs: Counts) -> str:
    """Relate two sets of counts: agree, grow, differ, or unknown when they count nothing in common."""
    found: set[str] = set()
    for kind, side, low, high in ours:
        for other_kind, other_side, other_low, other_high in theirs:
            if kind != other_kind or side != other_side:
                continue
            found.add(_compare_range((low, high), (other_low, other_high)))
    return next((r for r in ("agree", "grow", "differ") if r in found), "unknown")


def _compare_range(one: tuple[int, int | None], other: tuple[int, int | None]) -> str:
    (low_a, high_a), (low_b, high_b) = one, other
    if (high_a is None and low_b > low_a) or (high_b is None and low_a > low_b):
        return "agree" if max(low_a, low_b) <= 2 * max(1, min(low_a, low_b)) else "grow"
    top_a = high_a if high_a is not None else 2 * max(low_a, 1)
    top_b = high_b if high_b is not None else 2 * max(low_b, 1)
    if low_a <= top_b and low_b <= top_a:
        return "agree" if max(top_a, top_b) > 0 else "grow"
    small, large = sorted((max(top_a, 1), max(top_b, 1)))
    # "grow": reports of one attack rise as bodies are found, seldom beyond threefold.
    return "grow" if large <= 3 * small or large - small <= 2 else "differ"
