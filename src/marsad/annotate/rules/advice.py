"""The seam for a model: what it may tell the rules about one sentence, and when it is asked.

A model reads the words that the rules have cut; it adds and withdraws mentions before the sentence is parsed and scores
places when frames look for theirs.  Rules without an adviser are complete by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from marsad.annotate.rules.tokens import Token
from marsad.values import Mention


class PlaceScores(Protocol):
    """How likely each of some places is where the event of a word happened."""

    def __call__(self, trigger: int, places: Sequence[Mention]) -> list[float]:
        """Probabilities, in the order of ``places``; ``trigger`` is a token's index."""
        ...


@dataclass(frozen=True, slots=True)
class Advice:
    """What a model read in a sentence: the mentions as they now stand, and its scores for places."""

    mentions: tuple[Mention, ...]
    place_scores: PlaceScores | None = None


class Adviser(Protocol):
    """A model that reads beside the rules."""

    def __call__(self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention]) -> Advice | None:
        """Advice on one sentence of ``text``; None where the model was not asked."""
        ...
