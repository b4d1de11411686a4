"""MEANTIME event mentions: certainty and polarity per mention, coreference over the documents of a corpus.

Mentions that carry no certainty (or polarity) are skipped, as the set's README says.  Classes are macro-averaged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from marsad.annotate import Judge, Outlook
from marsad.evaluate.coref import conll_f1
from marsad.evaluate.crossdoc import Mentions, by_stem, by_word, clustering, clusters_of, compared
from marsad.evaluate.score import Outcome, macro_f1, share
from marsad.evaluate.texts import Tokenised, running, statement_at
from marsad.pipeline.coder import Coder
from marsad.resolve.words import Text, Word
from marsad.values import Coded, Document, Span, Statement

CERTAINTY: Mapping[str, str] = {
    "asserted": "CERTAIN", "reported": "CERTAIN", "alleged": "CERTAIN", "possible": "POSSIBLE",
    "predicted": "UNDERSPECIFIED", "demanded": "UNDERSPECIFIED", "hypothetical": "PROBABLE",
}  # fmt: skip
"""The set calls plans and intentions underspecified, and probable mostly what "would" be (development half, by eye)."""
OPEN = frozenset({"possible", "demanded", "hypothetical"})
"""Modalities of which the set leaves open whether it is so or not."""


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """Macro F1 of certainty and of polarity; CoNLL F1 of event chains with the gold's mentions."""
    certainty: list[tuple[str, str]] = []
    polarity: list[tuple[str, str]] = []
    covered: list[bool] = []
    errors: list[Mapping[str, Any]] = []
    judge = coder.backend if isinstance(coder.backend, Judge) else None
    corpora: dict[str, list[tuple[Mapping[str, Any], Tokenised, Coded]]] = defaultdict(list)
    for n, row in enumerate(rows):
        made = running(row.get("sentences", ()))
        name = str(row.get("id", n))
        made_of = Document(id=name, text=made.text, published=_day(row.get("creation_time")))
        coded = coder.code(made_of)
        corpora[row.get("corpus") or ""].append((row, made, coded))
        for event in row.get("events", ()):
            span = _span(made, event)
            found = statement_at(coded, span) if span else None
            if span is None:
                continue
            covered.append(found is not None)
            wanted = (event.get("certainty"), event.get("polarity"))
            asked = judge.outlook(made_of, coded.sentences, span) if judge is not None else None
            told = (certainty_of(found), polarity_of(found))
            ours = told if asked is None else outlook_of(asked)
            if wanted[0]:
                certainty.append((wanted[0], ours[0]))
            if wanted[1]:
                polarity.append((wanted[1], ours[1]))
            if any(w and w != o for w, o in zip(wanted, ours, strict=True)):
                errors.append({
                    "text": _sentence(made, event), "event": event.get("text"), "gold": wanted, "answer": ours,
                })  # fmt: skip
    metrics = {"certainty_f1": macro_f1(certainty), "polarity_f1": macro_f1(polarity)}
    metrics |= {"certainty_accuracy": share(g == o for g, o in certainty)}
    metrics |= {"polarity_accuracy": share(g == o for g, o in polarity)}
    metrics |= _chains(corpora, coder) | {"covered": share(covered)}
    return Outcome(len(covered), metrics, errors)


def _chains(
    corpora: Mapping[str, Sequence[tuple[Mapping[str, Any], Tokenised, Coded]]], coder: Coder
) -> dict[str, float]:
    """Chains of events over each corpus: by words, by statements, by the same lemma in a corpus or in a document."""
    gold: dict[Hashable, Hashable] = {}
    found: dict[str, dict[Hashable, Hashable]] = defaultdict(dict)
    for corpus, documents in corpora.items():
        together, mentions = _mentions(corpus, documents)
        gold |= together.gold
        stems = by_stem(together)
        coded, _ = clustering(mentions, clusters_of([c for _, _, c in documents], coder))
        found["words"] |= {key: (corpus, group) for key, group in by_word(together).items()}
        found["coded"] |= coded
        found["corpus"] |= {key: (corpus, said) for key, said in stems.items()}
        found["document"] |= {key: (together.words[key].text, said) for key, said in stems.items()}
    return compared(gold, found["words"], "coref_") | {
        "coref_conll_f1_coded": conll_f1(gold, found["coded"]),
        "same_lemma_conll_f1": conll_f1(gold, found["corpus"]),
        "same_lemma_in_document_conll_f1": conll_f1(gold, found["document"]),
    }


def _mentions(
    corpus: str, documents: Sequence[tuple[Mapping[str, Any], Tokenised, Coded]]
) -> tuple[Mentions, dict[Hashable, tuple[Coded, Span]]]:
    words: dict[Hashable, Word] = {}
    gold: dict[Hashable, Hashable] = {}
    mentions: dict[Hashable, tuple[Coded, Span]] = {}
    texts = [Text(coded.id, tuple(tuple(s) for s in row.get("sentences", ()))) for row, _, coded in documents]
    for (row, made, coded), text in zip(documents, texts, strict=True):
        for event in row.get("events", ()):
            span = _span(made, event)
            if span is None:
                continue
            key = (corpus, coded.id, event.get("m_id"))
            gold[key] = (corpus, event["instance"]) if event.get("instance") else ("alone", key)
            mentions[key] = (coded, span)
            sentence = event.get("sentence") or 0
            at = tuple(t for t in event.get("tokens") or () if t < len(text.sentences[sentence]))
            words[key] = Word(coded.id, sentence, at)
    return Mentions(tuple(texts), words, gold), mentions


def certainty_of(statement: Statement | None) -> str:
    """CERTAIN where nothing hedges."""
    if statement is None:
        return "CERTAIN"
    return CERTAINTY["hypothetical" if "hypothetical" in statement.auxiliary else statement.modality]


def outlook_of(asked: Outlook) -> tuple[str, str]:
    """Certainty and polarity by a backend's answer about the word."""
    modality, auxiliary = asked
    how = "hypothetical" if "hypothetical" in auxiliary else modality
    return CERTAINTY[how], "NEG" if "negation" in auxiliary else "UNDERSPECIFIED" if how in OPEN else "POS"


def polarity_of(statement: Statement | None) -> str:
    """POS where nothing denies."""
    if statement is None:
        return "POS"
    if statement.polarity == "denied" or "negation" in statement.auxiliary:
        return "NEG"
    return "UNDERSPECIFIED" if "hypothetical" in statement.auxiliary or statement.modality in OPEN else "POS"


def _span(made: Tokenised, event: Mapping[str, Any]) -> Span | None:
    return made.span(event.get("sentence") or 0, event.get("tokens") or ())


def _sentence(made: Tokenised, event: Mapping[str, Any]) -> str:
    row = made.tokens[event.get("sentence") or 0]
    return made.text[row[0].start : row[-1].end]


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat((written or "")[:10])
    except ValueError:
        return None
