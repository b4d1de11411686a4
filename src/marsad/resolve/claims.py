"""Claims: statements that put one proposition, for or against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from marsad.origins import Told
from marsad.pack import fold
from marsad.resolve.parties import Parties, key_of
from marsad.values import Claim, Count, Party, StatedPlace, Statement

APART = 3
"""Factor between two figures from which they are taken to count different things."""
INSTITUTIONS = frozenset({"government"})
"""Loose words that mean one speaker in each country."""
BACKING, BACKS = "supports", frozenset({"supports", "patronises"})
"""Ties that say the same of two parties: one backs the other, with money, arms or shelter."""
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Proposition:
    """What is put, without who puts it, how surely, or whether for or against."""

    shape: str
    code: tuple[str, str]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    places: tuple[str, ...]
    rest: tuple[str, ...]


def proposition(statement: Statement, document: str, parties: Parties) -> Proposition:
    """The proposition of a statement.  What does not say whom or where it is about is known only by its words.

    Who backs whom is one proposition whether the state, its government or a ministry of it is named.
    """
    actors, recipients = _names(statement.actors), _names(statement.recipients)
    mode = statement.mode or ""
    if statement.shape == "tie":
        actors, recipients = (tuple(sorted({parties.body_of(k) for k in names})) for names in (actors, recipients))
        mode = BACKING if mode in BACKS else mode
    places = tuple(sorted(_where(p, statement.shape) for p in statement.places))
    rest: list[str] = [a for a in statement.auxiliary if a in ("future", "hypothetical")]
    if statement.shape == "figure":
        rest += sorted({f"{c.kind} {c.side or 'all'} {_counted(statement, c)}".strip() for c in statement.counts})
    if statement.shape in ("figure", "event"):
        rest.append(str(statement.earliest.year) if statement.earliest else "")
    if not _anchored((statement.shape, statement.mode), actors, recipients, places):
        rest.append(" ".join(fold(statement.quote).split()) or document)
    return Proposition(
        statement.shape, (statement.type or "", mode), actors, recipients, places, tuple(rest)
    )  # fmt: skip


def _anchored(
    what: tuple[str, str | None], actors: Sequence[str], recipients: Sequence[str], places: Sequence[str]
) -> bool:
    """Say whether parties and places tell one proposition from another: "the government demanded" does not."""
    shape, mode = what
    named = any(not p.startswith("generic:") for p in (*actors, *recipients))
    if shape == "tie":
        return bool(actors and recipients)
    if shape == "position":
        return bool(actors and recipients and mode) and not any(map(_is_crowd, (*actors, *recipients)))
    if shape == "presence":
        return bool(actors and places)
    if shape == "movement":
        return bool(places)
    return named or bool(places and (shape == "figure" or actors or recipients))


def _is_crowd(key: str) -> bool:
    """Whether a party is a loose word that is not an institution: the elders of two places ask for different things."""
    return key.startswith("generic:") and key.removeprefix("generic:").partition("@")[0] not in INSTITUTIONS


def _counted(statement: Statement, count: Count) -> str:
    """What a count that is of no known kind counts: the word after it ("217 trucks")."""
    if count.kind != "other" or len(statement.evidence) != 1:
        return ""
    rest = statement.quote[count.end - statement.evidence[0].start :]
    return next((fold(word) for word in _WORD.findall(rest)), "")


def _names(parties: Sequence[Party]) -> tuple[str, ...]:
    return tuple(sorted({k for p in parties if (k := key_of(p))}))


def _where(place: StatedPlace, shape: str) -> str:
    name = place.link or fold(place.name)
    return f"{place.role} {name}" if shape == "movement" else name


def claim_alone(told: Told) -> Claim:
    """The claim of a statement that no other puts."""
    return _claim([told])


def claims_about(known: Proposition, told: Sequence[Told]) -> list[Claim]:
    """The claims among statements of one proposition: several where their figures cannot be of the same thing."""
    return [_claim(items) for items in (_sizes(told) if known.shape == "figure" else [told])]


def _sizes(items: Sequence[Told]) -> list[list[Told]]:
    """Part figures where one is more than threefold the next smaller: they hardly count the same thing."""
    parts: list[list[Told]] = []
    reached = 0
    for item in sorted(items, key=lambda t: (_size(t.statement), t.statement.id)):
        size = _size(item.statement)
        if not parts or size > APART * max(reached, 1):
            parts.append([])
        parts[-1].append(item)
        reached = size
    return parts


def _size(statement: Statement) -> int:
    return max((c.low if c.low is not None else (c.high or 0) for c in statement.counts), default=0)


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
