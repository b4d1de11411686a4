"""re3d: entities and relations between organisations and places.

Entities with a confidence under 0.5 were turned down by the annotators and are left out.  Kinds that Marsad does not
offer (persons, nationalities, money, documents…) are not scored; ``not_ours`` is the share of relations of such kinds.
A relation is right when its type is and each end shares a character with the gold's end; those that work both ways
count once.  ``relation_recall_names`` looks only at relations between organisations and places (most others have
persons or things).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marsad.evaluate.coref import best_alignment
from marsad.evaluate.ner import country_of
from marsad.evaluate.score import Outcome, Tally
from marsad.evaluate.texts import overlap, trimmed
from marsad.pipeline.coder import Coder
from marsad.values import Coded, Document, Mention, Statement

SURE = 0.5
ENTITIES: Mapping[str, str] = {
    "Organisation": "actor", "Location": "place", "Temporal": "time", "Quantity": "count", "Weapon": "means",
    "MilitaryPlatform": "means", "Vehicle": "means",
}  # fmt: skip
"""The set's entity types in kinds of mention."""
RELATIONS = ("FightingAgainst", "AlliesOf", "BelongsTo", "CommWith", "CoLocated", "Likes", "Dislikes")
MUTUAL = frozenset({"FightingAgainst", "AlliesOf", "CommWith", "CoLocated"})
OF_TYPE: Mapping[str, str] = {
    "ASSAULT": "FightingAgainst", "AID": "AlliesOf", "COOPERATE": "AlliesOf", "CONSULT": "CommWith",
    "AGREE": "CommWith", "SUPPORT": "Likes", "ACCUSE": "Dislikes", "REJECT": "Dislikes", "THREATEN": "Dislikes",
    "SANCTION": "Dislikes", "PROTEST": "Dislikes",
}  # fmt: skip
"""PLOVER types in the set's relations."""
OF_TIE: Mapping[str, str] = {
    "fights": "FightingAgainst", "supports": "AlliesOf", "patronises": "AlliesOf", "allied": "AlliesOf",
    "linked": "AlliesOf", "member": "BelongsTo", "faction": "BelongsTo", "negotiates": "CommWith",
}  # fmt: skip
"""Modes of ties in the set's relations."""
NAMED = ("Organisation", "Location", "Nationality")
Ends = tuple[tuple[int, int], tuple[int, int]]
Relation = tuple[str, Ends]


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """Entity F1 (exact spans, micro over kinds) and relation F1 (micro over the seven types that we can say)."""
    entities = {kind: Tally() for kind in dict.fromkeys(ENTITIES.values())}
    between_names = Tally()
    relations = {kind: Tally() for kind in RELATIONS}
    foreign = total = 0
    errors: list[Mapping[str, Any]] = []
    for n, row in enumerate(rows):
        text = row.get("text") or ""
        coded = coder.code(Document(id=str(row.get("id", n)), text=text, title=row.get("title"), url=row.get("url")))
        sure = [r for r in row.get("relations", ()) if (r.get("confidence") or 0) >= SURE]
        total += len(sure)
        foreign += sum(r["type"] not in RELATIONS for r in sure)
        _score_entities(row, coded, coder, entities)
        gold = list(dict.fromkeys(_gold_relation(r) for r in sure if r["type"] in RELATIONS))
        ours = list(dict.fromkeys(r for s in coded.statements for r in relations_of(s)))
        for kind, tally in relations.items():
            _match([g for k, g in gold if k == kind], [o for k, o in ours if k == kind], tally)
        names = [(e["begin"], e["end"]) for e in row.get("entities", ()) if e.get("type") in NAMED]
        among = [g for g in gold if all(any(overlap(end, n) for n in names) for end in g[1])]
        between_names.right += sum(any(g[0] == o[0] and _same(g[1], o[1]) for o in ours) for g in among)
        between_names.wanted += len(among)
        errors += _errors(text, gold, ours)
    metrics = {"relation_f1": _sum(relations).f1, "entity_f1": _sum(entities).f1}
    metrics |= {"relation_precision": _sum(relations).precision, "relation_recall": _sum(relations).recall}
    metrics["relation_recall_names"] = between_names.recall
    metrics |= {f"{kind}_f1": tally.f1 for kind, tally in (*entities.items(), *relations.items())}
    metrics["not_ours"] = foreign / total if total else 0.0
    return Outcome(len(rows), metrics, errors)


def _sum(tallies: Mapping[str, Tally]) -> Tally:
    return Tally(*(sum(getattr(t, k) for t in tallies.values()) for k in ("right", "found", "wanted")))


def _score_entities(row: Mapping[str, Any], coded: Coded, coder: Coder, tallies: Mapping[str, Tally]) -> None:
    text = row.get("text") or ""
    gold = {
        (ENTITIES[e["type"]], trimmed(text, e["begin"], e["end"]))
        for e in row.get("entities", ())
        if e.get("type") in ENTITIES and (e.get("confidence") or 0) >= SURE
    }
    ours = {(_kind(m, coder), trimmed(text, m.start, m.end)) for m in coded.mentions}
    for kind, tally in tallies.items():
        tally.add((g for g in gold if g[0] == kind), (o for o in ours if o[0] == kind))


def _kind(mention: Mention, coder: Coder) -> str:
    """A state under its country's name is a place for this set."""
    return "place" if mention.kind == "actor" and country_of(mention, coder) else mention.kind


def _gold_relation(relation: Mapping[str, Any]) -> Relation:
    source = (relation["sourceBegin"], relation["sourceEnd"])
    target = (relation["targetBegin"], relation["targetEnd"])
    return relation["type"], _ends(relation["type"], source, target)


def _ends(kind: str, source: tuple[int, int], target: tuple[int, int]) -> Ends:
    return (min(source, target), max(source, target)) if kind in MUTUAL else (source, target)


def relations_of(s: Statement) -> Iterator[Relation]:
    """Relations that a statement says, unless it is denied or not real."""
    if s.polarity == "denied" or {"negation", "hypothetical"} & set(s.auxiliary):
        return
    kind = OF_TIE.get(s.mode or "") if s.shape == "tie" else OF_TYPE.get(s.type or "")
    actors = [(p.start, p.end) for p in s.actors if p.start is not None and p.end is not None]
    recipients = [(p.start, p.end) for p in s.recipients if p.start is not None and p.end is not None]
    for one in actors if kind else ():
        for other in recipients:
            yield kind or "", _ends(kind or "", one, other)
    if s.shape in ("event", "presence"):
        for place in s.places:
            inside = place.start is not None and any(e.start <= place.start < e.end for e in s.evidence)
            if inside and place.role == "at" and place.start is not None and place.end is not None:
                for one in actors:
                    yield "CoLocated", _ends("CoLocated", one, (place.start, place.end))


def _same(one: Ends, other: Ends) -> bool:
    return overlap(one[0], other[0]) and overlap(one[1], other[1])


def _match(gold: Sequence[Ends], ours: Sequence[Ends], tally: Tally) -> None:
    pairs = {(i, j): 1.0 for i, g in enumerate(gold) for j, o in enumerate(ours) if _same(g, o)}
    tally.right += best_alignment(pairs)
    tally.found += len(ours)
    tally.wanted += len(gold)


def _errors(text: str, gold: Sequence[Relation], ours: Sequence[Relation]) -> list[Mapping[str, Any]]:
    def said(relation: Relation) -> str:
        kind, (one, other) = relation
        return f"{kind}({text[one[0] : one[1]]} | {text[other[0] : other[1]]})"

    def around(relation: Relation) -> str:
        low, high = min(relation[1])[0], max(relation[1])[1]
        return text[max(0, low - 40) : high + 40]

    missed = [g for g in gold if not any(g[0] == o[0] and _same(g[1], o[1]) for o in ours)]
    extra = [o for o in ours if not any(g[0] == o[0] and _same(g[1], o[1]) for g in gold)]
    found: list[Mapping[str, Any]] = [{"text": around(g), "gold": said(g), "answer": None} for g in missed]
    return found + [{"text": around(o), "gold": None, "answer": said(o)} for o in extra]
