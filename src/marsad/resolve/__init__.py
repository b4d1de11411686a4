"""Statements to incidents (one happening each) and claims (one proposition each), across documents.

Pure, and independent of the order in which documents come: everything is sorted by content or id first.  See
``docs/method.md`` for the rules in words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from marsad.origins import Told, Voices
from marsad.pack import Pack
from marsad.resolve.attach import Attacher, Remark, remark_kind, remark_of
from marsad.resolve.claims import claims_of, stable_id
from marsad.resolve.cluster import Clusters, cluster
from marsad.resolve.consensus import fields_of
from marsad.resolve.facets import Node, bedsides_of, stands
from marsad.resolve.judged import Judged, read_judgements
from marsad.resolve.parties import Parties, key_of
from marsad.resolve.score import WORDS, Scorer
from marsad.resolve.stories import nodes_of
from marsad.settings import Settings
from marsad.values import Claim, Coded, Incident, Judgement, Party

__all__ = ["Resolution", "resolve"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """All incidents and claims of a set of documents, in order of id; not yet assessed."""

    incidents: tuple[Incident, ...]
    claims: tuple[Claim, ...]


def resolve(coded: Sequence[Coded], pack: Pack, settings: Settings, judgements: Sequence[Judgement] = ()) -> Resolution:
    """Find which statements describe one happening, and which put one proposition.

    A document id that comes twice counts once.  Judgements may name statements or incidents (see
    :func:`marsad.resolve.judged.read_judgements`).
    """
    documents = {c.id: c for c in sorted(coded, key=lambda c: c.id)}
    medical = frozenset(pack.words.get("voices", {}).get("nouns", {}).get("medical", ()))
    beds = frozenset(s for c in documents.values() for s in bedsides_of(c, medical))
    everything = {s.id: Told(s, c, s.id in beds) for c in documents.values() for s in c.statements}
    judged = read_judgements(judgements, everything)
    told = {i: everything[i] for i in sorted(everything) if i not in judged.rejected}
    voices, parties = Voices(pack), Parties(pack)
    scorer = Scorer(parties, int(settings["incident_days"]), float(settings["incident_km"]))
    nodes = nodes_of(told.values(), judged, scorer)
    state = _clusters(nodes, scorer, judged)
    standing = {home for home, members in state.members.items() if stands([nodes[m] for m in members])}
    cluster_of = {
        s: state.home[i] for i, node in enumerate(nodes) if state.home[i] in standing for s in node.statements
    }
    remarks, attached = _remarks(
        told.values(), Attacher(scorer, [n for n in nodes if n.statements[0] in cluster_of], cluster_of)
    )
    incidents = []
    for home in standing:
        events = [told[s] for m in state.members[home] for s in nodes[m].statements]
        incidents.append(_incident(events, remarks.get(home, ()), state.why[home], (told, voices, parties)))
    claims = claims_of([t for i, t in told.items() if i not in cluster_of and i not in attached])
    kept = sorted((i for i in incidents if i.id not in judged.rejected), key=lambda i: i.id)
    return Resolution(tuple(kept), claims)


def _clusters(nodes: Sequence[Node], scorer: Scorer, judged: Judged) -> Clusters:
    position = {s: i for i, node in enumerate(nodes) for s in node.statements}

    def pairs(of: Iterable[tuple[str, str]]) -> set[tuple[int, int]]:
        return {
            (min(position[a], position[b]), max(position[a], position[b]))
            for a, b in of
            if a in position and b in position and position[a] != position[b]
        }

    return cluster(nodes, scorer, pairs(judged.same), pairs(judged.different))


def _remarks(told: Iterable[Told], attacher: Attacher) -> tuple[dict[int, list[Remark]], set[str]]:
    """Attach remarks to incidents.  Second result: event statements that need no claim beside."""
    remarks: dict[int, list[Remark]] = defaultdict(list)
    spent: set[str] = set()
    for item in told:
        kind = remark_kind(item.statement)
        home = attacher.incident_of(item, kind) if kind else None
        if kind is None or home is None:
            continue
        remarks[home].append(remark_of(item.statement, kind))
        if kind == "negates":
            spent.add(item.statement.id)
    return remarks, spent


def _incident(
    events: Sequence[Told],
    remarks: Sequence[Remark],
    why: Iterable[str],
    tools: tuple[Mapping[str, Told], Voices, Parties],
) -> Incident:
    told, voices, parties = tools
    fields = fields_of(events, voices, parties)
    first = min(t.statement.id for t in events)
    statements = sorted({t.statement.id for t in events} | {r.statement for r in remarks})
    reasons = sorted({WORDS[f] for f in why if f in WORDS})
    if len(events) > 1 and not reasons:
        reasons = ["alike in place, day, type, parties and tolls"]
    reasons += sorted({f"a statement that {r.does} it" for r in remarks})
    return Incident(
        id=stable_id("i", first),
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
