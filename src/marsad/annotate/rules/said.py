"""Where the words of a speaker stand in a sentence, given the cue: behind it, before it, or on both sides.

Everything is told by what follows the cue ("that", a colon, a quotation mark, a clause, an object) and, where nothing
does, by the comma or quotation mark before it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from marsad.annotate.rules.chunks import NP, VG
from marsad.annotate.rules.cues import Cue
from marsad.annotate.rules.stage import EDGES, Part, Stage
from marsad.values import Span

_CLAUSE_ENDS = frozenset((",", ":", "."))
_WH = frozenset(("how", "why", "what", "whether", "if", "when", "where", "who"))
_LONGEST_ADJUNCT = 14
"""Words between a cue and its "that": "told the agency in an interview in the capital on Monday that …"."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says: in which shape it was found, and its parts."""

    shape: str
    """that, quote, colon, clause, object, infinitive, about, subject, before, or next (it is in the next sentence)."""
    parts: tuple[Part, ...]


class Contents(Stage):
    """Find what is said, with the looks of a :class:`Stage`."""

    # ----------------------------------------------------------------------------------------------- what is said

    def find(self, vg: VG, cue: Cue, last: int, speaker: Part | None) -> Said | None:
        """What is said with a cue whose last token is ``last``; None where nothing is."""
        low, high = self.bounds(last)
        if vg.relation == "rel":
            high = self._end_of_relative(last, high)
        inverted = speaker is not None and speaker[0] > last
        after = speaker[1] if inverted and speaker is not None else last + 1
        first = min(vg.first, speaker[0]) if speaker is not None and speaker[1] <= vg.first else vg.first
        behind = None if inverted and not self._goes_on(after) else self._behind(vg, cue, after, high, inverted)
        as_told = self._as_told(first, after, high)
        if as_told is not None and (behind is None or behind.shape in ("object", "about")):
            return as_told
        firm = ("that", "colon", "next") if self.is_quote(first - 1) else ("that", "colon", "clause", "next")
        settled = behind is not None and behind.shape in firm
        before = None if settled else self._before(first, low)
        if before is None:
            return behind
        if behind is not None and behind.shape == "quote":
            return Said("before", (before, *behind.parts))
        if behind is not None and behind.shape in ("object", "infinitive", "about") and not self._is_clause(before):
            return behind
        if behind is not None and behind.shape in ("object", "infinitive", "about") and not self.is_quote(first - 1):
            return behind
        if not cue.anyone and self.parse.np_starting(self._skip(after)) is not None:
            return None
        rest = self._resumes(before, after, high, inverted)
        if rest is None and not (self._is_clause(before) or self.is_quote(first - 1) or self.is_quote(first - 2)):
            return None  # "also today, the mayor spoke": a time or a place before the speaker
        return Said("before", (before, rest) if rest is not None else (before,))

    def pointed_at(self, vg: VG) -> Said | None:
        """What a relative clause denies: "an allegation that Kabul rejected", "…, which both deny"."""
        opens = (vg.subject.first if vg.subject is not None and vg.subject.first < vg.first else vg.first) - 1
        if self.low(opens) == "which":
            return Said("object", ((opens, opens + 1),))
        np = self.parse.np_ending(opens - 1)
        if self.low(opens) != "that" or np is None or self.low(np.head) not in self._word_nouns:
            return None
        return Said("object", ((np.first, opens),))

    def _end_of_relative(self, last: int, high: int) -> int:
        """The comma before the main verb: "the minister, who said he was tired, resigned"."""
        verbs = {v.first for v in self.parse.vgs if v.form in ("fin", "part")}
        ends = (k for k in range(last + 1, high) if self.low(k) == "," and (k + 1 in verbs or self.tag(k + 1) == "RB"))
        return next(ends, high)

    def _as_told(self, first: int, after: int, high: int) -> Said | None:
        """Words behind the comma of "As the ministry has said, …"."""
        i = self._skip(after)
        opens = self.low(first - 1) == "as" and self.low(i) == ","
        return Said("before", ((i + 1, high),)) if opens and self._is_clause((i + 1, high)) else None

    def _goes_on(self, i: int) -> bool:
        """Whether quotation or colon follows, at once or behind a comma."""
        j = self._skip(i)
        return self.opens_quote(j) or self.low(j) == ":" or (self.low(j) == "," and self.opens_quote(j + 1))

    def _skip(self, i: int) -> int:
        """Over adverbs, times, and phrases that tell where and through what: "on Monday", "in a statement"."""
        while i < len(self.tokens):
            if (self.is_timed(i) and self.low(i) != "the") or (
                self.tag(i) == "RB" and self.low(i) not in ("not", "n't")
            ):
                i += 1
                continue
            np = self.parse.np_starting(i + 1) if self.low(i) in self._through else None
            if self.low(i) in self._through and self.is_timed(i + 1):
                i += 1
            elif np is not None and self._is_medium(np):
                i = self.extent(np, len(self.tokens))
            else:
                break
        return i

    def _is_medium(self, np: NP) -> bool:
        return any(self.low(k) in self._mediums for k in range(np.first, np.last + 1))

    def _behind(self, vg: VG, cue: Cue, after: int, high: int, inverted: bool) -> Said | None:
        """What follows the cue."""
        start = self._skip(after)
        looks: tuple[Callable[[], Said | None], ...] = (
            lambda: self._announced(cue, after, high),
            lambda: self._quotation(start, after, high),
            lambda: self._about(cue, after, high),
            lambda: self._clause(vg, cue, start, high),
            lambda: self._infinitive(cue, start, high),
            lambda: self._object(vg, cue, start, high),
        )
        return next((said for look in looks[: 2 if inverted else None] if (said := look()) is not None), None)

    def _announced(self, cue: Cue, after: int, high: int) -> Said | None:
        """Words behind "that" or a colon, with no verb between: "told the agency in Kabul on Monday that …"."""
        for k in range(after, min(high, after + _LONGEST_ADJUNCT)):
            low = self.low(k)
            if low == ":" and k > after - 1:
                end = self._end(k + 1, high)
                return Said("colon", ((k + 1, end),)) if self._has_words(k + 1, end) else Said("next", ())
            if low == "that" and k > after and self.tag(k - 1) == "VBG":
                return None  # "reported strikes, noting that …"
            if low == "that" and (k == after or not self._is_relative(cue, k, after)):
                return Said("that", ((k + 1, self._end(k + 1, high, after)),))
            if self.is_quote(k) or (self.tokens[k].is_verb and self.tag(k) in ("VBD", "VBZ", "VBP", "MD")):
                return None
            if low in _WH and k > after and not cue.hearer:
                return None
        return None

    def _is_relative(self, cue: Cue, k: int, after: int) -> bool:
        """Whether "that" goes with the noun before it: "announced a plan that would …"."""
        np = self.parse.np_ending(k - 1)
        if np is not None and np.prep is not None and self.low(np.prep) in cue.about:
            return True  # "speculated on the role that …"
        if self.tag(k) == "DT" and self.parse.np_starting(k) is not None and not self._verb_follows(k):
            return True
        return np is not None and np.first == after and not cue.hearer and cue.takes_object

    def _verb_follows(self, k: int) -> bool:
        return any(v.first > k and v.finite for v in self.parse.vgs)

    def _quotation(self, start: int, after: int, high: int) -> Said | None:
        """A quotation behind the cue, at once or behind a comma; further ones of the same breath."""
        for i in (after, start):
            i += self.low(i) == ","
            if self.opens_quote(i):
                end = self._quotation_end(i, high)
                return Said("quote", ((i + 1, end),)) if self._has_words(i + 1, end) else Said("next", ())
            if self.low(i - 1) == "," and i == len(self.tokens):
                return Said("next", ())
        return None

    def _quotation_end(self, i: int, high: int) -> int:
        """The closing mark; the clause's end where the quotation is only a part of what is said."""
        close = next((k for k in range(i + 1, len(self.tokens)) if self.is_quote(k) and k not in self._quoted), None)
        if close is None:
            return len(self.tokens)
        goes_on = self.tag(close + 1) not in _CLAUSE_ENDS and close + 1 < high and self.tag(close - 1) not in (",", ".")
        return self._end(close + 1, high) if goes_on else close

    def _clause(self, vg: VG, cue: Cue, start: int, high: int) -> Said | None:
        """A clause without "that": "said five men were …", "told residents he would …"."""
        if cue.needs_that or vg.passive:
            return None
        if self.low(start) in _WH and self._verb_follows(start):
            if vg.negated:
                return None  # "did not say when …"
            return Said("clause", ((start, self._end(start, high)),))
        finite = (v for v in self.parse.vgs if vg.last < v.first < high and v.finite and v.relation != "rel")
        later = next(finite, None)
        if later is None or self.tag(start) in EDGES or self.tag(start) in ("CC", "TO"):
            return None
        subject = later.subject
        heard = self.parse.np_starting(start) if cue.hearer and subject is not self.parse.np_starting(start) else None
        if subject is None or subject.first < start or later.relation == "coord":
            return None
        if heard is not None and subject is not heard:
            return Said("clause", ((subject.first, self._end(subject.first, high)),))
        if heard is not None or any(self.tag(k) in (",", ":") for k in range(start, subject.first)):
            return None
        if any(self.low(k) in self.parse.classes.subordinators for k in range(start + 1, subject.first)):
            return None
        whole = subject.first == start or not cue.takes_object or self.extent_from(start) >= later.first
        return Said("clause", ((start, self._end(start, high)),)) if whole else None

    def extent_from(self, start: int) -> int:
        """The token behind the noun phrase that begins at a token; the token itself where none does."""
        np = self.parse.np_starting(start)
        return self.extent(np, len(self.tokens)) if np is not None else start

    def _infinitive(self, cue: Cue, start: int, high: int) -> Said | None:
        """What somebody vows to do, or wants somebody to do: "urged the parties to talk"."""
        if not cue.infinitive:
            return None
        for k in range(start, min(high, start + _LONGEST_ADJUNCT)):
            if self.low(k) == "to" and (self.tag(k + 1) in ("VB", "RB", "VBP", "NN")):
                return Said("infinitive", ((start, self._end(start, high)),))
            if self.tokens[k].is_verb or self.tag(k) in (",", ":"):
                return None
        return None

    def _about(self, cue: Cue, after: int, high: int) -> Said | None:
        """What stands behind a preposition: "commented on …"; for "called for …" right behind the cue."""
        direct = "" in cue.about and self.tag(after) not in EDGES
        start = (
            after if direct else next((k + 1 for k in range(after, after + 4) if self._about_at(cue, after, k)), None)
        )
        if start is None or self.tag(start) in EDGES or self._is_time(start):
            return None
        return Said("about", ((start, self._without_medium(start + 1, self._end(start, high))),))

    def _is_time(self, start: int) -> bool:
        """Whether the phrase at a token is a time and no more: "on Monday", not "on yesterday's attack"."""
        k = start
        while self.is_timed(k):
            k += 1
        return k > start and (self.tag(k) != "POS" and not self.tag(k).startswith("NN"))

    def _about_at(self, cue: Cue, after: int, k: int) -> bool:
        """Whether the cue's preposition stands at a token, with nothing but a hearer, an adverb or a time between."""
        if self.low(k) not in cue.about:
            return False
        heard = self.parse.np_starting(after) if cue.hearer else None
        return k == after or self._skip(after) == k or (heard is not None and heard.last + 1 == k)

    def _object(self, vg: VG, cue: Cue, start: int, high: int) -> Said | None:
        """A noun that is announced, condemned, denied."""
        if not cue.takes_object or not cue.bare_object or vg.negated or vg.passive:
            return None
        start = self._skip_manner(start)
        both = self.low(start) in ("both", "not", "not only")
        np = self.parse.np_starting(start + both)
        if (np is None and not both and not self.is_timed(start)) or self._is_time(start):
            gerund = self.tag(start) == "VBG" and cue.act == "tells"
            return Said("object", ((start, self._end(start, high)),)) if gerund else None
        end = self._before_next_deed(vg, start, self._end(start, high))
        if cue.names and not self._is_named(start + both, end):
            return None
        if cue.of_words and not (np is not None and self.low(np.head) in self._word_nouns):
            return None
        return Said("object", ((start, self._without_medium(start + 1, end)),))

    def _is_named(self, start: int, end: int) -> bool:
        """Whether something is called something: "called the vote a sham", "described it as legal"."""
        k = self.extent_from(start)
        if k > start and self.tag(k - 1).startswith("JJ"):
            return True  # "called the accusation baseless"
        return k < end and (self.low(k) in ("as", "a", "an", "the") or self.is_quote(k) or self.tag(k).startswith("JJ"))

    def _before_next_deed(self, vg: VG, start: int, end: int) -> int:
        """The end of an object before what its speaker does next: "welcomed the talks and left"."""
        for other in self.parse.vgs:
            own = other.governor is vg or (vg.subject is not None and other.subject is vg.subject)
            if start < other.first < end and other.finite and own and self.tag(other.first - 1) in ("CC", "RB"):
                return other.first - 1
        return end

    def _skip_manner(self, i: int) -> int:
        """Over "in the strongest terms" between verb and object."""
        if self.low(i) not in ("in", "with"):
            return i
        return next((k + 1 for k in range(i + 1, i + 6) if self.low(k) in self._manners), i)

    def _without_medium(self, i: int, end: int) -> int:
        """The end of an object before "on television", "in a statement on Monday", where nothing else follows."""
        for k in range(i, end):
            if self.low(k) in self._through and self._skip(k) > k:
                rest = self._skip(k)
                if rest >= end or all(self.tag(m) in EDGES for m in range(rest, end)) or self.low(rest) == "[":
                    return k
        return end

    def passive(self, vg: VG, cue: Cue, last: int, agent: Part | None) -> Said | None:
        """What is said of or by nobody: "is believed to be …", "it was announced that …", "was condemned by …"."""
        _, high = self.bounds(last)
        after = agent[1] if agent is not None else last + 1
        start = self._skip(after)
        low = self.low(start)
        if low == "that":
            return Said("that", ((start + 1, self._end(start + 1, high)),))
        if agent is None:
            named = low == "as" and cue.takes_object and cue.act == "tells"
            follows = (low == "to" and self.tag(start + 1).startswith("V")) or named or self.tag(start) == "VBN"
            return Said("subject", ((start, self._end(start, high)),)) if follows else None
        np = vg.subject
        if np is None or np.first > vg.first or not ((cue.takes_object and not cue.of_words) or low == "to"):
            return None
        return Said("subject", ((np.first, vg.first),) if low != "to" else ((np.first, vg.first), (start, high)))

    def around(self, low: int, first: int, end: int, high: int) -> tuple[Part, ...]:
        """What is said around words that name its source: of "according to …" within a clause, the clause."""
        before, behind = (low, first), (end, high)
        if not self._is_clause(before) and self._is_clause(behind):
            return (before, behind) if self._has_words(*before) and self.low(low) not in ("but", "and") else (behind,)
        joined = self.low(end) == "," and self._is_clause(behind)
        return (before, behind) if joined and self.low(first - 1) == "," else (before,)

    def clause_around(self, i: int, floor: int = 0) -> tuple[Part, ...]:
        """The clause of a word that stands in it ("reportedly"), without the word; not before a floor."""
        low, high = self.bounds(i)
        low = max(low, floor)
        marks = [k for k in range(low, high) if self.tag(k) == ":" or self.low(k) in ("but", "while", "although")]
        low = max([low, *(k + 1 for k in marks if k < i)])
        high = min([high, *(k for k in marks if k > i)])
        return (low, i), (i + 1, high)

    def reach(self, start: int) -> int:
        """Where words behind a noun end: before the clause that they open, or that the noun is the subject of."""
        _, high = self.bounds(start - 1)
        end = self._end(start, high)
        verbs = [v for v in self.parse.vgs if start <= v.first < end and v.finite]
        end = next((w.first for v, w in pairwise(verbs) if v.last + 1 == w.first), end)
        for k in range(start, end):
            if self.low(k) == "," and self._main_clause(k + 1, end):
                return k
        return end

    def _main_clause(self, i: int, end: int) -> bool:
        """Whether a subject and its verb stand behind a comma."""
        np = self.parse.np_starting(i)
        if np is None:
            return False
        return any(v.subject is np and v.finite and v.first < end and not v.marker for v in self.parse.vgs)

    def owner(self, i: int) -> Span | None:
        """Whose word a noun of saying is: "the minister's claim"."""
        np = self.parse.np_at(i)
        owned = [k for k in range(np.first, i) if self.tag(k) == "POS"] if np is not None else []
        if np is None or not owned:
            before = self.parse.np_ending(i - 2) if self.tag(i - 1) == "POS" else None
            return Span(self.tokens[before.first].start, self.tokens[before.last].end) if before is not None else None
        return Span(self.tokens[np.first].start, self.tokens[owned[-1] - 1].end)

    def cue_span(self, vg: VG, last: int) -> Span:
        """The words of a cue, without auxiliaries."""
        return Span(self.tokens[vg.head].start, self.tokens[last].end)

    # -------------------------------------------------------------------------------------- before, and on both sides

    def _before(self, first: int, low: int) -> Part | None:
        """Words before the cue and its speaker, set off by a comma or a quotation mark."""
        edge = first - 1
        if edge <= low or not (self.is_quote(edge) or self.low(edge) in (",", "-", "–", "—")):
            return None
        start = low
        if self.is_quote(edge):
            opening = [k for k in range(low, edge) if self.opens_quote(k)]
            start = opening[0] if opening and not self._is_clause((low, opening[0])) and opening[0] > low + 2 else low
        return (start, edge) if edge - start > 1 else None

    def _is_clause(self, part: Part) -> bool:
        return any(v.finite and part[0] <= v.first < part[1] for v in self.parse.vgs)

    def _resumes(self, before: Part, after: int, high: int, inverted: bool) -> Part | None:
        """The second part of an interposed cue: "the raid, police said, killed five"."""
        i = self._skip(after)
        if self.low(i) != "," or inverted:
            return None
        # "the men were, he claimed, innocent"
        broken = any(v.last + 1 == before[1] and self.low(v.last) in self.parse.classes.be for v in self.parse.vgs)
        if broken:
            return i + 1, high
        if self._is_clause(before) and self.low(i + 1) not in ("and", "but"):
            return None
        verb = next((v for v in self.parse.vgs if v.first > i and v.finite and v.first < high), None)
        return (i + 1, high) if verb is not None and verb.relation != "rel" else None

    # ---------------------------------------------------------------------------------------------------- ends

    def _end(self, start: int, high: int, after: int | None = None) -> int:
        """Where a content that begins at a token ends: at the sentence's end, or with the quotation it stands in."""
        del after
        if start in self._quoted or self.opens_quote(start - 1):
            return next((k for k in range(start, len(self.tokens)) if self.is_quote(k) and k not in self._quoted), high)
        return high

    def _has_words(self, start: int, end: int) -> bool:
        return any(self.tag(k) not in EDGES for k in range(start, end))
