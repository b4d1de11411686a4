"""Who is quoted: the source, the cue and what is said, for every attribution of a sentence.

Relies on the parse and on the pack's ``words/voices.toml``; chains of voices are put together in :mod:`marsad.coding`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from marsad.annotate.rules.chunks import VG
from marsad.annotate.rules.cues import Cue, Cues
from marsad.annotate.rules.cuewords import CueWords
from marsad.annotate.rules.drafts import Roles
from marsad.annotate.rules.forms import verb_forms
from marsad.annotate.rules.lexicon import Lexicon
from marsad.annotate.rules.said import Contents, Said
from marsad.annotate.rules.speakers import Speaker, agent, handing_on, speaker_of
from marsad.annotate.rules.voicekinds import VoiceKinds
from marsad.pack import Pack
from marsad.values import Span, VoiceMark

_FIRM = ("that", "quote", "colon", "clause", "next", "before")


class VoiceFinder:
    """Find attributions with the pack's cue tables (``words/voices.toml``)."""

    def __init__(self, pack: Pack, lexicon: Lexicon) -> None:
        words: Mapping[str, Any] = pack.words.get("voices", {})
        self._lexicon = lexicon
        self._words = words
        self._cues = Cues(words, pack.words.get("grammar", {}).get("verbs", {}))
        self._verbs = frozenset(lemma for row in words.get("verb", []) for lemma in row["lemmas"])
        self._gives = frozenset(
            form for lemma in words.get("gives", {}).get("lemmas", ()) for form in verb_forms(lemma, {}, frozenset())
        )
        self._unspoken = frozenset(words.get("unspoken", {}).get("modals", ()))
        self._befalls = frozenset(words.get("befalls", {}).get("lemmas", ()))
        self._anonymity = tuple(words.get("anonymity", {}).get("phrases", ()))
        self._untrue = frozenset(words.get("denials", {}).get("untrue", ()))
        self._passive = frozenset(words.get("passive", {}).get("lemmas", ()))
        self._kinds = VoiceKinds(pack)
        self._cue_words = CueWords(words, lexicon, self._kinds)

    def __call__(self, roles: Roles, sentence: Span) -> list[VoiceMark]:
        """All attributions, outermost first."""
        marks: list[VoiceMark] = []
        stage = Contents(roles.parse, roles.mentions, self._words)
        known: dict[int, Speaker] = {}
        for vg in roles.parse.vgs:
            if vg.subject is not None and self._acts(roles, vg):
                roles.states_that_speak(vg.subject)  # "Islamabad wants …", not "Kabul fell"
            mark = self._verb(roles, stage, vg, known)
            if mark is not None:
                marks += [mark, *self._handed_on(roles, stage, vg, mark)]
        marks += self._cue_words.according(roles, stage, sentence, marks)
        marks += self._cue_words.others(roles, stage, sentence, marks)
        marks = [self._apart(stage, self._reach(roles, stage, m, marks), marks) for m in marks]
        words = " ".join(t.low for t in roles.parse.tokens)
        if any(phrase in words for phrase in self._anonymity):
            marks = [replace(m, kind="official_anonymous") if m.kind == "official_named" else m for m in marks]
        return sorted(marks, key=lambda m: (m.content.start, -m.content.end, m.cue.start))

    def _acts(self, roles: Roles, vg: VG) -> bool:
        """Whether the subject does something, and is not what something befalls."""
        lemma = self._lexicon.lemma(roles.parse.tokens[vg.head].low)
        return not vg.passive and lemma is not None and lemma not in self._befalls

    def _apart(self, stage: Contents, mark: VoiceMark, marks: Sequence[VoiceMark]) -> VoiceMark:
        """Words that name another's source at the edge of what is said are no part of it: "…, according to police"."""
        for other in marks:
            if other is mark or other.source is None or other.content == mark.content:
                continue
            low, high = stage.hull(other.cue, other.source)
            if other.cue.start < other.source.start and self._cue_words.leads(stage, other.cue):
                words = [Span(a, min(b, low)) if low > a and high >= b - 2 else Span(a, b) for a, b in mark.words]
                if words != list(mark.words):
                    mark = replace(mark, said=stage.trimmed(words))
        return mark

    @staticmethod
    def _reach(roles: Roles, stage: Contents, mark: VoiceMark, marks: list[VoiceMark]) -> VoiceMark:
        """A speaker's words end where another speaker takes over: "…, but the group said …"."""
        for other in marks:
            start = other.source.start if other.source is not None else other.cue.start
            if other is mark or not mark.content.start < start < mark.content.end or start <= mark.cue.end:
                continue
            before = [t for t in roles.parse.tokens if t.end <= start][-2:]
            turns = any(t.low in roles.parse.classes.turns for t in before)
            if turns and other.content.end == mark.content.end and other.source is not None:
                content = Span(mark.content.start, before[-1].start)
                words = [Span(a, min(b, content.end)) for a, b in mark.words if a < content.end]
                return replace(mark, content=content, said=stage.trimmed(words))
        return mark

    def says(self, form: str) -> bool:
        """Whether a word form is of a verb of saying."""
        return self._lexicon.verb_lemma.get(form) in self._verbs

    # ------------------------------------------------------------------------------------------- verbs that say

    def _verb(self, roles: Roles, stage: Contents, vg: VG, known: dict[int, Speaker]) -> VoiceMark | None:
        """The voice of a verb of saying, with the very words that are said."""
        found = self._cues.find(roles.parse.tokens, vg)
        if found is None:
            return None
        cue, last = found
        believed = cue.lemma in self._passive and not cue.infinitive and vg.head == vg.last and vg.form != "inf"
        # "her lawyer, a friend, stated that …" parses as a participle
        bare = vg.form == "part" and not (vg.head == vg.first and cue.anyone and stage.low(last + 1) == "that")
        if bare or (vg.passive and vg.form != "part") or (believed and stage.is_infinitive(last + 1)):
            return self._passively(roles, stage, vg, found)
        if vg.relation == "rel" and not cue.anyone:
            return None
        speaker = speaker_of(stage, vg, found, known, self._gives)
        said = stage.find(vg, cue, last, speaker.part if speaker is not None else None)
        if cue.denies and not vg.objects and (said is None or said.shape != "that"):
            said = stage.pointed_at(vg) or said
        if said is None or not self._is_voice(roles, vg, cue, said, speaker):
            return None
        if speaker is not None:
            known[id(vg)] = speaker
            roles.states_that_speak(speaker.np)
        return self._mark(roles, stage, (cue, stage.cue_span(vg, last)), said, speaker, vg.negated)

    def _handed_on(self, roles: Roles, stage: Contents, vg: VG, mark: VoiceMark) -> list[VoiceMark]:
        """The outer voice of "the agency quoted residents as saying …"."""
        outer = handing_on(stage, vg, self._gives)
        if outer is None or vg.governor is None:
            return []
        cue, kind = stage.cue_span(vg.governor, vg.governor.last), self._kinds.of(roles, outer)
        content = Span(*stage.hull(mark.source or mark.content, mark.content))
        return [VoiceMark(stage.spans([outer.part])[0], cue, content, kind, said=mark.words)]

    def _is_voice(self, roles: Roles, vg: VG, cue: Cue, said: Said, speaker: Speaker | None) -> bool:
        """Whether the shape of what is said fits the verb and who is its subject."""
        if cue.act == "judges" and (vg.modal in self._unspoken or (vg.form == "inf" and said.shape not in _FIRM[:-1])):
            return False
        if speaker is None:
            return said.shape == "that" and vg.form != "ger"
        speaks = self._kinds.speaks(roles, speaker.np)
        if said.shape in ("object", "infinitive", "about"):
            sure = cue.act == "judges" or _is_name(roles, speaker)  # blasts claim lives, and condemn nothing
            return self._does_so(roles, vg, said, speaker) and (speaks or (cue.anyone and sure))
        if said.shape == "clause" and vg.negated and cue.takes_object:
            return False
        if said.shape == "before" and vg.form not in ("fin", "ger"):
            return False
        if said.shape == "before" and cue.takes_object and speaker.np.first > vg.last:
            return self._kinds.is_speaker(roles, speaker.np)  # "…, claimed the attack": that is its object
        return speaks or cue.anyone or (said.shape == "that" and cue.needs_that)

    @staticmethod
    def _does_so(roles: Roles, vg: VG, said: Said, speaker: Speaker) -> bool:
        """Whether a cue with an object tells of words that were said: not "to announce …", nor "who asked not to …"."""
        bare = roles.parse.tokens[vg.head].tag == "VB" and vg.head == vg.first
        apart = any(t.tag != "RB" for t in roles.parse.tokens[speaker.part[1] : vg.first])
        asked = vg.relation == "rel" and said.shape == "infinitive"
        return not (vg.negated or vg.form == "inf" or (bare and apart) or asked)

    def _passively(self, roles: Roles, stage: Contents, vg: VG, found: tuple[Cue, int]) -> VoiceMark | None:
        """Read "is believed to have …", "it was announced that …", "was condemned by the council"."""
        cue, last = found
        speaker = agent(stage, vg)
        said = stage.passive(vg, cue, last, speaker.part if speaker is not None else None)
        if said is None or (speaker is None and cue.lemma not in self._passive and said.shape != "that"):
            return None
        if speaker is not None and not (self._kinds.speaks(roles, speaker.np) and vg.form == "fin"):
            return None
        return self._mark(roles, stage, (cue, stage.cue_span(vg, last)), said, speaker, vg.negated)

    def _mark(
        self, roles: Roles, stage: Contents, found: tuple[Cue, Span], said: Said, speaker: Speaker | None, negated: bool
    ) -> VoiceMark | None:
        cue, span = found
        parts = stage.spans(said.parts)
        if not parts and said.shape != "next":
            return None
        content = Span(parts[0].start, parts[-1].end) if parts else span
        if said.shape == "subject" and cue.act == "tells":
            content = Span(min(content.start, span.start), roles.parse.tokens[-1].end)
        source = stage.spans([speaker.part])[0] if speaker is not None else None
        kind = self._kinds.of(roles, speaker)
        act = cue.act
        if cue.needs_that and not cue.anyone and not (speaker and self._kinds.speaks(roles, speaker.np)):
            act = "hedges"  # "the sanctions show that …"
        elif act == "judges" and cue.modality != "demanded" and said.shape in _FIRM:
            act = "tells"  # "complained that …", "…, he vowed"
        words = None if parts == (content,) else parts
        nobody = speaker is not None and roles.parse.tokens[speaker.np.first].low in roles.parse.classes.none
        denies = cue.denies or nobody or (cue.names and self._is_untrue(roles, content)) or _of_nothing(roles, span)
        return VoiceMark(source, span, content, kind, cue.modality, denies != negated, words, act)

    def _is_untrue(self, roles: Roles, content: Span) -> bool:
        """Whether what something is called says that it is not so: "called the charge a fiction"."""
        words = (t.low for t in roles.parse.tokens if content.start <= t.start and t.end <= content.end)
        return any(word in self._untrue for word in words)


def _of_nothing(roles: Roles, cue: Span) -> bool:
    """Whether an infinitive hangs on what is not there: "nothing to suggest that", "no reason to believe that"."""
    vg = next((v for v in roles.parse.vgs if v.form == "inf" and roles.parse.tokens[v.head].end == cue.end), None)
    np = roles.parse.np_ending(vg.first - 1) if vg is not None else None
    return np is not None and roles.parse.tokens[np.first].low in ("nothing", "no", "little")


def _is_name(roles: Roles, speaker: Speaker) -> bool:
    """Whether a capital stands in a phrase behind its first word: a document or a body by its name."""
    return any(t.text[:1].isupper() for t in roles.parse.tokens[speaker.np.first + 1 : speaker.np.last + 1])
