"""Biases and spreads of kinds of origin, learnt from tolls that several origins count, shrunk to the table's priors.

Nothing is learnt unasked: a learnt table changes every score of a workbench, so it is data that the user takes into the
pack (or not).  With 1.5 origins to an event there is too little to learn from about single outlets: kinds only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import fsum, log, sqrt

from marsad.assess.table import Table
from marsad.values import Figure, Incident, Origin, Toll

PRIOR = 20.0
"""How many figures the priors are worth: fewer leave them nearly as they are."""
ROUNDS = 5
CLIP = 2.0
"""An error of more spreads than this counts as so many: outliers are the model's own part and widen no spread."""

Row = tuple[str, str]
"""Kind of origin, and whose losses."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """A table with learnt biases and spreads, and how many figures each row rests on."""

    table: Table
    tolls: Mapping[str, Mapping[str, tuple[float, float]]]
    figures: Mapping[Row, int]


@dataclass(frozen=True, slots=True)
class _Said:
    row: Row
    value: float


def learn(incidents: Iterable[Incident], table: Table) -> Learnt:
    """Learn from assessed incidents; the order of the incidents is of no account.

    Each figure is held against the others of its toll (their mean, freed of their biases, weighed by their spreads);
    what is left over is its error.  Means and spreads of the errors are shrunk towards the table (normal-inverse-gamma
    with :data:`PRIOR` figures' worth of prior), a few times over.
    """
    tolls = sorted(
        (sorted(said, key=lambda s: (s.row, s.value)) for i in incidents for said in _tolls(i, table)),
        key=lambda said: [(s.row, s.value) for s in said],
    )
    rows = sorted({s.row for said in tolls for s in said})
    prior = {row: _prior(row, table) for row in rows}
    held = dict(prior)
    number: dict[Row, int] = {}
    for _ in range(ROUNDS):
        errors: dict[Row, list[tuple[float, float]]] = defaultdict(list)
        for said in tolls:
            for row, error, doubt in _errors(said, held):
                errors[row].append((error, doubt))
        held = {row: _shrunk(errors[row], held[row], prior[row]) for row in rows}
        number = {row: len(errors[row]) for row in rows}
    learnt: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for (kind, whose), (bias, spread) in held.items():
        learnt[kind][whose] = (round(bias, 3), round(spread, 3))
    return Learnt(table.with_tolls(learnt), learnt, number)


def _prior(row: Row, table: Table) -> tuple[float, float]:
    kinds = table.rows.get("toll", {}).get(row[0], {})
    bias, spread = kinds.get(row[1]) or kinds.get("other") or (0.0, 0.25)
    return float(bias), float(spread)


def _tolls(incident: Incident, table: Table) -> Iterator[list[_Said]]:
    """The exact figures of tolls that two origins or more count, of sides only: a total repeats its parts."""
    if incident.assessment is None:
        return
    origins = {o.id: o for o in incident.assessment.origins}
    for toll in incident.assessment.tolls:
        said = [x for f in toll.said if (x := _exact(f, toll, origins[f.origin], table))]
        if toll.side is not None and len(said) > 1:
            yield said


def _exact(figure: Figure, toll: Toll, origin: Origin, table: Table) -> _Said | None:
    if not figure.low or figure.low != figure.high:
        return None
    return _Said((origin.kind, table.row_of(origin, toll.kind, toll.side)), log(figure.low))


def _errors(said: list[_Said], held: Mapping[Row, tuple[float, float]]) -> Iterator[tuple[Row, float, float]]:
    """Each figure's row, what it is above the others', and the variance of what the others say."""
    for n, one in enumerate(said):
        others = [(s.value - held[s.row][0], held[s.row][1] ** -2) for m, s in enumerate(said) if m != n]
        weight = fsum(w for _, w in others)
        centre = fsum(v * w for v, w in others) / weight
        bias, spread = held[one.row]
        reach = CLIP * sqrt(spread**2 + 1 / weight)
        yield one.row, bias + max(-reach, min(reach, one.value - centre - bias)), 1 / weight


def _shrunk(
    errors: list[tuple[float, float]], held: tuple[float, float], prior: tuple[float, float]
) -> tuple[float, float]:
    """Bias and spread after these errors; an error that rests on doubtful others weighs less."""
    weights = [held[1] ** 2 / (held[1] ** 2 + doubt) for _, doubt in errors]
    total = fsum(weights)
    bias = (PRIOR * prior[0] + fsum(w * e for w, (e, _) in zip(weights, errors, strict=True))) / (PRIOR + total)
    left = fsum(w * max(0.0, (e - bias) ** 2 - doubt) for w, (e, doubt) in zip(weights, errors, strict=True))
    return bias, sqrt((PRIOR * prior[1] ** 2 + left) / (PRIOR + total))
