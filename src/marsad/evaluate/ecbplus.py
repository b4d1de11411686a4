"""ECB+ events over the documents of a topic, with the gold's mentions in validated sentences.

Documents of one topic are resolved together (clusters are within a topic); all topics are scored as one.  Mentions are
put together by their words and documents (``…_coded``: by our incidents and claims).  Documents count as one when the
set gives them to one of a topic's two seminal events (``subtopic``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from marsad.evaluate.coref import b3_f1, conll_f1
from marsad.evaluate.crossdoc import Mentions, by_stem, by_word, clustering, clusters_of, compared, stem
from marsad.evaluate.score import Outcome
from marsad.evaluate.texts import Tokenised, running
from marsad.pipeline.coder import Coder
from marsad.resolve.words import Text, Word, matters
from marsad.values import Coded, Document, Span

_Row = Mapping[str, Any]
_Found = dict[Hashable, Hashable]


def score(rows: Sequence[_Row], coder: Coder) -> Outcome:
    """B-cubed and CoNLL F1 (MUC and CEAF-e beside) of mentions and documents, beside the same-lemma heuristic."""
    gold: _Found = {}
    found: dict[str, _Found] = {"": {}, "same_lemma_": {}, "coded": {}}
    documents: dict[str, _Found] = {"gold": {}, "": {}, "same_lemma_": {}}
    told: dict[Hashable, str] = {}
    covered = 0.0
    for topic, members in by_topic(rows).items():
        together = mentions_of(topic, members)
        coded, part = _coded(members, together, coder, told)
        covered += part * len(coded)
        gold |= together.gold
        for name, clusters in (("", by_word(together)), ("same_lemma_", by_stem(together)), ("coded", coded)):
            found[name] |= {key: (topic, cluster) for key, cluster in clusters.items()}
        for name, groups in _documents(members, together).items():
            documents[name] |= {(topic, key): (topic, group) for key, group in groups.items()}
    metrics = compared(gold, found[""])
    metrics |= _both(gold, found["same_lemma_"], "same_lemma_") | _both(gold, found["coded"], behind="_coded")
    metrics |= {"covered": covered / len(gold) if gold else 0.0}
    metrics |= {"singletons_conll_f1": conll_f1(gold, {m: ("alone", m) for m in gold})}
    for name in ("", "same_lemma_"):
        metrics |= _both(documents["gold"], documents[name], f"documents_{name}")
    return Outcome(len(gold), metrics, _errors(gold, found[""], told))


def by_topic(rows: Sequence[_Row]) -> dict[str, list[_Row]]:
    """Documents by topic."""
    topics: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        topics[str(row.get("topic", ""))].append(row)
    return topics


def mentions_of(topic: str, rows: Sequence[_Row]) -> Mentions:
    """The gold's mentions in the validated sentences of a topic."""
    texts: list[Text] = []
    words: dict[Hashable, Word] = {}
    gold: dict[Hashable, Hashable] = {}
    for n, row in enumerate(rows):
        name, sentences = _name(row, n), [tuple(s) for s in row.get("sentences", ())]
        validated = set(row.get("validated_sentences", range(len(sentences))))
        for event in row.get("events", ()):
            sentence = event["sentence"]
            at = tuple(t for t in event["tokens"] if sentence < len(sentences) and t < len(sentences[sentence]))
            if at and sentence in validated:
                key = (topic, name, event["m_id"])
                words[key] = Word(name, sentence, at)
                gold[key] = (topic, event.get("cluster") or key)
        # The first sentence of what was added to ECB is the address of the page, cut into words.
        address = name.endswith("ecbplus")
        texts.append(Text(name, tuple(() if address and not i else s for i, s in enumerate(sentences))))
    return Mentions(tuple(texts), words, gold)


def _name(row: _Row, n: int) -> str:
    return str(row.get("id", f"{row.get('topic', '')}-{n}"))


def _both(gold: _Found, ours: _Found, before: str = "", behind: str = "") -> dict[str, float]:
    return {f"{before}b3_f1{behind}": b3_f1(gold, ours), f"{before}conll_f1{behind}": conll_f1(gold, ours)}


def _documents(rows: Sequence[_Row], together: Mentions) -> dict[str, Mapping[str, Hashable]]:
    """Documents by the gold, by us, and by the words of the event that each tells of most (same lemma)."""
    main: dict[str, Counter[Hashable]] = defaultdict(Counter)
    for key, said in by_stem(together).items():
        main[together.words[key].text][said] += 1
    return {
        "gold": {_name(row, n): str(row.get("subtopic") or _name(row, n)) for n, row in enumerate(rows)},
        "": matters(together.texts, stem),
        "same_lemma_": {
            text.id: min(main[text.id], key=lambda w: (-main[text.id][w], str(w)), default=text.id)
            for text in together.texts
        },
    }


def _coded(rows: Sequence[_Row], together: Mentions, coder: Coder, told: dict[Hashable, str]) -> tuple[_Found, float]:
    """Mentions by our incidents and claims, and the share that has a statement; notes the words of each."""
    made: dict[str, tuple[Tokenised, Coded]] = {}
    for n, row in enumerate(rows):
        text = running(row.get("sentences", ()))
        made[_name(row, n)] = text, coder.code(Document(id=_name(row, n), text=text.text))
    mentions: dict[Hashable, tuple[Coded, Span]] = {}
    for key, word in together.words.items():
        text, coded = made[word.text]
        span = text.span(word.sentence, word.at)
        assert span is not None, "mentions are of words that are there"
        mentions[key] = coded, span
        first, last = text.tokens[word.sentence][0].start, text.tokens[word.sentence][-1].end
        told[key] = f"{text.text[first : span.start]}[{text.text[span.start : span.end]}]{text.text[span.end : last]}"
    return clustering(mentions, clusters_of([coded for _, coded in made.values()], coder))


def _errors(gold: _Found, ours: _Found, told: Mapping[Hashable, str]) -> list[Mapping[str, Any]]:
    """Per gold cluster that we split or mix: its mentions by our clusters."""
    members: dict[Hashable, list[Hashable]] = defaultdict(list)
    for mention, cluster in gold.items():
        members[cluster].append(mention)
    sizes = Counter(ours.values())
    errors: list[Mapping[str, Any]] = []
    for cluster, mentions in members.items():
        parts: dict[Hashable, list[str]] = defaultdict(list)
        for mention in mentions:
            parts[ours[mention]].append(told[mention])
        if len(parts) > 1 or sizes[next(iter(ours[m] for m in mentions))] != len(mentions):
            errors.append({"text": [told[m] for m in mentions], "gold": str(cluster), "answer": list(parts.values())})
    return errors
