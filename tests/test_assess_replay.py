"""Scores open into what they are made of, can be worked out again from an export, and learn only when asked."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from math import exp

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made import DAY, HOSPITAL, POLICE, RED, RESIDENT, copy, killed, party, report, said
from marsad.assess import Table, assess, learn, recompute
from marsad.assess.measure import Said, posterior
from marsad.cli.describe import describe_workings
from marsad.values import Claim, Coded, Incident
from test_assess import PACK, coverage, run, sure, toll


def exported(value: Incident | Claim) -> Incident | Claim:
    """What an export in JSON Lines holds of it."""
    return msgspec.json.decode(msgspec.json.encode(value), type=type(value))


@settings(max_examples=40, deadline=None)
@given(coverage())
def test_scores_are_recomputed_from_the_export_bit_for_bit(documents: list[Coded]) -> None:
    incidents, claims = run(*documents)
    for value in (*incidents, *claims):
        assert recompute(exported(value)) == value.assessment


def test_recomputing_reads_the_inputs_and_not_the_results() -> None:
    incidents, _ = run(report("a", said("s", voice=[POLICE], counts=[killed(5)])))
    found = incidents[0].assessment
    assert found is not None
    spoilt = replace(
        found,
        credibility=6,
        source_class="F",
        contested=True,
        reasons=(),
        votes=tuple(replace(v, weight=9.0) for v in found.votes),
        tolls=tuple(replace(t, low=0, best=1, high=2, minimum=0, most_reliable=0, maximum=0) for t in found.tolls),
    )
    assert recompute(replace(incidents[0], assessment=spoilt)) == found


def test_the_weight_of_a_vote_is_the_product_of_its_factors() -> None:
    found = sure(
        report("a", said("s", voice=[POLICE], modality="alleged")),
        report("b", said("s", voice=[HOSPITAL]), source="Post"),
    )
    for vote in found.votes:
        size = 1.0
        for factor in vote.factors:
            size *= factor.value
        assert vote.weight == round(size, 6)
    assert [v.source_class for v in found.votes] == ["B", "B"]


def test_who_claims_and_who_is_blamed_keep_their_voices() -> None:
    deed = report("a", said("s", voice=[POLICE], actors=[party("red")]))
    claim = said("1", shape="position", type=None, mode="claim", voice=[RED], actors=[party("red")], at=40)
    blame = said("2", type="ACCUSE", mode="allege", voice=[POLICE], recipients=[party("blue")], at=60)
    incidents, _ = run(deed)
    (incident,) = incidents
    both = report("a", *(said("s", voice=[POLICE], actors=[party("red")]), claim, blame))
    incident = replace(
        incident, statements=tuple(s.id for s in both.statements), claimed_by=(party("red"),), blamed=(party("blue"),)
    )
    (done,), _ = assess([incident], [], [both], PACK)
    assert done.assessment is not None
    assert [(a.role, a.link, a.origins) for a in done.assessment.attributions] == [
        ("blamed", "blue", ("police@pk",)),
        ("claimed", "red", ("red",)),
    ]


# ------------------------------------------------------------------------------------------ copies with other numbers


WORDS = [f"w{n}" for n in range(300)]


def rewritten(id: str, figure: int, chance: random.Random, day: int) -> Coded:
    words = [w if chance.random() > 0.1 else f"x{chance.random()}" for w in WORDS]
    when = DAY + timedelta(day)
    return report(id, said("s", counts=[killed(figure)]), source=f"P{id}", words=" ".join(words), published=when)


def test_a_flood_of_copies_with_other_numbers_moves_no_more_than_one() -> None:
    chance = random.Random(5)
    first = report("a", said("s", counts=[killed(6)]), source="Wire", words=" ".join(WORDS))
    same_day = [rewritten(f"f{n}", 6 + chance.randrange(1, 9), chance, 1) for n in range(20)]
    assert toll(sure(first, *same_day)).best == toll(sure(first)).best
    later = [rewritten(f"g{n}", figure, chance, 3) for n, figure in enumerate([8, *range(9, 28)])]
    moved = abs((toll(sure(first, later[-1])).best or 0) - 6)
    assert abs((toll(sure(first, *later)).best or 0) - 6) <= moved


def test_who_began_the_text_may_change_its_figure() -> None:
    text = " ".join(WORDS)
    first = report("a", said("s", counts=[killed(6)]), source="Wire", words=text)
    update = report(
        "b", said("s", counts=[killed(11)]), source="Wire", words=text + " more", published=DAY + timedelta(2)
    )
    count = toll(sure(first, update))
    assert [(f.low, f.superseded) for f in count.said] == [(11, ("a.s",))]


@settings(max_examples=25, deadline=None)
@given(coverage(), st.integers(0, 5))
def test_twenty_copies_move_a_toll_as_one_does(documents: list[Coded], which: int) -> None:
    original = documents[which % len(documents)]
    one = sure(*documents, copy(original, "x", source="Corner", later=3))
    many = sure(*documents, *(copy(original, f"x{n}", source="Corner", later=3) for n in range(20)))
    assert [(t.low, t.best, t.high) for t in one.tolls] == [(t.low, t.best, t.high) for t in many.tolls]


# --------------------------------------------------------------------------------------------------------- the measure


def test_one_wild_figure_does_not_carry_the_estimate_away() -> None:
    sober = (Said(0.0, 0.15, 10, 10), Said(0.0, 0.15, 11, 11))
    low, best, high = posterior(tuple(sorted((*sober, Said(0.0, 0.15, 90, 90)))))
    assert best <= 13 and low >= 8 and high < 90


def test_further_voices_of_one_side_make_less_sure() -> None:
    alone = posterior((Said(0.0, 0.2, 40, 40), Said(0.0, 0.2, 40, 40)))
    together = posterior((Said(0.0, 0.2, 40, 40, 0.5), Said(0.0, 0.2, 40, 40)))
    assert together[2] - together[0] > alone[2] - alone[0]


def test_a_snapped_best_stays_within_its_range() -> None:
    low, best, high = posterior((Said(0.0, 0.2, 0, 0), Said(0.0, 0.2, 587, 587)))
    assert low <= best <= high


# ------------------------------------------------------------------------------------------------------------ learning


def incidents_of(count: int, seed: int, bias: float) -> tuple[Incident, ...]:
    """Incidents that a hospital and residents count, the residents by ``bias`` too high."""
    chance = random.Random(seed)
    found: list[Incident] = []
    for n in range(count):
        truth = chance.randrange(20, 90)
        many = round(truth * exp(chance.gauss(bias, 0.15)))
        a = report(f"a{n}", said("s", voice=[HOSPITAL], counts=[killed(truth, side="civilians")]))
        b = report(f"b{n}", said("s", voice=[RESIDENT], counts=[killed(many, side="civilians")]), source="Post")
        found += run(a, b)[0]
    return tuple(found)


def test_biases_are_learnt_and_shrunk() -> None:
    table = Table.of(PACK)
    few, many = (learn(incidents_of(n, 3, 0.4), table).tolls for n in (3, 150))
    assert 0 < few["witness"]["other"][0] < many["witness"]["other"][0]
    # What two kinds differ by can be learnt; which of them is right, only the priors say: most falls to the vaguer one.
    assert many["witness"]["other"][0] - many["medical"]["other"][0] == pytest.approx(0.4, abs=0.08)
    assert abs(many["witness"]["other"][0]) > 1.5 * abs(many["medical"]["other"][0])


def test_learning_does_not_depend_on_order() -> None:
    incidents = list(incidents_of(12, 4, 0.3))
    before = learn(incidents, Table.of(PACK)).tolls
    random.Random(1).shuffle(incidents)
    assert learn(incidents, Table.of(PACK)).tolls == before


def test_a_learnt_table_is_used_when_it_is_given() -> None:
    document = report("a", said("s", voice=[RESIDENT], counts=[killed(60, side="civilians")]))
    incidents, _ = run(document)
    high = Table.of(PACK).with_tolls({"witness": {"other": (0.7, 0.2)}})
    (done,), _ = assess(incidents, (), [document], PACK, high)
    assert done.assessment is not None
    assert (toll(done.assessment, side="civilians").best or 0) < 45


def test_the_workings_of_a_score_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    first = report("a", said("s", voice=[POLICE], counts=[killed(5)]))
    describe_workings(sure(first, copy(first, "x", source="Post", later=2), report("b", said("s"), source="Wire")))
    shown = capsys.readouterr().out
    assert "class B, +1.20 = 1.2 (kind: official_named) × 1 (hedge)" in shown
    assert "police@pk said 5: bias +0.00, spread 0.15, share 1 (a.s)" in shown
    assert "x of a" in shown and "the same text" in shown
