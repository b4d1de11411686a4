"""Documents and annotations from marked text: "[Bara]{place}, [Khyber district]{place}"; a line is a sentence."""

from __future__ import annotations

import re
from datetime import date

from marsad.values import Annotation, Document, Mention, Span

_MARK = re.compile(r"\[([^\]]+)\]\{(actor|place|time|count|means)\}")


def annotated(marked: str, published: str | None = None, title: str | None = None) -> tuple[Document, list[Annotation]]:
    """Strip the marks; mentions come unlinked, as a backend gives them."""
    text, mentions, done = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        mentions.append(Mention(len(text), len(text) + len(mark[1]), mark[1], mark[2]))  # type: ignore[arg-type]
        text += mark[1]
        done = mark.end()
    text += marked[done:]
    document = Document("d0", text, title=title, published=date.fromisoformat(published) if published else None)
    annotations = []
    for line in re.finditer(r"[^\n]+", text):
        held = tuple(m for m in mentions if line.start() <= m.start < line.end())
        annotations.append(Annotation(Span(line.start(), line.end()), mentions=held))
    return document, annotations
