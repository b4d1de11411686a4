"""Small scores that many sets share."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Outcome:
    """What a scorer gives back."""

    n: int
    metrics: dict[str, float]
    errors: list[Mapping[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """Running counts for a precision, a recall and an F1."""

    right: float = 0
    found: float = 0
    wanted: float = 0

    def add(self, gold: Iterable[Hashable], ours: Iterable[Hashable]) -> None:
        """Count two sets of things."""
        gold, ours = set(gold), set(ours)
        self.right += len(gold & ours)
        self.found += len(ours)
        self.wanted += len(gold)

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Of what was wanted, the share that was found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return f1(self.right, self.found, self.wanted)


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


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Mean over the gold's classes of each class's F1, from (gold, answer) pairs."""
    classes = sorted({g for g, _ in pairs})
    if not classes:
        return 0.0
    return sum(binary_f1((g == c, a == c) for g, a in pairs) for c in classes) / len(classes)


def pearson(pairs: Sequence[tuple[float, float]]) -> float:
    """Product-moment correlation; 0 where one side does not vary."""
    if not pairs:
        return 0.0
    mean_x = sum(x for x, _ in pairs) / len(pairs)
    mean_y = sum(y for _, y in pairs) / len(pairs)
    shared = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    spread = math.sqrt(sum((x - mean_x) ** 2 for x, _ in pairs) * sum((y - mean_y) ** 2 for _, y in pairs))
    return shared / spread if spread else 0.0
