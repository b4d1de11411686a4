"""A backend for tests and demonstrations: names, whole dates, and an attack wherever it reads "attacked".

It keeps the whole contract, so that everything around a backend can be tried without coding rules or a model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from marsad.pack import Pack
from marsad.values import Annotation, Argument, Document, Frame, Mention, Span

_ATTACK = re.compile(r"\battacked\b")
_DAY = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b"
)
_NUMBER = re.compile(r"\b\d{1,4}\b")


class FakeBackend:
    """Reads what the pack names, days, numbers, and one verb."""

    name = "fake/1"

    def __init__(self, pack: Pack) -> None:
        self._names = pack.names

    def annotate(self, document: Document, sentences: Sequence[Span]) -> list[Annotation]:
        """One annotation per sentence; a sentence without "attacked" says why it holds nothing."""
        return [self._sentence(document.text, span) for span in sentences]

    def _sentence(self, text: str, span: Span) -> Annotation:
        said = text[span.start : span.end]
        mentions = tuple(sorted(self._mentions(said, span.start), key=lambda m: m.start))
        attack = _ATTACK.search(said)
        if not attack:
            return Annotation(span, mentions, reason="background")
        trigger = Span(span.start + attack.start(), span.start + attack.end())
        arguments = tuple(Argument(_role(m, trigger), m.start, m.end) for m in mentions if m.kind != "count")
        frame = Frame("event", "ASSAULT", None, trigger, Span(*span), arguments)
        return Annotation(span, mentions, (frame,))

    def _mentions(self, said: str, offset: int) -> Iterator[Mention]:
        taken: set[int] = set()
        for hit in self._names.find(said):
            if hit.places or hit.actors or hit.label_of:
                kind = "place" if hit.places and not hit.actors else "actor"
                taken.update(range(hit.start, hit.end))
                yield Mention(
                    offset + hit.start, offset + hit.end, said[hit.start : hit.end],
                    "place" if kind == "place" else "actor",
                )  # fmt: skip
        for day in _DAY.finditer(said):
            taken.update(range(*day.span()))
            yield Mention(offset + day.start(), offset + day.end(), day.group(), "time")
        for number in _NUMBER.finditer(said):
            if taken.isdisjoint(range(*number.span())):
                value = int(number.group())
                yield Mention(
                    offset + number.start(), offset + number.end(), number.group(), "count", low=value, high=value
                )


def _role(mention: Mention, trigger: Span) -> str:
    if mention.kind in ("place", "time"):
        return "at" if mention.kind == "place" else "time"
    return "actor" if mention.start < trigger.start else "recipient"
