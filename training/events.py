"""Sentences with labelled events: our own labels of open texts, and sentences that we invented.

``labels/events.jsonl`` and ``labels/a.jsonl`` are stand-off (a document of a named set, offsets),
``labels/invented.jsonl`` holds invented sentences with their labels as quotes.  Guidelines: ``docs/labelling.md``.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from marsad.annotate.encoder.eventheads import MODES
from marsad.annotate.rules.tokens import cut
from training.labelling import labels, texts
from training.samples import Event, Sample

HERE = Path(__file__).parent / "labels"
COUNTED = {"killed": "killed", "injured": "injured", "captured": "captured", "abducted": "captured"}
"""Roles of number words; every other kind of count is "counted"."""
_PARTIES = {"actors": "who", "recipients": "whom", "times": "time", "means": "means"}
Label = Mapping[str, Any]
Words = Sequence[tuple[int, int, str]]


def stand_off(data: Path) -> Iterator[Sample]:
    """The labelled sentences of open texts, joined with their texts."""
    documents = texts(data) | sentences(data)
    for source, rows in (("own", labels("a")), ("own2", _rows(HERE / "events.jsonl"))):
        for row in rows:
            text = documents[row["set"], row["document"]]
            start, end = row.get("start", 0), row.get("end", len(text))
            yield _sample(source, text[start:end], row.get("events", ()), start)


def sentences(data: Path) -> dict[tuple[str, str], str]:
    """The sentences of event_location (by row) and ECB+ (by document and sentence) that ``events.jsonl`` speaks of."""
    found: dict[tuple[str, str], str] = {}
    with (data / "event_location/event_location_dev.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            found["event_location", str(row["row"])] = row["text"]
    with gzip.open(data / "ecbplus/ecbplus_train.jsonl.gz", "rt", encoding="utf-8") as packed:
        for row in map(json.loads, packed):
            for n, words in enumerate(row["sentences"]):
                found["ecbplus", f"{row['id']}:{n}"] = " ".join(words)
    return found


def invented() -> Iterator[Sample]:
    """The sentences that we invented."""
    for row in _rows(HERE / "invented.jsonl"):
        yield _sample("invented", row["text"], [offsets(e, row["text"]) for e in row["events"]], 0)


def offsets(event: Label, text: str) -> dict[str, Any]:
    """An event whose spans are quotes, with offsets in their place and the full names of its keys."""

    def span(quote: str) -> list[int]:
        words, _, number = quote.partition("#")
        at = -1
        for _ in range(int(number or 1)):
            at = text.index(words, at + 1)
        return [at, at + len(words)]

    kind = event["type"]
    found: dict[str, Any] = {"trigger": span(event["t"]), "shape": "event" if kind.isupper() else kind}
    found["type"] = kind if kind.isupper() else None
    for ours, theirs in (("actors", "who"), ("recipients", "whom"), ("times", "time"), ("means", "means")):
        found[ours] = [span(q) for q in event.get(theirs, ())]
    found["places"] = [[role, *span(q)] for role in ("at", "from", "to", "via") for q in event.get(role, ())]
    found["counts"] = [[kind, *span(q), None] for kind, q, *_ in event.get("count", ())]
    renamed = {"mode": "mode", "auxiliary": "aux", "modality": "mod"}
    return found | {ours: event[theirs] for ours, theirs in renamed.items() if event.get(theirs)}


def _rows(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _sample(source: str, text: str, events: Sequence[Label], start: int) -> Sample:
    words = cut(text)
    made = [made for e in events if (made := _event(e, words, start)) is not None]
    made = list({e.trigger: e for e in reversed(made)}.values())
    return Sample(source, tuple(w for _, _, w in words), key=text, events=tuple(made))


def _event(label: Label, words: Words, start: int) -> Event | None:
    trigger = _inside(label["trigger"], words, start)
    if trigger is None:
        return None
    spans = [(role, _inside(span, words, start)) for name, role in _PARTIES.items() for span in label.get(name, ())]
    spans += [(role, _inside(place, words, start)) for role, *place in label.get("places", ())]
    counts = [(COUNTED.get(kind, "counted"), span[:2]) for kind, *span in label.get("counts", ())]
    spans += [(role, _inside(span, words, start)) for role, span in counts]
    return Event(
        trigger[0],
        label.get("type") or label["shape"],
        label.get("mode") if label.get("mode") in MODES else "",
        tuple((role, *span) for role, span in spans if span is not None),
        frozenset(label.get("auxiliary", ())),
        label.get("modality", "asserted"),
    )


def _inside(span: Sequence[int], words: Words, start: int) -> tuple[int, int] | None:
    """First and last word that a span of the document touches."""
    found = [i for i, (a, b, _) in enumerate(words) if a < span[1] - start and span[0] - start < b]
    return (found[0], found[-1]) if found else None


def joined(data: Path) -> Iterator[dict[str, Any]]:
    """The sentences that only measure, with their texts and labels: the form of ``marsad evaluate events``."""
    documents = texts(data) | sentences(data)
    for row in (*labels("a"), *_rows(HERE / "events.jsonl")):
        text = documents[row["set"], row["document"]]
        start, end = row.get("start", 0), row.get("end", len(text))
        if held_out(text[start:end]):
            name = f"{row['set']}:{row['document']}:{start}"
            yield {"id": name, "text": text[start:end], "events": [_moved(e, start) for e in row.get("events", ())]}
    for n, row in enumerate(_rows(HERE / "invented.jsonl")):
        if held_out(row["text"]):
            labels_of = [offsets(e, row["text"]) for e in row["events"]]
            yield {"id": f"invented:{n}", "text": row["text"], "events": labels_of}


def _moved(event: Label, start: int) -> dict[str, Any]:
    """The spans that are scored, counted from the sentence's own beginning."""
    found: dict[str, Any] = {"shape": event["shape"], "type": event.get("type")}
    found["trigger"] = [at - start for at in event["trigger"]]
    return found | {k: [[at - start for at in s] for s in event.get(k, ())] for k in ("actors", "recipients")}


def held_out(text: str) -> bool:
    """Whether a sentence only measures: a tenth, by the hash of its text."""
    return hashlib.sha256(text.encode()).digest()[0] < 26


def main() -> None:
    """Write the held-out sentences: ``python -m training.events DATA OUT``."""
    data, out = map(Path, sys.argv[1:])
    with out.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in joined(data))


if __name__ == "__main__":
    main()
