"""Sentences without a statement that go on about the happening before them."""

from __future__ import annotations

from datetime import date

import pytest

from marsad.annotate.rules import RulesBackend
from marsad.pack import load_pack
from marsad.pipeline import Coder
from marsad.values import Document

CODER = Coder(RulesBackend(PACK := load_pack("afpak")), PACK)
BLAST = "A roadside bomb killed two policemen in Bannu on Monday. "


def going_on(text: str) -> list[str]:
    """The sentences that go on, as they stand in the text."""
    coded = CODER.code(Document("d0", text, published=date(2031, 3, 5), source="Example Wire"))
    told = {s.id for s in coded.statements}
    assert all(u.continues in told for u in coded.uncoded if u.continues)
    return [text[u.start : u.end].strip() for u in coded.uncoded if u.continues]


def test_a_detail_goes_on_about_what_was_told() -> None:
    assert going_on(BLAST + "Both had been on their way home.") == ["Both had been on their way home."]


@pytest.mark.parametrize(
    "text",
    [
        "Both had been on their way home. " + BLAST,
        BLAST + "A calm spring evening in Quetta came to its end.",
        BLAST + "It had been a quiet year from January to December 2030.",
        BLAST + "Who gains from this?",
        "No bomb exploded in Bannu on Monday. Both had been on their way home.",
        "A roadside bomb killed two policemen in Bannu in May 2024. Both had been on their way home.",
    ],
    ids=["before", "another place", "another time", "a question", "nothing happened", "long ago"],
)
def test_what_is_about_something_else_does_not(text: str) -> None:
    assert going_on(text) == []


def test_it_reaches_three_sentences() -> None:
    rest = [f"It was the {n} thing that anybody noticed." for n in ("first", "second", "third", "fourth")]
    assert going_on(BLAST + " ".join(rest)) == rest[:3]
