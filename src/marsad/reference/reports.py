"""What our reports say of one happening, reduced to what a reference can be compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from marsad.pack import fold
from marsad.values import Incident, Party, Statement

Said = tuple[str | None, int | None, int | None]
"""A count as somebody says it: whose side, at least, at most."""


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
        killed = _killed([(c.side, c.low, c.high) for s in statements for c in s.counts if c.kind == "killed"])
    return Report(
        id=incident.id, type=incident.type, mode=incident.mode, first=incident.earliest or incident.latest,
        last=incident.latest or incident.earliest, place=place.name if place else "",
        lat=place.lat if place else None, lon=place.lon if place else None,
        radius_km=(place.radius_m or 0.0) / 1000 if place else 0.0, where_prec=place.where_prec if place else None,
        country=place.country.lower() if place and place.country else None, parties=_keys(parties), killed=killed,
    )  # fmt: skip


def _said_by_all(incident: Incident) -> list[Said]:
    tolls = incident.assessment.tolls if incident.assessment else ()
    return [(t.side, f.low, f.high) for t in tolls if t.kind == "killed" for f in t.said]


def _killed(said: Iterable[Said]) -> tuple[int, int | None] | None:
    """The whole toll where somebody gives one, else the sum over sides; each from the least to the most said."""
    sides: dict[str | None, list[tuple[int, int | None]]] = defaultdict(list)
    for side, low, high in said:
        if low is not None or high is not None:
            sides[side].append((low or 0, high))
    if not sides:
        return None
    whole = {None: sides[None]} if None in sides else sides
    low = sum(min(n for n, _ in told) for told in whole.values())
    tops = [None if any(m is None for _, m in told) else max(m or 0 for _, m in told) for told in whole.values()]
    return low, None if any(t is None for t in tops) else sum(t or 0 for t in tops)


def _keys(parties: Iterable[Party]) -> tuple[tuple[str, str], ...]:
    found = {p.link or fold(p.name): p.name for p in parties if p.link or p.name}
    return tuple(found.items())
