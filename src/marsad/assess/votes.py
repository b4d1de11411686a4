"""One vote per origin on whether it is so, and the Admiralty-like pair that follows from the votes by rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod
from typing import Literal

from marsad.assess.case import Case
from marsad.assess.table import CLASSES, SourceClass, Table
from marsad.origins import affirms
from marsad.values import Factor, Origin, Statement, Vote

Stance = Literal["supports", "contradicts", "denies"]
Credibility = Literal[1, 2, 3, 4, 5, 6]
BESIDE = "beside the point"
"""Name of the factor that takes all weight from a vote on something else."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What an origin does to the proposition: its stance, the share that hedges leave, why, by which statements.

    ``beside``: it denies its own part in it (or a figure), not that it happened; such a vote weighs nothing.
    """

    stance: Stance
    share: float
    reason: str
    statements: tuple[str, ...]
    beside: bool = False


def standing_of(origin: Origin, case: Case) -> Standing:
    """Reduce all that an origin says to one stance: the one that it took up last; when in doubt, for."""
    said: dict[str, list[str]] = defaultdict(list)
    for statement in origin.statements:
        said[_stance(case.told[statement].statement, case.happening)].append(statement)
    taken = [(day, k == "for", k) for k, v in said.items() if k != "beside" for day in _days(v, case)]
    if not taken:
        why = "denies its own part or a figure, not that it happened"
        return Standing("denies", 0.0, why, tuple(sorted(said["beside"])), beside=True)
    last = max(taken)[2]
    items = [case.told[s].statement for s in sorted(said[last])]
    share = max(case.table.hedge(s) for s in items)
    names = tuple(s.id for s in items)
    if last == "for":
        gave_up = " (it had denied it before)" if "against" in said else ""
        return Standing("supports", share, _how(items, share, case.table) + gave_up, names)
    stance: Stance = "denies" if any(s.polarity == "denied" for s in items) else "contradicts"
    took_back = " (it had said it before)" if "for" in said else ""
    return Standing(stance, share, ("denies it" if stance == "denies" else "says it is not so") + took_back, names)


def _days(statements: Sequence[str], case: Case) -> list[date]:
    return [day for day, _ in case.first_said((0, s) for s in statements).values()]


def _stance(statement: Statement, happening: bool) -> str:
    """Tell for, against or beside.

    Of a happening, the accused who denies the deed does not deny the event, nor does whoever denies a toll.
    """
    if not happening:
        return "for" if affirms(statement) else "against"
    if statement.shape != "event":
        return "beside" if not affirms(statement) or (statement.mode or "").startswith("den") else "for"
    if affirms(statement):
        return "for"
    if statement.counts:
        return "beside"
    speaker = next((v.link or v.name for v in statement.voice if v.kind != "outlet" and (v.link or v.name)), None)
    return "beside" if speaker is not None and speaker in {p.link or p.name for p in statement.actors} else "against"


def _how(items: Sequence[Statement], share: float, table: Table) -> str:
    best = min(s.modality for s in items if table.hedge(s) == share)
    return "says so" if share >= 1.0 else f"says so as {best}"


def votes_of(origins: Sequence[Origin], standings: Mapping[str, Standing], table: Table) -> tuple[Vote, ...]:
    """Weigh the votes: by kind of origin, by hedge, and less for each further origin of one side and stance."""
    company: dict[tuple[str, bool], list[Origin]] = defaultdict(list)
    for origin in origins:
        company[origin.side or origin.id, standings[origin.id].stance == "supports"].append(origin)
    rank: dict[str, int] = {}
    for group in company.values():
        group.sort(key=lambda o: (-table.weight(o) * standings[o.id].share, o.id))
        rank.update((o.id, position) for position, o in enumerate(group))
    return tuple(_vote(o, standings[o.id], rank[o.id], table) for o in origins)


def _vote(origin: Origin, standing: Standing, rank: int, table: Table) -> Vote:
    factors = [Factor(f"kind: {origin.kind}", table.weight(origin)), Factor("hedge", standing.share)]
    factors += [Factor(f"{rank} weightier of the same side", table.same_side**rank)] if rank else []
    factors += [Factor(BESIDE, 0.0)] if standing.beside else []
    reason = f"{origin.kind}: {standing.reason}"
    if rank and not standing.beside:
        reason += f"; {rank} weightier of the same side"
    return Vote(
        origin.id, standing.stance, weight_of(standing.stance, factors), reason, standing.statements, tuple(factors),
        table.source_class(origin), _counts(origin, standing, table),
    )  # fmt: skip


def weight_of(stance: Stance, factors: Iterable[Factor]) -> float:
    """The weight of a vote in log-odds: the product of its factors, below zero unless it supports."""
    size = prod(f.value for f in factors)
    return round(size if stance == "supports" or not size else -size, 6)


def _counts(origin: Origin, standing: Standing, table: Table) -> bool:
    """Nobody in particular ("reportedly") and mere possibilities count for nothing."""
    return origin.kind != "unspecified" and not standing.beside and standing.share >= table.counts_from


@dataclass(frozen=True, slots=True)
class Tally:
    """Origins that agree and that contradict, as far as they count, and how many sides those that agree are of."""

    agree: int
    sides: int
    against: int


def tally_of(votes: Sequence[Vote], origins: Sequence[Origin]) -> Tally:
    """Count the votes that count."""
    sides = {o.id: o.side for o in origins}
    counted = [v for v in votes if v.counts]
    agree = [v for v in counted if v.stance == "supports"]
    return Tally(len(agree), len({sides[v.origin] for v in agree if sides[v.origin]}), len(counted) - len(agree))


def credibility_of(tally: Tally) -> Credibility:
    """Credibility by rule (1 confirmed … 5 improbable; 6 cannot be judged).

    More agreement never makes it worse and more contradiction never makes it better (6 lies outside the scale).
    """
    agree, sides, against = tally.agree, tally.sides, tally.against
    if against == 0:
        if agree == 0:
            return 6
        return 3 if agree == 1 else (1 if sides > 1 else 2)
    if against == 1:
        return 4 if agree < 2 else (2 if sides > 1 else 3)
    if against >= 2 * agree:
        return 5
    return 4 if agree <= against else 3


RULES: Mapping[str, Callable[[Tally], bool]] = {
    "nobody who can be counted says so": lambda t: t.agree == 0 and t.against == 0,
    "a single origin, not contradicted": lambda t: t.agree == 1 and t.against == 0,
    "independent origins of different sides agree": lambda t: t.agree > 1 and t.sides > 1 and t.against == 0,
    "independent origins of one side agree": lambda t: t.agree > 1 and t.sides <= 1 and t.against == 0,
    "only contradicted": lambda t: t.agree == 0 and t.against > 0,
    "a single origin, contradicted": lambda t: t.agree == 1 and t.against > 0,
    "several origins agree, and it is contradicted": lambda t: t.agree > 1 and t.against > 0,
}


def rule_of(tally: Tally) -> str:
    """The rule that gave the credibility, in words with its numbers."""
    words = next(words for words, holds in RULES.items() if holds(tally))
    return f"{words} ({tally.agree} for, of {tally.sides} sides; {tally.against} against)"


def class_of(votes: Sequence[Vote]) -> SourceClass:
    """The class of the most reliable origin that supports it; F when there is none."""
    classes: list[SourceClass] = [v.source_class for v in votes if v.stance == "supports"]
    return min(classes, key=CLASSES.index) if classes else "F"
