"""Time expressions: found in sentences, resolved against the day of the report."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.annotate.rules.times import find_times
from marsad.link.times import Anchor, anchor_of, date_prec, resolve_time
from marsad.pack import load_pack
from marsad.values import Document

WORDS = load_pack("en").words["times"]
WEDNESDAY = date(2022, 5, 4)


def found(text: str) -> list[str]:
    return [m.text for m in find_times(text, 0, WORDS)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Two men were held on April 8, 2011 near the river.", ["April 8, 2011"]),
        ("Two men were held on 8 April 2011.", ["8 April 2011"]),
        ("A patrol was hit Apr. 26 and again on Sept. 3.", ["Apr. 26", "Sept. 3"]),
        ("The letter is dated 26/04/2012, the reply 2012-04-29.", ["26/04/2012", "2012-04-29"]),
        ("Since 2007 the road has been closed in March.", ["Since 2007", "March"]),
        ("In late August 2021 and last November the post fell.", ["late August 2021", "last November"]),
        ("The raid began late Thursday and ended early Sunday.", ["late Thursday", "early Sunday"]),
        ("Shots were heard on Friday night; Monday's curfew was lifted.", ["Friday night", "Monday"]),
        ("In the early hours of Tuesday a drone fell.", ["the early hours of Tuesday"]),
        ("Today, not yesterday, and not last night either.", ["Today", "yesterday", "last night"]),
        ("It happened overnight, or this morning.", ["overnight", "this morning"]),
        ("Two days ago, three weeks earlier, a year later.", ["Two days ago", "three weeks earlier", "a year later"]),
        ("Over the last ten days and in recent months.", ["the last ten days", "recent months"]),
        ("Between 3 and 5 May, then from June 3 to 5.", ["Between 3 and 5 May", "from June 3 to 5"]),
        ("The previous day and the same day.", ["The previous day", "the same day"]),
        ("Next week, tomorrow, last month, at the weekend.", ["Next week", "tomorrow", "last month", "the weekend"]),
        ("From Monday to Wednesday; before 2014.", ["From Monday to Wednesday", "before 2014"]),
        ("It fell on the night of 4 March.", ["the night of 4 March"]),
        ("In the early 1990s.", ["the early 1990s"]),
        ("The 2008 attack and the first quarter of 2009.", ["2008", "the first quarter of 2009"]),
    ],
)  # fmt: skip
def test_finds(sentence: str, expected: list[str]) -> None:
    assert found(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "They may march on the capital.",
        "He may resign. The army will march 5 kilometres.",
        "The fight went on for three hours.",
        "In all 2010 men took part, of 2,009 who came.",
        "The second man, 45, from unit 2011-A fled.",
        "He told the Sunday Times and Black Friday was mentioned.",
        "The release, 2012-04-S-052, was short.",
        "Ms. April Wood and Mr. August spoke.",
        "They will March on to the sea.",
        "KABUL, Afghanistan (April 8, 2011) – A man was held.",
        "QUETTA, May 3 (Agency) - A man was held.",
        "",
    ],
)
def test_traps(sentence: str) -> None:
    assert found(sentence) == []


def test_offsets_are_shifted() -> None:
    (mention,) = find_times("It fell yesterday.", 100, WORDS)
    assert (mention.start, mention.end, mention.kind) == (108, 117, "time")


@settings(deadline=None)
@given(
    st.text(), st.sampled_from(["on May 3, 2011", "late Thursday", "since 2007", "yesterday", "between 3 and 5 May"])
)
def test_spans_quote_the_text(noise: str, expression: str) -> None:
    text = f"{noise} {expression} {noise}"
    mentions = find_times(text, 7, WORDS)
    assert all(text[m.start - 7 : m.end - 7] == m.text for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


@settings(deadline=None)
@given(st.text())
def test_resolve_never_raises(text: str) -> None:
    assert resolve_time(text, WEDNESDAY, WORDS)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "prec"),
    [
        ("April 8, 2011", "2011-04-08", "2011-04-08", 1),
        ("26/04/2012", "2012-04-26", "2012-04-26", 1),
        ("04/26/2012", "2012-04-26", "2012-04-26", 1),
        ("3/5/21", "2021-05-03", "2021-05-03", 1),
        ("May 3rd", "2022-05-03", "2022-05-03", 1),
        ("May 9", "2022-05-09", "2022-05-09", 1),
        ("May 20", "2022-05-20", "2022-05-20", 1),
        ("June 20", "2021-06-20", "2021-06-20", 1),
        ("early June", "2022-06-01", "2022-06-10", 4),
        ("29 February", "2020-02-29", "2020-02-29", 1),
        ("Thursday", "2022-04-28", "2022-04-28", 1),
        ("Wednesday", "2022-05-04", "2022-05-04", 1),
        ("last Wednesday", "2022-04-27", "2022-04-27", 1),
        ("next Friday", "2022-05-06", "2022-05-06", 1),
        ("late on Monday evening", "2022-05-02", "2022-05-02", 1),
        ("Tuesday last week", "2022-04-26", "2022-04-26", 1),
        ("yesterday", "2022-05-03", "2022-05-03", 1),
        ("last night", "2022-05-03", "2022-05-03", 1),
        ("overnight", "2022-05-03", "2022-05-04", 2),
        ("this morning", "2022-05-04", "2022-05-04", 1),
        ("tomorrow", "2022-05-05", "2022-05-05", 1),
        ("two days ago", "2022-05-02", "2022-05-02", 1),
        ("three weeks ago", "2022-04-10", "2022-04-16", 3),
        ("two months ago", "2022-03-01", "2022-03-31", 4),
        ("a year ago", "2021-01-01", "2021-12-31", 5),
        ("a few days ago", "2022-04-29", "2022-05-02", 2),
        ("the last ten days", "2022-04-24", "2022-05-04", 4),
        ("the past 24 hours", "2022-05-03", "2022-05-04", 2),
        ("the coming days", "2022-05-04", "2022-05-11", 4),
        ("recent months", "2021-11-05", "2022-05-04", 5),
        ("last week", "2022-04-25", "2022-05-01", 3),
        ("the weekend", "2022-04-30", "2022-05-01", 2),
        ("last month", "2022-04-01", "2022-04-30", 4),
        ("late last month", "2022-04-21", "2022-04-30", 4),
        ("earlier this month", "2022-05-01", "2022-05-04", 2),
        ("last year", "2021-01-01", "2021-12-31", 5),
        ("August 2021", "2021-08-01", "2021-08-31", 4),
        ("March", "2022-03-01", "2022-03-31", 4),
        ("October", "2021-10-01", "2021-10-31", 4),
        ("last August", "2021-08-01", "2021-08-31", 4),
        ("March last year", "2021-03-01", "2021-03-31", 4),
        ("2009", "2009-01-01", "2009-12-31", 5),
        ("since 2007", "2007-01-01", "2022-05-04", 5),
        ("since Monday", "2022-05-02", "2022-05-04", 2),
        ("before 2014", None, "2013-12-31", None),
        ("between 3 and 5 May", "2022-05-03", "2022-05-05", 2),
        ("May 28 to June 2", "2022-05-28", "2022-06-02", 2),
        ("December 30 to January 2", "2021-12-30", "2022-01-02", 2),
        ("from Monday to Wednesday", "2022-05-02", "2022-05-04", 2),
        ("between 2007 and 2009", "2007-01-01", "2009-12-31", 5),
        ("the first quarter of 2009", "2009-01-01", "2009-03-31", 5),
        ("the 1990s", "1990-01-01", "1999-12-31", 5),
        ("9/11", "2001-09-11", "2001-09-11", 1),
    ],
)  # fmt: skip
def test_resolves(text: str, earliest: str | None, latest: str, prec: int | None) -> None:
    assert resolve_time(text, WEDNESDAY, WORDS) == (earliest and day(earliest), day(latest), prec, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("the previous day", "not named"),
        ("three weeks earlier", "not named"),
        ("two days before", "another event"),
        ("recently", "vague"),
        ("February 30, 2011", "calendar"),
        ("31/31/2011", "calendar"),
        ("from 2011 to 2009", "before it begins"),
        ("whenever", "known"),
    ],
)
def test_unknown_has_a_reason(text: str, reason: str) -> None:
    earliest, latest, prec, why_not = resolve_time(text, WEDNESDAY, WORDS)
    assert (earliest, latest, prec) == (None, None, None)
    assert reason in (why_not or "")


def test_without_anchor_only_full_dates_resolve() -> None:
    assert resolve_time("8 April 2011", None, WORDS).earliest == date(2011, 4, 8)
    assert "not known" in (resolve_time("yesterday", None, WORDS).why_not or "")


def test_reference_day_carries_the_day_before() -> None:
    assert resolve_time("the previous day", WEDNESDAY, WORDS, date(2022, 4, 1)).earliest == date(2022, 3, 31)
    assert resolve_time("two days later", WEDNESDAY, WORDS, date(2022, 4, 1)).earliest == date(2022, 4, 3)


@pytest.mark.parametrize(("days", "prec"), [(0, 1), (1, 2), (5, 2), (6, 3), (7, 4), (30, 4), (31, 5), (400, 5)])
def test_date_prec_is_ucdps(days: int, prec: int) -> None:
    assert date_prec(WEDNESDAY, date.fromordinal(WEDNESDAY.toordinal() + days)) == prec


@pytest.mark.parametrize(
    ("text", "published", "expected", "basis"),
    [
        ("KABUL, Afghanistan (March 24, 2011) – A force …", None, "2011-03-24", "dateline"),
        ("2012-04-S-052\nKABUL, Afghanistan (Apr. 26)\nA force …", None, "2012-04-26", "dateline"),
        ("2010-12-S-001 For Release  KABUL, Afghanistan (Jan. 2) – A force …", None, "2011-01-02", "dateline"),
        ("PESHAWAR, May 3 (Agency) - Gunmen …", "2022-05-04", "2022-05-03", "dateline"),
        ("Evening Operational Update March 24, 2011\nIn Gelan district …", None, "2011-03-24", "header"),
        ("June 15: Operations in two provinces\n2010-06-CA-051\nA force …", None, "2010-06-15", "dateline"),
        ("ISLAMABAD: The minister said …", "2022-05-04", "2022-05-04", "published"),
        ("KABUL (May 3, 1999) – an old text quoted …", "2022-05-04", "2022-05-04", "published"),
        ("Nothing here has a date.", None, None, None),
        ("KABUL, Afghanistan (Feb. 31, 2011) – A force …", None, None, None),
    ],
)  # fmt: skip
def test_anchor(text: str, published: str | None, expected: str | None, basis: str | None) -> None:
    anchor = anchor_of(Document("d1", text, published=day(published) if published else None), WORDS)
    assert (anchor.date, anchor.basis) == (day(expected) if expected else None, basis)
    if anchor.span:
        assert any(c.isdigit() for c in text[anchor.span.start : anchor.span.end])


def test_anchor_of_a_month_widens_what_is_relative() -> None:
    anchor = anchor_of(Document("d1", "2011-07-S-015\nFor Immediate Release\nA man was held yesterday."), WORDS)
    assert anchor == Anchor(None, date(2011, 7, 1), None, "release")
    assert anchor.year_only
    assert resolve_time("yesterday", anchor, WORDS) == (date(2011, 6, 30), date(2011, 7, 30), 4, None)
    assert resolve_time("July 16", anchor, WORDS).earliest == date(2011, 7, 16)


def test_fast_enough() -> None:
    sentence = (
        "The army said late Thursday that two men, held since May 3, were freed in the last ten days of last month."
    )
    find_times(sentence, 0, WORDS)
    start = time.process_time()
    for _ in range(200):
        for mention in find_times(sentence, 0, WORDS):
            resolve_time(mention.text, WEDNESDAY, WORDS)
    assert (time.process_time() - start) / 200 < 0.003, "well above the 1 ms that a sentence should take"
