"""Incidents told again and again, in noise: are they found, and are their tolls right?  How fast, in what memory?

    python -m benchmarks.stress [--incidents 5000] [--reports 20000] [--days 365] [--seed 1] [--floods 40] [--added 20]

The reports are invented (``benchmarks.reports``), by a generator that is not the model which reads them; which
statement tells which incident is known to this script only.  One JSON line each: ``resolved``: pairwise precision,
recall and F1 over all statements; ``tolls``: over found incidents with dead, mean abs(ln(estimate / truth)) of ours and
of the median of the documents' figures, and the share of truths within low-high; ``flood``: how far 1 and 20 copies of
one threefold figure move an estimate (mean of abs(ln)); ``added``: seconds for one more document, resolved and
assessed, by the clock.  All other seconds are processor time of one process.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log

from benchmarks.reports import DAYS, World, flooded, world
from marsad.assess import assess
from marsad.pack import Pack, load_pack
from marsad.resolve import Resolution, Resolver, resolve
from marsad.settings import Settings
from marsad.values import Coded, Incident


def pairs(sizes: Iterable[int]) -> int:
    """How many pairs groups of these sizes hold."""
    return sum(n * (n - 1) // 2 for n in sizes)


def pairwise(found: Resolution, gold: dict[str, int]) -> dict[str, float]:
    """Precision, recall and F1 over pairs of statements in one incident."""
    home = {s: i.id for i in found.incidents for s in i.statements}
    both = pairs(Counter((home[s], event) for s, event in gold.items() if s in home).values())
    ours = pairs(Counter(home[s] for s in gold if s in home).values())
    true = pairs(Counter(gold.values()).values())
    precision, recall = both / max(ours, 1), both / max(true, 1)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * both / max(ours + true, 1), 4),
    }


def tolls(incidents: Sequence[Incident], made: World, coded: dict[str, Coded]) -> dict[str, float]:
    """How far our figures and the documents' median are from the truth, and how often our range holds it."""
    ours, median, within = [], [], []
    for incident in incidents:
        event = made.truth[Counter(made.gold[s] for s in incident.statements if s in made.gold).most_common(1)[0][0]]
        best = best_of(incident, event.side[1])
        said = [
            s.counts[0].low or 1
            for d in incident.documents
            for s in coded[d].statements[:1]
            if s.id in incident.statements and s.counts
        ]
        if not event.dead or best is None or not said:
            continue
        low, estimate, high = best
        ours.append(abs(log(max(estimate, 0.5) / event.dead)))
        median.append(abs(log(statistics.median(said) / event.dead)))
        within.append(low <= event.dead <= high)
    error, of_median = statistics.mean(ours), statistics.mean(median)
    return {"number": len(ours), "error": round(error, 4), "median_error": round(of_median, 4),
            "share": round(error / of_median, 3), "covered": round(statistics.mean(within), 4)}  # fmt: skip


def best_of(incident: Incident, side: str) -> tuple[float, float, float] | None:
    """Low, best and high of the dead of one side."""
    assert incident.assessment is not None
    for toll in incident.assessment.tolls:
        if toll.kind == "killed" and toll.side == side and toll.best is not None:
            return toll.low or 0, toll.best, toll.high if toll.high is not None else 10**9
    return None


def floods(made: World, tools: tuple[Pack, Settings], number: int, chance: random.Random) -> dict[str, float]:
    """Copies of one report with threefold figures: how far one moves an estimate, and how far twenty do."""
    pack, settings = tools
    by_event: dict[int, list[Coded]] = defaultdict(list)
    for one in made.coded:
        by_event[made.gold[one.statements[0].id]].append(one)
    moved: dict[int, list[float]] = {1: [], 20: []}
    deadly = [n for n, docs in sorted(by_event.items()) if made.truth[n].dead and any(_counts(d) for d in docs)]
    for event in chance.sample(deadly, min(number, len(deadly))):
        side = made.truth[event].side[1]
        base = next(d for d in by_event[event] if _counts(d))
        estimates = {}
        for copies in (0, 1, 20):
            documents = flooded(tuple(by_event[event]), base, copies, 3.0)
            found = resolve(documents, pack, settings)
            incidents, _ = assess(found.incidents, (), documents, pack)
            mine = next((i for i in incidents if base.statements[0].id in i.statements), None)
            best = best_of(mine, side) if mine is not None else None
            estimates[copies] = best[1] if best else None
        if all(estimates.values()):
            for copies, held in moved.items():
                held.append(abs(log((estimates[copies] or 1) / (estimates[0] or 1))))
    return {"number": len(moved[1]), **{f"by_{n}": round(statistics.mean(m), 4) for n, m in moved.items() if m}}


def _counts(coded: Coded) -> bool:
    return any(s.counts for s in coded.statements[:1])


def added(resolver: Resolver, made: World, pack: Pack, number: int) -> dict[str, float]:
    """Seconds for one more document that was not there: resolved, and what it touches assessed."""
    by_id = {c.id: c for c in made.coded}
    seconds = []
    for one in made.coded[:number]:
        resolver.update(remove=[one.id])
        started = time.perf_counter()
        changed = resolver.update([one])
        touched = [x for x in map(resolver.find, sorted(changed.made)) if x is not None]
        documents = {d: by_id[d] for x in touched for d in x.documents}
        incidents = [x for x in touched if isinstance(x, Incident)]
        assess(incidents, [x for x in touched if not isinstance(x, Incident)], list(documents.values()), pack)
        seconds.append(time.perf_counter() - started)
    return {"number": number, "median_s": round(statistics.median(seconds), 3), "worst_s": round(max(seconds), 3)}


def memory_mb() -> int:
    """Most memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def say(what: str, **found: object) -> None:
    """Print one line of JSON."""
    print(json.dumps({"what": what, **found}), flush=True)


def main() -> None:
    """Generate, measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stress", description="Incidents in noise.")
    defaults = {"incidents": 5000, "reports": 20000, "days": DAYS, "seed": 1, "floods": 40, "added": 20}
    for name, default in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    pack, settings = load_pack("afpak"), Settings.of()
    made = world(given.incidents, given.reports, given.seed, given.days)
    say("made", incidents=given.incidents, reports=len(made.coded), copies=made.copies, statements=len(made.gold),
        memory_mb=memory_mb())  # fmt: skip
    started = time.process_time()
    resolver = Resolver(pack, settings)
    resolver.update(made.coded)
    found = resolver.resolution()
    spent = time.process_time() - started
    say("resolved", **pairwise(found, made.gold), found=len(found.incidents), claims=len(found.claims),
        seconds=round(spent, 2), memory_mb=memory_mb())  # fmt: skip
    started = time.process_time()
    incidents, _ = assess(found.incidents, found.claims, made.coded, pack)
    spent = time.process_time() - started
    by_id = {c.id: c for c in made.coded}
    say("tolls", **tolls(incidents, made, by_id), seconds=round(spent, 2), memory_mb=memory_mb())
    if given.floods:
        say("flood", **floods(made, (pack, settings), given.floods, random.Random(given.seed)))
    if given.added:
        say("added", **added(resolver, made, pack, given.added))


if __name__ == "__main__":
    main()
