"""Did it happen, per predicate (UDS): the backend asked about the word, and what statements say, each as one number.

The set gives the word, and most of its words are no event that Marsad codes; so a backend that can be asked about any
word is (``annotate.Judge``), as for the place of an event.  The ``*_coded`` figures are of statements: modality,
polarity and auxiliary modes; a predicate that no statement is about has happened, as far as they say.  ``covered`` is
the share of predicates with a statement.  A backend that cannot be asked answers by its statements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marsad.annotate import Judge
from marsad.evaluate.score import Outcome, pearson, share
from marsad.evaluate.texts import running, statement_at
from marsad.pipeline.coder import Coder
from marsad.values import Document, Statement

HAPPENED = 0.8
MODALITY: Mapping[str, float] = {
    "asserted": 0.8, "reported": 0.8, "alleged": 0.5, "possible": -0.2, "predicted": -0.2, "demanded": -0.7,
    "hypothetical": -0.6,
}  # fmt: skip
AUXILIARY: Mapping[str, float] = {"historical": 0.8, "future": -0.2, "hypothetical": -0.6, "negation": -1.0}
"""On the set's scale (about -2 did not happen to 1.6 happened); ours are round numbers, not fitted."""


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """Share with the right sign, and Pearson's r, over all predicates."""
    pairs: list[tuple[float, float]] = []
    told: list[tuple[float, float]] = []
    covered: list[bool] = []
    errors: list[Mapping[str, Any]] = []
    judge = coder.backend if isinstance(coder.backend, Judge) else None
    for n, row in enumerate(rows):
        made = running([row.get("tokens", ())])
        document = Document(id=str(row.get("id", n)), text=made.text)
        coded = coder.code(document)
        for predicate in row.get("predicates", ()):
            span = made.span(0, [predicate["token"]])
            if span is None or predicate.get("factuality") is None:
                continue
            found = statement_at(coded, span)
            gold, coded_as = float(predicate["factuality"]), factuality(found)
            asked = judge.factuality(document, coded.sentences, span) if judge is not None else None
            ours = coded_as if asked is None else asked
            told.append((gold, coded_as))
            pairs.append((gold, ours))
            covered.append(found is not None)
            if (gold > 0) != (ours > 0):
                word = made.text[span.start : span.end]
                errors.append({"text": made.text, "predicate": word, "gold": gold, "answer": (ours, _why(found))})
    metrics = {"sign_accuracy": _signs(pairs), "pearson": pearson(pairs)}
    metrics |= {"sign_accuracy_coded": _signs(told), "pearson_coded": pearson(told)}
    metrics |= {"covered": share(covered), "always_happened": share(g > 0 for g, _ in pairs)}
    return Outcome(len(pairs), metrics, errors)


def _signs(pairs: Sequence[tuple[float, float]]) -> float:
    return share((g > 0) == (o > 0) for g, o in pairs)


def factuality(statement: Statement | None) -> float:
    """The least that modality and auxiliary modes allow; a denial turns it round."""
    if statement is None:
        return HAPPENED
    value = min([MODALITY[statement.modality], *(AUXILIARY[a] for a in statement.auxiliary)])
    return -abs(value) if statement.polarity == "denied" else value


def _why(statement: Statement | None) -> tuple[str, ...] | str:
    if statement is None:
        return "no statement: happened"
    return (statement.type or statement.shape, statement.modality, statement.polarity, *statement.auxiliary)
