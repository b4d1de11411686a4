"""PLOVER gold sentences: the type of the sentence's main event, its source and its target.

The gold names one event per sentence; ours is the statement with the highest score (ties: the first in the text).  Gold
follows PLOVER's older labels: DEMAND, DISAPPROVE, INVESTIGATE and FIGHT are REQUEST, ACCUSE, ACCUSE and ASSAULT of the
manual v2.0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marsad.evaluate.score import Outcome, share
from marsad.pipeline.coder import Coder
from marsad.values import Coded, Document, Party, Statement

OLD_LABELS = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}


def score(rows: Sequence[Mapping[str, Any]], coder: Coder) -> Outcome:
    """Type accuracy (no statement is wrong) and, of all rows that have one, source and target by word overlap."""
    types: list[bool] = []
    sources: list[bool] = []
    targets: list[bool] = []
    errors: list[Mapping[str, Any]] = []
    for n, row in enumerate(rows):
        coded = coder.code(Document(id=str(row.get("id", n)), text=row["text"]))
        best = main_statement(coded)
        wanted = OLD_LABELS.get(row["event"], row["event"])
        got = best.type if best is not None else None
        types.append(got == wanted)
        for role, hits, parties in (
            ("source", sources, best.actors if best else ()),
            ("target", targets, best.recipients if best else ()),
        ):
            texts = [a["actorText"] for a in row.get(role) or () if isinstance(a, Mapping) and a.get("actorText")]
            if texts:
                hits.append(any(_same(t, p, row["text"]) for t in texts for p in parties))
        if got != wanted:
            answer = [
                (s.type, s.mode, s.score, row["text"][s.trigger.start : s.trigger.end])
                for s in coded.statements
                if s.trigger
            ]
            errors.append({"text": row["text"], "gold": (row["event"], row.get("eventText")), "answer": answer})
    return Outcome(
        len(rows), {"type_accuracy": share(types), "source": share(sources), "target": share(targets)}, errors
    )


def main_statement(coded: Coded) -> Statement | None:
    """The statement that says most, the earlier one where scores tie; one that has no PLOVER type only if none has."""
    typed = [s for s in coded.statements if s.type] or list(coded.statements)
    return max(typed, key=lambda s: (s.score, -(s.trigger.start if s.trigger else 0)), default=None)


def _same(gold: str, party: Party, text: str) -> bool:
    """Whether two names of an actor share a word that is no article or preposition."""
    if party.start is None or party.end is None:
        return False
    return bool(_words(gold) & _words(text[party.start : party.end]))


def _words(name: str) -> set[str]:
    """The words of a name: neither small words nor the mark of a possessive ("Kenya's" is "Kenya") make a name."""
    words = (w.lower().strip("',.()").removesuffix("'s").removesuffix("’s") for w in name.split())
    return {w for w in words if w} - {"the", "of", "and", "in", "a", "an"}
