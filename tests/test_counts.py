"""Counts: the least and the most that the words allow, and whose side is counted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.annotate.rules.counts import find_counts, number, side_of
from marsad.pack import load_pack

WORDS = load_pack("en").words["counts"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("At least five soldiers died.", [("At least five", 5, None)]),
        ("Dozens of militants fled.", [("Dozens", 12, None)]),
        ("Hundreds marched, tens of thousands stayed.", [("Hundreds", 100, None), ("tens of thousands", 10000, None)]),
        ("Four people, including a woman, died.", [("Four", 4, 4), ("a", 1, 1)]),
        ("Around 3,200 prisoners were freed.", [("Around 3,200", 3200, 3200)]),
        ("More than 30 insurgents were killed.", [("More than 30", 31, None)]),
        ("Up to 20 fighters crossed, fewer than 10 returned.", [("Up to 20", None, 20), ("fewer than 10", None, 9)]),
        ("As many as 15 and no fewer than 12.", [("As many as 15", None, 15), ("no fewer than 12", 12, None)]),
        ("Between 5 and 7 men, 5 to 7 men, 5-7 men.", [("Between 5 and 7", 5, 7), ("5 to 7", 5, 7), ("5-7", 5, 7)]),
        ("Two or three attackers.", [("Two or three", 2, 3)]),
        ("Several men, multiple men, a few men.", [("Several", 3, None), ("multiple", 3, None), ("a few", 3, None)]),
        ("Numerous suspects, a number of others.", [("Numerous", 4, None), ("a number", 3, None)]),
        ("Two dozen, half a dozen.", [("Two dozen", 24, 24), ("half a dozen", 6, 6)]),
        ("A couple of men; both fled.", [("A couple", 2, 2), ("both", 2, 2)]),
        ("Two hundred and fifty-three fighters.", [("Two hundred and fifty-three", 253, 253)]),
        ("1.5 million people and 20,000 tents.", [("1.5 million", 1_500_000, 1_500_000), ("20,000", 20_000, 20_000)]),
        ("No civilians were hurt; none died.", [("No", 0, 0), ("none", 0, 0)]),
        ("A soldier and an elderly tribal elder were hit.", [("A", 1, 1), ("an", 1, 1)]),
        ("A major and a militant opened fire.", [("A", 1, 1), ("a", 1, 1)]),
        ("More than 2,000 people; as a result nine men left.", [("More than 2,000", 2000, None), ("nine", 9, 9)]),
        ("A further six suspects were held.", [("A further six", 6, 6)]),
        ("Three rifles were found.", [("Three", 3, 3)]),
        ("There were 2010 people in 2010.", [("2010", 2010, 2010)]),
        ("At least two dozen villagers.", [("At least two dozen", 24, None)]),
    ],
)  # fmt: skip
def test_counts(sentence: str, expected: list[tuple[str, int | None, int | None]]) -> None:
    assert [(m.text, m.low, m.high) for m in find_counts(sentence, 0, WORDS)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "It happened on May 3, 2011 at 6:40 a.m. in the year 2011.",
        "The 45-year-old, aged 45, from Khost.",
        "Gul, 45, said so.",
        "They paid $40 million, Rs 500 and 40 rupees.",
        "It lies 40 km south, 5 miles off, 20 per cent done.",
        "An AK-47 fell on Highway 7, Section 144 was imposed.",
        "The 16th brigade met 16 Punjab Regiment.",
        "It went on for three hours and two more days.",
        "A militant hideout and an insurgent compound were searched.",
        "An operation was launched in a district.",
        "There was no longer a road, no doubt.",
        "The release 2012-04-S-052 is out.",
        "They fired two-inch shells in one-way streets.",
        "A major impact, a general strike and a militant cell.",
        "Both the army and the police, from 1983 to 1995, at 6.4 and 8 000.",
        "How many? Call 304-766-3413.",
        "It is one of the most remote valleys.",
        "",
    ],
)
def test_not_counts(sentence: str) -> None:
    assert [m.text for m in find_counts(sentence, 0, WORDS)] == []


@pytest.mark.parametrize(
    ("noun", "side"),
    [
        ("soldiers", "soldiers"), ("troops", "soldiers"), ("FC men", "soldiers"), ("army officers", "soldiers"),
        ("security personnel", "soldiers"), ("Levies personnel", "soldiers"), ("policemen", "police"),
        ("police officers", "police"), ("constables", "police"), ("suspected insurgents", "militants"),
        ("fighters", "militants"), ("terrorists", "militants"), ("Taliban leaders", "leaders"), ("women", "civilians"),
        ("villagers", "civilians"), ("worshippers", "civilians"), ("truck drivers", "civilians"),
        ("government officials", "officials"), ("polio workers", "aid_workers"), ("children", "children"),
        ("hostages", "prisoners"), ("journalists", "journalists"), ("peacekeepers", "peacekeepers"),
        ("families", "civilians"), ("others", "others"), ("rifles", None), ("hideout", None), ("", None), ("…", None),
    ],
)  # fmt: skip
def test_sides(noun: str, side: str | None) -> None:
    assert side_of(noun, WORDS) == side


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-one", 21),
        ("a hundred", 100),
        ("two thousand three hundred", 2300),
        ("3,200", 3200),
        ("2 lakh", 200_000),
    ],
)
def test_number(text: str, value: int) -> None:
    assert number(text, WORDS) == value


@settings(deadline=None)
@given(st.text(), st.sampled_from(["at least five men", "3,200 people", "dozens", "two or three", "a soldier"]))
def test_spans_quote_the_text(noise: str, expression: str) -> None:
    text = f"{noise} {expression} {noise}"
    mentions = find_counts(text, 3, WORDS)
    assert all(text[m.start - 3 : m.end - 3] == m.text for m in mentions)
    assert all(m.low is None or m.high is None or m.low <= m.high for m in mentions)
