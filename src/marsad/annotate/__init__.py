"""Sentences to annotations: the face of every reading backend, and the contract that each is held to.

A backend only *quotes*: each mention's text is exactly ``document.text[start:end]`` and every span lies within its
sentence.  :func:`annotate` checks that for every backend alike, so that no later stage has to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from marsad.errors import ContractError
from marsad.pack import Pack
from marsad.values import Annotation, Auxiliary, Document, Modality, Span

__all__ = [
    "REASONS",
    "Backend",
    "Filler",
    "FindsFillers",
    "Judge",
    "Locator",
    "Outlook",
    "annotate",
    "breaches",
    "locate",
]

REASONS: Mapping[str, str] = {
    "background": "a description or an explanation: it names somebody or some place, and nothing that they do is coded",
    "fragment": "no sentence: a headline, a byline, a list item, a few words without a verb",
    "no_known_actor": "something happens, or might, and neither an organisation nor a place nor a count is known in it",
    "opinion": "it says what should or must be, in the writer's own voice",
    "question": "it asks",
    "quoted_opinion": "somebody is quoted, and what is said is an assessment, not a proposition that is coded",
    "too_long": "a run of words too long to be a sentence: a list, a table, or noise",
    "too_vague": "something is done, and neither who does it nor where nor to how many is said",
}
"""Why a sentence gave no statement: reason code -> what it means (``docs/coding.md`` says it with examples)."""


class Backend(Protocol):
    """What reads sentences.  ``name`` carries a version ("rules/1") and enters the run key."""

    name: str

    def __init__(self, pack: Pack) -> None: ...

    def annotate(self, document: Document, sentences: Sequence[Span]) -> list[Annotation]:
        """One annotation per sentence, in order."""
        ...


@runtime_checkable
class Locator(Protocol):
    """A backend that can be asked for the place of any word's event, coded or not."""

    def locate(self, document: Document, sentences: Sequence[Span], trigger: Span) -> tuple[Span, ...]:
        """The places of the event that ``trigger`` tells, the likeliest first, each by its most exact name."""
        ...


Outlook = tuple[Modality, frozenset[Auxiliary]]
"""How an event is put, and its auxiliary modes."""


@runtime_checkable
class Judge(Protocol):
    """A backend that can be asked whether the event of any word happened, coded or not."""

    def factuality(self, document: Document, sentences: Sequence[Span], trigger: Span) -> float | None:
        """How far it happened: below 0 it did not (UDS goes from about -2 to 1.6); None where the word is in none."""
        ...

    def outlook(self, document: Document, sentences: Sequence[Span], trigger: Span) -> Outlook | None:
        """How it is put, and which auxiliary modes hold."""
        ...


@dataclass(frozen=True, slots=True)
class Filler:
    """Words that fill a role of an attack: PerpInd, PerpOrg, Target, Victim or Weapon (MUC-4's), with a probability.

    A quote and no more: nothing of it is linked, stored or shown apart from its document, since it may name a person.
    """

    role: str
    span: Span
    probability: float


@runtime_checkable
class FindsFillers(Protocol):
    """A backend that can be asked who attacked, with what, what and whom, over a whole document."""

    def fillers(self, document: Document, sentences: Sequence[Span]) -> list[Filler]:
        """The fillers in order of the text."""
        ...


def annotate(backend: Backend, document: Document, sentences: Sequence[Span]) -> list[Annotation]:
    """Run a backend over a document's sentences and hold it to the contract.

    Raises
    ------
    ContractError
        When the backend lost a sentence, or quoted what does not stand in the text.
    """
    annotations = backend.annotate(document, sentences)
    if [a.sentence for a in annotations] != list(sentences):
        raise ContractError(f"{backend.name}: the annotations of {document.id} are not its sentences, one for one")
    for annotation in annotations:
        for breach in breaches(annotation, document.text):
            raise ContractError(f"{backend.name}: {document.id}: {breach}")
    return annotations


def locate(backend: Backend, document: Document, sentences: Sequence[Span], trigger: Span) -> tuple[Span, ...]:
    """Where the event of a word happened; a backend that cannot be asked answers by the frame whose trigger it is.

    Raises
    ------
    ContractError
        When the backend names a place that is not in the document.
    """
    if isinstance(backend, Locator):
        places = backend.locate(document, sentences, trigger)
    else:
        frames = [f for a in backend.annotate(document, sentences) for f in a.frames]
        told = [f for f in frames if f.trigger.start < trigger.end and trigger.start < f.trigger.end]
        places = tuple(Span(a.start, a.end) for f in told[:1] for a in f.arguments if a.role == "at")
    for start, end in places:
        if not 0 <= start < end <= len(document.text):
            raise ContractError(f"{backend.name}: {document.id}: place {start}-{end} is not in the text")
    return places


def breaches(annotation: Annotation, text: str) -> Iterator[str]:
    """Each way in which an annotation breaks the contract, in words."""
    low, high = annotation.sentence
    for mention in annotation.mentions:
        if not low <= mention.start < mention.end <= high:
            yield f"mention {mention.start}-{mention.end} is outside its sentence {low}-{high}"
        elif text[mention.start : mention.end] != mention.text:
            yield f"mention {mention.start}-{mention.end} says {mention.text!r}, which does not stand there"
    for start, end, what in _spans(annotation):
        if not low <= start < end <= high:
            yield f"{what} {start}-{end} is outside its sentence {low}-{high}"


def _spans(annotation: Annotation) -> Iterator[tuple[int, int, str]]:
    for frame in annotation.frames:
        yield *frame.trigger, "trigger"
        yield *frame.evidence, "evidence"
        for argument in frame.arguments:
            yield argument.start, argument.end, f"argument {argument.role}"
    for voice in annotation.voices:
        yield *voice.cue, "cue"
        yield *voice.content, "content"
        for part in voice.said or ():
            yield *part, "said"
        if voice.source is not None:
            yield *voice.source, "source"
