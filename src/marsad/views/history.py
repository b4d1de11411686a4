"""The history of an incident, claim, statement or document: who judged it, and what runs made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Literal

from marsad.values import Change, Claim, Incident, Judgement
from marsad.views.material import Material

State = Literal["stands", "partly", "overruled", "withdrawn", "idle"]
"""Of a judgement: it holds; holds in part; a later one says otherwise; it was taken back; it rests on nothing that is
here (its documents were forgotten, or are read quite otherwise)."""

STATES: dict[State, str] = {
    "stands": "stands", "partly": "stands in part", "overruled": "overruled", "withdrawn": "withdrawn",
    "idle": "rests on nothing that is here",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """A judgement and how it stands; ``by``: the judgements that overrule or withdraw it."""

    judgement: Judgement
    state: State
    by: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The state in words: "overruled by j0123…"."""
        return STATES[self.state] + (f" by {', '.join(self.by)}" if self.by else "")


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One thing that befell: when, what it was, who did it, and why; ``state`` and ``verdict`` of judgements only."""

    at: datetime
    kind: str
    id: str
    by: str
    what: str
    why: str
    state: str | None = None
    verdict: str | None = None


def history_rows(
    standings: Iterable[Standing], changes: Iterable[Change], updates: Iterable[HistoryRow] = ()
) -> tuple[HistoryRow, ...]:
    """All of it, oldest first."""
    rows = [_judged(s) for s in standings] + [_changed(c) for c in changes] + list(updates)
    return tuple(sorted(rows, key=lambda r: r.at))


def _judged(standing: Standing) -> HistoryRow:
    judged = standing.judgement
    words = judgement_words(judged)
    return HistoryRow(judged.at, "judgement", judged.id, judged.by, words, judged.why, standing.words, judged.verdict)


def judgement_words(judgement: Judgement) -> str:
    """A judgement in a line: "i01 and i02 are the same", "killed of i01 corrected to 5"."""
    subjects = judgement.subjects
    several = f"{', '.join(subjects[:-1])} and {subjects[-1]}" if len(subjects) > 1 else subjects[0] if subjects else ""
    if judgement.verdict == "correct":
        return f"{judgement.field} of {several} corrected to {judgement.value}"
    how = {
        "same": "are the same", "different": "are different", "accept": "accepted", "reject": "rejected",
        "withdraw": "withdrawn",
    }  # fmt: skip
    return f"{several} {how[judgement.verdict]}"


def _changed(change: Change) -> HistoryRow:
    others = ", ".join(o for o in change.others if o != change.id)
    fields = (f"{name} was {old or 'unknown'}, is {new or 'unknown'}" for name, old, new in change.fields)
    words = {
        "merged": f"{change.id} took in {others}", "split": f"of {change.id} a part became {others}",
        "renamed": f"{change.id} is now called {others}", "found": f"{change.id} was found",
        "gone": f"{change.id} went: nothing is left of it",
        "updated": "; ".join(fields),
    }  # fmt: skip
    return HistoryRow(change.at, change.kind, change.id, change.by, words[change.kind], change.why)


def updates_of(found: Incident | Claim, material: Material) -> tuple[HistoryRow, ...]:
    """Figures by which an origin superseded its own earlier ones, on the day the later one was published."""
    if found.assessment is None:
        return ()
    names = {o.id: o.name or o.id for o in found.assessment.origins}
    rows: dict[tuple[str, str, Sequence[str]], HistoryRow] = {}
    for toll in found.assessment.tolls:
        for figure in toll.said:
            document = next((d for d, _ in material.of([figure.statement])), None)
            given = material.documents.get(document) if document else None
            published = given.published if given else None
            if not figure.superseded or published is None:
                continue
            kind = f"{toll.kind} {toll.side}" if toll.side else toll.kind
            what = f"{kind}: {figure.statement} supersedes {', '.join(figure.superseded)}"
            key = (figure.statement, figure.origin, figure.superseded)
            at, by = datetime.combine(published, time(), UTC), names.get(figure.origin, "")
            rows.setdefault(key, HistoryRow(at, "superseded", figure.statement, by, what, "a later figure"))
    return tuple(rows.values())
