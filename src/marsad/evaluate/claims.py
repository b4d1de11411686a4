"""Sentences that claim what is and holds rather than happens: coded in the claim's shape, as said or as denied.

A row has ``text``, ``shape`` (tie, presence, movement, figure, position; ``none`` for a trap) and ``polarity``; the
``trap`` of a trap is the shape that nothing may be coded in.  A position may also be coded as the event that it
demands or denies, a figure as the counts of any statement, as in the exercise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from marsad.evaluate.score import Outcome, share
from marsad.pipeline.coder import Coder
from marsad.values import Document, Statement

DAY = date(2031, 3, 10)
"""The day on which all sentences are taken to be published."""


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """``said``: claims in the right shape and polarity; ``quiet``: traps left alone; and claims of each shape."""
    hits: dict[str, list[bool]] = defaultdict(list)
    errors: list[Mapping[str, Any]] = []
    for n, row in enumerate(rows):
        document = Document(id=str(row.get("id", n)), text=row.get("text", ""), published=DAY)
        statements = coder.code(document).statements
        shape = row.get("shape", "none")
        if shape == "none":
            right = not any(_has(s, row.get("trap", "")) for s in statements)
        else:
            right = any(s.polarity == row.get("polarity") and _has(s, shape) for s in statements)
        hits["quiet" if shape == "none" else shape].append(right)
        if not right:
            answer = [(s.shape, s.type, s.polarity) for s in statements]
            errors.append({"text": document.text, "gold": (shape, row.get("polarity")), "answer": answer})
    said = share([hit for shape, found in hits.items() if shape != "quiet" for hit in found])
    return Outcome(len(rows), {"said": said, **{name: share(found) for name, found in sorted(hits.items())}}, errors)


def _has(statement: Statement, shape: str) -> bool:
    if shape == "figure":
        return statement.shape == "figure" or bool(statement.counts)
    if shape == "position":
        return statement.shape == "position" or statement.type is not None
    return statement.shape == shape
