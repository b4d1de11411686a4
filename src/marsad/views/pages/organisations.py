"""Organisations: the list of those that are spoken of, and the profile of one.  Never a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from marsad.pack import Actor, Pack
from marsad.values import Document, Party, Statement
from marsad.views.notes import source_of
from marsad.views.pages.claims import ClaimLine
from marsad.views.pages.facets import actor_name
from marsad.views.pages.frame import FacetBox, Rows
from marsad.views.pages.incidents import IncidentLine
from marsad.views.wording import ORGANISATIONS, words_of

UNNAMED = ("generic", "civilians")
"""Kinds that are no organisations: "unnamed militants", people of a country."""
Evidence = Sequence[tuple[Document, Statement]]
"""Statements with the documents that put them."""


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """One organisation with how often it is spoken of."""

    id: str
    name: str
    kind: str
    country: str
    incidents: int
    claims: int
    claimed: int
    blamed: int


@dataclass(frozen=True, slots=True)
class OrganisationsPage(Rows[OrganisationLine]):
    """One page of organisations."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """A faction, or what this one is a faction of, with the time of it."""

    id: str
    name: str
    kind: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class NameUse:
    """Words that name it, with who writes them: (outlet, in its own words, within a quoted voice's words).

    ``imposed_by``: whose label they are; ``document`` and ``statement``: where they stand once.
    """

    words: str
    imposed_by: str
    uses: tuple[tuple[str, int, int], ...]
    document: str
    statement: str


@dataclass(frozen=True, slots=True)
class MeansUse:
    """Means that it is said to have used, in how many statements, and one of them."""

    words: str
    number: int
    document: str
    statement: str


@dataclass(frozen=True, slots=True)
class Some:
    """The latest claims of a shape, and how many more there are."""

    lines: tuple[ClaimLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said of an organisation: how many incidents and claims, of what kinds, and the latest of them."""

    incidents: int
    claims: int
    happened: tuple[FacetBox, ...]
    """Incidents by kind, place, and so on."""
    said: tuple[FacetBox, ...]
    """Claims by shape, voice, and so on."""
    latest: tuple[IncidentLine, ...]
    ties: Some
    presence: Some


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """The profile of an organisation; ``read``: how many statements its names and means are counted from."""

    id: str
    name: str
    kind: str
    country: str
    since: date | None
    until: date | None
    aliases: tuple[str, ...]
    source: str
    factions: tuple[Belonging, ...]
    part_of: tuple[Belonging, ...]
    names: tuple[NameUse, ...]
    means: tuple[MeansUse, ...]
    read: int
    spoken: Spoken


def organisation_line(actor: Actor, pack: Pack, numbers: Mapping[str, Mapping[str, int]]) -> OrganisationLine:
    """An organisation as a line; ``numbers``: column -> id -> how many."""
    count = {column: found.get(actor.id, 0) for column, found in numbers.items()}
    return OrganisationLine(actor.id, actor.name, kind_words(actor.kind), country_name(actor, pack), **count)


def kind_words(kind: str) -> str:
    """The kind of an organisation in plain words."""
    return ORGANISATIONS.get(kind, words_of(kind))


def country_name(actor: Actor, pack: Pack) -> str:
    """The plain name of its country; empty where it has none."""
    found = pack.places.get(actor.country or "")
    return found.name if found else actor.country or ""


def organisation_page(actor: Actor, pack: Pack, spoken: Spoken, evidence: Evidence) -> OrganisationPage:
    """The profile of an organisation; ``evidence``: of the latest incidents and claims."""
    below = [(a, m.since, m.until) for a in pack.actors.values() for m in a.member_of if m.id == actor.id]
    above = [(pack.actors[m.id], m.since, m.until) for m in actor.member_of if m.id in pack.actors]
    return OrganisationPage(
        id=actor.id, name=actor.name, kind=kind_words(actor.kind), country=country_name(actor, pack), since=actor.since,
        until=actor.until, aliases=actor.aliases, source=pack.sources.get(actor.source, actor.source),
        factions=_belonging(below), part_of=_belonging(above), names=_names(actor, pack, evidence),
        means=_means(actor.id, evidence), read=len(evidence), spoken=spoken,
    )  # fmt: skip


def _belonging(found: Iterable[tuple[Actor, date | None, date | None]]) -> tuple[Belonging, ...]:
    ordered = sorted(found, key=lambda x: (x[1] or date.min, x[0].name))
    return tuple(Belonging(a.id, a.name, kind_words(a.kind), since, until) for a, since, until in ordered)


def _names(actor: Actor, pack: Pack, evidence: Evidence) -> tuple[NameUse, ...]:
    uses: dict[str, Counter[tuple[str, bool]]] = {}
    first: dict[str, tuple[str, str, str]] = {}
    for document, statement in evidence:
        for party in (*statement.actors, *statement.recipients):
            if party.link == actor.id and _is_name(words := _written(party, document), pack):
                quoted = bool(statement.voice) and statement.voice[0].kind != "outlet"
                first.setdefault(words.casefold(), (words, document.id, statement.id))
                uses.setdefault(words.casefold(), Counter())[source_of(document, pack).outlet, quoted] += 1
    by = {x.text.casefold(): actor_name(x.by, pack) for x in actor.labels}
    ordered = sorted(uses.items(), key=lambda x: (-x[1].total(), x[0]))
    return tuple(NameUse(first[key][0], by.get(key, ""), _by_outlet(found), *first[key][1:]) for key, found in ordered)


def _written(party: Party, document: Document) -> str:
    return document.text[party.start : party.end] if party.start is not None and party.end is not None else ""


def _is_name(words: str, pack: Pack) -> bool:
    """Whether words name: "it" and "the group" only refer back."""
    refer = pack.words.get("references", {})
    back = {*refer.get("pronouns", {}), *refer.get("determiners", ())}
    return any(not word.islower() for word in words.split() if word.casefold() not in back)


def _by_outlet(found: Counter[tuple[str, bool]]) -> tuple[tuple[str, int, int], ...]:
    outlets = sorted({outlet for outlet, _ in found}, key=lambda o: (-found[o, False] - found[o, True], o))
    return tuple((o, found[o, False], found[o, True]) for o in outlets)


def _means(link: str, evidence: Evidence) -> tuple[MeansUse, ...]:
    number: Counter[str] = Counter()
    first: dict[str, tuple[str, str]] = {}
    for document, statement in evidence:
        if statement.polarity == "affirmed" and any(p.link == link for p in statement.actors):
            for name in {p.name for p in statement.means}:
                number[name] += 1
                first.setdefault(name, (document.id, statement.id))
    return tuple(MeansUse(n, k, *first[n]) for n, k in sorted(number.items(), key=lambda x: (-x[1], x[0])))
