"""Find the pack's names in text: one automaton over all names, exact in offsets.

Aho-Corasick with ``overlapping``, then longest: taking the longest match first would hide "Bara" behind "Barab…"
(measured: 4 % of names lost at a million names).

The automaton works on bytes, one for each character: letters and digits folded, all else a blank, so that a name with
a blank on both sides is a name at word boundaries and no match within a word is ever reported (without, four matches in
five are).  Measured on 200,000 names and news: 72 MB/s against 31 MB/s for folded texts, boundaries not yet asked for.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import ahocorasick_rs
import msgspec

if TYPE_CHECKING:
    from marsad.pack.types import Actor

_MARKED = {
    letter: base
    for letter in map(chr, (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)))
    if (base := unicodedata.normalize("NFD", letter)[0]) != letter and base.isascii()
}
"""Latin letters with marks and the bare ones: "Faīẕābād" and "Faizabad" are one name."""
_ARABIC = {
    **dict.fromkeys("يى", "ی"), "ك": "ک", **dict.fromkeys("هةۀۂە", "ہ"), **dict.fromkeys("أإآٱ", "ا"), "ؤ": "و",
    "\u200c": " ",
    **{digit: str(n % 10) for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")},
}  # fmt: skip
"""Letters that Urdu, Pashto, Dari and Arabic keyboards write differently, and digits (Unicode, chart U+0600)."""
_POINTS = frozenset(map(chr, (0x0640, *range(0x064B, 0x0660), 0x0670)))
"""Vowel points, marks above and below, and the stroke that stretches a word: written or not, the name is the same."""
_POINTED = re.compile(f"[{''.join(sorted(_POINTS))}]")
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "\n": " ", "\t": " ", "\r": " ",
     "\u00a0": " ", "\u202f": " ", "\u2009": " ", **_MARKED, **_ARABIC}
)  # fmt: skip
_FOREIGN = re.compile(r"[^\x00-\x7f]+")


def fold(text: str) -> str:
    """Lower-case, unify apostrophes, dashes and blanks, drop marks: one character for one, so that offsets hold."""
    return _folded_name(text) if len(text) <= _NAME else _folded(text)


def _folded(text: str) -> str:
    if not text.isascii():  # translating the few runs that need it is five times as fast as translating the text
        text = _FOREIGN.sub(_unified, text)
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.replace("`", "'").replace("\n", " ").replace("\t", " ").replace("\r", " ")


_NAME = 48
"""Names and words are folded again and again (180 times in a press release): texts up to this length are remembered."""
_folded_name = lru_cache(maxsize=65_536)(_folded)


def _unified(run: re.Match[str]) -> str:
    return run.group().translate(_SAME)


_POINT = 0xFF
"""The byte of a point; few letters share it."""


class _Codes(dict[int, int]):
    """For characters beyond ASCII the byte that stands for them: a blank, an ASCII letter, or one of 128 others.

    Letters may share a byte: names that are spelt with such letters are compared with the text once more.
    """

    def __missing__(self, char: int) -> int:
        if chr(char) in _POINTS:
            self[char] = _POINT
            return _POINT
        folded = fold(chr(char))
        known = ord(folded) if folded.isascii() else 0x80 | (ord(folded) & 0x7F)
        self[char] = code = known if folded.isalnum() else 0x20
        return code


_CODES = _Codes()
_FREQUENT = "“”‘’–—…•€™‚„†‹›ŒœŠšŽž\u2028\u2029\u200b\u2009\u202f\ufeffāĀīĪū" + "".join(map(chr, range(0xA0, 0x100)))
_CHARMAP = codecs.charmap_build("".join(map(chr, range(0x80))) + _FREQUENT)
"""Of most English texts every character is one of these 256: encoding so is four times as fast as looking at each."""
_ASCII = bytes(b | 0x20 if 0x41 <= b <= 0x5A else b if chr(b).isalnum() else 0x20 for b in range(0x80))
_AS_MAPPED = _ASCII + bytes(_CODES[ord(c)] for c in _FREQUENT)
_AS_CODED = _ASCII + bytes(range(0x80, 0x100))


def _coded(text: str) -> bytes:
    """One byte for each character, and a blank before and after."""
    text = f" {text} "
    if text.isascii():
        return text.encode("latin-1").translate(_AS_CODED)
    try:
        return codecs.charmap_encode(text, "strict", _CHARMAP)[0].translate(_AS_MAPPED)
    except UnicodeEncodeError:
        return _FOREIGN.sub(_code_run, text).encode("latin-1").translate(_AS_CODED)


def _code_run(run: re.Match[str]) -> str:
    return run.group().translate(_CODES)


class NameHit(msgspec.Struct, frozen=True):
    """A name of the pack in a text: half-open offsets and every registry id that bears the name."""

    start: int
    end: int
    places: tuple[str, ...]
    actors: tuple[str, ...]
    outlets: tuple[str, ...]
    label_of: tuple[str, ...] = ()
    """Ids of actors for which the matched words are a label that one side imposes."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


class _Entry:
    """A name, what bears it, and what is to be asked of the words that match it."""

    __slots__ = ("acronym", "actors", "capital", "exact", "ids", "labels", "name", "outlets", "places", "titled")

    def __init__(self, name: str, folded: str, acronym: bool) -> None:
        self.name = name
        self.places: list[str] = []
        self.actors: list[str] = []
        self.outlets: list[str] = []
        self.labels: list[str] = []
        self.acronym = acronym
        self.exact = None if folded.isalnum() and folded.isascii() else folded
        """What the folded words must be, where equal bytes do not say so."""
        self.capital = self.titled = False
        self.ids: tuple[tuple[str, ...], ...] = ()

    def close(self) -> None:
        """No more is to come: "Yaoundé" and "Yaounde" are two aliases and one name.  Most names are never met."""
        parts = (self.places, self.actors, self.outlets, self.labels)
        self.ids = tuple(tuple(dict.fromkeys(ids)) if ids else () for ids in parts)
        self.capital = not self.acronym and self.name[:1].isupper() and not self.labels
        self.titled = bool(self.outlets and not (self.places or self.actors))

    def fits(self, written: str) -> bool:
        """Whether the words in the text, which match but for case and what stands between words, are the name."""
        if not self.ids:
            self.close()
        if self.acronym:
            return written == self.name
        if self.capital and written[:1].islower():
            return False
        if self.exact is not None and fold(written) != self.exact:
            return False
        return not self.titled or _titled(written, self.name)


class NameIndex:
    """The automaton and what each pattern stands for."""

    def __init__(self, entries: Iterable[_Entry]) -> None:
        table: dict[bytes, list[_Entry]] = {}
        for one in entries:
            # "LeT" and "LET" are two acronyms of one pattern, "Deh Now" and "Deh-Now" two names: the text decides.
            table.setdefault(_coded(_bare(one.name)), []).append(one)
        self._entries = [tuple(found) for found in table.values()]
        self._automaton = ahocorasick_rs.BytesAhoCorasick(list(table), matchkind=ahocorasick_rs.MatchKind.Standard)

    @classmethod
    def build(cls, places: Iterable[_Named], actors: Iterable[Actor], outlets: Iterable[_Named]) -> NameIndex:
        """Index all names, aliases and labels.  Case counts only for acronyms ("WHO", "LeT")."""
        table: dict[str, _Entry] = {}

        def entry(name: str) -> _Entry:
            acronym = _is_acronym(name)
            folded = fold(_bare(name))
            # An acronym keeps its case in the key, so that "who" never finds WHO.
            key = folded if not acronym else "\0" + name
            found = table.get(key)
            if found is None:
                found = table[key] = _Entry(name, folded, acronym)
            return found

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
        return cls(table.values())

    def find(self, text: str) -> list[NameHit]:
        """Every name that stands in ``text`` at word boundaries: the longest at each place, left to right."""
        found: list[tuple[int, int, _Entry]] = []
        coded = _coded(text)
        if _POINT in coded and _POINTED.search(text):
            return self._find_pointed(text)
        for pattern, start, end in self._automaton.find_matches_as_indexes(coded, overlapping=True):
            # A blank was put before the text, and the match begins and ends with one.
            written = text[start : end - 2]
            for entry in self._entries[pattern]:
                if entry.fits(written):
                    found.append((start, end - 2, entry))
        return _longest(found) if found else []

    def _find_pointed(self, text: str) -> list[NameHit]:
        """Names in text with vowel points: found without them, each with the points upon it."""
        kept = [i for i, c in enumerate(text) if c not in _POINTS]
        after = [*kept[1:], len(text)]
        found = self.find(_bare(text))
        return [msgspec.structs.replace(h, start=kept[h.start], end=after[h.end - 1]) for h in found]


def _bare(name: str) -> str:
    return name if name.isascii() else _POINTED.sub("", name)


def _is_acronym(name: str) -> bool:
    # "LeT" and "JuD" too: folded, the first would be found in every "let".
    return 1 < len(name) <= 6 and (name.isupper() or (" " not in name and sum(c.isupper() for c in name) > 1))


def _titled(written: str, name: str) -> bool:
    # A title keeps its capitals: "The news came late" names no newspaper.
    starts = (i for i, c in enumerate(name) if c.isupper() and (i == 0 or name[i - 1] == " "))
    return all(written[i].isupper() for i in starts)


def _longest(found: list[tuple[int, int, _Entry]]) -> list[NameHit]:
    """The longest of those that overlap, left to right; what several entries of one span stand for is put together."""
    if len(found) > 1:
        found.sort(key=_first_longest)
    hits: list[NameHit] = []
    reached = at = 0
    for start, end, entry in found:
        if start >= reached:
            hits.append(NameHit(start, end, *entry.ids))
            at, reached = start, end
        elif start == at and end == reached:
            last = hits[-1]
            before = (last.places, last.actors, last.outlets, last.label_of)
            hits[-1] = NameHit(
                start, end, *(tuple(dict.fromkeys(a + b)) for a, b in zip(before, entry.ids, strict=True))
            )
    return hits


def _first_longest(match: tuple[int, int, _Entry]) -> tuple[int, int]:
    return match[0], -match[1]
