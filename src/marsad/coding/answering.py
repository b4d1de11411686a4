"""Denials of what was said before: "Kabul denies it", "an allegation that Kabul rejected", "dismissed the charge".

Such a sentence names nothing that is denied; it is in the sentence before, or earlier in the same one.  What it denies
becomes a statement of its own, denied by who denies it, whose evidence is the denial and the words that it answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from marsad.coding.context import Context
from marsad.coding.voice import chain, voice_of
from marsad.values import Annotation, Frame, Span, Statement, VoiceMark

REACH = 2
"""Sentences back in which what is denied may stand."""
SCORE = 0.5
"""A denial that points back is at most as sure as this: which of the words before it means is read from their order."""
_REFUSAL = "REJECT"


@dataclass(frozen=True, slots=True)
class Pointing:
    """Words that point back: pronouns alone, or nouns of saying behind a determiner (``words/voices.toml``)."""

    pronouns: frozenset[str]
    determiners: frozenset[str]
    nouns: frozenset[str]
    onward: frozenset[str]
    """Words that tell what is meant, so that nothing before is: "the claim that …"."""

    @classmethod
    def of(cls, words: Mapping[str, Any]) -> Pointing:
        """From the table ``pointing``."""
        return cls(*(frozenset(words.get(name, ())) for name in ("pronouns", "determiners", "nouns", "onward")))

    def back(self, text: str) -> bool:
        """Whether what is denied is only pointed at: "it", "the charge", "such reports as baseless"."""
        words = text.lower().replace(",", " ").split()
        if not words or words[0] in self.pronouns:
            return bool(words) and (len(words) == 1 or words[1] not in self.nouns)
        at = next((n for n, word in enumerate(words[:2]) if word in self.nouns), None)
        if at is None or (at > 0 and words[0] not in self.determiners):
            return False  # "the embezzlement charge" is one of its own
        return words[at + 1 : at + 2] == [] or words[at + 1] not in self.onward


def answers(
    context: Context, annotation: Annotation, told: Sequence[Sequence[Statement]], pointing: Pointing
) -> list[Statement]:
    """What the denials of a sentence deny, of what was told in it before them and in the sentences before.

    ``told`` are the statements of all sentences so far, this one's the last.
    """
    text, made = context.document.text, []
    for mark in annotation.voices:
        if not mark.denies or mark.source is None or not pointing.back(text[mark.content.start : mark.content.end]):
            continue
        voice = voice_of(context, annotation, mark)
        meant = _meant(told, mark, voice.link)
        trigger = Frame(shape="position", type=_REFUSAL, mode=None, trigger=mark.cue, evidence=mark.cue)
        outer, modality, _ = chain(context, annotation, trigger)
        outer = tuple(v for v in outer if (v.start, v.end) != (voice.start, voice.end))
        evidence = Span(min(mark.source.start, mark.cue.start), max(mark.cue.end, mark.content.end))
        for one in meant:
            made.append(
                replace(
                    one, id=_identity(one.id, mark.cue), evidence=(evidence, *one.evidence), voice=(voice, *outer),
                    modality="reported" if modality == "asserted" else modality, polarity="denied",
                    score=min(one.score, SCORE), trigger=mark.cue,
                    quote=" … ".join(text[e.start : e.end] for e in (evidence, *one.evidence)),
                )
            )  # fmt: skip
    return made


def _meant(told: Sequence[Sequence[Statement]], mark: VoiceMark, speaker: str | None) -> list[Statement]:
    """The statements of the nearest sentence that can be denied; those that concern the speaker, if any do."""
    for back, statements in enumerate(reversed(told[-REACH - 1 :])):
        found = [s for s in statements if _deniable(s, speaker) and (back or _before(s, mark.cue))]
        if found:
            own = [s for s in found if any(p.link == speaker for p in (*s.actors, *s.recipients))]
            chosen = own or found
            voices = chosen[-1].voice[:1]
            return [s for s in chosen if s.voice[:1] == voices]
    return []


def _deniable(statement: Statement, speaker: str | None) -> bool:
    """Whether it is affirmed by another, and no word about words."""
    spoken = {v.link for v in statement.voice if v.start is not None}
    return (
        statement.polarity == "affirmed"
        and statement.shape != "position"
        and statement.type != _REFUSAL
        and len(statement.evidence) == 1
        and (speaker is None or speaker not in spoken)
    )


def _before(statement: Statement, cue: Span) -> bool:
    return statement.trigger is not None and statement.trigger.end <= cue.start


def _identity(statement: str, cue: Span) -> str:
    return "s" + blake2b(f"{statement}|{cue.start}|{cue.end}|denied".encode(), digest_size=6).hexdigest()
