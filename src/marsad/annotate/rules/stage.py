"""One sentence as the readers of voices see it: its quotation marks, its bounds, phrases with what hangs on them.

Ranges are token indices, half-open, until :meth:`Stage.spans`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from marsad.annotate.rules.chunks import NP, Parse
from marsad.annotate.rules.forms import plural
from marsad.annotate.rules.tokens import QUOTES, Token
from marsad.values import Mention, Span

Part = tuple[int, int]
EDGES = frozenset((",", ".", ":", "(", ")", "''", "SYM"))
"""Tags of marks that are no part of what is said where they stand at its edge."""
_OPENING, _CLOSING = frozenset("“«„‘"), frozenset("”»’")


class Stage:
    """One sentence as the finder of contents sees it."""

    def __init__(self, parse: Parse, mentions: Iterable[Mention], words: Mapping[str, Any]) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        times = [m for m in mentions if m.kind == "time"]
        self._timed = {t.i for t in self.tokens if any(m.start <= t.start and t.end <= m.end for m in times)}
        mediums = words.get("mediums", {})
        self._mediums = frozenset(mediums.get("nouns", ()))
        self._through = frozenset(mediums.get("prepositions", ()))
        nouns = (
            n for table in (words.get("owned", {}).values(), [words.get("noun_cues", {})]) for row in table for n in row
        )
        self._word_nouns = frozenset(form for n in nouns for form in (n, plural(n)))
        self._manners = frozenset(mediums.get("manners", ()))
        self._marks = _marks(self.tokens)
        self._quoted = _quoted(self.tokens, self._marks)

    # ------------------------------------------------------------------------------------------------ small looks

    def low(self, i: int) -> str:
        """The folded token, or nothing beyond the sentence."""
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def tag(self, i: int) -> str:
        """The tag, or that of a full stop beyond the sentence."""
        return self.tokens[i].tag if 0 <= i < len(self.tokens) else "."

    def is_quote(self, i: int) -> bool:
        """Whether a token is a quotation mark."""
        return i in self._marks

    def opens_quote(self, i: int) -> bool:
        """Whether a token is a quotation mark that opens."""
        return self.is_quote(i) and self.tokens[i].text not in _CLOSING and (i + 1 in self._quoted)

    def is_timed(self, i: int) -> bool:
        """Whether a token belongs to a time."""
        return i in self._timed

    def is_infinitive(self, i: int) -> bool:
        """Whether "to" and a verb stand at a token."""
        return self.low(i) == "to" and self.tag(i + 1).startswith("VB")

    def bounds(self, i: int) -> Part:
        """The sentence around a token where a text's sentence was cut too long: no full stop outside of quotations."""
        inside = i in self._quoted
        stops = [
            t.i
            for t in self.tokens
            if t.text in (".", "?", "!") and (t.i in self._quoted) == inside and self._ends_sentence(t.i)
        ]
        low = max((s + 1 for s in stops if s < i), default=0)
        high = min((s for s in stops if s >= i), default=len(self.tokens))
        return low, high

    def _ends_sentence(self, i: int) -> bool:
        after = self.tokens[i + 1 : i + 3]
        words = [t for t in after if t.i not in self._marks]
        return not words or words[0].text[:1].isupper() or words[0].text == "["

    def extent(self, np: NP, high: int) -> int:
        """The token behind a noun phrase with what hangs on it: "of …", "for …", "and …", a name in apposition."""
        end = np.last + 1
        while end < high:
            token = self.tokens[end]
            skip = 1 if token.tag in ("IN", "TO", "CC", "POS") or token.low == "of" else 0
            following = self.parse.np_starting(end + skip)
            if following is None or following.last >= high or (skip and token.low in ("that", "as", "while", "but")):
                break
            if self.is_timed(following.first) or not (skip or self._goes_on_name(following)):
                break
            if (
                skip
                and token.tag != "CC"
                and token.low not in ("of", "for", "from", "in", "at", "to", "with", "by", "'s")
            ):
                break
            end = following.last + 1
        return end

    def _goes_on_name(self, np: NP) -> bool:
        """Whether a phrase right behind another is the name of the office in it."""
        return self.tag(np.first).startswith("NNP") and self.tag(np.first - 1).startswith("NN")

    # ---------------------------------------------------------------------------------------------------- offsets

    def index(self, offset: int) -> int:
        """The token at or behind an offset."""
        return next((t.i for t in self.tokens if t.end > offset), len(self.tokens))

    @staticmethod
    def hull(one: Span, two: Span) -> Span:
        """The stretch over two spans."""
        return Span(min(one.start, two.start), max(one.end, two.end))

    def trimmed(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Spans without marks around them."""
        return self.spans((self.index(a), self.index(b) if b > a else self.index(a)) for a, b in spans)

    def spans(self, parts: Iterable[Part]) -> tuple[Span, ...]:
        """Offsets of parts, without the marks and references around them; empty ones fall away."""
        found = []
        for start, end in parts:
            while start < end and (self.tag(start) in EDGES or self.tag(start) == "CC"):
                start += 1
            end = self._before_reference(start, end)
            while end > start and self.tag(end - 1) in EDGES:
                end -= 1
            if start < end:
                found.append(Span(self.tokens[start].start, self.tokens[end - 1].end))
        return tuple(found)

    def _before_reference(self, start: int, end: int) -> int:
        """Before a note's number at the end: "… in the city.[2]"."""
        if end - start > 3 and [self.tokens[k].text for k in (end - 3, end - 1)] == ["[", "]"]:
            return end - 3
        return end


def _marks(tokens: Sequence[Token]) -> frozenset[int]:
    """Tokens that are quotation marks: single ones too, where one opens before a word and one closes behind a mark."""
    found = {t.i for t in tokens if t.text in QUOTES}
    single = None
    for t in tokens:
        before = tokens[t.i - 1] if t.i else None
        after = tokens[t.i + 1] if t.i + 1 < len(tokens) else None
        if t.text in ("‘", "'") and after is not None and after.start == t.end and (not before or before.end < t.start):
            single = t.i
        elif t.text in ("’", "'") and single is not None and before is not None and before.tag in (",", ".", ":"):
            found |= {single, t.i}
            single = None
    doubled = {t.i for t, u in pairwise(tokens) if t.text == u.text == '"' and t.end == u.start}
    if not doubled:
        return frozenset(found)
    # a table's cell: the quotation marks of its text are doubled, those around it are its own
    return frozenset(i for i in found if i - 1 in doubled)


def _quoted(tokens: Sequence[Token], marks: frozenset[int]) -> frozenset[int]:
    """Tokens inside of quotation marks; a mark that closes is outside, one that nothing closes holds to the end."""
    inside: set[int] = set()
    opened: int | None = None
    for t in tokens:
        if t.i not in marks:
            continue
        if opened is None and t.text not in _CLOSING:
            opened = t.i
        elif opened is not None and t.text not in _OPENING:
            inside.update(range(opened + 1, t.i))
            opened = None
        elif opened is None:
            inside.update(range(t.i))  # the quotation began in a sentence before
    if opened is not None:
        inside.update(range(opened + 1, len(tokens)))
    return frozenset(inside)
