"""An incident from the statements of a cluster and the remarks on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from marsad.origins import Voices
from marsad.resolve.attach import Remark
from marsad.resolve.claims import stable_id
from marsad.resolve.consensus import fields_of
from marsad.resolve.facets import Node
from marsad.resolve.parties import Parties, key_of
from marsad.resolve.score import WORDS
from marsad.resolve.seen import Seen
from marsad.values import Incident, Party


@dataclass(frozen=True, slots=True)
class Tools:
    """All statements by id, and what knows the pack."""

    told: Mapping[str, Seen]
    voices: Voices
    parties: Parties


def incident_of(cluster: tuple[Sequence[Node], Iterable[str]], remarks: Sequence[Remark], tools: Tools) -> Incident:
    """An incident with its fields, in which each origin has one vote, and why its statements are together."""
    nodes, why = cluster
    told = tools.told
    events = sorted((told[s] for node in nodes for s in node.statements), key=lambda t: t.statement.id)
    fields = fields_of(events, tools.voices, tools.parties)
    statements = sorted({t.statement.id for t in events} | {r.statement for r in remarks})
    reasons = sorted({WORDS[f] for f in why if f in WORDS})
    if len(events) > 1 and not reasons:
        reasons = ["alike in place, day, type, parties and tolls"]
    reasons += sorted({f"a statement that {r.does} it" for r in remarks})
    return Incident(
        id=stable_id("i", events[0].statement.id),
        kind="incident",
        statements=tuple(statements),
        documents=tuple(sorted({told[s].coded.id for s in statements})),
        type=fields.type,
        mode=fields.mode,
        actors=fields.actors,
        recipients=fields.recipients,
        place=fields.place,
        earliest=fields.earliest,
        latest=fields.latest,
        date_prec=fields.date_prec,
        claimed_by=_named(remarks, "claims"),
        blamed=_named(remarks, "blames"),
        denied_by=_named(remarks, "denies", "negates"),
        reasons=tuple(reasons) or ("a single statement",),
    )


def _named(remarks: Iterable[Remark], *does: str) -> tuple[Party, ...]:
    named: dict[str, Party] = {}
    for remark in sorted(remarks, key=lambda r: r.statement):
        for party in remark.parties if remark.does in does else ():
            named.setdefault(key_of(party) or "", Party(party.name, party.link, None, None, None))
    return tuple(named[k] for k in sorted(named) if k)
