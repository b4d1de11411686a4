"""Which statements of one document go on telling one happening, and what that says beyond the document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

import made
from made import DAY, HOSPITAL, killed, party, province, report, said, town
from marsad.resolve import Resolution, resolve
from marsad.settings import Settings
from marsad.values import Coded, Mention, Party, Statement

PACK = replace(made.pack({}), words={**made.pack({}).words, "voices": {"nouns": {"medical": ["hospital", "doctor"]}}})
GRENADE, BOMB = Party("grenade", None, None, None), Party("improvised explosive device", None, None, None)


def run(*documents: Coded) -> Resolution:
    return resolve(documents, PACK, Settings.of())


def groups(*documents: Coded) -> list[list[str]]:
    return sorted(list(i.statements) for i in run(*documents).incidents)


LEAD = said("1", recipients=[party("pk.kp.police")], counts=[killed(3)], means=[BOMB])
ON = {
    "no place, no day": said("2", where=[], day=None, mode=None, counts=[killed(4)], at=20),
    "another mode of the same attack": said("2", where=[], day=None, mode="firearms", at=20),
    "a place carried over": said("2", where=[town("north")], carried=True, mode=None, at=20),
    "what was seized there": said("2", where=[], type="COERCE", mode="seize", at=20),
    "the province": said("2", where=[province("Hill")], at=20),
}
NEW = {
    "another town": said("2", where=[town("south")], mode=None, at=20),
    "another day": said("2", where=[], day=DAY - timedelta(3), at=20),
    "looking back": said("2", day=date(2030, 1, 1), until=date(2030, 12, 31), auxiliary=["historical"], at=20),
    "a kidnapping": said("2", where=[], day=None, mode="abduct", counts=[killed(2, kind="abducted")], at=20),
    "a sum since last summer": said("2", day=DAY - timedelta(200), until=DAY, counts=[killed(9)], at=20),
    "a grenade, no place of its own": said("2", carried=True, means=[GRENADE], recipients=[party("blue")], at=20),
}


@pytest.mark.parametrize("name", ON)
def test_a_story_goes_on(name: str) -> None:
    assert groups(report("a", LEAD, ON[name])) == [["a.1", "a.2"]]


@pytest.mark.parametrize("name", NEW)
def test_another_story_begins(name: str) -> None:
    assert all(len(g) == 1 for g in groups(report("a", LEAD, NEW[name])))


def test_a_story_is_over_after_some_sentences() -> None:
    filler = [said(str(n), shape="position", type="REQUEST", mode="change", at=20 * n) for n in range(2, 10)]
    late = said("z", where=[], day=None, mode=None, actors=[party("blue")], at=400)
    soon = replace(late, evidence=(replace_at(late, 35),))
    assert ["a.1", "a.z"] not in groups(report("a", replace(LEAD, actors=(party("red"),)), *filler, late))
    assert ["a.1", "a.z"] in groups(report("a", LEAD, soon))


def replace_at(_: Statement, start: int) -> made.Span:
    return made.Span(start, start + 10)


def test_what_follows_comes_along_to_other_documents() -> None:
    follows = said("2", where=[], day=None, mode=None, counts=[killed(2, side="children")], at=20)
    other = report("b", said("1", recipients=[party("pk.kp.police")]), source="Wire")
    assert groups(report("a", LEAD, follows), other) == [["a.1", "a.2", "b.1"]]


def test_a_night_joins_reports_of_either_day() -> None:
    night = report("a", said("1"), said("2", day=DAY - timedelta(1), until=DAY, mode=None, at=20))
    before = report("b", said("1", day=DAY - timedelta(1), mode="firearms"), source="Wire")
    assert groups(night, before) == [["a.1", "a.2", "b.1"]]


def test_the_town_of_a_hospital_is_not_the_scene() -> None:
    died = said("2", where=[town("port")], mode=None, at=20, quote="of whom one died in a hospital in port")
    at_port = tuple(replace(p, start=20 + died.quote.index("port")) for p in died.places)
    died = replace(died, places=at_port, evidence=(made.Span(20, 20 + len(died.quote)),))
    found = run(report("a", LEAD, died))
    assert [i.statements for i in found.incidents] == [("a.1", "a.2")]
    place = found.incidents[0].place
    assert place is not None and place.name == "North"


def test_a_doctor_places_by_the_hospital() -> None:
    doctor = said("2", where=[town("port")], mode=None, voice=[HOSPITAL], counts=[killed(3)], at=20)
    assert groups(report("a", LEAD, doctor)) == [["a.1", "a.2"]]


def test_a_place_that_the_document_names_elsewhere_counts() -> None:
    vague = report("b", said("1", where=[], mode="firearms", recipients=[party("pk.kp.police")]), source="Wire")
    assert len(groups(report("a", LEAD), vague)) == 2
    named = replace(vague, mentions=(Mention(40, 45, "North", "place", town("north").link),))
    assert groups(report("a", LEAD), named) == [["a.1", "b.1"]]


def test_both_sides_of_a_border() -> None:
    here = said("1", mode="firearms", counts=[killed(1, side="soldiers")])
    there = replace(
        town("north"), name="Far Bank", country="af", link="af.far.bank", admin1="Far", admin2="Bank", where_prec=3,
        lat=33.1, lon=70.7, radius_m=30_000.0,
    )  # fmt: skip
    across = said("2", where=[there], mode="firearms", counts=[killed(1, side="soldiers")], at=20)
    assert groups(report("a", here, across)) == [["a.1", "a.2"]]
    far = replace(there, lat=36.0)
    assert len(groups(report("a", here, replace(across, places=(replace(far, start=20),))))) == 2


def test_recollections_meet_at_their_place() -> None:
    year = {"day": date(2029, 1, 1), "until": date(2029, 12, 31), "auxiliary": ["historical"]}
    one, other = report("a", said("1", **year)), report("b", said("1", mode=None, **year), source="Wire")
    assert groups(one, other) == [["a.1", "b.1"]]
    assert not groups(report("a", said("1", where=[], **year)))


def test_loose_speakers_and_nouns_keep_claims_apart() -> None:
    ask = {"shape": "position", "type": "REQUEST", "mode": "change", "where": [], "day": None}
    elders = [party("generic:residents@pk")]
    first = said("1", **ask, actors=elders, recipients=[party("pk.state")], quote="elders asked for a road")
    second = said("1", **ask, actors=elders, recipients=[party("pk.state")], quote="families asked for news")
    assert len(run(report("a", first), report("b", second)).claims) == 2
    count = killed(200, kind="other")
    figure = {"shape": "figure", "type": None, "mode": None, "counts": [count]}
    trucks, people = said("1", **figure, quote="200 trucks"), said("1", **figure, quote="200 people")
    assert len(run(report("a", trucks), report("b", people)).claims) == 2
