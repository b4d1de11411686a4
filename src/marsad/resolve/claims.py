"""Claims: statements that put one proposition, for or against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from marsad.origins import Told
from marsad.pack import fold
from marsad.resolve.parties import key_of
from marsad.values import Claim, Party, StatedPlace, Statement


@dataclass(frozen=True, slots=True)
class Proposition:
    """What is put, without who puts it, how surely, or whether for or against."""

    shape: str
    code: tuple[str, str]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    places: tuple[str, ...]
    rest: tuple[str, ...]


def proposition(statement: Statement, document: str) -> Proposition:
    """The proposition of a statement.  What names nobody and no place is known only by its words."""
    actors, recipients = _names(statement.actors), _names(statement.recipients)
    places = tuple(sorted(_where(p, statement.shape) for p in statement.places))
    rest: list[str] = [a for a in statement.auxiliary if a in ("future", "hypothetical")]
    if statement.shape == "figure":
        rest += sorted({f"{c.kind} {c.side or 'all'}" for c in statement.counts})
    if statement.shape in ("figure", "event"):
        rest.append(str(statement.earliest.year) if statement.earliest else "")
    if not (actors or recipients or places):
        rest.append(" ".join(fold(statement.quote).split()) or document)
    return Proposition(
        statement.shape, (statement.type or "", statement.mode or ""), actors, recipients, places, tuple(rest)
    )  # fmt: skip


def _names(parties: Sequence[Party]) -> tuple[str, ...]:
    return tuple(sorted({k for p in parties if (k := key_of(p))}))


def _where(place: StatedPlace, shape: str) -> str:
    name = place.link or fold(place.name)
    return f"{place.role} {name}" if shape == "movement" else name


def claims_of(told: Sequence[Told]) -> tuple[Claim, ...]:
    """Group statements by proposition; in order of claim id."""
    groups: dict[Proposition, list[Told]] = defaultdict(list)
    for item in told:
        groups[proposition(item.statement, item.coded.id)].append(item)
    return tuple(sorted((_claim(items) for items in groups.values()), key=lambda c: c.id))


def _claim(items: Sequence[Told]) -> Claim:
    items = sorted(items, key=lambda t: t.statement.id)
    first = items[0].statement
    starts = [t.statement.earliest for t in items if t.statement.earliest]
    ends = [t.statement.latest for t in items if t.statement.latest]
    return Claim(
        id=stable_id("c", first.id),
        kind="claim",
        shape=first.shape,
        type=first.type,
        mode=first.mode,
        statements=tuple(t.statement.id for t in items),
        documents=tuple(sorted({t.coded.id for t in items})),
        actors=_bare(first.actors),
        recipients=_bare(first.recipients),
        places=tuple(_unplaced(p) for p in first.places),
        earliest=_least(starts),
        latest=max(ends) if ends else None,
    )


def _least(days: Sequence[date]) -> date | None:
    return min(days) if days else None


def _bare(parties: Sequence[Party]) -> tuple[Party, ...]:
    """Parties without offsets, which would point into one document of several."""
    return tuple(Party(p.name, p.link, None, None, None) for p in parties)


def _unplaced(place: StatedPlace) -> StatedPlace:
    return StatedPlace(
        place.role, place.name, place.link, place.lat, place.lon, place.radius_m, place.where_prec, place.geo_precision,
        place.country, place.admin1, place.admin2, None, None,
    )  # fmt: skip


def stable_id(letter: str, statement: str) -> str:
    """Id of the incident or claim whose smallest statement id is ``statement``: 12 hex digits of its SHA-256."""
    return letter + sha256(statement.encode()).hexdigest()[:12]
