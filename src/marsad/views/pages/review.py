"""The review: questions to a person, the most valuable first, with what speaks for and against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from marsad.pack import Pack
from marsad.store import Question
from marsad.values import Incident, Judgement
from marsad.views.incidents import Desk
from marsad.views.pages.evidence import Side, in_order, side_of
from marsad.views.pages.frame import FacetBox, FacetValue, Rows
from marsad.views.pages.incidents import IncidentLine, incident_line

ASKS: Mapping[str, str] = {
    "apart": "Are these two one happening?", "together": "Is this the same happening?",
    "toll": "Is the toll right?", "place": "Where was it?", "single": "Is this to be believed?",
}  # fmt: skip
"""What each kind of question asks."""
KINDS: Mapping[str, str] = {
    "apart": "Two that may be one", "together": "One that may be two", "toll": "Contested tolls",
    "place": "Vague places", "single": "Many killed, one origin",
}  # fmt: skip
_EFFECTS: Mapping[str, str] = {
    "apart": "Same: the next run makes one incident of the two. Different: they stay two, whatever is added.",
    "together": "Same: they stay together. Different: the next run takes the statement out of the incident.",
}  # fmt: skip
_ABOUT_ONE = (
    "Accept: it stays as it is, and is not asked again. Correct: the field is what you say. Reject: it is no incident"
    " any more."
)
_FIELD: Mapping[str, str] = {"toll": "killed", "place": "place", "single": "killed"}
_COMPLETED: Mapping[str, str] = {"place": "place", "actors": "actor", "recipients": "actor", "claimed_by": "actor",
                                 "blamed": "actor"}  # fmt: skip
_HERE = 3


@dataclass(frozen=True, slots=True)
class About:
    """One side of a question: an incident, and words that tell of it."""

    incident: IncidentLine
    said: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Correctable:
    """A field that can be corrected; ``complete``: what its values are (``place``, ``actor``), else empty."""

    name: str
    complete: str


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One question.

    ``subject``, ``other`` and ``seen`` go with the decision; ``pro`` and ``con`` are reasons with points, of those that
    are sums; ``effect`` says what each decision will do.
    """

    id: str
    kind: str
    ask: str
    value: float
    sides: tuple[About, ...]
    subject: str
    other: str
    seen: str
    pro: tuple[tuple[str, float], ...]
    con: tuple[tuple[str, float], ...]
    reasons: tuple[str, ...]
    effect: str
    corrections: tuple[Correctable, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """A judgement of late: what was decided on what, by whom; ``stands``: whether it can be undone.

    ``subjects``: the id of each thing, and what it is in words (the id where it is there no more).
    """

    judgement: str
    words: str
    subjects: tuple[tuple[str, str], ...]
    by: str
    stands: bool


@dataclass(frozen=True, slots=True)
class ReviewPage(Rows[ReviewItem]):
    """The questions that are open; ``total`` of them, ``decided`` since the last run, which is ``pending`` or not."""

    decided: int = 0
    pending: bool = False
    working: bool = False
    after: int = 0
    latest: tuple[Decided, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """What the store knows besides: states of incidents by id, and the fields that can be corrected."""

    seen: Mapping[str, str]
    corrections: Sequence[str]


def review_item(question: Question, incidents: Mapping[str, Incident], state: State, desk: Desk) -> ReviewItem:
    """A question as it is shown; ``desk`` holds the documents of its statements."""
    pair = question.kind in ("apart", "together")
    subject, other = question.subjects[0], question.subjects[1] if pair else ""
    first = _FIELD.get(question.kind)
    fields = sorted(state.corrections, key=lambda f: f != first) if first else []
    return ReviewItem(
        question.id, question.kind, ASKS[question.kind], question.value,
        tuple(_sides(question, incidents, desk)), subject, other, state.seen[subject],
        tuple(r for r in question.reasons if r[1] > 0), tuple(r for r in question.reasons if r[1] < 0),
        tuple(words for words, points in question.reasons if not points),
        _EFFECTS.get(question.kind, _ABOUT_ONE),
        tuple(Correctable(f, _COMPLETED.get(f, "")) for f in fields),
    )  # fmt: skip


def _sides(question: Question, incidents: Mapping[str, Incident], desk: Desk) -> Iterable[About]:
    """Each incident with its words; of two that may be parted, the statements face each other."""
    ids = question.subjects[:2] if question.kind == "apart" else question.subjects[:1]
    if question.kind == "together":
        ids = (ids[0], ids[0])
    for number, identity in enumerate(ids):
        said = question.statements[number : number + 1] if len(ids) > 1 else question.statements[:_HERE]
        sides = tuple(side_of(d, s, desk) for d, s in in_order(said, desk))
        yield About(incident_line(incidents[identity], desk.pack), sides)


def decided(judged: Judgement, stands: bool, incidents: Mapping[str, Incident], pack: Pack) -> Decided:
    """A judgement as the list of the latest shows it; ``incidents`` are those that are there today."""
    what = " ".join(filter(None, (judged.verdict, judged.field, judged.value and f"= {judged.value}")))
    lines = {i: incident_line(incidents[i], pack) for i in judged.subjects if i in incidents}
    subjects = tuple((i, f"{lines[i].what}, {lines[i].where}" if i in lines else i) for i in judged.subjects)
    return Decided(judged.id, what, subjects, judged.by, stands)


def kind_box(counts: Mapping[str, int], chosen: Sequence[str]) -> tuple[FacetBox, ...]:
    """The kinds of questions with how many are open."""
    values = tuple(FacetValue(k, words, counts.get(k, 0), k in chosen) for k, words in KINDS.items())
    shown = tuple(v for v in values if v.number or v.chosen)
    return (FacetBox("question", "Question", shown),) if shown else ()
