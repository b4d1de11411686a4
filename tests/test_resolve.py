"""Which statements describe one happening, and which put one proposition."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import made
from made import DAY, copy, district, killed, party, province, report, said, town, voice
from marsad.resolve import Resolution, Resolver, resolve
from marsad.settings import Settings
from marsad.values import Coded, Judgement, Statement

SETTINGS = Settings.of()
PACK = made.pack({})


def run(*documents: Coded, judgements: tuple[Judgement, ...] = ()) -> Resolution:
    return resolve(documents, PACK, SETTINGS, judgements)


def groups(*documents: Coded, judgements: tuple[Judgement, ...] = ()) -> list[list[str]]:
    return sorted(list(i.statements) for i in run(*documents, judgements=judgements).incidents)


def together(*statements: Statement) -> bool:
    """Whether statements of different documents are one incident."""
    return len(groups(*(report(f"d{n}", s) for n, s in enumerate(statements)))) == 1


BASE = said("s")
ONE = {
    "same in all": said("s"),
    "another town within reach": said("s", where=[town("ford")]),
    "its district": said("s", where=[district("Upper")]),
    "its province, same target": said("s", where=[province("Hill")], recipients=[party("pk.police")]),
    "mode unknown": said("s", mode=None),
    "suicide bombing and bombing": said("s", mode="suicide-attack"),
    "interval over the day": said("s", day=DAY - timedelta(2), until=DAY),
    "the toll grew": said("s", counts=[killed(9)]),
    "toll at least": said("s", counts=[killed(4, None)]),
    "faction and umbrella": said("s", actors=[party("red.young")]),
    "militants and a named group": said("s", actors=[party("generic:militants@pk")]),
    "next day, same toll": said("s", day=DAY + timedelta(1), counts=[killed(5)]),
    "no place, same actor and toll": said("s", where=[], actors=[party("red")], counts=[killed(5)]),
    "a place carried over that is another": said(
        "s", where=[town("mill")], carried=True, recipients=[party("pk.kp.police")], counts=[killed(5)]
    ),
    "the town that the district is named after": said("s", where=[replace(town("mill"), name="Upper")]),
    "historical, dated": said("s", auxiliary=["historical"]),
}
TWO = {
    "another town": said("s", where=[town("south")]),
    "another district": said("s", where=[district("Lower")]),
    "another province": said("s", where=[province("Plain")]),
    "two days later": said("s", day=DAY + timedelta(2)),
    "next day, nothing else in common": said("s", day=DAY + timedelta(1), mode=None, actors=[party("blue")]),
    "a kidnapping": said("s", mode="abduct", counts=[killed(5, kind="abducted")]),
    "a protest": said("s", type="PROTEST", mode="demo"),
    "a year back": said("s", day=DAY.replace(year=2030), auxiliary=["historical"]),
    "same city and day, other target and toll": said(
        "s", recipients=[party("generic:civilians@pk")], counts=[killed(31)], mode="firearms", actors=[party("blue")]
    ),
    "no place, only the day and type": said("s", where=[]),
    "a far place carried over": said("s", where=[town("port")], carried=True),
    "only the country": said("s", where=[replace(province("Hill"), admin1=None, where_prec=6, link="pk")]),
}
TOLD = said("s", actors=[party("red")], recipients=[party("pk.kp.police")], counts=[killed(5)])


@pytest.mark.parametrize("name", ONE)
def test_one_happening(name: str) -> None:
    assert together(TOLD, ONE[name])


@pytest.mark.parametrize("name", TWO)
def test_two_happenings(name: str) -> None:
    assert not together(TOLD, TWO[name])


@pytest.mark.parametrize(
    "statement",
    [
        said("s", auxiliary=["future"]),
        said("s", auxiliary=["hypothetical"]),
        said("s", modality="predicted"),
        said("s", modality="demanded"),
        said("s", polarity="denied"),
        said("s", auxiliary=["negation"]),
        said("s", type="THREATEN", mode="violence"),
        said("s", type=None, mode=None),
        said("s", where=[], day=None),
        said("s", day=DAY - timedelta(4000), until=DAY),
        said("s", type="AGREE", mode=None, actors=[party("red")]),
        said("s", type="CONCEDE", mode=None, where=[]),
        said("s", type="CONCEDE", mode=None, where=[province("Hill")]),
        said("s", type="CONCEDE", mode=None, day=None),
        said("s", shape="presence"),
    ],
)
def test_what_makes_no_incident_makes_a_claim(statement: Statement) -> None:
    found = run(report("d", statement))
    assert not found.incidents
    assert [c.statements for c in found.claims] == [("d.s",)]


def test_a_concession_at_a_place_on_a_day_is_an_incident() -> None:
    reopened = said("s", type="CONCEDE", mode=None, actors=[party("pk.government")])
    access = said("s", type="RETREAT", mode="access", actors=[party("pk.government")])
    assert groups(report("a", reopened), report("b", access)) == [["a.s", "b.s"]]


def test_a_story_hardly_goes_on_with_the_people_of_another_country() -> None:
    bombed = said("1", day=None, recipients=[party("generic:civilians@af")], counts=[killed(15, side="civilians")])
    between = [said(f"0{n}", at=20 * n, shape="position", type="ACCUSE", mode=None) for n in range(1, 4)]
    later = said("2", mode=None, carried=True, at=80)
    answer = replace(later, recipients=(party("pk.kp.police"),))
    assert groups(report("a", bombed, *between, later)) == [["a.1", "a.2"]]
    assert groups(report("a", bombed, *between, answer)) == [["a.1"], ["a.2"]]


def test_two_events_of_one_document_never_merge_through_a_third() -> None:
    two = report("a", said("1", where=[town("north")]), said("2", where=[town("mill")], at=20))
    between = report("b", said("1", where=[town("ford")]))
    vague = report("c", said("1", where=[district("Upper")]))
    for group in groups(two, between, vague):
        assert not {"a.1", "a.2"} <= set(group)


def test_two_days_of_one_document_stay_apart() -> None:
    two = report("a", said("1"), said("2", day=DAY + timedelta(1)))
    third = report("b", said("1", day=DAY, until=DAY + timedelta(1)))
    for group in groups(two, third):
        assert not {"a.1", "a.2"} <= set(group)


def test_no_chain_over_days() -> None:
    chain = [report(f"d{n}", said("s", day=DAY + timedelta(n), counts=[killed(5)])) for n in range(6)]
    for group in groups(*chain):
        assert len(group) <= 2


def test_a_vague_statement_joins_only_when_one_fits() -> None:
    actors = {"actors": [party("red")], "counts": [killed(5)]}
    vague = report("v", said("s", where=[], **actors))
    first, second = report("a", said("s", **actors)), report("b", said("s", where=[town("south")], **actors))
    assert ["a.s", "v.s"] in groups(first, vague)
    assert ["v.s"] in groups(first, second, vague)


def test_the_more_happened_that_day_the_more_a_statement_without_place_must_share() -> None:
    loose = [party("generic:militants@pk")]
    told = report("a", said("1", actors=loose, counts=[killed(5)]))
    vague = report("b", said("1", where=[], mode=None, actors=loose, counts=[killed(5)]))
    others = [
        report(f"c{n}", said("1", where=[replace(town("port"), name=f"t{n}", link=f"pk.plain.d{n}.t{n}", admin2=f"D{n}",
               lat=20.0 + n, lon=80.0)], mode="firearms", actors=loose, counts=[killed(40)]))
        for n in range(20)
    ]  # fmt: skip
    assert ["a.1", "b.1"] in groups(told, vague)
    assert ["a.1"] in groups(told, vague, *others)
    assert ["a.1", "b.1"] in groups(
        told, report("b", said("1", where=[], recipients=loose, actors=loose, counts=[killed(5)])), *others
    )


def test_an_anaphor_joins_the_only_event_of_its_document() -> None:
    document = report("a", said("1"), said("2", where=[], day=None, mode=None, counts=[killed(5)], at=30))
    assert groups(document) == [["a.1", "a.2"]]
    recalled = report("a", said("1"), said("2", where=[], day=None, auxiliary=["historical"], at=30))
    assert groups(recalled) == [["a.1"]]


def test_news_without_a_day_joins_by_place_and_figure_within_a_month() -> None:
    dated = report("a", said("s", counts=[killed(8)], recipients=[party("pk.army")]))
    undated = said("s", day=None, counts=[killed(8)], recipients=[party("pk.army")], quote="eight soldiers died there")
    soon = report("b", undated, source="Post", published=DAY + timedelta(11))
    assert groups(dated, soon) == [["a.s", "b.s"]]
    assert len(groups(dated, copy(soon, "x", later=300))) == 2
    assert groups(dated, soon, copy(soon, "x", later=300)) == [["a.s", "b.s", "x.s"]]


def test_fields_are_what_most_origins_and_the_most_precise_say() -> None:
    found = run(
        report("a", said("s", where=[district("Upper")], mode=None, day=DAY - timedelta(1), until=DAY)),
        report("b", said("s", recipients=[party("generic:police@pk")]), source="Wire"),
        report("c", said("s", mode="suicide-attack", recipients=[party("pk.kp.police")]), source="Post"),
        report("d", said("s", actors=[party("red")]), source="Cable"),
    )
    (incident,) = found.incidents
    assert (incident.type, incident.mode) == ("ASSAULT", "explosives")
    assert (incident.earliest, incident.latest, incident.date_prec) == (DAY, DAY, 1)
    assert incident.place is not None
    assert incident.place.name == "North"
    assert [p.link for p in incident.actors] == ["red"]
    assert [p.link for p in incident.recipients] == ["pk.kp.police"]
    assert "a place and the district it lies in" in incident.reasons


def test_copies_do_not_outvote() -> None:
    first, other = report("a", said("s", mode="suicide-attack")), report("b", said("s"), source="Wire")
    third = report("c", said("s"), source="Post")
    flood = [copy(first, f"x{n}") for n in range(9)]
    (incident,) = run(first, other, third, *flood).incidents
    assert incident.mode == "explosives"


def position(id: str, **given: object) -> Statement:
    values = {"shape": "position", "type": "SUPPORT", "mode": "claim-responsibility", "where": [], "day": None}
    return said(id, **(values | given))


def test_claims_blame_and_denials_go_to_their_incident() -> None:
    found = run(
        report("a", said("1"), position("2", actors=[party("red")], at=20)),
        report(
            "b",
            said("1"),
            position("2", type="ACCUSE", mode="allege", recipients=[party("blue")], at=20),
            source="Post",
        ),
        report(
            "c", said("1", polarity="denied", voice=[voice("official_named", "pk.foreign", "ministry")]), source="Wire"
        ),
        report("d", said("1"), position("2", mode="deny", actors=[party("blue")], at=20), source="Cable"),
    )
    (incident,) = found.incidents
    assert [p.link for p in incident.claimed_by] == ["red"]
    assert [p.link for p in incident.blamed] == ["blue"]
    assert sorted(p.link or "" for p in incident.denied_by) == ["blue", "pk.foreign"]
    assert "c.1" in incident.statements


def test_claimed_by_two() -> None:
    found = run(
        report("a", said("1"), position("2", actors=[party("red")], at=20)),
        report("b", said("1"), position("2", actors=[party("blue")], at=20), source="Post"),
    )
    assert [p.link for p in found.incidents[0].claimed_by] == ["blue", "red"]


def tie(id: str, **given: object) -> Statement:
    values = {
        "shape": "tie", "type": "SUPPORT", "mode": "supports", "actors": [party("af.emirate")],
        "recipients": [party("red")], "where": [], "day": None,
    }  # fmt: skip
    return said(id, **(values | given))


def test_claims_by_proposition() -> None:
    found = run(
        report("a", tie("1"), tie("2", recipients=[party("blue")])),
        report("b", tie("1", polarity="denied"), source="Wire"),
        report("c", said("1", shape="figure", type=None, mode=None, counts=[killed(3200, kind="released")], where=[])),
        report("d", said("1", shape="figure", type=None, mode=None, counts=[killed(4300, kind="released")], where=[])),
    )
    assert sorted(c.statements for c in found.claims)[:2] == [("a.1", "b.1"), ("a.2",)]
    # the state, its ministry; money or shelter: one backs the other.  Another tie and another state are other claims
    state, ministry = [party("pk.state")], [party("pk.foreign")]
    backed = [tie("1", actors=state), tie("1", actors=ministry), tie("1", actors=state, mode="patronises")]
    assert len(run(*(report(f"d{n}", s) for n, s in enumerate(backed))).claims) == 1
    apart = [tie("1"), tie("1", mode="allied"), tie("1", actors=[party("pk.state")])]
    assert len(run(*(report(f"d{n}", s) for n, s in enumerate(apart))).claims) == 3
    vague = {
        "shape": "position",
        "type": "REQUEST",
        "mode": "change",
        "where": [],
        "actors": [party("generic:police@pk")],
    }
    asked = [said("1", **vague, quote="police asked for calm"), said("1", **vague, quote="police asked for cars")]
    assert len(run(*(report(f"d{n}", s) for n, s in enumerate(asked))).claims) == 2
    figure = {"shape": "figure", "type": None, "mode": None, "actors": [party("aid")], "where": []}
    sizes = [said("1", **figure, counts=[killed(n, kind="displaced")]) for n in (1100, 2300, 90)]
    assert len(run(*(report(f"d{n}", s) for n, s in enumerate(sizes))).claims) == 2
    routes = [said("1", shape="movement", where=[town("north", "from"), town("south", "to")])]
    routes.append(said("1", shape="movement", where=[town("south", "from"), town("north", "to")]))
    assert len(run(*(report(f"d{n}", s) for n, s in enumerate(routes))).claims) == 2


def judge(verdict: str, *subjects: str, day: int = 1) -> Judgement:
    return Judgement(f"j{day}", verdict, subjects, "analyst", datetime(2031, 4, day), "test")  # type: ignore[arg-type]


def test_judgements_hold() -> None:
    a, b = report("a", said("s")), report("b", said("s", where=[town("port")]), source="Wire")
    assert len(groups(a, b)) == 2
    assert groups(a, b, judgements=(judge("same", "a.s", "b.s"),)) == [["a.s", "b.s"]]
    c = report("c", said("s"))
    assert groups(a, c) == [["a.s", "c.s"]]
    assert groups(a, c, judgements=(judge("different", "a.s", "c.s"),)) == [["a.s"], ["c.s"]]
    later = (judge("different", "a.s", "c.s"), judge("same", "a.s", "c.s", day=2))
    assert groups(a, c, judgements=later) == [["a.s", "c.s"]]
    assert groups(a, c, judgements=(judge("reject", "a.s"),)) == [["c.s"]]


def test_a_judgement_on_incidents_outlives_a_rebuild() -> None:
    a, b = report("a", said("s")), report("b", said("s", where=[town("port")]), source="Wire")
    ids = [i.id for i in run(a, b).incidents]
    assert len(groups(a, b, judgements=(judge("same", *ids),))) == 1


# ------------------------------------------------------------------------------------------------ generated corpora


GROUNDS = {  # 40 invented towns in 10 districts of 2 provinces, some 20 km from one another
    f"t{row}{column}": (f"D{row // 2}{column // 4}", f"P{row // 6}", 30.0 + row * 0.2, 65.0 + column * 0.2)
    for row in range(10)
    for column in range(4)
} | made.TOWNS


def corpus(seed: int, events: int) -> tuple[list[Coded], dict[str, int]]:
    """Invented events and reports of them, with the noise of real ones; and which event each statement tells."""
    rng = random.Random(seed)
    documents, gold = [], {}
    grounds = list(GROUNDS)
    for event in range(events):
        where, day = rng.choice(grounds), DAY + timedelta(rng.randrange(90))
        mode = rng.choice(["explosives", "firearms", "aerial", "suicide-attack"])
        who, whom = rng.choice(["red", "blue"]), rng.choice(["pk.kp.police", "pk.army", "generic:civilians@pk"])
        toll = rng.choice([0, 1, 2, 3, 5, 8, 14, 30])
        for n in range(rng.choice([1, 1, 1, 2, 3, 5])):
            place = [town(where, table=GROUNDS)]
            if rng.random() < 0.3:
                place = [district(GROUNDS[where][0], table=GROUNDS)]
            off = rng.choice([0] * 9 + [1])
            spread = rng.choice([0] * 8 + [1])
            statement = said(
                "s",
                where=place if rng.random() < 0.95 else [],
                day=day + timedelta(off) - timedelta(spread),
                until=day + timedelta(off),
                mode=mode if rng.random() < 0.8 else None,
                actors=[party(who)] if rng.random() < 0.5 else [party("generic:militants@pk")],
                recipients=[party(whom)] if rng.random() < 0.8 else [],
                counts=[killed(max(0, toll + rng.choice([0, 0, 0, 1, -1, 2])))] if rng.random() < 0.8 else [],
            )
            id = f"e{event}r{n}"
            documents.append(report(id, statement, source=rng.choice(["Wire", "Daily", "Post", "Corner"])))
            gold[f"{id}.s"] = event
    rng.shuffle(documents)
    return documents, gold


def pairwise_f1(found: Resolution, gold: dict[str, int]) -> float:
    answered = {p for i in found.incidents for p in combinations(sorted(i.statements), 2)}
    by_event: dict[int, list[str]] = {}
    for statement, event in gold.items():
        by_event.setdefault(event, []).append(statement)
    right = {p for s in by_event.values() for p in combinations(sorted(s), 2)}
    return 2 * len(answered & right) / (len(answered) + len(right))


@pytest.mark.parametrize("seed", range(4))
def test_generated_corpora(seed: int) -> None:
    documents, gold = corpus(seed, 120)
    assert pairwise_f1(run(*documents), gold) >= 0.85


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_order_never_matters(seed: int, rng: random.Random) -> None:
    documents, _ = corpus(seed, 15)
    shuffled = documents[:]
    rng.shuffle(shuffled)
    assert run(*documents) == run(*shuffled)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 14))
def test_every_statement_has_one_home_and_forgetting_leaves_no_trace(seed: int, gone: int) -> None:
    documents, _ = corpus(seed, 15)
    found = run(*documents)
    homes = Counter(s for x in (*found.incidents, *found.claims) for s in x.statements)
    assert homes == Counter(s.id for d in documents for s in d.statements)
    rest = [d for n, d in enumerate(documents) if n != gone]
    resolver = Resolver(PACK, SETTINGS)
    resolver.update(documents)
    resolver.update(remove=[d.id for n, d in enumerate(documents) if n == gone])
    assert resolver.resolution() == run(*rest)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 14), st.integers(1, 5))
def test_copies_never_split_or_merge_others(seed: int, which: int, count: int) -> None:
    documents, _ = corpus(seed, 15)
    originals = {s.id for d in documents for s in d.statements}
    copies = [copy(documents[which % len(documents)], f"x{n}") for n in range(count)]
    before = groups(*documents)
    after = sorted(kept for g in groups(*documents, *copies) if (kept := [s for s in g if s in originals]))
    assert before == after


def test_dates_without_common_day_fall_back_to_the_majority() -> None:
    next_day = {"day": DAY + timedelta(1), "counts": [killed(5)]}
    found = run(
        report("a", said("s", counts=[killed(5)]), source="Wire"),
        report("b", said("s", **next_day), source="Post"),
        report("c", said("s", **next_day), source="Cable"),
    )
    assert [i.earliest for i in found.incidents] == [date(2031, 3, 6)]


def test_a_night_that_somebody_names_stays_one() -> None:
    night = said("a", day=DAY, until=DAY + timedelta(1))
    (incident,) = run(report("d1", night), report("d2", said("b", day=DAY + timedelta(1)))).incidents
    assert (incident.earliest, incident.latest, incident.date_prec) == (DAY, DAY + timedelta(1), 2)


def test_a_town_with_its_districts_name_gives_way_to_a_place_in_it() -> None:
    head = said("b", where=[replace(town("mill"), name="Upper")])
    (incident,) = run(report("d1", said("a", where=[town("ford")])), report("d2", head), report("d3", head)).incidents
    assert incident.place is not None and incident.place.link == town("ford").link
