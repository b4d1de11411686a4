"""What a document says once and means for all its sentences: its report date, its outlet, its dateline, its places so far."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from marsad.pack import Pack
from marsad.values import Annotation, Document, Mention, Span, Voice

_DATELINE = re.compile(
    r"(?:^|(?<=[\n.)”\"])|(?<=Release)|(?<=PDF)|(?<=  ))\s*"
    r"[A-Z][A-Z'’ -]{2,}(?:/[A-Z][A-Z ]+)?(?:,[ ]*[A-Z][\w .'’-]{2,30}?)?\s*"
    r"(?:\([^()\n]{3,40}\)\s*[-–—:]*|,\s*[A-Z][a-z]+\.?\s+\d{1,2}[^\n]{0,20}?\s*[-–—:]+|\s[-–—]+\s|:\s)"
)
"""A town in capitals, perhaps its country, then a date or agency in brackets or a dash: where a report was filed."""


@dataclass(slots=True)
class Context:
    """State that grows while the sentences of one document are coded, in order."""

    document: Document
    mentions: Mapping[tuple[int, int, str], Mention]
    outlet: Voice
    places: list[Mention] = field(default_factory=list)
    """The last place group that served an event."""
    speaker: tuple[Voice, ...] = ()
    time: Mention | None = None
    datelines: tuple[Span, ...] = ()

    def filed(self, mention: Mention) -> bool:
        """Whether a mention stands in a dateline."""
        return any(s <= mention.start and mention.end <= e for s, e in self.datelines)

    def mention(self, start: int, end: int, kind: str) -> Mention | None:
        """The mention with exactly this span."""
        return self.mentions.get((start, end, kind))


def context_of(document: Document, annotations: Sequence[Annotation], pack: Pack) -> Context:
    """Everything the coder knows before the first sentence."""
    table: dict[tuple[int, int, str], Mention] = {(m.start, m.end, m.kind): m for a in annotations for m in a.mentions}
    return Context(document, table, outlet_voice(document, pack), datelines=datelines(document.text))


def outlet_voice(document: Document, pack: Pack) -> Voice:
    """The last link of every chain: the outlet, linked by name, alias or the address's domain."""
    name = document.source
    if name:
        for hit in pack.names.find(name):
            if hit.outlets:
                outlet = pack.outlets[hit.outlets[0]]
                return Voice(outlet.name, outlet.id, "outlet", None, None, None)
    if document.url:
        host = re.sub(r"^https?://(?:www\.)?([^/:?#]+).*$", r"\1", document.url.lower())
        for outlet in pack.outlets.values():
            if any(host == d or host.endswith("." + d) for d in outlet.domains):
                return Voice(outlet.name, outlet.id, "outlet", None, None, None)
    return Voice(name, None, "outlet", None, None, None)


def datelines(text: str) -> tuple[Span, ...]:
    """Where the document says where it was filed: places and dates in there belong to no event."""
    return tuple(Span(m.start(), m.end()) for m in _DATELINE.finditer(text))


def is_stale(when: date | None, reported: date | None) -> bool:
    """Whether a date lies so far before the report that it is told as history (60 days, the longest lag of a news follow-up)."""
    return when is not None and reported is not None and (reported - when).days > 60
