"""How many, given what origins of different kinds said: a log-normal measurement model on a grid of whole numbers.

Origin k says x about the truth m: ln x ~ Normal(ln m + bias_k, spread_k), rounded to whole people; sometimes (a
mistake, another count, a lie) with a much larger spread.  A range ("5 to 7", "dozens") is the mass between its ends;
"at least n" is left-censored, n with a tail above; "up to n" is n with a tail below.  Further origins of one side
count for less: they err together.  Prior: a power law of the truth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FINE_TO = 100
"""Whole numbers up to which the grid is exact; beyond it goes up by STEP."""
STEP = 1.02
REACH = 6
"""How many times the largest figure the grid goes up to."""
FLOOR = 0.25
"""Stands for a truth of nobody, whose logarithm there is not."""
LOW, HIGH = 0.05, 0.95

Array = NDArray[np.float64]


class Said(NamedTuple):
    """One origin's figure: bias and spread of its kind (natural log), low and high (None: not said; never both).

    ``share``: how much of its evidence counts (0-1).
    """

    bias: float
    spread: float
    low: int | None
    high: int | None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Model:
    """What holds for all origins (``[posterior]`` of the user's table).

    Parameters
    ----------
    exponent
        Of the prior, truth ** -exponent.
    outlier, outlier_spread
        Share of figures that are off in another way, and their spread (natural log).
    tail
        Further spread of "at least n" and "up to n" (natural log): how far truths lie beyond what is said so.
    """

    exponent: float = 1.0
    outlier: float = 0.1
    outlier_spread: float = 1.0
    tail: float = 0.2


@lru_cache(maxsize=1 << 16)
def posterior(said: tuple[Said, ...], model: Model = Model()) -> tuple[int, int, int]:
    """The 5, 50 and 95 % points of the truth, given figures of independent origins (sorted; at least one)."""
    numbers, prior = _grid(REACH * max(max(s.low or 0, s.high or 0) for s in said) + 10, model.exponent)
    centre = _log(numbers)
    weights = prior
    for one in said:
        weights = weights + one.share * np.log(_chance(one, centre, model) + 1e-300)
    mass = np.exp(weights - weights.max())
    run = np.cumsum(mass)
    low, best, high = (int(numbers[np.searchsorted(run, run[-1] * q)]) for q in (LOW, 0.5, HIGH))
    return low, _snap(best, said), high


@lru_cache(maxsize=1)
def _whole() -> tuple[Array, Array]:
    """Numbers to try up to a hundred million, and the width of the cell that each stands for."""
    numbers = list(range(FINE_TO + 1))
    while numbers[-1] < 10**8:
        numbers.append(max(numbers[-1] + 1, int(numbers[-1] * STEP)))
    grid = np.array(numbers, dtype=np.float64)
    ends = np.concatenate(([0.0], (grid[1:] + grid[:-1]) / 2, grid[-1:]))
    return grid, np.diff(ends)


@lru_cache(maxsize=4096)
def _grid(top: int, exponent: float) -> tuple[Array, Array]:
    """Numbers up to ``top`` with the logarithm of their prior."""
    numbers, width = _whole()
    count = int(np.searchsorted(numbers, top)) + 1
    return numbers[:count], np.log(width[:count]) - exponent * np.log(np.maximum(numbers[:count], 1))


def _log(numbers: Array) -> Array:
    return np.log(np.maximum(numbers, FLOOR))


def _chance(said: Said, truth: Array, model: Model) -> Array:
    """How likely an origin says so, for each truth (logarithms)."""
    usual = _usual(said, truth + said.bias, said.spread, model.tail)
    if not model.outlier or said.high == 0:
        return usual
    return (1 - model.outlier) * usual + model.outlier * _usual(said, truth, model.outlier_spread, model.tail)


def _usual(said: Said, centre: Array, spread: float, tail: float) -> Array:
    wider = sqrt(spread**2 + tail**2)
    if said.low is not None and said.high is not None:
        return _between(said.low - 0.5, said.high + 0.5, centre, spread)
    if said.low is not None:
        # "At least n" was n when it was said, and the truth is seldom below.
        if said.low == 0:
            return np.ones_like(centre)
        near = _between(said.low - 0.5, said.low + 0.5, centre - tail / 2, wider)
        return near * _between(said.low - 0.5, None, centre, spread)
    high = said.high or 0
    near = _between(high - 0.5, high + 0.5, centre + tail / 2, wider)
    return near * _between(0, high + 0.5, centre, spread)


def _between(low: float, high: float | None, centre: Array, spread: float) -> Array:
    above = 1.0 if high is None else _normal((log(high) - centre) / spread)
    below = _normal((log(low) - centre) / spread) if low > 0 else 0.0
    return np.maximum(above - below, 0.0)


def _normal(x: Array) -> Array:
    """The normal distribution function, within 1e-7 (Abramowitz and Stegun 1964, 26.2.17)."""
    size = np.abs(x)
    t = 1.0 / (1.0 + 0.2316419 * size)
    series = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    beyond = 0.3989422804014327 * np.exp(-0.5 * size * size) * series
    return np.where(x >= 0, 1.0 - beyond, beyond)


def _snap(best: int, said: Sequence[Said]) -> int:
    """Prefer a figure that somebody said to one that the grid cannot tell from it."""
    figures = [s.low for s in said if s.low and s.low == s.high]
    near = [x for x in figures if best and abs(log(x / best)) <= log(STEP)]
    return min(near, key=lambda x: (abs(x - best), x)) if near else best
