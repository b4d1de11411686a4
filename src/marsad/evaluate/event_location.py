"""Which place belongs to this verb: the place of the statement whose trigger is the verb.

Where no statement is about the verb, the statement that quotes the words around it answers.  A row is right when our
first place is one of the gold's, or when neither has one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marsad.evaluate.score import Outcome, Tally, share
from marsad.evaluate.texts import overlap, statement_at
from marsad.pipeline.coder import Coder
from marsad.values import Coded, Document, Span


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """Accuracy over all rows, over those with and without a place, and F1 over all places."""
    located: list[bool] = []
    placeless: list[bool] = []
    spans = Tally()
    covered: list[bool] = []
    errors: list[Mapping[str, Any]] = []
    for n, row in enumerate(rows):
        text = row.get("text") or ""
        verbs = [Span(s["start"], s["end"]) for s in row.get("spans", ()) if s.get("label") == "VERB"]
        # a span without a character is how the set writes that there is no place
        linked = [s for s in row.get("spans", ()) if s.get("label") == "LOCATION" and s["start"] < s["end"]]
        gold = [Span(s["start"], s["end"]) for s in linked]
        if not verbs:
            continue
        coded = coder.code(Document(id=str(row.get("row", n)), text=text))
        covered.append(statement_at(coded, verbs[0]) is not None)
        ours = places_of(coded, verbs[0])
        right = any(overlap(ours[0], g) for g in gold) if ours and gold else not ours and not gold
        (located if gold else placeless).append(right)
        spans.right += sum(any(overlap(o, g) for o in ours) for g in gold)
        spans.wanted += len(gold)
        spans.found += len(ours)
        if not right:
            answer = [text[s.start : s.end] for s in ours]
            verb = text[verbs[0].start : verbs[0].end]
            errors.append({"text": text, "verb": verb, "gold": [text[s.start : s.end] for s in gold], "answer": answer})
    metrics = {"place_accuracy": share(located + placeless), "located": share(located), "placeless": share(placeless)}
    metrics |= {
        "place_f1": spans.f1,
        "covered": share(covered),
        "never_a_place": share([False] * len(located) + [True] * len(placeless)),
    }
    return Outcome(len(covered), metrics, errors)


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
