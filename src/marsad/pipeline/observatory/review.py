"""The review: what a person had better look at, and what was decided of it since the last run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from marsad.errors import UserError
from marsad.pipeline.corrections import fields_of
from marsad.pipeline.observatory.opening import Observatory, state_of
from marsad.pipeline.verdicts import withdrawn
from marsad.store.questions import Asked, Question
from marsad.values import Judgement
from marsad.views.pages.query import Allowed, Query
from marsad.views.pages.review import ReviewItem, ReviewPage, State, decided, kind_box, review_item

REVIEW = Allowed(facets=("question",), more=("after",))
SHOWN = 10
"""Questions on one page: they are decided in their order, and a page is made anew in a tenth of a second."""
_LATEST = 5


def review(observatory: Observatory, query: Query) -> ReviewPage:
    """The questions that are open, the most valuable first."""
    store = observatory.store
    log, asked = store.judgements(), store.questions.asked()
    settled = _Settled.by(log)
    waiting = [a for a in asked if not settled.has(a)]
    chosen = query.values("question")
    wanted = [a for a in waiting if not chosen or a.kind in chosen]
    after = _after(query, len(wanted))
    working = observatory.background.doing()
    latest = [j for j in log if j.verdict != "withdraw"][-_LATEST:]
    about = {i.id: i for i in store.browse.incidents(sorted({s for j in latest for s in j.subjects}))}
    gone = withdrawn(log)
    return ReviewPage(
        tuple(_items(observatory, wanted[after : after + SHOWN], len(log))), len(wanted),
        kind_box(Counter(a.kind for a in waiting), chosen), decided=len(asked) - len(waiting),
        pending=observatory.pending(), working=working is not None and working.state == "working", after=after,
        latest=tuple(decided(j, j.id not in gone, about, observatory.pack) for j in reversed(latest)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Settled:
    """What the log has decided: which are one or not, and which incidents stand."""

    pairs: Collection[frozenset[str]]
    alone: Collection[str]

    @classmethod
    def by(cls, log: Sequence[Judgement]) -> _Settled:
        gone = withdrawn(log)
        stand = [j for j in log if j.id not in gone]
        return cls(
            {frozenset(j.subjects) for j in stand if j.verdict in ("same", "different")},
            {s for j in stand if j.verdict in ("accept", "reject", "correct") for s in j.subjects},
        )

    def has(self, asked: Asked) -> bool:
        if asked.kind in ("apart", "together"):
            return frozenset(asked.subjects) in self.pairs
        return asked.subjects[0] in self.alone


def _after(query: Query, number: int) -> int:
    said = query.option("after", "0")
    if not (said.isascii() and said.isdigit() and len(said) < 7):
        raise UserError(f"after: {said!r} is no number", f"give 0 to {number}")
    return min(int(said), number)


def _items(observatory: Observatory, asked: Sequence[Asked], judgements: int) -> list[ReviewItem]:
    store = observatory.store
    questions = store.questions.get(a.id for a in asked)
    found = {i.id: i for i in store.browse.incidents(list({s for q in questions for s in q.subjects}))}
    # What was forgotten since the last run is asked no more.
    questions = [q for q in questions if all(s in found for s in _incidents(q))]
    held = (store.statement(s) for q in questions for s in q.statements)
    desk = observatory.desk(h[0] for h in held if h)
    fields = fields_of(next(iter(found.values()))) if found else ()
    state = State({i: state_of(one, judgements) for i, one in found.items()}, fields)
    return [review_item(q, found, state, desk) for q in questions]


def _incidents(question: Question) -> tuple[str, ...]:
    return question.subjects[:1] if question.kind == "together" else question.subjects
