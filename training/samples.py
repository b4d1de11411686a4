"""Labelled sentences of every source in one form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

IGNORE = -100
"""The tag of a word about which a source says nothing."""
Pair = tuple[int, int, int, bool]
"""Trigger word, first and last word of a place, whether the event happened there."""


@dataclass(frozen=True, slots=True)
class Fact:
    """How far the event of a word happened, and how much the annotators' answer weighs (0 to 1)."""

    word: int
    value: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """One proposition: its trigger word, what kind it is, and its roles as (role, first word, last word)."""

    trigger: int
    kind: str
    mode: str = ""
    roles: tuple[tuple[str, int, int], ...] = ()
    auxiliaries: frozenset[str] = frozenset()
    modality: str = "asserted"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence; a source fills what it knows.

    ``tags`` are those of ``heads.LABELS`` ("" where the source does not say), empty when it labels no names;
    ``fillers`` likewise with ``eventheads.FILLER_LABELS``; ``events`` is None where the source labels no events.
    """

    source: str
    words: tuple[str, ...]
    tags: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    facts: tuple[Fact, ...] = ()
    weight: float = 1.0
    key: str = field(default="")
    events: tuple[Event, ...] | None = None
    fillers: tuple[str, ...] = ()


def bio(length: int, spans: Sequence[tuple[int, int, str]], rest: str = "O") -> tuple[str, ...]:
    """Tags of spans (first word, last word, kind), ``rest`` elsewhere; of overlapping spans the first one counts."""
    tags = [rest] * length
    taken = [False] * length
    for first, last, kind in spans:
        if any(taken[first : last + 1]):
            continue
        for i in range(first, last + 1):
            tags[i], taken[i] = ("B-" if i == first else "I-") + kind, True
    return tuple(tags)


def glued(sample: Sample, glue: Sequence[int]) -> Sample:
    """The sample with the words around each hyphen of ``glue`` made one word, as running text writes them."""
    joined: list[list[int]] = []
    hyphens = set(glue)
    for i in range(len(sample.words)):
        if joined and (i in hyphens or i - 1 in hyphens):
            joined[-1].append(i)
        else:
            joined.append([i])
    at = {i: n for n, group in enumerate(joined) for i in group}
    tags = sample.tags and tuple(sample.tags[g[0]] for g in joined)
    return replace(
        sample,
        words=tuple("".join(sample.words[i] for i in g) for g in joined),
        tags=tags,
        pairs=tuple((at[t], at[a], at[b], yes) for t, a, b, yes in sample.pairs),
        facts=tuple(replace(f, word=at[f.word]) for f in sample.facts),
    )


def hyphens(sample: Sample) -> list[int]:
    """Hyphens between two words that may be glued: inside one name or outside of all."""
    found: list[int] = []
    if sample.events is not None or sample.fillers:
        return found
    for i in range(1, len(sample.words) - 1):
        if sample.words[i] != "-" or not (sample.words[i - 1][-1].isalnum() and sample.words[i + 1][0].isalnum()):
            continue
        around = sample.tags[i - 1 : i + 2] if sample.tags else ("O", "O", "O")
        inside = around[1].startswith("I-") and around[2].startswith("I-")
        if inside or all(tag == "O" for tag in around):
            found.append(i)
    return found
