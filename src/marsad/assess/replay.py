"""An assessment recomputed from what an export holds, without documents, pack or table: the same, bit for bit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from marsad.assess.measure import Model
from marsad.assess.tolls import disagree, estimate, most_reliable
from marsad.assess.votes import BESIDE, class_of, credibility_of, rule_of, tally_of, weight_of
from marsad.values import Assessment, Claim, Incident, Toll, Vote


def recompute(value: Incident | Claim, model: Model | None = None) -> Assessment | None:
    """Work out an incident's or claim's scores again from its votes and figures.

    Votes give the pair, factors the weights, figures the tolls.  ``model`` is that of the pack's table
    (``[posterior]``), if it differs from the project's.
    """
    found = value.assessment
    if found is None:
        return None
    votes = tuple(replace(v, weight=weight_of(v.stance, v.factors)) for v in found.votes)
    tolls = tuple(_toll(t, votes, model or Model()) for t in found.tolls)
    claimants = len(value.claimed_by) if isinstance(value, Incident) else 0
    tally = tally_of(votes, found.origins)
    reasons = reasons_of(votes, tolls, rule_of(tally), claimants)
    return replace(
        found,
        source_class=class_of(votes),
        credibility=credibility_of(tally),
        votes=votes,
        tolls=tolls,
        contested=tally.against > 0 or len(reasons) > 1,
        reasons=reasons,
    )


def _toll(toll: Toll, votes: Sequence[Vote], model: Model) -> Toll:
    low, best, high = estimate(toll.said, model)
    return replace(
        toll,
        low=low,
        best=best,
        high=high,
        minimum=min((f.low for f in toll.said if f.low is not None), default=None),
        most_reliable=most_reliable(toll.said, {v.origin: v.source_class for v in votes}),
        maximum=max(f.high if f.high is not None else (f.low or 0) for f in toll.said),
    )


def reasons_of(votes: Sequence[Vote], tolls: Sequence[Toll], rule: str, claimants: int) -> tuple[str, ...]:
    """The rule that gave the credibility, and what makes it contested."""
    reasons = [rule]
    reasons += [f"{v.origin} denies its part or a figure" for v in votes if v.factors[-1].name == BESIDE]
    reasons += [f"{t.kind} ({t.side or 'total'}): figures that do not fit" for t in tolls if disagree(t)]
    return (*reasons, "claimed by more than one group") if claimants > 1 else tuple(reasons)
