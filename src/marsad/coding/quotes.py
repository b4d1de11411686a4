"""Quotations that run over several sentences: which sentence is in whose words.

Read from quotation marks, paragraphs and the voices that sentences mark themselves: a paragraph behind "X said:", what
stays in open quotation marks, a quotation that goes on behind "…," X said., and one that names its speaker at its end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from marsad.values import Annotation, VoiceMark

_MARK = re.compile(r"[\"“”«»]")
_OPENS = re.compile(r"\s*[\"“«]")
_FROM, _UNTIL = "“«", "”»"

Held = tuple[VoiceMark, Annotation]
"""A voice, and the sentence that marks it."""


@dataclass(slots=True)
class _Reading:
    """Where the reading of a text stands."""

    inside: bool = False
    """Whether quotation marks are open."""
    holder: Held | None = None
    """Whose words the open quotation or the paragraph is."""
    paragraph: bool = False
    """Whether the holder's words are a paragraph without quotation marks."""
    waiting: list[int] = field(default_factory=list)
    """Starts of sentences in a quotation whose speaker has not been named yet."""


def holders(text: str, annotations: Sequence[Annotation]) -> Mapping[int, Held]:
    """The voice of every sentence that lies in words which another sentence attributes, by the sentence's start."""
    held: dict[int, Held] = {}
    reading = _Reading()
    end = 0
    for annotation in annotations:
        start = annotation.sentence.start
        breaks = "\n" in text[end:start]
        _enter(text, annotation, reading, breaks)
        own = _quoting(text, annotation)
        quoted = reading.inside or _OPENS.match(text, start) is not None
        if own is None:
            if reading.holder is not None and (quoted or reading.paragraph):
                held[start] = reading.holder
            if quoted:
                reading.waiting.append(start)  # a speaker at the quotation's end has the last word
        else:
            held |= dict.fromkeys(reading.waiting, own)
            reading.holder, reading.paragraph = own, own[0].said == ()
        reading.inside = _open_after(text[start : annotation.sentence.end], reading.inside)
        if not reading.inside:
            reading.waiting.clear()
            if own is None and not reading.paragraph and not quoted:
                reading.holder = None
        end = annotation.sentence.end
    return held


def _enter(text: str, annotation: Annotation, reading: _Reading, breaks: bool) -> None:
    """Forget what a new paragraph ends."""
    if not breaks:
        return
    start = annotation.sentence.start
    opens = _OPENS.match(text, start) is not None
    announced = reading.holder is not None and reading.holder[0].said == ()
    if reading.paragraph:
        # the paragraph behind "X said:" is X's; so are those behind it as long as the quotation lasts
        fresh = announced and reading.holder is not None and _adjoins(text, reading.holder, start)
        reading.paragraph = fresh and not opens
        reading.holder = reading.holder if fresh or reading.inside or opens else None
    elif not opens:
        reading.holder = None
        reading.waiting.clear()
    reading.inside = False  # each paragraph of a quotation opens it anew; without a mark it was never closed


def _adjoins(text: str, holder: Held, start: int) -> bool:
    """Whether nothing but blanks stands between a sentence that hands on its words and an offset."""
    return not text[holder[1].sentence.end : start].strip(" \n\t:\r")


def _quoting(text: str, annotation: Annotation) -> Held | None:
    """The first voice of a sentence that quotes in quotation marks or hands on to the next sentence."""
    for mark in annotation.voices:
        if mark.source is None or mark.act == "hedges":
            continue
        if mark.said == () or any(
            _MARK.search(text, max(w.start - 2, annotation.sentence.start), w.end + 2) for w in mark.words
        ):
            return mark, annotation
    return None


def _open_after(sentence: str, inside: bool) -> bool:
    """Whether quotation marks are open behind a sentence."""
    for n, match in enumerate(_MARK.finditer(sentence)):
        mark = match.group()
        if mark in _FROM:
            inside = True
        elif mark in _UNTIL:
            inside = False
        elif not (n == 0 and inside and not sentence[: match.start()].strip()):
            inside = not inside
    return inside
