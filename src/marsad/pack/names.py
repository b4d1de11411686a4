"""Find the pack's names in text: one automaton over all names, exact in offsets.

Aho-Corasick with ``overlapping``, then the word-boundary filter, then longest: taking the longest match first would
hide "Bara" behind "Barab…" (measured: 4 % of names lost at a million names).
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import ahocorasick_rs

if TYPE_CHECKING:
    from marsad.pack.types import Actor

_MARKED = {
    letter: base
    for letter in map(chr, (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)))
    if (base := unicodedata.normalize("NFD", letter)[0]) != letter and base.isascii()
}
"""Latin letters with marks and the bare ones: "Faīẕābād" and "Faizabad" are one name."""
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "\n": " ", "\t": " ", "\r": " ",
     "\u00a0": " ", "\u202f": " ", "\u2009": " ", **_MARKED}
)  # fmt: skip


def fold(text: str) -> str:
    """Lower-case, unify apostrophes, dashes and blanks, drop marks: one character for one, so that offsets hold."""
    if text.isascii():  # most text: four replacements take a tenth of a translation
        return text.lower().replace("`", "'").replace("\n", " ").replace("\t", " ").replace("\r", " ")
    same = text.translate(_SAME)
    low = same.lower()
    if len(low) == len(same):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in same)


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name of the pack in a text: half-open offsets and every registry id that bears the name."""

    start: int
    end: int
    places: tuple[str, ...]
    actors: tuple[str, ...]
    outlets: tuple[str, ...]
    label_of: tuple[str, ...] = ()
    """Ids of actors for which the matched words are a label that one side imposes."""


@dataclass(slots=True)
class _Entry:
    name: str
    places: list[str]
    actors: list[str]
    outlets: list[str]
    labels: list[str]


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


class NameIndex:
    """The automaton and what each pattern stands for."""

    def __init__(self, entries: list[_Entry], patterns: list[str]) -> None:
        self._entries = entries
        self._automaton = ahocorasick_rs.AhoCorasick(
            patterns, matchkind=ahocorasick_rs.MatchKind.Standard, store_patterns=False
        )

    @classmethod
    def build(cls, places: Iterable[_Named], actors: Iterable[Actor], outlets: Iterable[_Named]) -> NameIndex:
        """Index all names, aliases and labels.  Case counts only for acronyms ("WHO", "LeT")."""
        table: dict[str, _Entry] = {}

        def entry(name: str) -> _Entry:
            folded = fold(name)
            # An acronym keeps its case in the key, so that "who" never finds WHO.
            key = folded if not _is_acronym(name) else "\0" + name
            return table.setdefault(key, _Entry(name, [], [], [], []))

        for place in places:
            for name in dict.fromkeys((place.name, *place.aliases)):
                entry(name).places.append(place.id)
        for actor in actors:
            for name in dict.fromkeys((actor.name, *actor.aliases)):
                entry(name).actors.append(actor.id)
            for label in actor.labels:
                entry(label.text).labels.append(actor.id)
        for outlet in outlets:
            for name in dict.fromkeys((outlet.name, *outlet.aliases)):
                entry(name).outlets.append(outlet.id)
        for one in table.values():  # "Yaoundé" and "Yaounde" are two aliases and one name
            for ids in (one.places, one.actors, one.outlets, one.labels):
                ids[:] = dict.fromkeys(ids)
        # "LeT" and "LET" are two acronyms with one folded pattern: the automaton reports both, the case decides.
        patterns = [fold(value.name) if key.startswith("\0") else key for key, value in table.items()]
        return cls(list(table.values()), patterns)

    def find(self, text: str) -> list[NameHit]:
        """Every name that stands in ``text`` at word boundaries: the longest at each place, left to right."""
        found: dict[tuple[int, int], list[_Entry]] = defaultdict(list)
        folded = fold(text)
        size = len(folded)
        for pattern, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            # Spelt out: four in five matches end here, within a word.
            if (start and folded[start - 1].isalnum()) or (end < size and folded[end].isalnum()):
                continue
            entry = self._entries[pattern]
            written = text[start:end]
            if _is_acronym(entry.name):
                if written != entry.name:
                    continue
            elif written[:1].islower() and entry.name[:1].isupper() and not entry.labels:
                continue
            if entry.outlets and not (entry.places or entry.actors) and not _titled(written, entry.name):
                continue
            found[(start, end)].append(entry)
        return list(_longest(found))


def _is_acronym(name: str) -> bool:
    # "LeT" and "JuD" too: folded, the first would be found in every "let".
    return 1 < len(name) <= 6 and (name.isupper() or (" " not in name and sum(c.isupper() for c in name) > 1))


def _titled(written: str, name: str) -> bool:
    # A title keeps its capitals: "The news came late" names no newspaper.
    starts = (i for i, c in enumerate(name) if c.isupper() and (i == 0 or name[i - 1] == " "))
    return all(written[i].isupper() for i in starts)


def _longest(found: dict[tuple[int, int], list[_Entry]]) -> Iterator[NameHit]:
    reached = 0
    for start, end in sorted(found, key=lambda s: (s[0], -s[1])):
        if start < reached:
            continue
        reached = end
        entries = found[(start, end)]
        if len(entries) == 1:
            one = entries[0]
            yield NameHit(start, end, *map(tuple, (one.places, one.actors, one.outlets, one.labels)))
            continue
        yield NameHit(
            start,
            end,
            tuple(dict.fromkeys(i for e in entries for i in e.places)),
            tuple(dict.fromkeys(i for e in entries for i in e.actors)),
            tuple(dict.fromkeys(i for e in entries for i in e.outlets)),
            tuple(dict.fromkeys(i for e in entries for i in e.labels)),
        )
