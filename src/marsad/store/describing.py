"""What incidents, claims and documents are found by: the values and numbers that the index of each holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

import msgspec

from marsad.store.wanted import Described
from marsad.values import Assessment, Claim, Coded, Incident, Mention, Party, StatedPlace, Toll

Above = Callable[[str], Iterable[str]]
"""A place's id -> the ids of the places that hold it, itself included."""

TOLLS = ((0, "0"), (1, "1-4"), (5, "5-9"), (10, "10-24"), (25, "25-99"), (100, "100+"))
"""Least number killed of each class of the facet ``killed``."""
_PLACED = tuple(f.name for f in fields(StatedPlace) if f.name not in ("start", "end"))
_SPOT = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as lists show it."""

    id: str
    name: str
    title: str | None
    source: str | None
    language: str | None
    published: date | None
    coded: bool
    statements: int
    incidents: int = 0
    sources: int = 0
    """Documents that it was taken for a copy of."""
    copies: int = 0
    """Documents that were taken for copies of it."""


def dotted(place: str) -> Iterator[str]:
    """The places above by the id alone: ``pk.kp.khyber`` lies in ``pk.kp`` and ``pk``."""
    parts = place.split(".")
    return (".".join(parts[:n]) for n in range(len(parts), 0, -1))


@dataclass(frozen=True, slots=True)
class LabelUse:
    """A label that one side imposes on an organisation, in one document: how often, and where it stands first.

    ``own``: in the outlet's own words; ``quoted``: in what others say.
    """

    label: str
    actor: str
    own: int
    quoted: int
    start: int
    end: int

    @property
    def key(self) -> str:
        """The label and the organisation: ``label|actor``."""
        return f"{self.label.casefold()}|{self.actor}"


@dataclass(frozen=True, slots=True)
class Told:
    """How a document tells: kinds of voices with their numbers of statements, and the labels it uses."""

    voices: tuple[tuple[str, int], ...] = ()
    labels: tuple[LabelUse, ...] = ()


def told(coded: Coded) -> Told:
    """How a document tells what was coded of it; a statement counts for the voice that speaks first."""
    voices = Counter(s.voice[0].kind if s.voice else "outlet" for s in coded.statements)
    labels: dict[tuple[str, str], LabelUse] = {}
    for mention in coded.mentions:
        if mention.label and mention.name:
            key = mention.label.casefold(), mention.name
            first = labels.get(key) or LabelUse(mention.label, mention.name, 0, 0, mention.start, mention.end)
            quoted = is_quoted(coded, mention)
            labels[key] = replace(first, own=first.own + (not quoted), quoted=first.quoted + quoted)
    return Told(tuple(sorted(voices.items())), tuple(labels.values()))


def is_quoted(coded: Coded, mention: Mention) -> bool:
    """Whether a mention stands in what somebody other than the outlet says."""
    return any(
        statement.voice and statement.voice[0].kind != "outlet"
        for statement in coded.statements
        if any(s.start <= mention.start and mention.end <= s.end for s in statement.evidence)
    )


def incident(found: Incident, above: Above, outlets: Mapping[str, str]) -> Described:
    """An incident as its index describes it; ``outlets``: document id -> its outlet, where it names one."""
    place, assessment = found.place, found.assessment
    killed, injured = (whole_toll(assessment, kind) for kind in ("killed", "injured"))
    dead = _best(killed)
    values = [*_kind(found), *_places([place] if place else [], above), *_graded(found)]
    values += _links("actor", (*found.actors, *found.recipients, *found.claimed_by, *found.blamed))
    values += _links("claimed", found.claimed_by) + _links("blamed", found.blamed)
    values += [("killed", "unknown" if dead is None else _toll_class(dead))]
    values += [("spot", spot_of(place))] if place else []
    numbers = {
        **_numbers(found), "killed": dead, "killed_low": killed.low if killed else None,
        "killed_high": killed.high if killed else None, "injured": _best(injured),
    }  # fmt: skip
    values += [("outlet", o) for o in {outlets[d] for d in found.documents if d in outlets}]
    copies = {c.document for c in assessment.copies} if assessment else set()
    values += [("copied", o) for o in {outlets[d] for d in copies if d in outlets}]
    return Described(found.id, values, numbers, _tolls(assessment))


def spot_of(place: StatedPlace) -> str:
    """A place as the facet ``spot`` names it: the same for all incidents whose place is stated alike."""
    return _SPOT.encode([getattr(place, name) for name in _PLACED]).decode()


def place_of(spot: str) -> StatedPlace:
    """The place that a value of the facet ``spot`` names; it does not say in which words of which text."""
    return StatedPlace(**dict(zip(_PLACED, msgspec.json.decode(spot), strict=True)), start=None, end=None)


def _tolls(assessment: Assessment | None) -> Iterator[tuple[str, str, Mapping[str, float]]]:
    """Tolls as the facet ``toll``, ``killed|civilian``; a bound that nobody gave is the best, or the other bound."""
    for toll in assessment.tolls if assessment else ():
        best = _best(toll)
        if best is not None:
            low, high = toll.low if toll.low is not None else best, toll.high if toll.high is not None else best
            yield "toll", f"{toll.kind}|{toll.side or ''}", {"low": low, "best": best, "high": high}


def claim(found: Claim, above: Above, put: Mapping[str, tuple[str, str]], published: Mapping[str, date]) -> Described:
    """A claim as its index describes it; ``put``: statement id -> its modality and polarity.

    ``published``: document id -> its day.  What is claimed without a day belongs to the days on which it was published.
    """
    values = [("shape", str(found.shape)), *_kind(found), *_places(found.places, above), *_graded(found)]
    values += _links("actor", (*found.actors, *found.recipients))
    said = [put[s] for s in found.statements if s in put]
    values += [("modality", m) for m in {m for m, _ in said}] + [("polarity", p) for p in {p for _, p in said}]
    if found.assessment:
        values += [("voice", k) for k in {str(o.kind) for o in found.assessment.origins}]
    stances = Counter(v.stance == "supports" for v in found.assessment.votes) if found.assessment else Counter[bool]()
    numbers = {**_numbers(found), "support": stances[True], "against": stances[False]}
    if numbers["earliest"] is None and (days := [published[d].toordinal() for d in found.documents if d in published]):
        numbers |= {"earliest": min(days), "latest": max(days)}
    return Described(found.id, values, numbers)


def document(found: Shown, how: Told) -> Described:
    """A document as its index describes it."""
    values = [("coded", "yes" if found.coded else "no")]
    values += [("outlet", found.source)] if found.source else []
    values += [("language", found.language)] if found.language else []
    values += [("month", f"{found.published:%Y-%m}")] if found.published else []
    published = found.published.toordinal() if found.published else None
    tallies: list[tuple[str, str, Mapping[str, float]]] = [("voice", kind, {"said": n}) for kind, n in how.voices]
    tallies += [("label", x.key, {"own": x.own, "quoted": x.quoted}) for x in how.labels]
    # Its days are the day on which it was published, so that days bound documents as they bound incidents.
    days = dict.fromkeys(("published", "earliest", "latest"), published)
    return Described(found.id, values, {**days, "statements": found.statements}, tallies)


def whole_toll(assessment: Assessment | None, kind: str) -> Toll | None:
    """The whole toll of a kind: the one without a side, else the only one there is; never a sum over sides."""
    tolls = [t for t in assessment.tolls if t.kind == kind] if assessment else []
    whole = [t for t in tolls if t.side is None] or (tolls if len(tolls) == 1 else [])
    return whole[0] if whole else None


def _best(toll: Toll | None) -> int | None:
    return next((n for n in (toll.best, toll.low, toll.high) if n is not None), None) if toll else None


def _toll_class(number: int) -> str:
    return [words for least, words in TOLLS if number >= least][-1]


def _kind(found: Incident | Claim) -> list[tuple[str, str]]:
    values = [("type", found.type)] if found.type else []
    return values + ([("mode", f"{found.type or ''}/{found.mode}")] if found.mode else [])


def _places(places: Iterable[StatedPlace], above: Above) -> list[tuple[str, str]]:
    return [("place", a) for a in {a for p in places if p.link for a in above(p.link)}]


def _links(facet: str, parties: Iterable[Party]) -> list[tuple[str, str]]:
    return [(facet, link) for link in {p.link for p in parties if p.link}]


def _graded(found: Incident | Claim) -> list[tuple[str, str]]:
    values = [("reviewed", "yes" if found.judged else "no")]
    if (assessment := found.assessment) is None:
        return values
    return [
        *values, ("credibility", str(assessment.credibility)), ("source", assessment.source_class),
        ("contested", "yes" if assessment.contested else "no"),
        ("single", "yes" if len(assessment.origins) == 1 else "no"),
    ]  # fmt: skip


def _numbers(found: Incident | Claim) -> dict[str, float | None]:
    first, last = found.earliest or found.latest, found.latest or found.earliest
    assessment = found.assessment
    return {
        "earliest": first.toordinal() if first else None, "latest": last.toordinal() if last else None,
        "origins": len(assessment.origins) if assessment else 0, "documents": len(found.documents),
        "statements": len(found.statements), "credibility": assessment.credibility if assessment else None,
    }  # fmt: skip


def copied(*found: Incident | Claim) -> list[tuple[str, str]]:
    """Which document was taken for a copy of which, in order."""
    links = (link for thing in found if thing.assessment for link in thing.assessment.copies)
    return sorted({(link.document, link.source) for link in links})
