"""Which decisions are worth a person's time: what may be wrong, weighed by what hangs on it.

The value of a question is its doubt (0 to 1) times ``1 + log2(1 + killed)`` of what it is about.  The doubt of a close
decision on whether two are one is ``4p(1-p)``, with p from the points as log-odds; the doubts of the others are set by
judgement.  See ``docs/web.md``.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from marsad.resolve import Doubt
from marsad.resolve.score import JOIN, POINTS, WORDS
from marsad.store.describing import whole_toll
from marsad.store.questions import Question, QuestionKind
from marsad.values import Incident, Judgement, Toll

MOST = 5_000
"""Questions that are kept: some sixteen hours of work, after which a run asks anew."""
_SHOWN = 3
_VAGUE: Mapping[int | None, float] = {None: 1.0, 6: 0.9, 4: 0.6, 5: 0.4}
"""The doubt of a place by its precision; what is known to the district or better is left alone."""
_WIDE = math.log(4)
"""A toll whose top is four times its bottom is as doubtful as can be."""
_DISPUTED = 0.5
"""The least doubt of what is contested."""
_SINGLE = 0.6
_MANY = 5
"""Killed from which what rests on a single origin is asked about."""
_AGAINST: Mapping[str, str] = {
    "place apart, carried over": "places apart, one of them said before in the document",
    "type unlike": "unlike types of happening",
    "actors unlike": "different actors", "recipients unlike": "different targets", "counts differ": "tolls differ",
    "means differ": "different means", "means clash": "means that exclude each other",
    "one looks back": "one looks back, the other does not",
}  # fmt: skip


def questions_of(
    incidents: Sequence[Incident], doubts: Iterable[Doubt], log: Sequence[Judgement]
) -> tuple[Question, ...]:
    """The questions of a resolution, the most valuable first; what a person accepted or corrected is not asked."""
    homes = {s: i for i in incidents for s in i.statements}
    settled = {j.id for j in log if j.verdict in ("accept", "reject", "correct")}
    found = {q.id: q for d in doubts if (q := _close(d, homes))}
    for incident in incidents:
        if settled.isdisjoint(incident.judged):
            found |= {q.id: q for q in _about(incident)}
    return tuple(sorted(found.values(), key=lambda q: (-q.value, q.id))[:MOST])


def _close(doubt: Doubt, homes: Mapping[str, Incident]) -> Question | None:
    one, other = homes.get(doubt.one), homes.get(doubt.other)
    if one is None or other is None or (one is other) != doubt.joined:
        return None
    p = 1 / (1 + math.exp(JOIN - doubt.points))
    value = 4 * p * (1 - p) * max(_weight(one), _weight(other))
    reasons = tuple((WORDS.get(f) or _AGAINST.get(f, f), POINTS[f]) for f in doubt.features if POINTS[f])
    if doubt.joined:
        return _question("together", (one.id, doubt.other), value, (doubt.one, doubt.other), reasons)
    first, second = sorted((one.id, other.id))
    said = (doubt.one, doubt.other) if first == one.id else (doubt.other, doubt.one)
    return _question("apart", (first, second), value, said, reasons)


def _about(incident: Incident) -> Iterator[Question]:
    assessment = incident.assessment
    doubts: list[tuple[QuestionKind, float, str]] = []
    precision = incident.place.where_prec if incident.place else None
    if doubt := _VAGUE.get(precision, 0.0):
        doubts.append(
            ("place", doubt, "its place is not known to the district" if incident.place else "no place is known")
        )
    killed = whole_toll(assessment, "killed")
    if assessment and assessment.contested:
        spread = max((_spread(t) for t in assessment.tolls), default=0.0)
        words = "its tolls differ" if spread else "origins contradict each other"
        doubts.append(("toll", max(_DISPUTED, spread), words))
    if assessment and len(assessment.origins) == 1 and killed and (killed.best or killed.low or 0) >= _MANY:
        doubts.append(("single", _SINGLE, "many killed, by a single origin"))
    for kind, doubt, words in doubts:
        said = _telling(incident, killed if kind != "place" else None)
        yield _question(kind, (incident.id,), doubt * _weight(incident), said, ((words, 0.0),))


def _telling(incident: Incident, toll: Toll | None) -> tuple[str, ...]:
    """The statements to show: those that give the toll, else the first."""
    figures = [f.statement for f in toll.said] if toll else []
    return tuple(dict.fromkeys((*figures, *incident.statements)))[:_SHOWN]


def _spread(toll: Toll) -> float:
    if toll.low is None or toll.high is None:
        return 0.0
    return min(1.0, math.log((1 + toll.high) / (1 + toll.low)) / _WIDE)


def _weight(incident: Incident) -> float:
    toll = whole_toll(incident.assessment, "killed")
    killed = next((n for n in (toll.best, toll.high, toll.low) if n is not None), 0) if toll else 0
    return 1 + math.log2(1 + killed)


def _question(
    kind: QuestionKind, subjects: tuple[str, ...], value: float, said: tuple[str, ...],
    reasons: tuple[tuple[str, float], ...],
) -> Question:  # fmt: skip
    digest = hashlib.sha256(" ".join((kind, *subjects)).encode()).hexdigest()
    return Question(f"q{digest[:12]}", kind, subjects, round(value, 3), said, reasons)
