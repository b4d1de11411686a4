"""What a document says once and means for all its sentences: its outlet, its dateline, its places and times so far.

Relies on linked mentions, in the order of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from marsad.coding.quotes import Held, holders
from marsad.pack import Pack
from marsad.pack.outlets import find_outlet
from marsad.values import Annotation, Document, Mention, Span, Voice

_DATELINE = re.compile(
    r"(?:^|(?<=[\n.)”\"])|(?<=Release)|(?<=PDF)|(?<=  ))\s*"
    r"[A-Z][A-Z'’ -]{2,}(?:/[A-Z][A-Z ]+)?(?:,[ ]*[A-Z][\w .'’-]{2,30}?)?\s*"
    r"(?:\([^()\n]{3,40}\)\s*[-–—:]*|,\s*[A-Z][a-z]+\.?\s+\d{1,2}[^\n]{0,20}?\s*[-–—:]+|\s[-–—]+\s|:\s)"
    # in small letters only at the head of a line, with a date or a country: "Juba, 2 July 2031 –", "Kyiv, Ukraine —"
    r"|^\s*[A-Z][\w’'-]+(?:[ /][A-Z][\w’'-]+){0,3}(?:,[ ]*[A-Z][\w .’'-]{2,30}?)?"
    r"(?:,\s*(?:\w+day,? )?(?:\d{1,2}\s+[A-Z][a-z]+|[A-Z][a-z]+\.?\s+\d{1,2})[^\n]{0,30}?\s*[-–—:]+\s"
    r"|\s*\([^()\n]{3,40}\)\s*[-–—]+\s|(?<=[a-z])\s*—\s|,[ ]*[A-Z]\w+\s[-–]\s)",
    re.MULTILINE,
)
"""A town in capitals, perhaps its country, then a date or agency in brackets or a dash: where a report was filed."""


REACH = 5
"""Sentences over which a place or time is carried on (ISAF releases: province 98 % at 5, 97 % at 3)."""


@dataclass(slots=True)
class Context:
    """State that grows while the sentences of one document are coded, in order."""

    document: Document
    mentions: Mapping[tuple[int, int, str], Mention]
    outlet: Voice
    order: Mapping[int, int] = field(default_factory=dict)
    """Number of the sentence that starts at an offset."""
    places: Sequence[Mention] = ()
    """The last place group that served an event."""
    protest: Sequence[Mention] = ()
    """Where the last protest was: people camp or march there for days while the story goes elsewhere and comes back."""
    places_at: int = -99
    time_at: int = -99
    speaker: tuple[Voice, ...] = ()
    time: Mention | None = None
    speakers: frozenset[str] = frozenset()
    """Common nouns that speak ("observers"), so that a capital at a sentence's start is not taken for a name."""
    little: frozenset[str] = frozenset()
    """Words that say nothing of an office ("of", "within")."""
    elsewhere: tuple[str, ...] = ()
    """Words behind which a place is that of another deed ("responsible for attacks in")."""
    datelines: tuple[Span, ...] = ()
    held: Mapping[int, Held] = field(default_factory=dict)
    """Sentences in words that another sentence attributes, by their start."""

    def near_places(self, annotation: Annotation) -> Sequence[Mention]:
        """Places of an event told at most ``REACH`` sentences ago."""
        return self.places if self.order[annotation.sentence.start] - self.places_at <= REACH else ()

    def set_places(self, places: Sequence[Mention], annotation: Annotation) -> None:
        """Remember where the story is."""
        self.places, self.places_at = places, self.order[annotation.sentence.start]

    def near_time(self, annotation: Annotation) -> Mention | None:
        """The time of an event told at most ``REACH`` sentences ago."""
        return self.time if self.order[annotation.sentence.start] - self.time_at <= REACH else None

    def set_time(self, time: Mention, annotation: Annotation) -> None:
        """Remember when the story is; only a day or a few are carried on."""
        if (time.date_prec or 9) <= 2:
            self.time, self.time_at = time, self.order[annotation.sentence.start]

    def filed(self, mention: Mention) -> bool:
        """Whether a mention stands in a dateline."""
        return any(s <= mention.start and mention.end <= e for s, e in self.datelines)

    def mention(self, start: int, end: int, kind: str) -> Mention | None:
        """The mention with exactly this span."""
        return self.mentions.get((start, end, kind))


def context_of(document: Document, annotations: Sequence[Annotation], pack: Pack) -> Context:
    """Everything the coder knows before the first sentence."""
    voices = pack.words.get("voices", {})
    table: dict[tuple[int, int, str], Mention] = {(m.start, m.end, m.kind): m for a in annotations for m in a.mentions}
    return Context(
        document,
        table,
        outlet_voice(document, pack),
        datelines=datelines(document.text),
        speakers=frozenset(w for words in voices.get("nouns", {}).values() for w in words),
        little=frozenset(voices.get("offices", {}).get("little", ())),
        elsewhere=tuple(pack.words.get("places", {}).get("elsewhere", {}).get("words", ())),
        order={a.sentence.start: n for n, a in enumerate(annotations)},
        held=holders(document.text, annotations),
    )


def outlet_voice(document: Document, pack: Pack) -> Voice:
    """The last link of every chain: the outlet, linked by name, alias or the address's domain."""
    if (outlet := find_outlet(pack, document.source, document.url)) is not None:
        return Voice(outlet.name, outlet.id, "outlet", None, None, None)
    return Voice(document.source, None, "outlet", None, None, None)


def datelines(text: str) -> tuple[Span, ...]:
    """Where the document says where it was filed: places and dates in there belong to no event."""
    return tuple(Span(m.start(), m.end()) for m in _DATELINE.finditer(text))


def is_stale(when: date | None, reported: date | None) -> bool:
    """Whether a date lies so far before the report that it is told as history: over 30 days."""
    return when is not None and reported is not None and (reported - when).days > 30
