"""What an incident's statements agree on: each origin votes once on every field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from marsad.origins import Voices, copies_of, find_origins
from marsad.resolve.parties import Parties, key_of
from marsad.resolve.seen import Seen
from marsad.resolve.spots import FINE, Spot, spot_of
from marsad.values import Party, StatedPlace

T = TypeVar("T", bound=Hashable)
_LESS_THAN_FINE = 10 * FINE - 1


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of an incident that its event statements support."""

    type: str | None
    mode: str | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    place: StatedPlace | None
    earliest: date | None
    latest: date | None
    date_prec: int | None


def fields_of(told: Sequence[Seen], voices: Voices, parties: Parties) -> Fields:
    """Derive an incident's fields from the statements that say it happened."""
    documents = {t.coded.id for t in told}
    # Origins within one document are found without looking for copies.
    groups = copies_of(told) if len(documents) > 1 else {d: d for d in documents}
    origin = {s: o.id for o in find_origins(told, voices, groups) for s in o.statements}
    kind, mode = _code(told, origin)
    earliest, latest, precision = _dates(told, origin)
    return Fields(
        kind, mode,
        parties.specific(_parties([(t, t.statement.actors) for t in told], origin)),
        parties.specific(_parties([(t, t.statement.recipients) for t in told], origin)),
        _place(told, origin), earliest, latest, precision,
    )  # fmt: skip


def _ballot(said: Iterable[tuple[T, str]]) -> dict[T, int]:
    """Count how many origins say each value."""
    by_value: dict[T, set[str]] = defaultdict(set)
    for value, origin in said:
        by_value[value].add(origin)
    return {value: len(origins) for value, origins in by_value.items()}


def _code(told: Sequence[Seen], origin: Mapping[str, str]) -> tuple[str | None, str | None]:
    types = _ballot((t.statement.type or "", origin[t.statement.id]) for t in told)
    # Where a raid both killed and detained, the graver type names the incident.
    kind = min(types, key=lambda k: (-types[k], k))
    modes = _ballot(
        (t.statement.mode, origin[t.statement.id]) for t in told if t.statement.mode and t.statement.type == kind
    )
    return kind or None, min(modes, key=lambda m: (-modes[m], m)) if modes else None


def _parties(said: Iterable[tuple[Seen, Sequence[Party]]], origin: Mapping[str, str]) -> list[Party]:
    """Everybody named, most origins first; each once, in the words of the smallest statement id."""
    who: dict[str, Party] = {}
    votes: list[tuple[str, str]] = []
    for item, named in sorted(said, key=lambda x: x[0].statement.id):
        for party in named:
            key = key_of(party)
            if key is None:
                continue
            who.setdefault(key, Party(party.name, party.link, None, None, None))
            votes.append((key, origin[item.statement.id]))
    count = _ballot(votes)
    return [who[key] for key in sorted(who, key=lambda k: (-count[k], k))]


def _place(told: Sequence[Seen], origin: Mapping[str, str]) -> StatedPlace | None:
    """The most precise place that a statement itself names; among equally precise ones, the one of most origins.

    A town with its district's name says no more than the district ("a blast in Bannu"), where another place is named.
    """
    places: dict[tuple[str, ...], StatedPlace] = {}
    votes: list[tuple[tuple[str, ...], str]] = []
    level: dict[tuple[str, ...], int] = {}
    here = [t for t in told if t.placed] or list(told)
    for item in sorted(here, key=lambda t: t.statement.id):
        roles = {p.role for p in item.statement.places}
        role = next((r for r in ("at", "to", "from", "via") if r in roles), None)
        for place in item.statement.places:
            spot = spot_of(place) if place.role == role else None
            if spot is None:
                continue
            places.setdefault(spot.key, place)
            level[spot.key] = _LESS_THAN_FINE if spot.heads else _fineness(spot, place)
            votes.append((spot.key, origin[item.statement.id]))
    if not places:
        return None
    count = _ballot(votes)
    return places[min(places, key=lambda k: (-level[k], -count[k], k))]


def _fineness(spot: Spot, place: StatedPlace) -> int:
    return 10 * spot.level + (5 if spot.point else 0) - (place.where_prec or 5) // 2


def _dates(told: Sequence[Seen], origin: Mapping[str, str]) -> tuple[date | None, date | None, int | None]:
    """The days that all allow; where there are none, the interval that most origins give (the narrowest, the first).

    A night ("of 8 to 9 March") that as many origins name as one of its days stays one: who says "on Sunday" rounds.
    """
    dated = [t for t in told if t.statement.earliest and t.statement.latest]
    spans = {(t.statement.earliest, t.statement.latest): t.statement.date_prec for t in dated}
    ends = [(a, b) for a, b in spans if a and b]
    if not ends:
        return None, None, None
    earliest, latest = max(a for a, _ in ends), min(b for _, b in ends)
    votes = _ballot(((t.statement.earliest, t.statement.latest), origin[t.statement.id]) for t in dated)
    if earliest > latest:
        earliest, latest = min(ends, key=lambda e: (-votes[e], (e[1] - e[0]).days, e))
    one = votes.get((earliest, latest), 0)
    nights = [e for e in ends if (e[1] - e[0]).days == 1 and e[0] <= earliest <= latest <= e[1] and votes[e] >= one]
    if nights:
        earliest, latest = min(nights)
    return earliest, latest, _precision(earliest, latest)


def _precision(earliest: date, latest: date) -> int:
    """UCDP date_prec of an interval: 1 a day, 2 up to 6 days, 3 a week, 4 up to a month, 5 longer (GED codebook)."""
    days = (latest - earliest).days + 1
    return next((code for limit, code in ((1, 1), (6, 2), (7, 3), (31, 4)) if days <= limit), 5)
