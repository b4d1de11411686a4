"""Words to word pieces, as the encoder's vocabulary wants them, and what their letters look like.

The rule is BERT's uncased one: lower case, accents off, marks apart, then the longest piece of the vocabulary from the
left.  It stands here in forty lines because the library that does it brings a network client and a dozen packages into
a program that runs offline; ``training/check_pieces.py`` compares the two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CASES", "Pieces", "Window", "case_classes", "read_vocabulary", "windows"]

CLS, SEP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
WORD_LIMIT = 8
"""Pieces kept of one word: addresses and hashes say nothing after that."""
LONGEST = 100
"""Characters of a longer word are not looked up (BERT's own limit)."""
CASES = 12
"""Classes of :func:`case_classes`; class 0 also stands for padding and the encoder's own marks."""
_OPENERS = frozenset("\"“”«»„‘'`([:;-–—•*>|") | {"``", "''", "--"}


def read_vocabulary(path: Path) -> Mapping[str, int]:
    """The pieces of a vocabulary file, one a line, with their numbers."""
    return {piece: n for n, piece in enumerate(path.read_text(encoding="utf-8").splitlines())}


def case_classes(words: Sequence[str]) -> list[int]:
    """What the letters of each word look like: 0 no letter, 1 lower, 2 title, 3 upper, 4 mixed, 5 one capital.

    Six is added where the word opens the sentence, or follows a quotation mark, bracket, colon or dash: there a
    capital says less.
    """
    classes = []
    opening = True
    for word in words:
        classes.append(_case(word) + (6 if opening else 0))
        opening = word in _OPENERS or (opening and not any(c.isalnum() for c in word))
    return classes


def _case(word: str) -> int:
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 0
    if len(letters) == 1:
        return 5 if letters[0].isupper() else 1
    if all(not c.isupper() for c in letters):
        return 1
    if all(c.isupper() for c in letters):
        return 3
    return 2 if letters[0].isupper() and not any(c.isupper() for c in letters[1:]) else 4


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of words that goes through the encoder in one call.

    ``ids`` and ``cases`` have one number per piece (first and last are the encoder's own marks); ``heads`` is the
    position of the first piece of each word; ``first`` is the number of the first word in the sentence.
    """

    ids: list[int]
    cases: list[int]
    heads: list[int]
    first: int


class Pieces:
    """Cuts words into pieces; remembers the words that it has cut."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._known: dict[str, tuple[int, ...]] = {}
        self.cls, self.sep, self.unknown = (vocabulary[mark] for mark in (CLS, SEP, UNKNOWN))

    def of(self, word: str) -> tuple[int, ...]:
        """The numbers of a word's pieces: at least one, at most :data:`WORD_LIMIT`."""
        found = self._known.get(word)
        if found is None:
            ids = [i for part in _parts(word) for i in self._cut(part)]
            found = tuple(ids[:WORD_LIMIT]) or (self.unknown,)
            self._known[word] = found
        return found

    def _cut(self, part: str) -> list[int]:
        """The longest known piece from the left, again and again; the mark for unknown when one is missing."""
        if len(part) > LONGEST:
            return [self.unknown]
        ids: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                piece = self._vocabulary.get(part[start:end] if start == 0 else "##" + part[start:end])
                if piece is not None:
                    ids.append(piece)
                    start = end
                    break
            else:
                return [self.unknown]
        return ids


def _parts(word: str) -> list[str]:
    """A word in lower case and without accents, marks and ideographs apart."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
    parts: list[str] = []
    fresh = True
    for c in plain:
        if c.isspace() or unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn"):
            fresh = c.isspace() or fresh
        elif _is_mark(c) or 0x4E00 <= ord(c) <= 0x9FFF:
            parts.append(c)
            fresh = True
        elif fresh:
            parts.append(c)
            fresh = False
        else:
            parts[-1] += c
    return parts


def _is_mark(c: str) -> bool:
    code = ord(c)
    ascii_mark = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_mark or unicodedata.category(c).startswith("P")


def windows(words: Sequence[str], pieces: Pieces, limit: int) -> list[Window]:
    """A sentence as windows of at most ``limit`` pieces; a long one in windows that overlap by half."""
    cut = [pieces.of(word) for word in words]
    cases = case_classes(words)
    found: list[Window] = []
    first = 0
    while first < len(cut):
        room, last = limit - 2, first
        while last < len(cut) and len(cut[last]) <= room:
            room -= len(cut[last])
            last += 1
        found.append(_window(cut, cases, first, last, pieces))
        if last == len(cut):
            break
        first += max(1, (last - first) // 2)
    return found


def _window(cut: Sequence[tuple[int, ...]], cases: Sequence[int], first: int, last: int, pieces: Pieces) -> Window:
    ids, classes, heads = [pieces.cls], [0], []
    for word in range(first, last):
        heads.append(len(ids))
        ids.extend(cut[word])
        classes.extend([cases[word]] * len(cut[word]))
    return Window([*ids, pieces.sep], [*classes, 0], heads, first)
