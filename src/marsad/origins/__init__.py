"""Where a report begins: copies, shared speakers and credited agencies collapse into one origin.

Used by both resolve (one vote per origin on an incident's fields) and assess (one vote per origin on whether it is so).
Everything here looks only at the statements of one incident or claim and at their documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from marsad.origins.copies import Copies, find_copies, is_copy
from marsad.origins.evidence import Trace, containment, folded
from marsad.origins.voices import Speaker, Voices
from marsad.pack import fold
from marsad.values import Coded, Origin, Statement

__all__ = [
    "Copies",
    "Speaker",
    "Told",
    "Voices",
    "affirms",
    "containment",
    "copies_of",
    "copying",
    "find_origins",
    "is_copy",
    "is_empty_toll",
]

RANK: Mapping[str, int] = {
    "ngo_un": 0,
    "medical": 1,
    "official_named": 2,
    "media": 3,
    "official_anonymous": 4,
    "witness": 5,
    "expert": 6,
    "armed_group": 7,
    "unspecified": 8,
    "outlet": 9,
}
"""Whose word an unattributed sentence repeats when its document quotes several: the first of these."""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement with the document that makes it; ``bedside``: its place is that of a hospital."""

    statement: Statement
    coded: Coded
    bedside: bool = False


def is_empty_toll(statement: Statement) -> bool:
    """Say whether a negated statement only says that nobody was hurt, which denies nothing."""
    return bool(statement.counts) and all(c.high == 0 for c in statement.counts)


def affirms(statement: Statement) -> bool:
    """Say whether a statement puts its proposition forward, rather than denying it."""
    return (statement.polarity == "affirmed" and "negation" not in statement.auxiliary) or is_empty_toll(statement)


def find_origins(told: Sequence[Told], voices: Voices, groups: Mapping[str, str]) -> tuple[Origin, ...]:
    """Collapse statements to their independent origins, in order of origin id.

    One institution speaks once however many outlets quote it; copies speak once; an outlet that quotes somebody is no
    origin beside him; an agency that is credited is the origin of what others print of it.  ``groups`` is
    :func:`copies_of` the same statements.
    """
    country = _country(told)
    speakers = [voices.speaker(t.statement, t.coded, country) for t in told]
    publisher = _publishers(told, speakers, groups, voices)
    principal = _principals(told, speakers, groups)
    figures = _figures(told, speakers, groups)
    found: dict[str, tuple[Speaker, set[str], set[str]]] = {}
    for item, speaker in zip(told, speakers, strict=True):
        group = groups[item.coded.id]
        if speaker.own:
            speaker = principal.get(group) or publisher[group]
        key = speaker.key
        if speaker.nameless:
            key = f"{key}#{figures[key, group] or 'no figure'}"
        held = found.setdefault(key, (speaker, set(), set()))
        if _better(speaker, held[0]):
            held = found[key] = (speaker, held[1], held[2])
        held[1].add(item.coded.id)
        held[2].add(item.statement.id)
    return tuple(
        Origin(key, who.kind, who.name, who.side, tuple(sorted(documents)), tuple(sorted(statements)))
        for key, (who, documents, statements) in sorted(found.items())
    )


def _better(one: Speaker, other: Speaker) -> bool:
    """Say whether one description of the same origin is to be preferred: the more reliable kind, then by name."""
    return (RANK[one.kind], one.name or "~") < (RANK[other.kind], other.name or "~")


def copies_of(told: Sequence[Told]) -> dict[str, str]:
    """Group the documents of some statements by copying: document id -> key of its group."""
    return dict(copying(told).groups)


def copying(told: Sequence[Told]) -> Copies:
    """As :func:`copies_of`, with the text that began each group and why documents were taken for copies."""
    documents = {t.coded.id: t.coded for t in told}
    said: dict[str, list[Statement]] = defaultdict(list)
    for item in told:
        said[item.coded.id].append(item.statement)
    return find_copies({d: _trace(documents[d], said[d]) for d in said})


def _trace(coded: Coded, statements: Sequence[Statement]) -> Trace:
    outlets = [v for s in statements for v in s.voice if v.kind in ("outlet", "media")]
    return Trace(
        sketch=coded.sketch,
        quotes=tuple(sorted({folded(s.quote) for s in statements if s.quote})),
        figures=frozenset((c.kind, c.low, c.high) for s in statements for c in s.counts),
        published=coded.published,
        names=frozenset(v.link or fold(v.name or "") for v in outlets if v.link or v.name),
    )


def _country(told: Iterable[Told]) -> str | None:
    countries = {p.country for t in told for p in t.statement.places if p.country}
    return countries.pop() if len(countries) == 1 else None


def _publishers(
    told: Sequence[Told], speakers: Sequence[Speaker], groups: Mapping[str, str], voices: Voices
) -> dict[str, Speaker]:
    """Per group of copies, the outlet whose own voice it is: the first to publish, agencies before others."""
    best: dict[str, tuple[tuple[date, bool, str], Speaker]] = {}
    for item, speaker in zip(told, speakers, strict=True):
        if not speaker.own:
            continue
        group = groups[item.coded.id]
        if speaker.key == "outlet:?":
            speaker = replace(speaker, key=f"outlet:?#{group}")
        rank = (item.coded.published or date.max, not voices.is_wire(speaker.key), speaker.key)
        if group not in best or rank < best[group][0]:
            best[group] = (rank, speaker)
    return {group: speaker for group, (_, speaker) in best.items()}


def _principals(told: Sequence[Told], speakers: Sequence[Speaker], groups: Mapping[str, str]) -> dict[str, Speaker]:
    """Per group of copies, whom it quotes for the matter (not against it)."""
    best: dict[str, Speaker] = {}
    for item, speaker in zip(told, speakers, strict=True):
        if speaker.own or speaker.kind == "unspecified" or not affirms(item.statement):
            continue
        group = groups[item.coded.id]
        held = best.get(group)
        if held is None or (RANK[speaker.kind], speaker.key, speaker.name or "~") < (
            RANK[held.kind],
            held.key,
            held.name or "~",
        ):
            best[group] = speaker
    return best


def _figures(
    told: Sequence[Told], speakers: Sequence[Speaker], groups: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    """Per nameless speaker and group of copies, the figures given first: what tells one witness from another."""
    said: dict[tuple[str, str], dict[str, tuple[date, set[str]]]] = defaultdict(dict)
    for item, speaker in zip(told, speakers, strict=True):
        if speaker.nameless:
            documents = said[speaker.key, groups[item.coded.id]]
            _, figures = documents.setdefault(item.coded.id, (item.coded.published or date.max, set()))
            figures.update(f"{c.kind} {c.side or 'all'} {c.low}-{c.high}" for c in item.statement.counts)
    return {key: min((day, "; ".join(sorted(f))) for day, f in found.values())[1] for key, found in said.items()}
