"""Find places of imported gazetteers in text, where the text speaks of a place and not of a word or a person.

A gazetteer of a country names a hundred thousand hamlets, among them Bush, Noon, Hope and every given name.  So an
imported name counts only as a whole run of capitalised words, with a preposition of place, a word of kind, or in a list
with places; a name that is also a word or a person's (:meth:`~marsad.pack.imported.Imported.is_doubtful`) only with
two of these.  The words are data: ``words/places.toml``.  The pack's own names go before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marsad.pack.names import NameHit, NameIndex, fold

if TYPE_CHECKING:
    from marsad.pack.imported import Imported
    from marsad.pack.types import Place

_CAPITAL = "A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff"
_WORD = rf"[{_CAPITAL}][\w'’‘ʼ]*"
_FIRST = rf"[{_CAPITAL}](?<![\w'’-].)[\w'’‘ʼ]*"
RUN = re.compile(rf"{_FIRST}(?:(?:-(?:[eiu]|ul|wa)-|[ -]|[ ](?:e|i|wa)[ ]){_WORD})*")
"""Capitalised words in a row, with the small words that stand within names ("Deh-e Sabz").

What must not stand before is asked after the first letter: so the search runs to capitals, twice as fast.
"""
_LIST = re.compile(r"(?:,|,?\s+(?:and|or|as well as|&))\s+(?:in\s+)?")
_LISTED = re.compile(r"\s*(?:[.;)]|,\s|and\b|or\b|$)")
_NOT_AFTER = re.compile(r"['’]s?\b|[-–]\w|\s*\d")
_BEFORE = 48
"""Characters before a name in which the words that lead to it stand."""
_HOLDER = 40
"""At most so many characters lie between a place and the district that holds it."""
_UNITS = frozenset({"district", "province"})
_REMEMBERED = 65_536
"""Runs of capitalised words of which it is remembered what they may be: most of a text's have been met before."""


_Hits = tuple[list[NameHit], list[NameHit]]
"""Names of the pack, and imported ones that were found before."""


class Cues:
    """The words that lead to a place's name and follow it, of a pack's ``words/places.toml``."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        kinds = list(words.get("kinds", {}).values())
        every = [w for k in kinds for w in k["words"]]
        hard = any_of(w for k in kinds if not k.get("soft") and not k.get("at") for w in k["words"])
        said = words.get("imported", {})
        before = [*said.get("strong", ()), *said.get("weak", ())]
        strong, weak, kind = any_of(said.get("strong", ())), any_of(said.get("weak", ())), any_of(every)
        kind_of = rf"(?:(?:the\s+)?(?:{kind})\s+(?:of\s+)?)?(?:the\s+)?$"
        self.strong = re.compile(rf"\b(?:{strong})\s+(?:the\s+)?{kind_of}", re.IGNORECASE)
        self.weak = re.compile(rf"\b(?:{weak})\s+(?:the\s+)?{kind_of}", re.IGNORECASE)
        self.kind_before = re.compile(rf"\b(?:{hard})\s+(?:of\s+)?(?:the\s+)?$", re.IGNORECASE)
        self.kind_after = re.compile(rf"[\s-]+(?:{kind})\b", re.IGNORECASE)
        self.trailing = re.compile(rf"[\s-]+(?:{kind})$", re.IGNORECASE)
        self._leading = re.compile(rf"(?:(?:{strong}|{weak}|the|{kind})\s+(?:of\s+)?)+", re.IGNORECASE)
        self._first = frozenset(fold(w).split()[0] for w in ["the", *before, *every])
        self._last = frozenset(fold(w).replace("-", " ").split()[-1] for w in every)
        fillers = any_of(words.get("between", {}).get("words", ()))
        self.to_holder = re.compile(rf"(?:[\s-]+(?:{kind}))?(?:\s*[,(]\s*|\s+)(?:(?:{fillers})\s+)*", re.IGNORECASE)
        self.never = frozenset(fold(w) for w in said.get("never", ()))

    def leads(self, text: str, start: int) -> bool:
        """Whether a preposition of place leads to what begins here."""
        before = text[max(0, start - _BEFORE) : start]
        return bool(self.strong.search(before) or self.weak.search(before))

    def core(self, text: str, run: re.Match[str]) -> tuple[int, int]:
        """A run of capitalised words without the words that lead to a name and the words of kind behind it."""
        start, end = run.span()
        words = run.group().replace("-", " ").split()
        if words[0].lower() in self._first and (lead := self._leading.match(text, start, end)):
            start = lead.end()
        while words and words[-1].lower() in self._last and (tail := self.trailing.search(text, start, end)):
            end = tail.start()
            words.pop()
        return start, end


@dataclass(frozen=True, slots=True)
class _Core:
    """The name within a run of capitalised words, by its place in the run, and the imported places of that name."""

    start: int
    end: int
    ids: tuple[str, ...]


class Toponyms(NameIndex):
    """A pack's name index with the places of imported gazetteers."""

    def __init__(
        self, own: NameIndex, places: Mapping[str, Place], imported: Imported, words: Mapping[str, Any]
    ) -> None:
        self._own = own  # it finds by itself; what the base class would build is left out
        self._imported = imported
        self._units = frozenset(i for i, p in places.items() if p.kind in _UNITS)
        self._cues = Cues(words)
        self._cores: dict[str, _Core] = {}
        self._nothing: set[str] = set()

    def find(self, text: str) -> list[NameHit]:
        """Every name in ``text``: the pack's own, and imported places in places' positions, left to right."""
        hits = self._own.find(text)
        units = self._units
        holders = [h.start for h in hits if h.places and not units.isdisjoint(h.places)]
        # Most sentences hold no run that names an imported place, and no unit in which one may be spelt otherwise.
        if not holders and self._nothing.issuperset(RUN.findall(text)):
            return hits
        added: list[NameHit] = []
        at = unit = 0
        for run in RUN.finditer(text):
            core = self._cores.get(run.group()) or self._core(run)
            start, end = run.span()
            if not core.ids:
                while unit < len(holders) and holders[unit] < start + core.end:
                    unit += 1
                if unit == len(holders) or holders[unit] > start + core.end + _HOLDER:
                    continue
            while at < len(hits) and hits[at].end <= start:
                at += 1
            if end - start < 4 or (at < len(hits) and hits[at].start <= start and end <= hits[at].end):
                continue
            span = (start + core.start, start + core.end)
            if (found := self._in_run(text, span, core.ids, hits[max(0, at - 1) : at + 8], added)) is not None:
                added.append(found)
        return merged(hits, added) if added else hits

    def _core(self, run: re.Match[str]) -> _Core:
        if len(self._cores) >= _REMEMBERED:
            self._cores.clear()
            self._nothing.clear()
        words = run.group()
        start, end = self._cues.core(run.string, run)
        able = end - start > 3 and not words.isupper()
        ids = self._imported.ids_of(run.string[start:end]) if able else ()
        if not ids:
            self._nothing.add(words)
        known = self._cores[words] = _Core(start - run.start(), end - run.start(), ids)
        return known

    def _in_run(
        self, text: str, span: tuple[int, int], ids: tuple[str, ...], hits: list[NameHit], added: list[NameHit]
    ) -> NameHit | None:
        """The imported place that the name within a run of capitalised words is, if it is one."""
        start, end = span
        name = text[start:end]
        if not ids and (not hits or hits[-1].start < end or len(name) < 4):
            return None
        if name.isupper() or fold(name) in self._cues.never or _NOT_AFTER.match(text, end):
            return None
        inner = [h for h in hits if h.start < end and h.end > start]
        if any(h.actors or h.label_of or h.outlets or (h.start <= start and h.end >= end) for h in inner):
            return None
        holders = self._holders(text, end, hits)
        before = text[max(0, start - _BEFORE) : start]
        if not ids:
            if holders and not inner and self._cues.leads(text, start):
                ids = tuple(dict.fromkeys(i for h in holders for i in self._imported.similar(name, h)))
        elif not self._speaks_of_place(text, before, (start, end), bool(holders), (hits, added)):
            return None
        return NameHit(start, end, ids, (), ()) if ids else None

    def _speaks_of_place(self, text: str, before: str, span: tuple[int, int], held: bool, hits: _Hits) -> bool:
        start, end = span
        strong = self._cues.strong.search(before) is not None
        kind = bool(self._cues.kind_before.search(before) or self._cues.kind_after.match(text, end))
        leads = strong or self._cues.weak.search(before) is not None
        if self._imported.is_doubtful(text[start:end]):
            return leads and (kind or held)
        if strong or (leads and held) or kind:
            return True
        return self._in_list(text, span, hits)

    def _in_list(self, text: str, span: tuple[int, int], hits: _Hits) -> bool:
        """Whether the name stands in a list after a place that itself follows a preposition of place."""
        start, end = span
        if not _LISTED.match(text, end):
            return False
        own, added = hits
        for hit in (*own, *added[-1:]):
            if hit.places and not hit.actors and hit.end < start and _LIST.fullmatch(text, hit.end, start):
                comma = text[hit.end] == ","
                goes_on = re.match(r"\s*(?:,|and\b|or\b)", text[end:]) is not None
                return (goes_on or not comma) and (hit in added or self._cues.leads(text, hit.start))
        return False

    def _holders(self, text: str, end: int, hits: list[NameHit]) -> list[str]:
        """Ids of the district or province of the pack that the text puts around what ends here."""
        for hit in hits:
            if hit.start >= end:
                if hit.start - end > _HOLDER or not self._cues.to_holder.fullmatch(text, end, hit.start):
                    return []
                return [p for p in hit.places if p in self._units]
        return []


def merged(hits: Sequence[NameHit], added: Sequence[NameHit]) -> list[NameHit]:
    """Both in order; a further name that is longer than the pack's own names inside it takes their place."""
    kept = [h for h in hits if not any(a.start <= h.start and h.end <= a.end for a in added)]
    free = [a for a in added if not any(h.start < a.end and a.start < h.end for h in kept)]
    return sorted([*kept, *free], key=lambda h: h.start)


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first; of none where there are none."""
    spelt = sorted((re.escape(w).replace(r"\ ", r"\s+") for w in words), key=len, reverse=True)
    return "|".join(spelt) or "(?!)"
