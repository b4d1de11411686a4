"""Which place belongs to this verb.

The set gives a verb and asks for its place.  Half of its verbs tell no event that is coded ("said", "was", "began"), so
that an answer from coded statements alone would measure mostly which events are coded.  Therefore ``place_accuracy``
asks the backend's component that gives statements their places (:func:`marsad.annotate.locate`) about the given verb,
and ``place_accuracy_coded`` takes what users get: the place of the statement whose trigger is the verb, else of the
nearest statement that quotes it.  A row is right when our first place is one of the gold's, or when neither has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marsad.annotate import locate
from marsad.evaluate.score import Outcome, Tally, share
from marsad.evaluate.texts import overlap, statement_at
from marsad.pipeline.coder import Coder
from marsad.split import split
from marsad.values import Coded, Document, Span


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """Accuracy over all rows, over those with and without a place, and F1 over all places."""
    located: list[bool] = []
    placeless: list[bool] = []
    by_statement: list[bool] = []
    spans = Tally()
    covered: list[bool] = []
    errors: list[Mapping[str, Any]] = []
    for n, row in enumerate(rows):
        text = row.get("text") or ""
        verb = next((Span(s["start"], s["end"]) for s in row.get("spans", ()) if s.get("label") == "VERB"), None)
        if verb is None:
            continue
        gold = list(gold_places(row))
        document = Document(id=str(row.get("row", n)), text=text)
        coded = coder.code(document)
        covered.append(statement_at(coded, verb) is not None)
        by_statement.append(_right(places_of(coded, verb), gold))
        ours = locate(coder.backend, document, split(text), verb)
        right = _right(ours, gold)
        (located if gold else placeless).append(right)
        spans.right += sum(any(overlap(o, g) for o in ours) for g in gold)
        spans.wanted += len(gold)
        spans.found += len(ours)
        if not right:
            said = {"gold": [text[s.start : s.end] for s in gold], "answer": [text[s.start : s.end] for s in ours]}
            errors.append({"text": text, "verb": text[verb.start : verb.end], **said})
    metrics = {"place_accuracy": share(located + placeless), "located": share(located), "placeless": share(placeless)}
    metrics |= {
        "place_f1": spans.f1,
        "place_accuracy_coded": share(by_statement),
        "covered": share(covered),
        "never_a_place": share([False] * len(located) + [True] * len(placeless)),
    }
    return Outcome(len(covered), metrics, errors)


def gold_places(row: Mapping[str, Any]) -> Iterator[Span]:
    """The places of a row, as characters.

    In some rows the set wrote the numbers of the first and last token where characters should stand: there, start and
    end are those of the token fields.
    """
    tokens = row.get("tokens", ())
    for span in row.get("spans", ()):
        if span.get("label") != "LOCATION":
            continue
        start, end = span["start"], span["end"]
        if (start, end) == (span.get("token_start"), span.get("token_end")) and start < len(tokens):
            yield Span(tokens[start][0], tokens[min(end, len(tokens) - 1)][1])
        elif start < end:
            yield Span(start, end)


def _right(ours: Sequence[Span], gold: Sequence[Span]) -> bool:
    """Whether our first place is one of the gold's, or neither has one."""
    return any(overlap(ours[0], g) for g in gold) if ours and gold else not ours and not gold


def places_of(coded: Coded, verb: Span) -> list[Span]:
    """Where the event of a verb happened: places in the role "at" first, each in the order of the statement."""
    statement = statement_at(coded, verb)
    if statement is None:
        around = [s for s in coded.statements if any(overlap(e, verb) for e in s.evidence) and s.places and s.trigger]
        statement = min(around, key=lambda s: abs((s.trigger or verb).start - verb.start), default=None)
    if statement is None:
        return []
    ordered = sorted(statement.places, key=lambda p: p.role != "at")
    return [Span(p.start, p.end) for p in ordered if p.start is not None and p.end is not None]
