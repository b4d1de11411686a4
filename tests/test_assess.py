"""How sure: origins, votes, the Admiralty-like pair, tolls."""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import made
import marsad
from made import DAY, HOSPITAL, POLICE, RED, RESIDENT, copy, killed, party, report, said, town, voice
from marsad.assess import assess
from marsad.assess.measure import Said, posterior
from marsad.assess.votes import Tally, credibility_of
from marsad.origins import is_copy
from marsad.resolve import resolve
from marsad.settings import Settings
from marsad.values import Assessment, Claim, Coded, Incident, Toll, Voice

TABLE = tomllib.loads((Path(marsad.__file__).parent / "packs/en/words/origins.toml").read_text(encoding="utf-8"))
PACK = made.pack(TABLE)
SETTINGS = Settings.of()


def run(*documents: Coded) -> tuple[tuple[Incident, ...], tuple[Claim, ...]]:
    found = resolve(documents, PACK, SETTINGS)
    return assess(found.incidents, found.claims, documents, PACK)


def sure(*documents: Coded) -> Assessment:
    """The assessment of the one incident that the documents tell."""
    incidents, _ = run(*documents)
    (incident,) = incidents
    assert incident.assessment is not None
    return incident.assessment


def toll(assessment: Assessment, kind: str = "killed", side: str | None = None) -> Toll:
    return next(t for t in assessment.tolls if (t.kind, t.side) == (kind, side))


def names(*documents: Coded) -> list[str]:
    return [o.id for o in sure(*documents).origins]


# -------------------------------------------------------------------------------------------------------- origins


def test_one_institution_is_one_origin_in_many_outlets() -> None:
    a = report("a", said("s", voice=[POLICE], counts=[killed(5)]), source="Wire")
    b = report("b", said("s", voice=[voice("official_anonymous", "generic:police@pk", "an officer")]), source="Post")
    assert names(a, b) == ["police@pk"]
    assert sure(a, b).credibility == 3


def test_an_outlet_that_quotes_somebody_is_no_origin_beside() -> None:
    document = report("a", said("1"), said("2", voice=[POLICE], at=30))
    assert names(document) == ["police@pk"]


def test_a_credited_agency_is_the_origin() -> None:
    credit = voice("media", "outlet:wire", "Wire")
    a, b = report("a", said("s", voice=[credit])), report("b", said("s", voice=[credit]), source="Post")
    c = report("c", said("s"), source="Wire")
    assert names(a, b, c) == ["outlet:wire"]


def test_local_media_are_one_origin_however_often_they_are_credited() -> None:
    local = voice("media", None, "local media")
    assert len(names(report("a", said("s", voice=[local])), report("b", said("s", voice=[local]), source="Post"))) == 1


def test_cut_and_rewritten_copies_are_one_origin() -> None:
    words = " ".join(f"w{n}" for n in range(300))
    first = report("a", said("s"), source="Daily", words=words)
    cut = report("b", said("s"), source="Post", words=words[: len(words) // 3] + " and so it ends here")
    other = report("c", said("s"), source="Gazette")
    assert names(first, cut) == ["outlet:daily"]
    assert names(first, other) == ["outlet:daily", "outlet:gazette"]


def test_a_flood_of_rewritten_copies_is_one_origin_and_moves_no_toll() -> None:
    rng = random.Random(3)
    text = [f"w{n}" for n in range(300)]
    first = report("a", said("s", counts=[killed(4)]), source="Wire", words=" ".join(text))
    other = report("b", said("s", counts=[killed(5)]), source="Post")
    flood = []
    for n in range(150):
        words = [w if rng.random() > 0.07 else f"x{rng.random()}" for w in text]
        flood.append(report(f"f{n}", said("s", counts=[killed(4)]), source="Corner", words=" ".join(words)))
    before, after = sure(first, other), sure(first, other, *flood)
    assert [o.id for o in after.origins] == ["outlet:post", "outlet:wire"]
    assert [replace(t, said=()) for t in after.tolls] == [replace(t, said=()) for t in before.tolls]


def test_a_long_sentence_word_for_word_is_one_origin() -> None:
    quote = "A bomb hidden in a fruit cart went off near the grain market"
    a, b = report("a", said("s", quote=quote)), report("b", said("s", quote=quote), source="Post")
    assert len(names(a, b)) == 1


def test_containment_of_a_short_text_in_a_long_one() -> None:
    long = " ".join(f"w{n}" for n in range(900))
    half = " ".join(f"w{n}" for n in range(450))
    assert is_copy(made.sketch(long), made.sketch(half))
    assert not is_copy(made.sketch(long), made.sketch(" ".join(f"x{n}" for n in range(450))))
    assert not is_copy((), made.sketch(long))


def test_witnesses_are_told_apart_by_what_they_count() -> None:
    a = report("a", said("s", voice=[RESIDENT], counts=[killed(3)]))
    b = report("b", said("s", voice=[RESIDENT], counts=[killed(3)]), source="Post")
    c = report("c", said("s", voice=[RESIDENT], counts=[killed(9)]), source="Gazette")
    assert len(names(a, b)) == 1
    assert len(names(a, b, c)) == 2


# --------------------------------------------------------------------------------------------- the pair, by rule


@pytest.mark.parametrize(
    ("tally", "credibility"),
    [
        (Tally(0, 0, 0), 6),
        (Tally(1, 1, 0), 3),
        (Tally(2, 1, 0), 2),
        (Tally(2, 2, 0), 1),
        (Tally(1, 1, 1), 4),
        (Tally(1, 1, 2), 5),
        (Tally(0, 0, 1), 4),
        (Tally(2, 2, 1), 2),
        (Tally(2, 2, 2), 4),
    ],
)
def test_credibility_by_rule(tally: Tally, credibility: int) -> None:
    assert credibility_of(tally) == credibility


@given(st.integers(0, 8), st.integers(0, 8), st.integers(0, 8), st.booleans())
def test_agreement_never_lowers_contradiction_never_raises(
    agree: int, sides: int, against: int, new_side: bool
) -> None:
    sides = min(sides, agree) if agree else 0
    before = credibility_of(Tally(agree, sides, against))
    if before != 6:
        assert credibility_of(Tally(agree + 1, sides + new_side, against)) <= before
        assert credibility_of(Tally(agree, sides, against + 1)) >= before


def test_police_and_hospital_confirm_each_other() -> None:
    both = sure(report("a", said("s", voice=[POLICE])), report("b", said("s", voice=[HOSPITAL]), source="Post"))
    assert (both.source_class, both.credibility, both.contested) == ("B", 1, False)
    assert all(v.weight > 0 and v.reason for v in both.votes)


def test_police_and_army_are_of_one_side() -> None:
    army = voice("official_named", "pk.army", "army")
    assert (
        sure(report("a", said("s", voice=[POLICE])), report("b", said("s", voice=[army]), source="Post")).credibility
        == 2
    )


def test_a_denial_is_a_vote() -> None:
    ministry = voice("official_named", "pk.foreign", "ministry")
    denial = report("b", said("s", voice=[ministry], polarity="denied"), source="Wire")
    found = sure(report("a", said("s", voice=[RESIDENT])), denial)
    assert (found.credibility, found.contested) == (4, True)
    assert [v.stance for v in found.votes] == ["denies", "supports"]
    assert found.votes[0].weight < 0


def test_who_denies_its_own_part_does_not_deny_the_event() -> None:
    denial = said("s", voice=[RED], actors=[party("red")], polarity="denied")
    found = sure(report("a", said("s", voice=[POLICE], actors=[party("red")])), report("b", denial, source="Wire"))
    assert found.credibility == 3
    assert found.contested
    assert [v.weight for v in found.votes if v.stance == "denies"] == [0.0]


def test_nobody_hurt_is_a_toll_not_a_denial() -> None:
    found = sure(report("a", said("s", counts=[killed(0)], auxiliary=["negation"], at=20), said("0")))
    assert found.credibility == 3
    assert toll(found).best == 0


def test_hearsay_cannot_be_judged() -> None:
    rumour = sure(report("a", said("s", voice=[voice("unspecified", None, "reports")])))
    assert (rumour.source_class, rumour.credibility) == ("F", 6)
    possible = sure(report("a", said("s", voice=[POLICE], modality="possible")))
    assert possible.credibility == 6


def test_a_correction_takes_the_place_of_what_was_said() -> None:
    before = report("a", said("s", voice=[POLICE]), source="Wire")
    after = report("b", said("s", voice=[POLICE], polarity="denied"), source="Wire", published=DAY + timedelta(3))
    found = sure(before, after)
    assert [v.stance for v in found.votes] == ["denies"]
    late_copy = copy(before, "x", later=9)
    assert [v.stance for v in sure(before, after, late_copy).votes] == ["denies"]


def test_claims_are_assessed_too() -> None:
    tie = {"shape": "tie", "actors": [party("af.emirate")], "recipients": [party("red")], "where": []}
    kabul = voice("official_named", "af.emirate", "Kabul")
    _, claims = run(
        report("a", said("s", voice=[voice("official_named", "pk.foreign", "ministry")], **tie)),
        report("b", said("s", voice=[kabul], polarity="denied", **tie), source="Wire"),
    )
    (claim,) = claims
    assert claim.assessment is not None
    assert (claim.assessment.credibility, claim.assessment.contested) == (4, True)


# --------------------------------------------------------------------------------------------------------- tolls


def test_who_said_which() -> None:
    found = sure(
        report("a", said("s", voice=[POLICE], counts=[killed(5)])),
        report("b", said("s", voice=[RED], counts=[killed(20)]), source="Post"),
    )
    count = toll(found)
    assert [(f.origin, f.low) for f in count.said] == [("police@pk", 5), ("red", 20)]
    assert (count.minimum, count.most_reliable, count.maximum) == (5, 5, 20)
    assert count.low is not None and count.best is not None and count.high is not None
    assert count.low <= count.best <= count.high
    assert 5 <= count.best <= 8
    assert found.contested


def test_growing_tolls_supersede_with_history() -> None:
    days = [(3, 1), (5, 2), (8, 4)]
    documents = [
        report(f"d{n}", said("s", voice=[POLICE], counts=[killed(n)]), published=DAY + timedelta(day))
        for n, day in days
    ]
    count = toll(sure(*documents))
    assert [(f.low, f.superseded) for f in count.said] == [(8, ("d3.s", "d5.s"))]
    late = copy(documents[0], "x", later=30)
    assert toll(sure(*documents, late)).best == count.best


def test_sides_add_up_to_a_total() -> None:
    counts = [killed(2, side="soldiers"), killed(6, side="civilians"), killed(3, side="children")]
    found = sure(report("a", said("s", voice=[POLICE], counts=counts)))
    assert toll(found).minimum == 8
    assert {t.side for t in found.tolls} == {None, "soldiers", "civilians", "children"}


def test_vague_words_stay_vague() -> None:
    dozens = toll(sure(report("a", said("s", voice=[POLICE], counts=[killed(24, 99)]))))
    exact = toll(sure(report("a", said("s", voice=[POLICE], counts=[killed(40)]))))
    assert dozens.high - dozens.low > exact.high - exact.low  # type: ignore[operator]
    up_to = toll(sure(report("a", said("s", voice=[POLICE], counts=[killed(None, 320, kind="released")]))), "released")
    assert up_to.best is not None and 200 <= up_to.best <= 320
    assert (up_to.minimum, up_to.maximum) == (None, 320)
    at_least = toll(sure(report("a", said("s", voice=[POLICE], counts=[killed(5, None)]))))
    assert at_least.low is not None and at_least.low >= 4
    assert at_least.best in (5, 6)
    assert at_least.high is not None and at_least.high > 5


def test_a_group_counts_its_enemies_high_and_its_own_low() -> None:
    enemies = toll(sure(report("a", said("s", voice=[RED], counts=[killed(30, side="soldiers")]))), side="soldiers")
    own = toll(sure(report("a", said("s", voice=[RED], counts=[killed(30, side="militants")]))), side="militants")
    assert enemies.best is not None and own.best is not None
    assert enemies.best < 30 < own.best
    assert (enemies.minimum, enemies.maximum) == (30, 30)


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 500)), min_size=1, max_size=5))
def test_posterior_is_ordered_and_bounded(figures: list[tuple[int, int]]) -> None:
    low, best, high = posterior(tuple(sorted(Said(0.0, 0.2, a, a + b) for a, b in figures)))
    assert 0 <= low <= best <= high <= 4 * max(a + b for a, b in figures) + 10


def test_posterior_of_one_and_of_many() -> None:
    assert posterior((Said(0.0, 0.15, 1, 1),)) == (1, 1, 1)
    assert posterior((Said(0.0, 0.15, 0, 0),)) == (0, 0, 0)
    one = posterior((Said(0.0, 0.15, 100, 100),))
    three = posterior((Said(0.0, 0.15, 100, 100),) * 3)
    assert one[1] == three[1] == 100
    assert three[2] - three[0] < one[2] - one[0]


def test_intervals_cover_the_truth() -> None:
    """Figures drawn from the model itself: the 90 % interval holds the truth about nine times in ten."""
    rng = random.Random(7)
    inside = 0
    for _ in range(400):
        truth = round(2 ** rng.uniform(2, 7))
        said_by = [Said(b, s, x, x) for b, s in ((0.0, 0.15), (0.1, 0.3)) for x in [draw(rng, truth, b, s)]]
        low, _, high = posterior(tuple(sorted(said_by)))
        inside += low <= truth <= high
    assert 0.85 <= inside / 400 <= 0.98


def draw(rng: random.Random, truth: int, bias: float, spread: float) -> int:
    return max(0, round(truth * 2.718281828 ** rng.gauss(bias, spread)))


# ---------------------------------------------------------------------------------------------------- properties

VOICES = (POLICE, RESIDENT, HOSPITAL, RED, voice("official_named", "pk.army", "army"), voice("ngo_un", "aid", "aid"))
OUTLETS = ("Wire", "Cable", "Daily", "Post", "Gazette", "Corner", "State-Tv")


@st.composite
def coverage(draw: st.DrawFn) -> list[Coded]:
    """Reports of one incident by different voices and outlets, some of which deny it, over several days."""
    documents = []
    for n in range(draw(st.integers(1, 6))):
        who = draw(st.sampled_from((*VOICES, None)))
        figure = draw(st.integers(0, 40))
        statements = [
            said("1", voice=[who] if who else [], counts=[killed(figure, draw(st.sampled_from([figure, None])))])
        ]
        if draw(st.integers(0, 4)) == 0:
            deny = {"voice": [draw(st.sampled_from(VOICES))], "polarity": "denied", "at": 40}
            statements.append(said("2", **deny))
        day = DAY + timedelta(draw(st.integers(1, 9)))
        documents.append(report(f"d{n}", *statements, source=draw(st.sampled_from(OUTLETS)), published=day))
    return documents


def scores(documents: list[Coded]) -> list[object]:
    """All that is a score, without the lists of documents and statements."""
    incidents, claims = run(*documents)
    found = []
    for one in (*incidents, *claims):
        a = one.assessment
        assert a is not None
        tolls = [replace(t, said=()) for t in a.tolls]
        votes = [(v.origin, v.stance, v.weight, v.reason) for v in a.votes]
        figures = [[(f.origin, f.low, f.high) for f in t.said] for t in a.tolls]
        found.append((a.source_class, a.credibility, a.contested, a.reasons, votes, tolls, figures))
    return sorted(found, key=repr)


@settings(max_examples=40, deadline=None)
@given(coverage(), st.integers(0, 5), st.integers(1, 12), st.integers(0, 20))
def test_copies_change_no_score(documents: list[Coded], which: int, count: int, later: int) -> None:
    original = documents[which % len(documents)]
    copies = [copy(original, f"x{n}", later=later) for n in range(count)]
    assert scores([*documents, *copies]) == scores(documents)


@settings(max_examples=40, deadline=None)
@given(coverage(), st.integers(0, 5), st.sampled_from(OUTLETS))
def test_reprints_by_other_outlets_change_no_score(documents: list[Coded], which: int, outlet: str) -> None:
    original = documents[which % len(documents)]
    assert scores([*documents, copy(original, "x", source=outlet, later=30)]) == scores(documents)


@settings(max_examples=30, deadline=None)
@given(coverage(), st.randoms(use_true_random=False))
def test_order_changes_nothing(documents: list[Coded], rng: random.Random) -> None:
    shuffled = documents[:]
    rng.shuffle(shuffled)
    assert run(*documents) == run(*shuffled)


@settings(max_examples=40, deadline=None)
@given(coverage(), st.sampled_from([voice("ngo_un", "red.young", "observers"), None]))
def test_another_origin_moves_credibility_its_way_only(documents: list[Coded], fresh: Voice | None) -> None:
    before = sure(*documents).credibility
    said_by = [fresh] if fresh else []  # else the outlet itself, of which nothing was heard before
    agree = report("n", said("1", voice=said_by), source="Cable")
    against = report("n", said("1", voice=said_by, polarity="denied"), source="Cable")
    if before != 6:
        assert sure(*documents, agree).credibility <= before
        assert sure(*documents, against).credibility >= before


@settings(max_examples=30, deadline=None)
@given(coverage(), st.integers(0, 5))
def test_every_vote_and_figure_names_its_statements(documents: list[Coded], _: int) -> None:
    incidents, claims = run(*documents)
    for one in (*incidents, *claims):
        a = one.assessment
        assert a is not None
        assert sorted(s for o in a.origins for s in o.statements) == sorted(one.statements)
        assert {v.origin for v in a.votes} == {o.id for o in a.origins}
        assert all(set(v.statements) <= set(one.statements) and v.statements for v in a.votes)
        assert all(f.statement in one.statements for t in a.tolls for f in t.said)


def test_a_pack_without_the_table_still_works() -> None:
    bare = made.pack({})
    documents = [report("a", said("s", voice=[POLICE], counts=[killed(5)]))]
    found = resolve(documents, bare, SETTINGS)
    incidents, _ = assess(found.incidents, found.claims, documents, bare)
    assert incidents[0].assessment is not None
    assert incidents[0].assessment.source_class == "F"


def test_the_place_of_an_incident_does_not_move_its_assessment() -> None:
    a = report("a", said("s", voice=[POLICE], where=[town("ford")]))
    assert sure(a).credibility == 3
