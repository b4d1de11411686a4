"""Sentences: exact offsets on any text, and the line habits of press texts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from marsad.split import split

MARKS = st.text(
    alphabet=st.sampled_from("aA .!?\n\r\t\u200b\u200f\u202e\u0301\u00a0\u2028“”\"'()-–•1,:اع中🙂"), max_size=200
)


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in split(text)]


@settings(deadline=None)
@given(st.one_of(st.text(), MARKS))
@example("KABUL, Afghanistan (May 3) –")
@example("\u202eabc. \u202cdef")
@example("e\u0301. E\u0301\u200b. \u200b")
@example("a\r\n\r\nb\rc\u2028d")
def test_any_text_is_covered_in_order(text: str) -> None:
    spans = split(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    covered = {i for a, b in spans for i in range(a, b)}
    assert all(i in covered for i, c in enumerate(text) if not c.isspace())
    assert all(not text[a].isspace() and not text[b - 1].isspace() for a, b in spans)


def test_a_text_without_an_end_is_cut() -> None:
    text = "word " * 5_000
    assert max(b - a for a, b in split(text)) <= 3_000
    assert "".join(sentences("x" * 10_000)) == "x" * 10_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lt. Col. Khan met Maj. Gen. Ali. They left.", ["Lt. Col. Khan met Maj. Gen. Ali.", "They left."]),
        ("They met on Dec. 30 in Khost. Then they left.", ["They met on Dec. 30 in Khost.", "Then they left."]),
        ("The U.S. Army came. It went.", ["The U.S. Army came.", "It went."]),
        ('He said: "We are ready." The army left.', ['He said: "We are ready."', "The army left."]),
        ("It was over. “We won,” he said. Then he left.", ["It was over.", "“We won,” he said.", "Then he left."]),
        ("He left. “ Fine,” she said.", ["He left.", "“ Fine,” she said."]),
        ("One.\n\nTwo", ["One.", "Two"]),
        ("A Headline Without Stop\nThe army said that.", ["A Headline Without Stop", "The army said that."]),
        ("Findings:\n• one road\n• two bridges", ["Findings:", "• one road", "• two bridges"]),
        ("", []),
        (" \n\t\n", []),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("KABUL, Afghanistan (April 8, 2011) –", "A man was held."),
        ("KABUL, Afghanistan (Apr. 26)", "A man was held."),
        ("PESHAWAR, May 3 (Agency) -", "Gunmen came."),
        ("LAHORE (Agency) —", "Gunmen came."),
        ("QUETTA, 3 May –", "Gunmen came."),
        ("BANNU, Pakistan, May 3 (Agency) -", "Gunmen came."),
        ("DOMEL (Our correspondent)", "On Monday a man came."),
        ("Ghazni (Hill Radio) —", "A bomb went off."),
        ("BARA:", "The force — some say an army — came."),
        ("ISLAMABAD:", "The minister spoke."),
        ("KARACHI —", "The minister spoke."),
    ],
)
def test_datelines_stand_apart(dateline: str, rest: str) -> None:
    assert sentences(f"{dateline} {rest}") == [dateline, rest]
    assert sentences(f"{dateline}\n{rest}") == [dateline, rest]


@pytest.mark.parametrize(
    "sentence",
    [
        "TTP - the banned group - denied it.",
        "NATO (the alliance) denied it.",
        "The ISPR (May 3) statement named no one.",
        "KABUL and Kandahar were hit.",
    ],
)
def test_what_only_looks_like_a_dateline(sentence: str) -> None:
    assert sentences(sentence) == [sentence]


def test_wrapped_lines_are_one_sentence() -> None:
    text = (
        "The column of trucks had been waiting for days at the crossing when\n"
        "Peshawar sent word that the road was open again, and the drivers of\n"
        "Khyber went on their way."
    )
    assert sentences(text) == [text]
