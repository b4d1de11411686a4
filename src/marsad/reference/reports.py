"""What our reports say of one happening, reduced to what a reference can be compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from marsad.pack import fold
from marsad.values import Incident, Party, Statement

Said = tuple[str, str | None, int, int | None]
"""A count as a statement says it: the statement, whose side, at least, at most."""


@dataclass(frozen=True, slots=True)
class Report:
    """One incident as its reports put it (or as one document does).

    ``killed`` is the least and the most that anybody says (None: no upper bound), None when nobody counts the dead.
    ``parties`` are keys (registry ids, ``generic:word@country``) with their plain names.
    """

    id: str
    type: str | None
    mode: str | None
    first: date | None
    last: date | None
    place: str
    lat: float | None
    lon: float | None
    radius_km: float
    where_prec: int | None
    country: str | None
    parties: tuple[tuple[str, str], ...]
    killed: tuple[int, int | None] | None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its parties."""
        return tuple(key for key, _ in self.parties)


def report_of(incident: Incident, statements: Sequence[Statement] | None = None) -> Report:
    """Reduce an incident; with statements: the dead as these statements count them, not as all of its reports do."""
    place = incident.place
    parties = (*incident.actors, *incident.recipients, *incident.claimed_by, *incident.blamed)
    if statements is None:
        killed = _killed(_said_by_all(incident))
    else:
        killed = _killed(
            [(s.id, c.side, c.low or 0, c.high) for s in statements for c in s.counts if c.kind == "killed"]
        )
    return Report(
        id=incident.id, type=incident.type, mode=incident.mode, first=incident.earliest or incident.latest,
        last=incident.latest or incident.earliest, place=place.name if place else "",
        lat=place.lat if place else None, lon=place.lon if place else None,
        radius_km=(place.radius_m or 0.0) / 1000 if place else 0.0, where_prec=place.where_prec if place else None,
        country=place.country.lower() if place and place.country else None, parties=_keys(parties), killed=killed,
    )  # fmt: skip


def _said_by_all(incident: Incident) -> list[Said]:
    tolls = incident.assessment.tolls if incident.assessment else ()
    return [(f.statement, t.side, f.low or 0, f.high) for t in tolls if t.kind == "killed" for f in t.said]


def _killed(said: Sequence[Said]) -> tuple[int, int | None] | None:
    """The least and the most dead that are said.

    Where somebody gives the whole toll, that.  Else sides that one statement names together are added ("three soldiers
    and four militants"); those of several statements may be other people or the same ("two officers", "two bodies"):
    then the least is the larger number, the most their sum.
    """
    if not said:
        return None
    if whole := [s for s in said if s[1] is None]:
        said = whole
    told: dict[str, set[str | None]] = defaultdict(set)
    sides: dict[str | None, list[Said]] = defaultdict(list)
    for one in said:
        told[one[0]].add(one[1])
        sides[one[1]].append(one)
    least = {side: min(low for _, _, low, _ in figures) for side, figures in sides.items()}
    low = max(sum(least[side] for side in together) for together in told.values())
    tops = [max((low if high is None else high) for _, _, low, high in figures) for figures in sides.values()]
    return low, None if any(high is None for *_, high in said) else sum(tops)


def _keys(parties: Iterable[Party]) -> tuple[tuple[str, str], ...]:
    found = {p.link or fold(p.name): p.name for p in parties if p.link or p.name}
    return tuple(found.items())
