"""Are the tolls right, and is the doubt about them right?  Generated reports with known truths, assessed as a user's.

    python -m benchmarks.posterior [--events 4000] [--seed 1] [--drama 0.3] [--learn] [--speed]

The world that makes the reports is not the model that reads them: errors have heavy tails (Student's t with 4 degrees
of freedom) and are shared by the voices of one side in one event; biases differ from the pack's priors; early figures
are too low and a quarter of them is never updated; large figures are rounded; a fifth are "at least", some "dozens".
Other outlets copy reports, a tenth of the copies with another number, an eighth so that nobody can tell; with
``--drama``, figures that are too large are copied more.  Which statements are of one incident is given: that is another
bench's matter.

One JSON line each: ``error`` is the mean of abs(ln(estimate / truth)), ``of_median`` that as a share of the error of
the documents' median, ``covered`` the share of truths within low-high, ``width`` the mean of ln(high / low).
``knowing``: with the biases and spreads that the world has, as no user can know them: about what a model of this kind
can reach.  ``flooded``: with 0, 1 and 20 copies of one inflated report in each tenth event.  ``--learn`` assesses
twice, the second time with biases learnt from the first (no truth is used).  ``--speed`` times 100,000 statements.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp, log

from marsad.assess import Table, assess, learn
from marsad.pack import Pack, load_pack
from marsad.values import Coded, Count, Incident, Span, Statement, Toll, Voice, VoiceKind

DAY = date(2031, 1, 1)
COPIES_UNSEEN, COPIES_NOISY, EARLY, NEVER_UPDATED = 0.12, 0.10, 0.35, 0.25
ROUND_FROM = 15
TRUE: dict[str, dict[str, tuple[float, float]]] = {  # bias and spread by which the world errs; not the pack's
    "police": {"soldiers": (-0.08, 0.12), "militants": (0.22, 0.30), "civilians": (0.0, 0.15)},
    "army": {"soldiers": (-0.15, 0.18), "militants": (0.30, 0.35), "civilians": (-0.20, 0.25)},
    "group": {"soldiers": (0.75, 0.50), "militants": (-0.60, 0.45), "civilians": (0.15, 0.45)},
    "hospital": {"soldiers": (-0.05, 0.12), "militants": (-0.05, 0.15), "civilians": (-0.03, 0.10)},
    "witness": {"soldiers": (0.05, 0.40), "militants": (0.05, 0.40), "civilians": (0.10, 0.40)},
    "observers": {"soldiers": (0.0, 0.12), "militants": (0.0, 0.15), "civilians": (0.0, 0.12)},
    "own": {"soldiers": (0.0, 0.20), "militants": (0.05, 0.25), "civilians": (0.0, 0.20)},
}
KNOWING: dict[str, dict[str, tuple[float, float]]] = {  # TRUE by the rows of a table
    "official_named": {"own": (-0.11, 0.18), "enemy": (0.26, 0.34), "other": (-0.10, 0.23)},
    "armed_group": {"own": (-0.60, 0.45), "enemy": (0.75, 0.50), "other": (0.15, 0.45)},
    "medical": {"other": (-0.05, 0.12)}, "witness": {"other": (0.05, 0.40)}, "ngo_un": {"other": (0.0, 0.13)},
    "outlet": {"other": (0.02, 0.22)},
}  # fmt: skip
VOICES: dict[str, tuple[VoiceKind, str | None, str]] = {
    "police": ("official_named", "generic:police@pk", "police"), "army": ("official_named", "pk.army", "army"),
    "group": ("armed_group", "ttp", "spokesman"), "hospital": ("medical", None, "hospital"),
    "witness": ("witness", None, "residents"), "observers": ("ngo_un", "un", "United Nations"),
}  # fmt: skip
SHARED = {"police": "state", "army": "state", "group": "group"}


@dataclass(frozen=True)
class Event:
    """An event with its truth and the documents that report it."""

    truth: int
    side: str
    documents: tuple[Coded, ...]

    @property
    def figures(self) -> list[float]:
        """One figure per document: what a reader would write down."""
        return [_read(c) for d in self.documents for s in d.statements[-1:] for c in s.counts]


def _read(count: Count) -> float:
    low, high = count.low or 0, count.high
    return (low * high) ** 0.5 if high and high > low else float(low)


class World:
    """Makes events; everything from one seed."""

    def __init__(self, seed: int, drama: float = 0.0) -> None:
        self.chance = random.Random(seed)
        self.drama = drama
        self.number = 0

    def event(self) -> Event:
        """One event with one to four beginnings of reports and their copies."""
        chance = self.chance
        truth = 1 + int(exp(chance.gauss(1.4, 1.1)))
        side = chance.choice(("soldiers", "militants", "civilians"))
        shared = {"state": chance.gauss(0, 0.1), "group": chance.gauss(0, 0.15)}
        kinds = chance.sample(sorted(TRUE), chance.choices((1, 2, 3, 4), (45, 25, 17, 13))[0])
        documents: list[Coded] = []
        for kind in kinds:
            documents += self._reports(kind, side, truth, shared.get(SHARED.get(kind, ""), 0.0))
        return Event(truth, side, tuple(documents))

    def _reports(self, kind: str, side: str, truth: int, shift: float) -> list[Coded]:
        chance = self.chance
        bias, spread = TRUE[kind][side]
        # A t with 4 degrees of freedom has a standard deviation of sqrt(2).
        tail = chance.gauss(0, 1) / (chance.gammavariate(2, 2) / 4) ** 0.5 / 2**0.5
        figure = truth * exp(bias + shift + spread * tail)
        stages = [(1, figure)]
        if chance.random() < EARLY:
            stages = [(1, figure * chance.uniform(0.4, 0.9)), (2, figure)]
            stages = stages[:1] if chance.random() < NEVER_UPDATED else stages
        outlet = f"Paper {chance.randrange(40)}"
        found = []
        for day, number in stages:
            said = self._said(number, side)
            text = self._text()
            found.append(self.document(kind, said, outlet, day, text))
            # What is dramatic is printed more.
            while chance.random() < min(0.8, max(0.2, 0.5 + self.drama * log(number / truth))):
                found.append(self._copy(kind, said, day, text))
        return found

    def _copy(self, kind: str, said: Count, day: int, text: Sequence[int]) -> Coded:
        chance = self.chance
        if chance.random() < COPIES_NOISY:
            said = self._said(_read(said) * exp(chance.gauss(0, 0.35)), said.side or "")
        outlet, later = f"Paper {chance.randrange(40)}", day + chance.choice((0, 0, 1))
        if chance.random() < COPIES_UNSEEN:
            return self.document("own", said, outlet, later, self._text())
        kept = [n if chance.random() < chance.uniform(0.45, 1) else chance.getrandbits(53) for n in text]
        return self.document(kind if chance.random() < 0.7 else "own", said, outlet, later, sorted(kept))

    def _text(self) -> list[int]:
        # Few beyond the sketch's 64, so that a copy's sketch and its source's reach equally far.
        return sorted(self.chance.getrandbits(53) for _ in range(60))

    def _said(self, number: float, side: str) -> Count:
        chance = self.chance
        whole = max(1, round(number))
        if whole >= ROUND_FROM and chance.random() < 0.4:
            whole = 5 * round(whole / 5) if whole < 50 else 10 * round(whole / 10)
        form = chance.random()
        low, high = whole, whole
        if form < 0.2:
            low, high = max(1, round(whole * chance.uniform(0.8, 1.0))), None  # type: ignore[assignment]
        elif form < 0.3 and 24 <= whole <= 99:
            low, high = 24, 99
        elif form < 0.25 and 3 <= whole <= 9:
            low, high = 3, 9
        return Count("killed", side, low, high, 0, 3)

    def document(self, kind: str, said: Count, outlet: str, day: int, text: Sequence[int]) -> Coded:
        """A document with one statement by a voice of a kind."""
        self.number += 1
        name = f"d{self.number:07}"
        last = Voice(outlet, None, "outlet", None, None, None)
        voice = (Voice(VOICES[kind][2], VOICES[kind][1], VOICES[kind][0], 0, 3, Span(0, 3)),) if kind in VOICES else ()
        statement = Statement(
            f"{name}.s", (Span(0, 9),), "event", "ASSAULT", None, (), (), (), (), DAY, DAY, 1, (said,), (),
            (*voice, last), "reported", "affirmed", 1.0,
        )  # fmt: skip
        published = DAY + timedelta(days=day)
        return Coded(
            name, (Span(0, 9),), statements=(statement,), source=outlet, published=published, sketch=tuple(text)
        )

    def flooded(self, event: Event, copies: int) -> Event:
        """The event with copies of one report that has two and a half times the truth, in a voice of the press."""
        said = Count("killed", event.side, max(1, round(2.5 * event.truth)), max(1, round(2.5 * event.truth)), 0, 3)
        text = self._text()
        flood = [self.document("own", said, f"Paper {n}", 2, text) for n in range(copies)]
        return replace(event, documents=(*event.documents, *flood))


def incident_of(event: Event, number: int) -> Incident:
    """The incident that resolution would make of an event."""
    statements = tuple(s.id for d in event.documents for s in d.statements)
    documents = tuple(d.id for d in event.documents)
    return Incident(
        f"i{number:06}", "incident", statements, documents, "ASSAULT", None, (), (), None, DAY, DAY, 1, (), (), (), ()
    )


def assessed(events: Sequence[Event], pack: Pack, table: Table | None = None) -> tuple[Incident, ...]:
    """All events as assessed incidents, in their order."""
    incidents = [incident_of(e, n) for n, e in enumerate(events)]
    coded = [d for e in events for d in e.documents]
    return assess(incidents, (), coded, pack, table)[0]


def toll_of(incident: Incident, side: str) -> Toll:
    """The toll of those killed of a side."""
    assert incident.assessment is not None
    return next(t for t in incident.assessment.tolls if (t.kind, t.side) == ("killed", side))


def off(estimate: float | None, truth: int) -> float:
    """How far an estimate is off, in natural logarithms."""
    return abs(log(max(estimate or 0, 0.5) / truth))


def measured(events: Sequence[Event], incidents: Sequence[Incident]) -> dict[str, float]:
    """Errors, coverage and width."""
    tolls = [toll_of(i, e.side) for i, e in zip(incidents, events, strict=True)]
    both = list(zip(tolls, events, strict=True))
    error = statistics.fmean(off(t.best, e.truth) for t, e in both)
    median = statistics.fmean(off(statistics.median(e.figures), e.truth) for e in events)
    one, many = ([b for b in both if (len(b[0].said) > 1) is several] for several in (False, True))
    return {
        "error": round(error, 4), "documents_median": round(median, 4), "of_median": round(error / median, 3),
        "most_reliable": round(statistics.fmean(off(t.most_reliable, e.truth) for t, e in both), 4),
        "covered": round(_covered(both), 4), "covered_single": round(_covered(one), 4),
        "covered_several": round(_covered(many), 4),
        "min_max_covers": round(statistics.fmean((t.minimum or 0) <= e.truth <= (t.maximum or 0) for t, e in both), 3),
        "width": round(statistics.fmean(log(max(t.high or 1, 1) / max(t.low or 1, 1)) for t in tolls), 4),
    }  # fmt: skip


def _covered(both: Sequence[tuple[Toll, Event]]) -> float:
    return statistics.fmean((t.low or 0) <= e.truth <= (t.high or 0) for t, e in both) if both else 0.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.posterior", description="Tolls against known truths.")
    parser.add_argument("--events", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drama", type=float, default=0.0)
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--speed", action="store_true")
    given = parser.parse_args()
    pack = load_pack("afpak")
    world = World(given.seed, given.drama)
    events = [world.event() for _ in range(given.events)]
    found = assessed(events, pack)
    say(events=len(events), documents=sum(len(e.documents) for e in events), **measured(events, found))
    knowing = Table.of(pack).with_tolls(KNOWING)
    say(knowing=True, **measured(events, assessed(events, pack, knowing)))
    if given.learn:
        learnt = learn(found, Table.of(pack))
        say(learnt=True, **measured(events, assessed(events, pack, learnt.table)))
    chosen = events[::10]
    for copies in (0, 1, 20):
        flood = [world.flooded(e, copies) for e in chosen]
        say(flooded=copies, **measured(flood, assessed(flood, pack)))
    if given.speed:
        _speed(pack, given.seed)


def _speed(pack: Pack, seed: int, statements: int = 100_000) -> None:
    world = World(seed + 1)
    events: list[Event] = []
    while world.number < statements:
        events.append(world.event())
    start = time.process_time()
    assessed(events, pack)
    taken = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say(statements=world.number, incidents=len(events), cpu_s=round(taken, 1), most_memory_mb=memory)


def say(**found: object) -> None:
    """Print one line of JSON."""
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
