"""The chain of voices of a statement, from the first speaker to the outlet; what it does to modality and polarity.

Relies on the backend's voice marks; persons are never named here, only offices and organisations.
"""

from __future__ import annotations

from collections.abc import Sequence

from marsad.coding.context import Context
from marsad.values import Annotation, Frame, Mention, Modality, Voice, VoiceMark

_STRENGTH: dict[Modality, int] = {
    "asserted": 0, "reported": 1, "alleged": 2, "predicted": 3, "possible": 4, "demanded": 5, "hypothetical": 6,
}  # fmt: skip
_PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i"])


def chain(context: Context, annotation: Annotation, frame: Frame) -> tuple[tuple[Voice, ...], Modality, bool]:
    """Voices (innermost first, the outlet last), the modality that results, and whether the speaker denies it."""
    marks = [
        v for v in annotation.voices if v.content.start <= frame.trigger.start and frame.trigger.end <= v.content.end
    ]
    marks = [v for v in marks if v.act != "judges" and not _is_its_own_cue(v, frame)]
    text = context.document.text
    marks.sort(key=lambda v: (_depth(text[v.cue.start : v.cue.end]), v.content.end - v.content.start, -v.cue.start))
    voices: list[Voice] = []
    for mark in marks:
        voice = voice_of(context, annotation, mark)
        if voice.start is None or all((v.start, v.end) != (voice.start, voice.end) for v in voices):
            voices.append(voice)
    held = context.held.get(annotation.sentence.start)
    if held is not None:
        mark, sentence = held
        voices.append(voice_of(context, sentence, mark))
        marks.append(mark)
    modality = frame.modality
    denies = False
    for mark in marks:
        denies ^= mark.denies
        if _STRENGTH[mark.modality] > _STRENGTH[modality]:
            modality = mark.modality
    named = [v for v in voices if v.start is not None]
    if named:
        context.speaker = tuple(named)
    agencies = _told_to(annotation if held is None else held[1], marks)
    return (*voices, *agencies, context.outlet), modality, denies


def _depth(cue: str) -> int:
    """How far out a voice is: "citing" and "quoting" bring in an inner one, "quoted by" an outer one."""
    word = cue.lower().split()[0]
    return {"citing": -1, "quoting": -1, "quoted": 1}.get(word, 0)


def _is_its_own_cue(mark: VoiceMark, frame: Frame) -> bool:
    """A position ("warned", "denied") is spoken by the outlet, not by itself."""
    return mark.cue.start <= frame.trigger.start and frame.trigger.end <= mark.cue.end


def voice_of(context: Context, annotation: Annotation, mark: VoiceMark) -> Voice:
    """Who speaks: an office or organisation; for a pronoun whoever spoke last."""
    if mark.source is None:
        return Voice(None, None, mark.kind, None, None, mark.cue)
    start, end = mark.source
    text = context.document.text[start:end]
    if text.lower() in _PRONOUNS and context.speaker:
        before = context.speaker[0]
        return Voice(before.name, before.link, before.kind, start, end, mark.cue)
    actor = _actor_in(annotation.mentions, start, end)
    return Voice(_office(context, actor, text), actor.link if actor else None, mark.kind, start, end, mark.cue)


def _actor_in(mentions: Sequence[Mention], start: int, end: int) -> Mention | None:
    inside = [m for m in mentions if m.kind == "actor" and m.start >= start and m.end <= end]
    linked = [m for m in inside if m.link and not m.link.startswith("generic:")]
    return next(iter(linked or inside), None)


def _office(context: Context, actor: Mention | None, text: str) -> str | None:
    """The name of a voice is an office or organisation, never a person's: lower-case words and registry names only."""
    plain_words = text.replace(",", " ").split()
    words = [
        w.lower()
        for n, w in enumerate(plain_words)
        if w.isalpha() and (w.islower() or (n == 0 and w.lower() in context.speakers))
    ]
    office = " ".join(w for w in words if w not in context.little)
    if actor is not None and actor.name:
        plain = actor.name
        extra = " ".join(w for w in office.split() if w not in plain.lower() and w not in actor.text.lower())
        return f"{plain} {extra}".strip() if not (actor.link or "").startswith("generic:") else office or plain
    return office or None


def _told_to(annotation: Annotation, marks: Sequence[VoiceMark]) -> list[Voice]:
    """Media in the sentence that stand right behind a cue ("told AFP") pass the words on."""
    found: list[Voice] = []
    for mark in marks:
        for m in annotation.mentions:
            if m.kind == "actor" and m.link and m.link.startswith("outlet:") and 0 <= m.start - mark.cue.end <= 6:
                voice = Voice(m.name, m.link, "media", m.start, m.end, mark.cue)
                if all(v.link != voice.link for v in found):
                    found.append(voice)
    return found
