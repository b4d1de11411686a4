"""How sure: origins that vote once each, an Admiralty-like pair by rule, tolls with their uncertainty.

Every score is computed from the statements alone and opens into votes, weights and reasons; see ``docs/method.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.assess.case import Case
from marsad.assess.table import Table
from marsad.assess.tolls import disagree, tolls_of
from marsad.assess.votes import class_of, credibility_of, rule_of, standing_of, tally_of, votes_of
from marsad.origins import Told, Voices, copies_of, find_origins
from marsad.pack import Pack
from marsad.values import Assessment, Claim, Coded, Incident

__all__ = ["Table", "assess"]


def assess(
    incidents: Sequence[Incident], claims: Sequence[Claim], coded: Sequence[Coded], pack: Pack
) -> tuple[tuple[Incident, ...], tuple[Claim, ...]]:
    """Fill in the assessment of every incident and claim; ``coded`` must hold all their statements."""
    told = {s.id: Told(s, c) for c in sorted(coded, key=lambda c: c.id) for s in c.statements}
    judge = Judge(Table.of(pack), Voices(pack))
    done = tuple(replace(i, assessment=judge.assess([told[s] for s in i.statements], i)) for i in incidents)
    return done, tuple(replace(c, assessment=judge.assess([told[s] for s in c.statements])) for c in claims)


@dataclass(frozen=True, slots=True)
class Judge:
    """The table and the registry, at hand."""

    table: Table
    voices: Voices

    def assess(self, told: Sequence[Told], incident: Incident | None = None) -> Assessment:
        """Assess the proposition that these statements put or deny: that ``incident`` happened, or else a claim."""
        by_id = {t.statement.id: t for t in told}
        case = Case(by_id, copies_of(told), self.table, incident is not None)
        origins = find_origins(told, self.voices, case.copies)
        standings = {o.id: standing_of(o, case) for o in origins}
        tally = tally_of(origins, standings, self.table)
        tolls = tolls_of(origins, case)
        reasons = [rule_of(tally)]
        reasons += [f"{o.id} denies its part or a figure" for o in origins if standings[o.id].beside]
        reasons += [f"{t.kind} ({t.side or 'total'}): figures that do not fit" for t in tolls if disagree(t)]
        if incident is not None and len(incident.claimed_by) > 1:
            reasons.append("claimed by more than one group")
        return Assessment(
            source_class=class_of(origins, standings, self.table),
            credibility=credibility_of(tally),
            origins=origins,
            votes=votes_of(origins, standings, self.table),
            tolls=tolls,
            contested=tally.against > 0 or len(reasons) > 1,
            reasons=tuple(reasons),
        )
