"""How many, given what origins of different kinds said: a log-normal measurement model on a grid of whole numbers.

Origin k says x about the truth m: ln x ~ Normal(ln m + bias_k, spread_k), rounded to whole people.  A range ("5 to 7",
"dozens") is the mass between its ends; "at least n" is n with a tail above, "up to n" n with a tail below.  Prior: 1/m
(every size of toll alike).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import erf, fsum, log, sqrt
from typing import NamedTuple

FINE_TO = 40
"""Whole numbers up to which the grid is exact; beyond it goes up by STEP."""
STEP = 1.03
FLOOR = 0.25
"""Stands for a truth of nobody, whose logarithm there is not."""
TAIL = 0.2
"""Further spread (natural log) of "at least n" and "up to n": how far truths lie beyond what is said so."""
LOW, HIGH = 0.05, 0.95


class Said(NamedTuple):
    """One origin's figure: bias and spread of its kind (natural log), low and high (None: not said; never both)."""

    bias: float
    spread: float
    low: int | None
    high: int | None


@lru_cache(maxsize=65536)
def posterior(said: tuple[Said, ...]) -> tuple[int, int, int]:
    """The 5, 50 and 95 % points of the truth, given figures of independent origins (sorted; at least one)."""
    grid = _grid(said)
    weights = []
    for number, width in grid:
        value = width / max(number, 1)
        for one in said:
            value *= _chance(one, number)
        weights.append(value)
    total = fsum(weights)
    if total <= 0.0:
        # Figures so far apart that no truth explains them: say no more than their range.
        ends = sorted(x for s in said for x in (s.low, s.high) if x is not None)
        return ends[0], ends[len(ends) // 2], ends[-1]
    low, best, high = (_quantile(grid, weights, total * share) for share in (LOW, 0.5, HIGH))
    return low, _snap(best, said), high


def _grid(said: Sequence[Said]) -> list[tuple[int, float]]:
    """Numbers to try, and how many whole numbers each stands for; what was said is among them."""
    top = 4 * max(max(s.low or 0, s.high or 0) for s in said) + 10
    numbers = set(range(0, min(FINE_TO, top) + 1))
    number = FINE_TO
    while number < top:
        number = max(number + 1, int(number * STEP))
        numbers.add(number)
    numbers.update(x for s in said for x in (s.low, s.high) if x is not None)
    order = sorted(numbers)
    ends = [order[0], *((a + b) / 2 for a, b in pairwise(order)), order[-1]]
    return [(n, max(ends[i + 1] - ends[i], 0.5)) for i, n in enumerate(order)]


def _chance(said: Said, truth: int) -> float:
    centre = log(truth or FLOOR) + said.bias
    spread = sqrt(said.spread**2 + TAIL**2)
    if said.low is not None and said.high is not None:
        return _between(said.low - 0.5, said.high + 0.5, centre, said.spread)
    if said.low is not None:
        # "At least n" was n when it was said, and the truth is seldom below.
        near = _between(said.low - 0.5, said.low + 0.5, centre - TAIL / 2, spread)
        return near * _between(said.low - 0.5, None, centre, said.spread) if said.low else 1.0
    high = said.high or 0
    return _between(high - 0.5, high + 0.5, centre + TAIL / 2, spread) * _between(0, high + 0.5, centre, said.spread)


def _between(low: float, high: float | None, centre: float, spread: float) -> float:
    above = 1.0 if high is None else _normal((log(high) - centre) / spread)
    return above - (_normal((log(low) - centre) / spread) if low > 0 else 0.0)


def _normal(x: float) -> float:
    return 0.5 * (1.0 + erf(x / 1.4142135623730951))


def _quantile(grid: Sequence[tuple[int, float]], weights: Sequence[float], reach: float) -> int:
    run = 0.0
    for (number, _), weight in zip(grid, weights, strict=True):
        run += weight
        if run >= reach:
            return number
    return grid[-1][0]


def _snap(best: int, said: Sequence[Said]) -> int:
    """Prefer a figure that somebody said to one that the grid cannot tell from it."""
    figures = [s.low for s in said if s.low is not None and s.low == s.high]
    near = [x for x in figures if best and abs(log(max(x, 1) / best)) <= log(STEP)]
    return min(near, key=lambda x: (abs(x - best), x)) if near else best
