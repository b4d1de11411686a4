"""Copies that were cut, rewritten, credited; reports of their own that look alike."""

from __future__ import annotations

import random
from datetime import timedelta

from made import DAY, killed, report, said, voice
from marsad.origins import Told, copies_of, copying
from marsad.values import Coded

WIRE = [
    "A roadside bomb hidden in a drainage culvert tore through a van that carried nine labourers to a marble quarry",
    "The blast threw the vehicle into a dry canal and shattered the windows of a tea house beside the road",
    "Two passers-by who were waiting for a bus were among the wounded taken to the mission hospital",
]
REWRITTEN = [
    "Nine labourers bound for a marble quarry were in a van when a bomb tore through it, hidden in a drainage culvert",
    "The vehicle was thrown into a dry canal by the blast, which shattered windows of a tea house at the roadside",
    "Among the wounded, who were taken to mission hospital, were two passers-by waiting for a bus",
]
APART = [
    "An explosion struck a minibus of quarry workers on the old salt road shortly after dawn",
    "Police cordoned off the site and collected fragments of a pressure cooker filled with ball bearings",
    "The injured were driven in private cars to a clinic, whose surgeon asked for blood donors",
]


def document(id: str, lines: list[str], source: str, day: int = 1, **given: object) -> Coded:
    statements = [said(f"s{n}", quote=line, at=20 * n, **given) for n, line in enumerate(lines)]
    return report(id, *statements, source=source, words=" ".join(lines), published=DAY + timedelta(day))


def groups(*documents: Coded) -> int:
    return len(set(copies_of([Told(s, d) for d in documents for s in d.statements]).values()))


def test_a_report_turned_round_in_other_words_is_a_copy() -> None:
    assert groups(document("a", WIRE, "Wire"), document("b", REWRITTEN, "Post")) == 1


def test_a_report_of_its_own_is_none() -> None:
    assert groups(document("a", WIRE, "Wire"), document("b", APART, "Post")) == 2


def test_figures_and_a_credit_alone_make_no_copy() -> None:
    counts = [killed(9), killed(14, kind="injured"), killed(2, kind="captured")]
    credit = [voice("media", "outlet:wire", "Wire")]
    a = document("a", WIRE, "Wire", counts=counts)
    assert groups(a, document("b", APART, "Post", counts=counts, voice=credit)) == 2


def test_a_link_says_why() -> None:
    found = copying(
        [Told(s, d) for d in (document("a", WIRE, "Wire"), document("b", REWRITTEN, "Post", 2)) for s in d.statements]
    )
    (link,) = found.links
    assert (link.document, link.source) == ("b", "a")
    assert link.points >= 3.5 and link.reasons


def test_a_digest_does_not_make_two_reports_one() -> None:
    one, other = document("a", WIRE, "Wire"), document("b", APART, "Post")
    digest = document("c", [*WIRE, *APART], "Gazette", 3)
    assert groups(one, other, digest) == 2


def test_groups_do_not_depend_on_order_or_on_more_copies() -> None:
    documents = [document("a", WIRE, "Wire"), document("b", REWRITTEN, "Post", 2), document("c", APART, "Gazette")]
    more = [document(f"x{n}", WIRE, f"Paper {n}", 4) for n in range(40)]
    before = copies_of([Told(s, d) for d in documents for s in d.statements])
    told = [Told(s, d) for d in (*documents, *more) for s in d.statements]
    random.Random(2).shuffle(told)
    after = copies_of(told)
    assert {d: after[d] for d in before} == before
    assert len(set(after.values())) == 2
