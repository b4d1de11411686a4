"""Who says it: sources, cues and contents on Marsad's own labels (see ``docs/evaluation.md`` for the form).

A source or cue is found when one of ours shares a word with it; contents are scored word by word.  The outlet's own
voice is no label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from marsad.evaluate.coref import best_alignment
from marsad.evaluate.score import Outcome, Tally
from marsad.evaluate.texts import overlap
from marsad.pipeline.coder import Coder
from marsad.values import Coded, Document

_WORD = re.compile(r"\w+")
Range = tuple[int, int]


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """F1 of sources, of cues, and of the words of contents."""
    sources, cues, contents, kinds = Tally(), Tally(), Tally(), Tally()
    errors: list[Mapping[str, Any]] = []
    for n, row in enumerate(rows):
        text = row.get("text") or ""
        gold = [v for v in row.get("voices", ()) if v.get("cue")]
        ours = voices_of(coder.code(Document(id=str(row.get("id", n)), text=text, source=row.get("outlet"))))
        _spans(
            [_range(v["source"]) for v in gold if v.get("source")], [v["source"] for v in ours if v["source"]], sources
        )
        _spans([_range(v["cue"]) for v in gold], [v["cue"] for v in ours], cues)
        said = [_range(c) for v in gold for c in _parts(v.get("content"))]
        contents.add(_words(text, said), _words(text, [c for v in ours for c in v["content"]]))
        for voice in gold:
            if voice.get("kind"):
                kinds.wanted += 1
                answer = [o["kind"] for o in ours if overlap(o["cue"], _range(voice["cue"]))]
                kinds.found += bool(answer)
                kinds.right += voice["kind"] in answer
        errors += _errors(text, gold, ours)
    metrics = {"source_f1": sources.f1, "cue_f1": cues.f1, "content_f1": contents.f1}
    if kinds.wanted:
        metrics["kind_f1"] = kinds.f1
    return Outcome(len(rows), metrics, errors)


def voices_of(coded: Coded) -> list[dict[str, Any]]:
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


def _errors(text: str, gold: Sequence[Mapping[str, Any]], ours: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    def said(span: Any) -> str | None:
        return text[span[0] : span[1]] if span else None

    missed = [v for v in gold if not any(overlap(o["cue"], _range(v["cue"])) for o in ours)]
    extra = [o for o in ours if not any(overlap(o["cue"], _range(v["cue"])) for v in gold)]
    return [
        {"text": text[max(0, v["cue"][0] - 100) : v["cue"][1] + 100], which: (said(v.get("source")), said(v["cue"]))}
        for which, voices in (("gold", missed), ("answer", extra))
        for v in voices
    ]
