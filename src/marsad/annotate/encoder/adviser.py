"""What the model adds to and takes from the rules' mentions, and when it is asked at all.

The pack's names stand: what the registry knows, it knows better than a tagger.  The model adds places and organisations
that no registry has, and withdraws a name that is only a piece of a person's or of an organisation's ("Jackson said",
"the Lahore High Court").  Persons are read for that alone and leave nothing behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from marsad.annotate.encoder.model import NameSpan, Reading
from marsad.annotate.encoder.told import propositions
from marsad.annotate.rules.advice import Advice, Told
from marsad.annotate.rules.tagging import is_common
from marsad.annotate.rules.tokens import Token
from marsad.values import Mention, MentionKind

KINDS: dict[str, MentionKind] = {"PLACE": "place", "ORG": "actor"}
NAMES = ("place", "actor")
FILLING = frozenset(("actor", "place", "count"))
"""Kinds of mentions that fill roles of events."""
ADD: dict[str, float] = {"PLACE": 0.7, "ORG": 0.5}
"""Least probability at which a name is added.  Between 0.5 and 0.7 many places are persons of names that the model
has seldom met (90 articles of GeoWebNews and TR-News, read by eye); UNER EWT's places score the same without them."""
PERSON = 0.5
"""Least probability at which a name is a person's, so that no event is put there."""
AROUND = 20_000
"""Characters before and behind a name in which its full form is looked for."""
WITHDRAW = 0.8
"""Least probability at which a name of the pack gives way; more than for adding, since the pack is seldom wrong."""


class Reads(Protocol):
    """A model that reads a sentence's words, with a cheap gate before it."""

    def read(self, words: Sequence[str]) -> Reading:
        """One pass."""
        ...

    def may_tell(self, words: Sequence[str]) -> bool:
        """Whether the sentence may tell of an event."""
        ...


class EncoderAdviser:
    """Asks the model where the rules need it: a name nobody knows, a choice of places, doubt about what is told.

    With ``everywhere`` about every sentence: slower, to measure what the cascade costs.
    """

    def __init__(self, model: Reads, everywhere: bool = False) -> None:
        self._model = model
        self._everywhere = everywhere

    def __call__(self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention]) -> Advice | None:
        """Advice on one sentence of ``text``; the model reads at once for names, else when it is asked."""
        asked = _Asked(self._model, tokens)
        if self._everywhere or holds_unknown_name(tokens, mentions):
            mentions = revise(text, tokens, mentions, asked.reading.spans)
        asked.can_tell = holds_what_is_told(tokens, mentions)
        return Advice(tuple(mentions), asked.place_scores, asked.told)


class _Asked:
    """One sentence and the model, which reads it once, at the first question."""

    def __init__(self, model: Reads, tokens: Sequence[Token]) -> None:
        self._model = model
        self._tokens = tokens
        self._words = [t.text for t in tokens]
        self.can_tell = True
        """Whether what the model tells of the sentence could stand anywhere."""
        self._reading: Reading | None = None

    @property
    def reading(self) -> Reading:
        """What the model sees."""
        if self._reading is None:
            self._reading = self._model.read(self._words)
        return self._reading

    def place_scores(self, trigger: int, places: Sequence[Mention]) -> list[float]:
        """How likely each place is the trigger's; none where a person's name is."""
        spans = [_words(self._tokens, p) for p in places]
        people = [s for s in self.reading.spans if s.is_person and s.probability >= PERSON]
        found = self.reading.place_scores(trigger, spans)
        return [0.0 if _overlaps(span, people) else score for span, score in zip(spans, found, strict=True)]

    def told(self, in_doubt: bool) -> list[Told] | None:
        """What the sentence tells, where the rules doubt and the gate lets it through, or the model has read it."""
        if self._reading is None and not (in_doubt and self.can_tell and self._model.may_tell(self._words)):
            return None
        return propositions(self.reading)


def holds_unknown_name(tokens: Sequence[Token], mentions: Sequence[Mention]) -> bool:
    """Whether a word looks like a name (a capital, no ordinary word, no acronym) and is in no mention.

    Not in a run of words without a verb (an address, a list, a byline): nothing is told there that needs a name.
    """
    return any(t.is_verb for t in tokens) and any(
        t.text[0].isupper()
        and t.text.isalpha()
        and not t.text.isupper()
        and not is_common(t.text)
        and not any(m.start <= t.start and t.end <= m.end for m in mentions)
        for t in tokens
    )


def holds_what_is_told(tokens: Sequence[Token], mentions: Sequence[Mention]) -> bool:
    """Whether there is a verb to hang an event on, and an actor, a place or a count to fill one of its roles.

    What the model tells becomes a draft at a verb, of phrases that hold mentions.  Headlines, lists, addresses and
    datelines are half of the sentences of the ISAF releases in which the rules find no event.
    """
    return any(t.is_verb for t in tokens) and any(m.kind in FILLING for m in mentions)


def revise(text: str, tokens: Sequence[Token], mentions: Sequence[Mention], spans: Sequence[NameSpan]) -> list[Mention]:
    """The mentions after the model's word on names, in order."""
    kept = list(mentions)
    for span in sorted(spans, key=lambda s: -s.probability):
        start, end = tokens[span.first].start, tokens[span.last].end
        inside = [m for m in kept if m.kind in NAMES and m.start < end and start < m.end]
        if span.kind != "PLACE" and span.probability >= WITHDRAW:
            pieces = [m for m in inside if m.kind == "place" and _is_piece(m, start, end)]
            kept = [m for m in kept if m not in pieces]
            inside = [m for m in inside if m not in pieces]
        kind = KINDS.get(span.kind)
        sure = kind is not None and span.probability >= ADD[span.kind] and any(c.isupper() for c in text[start:end])
        if kind is not None and sure and not inside and not _is_surname(text, start, end):
            kept.append(Mention(start, end, text[start:end], kind))
    return sorted(kept, key=lambda m: (m.start, m.end, m.kind))


def _is_surname(text: str, start: int, end: int) -> bool:
    """Whether a single word stands behind another capitalised one somewhere: "John Jackson" makes Jackson a person."""
    name = text[start:end]
    around = text[max(0, start - AROUND) : end + AROUND]
    return (
        " " not in name and re.search(rf"(?<=[a-z,] )[A-Z][a-z]+ (?:[A-Z]\. )?{re.escape(name)}\b", around) is not None
    )


def _overlaps(span: tuple[int, int], people: Sequence[NameSpan]) -> bool:
    return any(p.first <= span[1] and span[0] <= p.last for p in people)


def _is_piece(mention: Mention, start: int, end: int) -> bool:
    """Whether a mention is only a part of a longer name."""
    return start <= mention.start and mention.end <= end and mention.end - mention.start < end - start


def _words(tokens: Sequence[Token], mention: Mention) -> tuple[int, int]:
    """First and last word of a mention."""
    inside = [t.i for t in tokens if t.start < mention.end and mention.start < t.end]
    return inside[0], inside[-1]
