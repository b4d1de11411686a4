"""Find names of the world's table in text, where the text speaks of a place and not of a word or a person.

The table names fifty thousand towns, among them Reading, Nice, Split and most given and family names.  So each run of
capitalised words that bears a name of the table is scored: how well known the name is, and what stands around it
(:data:`WEIGHTS`).  A run counts as a whole: of "Paris Hilton" no part is a place.  The words are data:
``words/places.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marsad.pack.names import NameHit, NameIndex, fold
from marsad.pack.toponyms import Cues, merged

if TYPE_CHECKING:
    from marsad.pack.types import Pack
    from marsad.pack.world import Bearers

WEIGHTS = {
    "name of a village": -1.0,
    "name of a town": -0.5,
    "name of a city": 0.7,
    "name of a great city": 1.5,
    "name of a region": 1.0,
    "name of several words": 0.5,
    "also a word or a person's": -2.0,
    "perhaps a person's": -0.9,
    "behind a preposition of place": 2.2,
    "behind a weak preposition": 1.1,
    "beside a word of kind": 1.8,
    "before what holds it": 3.5,
    "a dateline": 2.5,
    "listed with a place": 1.2,
    "a place elsewhere in the text": 2.0,
    "a person's elsewhere in the text": -2.0,
    "behind a title": -5.0,
    "before an age": -4.0,
    "before a word of saying": -1.8,
    "half of a compound": -3.0,
}
"""The features and what they weigh; a name counts when the sum is above 0.  Set by hand on GeoWebNews and TR-News."""
GREAT, CITY, TOWN = 1_000_000, 100_000, 15_000
_UPPER = "A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff"
_WORD = rf"(?:(?:St|Ste|Ft|Mt)\.[ ])?[{_UPPER}][\w’'ʼ]*"
_BEFORE = 48
_SHORTEST = 3
_DATELINE = re.compile(r"\s*(?:,[^\n.]{1,40})?\s*(?:\([^)\n]{2,40}\)\s*)?[-–—]{1,2}\s")
_AGE = re.compile(r",\s+(?:\d{1,2}|aged\s+\d{1,2})(?:,|\s+years?\b|\.)")
_BASED = re.compile(r"-(?:based|born|area|bound|wide|style)\b")
_COMPOUND = re.compile(r"[-–]\w|['’][^s\W]\w|\s*&\s*\w")
_INITIAL = re.compile(r"(?:^|[\s(])(?!U\.S|U\.K|U\.N)[A-Z]\.\s?$")
_FULL = re.compile(rf"(?<=[a-z]\s)[{_UPPER}][a-z]+\s(?:[A-Z]\.\s)?([{_UPPER}][a-z]+)")
_HOLDER = re.compile(r"\s*(?:,|\()\s*")
_LIST = re.compile(r"(?:,|,?\s+(?:and|or|as well as|&))\s+(?:in\s+|the\s+)?")


@dataclass(frozen=True, slots=True)
class _Found:
    """A run of capitalised words, or a part of one, that bears a name of the table."""

    start: int
    end: int
    name: str
    bearers: Bearers


@dataclass(frozen=True, slots=True)
class _Around:
    """A text, the pack's own names in it, and the endings of those that may hold a place."""

    text: str
    hits: Sequence[NameHit]
    units: Mapping[int, NameHit]


class WorldNames(NameIndex):
    """A pack's name index with the names of the world's table."""

    def __init__(self, own: NameIndex, pack: Pack) -> None:
        if pack.world is None:
            raise ValueError("the pack has no table of the world")
        self._own = own  # it finds by itself; what the base class would build is left out
        self._world = pack.world
        words = pack.words.get("places", {})
        said = words.get("world", {})
        self._cues = Cues(words)
        self._region = frozenset(pack.region)
        places = pack.own_places
        self._country = {i: p.country for i, p in places.items()}
        self._units = frozenset(i for i, p in places.items() if p.kind in ("country", "province"))
        self._short: Mapping[str, Sequence[str]] = pack.words.get("regions", {}).get("abbreviations", {})
        inside = "|".join(map(re.escape, said.get("inside", ()))) or "(?!)"
        self._run = re.compile(rf"(?<![\w'’-]){_WORD}(?:(?:[ ]{{1,2}}|-|[ ](?:{inside})[ ]|-(?:{inside})-){_WORD})*")
        self._joint = re.compile(rf"[ ](?:{inside})[ ]")
        leading = "|".join(map(re.escape, said.get("leading", ()))) or "(?!)"
        self._leading = re.compile(rf"(?:{leading})[ ]+(?=[{_UPPER}])")
        self._title = re.compile(rf"\b(?:{_any(said.get('titles', ()))})\.?\s+$")
        self._says = re.compile(rf",?\s+(?:{_any(said.get('says', ()))})\b")
        short = _any(self._short)
        self._abbreviated = re.compile(rf"(?<=\w)['’]?,\s(?P<short>{short})(?!\w)") if self._short else None
        self._never = self._cues.never

    def find(self, text: str) -> list[NameHit]:
        """Every name in ``text``: the pack's own, and the table's in places' positions, left to right."""
        hits = self._with_short(text, self._own.find(text))
        units = {h.start: h for h in hits if not self._units.isdisjoint(h.places)}
        around = _Around(text, hits, units)
        found = [f for run in self._run.finditer(text) for f in self._named(run, text, hits)]
        if not found:
            return hits
        added = self._chosen(found, around)
        return merged(hits, added) if added else hits

    # ------------------------------------------------------------------------------------------------ what is there

    def _with_short(self, text: str, hits: list[NameHit]) -> list[NameHit]:
        """Add the regions that are abbreviated behind a comma: "Portland, Ore."."""
        if self._abbreviated is None:
            return hits
        added = []
        for match in self._abbreviated.finditer(text):
            start, end = match.span("short")
            word = re.search(rf"([{_UPPER}][\w’'-]*)['’]?$", text[max(0, match.start() - 30) : match.start()])
            if word is not None and not any(h.start < end and start < h.end for h in hits):
                added.append(NameHit(start, end, tuple(self._short[match["short"]]), (), ()))
        return sorted([*hits, *added], key=lambda h: h.start) if added else hits

    def _named(self, run: re.Match[str], text: str, hits: Sequence[NameHit]) -> list[_Found]:
        """What the run, or the parts of it that small words join, names."""
        start, end = run.span()
        if found := self._one(text, start, end, hits):
            return [found]
        parts: list[_Found] = []
        at = start
        for joint in [*self._joint.finditer(text, start, end), None]:
            stop = joint.start() if joint else end
            if (at, stop) != (start, end) and (found := self._one(text, at, stop, hits)):
                parts.append(found)
            at = joint.end() if joint else end
        return parts

    def _one(self, text: str, start: int, end: int, hits: Sequence[NameHit]) -> _Found | None:
        while True:
            name = text[start:end]
            if name.endswith(("'s", "’s")):
                end -= 2
                continue
            if end - start < _SHORTEST or (name.isupper() and end - start < _SHORTEST + 2):
                return None
            if not self._is_known(start, end, hits) and (bearers := self._world.bearers(name)) is not None:
                return None if fold(name) in self._never else _Found(start, end, fold(name), bearers)
            lead = self._leading.match(text, start, end)
            if lead is None:
                break
            start = lead.end()
        tail = self._cues.trailing.search(text, start, end)
        if tail is None:
            return None
        name = text[start : tail.start()]
        if len(name) < _SHORTEST or self._is_known(start, tail.start(), hits):
            return None
        bearers = self._world.bearers(name)
        return _Found(start, tail.start(), fold(name), bearers) if bearers and fold(name) not in self._never else None

    def _is_known(self, start: int, end: int, hits: Iterable[NameHit]) -> bool:
        """Whether the words are the pack's own: a name of it, or words that hold names which no longer one replaces."""
        for hit in hits:
            if hit.start < end and start < hit.end:
                if (
                    (hit.start <= start and end <= hit.end)
                    or (hit.actors and not hit.places)
                    or hit.label_of
                    or hit.outlets
                ):
                    return True
                if any(self._country.get(p) in self._region for p in hit.places):
                    return True
        return False

    # ------------------------------------------------------------------------------------------------- what counts

    def _chosen(self, found: Sequence[_Found], around: _Around) -> list[NameHit]:
        """Those whose features sum up, first by what stands beside each, then by what the others of the name are."""
        alone = [self.explain(f, around) for f in found]
        places = {f.name for f, on in zip(found, alone, strict=True) if _is_clear(on)}
        people = {f.name for f, on in zip(found, alone, strict=True) if "behind a title" in on or "before an age" in on}
        people |= self._surnames(around.text, {f.name for f in found if f.bearers.doubtful or f.bearers.dubious})
        chosen: list[NameHit] = []
        for one, on in zip(found, alone, strict=True):
            if one.name in places:
                on["a place elsewhere in the text"] = WEIGHTS["a place elsewhere in the text"]
            if one.name in people and not _is_clear(on):
                on["a person's elsewhere in the text"] = WEIGHTS["a person's elsewhere in the text"]
            if chosen and _LIST.fullmatch(around.text, chosen[-1].end, one.start):
                on["listed with a place"] = WEIGHTS["listed with a place"]
            if sum(on.values()) > 0:
                chosen.append(NameHit(one.start, one.end, one.bearers.ids, (), ()))
        return chosen

    def _surnames(self, text: str, names: set[str]) -> set[str]:
        """Names that stand behind another capitalised word somewhere: "John Jackson" makes Jackson a person."""
        if not names:
            return set()
        return names & {fold(m[1]) for m in _FULL.finditer(text)}

    def explain(self, found: _Found, around: _Around) -> dict[str, float]:
        """Name the features of one name and what each adds."""
        text, start, end = around.text, found.start, found.end
        bearers = found.bearers
        before = text[max(0, start - _BEFORE) : start]
        size = "village" if bearers.people < TOWN else "town" if bearers.people < CITY else "city"
        size = "great city" if bearers.people >= GREAT else size
        on = ["name of a region" if bearers.regions else f"name of a {size}"]
        if bearers.doubtful:
            on.append("also a word or a person's")
        elif bearers.dubious:
            on.append("perhaps a person's")
        elif " " in found.name:
            on.append("name of several words")
        if self._cues.strong.search(before):
            on.append("behind a preposition of place")
        elif self._cues.weak.search(before):
            on.append("behind a weak preposition")
        if self._cues.kind_before.search(before) or self._cues.kind_after.match(text, end):
            on.append("beside a word of kind")
        if (comma := _HOLDER.match(text, end)) and comma.end() in around.units:
            on.append("before what holds it")
        elif (start == 0 or text[start - 1] == "\n" or not before.strip()) and _DATELINE.match(text, end):
            on.append("a dateline")
        if any(h.places and _LIST.fullmatch(text, h.end, start) for h in around.hits if h.end < start <= h.end + 10):
            on.append("listed with a place")
        on += self._against(text, start, end, before)
        return {k: WEIGHTS[k] for k in on}

    def _against(self, text: str, start: int, end: int, before: str) -> list[str]:
        on: list[str] = []
        if self._title.search(before) or _INITIAL.search(before):
            on.append("behind a title")
        if _AGE.match(text, end):
            on.append("before an age")
        if self._says.match(text, end):
            on.append("before a word of saying")
        if _COMPOUND.match(text, end) and not _BASED.match(text, end):
            on.append("half of a compound")
        return on


def _is_clear(on: Mapping[str, float]) -> bool:
    """Whether what stands beside the name says that it is a place."""
    if "before what holds it" in on or "a dateline" in on:
        return True
    strong = "behind a preposition of place" in on or "beside a word of kind" in on
    return strong and "also a word or a person's" not in on and sum(on.values()) > 0


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"
