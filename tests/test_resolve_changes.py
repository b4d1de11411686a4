"""Documents that come and go, one by one, give what all of them give at once."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from made import DAY, copy, district, killed, party, province, report, said, town, voice
from marsad.resolve import Changed, Resolution, Resolver, resolve
from marsad.resolve.attach import remark_kind
from marsad.values import Coded, Judgement, Statement
from test_resolve import PACK, SETTINGS

PLACES = ("north", "mill", "ford", "south", "port")


def told(rng: random.Random, id: str) -> Statement:
    """Anything that may join, part, blame or deny: close in place and time, so that much of it meets."""
    where = [town(rng.choice(PLACES))]
    where = rng.choice([where, where, where, [], [district("Upper")], [province("Hill")]])
    day = rng.choice([DAY + timedelta(rng.randrange(6))] * 5 + [None])
    given: dict[str, object] = {
        "where": where, "day": day, "at": 40 * rng.randrange(12), "carried": rng.random() < 0.2,
        "mode": rng.choice(["explosives", "firearms", "suicide-attack", None]),
        "actors": rng.choice([[], [party("red")], [party("blue")], [party("generic:militants@pk")]]),
        "recipients": rng.choice([[], [party("pk.kp.police")], [party("generic:civilians@pk")]]),
        "counts": rng.choice([[], [killed(rng.choice([1, 3, 5, 14]))]]),
        "quote": f"words {rng.randrange(4)}",
    }  # fmt: skip
    kind = rng.randrange(12)
    if kind == 0:
        given |= {"polarity": "denied", "voice": [voice("official_named", "pk.foreign", "ministry")]}
    elif kind == 1:
        given |= {"shape": "position", "type": "ASSAULT", "mode": "claim-responsibility", "actors": [party("red")]}
    elif kind == 2:
        given |= {"shape": "figure", "type": None, "mode": None}
    elif kind == 3:
        given |= {"auxiliary": ["historical"]}
    return said(id, **given)


def documents(seed: int, number: int) -> list[Coded]:
    rng = random.Random(seed)
    made = [
        report(
            f"d{n}", *(told(rng, str(i)) for i in range(rng.choice([1, 2, 3]))),
            source=rng.choice(["Wire", "Post", "Daily"]), published=DAY + timedelta(rng.randrange(9)),
        )
        for n in range(number)
    ]  # fmt: skip
    return [*made, *(copy(d, f"x{d.id}", later=1) for d in made[: number // 5])]


def judgement(rng: random.Random, coded: list[Coded], number: int) -> Judgement:
    statements = [s.id for c in coded for s in c.statements]
    verdict = rng.choice(["same", "different", "different", "reject", "accept"])
    subjects = rng.sample(statements, 2 if verdict in ("same", "different") else 1)
    return Judgement(f"j{number}", verdict, tuple(subjects), "analyst", datetime(2031, 4, 1, 0, number), "")  # type: ignore[arg-type]


def run(coded: list[Coded], log: tuple[Judgement, ...] = ()) -> Resolution:
    return resolve(coded, PACK, SETTINGS, log)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 100_000), st.integers(4, 25))
def test_any_history_gives_what_the_documents_give(seed: int, number: int) -> None:
    rng = random.Random(seed)
    pool = documents(seed, number)
    there: dict[str, Coded] = {}
    log: tuple[Judgement, ...] = ()
    resolver = Resolver(PACK, SETTINGS)
    for step in range(6):
        add = rng.sample(pool, rng.randrange(1, 1 + len(pool) // 2))
        remove = rng.sample(sorted(there), rng.randrange(1 + len(there) // 2))
        if rng.random() < 0.3:  # coded anew
            add[0] = replace(add[0], statements=tuple(replace(s, counts=()) for s in add[0].statements))
        if rng.random() < 0.5:
            log = (*log, judgement(rng, pool, step))
        if rng.random() < 0.1:
            log = log[1:]
        resolver.update(add, remove, log)
        there = {d: c for d, c in there.items() if d not in remove} | {c.id: c for c in add}
        assert resolver.resolution() == run(list(there.values()), log)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 100_000), st.randoms(use_true_random=False))
def test_order_and_batches_never_matter(seed: int, rng: random.Random) -> None:
    pool = documents(seed, 20)
    whole = run(pool)
    rng.shuffle(pool)
    resolver = Resolver(PACK, SETTINGS)
    while pool:
        batch, pool = pool[:3], pool[3:]
        resolver.update(batch)
    assert resolver.resolution() == whole


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 100_000))
def test_what_changed_is_told(seed: int) -> None:
    pool = documents(seed, 20)
    resolver = Resolver(PACK, SETTINGS)
    resolver.update(pool[:-1])
    before = {x.id: x for x in (*resolver.resolution().incidents, *resolver.resolution().claims)}
    found = resolver.update(pool[-1:])
    after = {x.id: x for x in (*resolver.resolution().incidents, *resolver.resolution().claims)}
    assert found.gone == before.keys() - after.keys()
    assert found.made == {i for i, x in after.items() if before.get(i) != x}
    assert resolver.update(pool[-1:]) == Changed(frozenset(), frozenset())


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 100_000), st.integers(0, 4))
def test_a_judgement_different_never_merges(seed: int, copies: int) -> None:
    rng = random.Random(seed)
    pool = documents(seed, 25)
    told = {s.id: s for c in pool for s in c.statements}
    together = [
        pair
        for incident in run(pool).incidents
        # A remark on an incident is no part of it.
        for pair in combinations([s for s in incident.statements if remark_kind(told[s]) is None], 2)
    ]
    assume(together)
    pair = rng.choice(together)
    log = (Judgement("j", "different", pair, "analyst", datetime(2031, 4, 1), ""),)
    pool += [copy(rng.choice(pool), f"z{n}", later=1) for n in range(copies)]
    assert not any(set(pair) <= set(i.statements) for i in run(pool, log).incidents)


@pytest.mark.parametrize("number", [1, 5])
@settings(max_examples=8, deadline=None)
@given(st.integers(0, 100_000))
def test_copies_change_nothing_among_the_others(number: int, seed: int) -> None:
    pool = documents(seed, 15)
    mine = {s.id for c in pool for s in c.statements}
    more = [copy(pool[seed % len(pool)], f"y{n}", later=2) for n in range(number)]
    before = sorted(i.statements for i in run(pool).incidents)
    after = sorted(kept for i in run([*pool, *more]).incidents if (kept := tuple(s for s in i.statements if s in mine)))
    assert before == after
