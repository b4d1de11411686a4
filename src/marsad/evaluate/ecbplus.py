"""ECB+ events: our incidents and claims over the documents of a topic, with the gold's mentions in validated sentences.

Documents of one topic are resolved together (clusters are within a topic); all topics are scored as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from marsad.evaluate.coref import b3_f1, ceaf_e_f1, conll_f1, muc_f1
from marsad.evaluate.crossdoc import clustering, clusters_of
from marsad.evaluate.score import Outcome
from marsad.evaluate.texts import running
from marsad.pipeline.coder import Coder
from marsad.values import Coded, Document, Span

_Told = dict[Hashable, str]


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """B-cubed and CoNLL F1 (MUC and CEAF-e beside), and the F1 that singletons alone would have."""
    topics: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        topics[str(row.get("topic", ""))].append(row)
    gold: dict[Hashable, Hashable] = {}
    ours: dict[Hashable, Hashable] = {}
    told: _Told = {}
    covered = 0.0
    for topic, documents in topics.items():
        mentions, clusters = _mentions(topic, documents, coder, (gold, told))
        coded = {c.id: c for c, _ in mentions.values()}
        found, part = clustering(mentions, clusters_of(list(coded.values()), coder))
        covered += part * len(mentions)
        ours |= found
        gold |= clusters
    alone = {m: ("alone", m) for m in gold}
    metrics = {"b3_f1": b3_f1(gold, ours), "conll_f1": conll_f1(gold, ours), "muc_f1": muc_f1(gold, ours)}
    metrics |= {"ceafe_f1": ceaf_e_f1(gold, ours), "covered": covered / len(gold) if gold else 0.0}
    metrics |= {"singletons_conll_f1": conll_f1(gold, alone)}
    return Outcome(len(gold), metrics, _errors(gold, ours, told))


def _mentions(
    topic: str, documents: Sequence[Mapping[str, Any]], coder: Coder, known: tuple[dict[Hashable, Hashable], _Told]
) -> tuple[dict[Hashable, tuple[Coded, Span]], dict[Hashable, Hashable]]:
    """Gold mentions of a topic with our coding of their documents, and their gold clusters; notes the words of each."""
    mentions: dict[Hashable, tuple[Coded, Span]] = {}
    clusters: dict[Hashable, Hashable] = {}
    for n, row in enumerate(documents):
        made = running(row.get("sentences", ()))
        coded = coder.code(Document(id=str(row.get("id", f"{topic}-{n}")), text=made.text))
        validated = set(row.get("validated_sentences", range(len(made.tokens))))
        for event in row.get("events", ()):
            span = made.span(event["sentence"], event["tokens"])
            if span is None or event["sentence"] not in validated:
                continue
            key = (topic, coded.id, event["m_id"])
            mentions[key] = (coded, span)
            clusters[key] = (topic, event.get("cluster") or key)
            first, last = made.tokens[event["sentence"]][0].start, made.tokens[event["sentence"]][-1].end
            known[1][key] = (
                f"{made.text[first : span.start]}[{made.text[span.start : span.end]}]{made.text[span.end : last]}"
            )
    return mentions, clusters


def _errors(
    gold: Mapping[Hashable, Hashable], ours: Mapping[Hashable, Hashable], told: _Told
) -> list[Mapping[str, Any]]:
    """Per gold cluster that we split or mix: its mentions by our clusters."""
    members: dict[Hashable, list[Hashable]] = defaultdict(list)
    for mention, cluster in gold.items():
        members[cluster].append(mention)
    sizes: dict[Hashable, int] = defaultdict(int)
    for cluster in ours.values():
        sizes[cluster] += 1
    errors: list[Mapping[str, Any]] = []
    for cluster, mentions in members.items():
        parts: dict[Hashable, list[str]] = defaultdict(list)
        for mention in mentions:
            parts[ours[mention]].append(told[mention])
        if len(parts) > 1 or sizes[next(iter(parts))] != len(mentions):
            errors.append({"text": [told[m] for m in mentions], "gold": str(cluster), "answer": list(parts.values())})
    return errors
