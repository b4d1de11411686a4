"""What incidents, claims and documents are found by: the values and numbers that the index of each holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from marsad.store.columns import Described
from marsad.values import Assessment, Claim, Incident, Party, StatedPlace, Toll

Above = Callable[[str], Iterable[str]]
"""A place's id -> the ids of the places that hold it, itself included."""

TOLLS = ((0, "0"), (1, "1-4"), (5, "5-9"), (10, "10-24"), (25, "25-99"), (100, "100+"))
"""Least number killed of each class of the facet ``killed``."""


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


def dotted(place: str) -> Iterator[str]:
    """The places above by the id alone: ``pk.kp.khyber`` lies in ``pk.kp`` and ``pk``."""
    parts = place.split(".")
    return (".".join(parts[:n]) for n in range(len(parts), 0, -1))


def incident(found: Incident, above: Above) -> Described:
    """An incident as its index describes it."""
    place, assessment = found.place, found.assessment
    killed, injured = (whole_toll(assessment, kind) for kind in ("killed", "injured"))
    dead = _best(killed)
    values = [*_kind(found), *_places([place] if place else [], above), *_graded(found)]
    values += _links("actor", (*found.actors, *found.recipients, *found.claimed_by, *found.blamed))
    values += _links("claimed", found.claimed_by) + _links("blamed", found.blamed)
    values += [("killed", "unknown" if dead is None else _toll_class(dead))]
    numbers = {
        **_numbers(found), "killed": dead, "killed_low": killed.low if killed else None,
        "killed_high": killed.high if killed else None, "injured": _best(injured),
        "lat": place.lat if place else None, "lon": place.lon if place else None,
        "radius_m": place.radius_m if place else None, "where_prec": place.where_prec if place else None,
    }  # fmt: skip
    return found.id, values, numbers


def claim(found: Claim, above: Above, put: Mapping[str, tuple[str, str]]) -> Described:
    """A claim as its index describes it; ``put``: statement id -> its modality and polarity."""
    values = [("shape", str(found.shape)), *_kind(found), *_places(found.places, above), *_graded(found)]
    values += _links("actor", (*found.actors, *found.recipients))
    said = [put[s] for s in found.statements if s in put]
    values += [("modality", m) for m in {m for m, _ in said}] + [("polarity", p) for p in {p for _, p in said}]
    if found.assessment:
        values += [("voice", k) for k in {str(o.kind) for o in found.assessment.origins}]
    return found.id, values, _numbers(found)


def document(found: Shown) -> Described:
    """A document as its index describes it."""
    values = [("coded", "yes" if found.coded else "no")]
    values += [("outlet", found.source)] if found.source else []
    values += [("language", found.language)] if found.language else []
    published = found.published.toordinal() if found.published else None
    return found.id, values, {"published": published, "statements": found.statements}


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
