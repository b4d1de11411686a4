"""Which documents tell in the same words: copies, cut and rewritten copies, verbatim sentences."""

from __future__ import annotations

import struct
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from marsad.origins.evidence import CONTAINED as CONTAINED_ALL
from marsad.origins.evidence import COPY_FROM, SHARED, VERBATIM, Trace, containment, likeness, pairs_of, words_of
from marsad.values import CopyLink

CONTAINED = 0.5
"""Share of the shorter text's 3-grams in the longer from which the one is a copy of the other, whatever else."""
LONG_QUOTE = 8
"""Words from which the same quote in two documents is no coincidence."""
WORD_FOR_WORD = COPY_FROM
POSTINGS = 16
"""Documents kept per 3-gram (or pair of words) while looking for partners: keeps a flood of copies linear."""
FEW = 24
"""Texts up to which each is compared with each."""
COMPARED = 48
"""Earlier texts that a text is compared with, those that share most first."""
KEPT = 1 << 14
"""Results that are kept: resolve and then assess ask the same of nearly every incident (half of assess's time)."""


def is_copy(one: Sequence[int], other: Sequence[int]) -> bool:
    """Say whether one text is a copy of the other, or of a good part of it, by their sketches alone."""
    share, shared = containment(one, other)
    return share >= CONTAINED and shared >= min(SHARED, len(one), len(other))


@dataclass(frozen=True, slots=True)
class Copies:
    """Documents grouped by copying.  Keys come from content, so that more copies of a text do not change them."""

    groups: Mapping[str, str]
    """Document -> key of its group."""
    firsts: Mapping[str, tuple[str, ...]]
    """Key of a group -> the documents (one text) that it began with."""
    links: tuple[CopyLink, ...] = ()


@dataclass(slots=True)
class _Print:
    """One text, however many documents hold it to the letter."""

    trace: Trace
    documents: list[str]
    order: tuple[Any, ...]
    key: str
    hashes: frozenset[int]
    long_quotes: frozenset[str]


def find_copies(traces: Mapping[str, Trace]) -> Copies:
    """Group documents (id -> what they leave to compare by) that copy one another.

    Texts are taken in order of publication; each joins the one earlier text that it is most like, if it is like enough.
    So a digest that copies two reports does not make them one.
    """
    return _found(tuple(sorted(traces.items(), key=itemgetter(0))))


@lru_cache(maxsize=KEPT)
def _found(traces: tuple[tuple[str, Trace], ...]) -> Copies:
    prints = _prints(dict(traces))
    root: dict[int, int] = {}
    links: list[CopyLink] = []
    near = _Neighbours() if len(prints) > FEW else None
    for n, text in enumerate(prints):
        parent, reasons = _parent(text, prints, near.of(text) if near else range(n)) if n else (None, {})
        root[n] = root[parent] if parent is not None else n
        if parent is not None:
            words = tuple(f"{k} ({v:+.1f})" for k, v in reasons.items())
            source = prints[parent].documents[0]
            links.append(CopyLink(text.documents[0], source, round(sum(reasons.values()), 2), words))
        if near:
            near.add(n, text)
        links += [CopyLink(d, text.documents[0], CONTAINED_ALL, ("the same text",)) for d in text.documents[1:]]
    groups = {d: prints[root[n]].key for n, text in enumerate(prints) for d in text.documents}
    firsts = {prints[r].key: tuple(prints[r].documents) for r in root.values()}
    return Copies(groups, firsts, tuple(sorted(links, key=lambda x: x.document)))


def _prints(traces: Mapping[str, Trace]) -> list[_Print]:
    """The texts, each once, in order of publication and then by what they share and hold."""
    found: dict[tuple[object, ...], _Print] = {}
    for document in sorted(traces):
        trace = traces[document]
        long = tuple(sorted({q for q in trace.quotes if len(words_of(q)) >= LONG_QUOTE}))
        # Without any content to compare, a document stands for itself.
        known: tuple[object, ...] = (trace.sketch, long) if trace.sketch or long else ((), (document,))
        held = found.get(known)
        order = (trace.published or date.max, *known)
        if held is None:
            found[known] = _Print(trace, [document], order, _key(known), frozenset(trace.sketch), frozenset(long))
        elif order < held.order:
            held.trace, held.order = trace, order
            held.documents.insert(0, document)
        else:
            held.documents.append(document)
    common = Counter(h for text in found.values() for h in text.hashes)
    # Of one day's texts that share most with the others began it: copies are like their source more than one another.
    return sorted(found.values(), key=lambda p: (p.order[0], -sum(common[h] for h in p.hashes), p.order[1:]))


def _key(known: tuple[object, ...]) -> str:
    sketch, words = known
    numbers = sketch if isinstance(sketch, tuple) else ()
    data = struct.pack(f"<{len(numbers)}Q", *numbers) + repr(words).encode()
    return blake2b(data, digest_size=5).hexdigest()


class _Neighbours:
    """Finds earlier texts that share triples, pairs of words or a long quote with a text."""

    def __init__(self) -> None:
        self._postings: dict[object, list[int]] = defaultdict(list)

    def of(self, text: _Print) -> list[int]:
        """Positions of texts that share anything, those that share most first."""
        shared: dict[int, int] = defaultdict(int)
        for mark in self._marks(text):
            for other in self._postings.get(mark, ()):
                shared[other] += 1
        return sorted(shared, key=lambda n: (-shared[n], n))[:COMPARED]

    def add(self, position: int, text: _Print) -> None:
        """Keep a text to be found; a mark that many texts bear keeps the first ones."""
        for mark in self._marks(text):
            held = self._postings[mark]
            if len(held) < POSTINGS:
                held.append(position)

    @staticmethod
    def _marks(text: _Print) -> Iterator[object]:
        yield from text.trace.sketch
        seen = {p for q in text.trace.quotes for p in pairs_of(q)}
        yield from sorted(seen)
        yield from dict.fromkeys(text.long_quotes)


def _parent(text: _Print, prints: Sequence[_Print], near: Sequence[int]) -> tuple[int | None, Mapping[str, float]]:
    """The earlier text that a text copies, and why: the one with most points, of equals the earliest."""
    found: list[tuple[float, int, Mapping[str, float]]] = []
    for other in near:
        reasons = _reasons(text, prints[other])
        if reasons is not None:
            found.append((-round(sum(reasons.values()), 6), other, reasons))
    if not found:
        return None, {}
    _, other, reasons = min(found, key=lambda f: f[:2])
    return other, reasons


def _reasons(one: _Print, other: _Print) -> Mapping[str, float] | None:
    """Why one text copies the other; None if it does not."""
    if one.hashes.isdisjoint(other.hashes) and not (one.trace.quotes and other.trace.quotes):
        return None
    like = likeness(one.trace, other.trace)
    if like.is_copy or (like.worded >= VERBATIM and is_copy(one.trace.sketch, other.trace.sketch)):
        return like.features
    if not one.long_quotes.isdisjoint(other.long_quotes):
        return {**like.features, "a sentence word for word": WORD_FOR_WORD}
    return None
