"""What views are built from, and which part of it was asked for."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from marsad.errors import UserError
from marsad.pack import Pack, fold
from marsad.values import Claim, Coded, Document, Incident, Party, StatedPlace, Statement

_RANK = ("country", "province", "district", "city", "town")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which part: an area (place id or name), days (inclusive), one document; at most ``limit`` incidents."""

    area: str | None = None
    since: date | None = None
    until: date | None = None
    document: str | None = None
    limit: int = 150


@dataclass(frozen=True)
class Material:
    """Documents with what was derived from them; enough to show every line with its quote."""

    documents: Mapping[str, Document]
    coded: Mapping[str, Coded]
    incidents: tuple[Incident, ...] = ()
    claims: tuple[Claim, ...] = ()
    backend: str = ""
    """Which backend read the sentences, as the scope line names it."""
    pack: Pack | None = None
    """The region pack it was derived with; without one, exports name no outlets and draw no areas."""

    @cached_property
    def statements(self) -> Mapping[str, tuple[str, Statement]]:
        """Statement id -> (document id, statement)."""
        return {s.id: (c.id, s) for c in self.coded.values() for s in c.statements}

    def of(self, ids: Iterable[str]) -> Iterator[tuple[str, Statement]]:
        """The statements with these ids that the material holds, in the given order."""
        for key in ids:
            if key in self.statements:
                yield self.statements[key]

    def document_of(self, key: str) -> Document:
        """A document by id or unique prefix of an id; a wrong one is the user's to mend."""
        if key in self.documents:
            return self.documents[key]
        fit = [d for d in self.documents if d.startswith(key)] if key else []
        if len(fit) == 1:
            return self.documents[fit[0]]
        state = "more than one document starts with" if fit else "no document is called"
        raise UserError(f"{state} {key!r}", "give the id as the list of documents shows it")


@dataclass(frozen=True, slots=True)
class Selection:
    """The incidents and claims that the filters let through, and how many they left out for want of a date or place."""

    incidents: tuple[Incident, ...]
    claims: tuple[Claim, ...]
    area: str | None
    area_name: str | None
    undated: int
    unplaced: int
    beyond_limit: int


def find_area(name: str, pack: Pack) -> str:
    """The place id behind an id or a name; of places of one name the larger wins (country, province, district, town).

    Raises
    ------
    UserError
        When no place of the pack has that id or name.
    """
    if name in pack.places:
        return name
    wanted = fold(name.strip())
    fit = [p for p in pack.own_places.values() if wanted in (fold(p.name), *(fold(a) for a in p.aliases))]
    if not fit and pack.imported is not None:
        fit = list(pack.imported.named(name))
    if fit:
        return min(fit, key=lambda p: (_RANK.index(p.kind) if p.kind in _RANK else len(_RANK), p.id)).id
    names = {fold(p.name): p.name for p in pack.own_places.values()}
    close = [names[n] for n in difflib.get_close_matches(wanted, names, 3)]
    hint = f"did you mean {', '.join(close)}?" if close else "give a place's name or its id, such as pk.kp"
    raise UserError(f"no place called {name!r} in pack {pack.id}", hint)


def within(place: str | None, area: str, pack: Pack) -> bool:
    """Whether a place lies in an area, by the pack's table of parents."""
    seen: set[str] = set()
    while place and place not in seen:
        if place == area or place.startswith(area + "."):
            return True
        seen.add(place)
        row = pack.places.get(place)
        place = row.parent if row else None
    return False


def select(material: Material, pack: Pack, filters: Filters) -> Selection:
    """Apply the filters.  Where days (or an area) are asked for, what has none is left out and counted."""
    area = find_area(filters.area, pack) if filters.area else None
    document = material.document_of(filters.document).id if filters.document else None
    if filters.since and filters.until and filters.since > filters.until:
        raise UserError("the first day comes after the last", "give --since and --until in order")
    incidents, undated, unplaced = [], 0, 0
    for incident in material.incidents:
        if document and document not in incident.documents:
            continue
        if area and not _in_area((incident.place,), area, pack):
            unplaced += incident.place is None
            continue
        if not _in_time(incident.earliest, incident.latest, filters):
            undated += incident.earliest is None and incident.latest is None
            continue
        incidents.append(incident)
    ordered = sorted(incidents, key=_order)
    kept = ordered[-filters.limit :] if len(ordered) > filters.limit else ordered
    involved = frozenset(p.link for i in kept for p in parties_of(i) if _is_specific(p, pack))
    wanted = _Wanted(filters, area, document, involved)
    claims = [c for c in material.claims if _claim_fits(c, wanted, material, pack)]
    name = pack.places[area].name if area else None
    return Selection(tuple(kept), tuple(claims), area, name, undated, unplaced, len(ordered) - len(kept))


def parties_of(incident: Incident) -> tuple[Party, ...]:
    """Everybody an incident is tied to: as actor, recipient, claimant, or as the one blamed."""
    return (*incident.actors, *incident.recipients, *incident.claimed_by, *incident.blamed)


@dataclass(frozen=True, slots=True)
class _Wanted:
    filters: Filters
    area: str | None
    document: str | None
    involved: frozenset[str | None]


def _claim_fits(claim: Claim, wanted: _Wanted, material: Material, pack: Pack) -> bool:
    area = wanted.area
    if wanted.document and wanted.document not in claim.documents:
        return False
    if area and claim.places and not _in_area(claim.places, area, pack):
        return False
    if area and not claim.places and not any(p.link in wanted.involved for p in (*claim.actors, *claim.recipients)):
        return False
    # A claim is about a standing matter: it belongs to the days on which it was published.
    dates = [d.published for x in claim.documents if (d := material.documents.get(x)) and d.published]
    first, last = (min(dates), max(dates)) if dates else (claim.earliest, claim.latest)
    return _in_time(first, last, wanted.filters)


def _in_area(places: Iterable[StatedPlace | None], area: str, pack: Pack) -> bool:
    return any(within(p.link, area, pack) for p in places if p)


def _in_time(earliest: date | None, latest: date | None, filters: Filters) -> bool:
    if not filters.since and not filters.until:
        return True
    first, last = earliest or latest, latest or earliest
    if first is None or last is None:
        return False
    return (not filters.since or last >= filters.since) and (not filters.until or first <= filters.until)


def _is_specific(party: Party, pack: Pack) -> bool:
    actor = pack.actors.get(party.link or "")
    return actor is not None and actor.kind not in ("state", "generic", "civilians")


def _order(incident: Incident) -> tuple[date, date, str]:
    first = incident.earliest or incident.latest or date.min
    return first, incident.latest or first, incident.id
