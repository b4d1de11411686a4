"""Read what the text around a place's name says of it: its kind, what holds it, what it is listed with.

Nothing is looked up in the registry here but names; choosing is :mod:`marsad.link.places`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from marsad.pack import fold
from marsad.values import Mention, Span

WINDOW = 70
"""Characters before a name in which relation words are looked for."""
GAP = 60
"""At most so many characters lie between a place and the place that holds it."""
HEADLINE = 0.6
"""A sentence with this share of capitalised words is a headline, where capitals say nothing."""
SHORT = 6
"""Shorter lines are judged by their words alone."""
_LAST_WORD = re.compile(r"\b([A-Z][\w'’-]*) $")
_NEXT_WORD = re.compile(r" ((?:(?:al|el|ad|ar|as|ash|at|an|az|ed|er|es|ez)-)?[A-Z][\w'’-]*)")
_WORDS = re.compile(r"[^\W\d_][\w'’-]*")
_LIST = re.compile(r"\s*(?:,|;|/|&|,?\s+(?:and|or|as well as))\s*(?:the\s+|in\s+)?")
_DASH = re.compile(r"\s*[-–—/]\s*(?:to\s*[-–—]\s*)?")
_OWNS = re.compile(r"['’]s?\s+")
_ARTICLE = re.compile(r"^the\s+(?=\S{3})", re.IGNORECASE)
_OWNER = re.compile(r"['’]s?$")
_TOKEN = re.compile(r"[\w'’-]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class KindWord:
    """A word that says the kind: the registry kinds it admits, and those it admits where there is none of the first.

    ``soft`` words ("area") exclude nothing; what ``at`` words name lies at or near the place of that name; of what
    ``wide`` words name a settlement is only the middle.
    """

    word: str
    key: str
    selects: frozenset[str]
    second: frozenset[str]
    soft: bool
    at: bool
    plural: bool
    wide: bool = False

    @property
    def admits(self) -> frozenset[str]:
        """All registry kinds that the word admits."""
        return self.selects | self.second

    @property
    def singular(self) -> str:
        """The word for one of them."""
        return self.word.removesuffix("s") if self.plural else self.word


@dataclass(frozen=True, slots=True)
class Seen:
    """A place mention as the text gives it.

    ``names``: what to look up, the longest first.  ``start``/``end`` cover name and kind word; ``sentence`` counts.
    ``holder``: index of the mention that the text puts around this one; ``certain``: in plain words, not only
    by a comma.  ``listed``: indices of mentions in the same list.  ``longer``: beside an unknown capitalised word.
    ``land``: the adjective before the kind word ("the Libyan port city of Tripoli").
    ``before``/``after``: the sentence's text around.
    """

    mention: Mention
    sentence: int
    names: tuple[str, ...]
    start: int
    end: int
    kind: KindWord | None
    before: str
    after: str
    longer: bool = False
    gap: str | None = None
    holder: int | None = None
    certain: bool = False
    listed: tuple[int, ...] = ()
    land: str | None = None


class PlaceReader:
    """Turns place mentions into :class:`Seen` with the pack's kind words (``words["places"]``).

    ``is_land`` tells the names and adjectives of states.
    """

    def __init__(self, words: Mapping[str, Any], is_land: Callable[[str], object] = lambda name: None) -> None:
        self._is_land = is_land
        self._kinds: dict[str, KindWord] = {}
        for key, kind in words.get("kinds", {}).items():
            first = kind["words"][0] if kind["words"] else ""
            for word in kind["words"]:
                plural = word.endswith("s") and (word[:-1] in kind["words"] or word == f"{first}s")
                plural = plural or word in ("cities", "agencies")
                first_kinds, second = frozenset(kind["selects"]), frozenset(kind.get("else", ()))
                soft, at, wide = (bool(kind.get(flag)) for flag in ("soft", "at", "wide"))
                self._kinds.setdefault(fold(word), KindWord(word, key, first_kinds, second, soft, at, plural, wide))
        spelt = "|".join(re.escape(w) for w in sorted(self._kinds, key=len, reverse=True)) or "(?!)"
        kind, flags = f"(?P<kind>{spelt})", re.IGNORECASE | re.DOTALL
        self._after = re.compile(rf"[\s-]+{kind}\b", flags)
        self._inside = re.compile(rf"(?P<name>.*\S)[\s-]+{kind}", flags)
        self._before = re.compile(rf"\b{kind}(?P<of>\s+of)?\s+(?:the\s+)?$", flags)
        self._starts = re.compile(rf"{kind}\s+(?:of\s+)?(?:the\s+)?(?P<name>\S.*)", flags)
        self._partitive = frozenset(words.get("partitive", {}).get("words", ()))
        fillers = {fold(w) for w in words.get("between", {}).get("words", ())}
        others = words.get("not_name", {}).get("words", ())
        self._apart = frozenset((*others, *(w.capitalize() for k in self._kinds for w in k.split())))
        plain = "|".join((*words.get("describing", {}).get("words", ()), *words.get("bearing", ())))
        self._land = re.compile(rf"\b(?P<land>[A-Z][\w-]+(?: [A-Z][\w-]+)?)(?: (?:{plain})){{0,2}} $")
        self._owns = re.compile(rf"(?: (?:{plain})){{0,2}} (?:{spelt}) of (?:the )?[A-Z]")
        self._fillers = fillers | {t for w in self._kinds for t in w.split()} | set(",()")

    def read(self, text: str, places: Sequence[tuple[int, Span, Mention]]) -> list[Seen]:
        """Read all place mentions of a document, in order of offsets; the first value is the sentence's index."""
        seen: list[Seen] = []
        for number, sentence, mention in places:
            seen.append(self._one(text, number, sentence, mention, seen[-1].end if seen else 0))
        return self._relate(text, self._share_plurals(text, seen))

    def _one(self, text: str, number: int, sentence: Span, mention: Mention, floor: int) -> Seen:
        start, end = mention.start, mention.end
        left = max(sentence.start, start - WINDOW)
        core = _OWNER.sub("", _ARTICLE.sub("", mention.text.strip()))
        after = text[end : min(sentence.end, end + GAP)]
        kind: KindWord | None = None
        names: tuple[str, ...] = (core,)
        if inside := self._inside.fullmatch(core) or self._starts.fullmatch(core):
            kind = self._kinds[fold(inside["kind"])]
            names = (core, inside["name"])
        elif self._owns.match(after) and self._is_land(core):
            after = ""  # "the Libyan port city of Tripoli": the words are Tripoli's
        elif found := self._after.match(after):
            kind = self._kinds[fold(found["kind"])]
            names = (core + found.group(0), core)
            end += found.end()
        elif (ahead := self._ahead(text[left:start])) and left + ahead[1] >= floor:
            kind, start = ahead[0], left + ahead[1]
        before = text[max(sentence.start, start - WINDOW) : start]
        after = text[end : min(sentence.end, end + GAP)] if after else ""
        longer = self._is_longer(text, sentence, mention)
        land = self._land.search(before) if kind is not None and start < mention.start else None
        return Seen(
            mention, number, names, start, end, kind, before, after, longer, land=land["land"] if land else None
        )  # fmt: skip

    def _ahead(self, before: str) -> tuple[KindWord, int] | None:
        """Find the kind word before a name, and where: "district X", "the city of X"; not "a village of X"."""
        if (found := self._before.search(before)) is None:
            return None
        word, of = self._kinds[fold(found["kind"])], found["of"]
        # "the area of X" says little, "areas X" nothing: without "of" only hard words in the singular name a kind.
        if not of and (word.soft or word.plural):
            return None
        if of and not self._partitive.isdisjoint(fold(before[: found.start()]).split()[-3:]):
            return None
        return word, found.start()

    def _is_longer(self, text: str, sentence: Span, mention: Mention) -> bool:
        """Tell a one-word name beside another capitalised word: it may be half a name; in headlines that says nothing.

        A line that ends with a full stop is no headline, however many names it holds.
        """
        if " " in mention.text:
            return False
        left = _LAST_WORD.search(text, max(sentence.start, mention.start - 30), mention.start)
        right = _NEXT_WORD.match(text, mention.end, sentence.end)
        beside = [m.group(1) for m in (left, right) if m and m.start(1) > sentence.start]
        if not any(w not in self._apart and not w.isupper() and not _OWNER.search(w) for w in beside):
            return False
        words = _WORDS.findall(text, sentence.start, sentence.end)
        if text[sentence.start : sentence.end].rstrip().endswith("."):
            return True
        capitals = sum(1 for w in words if w[:1].isupper())
        return len(words) < SHORT or capitals < HEADLINE * len(words)

    def _share_plurals(self, text: str, seen: list[Seen]) -> list[Seen]:
        """Carry a plural kind word back through its list: "Khost and Paktika provinces"."""
        for i in range(len(seen) - 2, -1, -1):
            one, following = seen[i], seen[i + 1]
            if one.sentence != following.sentence or not _LIST.fullmatch(text[one.end : following.start]):
                continue
            if one.kind is None and following.kind is not None and following.kind.plural:
                seen[i] = _with(one, kind=following.kind)
        for i in range(1, len(seen)):
            one, leading = seen[i], seen[i - 1]
            gap = text[leading.end : one.start]
            # "the provinces of Khost and Paktika": the word stood before the first.
            opens = leading.kind and leading.kind.plural and leading.end == leading.mention.end
            if opens and one.kind is None and one.sentence == leading.sentence and _LIST.fullmatch(gap):
                seen[i] = _with(one, kind=leading.kind)
        return seen

    def _relate(self, text: str, seen: list[Seen]) -> list[Seen]:
        gaps = [
            text[a.end : b.start] if a.sentence == b.sentence and 0 <= b.start - a.end <= GAP else None
            for a, b in pairwise(seen)
        ]
        for i, gap in enumerate(gaps):
            # "the X-Y road" names two places and no road.
            if gap is not None and _DASH.fullmatch(gap) and (kind := seen[i + 1].kind) and kind.key == "road":
                seen[i + 1] = self._bare(text, seen[i + 1])
        lists = _runs(gaps)
        for i, one in enumerate(seen):
            # "the villages of X" lie in X; "the villages of X and Y" are X and Y.
            if one.kind and one.kind.plural and one.start < one.mention.start and len(lists[i]) == 1:
                seen[i] = self._bare(text, one)
        out: list[Seen] = []
        for i, one in enumerate(seen):
            gap = gaps[i] if i < len(gaps) else None
            holder, certain = None, False
            if gap is not None and self._holds(gap):
                following = seen[i + 1]
                holder = i + 1
                certain = gap.strip() != "," or (following.kind is not None and not following.kind.plural)
            if holder is None and i and (owner := gaps[i - 1]) is not None and _OWNS.match(owner):
                rest = owner[_OWNS.match(owner).end() :]  # type: ignore[union-attr]
                if self._filled(rest):
                    holder, certain = i - 1, True
            out.append(_with(one, gap=gap, holder=holder, certain=certain, listed=tuple(j for j in lists[i] if j != i)))
        return out

    def _bare(self, text: str, seen: Seen) -> Seen:
        mention = seen.mention
        after = text[mention.end : seen.end] + seen.after
        return Seen(
            mention, seen.sentence, (mention.text,), mention.start, mention.end, None, seen.before, after, seen.longer
        )

    def _holds(self, gap: str) -> bool:
        tokens = [fold(t) for t in _TOKEN.findall(gap)]
        if not tokens or not ({",", "in", "of", "("} & set(tokens)):
            return False
        # "A, B and C" and "A and in B" are lists; "A and its district B" is not said this way.
        return "and" not in tokens and all(t in self._fillers for t in tokens)

    def _filled(self, words: str) -> bool:
        return all(fold(t) in self._fillers for t in _TOKEN.findall(words))


def _runs(gaps: Sequence[str | None]) -> list[tuple[int, ...]]:
    """For each mention the indices of the list that it stands in (itself included)."""
    runs: list[tuple[int, ...]] = []
    current = [0]
    for i, gap in enumerate(gaps):
        if gap is not None and _LIST.fullmatch(gap):
            current.append(i + 1)
        else:
            runs.extend([tuple(current)] * len(current))
            current = [i + 1]
    runs.extend([tuple(current)] * len(current))
    return runs


def _with(
    seen: Seen,
    *,
    kind: KindWord | None = None,
    gap: str | None = None,
    holder: int | None = None,
    certain: bool = False,
    listed: Iterable[int] = (),
) -> Seen:
    return Seen(
        seen.mention, seen.sentence, seen.names, seen.start, seen.end, kind or seen.kind, seen.before, seen.after,
        seen.longer, gap, holder, certain, tuple(listed), seen.land,
    )  # fmt: skip
