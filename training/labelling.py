"""Marsad's own labels: how far two labellings agree, and the labels joined with their texts.

``python -m training.labelling agreement`` prints the agreement; ``python -m training.labelling join DATA OUT`` writes
what both agree on with the texts of the development data, in the form that ``marsad evaluate voice`` reads.  The labels
in ``training/labels`` are stand-off (offsets into documents of named sets); guidelines: ``docs/labelling.md``.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "labels"
Label = Mapping[str, Any]
Span = Sequence[int]


def labels(labeller: str) -> list[Label]:
    """One labelling, a sentence each, in the order of the texts."""
    return [json.loads(line) for line in (HERE / f"{labeller}.jsonl").read_text("utf-8").splitlines()]


def texts(data: Path) -> dict[tuple[str, str], str]:
    """The documents that are labelled: of ``re3d`` as they are, of ``gum`` its sentences' words, a line a sentence."""
    found: dict[tuple[str, str], str] = {}
    for row in _rows(data / "re3d" / "re3d_dev.jsonl"):
        found["re3d", row["id"]] = row["text"]
    for row in _rows(data / "ner" / "gum_open_genres.jsonl"):
        key = "gum", row["id"].rsplit("-", 1)[0]
        line = " ".join(row["tokens"])
        found[key] = f"{found[key]}\n{line}" if key in found else line
    return found


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def overlap(one: Span | None, two: Span | None) -> bool:
    """Whether two spans share a character."""
    return one is not None and two is not None and one[0] < two[1] and two[0] < one[1]


def pairs(one: Sequence[Label], two: Sequence[Label], anchor: str) -> list[tuple[Label, Label]]:
    """Labels of two labellers that sit on the same words, each used once."""
    left = list(two)
    found = []
    for label in one:
        other = next((o for o in left if overlap(label[anchor], o[anchor])), None)
        if other is not None:
            left.remove(other)
            found.append((label, other))
    return found


def agreement(one: Sequence[Label], two: Sequence[Label]) -> dict[str, float]:
    """F1 of one labelling against the other for spans, the share of equal codes for labels that both set."""
    spans: dict[str, Counter[str]] = {}
    codes: dict[str, list[bool]] = {}
    for a, b in zip(one, two, strict=True):
        for field, anchor in (("voices", "cue"), ("events", "trigger")):
            mine, theirs = a.get(field, ()), b.get(field, ())
            both = pairs(mine, theirs, anchor)
            _count(spans, anchor, len(mine), len(theirs), len(both))
            for x, y in both:
                _fields(x, y, spans, codes, field)
    table = {name: 2 * c["both"] / max(1, c["one"] + c["two"]) for name, c in spans.items()}
    return table | {name: sum(same) / len(same) for name, same in codes.items()}


def _count(spans: dict[str, Counter[str]], name: str, one: int, two: int, both: int) -> None:
    spans.setdefault(name, Counter()).update(one=one, two=two, both=both)


def _fields(x: Label, y: Label, spans: dict[str, Counter[str]], codes: dict[str, list[bool]], field: str) -> None:
    if field == "voices":
        sources = [v.get("source") for v in (x, y)]
        codes.setdefault("source", []).append(sources[0] == sources[1] or overlap(*sources))
        characters = [{i for s in v.get("content", ()) for i in range(*s)} for v in (x, y)]
        _count(
            spans, "content (characters)", len(characters[0]), len(characters[1]), len(characters[0] & characters[1])
        )
        same: Sequence[str] = ("kind", "modality")
    else:
        for name, where in (("actors", 0), ("recipients", 0), ("times", 0), ("places", 1), ("counts", 1)):
            mine, theirs = ([{"span": s[where : where + 2]} for s in v.get(name, ())] for v in (x, y))
            _count(spans, name, len(mine), len(theirs), len(pairs(mine, theirs, "span")))
        same = ("shape", "type", "modality", "polarity", "auxiliary")
    for name in same:
        codes.setdefault(f"{name} of {field}", []).append(x.get(name) == y.get(name))


def joined(data: Path) -> Iterator[dict[str, Any]]:
    """Documents with the voices that both labellers marked (the first one's spans), one row each."""
    documents = texts(data)
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for a, b in zip(labels("a"), labels("b"), strict=True):
        key = a["set"], a["document"]
        row = rows.setdefault(key, {"id": key[1], "text": documents[key], "voices": []})
        row["voices"] += [x for x, _ in pairs(a.get("voices", ()), b.get("voices", ()), "cue")]
    yield from rows.values()


def _print_agreement(_: Sequence[str]) -> None:
    for name, value in agreement(labels("a"), labels("b")).items():
        print(f"{name:24}{value:.3f}")


def _write(arguments: Sequence[str]) -> None:
    data, out = map(Path, arguments)
    with out.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in joined(data))


if __name__ == "__main__":
    commands: dict[str, Callable[[Sequence[str]], None]] = {"agreement": _print_agreement, "join": _write}
    commands[sys.argv[1]](sys.argv[2:])
