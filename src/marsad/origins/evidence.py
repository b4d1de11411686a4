"""What speaks for one text being a copy of another: named features, each worth points.

Copies of agency reports share on average three word triples in ten (Jaccard 0.30, NEWS-COPY, ICLR 2023): half of them
are cut or rewritten past what shingles alone can tell from two reports of one event.  So the text's triples are weighed
with what the statements say: pairs of telling words that survive when sentences are turned round, long runs of words,
figures, credits and days.  The points were set on copies of the exercise (``python -m benchmarks.copier``) and held
against pairs of real reports of one event (ECB+ training topics, read by eye: up to 0.3 contained they are mostly
reports of their own with a shared quote, from 0.35 on mostly one agency's text).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from marsad.pack import fold

COPY_FROM = 3.5
"""Points from which a text is a copy.

On the exercise independent reports of one incident have 1.0 at most and rewritten copies 4.5 at least; real reports of
one event lie nearer (above), which is why the line is not drawn lower.
"""
CONTAINED = 10.0
"""Points for a text whose triples the other holds all."""
PAIRS = 4.0
"""Points for telling pairs of words that the other holds all."""
FEWEST_PAIRS = 6
"""Pairs below which their share counts for less: two clauses about one bomb share a few."""
RUN_FROM, RUN_POINT, RUN_MOST = 6, 0.3, 4.0
"""Words in a row from which a run is no coincidence, points for each further one, and the most that runs give."""
FIGURE, FIGURES_MOST = 0.4, 0.8
"""Points for each figure beyond the first that both give: one figure is the event's, several are a text's."""
CONFLICT = -0.4
"""Points where they give a kind of figure and none of it is the same."""
CREDIT = 2.0
"""Points where one names the other's outlet as its source, or both name one agency."""
LATE, LATE_DAYS, VERBATIM = -1.0, 10, 5.0
"""Points where more than so many days lie between, unless the words alone have the points of a reprint."""
SHARED = 5
"""Fewest triples in common that say anything at all."""
SKETCH = 64
"""The k of the bottom-k sketches; a shorter sketch holds all 3-grams of its text."""
SHORT_WORD = 3
WINDOW = 2
"""Telling words up to so many places apart make a pair, in whichever order."""
_WORD = re.compile(r"\w+")

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Trace:
    """What a document leaves to be compared by."""

    sketch: tuple[int, ...]
    quotes: tuple[str, ...]
    """Its statements' quotes, folded, in order."""
    figures: Set[tuple[str, int | None, int | None]]
    published: date | None
    names: Set[str]
    """Keys of its outlet and of those that it credits."""


def containment(one: Sequence[int], other: Sequence[int]) -> tuple[float, int]:
    """Estimate how much of the shorter text the longer one holds, from bottom-k sketches (sorted hashes).

    Both sketches are complete below the smaller of their largest hashes; the shares are counted there (Broder 1997,
    "On the resemblance and containment of documents").  Returns the estimate (0-1) and how many hashes are shared.
    """
    together = set(one).intersection(other)
    if not together:
        return 0.0, 0
    reach = min(_reach(one), _reach(other))
    # Sketches are sorted: what lies within reach is a beginning of each.
    smaller = min(bisect_right(one, reach), bisect_right(other, reach))
    shared = sum(h <= reach for h in together)
    return (shared / smaller, shared) if smaller else (0.0, 0)


def _reach(sketch: Sequence[int]) -> int:
    return sketch[-1] if len(sketch) >= SKETCH else 1 << 70


@lru_cache(maxsize=1 << 15)
def words_of(quote: str) -> tuple[str, ...]:
    """The words of a folded quote."""
    return tuple(_WORD.findall(quote))


@lru_cache(maxsize=1 << 15)
def pairs_of(quote: str) -> frozenset[Pair]:
    """Pairs of telling words near one another: numbers, and words of more than three letters."""
    telling = [w for w in words_of(quote) if len(w) > SHORT_WORD or w.isdigit()]
    near = ((a, b) for i, a in enumerate(telling) for b in telling[i + 1 : i + 1 + WINDOW])
    return frozenset((a, b) if a < b else (b, a) for a, b in near)


@lru_cache(maxsize=1 << 12)
def all_pairs(quotes: tuple[str, ...]) -> frozenset[Pair]:
    """:func:`pairs_of` several quotes together."""
    return frozenset[Pair]().union(*map(pairs_of, quotes))


def folded(quote: str) -> str:
    """A quote as it is compared: folded, blanks alike."""
    return " ".join(fold(quote).split())


@dataclass(frozen=True, slots=True)
class Likeness:
    """What speaks for a copy and against it: features with their points.  ``worded``: of the words alone."""

    features: Mapping[str, float]
    worded: float

    @property
    def points(self) -> float:
        """All points together."""
        return sum(self.features.values())

    @property
    def is_copy(self) -> bool:
        """Whether the points make a copy: figures and credits alone make none."""
        return self.worded >= COPY_FROM / 2 and self.points >= COPY_FROM


def likeness(one: Trace, other: Trace) -> Likeness:
    """Weigh what speaks for one text being a copy of the other."""
    found: dict[str, float] = {}
    share, shared = containment(one.sketch, other.sketch)
    if share and shared >= min(SHARED, len(one.sketch), len(other.sketch)):
        found[f"{share:.0%} of the shorter text"] = CONTAINED * share
    pairs = _pairs(one, other)
    if pairs:
        found["telling pairs of words"] = pairs
    run = _longest_run(one.quotes, other.quotes) if pairs else 0
    if run > RUN_FROM:
        found[f"{run} words in a row"] = min(RUN_MOST, RUN_POINT * (run - RUN_FROM))
    worded = sum(found.values())
    found |= _figures(one, other)
    if one.names & other.names and one.names != other.names:
        found["credit"] = CREDIT
    # What is verbatim stays a copy however late.
    days = abs((one.published - other.published).days) if one.published and other.published else 0
    if days > LATE_DAYS and worded < VERBATIM:
        found["long after"] = LATE
    return Likeness(found, worded)


def _pairs(one: Trace, other: Trace) -> float:
    if not one.quotes or not other.quotes:
        return 0.0
    first, second = all_pairs(one.quotes), all_pairs(other.quotes)
    smaller = min(len(first), len(second))
    if not smaller:
        return 0.0
    return PAIRS * len(first & second) / max(smaller, FEWEST_PAIRS)


def _longest_run(one: Sequence[str], other: Sequence[str]) -> int:
    """The longest run of words that stands in a quote of both, where it is longer than ``RUN_FROM``."""
    ours, theirs = ([q for q in quotes if len(words_of(q)) > RUN_FROM] for quotes in (one, other))
    return max((_run(first, second) for first in ours for second in theirs), default=0)


@lru_cache(maxsize=1 << 14)
def _run(one: str, other: str) -> int:
    words = words_of(one)
    if one == other:
        return len(words)
    places: dict[str, list[int]] = {}
    for n, word in enumerate(words_of(other)):
        places.setdefault(word, []).append(n)
    best, before = 0, dict[int, int]()
    for word in words:
        now: dict[int, int] = {}
        for n in places.get(word, ()):
            run = now[n] = before.get(n - 1, 0) + 1
            if run > best:
                best = run
        before = now
    return best


def _figures(one: Trace, other: Trace) -> dict[str, float]:
    same = one.figures & other.figures
    kinds = {k for k, _, _ in one.figures} & {k for k, _, _ in other.figures}
    conflicts = kinds - {k for k, _, _ in same}
    found = {}
    if len(same) > 1:
        found[f"{len(same)} figures"] = min(FIGURES_MOST, FIGURE * (len(same) - 1))
    if conflicts:
        found["other figures"] = CONFLICT * len(conflicts)
    return found
