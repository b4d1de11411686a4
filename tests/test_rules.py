"""The coder on the tables of ``tests/rules``: invented sentences, and what is right for each."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from marsad.annotate.rules import RulesBackend
from marsad.pack import Pack, load_pack
from marsad.pipeline import Coder, code_document
from marsad.values import Coded, Document
from rules_cases import DAY, KEYS, PARTS, Case, cases, faults

CASES = cases()


def marked(case: Case) -> object:
    """A case for pytest: one that is known to fail is expected to, and says why."""
    known = bool(case.get("known_failure"))
    marks = [pytest.mark.xfail(strict=False, reason=case["cause"])] if known else []
    return pytest.param(case, id=case["id"], marks=marks)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("afpak")


@pytest.fixture(scope="module")
def coder(pack: Pack) -> Coder:
    return Coder(RulesBackend(pack), pack)


def coded(coder: Coder, case: Case) -> Coded:
    day = date.fromisoformat(case.get("published", DAY))
    return coder.code(Document("d0", case["text"], title=case.get("title"), source=case.get("source"), published=day))


@pytest.mark.parametrize("case", [marked(c) for c in CASES])
def test_case(case: Case, coder: Coder) -> None:
    found = faults(case, coded(coder, case))
    assert not found, "\n".join((case["text"], *found))


def test_tables_are_well_formed() -> None:
    ids = Counter(c["id"] for c in CASES)
    assert [i for i, n in ids.items() if n > 1] == []
    for case in CASES:
        assert set(case) <= KEYS, case["id"]
        assert all(set(p) <= PARTS for p in (*case.get("statements", ()), *case.get("absent", ()))), case["id"]
        assert case.get("statements") or case.get("absent") or "uncoded" in case, case["id"]
        assert bool(case.get("known_failure")) == ("cause" in case), case["id"]


def test_no_two_cases_share_a_text() -> None:
    texts = Counter(re.sub(r"\W+", " ", c["text"]).lower() for c in CASES)
    assert [t for t, n in texts.items() if n > 1] == []


def test_a_run_of_words_too_long_for_a_sentence_is_not_parsed() -> None:
    text = "police said that " * 5_000
    document = Document("d0", text)
    found = code_document(document, RulesBackend(load_pack("afpak")), load_pack("afpak"))
    assert "too_long" in {u.reason for u in found.uncoded}
    assert not found.statements
