"""Small scores that many sets share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Outcome:
    """What a scorer gives back."""

    n: int
    metrics: dict[str, float]
    errors: list[Mapping[str, Any]] = field(default_factory=list)


def share(hits: Iterable[bool]) -> float:
    """Fraction that is true; 0 of nothing is 0."""
    values = list(hits)
    return sum(values) / len(values) if values else 0.0


def f1(true_positive: float, found: float, wanted: float) -> float:
    """Harmonic mean of precision and recall from counts."""
    if not true_positive:
        return 0.0
    return 2 * true_positive / (found + wanted)


def binary_f1(pairs: Iterable[tuple[bool, bool]]) -> float:
    """F1 of (gold, answer) pairs on the positive class."""
    values = list(pairs)
    return f1(sum(g and a for g, a in values), sum(a for _, a in values), sum(g for g, _ in values))
