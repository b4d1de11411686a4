"""Which organisation a text means, from the bare text to the link; the cases are in ``actor_cases.tsv``."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from marsad.annotate.rules import RulesBackend
from marsad.pack import load_pack
from marsad.pipeline import Coder
from marsad.values import Coded, Document, Mention

MARK = re.compile(r"\[([^\]]+)\]\{([^}]+)\}")


def cases() -> Iterator[dict[str, str]]:
    with (Path(__file__).parent / "actor_cases.tsv").open(encoding="utf-8", newline="") as file:
        rows = (line for line in file if not line.startswith("#"))
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield {**row, "text": row["text"].replace("\\n", "\n")}


CASES = list(cases())


@pytest.fixture(scope="module")
def coder() -> Coder:
    pack = load_pack("afpak")
    return Coder(RulesBackend(pack), pack)


def code(coder: Coder, text: str, day: str | None = None) -> Coded:
    return coder.code(Document("d0", text, published=date.fromisoformat(day) if day else None))


def faults(coder: Coder, marked: str, day: str) -> list[str]:
    """What each mark wants and does not get."""
    text, marks = "", []
    for before, words, wanted in re.findall(rf"(.*?)(?:{MARK.pattern}|$)", marked, re.DOTALL):
        text += before
        if words:
            marks.append((len(text), len(text) + len(words), wanted))
            text += words
    coded = code(coder, text, day)
    return [
        f"{text[start:end]!r}: {wanted} wanted, not {found and (found.link, found.label)}"
        for start, end, wanted in marks
        if not right(coded, start, end, (found := widest(coded, start, end, "actor")), wanted)
    ]


def widest(coded: Coded, start: int, end: int, kind: str) -> Mention | None:
    shared = {m: min(m.end, end) - max(m.start, start) for m in coded.mentions if m.kind == kind}
    return max((m for m, n in shared.items() if n > 0), key=lambda m: shared[m], default=None)


def right(coded: Coded, start: int, end: int, found: Mention | None, wanted: str) -> bool:
    link = found.link if found else None
    wanted, _, label = wanted.partition("|")
    if wanted == "place":
        return link is None and widest(coded, start, end, "place") is not None
    if wanted == "-":
        return link is None
    if wanted.startswith("!"):
        return link != wanted[1:]
    return link == wanted and (not label or (found is not None and found.label == label))


def parameters() -> Iterator[object]:
    for i, case in enumerate(CASES):
        marks = pytest.mark.xfail(strict=True, reason=case["open"]) if case["open"] else ()
        yield pytest.param(case["text"], case["day"], id=f"{case['group']}-{i}", marks=marks)


@pytest.mark.parametrize(("marked", "day"), list(parameters()))
def test_the_organisation_is_the_right_one(coder: Coder, marked: str, day: str) -> None:
    assert not faults(coder, marked, day)


def test_the_cases_are_many_and_different() -> None:
    assert len({c["text"] for c in CASES}) == len(CASES) >= 230
    assert sum(bool(c["open"]) for c in CASES) <= 4
