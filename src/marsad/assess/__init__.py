"""How sure: origins that vote once each, an Admiralty-like pair by rule, tolls with their uncertainty.

Every score is computed from the statements alone and opens into votes, weights and reasons; see ``docs/method.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.assess.blame import attributions_of
from marsad.assess.case import Case
from marsad.assess.learning import Learnt, learn
from marsad.assess.replay import reasons_of, recompute
from marsad.assess.table import Table
from marsad.assess.tolls import tolls_of
from marsad.assess.votes import class_of, credibility_of, rule_of, standing_of, tally_of, votes_of
from marsad.origins import Told, Voices, copying, find_origins
from marsad.pack import Pack
from marsad.values import Assessment, Claim, Coded, Incident

__all__ = ["Learnt", "Table", "assess", "learn", "recompute"]


def assess(
    incidents: Sequence[Incident],
    claims: Sequence[Claim],
    coded: Sequence[Coded],
    pack: Pack,
    table: Table | None = None,
) -> tuple[tuple[Incident, ...], tuple[Claim, ...]]:
    """Fill in the assessment of every incident and claim; ``coded`` must hold all their statements.

    ``table`` stands in for the pack's own, as :func:`learn` gives it.
    """
    told = {s.id: Told(s, c) for c in sorted(coded, key=lambda c: c.id) for s in c.statements}
    judge = Judge(table or Table.of(pack), Voices(pack))
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
        case = Case(by_id, copying(told), self.table, incident is not None)
        origins = find_origins(told, self.voices, case.copies.groups)
        standings = {o.id: standing_of(o, case) for o in origins}
        votes = votes_of(origins, standings, self.table)
        tally = tally_of(votes, origins)
        tolls = tolls_of(origins, case)
        reasons = reasons_of(votes, tolls, rule_of(tally), len(incident.claimed_by) if incident is not None else 0)
        return Assessment(
            source_class=class_of(votes),
            credibility=credibility_of(tally),
            origins=origins,
            votes=votes,
            tolls=tolls,
            contested=tally.against > 0 or len(reasons) > 1,
            reasons=reasons,
            copies=case.copies.links,
            attributions=attributions_of(incident, told, origins) if incident is not None else (),
        )
