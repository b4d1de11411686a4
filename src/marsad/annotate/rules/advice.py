"""The seam for a model: what it may tell the rules about one sentence, and when it is asked.

A model reads the words that the rules have cut; it adds and withdraws mentions before the sentence is parsed, tells
which propositions it reads when the rules are in doubt about theirs, and scores places when frames look for theirs.
Rules without an adviser are complete by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from marsad.annotate.rules.tokens import Token
from marsad.values import Auxiliary, Mention, Modality


class PlaceScores(Protocol):
    """How likely each of some places is where the event of a word happened."""

    def __call__(self, trigger: int, places: Sequence[Mention]) -> list[float]:
        """Probabilities, in the order of ``places``; ``trigger`` is a token's index."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """A proposition that a model reads: words by their token index, codes as in ``values.Frame``.

    ``probability`` is that the trigger tells of this kind; ``parts`` are runs of words with their role ("who", "whom",
    "at", "from", "to", "via"): role, first and last token, probability.
    """

    trigger: int
    shape: str
    type: str | None
    mode: str | None
    probability: float
    parts: tuple[tuple[str, int, int, float], ...] = ()
    auxiliary: frozenset[Auxiliary] = frozenset()
    modality: Modality = "asserted"


class TellsEvents(Protocol):
    """A model asked for the propositions of the sentence."""

    def __call__(self, in_doubt: bool) -> Sequence[Told] | None:
        """All propositions; None where the model was not asked, since the rules are not ``in_doubt``."""
        ...


@dataclass(frozen=True, slots=True)
class Advice:
    """What a model read in a sentence: the mentions as they now stand; its propositions and its scores for places."""

    mentions: tuple[Mention, ...]
    place_scores: PlaceScores | None = None
    told: TellsEvents | None = None


class Adviser(Protocol):
    """A model that reads beside the rules."""

    def __call__(self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention]) -> Advice | None:
        """Advice on one sentence of ``text``; None where the model was not asked."""
        ...
