"""Who says it: sources, cues and contents on Marsad's own labels (see ``docs/evaluation.md`` for the form).

What is scored is the reading itself: the voices that the backend marks in each sentence, whether or not a statement
hangs on them.  Labels are set sentence by sentence, so that words which a colon hands on to the next paragraph are no
content here.  Metrics named ``…_coded`` score only the voices behind coded statements, which users get.  A source or
cue is found when one of ours shares a word with it; contents are scored word by word.  The outlet is no label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marsad.annotate import annotate
from marsad.evaluate.coref import best_alignment
from marsad.evaluate.score import Outcome, Tally
from marsad.evaluate.texts import overlap
from marsad.pipeline.coder import Coder
from marsad.split import split
from marsad.values import Annotation, Coded, Document

_WORD = re.compile(r"\w+")
Range = tuple[int, int]
Voiced = Mapping[str, Any]
"""A voice of ours: ``cue`` and ``source`` (or None) as ranges, ``content`` as a list of ranges, ``kind``."""


@dataclass(slots=True)
class _Scores:
    """Running counts of one way to read voices."""

    sources: Tally = field(default_factory=Tally)
    cues: Tally = field(default_factory=Tally)
    contents: Tally = field(default_factory=Tally)
    kinds: Tally = field(default_factory=Tally)

    def add(self, text: str, gold: Sequence[Voiced], ours: Sequence[Voiced]) -> None:
        """Count the voices of one document."""
        named = [v["source"] for v in ours if v["source"]]
        _spans([_range(v["source"]) for v in gold if v.get("source")], named, self.sources)
        _spans([_range(v["cue"]) for v in gold], [v["cue"] for v in ours], self.cues)
        said = [_range(c) for v in gold for c in _parts(v.get("content"))]
        self.contents.add(_words(text, said), _words(text, [c for v in ours for c in v["content"]]))
        for voice in gold:
            if voice.get("kind"):
                answer = [o["kind"] for o in ours if overlap(o["cue"], _range(voice["cue"]))]
                self.kinds.wanted += 1
                self.kinds.found += bool(answer)
                self.kinds.right += voice["kind"] in answer

    def metrics(self, suffix: str = "") -> dict[str, float]:
        """F1 of sources, of cues, of the words of contents, and of kinds where there are any."""
        found = {"source_f1": self.sources.f1, "cue_f1": self.cues.f1, "content_f1": self.contents.f1}
        if self.kinds.wanted:
            found["kind_f1"] = self.kinds.f1
        return {f"{name}{suffix}": value for name, value in found.items()}


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """F1 of sources, of cues, and of the words of contents: of the reading, and of what statements carry."""
    read, coded = _Scores(), _Scores()
    errors: list[Mapping[str, Any]] = []
    for n, row in enumerate(rows):
        document = Document(id=str(row.get("id", n)), text=row.get("text") or "", source=row.get("outlet"))
        gold = [v for v in row.get("voices", ()) if v.get("cue")]
        ours = voices_read(annotate(coder.backend, document, split(document.text)))
        read.add(document.text, gold, ours)
        coded.add(document.text, gold, voices_of(coder.code(document)))
        errors += _errors(document.text, gold, ours)
    return Outcome(len(rows), read.metrics() | coded.metrics("_coded"), errors)


def voices_read(annotations: Iterable[Annotation]) -> list[Voiced]:
    """The voices that a backend marks; words that only sound unsure ("perhaps") are nobody's."""
    return [
        {
            "cue": (v.cue.start, v.cue.end),
            "source": (v.source.start, v.source.end) if v.source is not None else None,
            "kind": v.kind,
            "content": [(part.start, part.end) for part in v.words],
        }
        for a in annotations
        for v in a.voices
        if v.act != "hedges"
    ]


def voices_of(coded: Coded) -> list[Voiced]:
    """Voices behind statements, one per cue: the nearest speaker, and all evidence that hangs on the cue."""
    found: dict[Range, dict[str, Any]] = {}
    for s in coded.statements:
        for v in s.voice:
            if v.cue is None:
                continue
            cue = (v.cue.start, v.cue.end)
            source = (v.start, v.end) if v.start is not None and v.end is not None else None
            held = found.setdefault(cue, {"cue": cue, "source": source, "kind": v.kind, "content": []})
            held["content"] += [e for e in s.evidence if e not in held["content"]]
    return list(found.values())


def _range(span: Sequence[int]) -> Range:
    return span[0], span[1]


def _parts(content: Any) -> list[Sequence[int]]:
    """A content is one span, or several."""
    if not content:
        return []
    return list(content) if isinstance(content[0], (list, tuple)) else [content]


def _spans(gold: Iterable[Range], ours: Iterable[Range], tally: Tally) -> None:
    wanted, found = list(dict.fromkeys(gold)), list(dict.fromkeys(ours))
    tally.right += best_alignment(
        {(i, j): 1.0 for i, g in enumerate(wanted) for j, o in enumerate(found) if overlap(g, o)}
    )
    tally.found += len(found)
    tally.wanted += len(wanted)


def _words(text: str, spans: Iterable[Range]) -> set[int]:
    """Where the words of some spans begin."""
    return {start + m.start() for start, end in spans for m in _WORD.finditer(text[start:end])}


def _errors(text: str, gold: Sequence[Voiced], ours: Sequence[Voiced]) -> list[Mapping[str, Any]]:
    def said(span: Any) -> str | None:
        return text[span[0] : span[1]] if span else None

    missed = [v for v in gold if not any(overlap(o["cue"], _range(v["cue"])) for o in ours)]
    extra = [o for o in ours if not any(overlap(o["cue"], _range(v["cue"])) for v in gold)]
    return [
        {"text": text[max(0, v["cue"][0] - 100) : v["cue"][1] + 100], which: (said(v.get("source")), said(v["cue"]))}
        for which, voices in (("gold", missed), ("answer", extra))
        for v in voices
    ]
