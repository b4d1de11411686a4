"""Which place a text means, how exactly and in which units of the day; the cases are in ``place_cases.tsv``.

Beside them: where a text puts each of several happenings, and that the place of writing is not the scene.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from marsad.pack.sphere import distance_m
from marsad.pipeline.coder import Coder
from marsad.pipeline.pipe import PipeTask
from marsad.settings import Settings
from marsad.values import Document, Mention

_MARK = re.compile(r"\[([^\]]+)\]\{([^}]+)\}")
_WANT = re.compile(r"(?P<id>\S+)(?: (?P<prec>[1-7]))?(?: p=(?P<p>.+?))?(?: d=(?P<d>.+?))?(?: ~(?P<at>\S+))?")
NEAR_M = 8_000.0


def _cases() -> Iterator[Any]:
    with (Path(__file__).parent / "place_cases.tsv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            marks = [pytest.mark.xfail(reason=row["open"], strict=True)] if row["open"] else []
            text = row["text"].replace("\\n", "\n")
            yield pytest.param(row["day"], text, id=f"{row['group']}: {row['text'][:60]}", marks=marks)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return PipeTask(Settings.of()).coder()


def _coded(coder: Coder, text: str, day: str) -> Any:
    return coder.code(Document("d0", text, published=date.fromisoformat(day)))


@pytest.mark.parametrize(("day", "marked"), list(_cases()))
def test_places_of_the_table(day: str, marked: str, coder: Coder) -> None:
    text, wanted, done = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        wanted.append((len(text), mark[1], mark[2]))
        text += mark[1]
        done = mark.end()
    text += marked[done:]
    places = [m for m in _coded(coder, text, day).mentions if m.kind == "place"]
    for start, words, want in wanted:
        found = [m for m in places if m.start < start + len(words) and start < m.end]
        _check(found[0] if found else None, words, want)


def _check(found: Mention | None, words: str, want: str) -> None:
    what = _WANT.fullmatch(want)
    assert what is not None, f"not understood: {want}"
    assert found is not None, f"{words!r} is no mention"
    answer = (found.link or "-", found.where_prec, found.admin1, found.admin2)
    assert answer[0] == what["id"], f"{words}: {answer} {found.why_not}"
    assert what["prec"] is None or str(found.where_prec) == what["prec"], f"{words}: {answer}"
    for said, is_so in ((what["p"], found.admin1), (what["d"], found.admin2)):
        assert said is None or (is_so or "*") == said, f"{words}: {answer}"
    if what["at"]:
        lat, lon = map(float, what["at"].split(","))
        assert found.lat is not None and found.lon is not None
        assert distance_m(found.lat, found.lon, lat, lon) <= NEAR_M, (found.lat, found.lon)


SCENES = [
    ("Two soldiers died in Wana and three were killed in Miranshah.", ["Wana", "Miranshah"]),
    ("Militants stormed a post in Shindand district and, in a separate attack, killed two officers in Qadis district.",
     ["Shindand", "Qadis"]),
    ("A suicide bomber killed ten in Kandahar. In neighbouring Helmand, a mine killed four civilians.",
     ["Kandahar", "Helmand"]),
    ("A drone killed six in Datta Khel on Monday. On Tuesday another killed four in Shawal.",
     ["Datta Khel", "Shawal"]),
    ("KABUL: A suicide bomber killed ten in Kandahar.", ["Kandahar"]),
    ("PESHAWAR, May 1: A mine killed two soldiers in Mir Ali, officials in Bannu said.", ["Mir Ali"]),
    ("ISLAMABAD (AP) - Gunmen killed four policemen in Mingora.", ["Mingora"]),
    ("QUETTA, May 1 (Example Wire) - A blast in Chaman killed five people.", ["Chaman"]),
    ("Police in Quetta said gunmen killed two men in Mastung.", ["Mastung"]),
    ("A spokesman in Islamabad said troops killed nine militants in Datta Khel.", ["Datta Khel"]),
    ("Militants from Swat killed two policemen in Buner.", ["Buner"]),
    ("The convoy was travelling from Tank to Wana when a bomb exploded near Jandola.", ["Jandola"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "places"), SCENES)
def test_each_happening_has_its_place(text: str, places: list[str], coder: Coder) -> None:
    statements = _coded(coder, text, "2012-05-01").statements
    found = [p.name for s in statements if s.type == "ASSAULT" for p in s.places if p.role == "at"]
    assert list(dict.fromkeys(found)) == places


def test_the_table_holds_what_it_should() -> None:
    groups = Counter(str(c.id).split(":")[0] for c in _cases())
    assert groups["relative"] >= 30 and groups["in time"] >= 25 and groups["variants"] >= 25, groups
    assert sum(groups.values()) >= 110, groups
