"""What a sentence tells, by whom and to whom: Marsad's own labels of events (``docs/labelling.md`` for their form).

Each row is a sentence with its labelled propositions.  A statement answers a label when both are of one kind (PLOVER
type, or shape where there is none); labels and statements pair one to one, those whose words overlap first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marsad.evaluate.score import Outcome, Tally, share
from marsad.evaluate.texts import overlap
from marsad.pipeline.coder import Coder
from marsad.values import Document, Party, Statement

Label = Mapping[str, Any]


def score(rows: Sequence[Label], coder: Coder) -> Outcome:
    """F1 of kinds; of actors and recipients over paired propositions; sentences without any left uncoded."""
    kinds, actors, recipients = Tally(), Tally(), Tally()
    quiet: list[bool] = []
    errors: list[Mapping[str, Any]] = []
    for n, row in enumerate(rows):
        text, gold = row.get("text") or "", row.get("events") or ()
        ours = coder.code(Document(id=str(row.get("id", n)), text=text)).statements
        both = paired(gold, ours)
        kinds.right, kinds.found, kinds.wanted = (
            kinds.right + len(both), kinds.found + len(ours), kinds.wanted + len(gold),
        )  # fmt: skip
        for label, statement in both:
            _count(actors, label.get("actors", ()), statement.actors)
            _count(recipients, label.get("recipients", ()), statement.recipients)
        if not gold:
            quiet.append(not ours)
        if len(both) < max(len(gold), len(ours)):
            answer = [(_kind(s), text[s.trigger.start : s.trigger.end] if s.trigger else None) for s in ours]
            wanted = [(_kind_of(e), text[slice(*e["trigger"])]) for e in gold]
            errors.append({"text": text, "gold": wanted, "answer": answer})
    metrics = {"kind_f1": kinds.f1, "kind_precision": kinds.precision, "kind_recall": kinds.recall}
    metrics |= {"actor_f1": actors.f1, "recipient_f1": recipients.f1, "quiet": share(quiet)}
    return Outcome(len(rows), metrics, errors)


def paired(gold: Sequence[Label], ours: Sequence[Statement]) -> list[tuple[Label, Statement]]:
    """Labels with statements of their kind, one to one; first those on the same words."""
    found: list[tuple[Label, Statement]] = []
    used: set[int] = set()
    for same_words in (True, False):
        for label in gold:
            if any(label is known for known, _ in found):
                continue
            for n, statement in enumerate(ours):
                if n in used or _kind(statement) != _kind_of(label) or (same_words and not _touches(label, statement)):
                    continue
                used.add(n)
                found.append((label, statement))
                break
    return found


def _kind(statement: Statement) -> str:
    return statement.type or statement.shape


def _kind_of(label: Label) -> str:
    return str(label.get("type") or label["shape"])


def _touches(label: Label, statement: Statement) -> bool:
    trigger = statement.trigger
    return trigger is not None and overlap((trigger.start, trigger.end), (label["trigger"][0], label["trigger"][1]))


def _count(tally: Tally, gold: Sequence[Sequence[int]], ours: Sequence[Party]) -> None:
    """Count parties that share a word with a labelled phrase, each once."""
    left = [(span[0], span[1]) for span in gold]
    for party in ours:
        hit = next(
            (s for s in left if party.start is not None and party.end is not None
             and overlap((party.start, party.end), s)), None,
        )  # fmt: skip
        if hit is not None:
            left.remove(hit)
            tally.right += 1
    tally.found += len(ours)
    tally.wanted += len(gold)
