"""Gold event mentions in our incidents and claims: what sets with coreference need."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from marsad.evaluate.texts import statement_at
from marsad.pipeline.coder import Coder
from marsad.resolve import resolve
from marsad.settings import Settings
from marsad.values import Claim, Coded, Incident, Span


def clusters_of(coded: Sequence[Coded], coder: Coder) -> dict[str, str]:
    """Statement id -> id of the incident, or else the claim, that holds it."""
    resolution = resolve(coded, coder.pack, Settings.of())
    found: dict[str, str] = {}
    values: tuple[Incident | Claim, ...] = (*resolution.incidents, *resolution.claims)
    for value in values:
        for statement in value.statements:
            found.setdefault(statement, value.id)
    return found


def clustering(
    mentions: Mapping[Hashable, tuple[Coded, Span]], clusters: Mapping[str, str]
) -> tuple[dict[Hashable, Hashable], float]:
    """Our cluster of each gold mention (alone where no statement is about it), and the share that has one."""
    ours: dict[Hashable, Hashable] = {}
    covered = 0
    for key, (coded, span) in mentions.items():
        found = statement_at(coded, span)
        covered += found is not None
        ours[key] = clusters.get(found.id, found.id) if found is not None else ("alone", key)
    return ours, covered / len(mentions) if mentions else 0.0
