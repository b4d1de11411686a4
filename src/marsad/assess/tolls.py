"""Counts reconciled over origins: who said which, what each said last, and low, best and high."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import log

from marsad.assess.case import Case
from marsad.assess.measure import Model, Said, posterior
from marsad.assess.table import CLASSES, Table
from marsad.values import Count, Figure, Origin, Statement, Toll

Range = tuple[int | None, int | None]
Slot = tuple[str, str | None]
"""Kind of count and side; side None is the total."""


def tolls_of(origins: Sequence[Origin], case: Case) -> tuple[Toll, ...]:
    """One toll per kind and side, and a total per kind, in order of kind and side."""
    figures: dict[Slot, list[Figure]] = defaultdict(list)
    for origin in origins:
        for slot, figure in _of_origin(origin, case).items():
            figures[slot].append(figure)
    by_id = {o.id: o for o in origins}
    order = sorted(figures, key=lambda s: (s[0], s[1] or ""))
    return tuple(_toll(s, figures[s], by_id, case.table) for s in order if not _idle_total(s, figures))


def _idle_total(slot: Slot, figures: Mapping[Slot, Sequence[Figure]]) -> bool:
    """Whether a total only repeats the one side there is."""
    kind, side = slot
    sides = [s for k, s in figures if k == kind and s is not None]
    return side is None and len(sides) == 1 and list(figures[slot]) == list(figures[kind, sides[0]])


def _of_origin(origin: Origin, case: Case) -> dict[Slot, Figure]:
    """An origin's last word on each slot; what it said before is kept as superseded."""
    by_document: dict[str, list[Statement]] = defaultdict(list)
    for statement in origin.statements:
        by_document[case.told[statement].coded.id].append(case.told[statement].statement)
    sayings: dict[Slot, list[tuple[Range, str]]] = defaultdict(list)
    for document in sorted(by_document):
        for slot, saying in _of_document(by_document[document], case.table).items():
            sayings[slot].append(saying)
    return {slot: _last(origin.id, said, case) for slot, said in sayings.items()}


def _last(origin: str, sayings: Sequence[tuple[Range, str]], case: Case) -> Figure:
    """What an origin said last, over all its texts; everything else that it said is superseded."""
    by_group: dict[str, list[tuple[Range, str]]] = defaultdict(list)
    for saying in sayings:
        by_group[case.group(saying[1])].append(saying)
    last = max((_last_of_copies(by_group[g], case) for g in sorted(by_group)), key=_later)
    first = case.first_said(sayings)
    order = sorted((day, said[0] or 0, said[1] or 0, s, said) for (said, _), (day, s) in first.items())
    before = tuple(dict.fromkeys(s for *_, s, said in order if said != last[1]))
    return Figure(origin, last[2], *last[1], superseded=before)


def _later(said: tuple[date, Range, str]) -> tuple[date, int, int, str]:
    """Of two figures of one day the larger is the later: bodies are found, seldom lost."""
    day, (low, high), statement = said
    return day, low or 0, high or 0, statement


def _last_of_copies(sayings: Sequence[tuple[Range, str]], case: Case) -> tuple[date, Range, str]:
    """The last figure of a text and its copies: day first said, figure, statement.

    Who began the text may change its figure.  A copy with another figure on a later day may print an update, so it
    counts; among several such the one nearest to what was said before, so that many copies move no more than one.
    """
    first = case.first_said(sayings)
    own = {said for said, s in sayings if case.began(s)}
    days: dict[date, list[tuple[date, Range, str]]] = defaultdict(list)
    for (said, _), (day, statement) in first.items():
        days[day].append((day, said, statement))
    held: tuple[date, Range, str] | None = None
    for day in sorted(days):
        by_owner = [x for x in days[day] if x[1] in own]
        if by_owner:
            held = max(by_owner, key=_later)
        elif held is None:
            held = min(days[day], key=_later)
        else:
            middle = _size_of(held[1])
            held = min(days[day], key=lambda x: (abs(_size_of(x[1]) - middle), x[1][0] or 0, x[1][1] or 0, x[2]))
    assert held is not None  # there is at least one saying
    return held


def _size_of(said: Range) -> float:
    low, high = said
    return log(max(1, low if low is not None else high or 1))


def _of_document(statements: Sequence[Statement], table: Table) -> dict[Slot, tuple[Range, str]]:
    """What one origin says in one document: the largest figure of each slot, and totals where it gives sides only."""
    found: dict[Slot, tuple[Range, str]] = {}
    for statement in sorted(statements, key=lambda s: s.id):
        if statement.modality in ("predicted", "demanded", "hypothetical"):
            continue
        if statement.polarity == "denied" and any(c.high != 0 for c in statement.counts):
            continue
        for count in statement.counts:
            if count.low is None and count.high is None:
                continue
            slot: Slot = (count.kind, count.side)
            if slot not in found or _size(count) > (found[slot][0][0] or 0, found[slot][0][1] or 0):
                found[slot] = ((count.low, count.high), statement.id)
    for kind in {k for k, _ in found}:
        if (kind, None) not in found:
            found[kind, None] = _sum(kind, found, table)
    return found


def _size(count: Count) -> tuple[int, int]:
    return count.low or 0, count.high or 0


def _sum(kind: str, found: Mapping[Slot, tuple[Range, str]], table: Table) -> tuple[Range, str]:
    """The total of the sides that do not lie within one another."""
    sides = {s: found[k, s] for k, s in found if k == kind and s is not None}
    whole = {s: v for s, v in sides.items() if table.part_of(s) not in sides}
    lows, highs = ([said[end] for said, _ in whole.values()] for end in (0, 1))
    high = None if None in highs else sum(h for h in highs if h is not None)
    known = [x for x in lows if x is not None]
    low = sum(known) if known or high is None else None
    return (low, high), min(statement for _, statement in whole.values())


def _toll(slot: Slot, figures: Sequence[Figure], origins: Mapping[str, Origin], table: Table) -> Toll:
    kind, side = slot
    weighed = _weighed(figures, origins, slot, table)
    low, best, high = estimate(weighed, table.model)
    return Toll(
        kind=kind,  # type: ignore[arg-type]  # a slot's kind comes from a Count
        side=side,
        low=low,
        best=best,
        high=high,
        minimum=min((f.low for f in figures if f.low is not None), default=None),
        most_reliable=most_reliable(weighed, {o: table.source_class(origins[o]) for o in origins}),
        maximum=max(f.high if f.high is not None else (f.low or 0) for f in figures),
        said=weighed,
    )


def estimate(figures: Sequence[Figure], model: Model) -> tuple[int, int, int]:
    """Low, best and high from weighed figures, whatever their order."""
    said = (Said(f.bias, f.spread, f.low, f.high, f.share) for f in figures)
    ordered = sorted(said, key=lambda s: (*s[:2], s.low or 0, s.low is None, s.high or 0, s.high is None, s.share))
    return posterior(tuple(ordered), model)


def _weighed(figures: Sequence[Figure], origins: Mapping[str, Origin], slot: Slot, table: Table) -> tuple[Figure, ...]:
    """The figures with bias and spread of their kind; further ones of a side, the surest first, count for less."""
    company: dict[str, int] = defaultdict(int)
    done = []
    for figure in figures:
        bias, spread = table.toll(origins[figure.origin], *slot)
        done.append(replace(figure, bias=bias, spread=spread))
    shares: dict[str, float] = {}
    for figure in sorted(done, key=lambda f: (f.spread, abs(f.bias), f.low or 0, f.high or 0, f.origin)):
        side = origins[figure.origin].side
        # The press is no party: its papers err each on its own.
        together = side if side and side.startswith(("state:", "group:")) else figure.origin
        shares[figure.origin] = table.same_side ** company[together]
        company[together] += 1
    return tuple(sorted((replace(f, share=shares[f.origin]) for f in done), key=lambda f: f.origin))


def most_reliable(figures: Sequence[Figure], classes: Mapping[str, str]) -> int | None:
    """The figure of the origin of the best class; then of the least spread, then the lower one (UCDP's caution)."""
    best = min(figures, key=lambda f: (CLASSES.index(classes[f.origin]), abs(f.bias) + f.spread, f.low or 0, f.origin))
    return best.low if best.low is not None else best.high


def disagree(toll: Toll) -> bool:
    """Say whether no number fits what all origins said last."""
    lows = [f.low or 0 for f in toll.said]
    highs = [f.high for f in toll.said if f.high is not None]
    return bool(highs) and max(lows) > min(highs)
