"""How the workbench stands, and what is being done to it just now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from marsad.views.wording import SHAPES, reason_words

STAGES: Mapping[str, str] = {"": "starting", "read": "reading", "code": "coding", "resolve": "resolving and assessing"}
"""Stages of the work in words."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What is being done or was done last: the command, how far it is (a share of 1, None: unknown), what came of it.

    ``state``: ``working``, ``done``, ``stopped`` or ``failed``.
    """

    what: str
    state: str
    stage: str
    done: int
    total: int
    share: float | None
    began: datetime
    told: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much of everything there is; ``stale``: documents that are to be coded."""

    documents: int
    coded: int
    stale: int
    sentences: int
    statements: int
    incidents: int
    claims: int
    problems: int
    judgements: int
    shapes: Sequence[tuple[str, int]]
    reasons: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class StatusPage:
    """Everything about the state of a workbench; ``fresh``: incidents and claims are those of today."""

    activity: Activity | None
    amounts: Amounts
    fresh: bool
    backend: str
    pack: str
    sources: Sequence[tuple[str, str]]
    """Gazetteers and reference data: name, what it is."""


def share_of(done: int, total: int) -> float | None:
    """How much of the work is done."""
    return round(done / total, 3) if total else None


def by_number(numbers: Mapping[str, int], words: Mapping[str, str] | None = None) -> tuple[tuple[str, int], ...]:
    """Numbers with plain words, the largest first; without ``words`` the keys are reasons of uncoded sentences."""
    said = ((words.get(k, k) if words else reason_words(k), n) for k, n in numbers.items())
    return tuple(sorted(said, key=lambda x: (-x[1], x[0])))


def shape_words(numbers: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Statements by shape."""
    return by_number(numbers, {str(k): v for k, v in SHAPES.items()})
