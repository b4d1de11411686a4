"""Attributions without a verb of saying: "according to …", "reportedly", "the claim that …".

Relies on the tables ``through``, ``adverbs``, ``noun_cues``, ``owned`` and ``told`` of ``words/voices.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marsad.annotate.rules.chunks import NP, VG, np_list
from marsad.annotate.rules.drafts import Roles
from marsad.annotate.rules.lexicon import Lexicon
from marsad.annotate.rules.said import Contents
from marsad.annotate.rules.tokens import Token
from marsad.annotate.rules.voicekinds import VoiceKinds
from marsad.values import Modality, Span, VoiceAct, VoiceMark

_IS = frozenset(("is", "are", "was", "were"))
_LACKING = frozenset(("no", "little", "scant", "any", "insufficient", "scarce"))
_BEHIND_CUE = ("of", "about", "that", "over", "regarding")


class CueWords:
    """Find the attributions that hang on no verb."""

    def __init__(self, words: Mapping[str, Any], lexicon: Lexicon, kinds: VoiceKinds) -> None:
        self._lexicon = lexicon
        self._kinds = kinds
        self._adverbs: Mapping[str, Modality] = words.get("adverbs", {})
        self._noun_cues: Mapping[str, Modality] = words.get("noun_cues", {})
        self._denials = frozenset(words.get("denials", {}).get("lemmas", ()))
        self._untrue = frozenset(words.get("denials", {}).get("untrue", ()))
        self._proofs = frozenset(words.get("denials", {}).get("proofs", ()))
        self._through = frozenset(tuple(phrase.split()) for phrase in words.get("through", {}).get("phrases", ()))
        self._told = frozenset(words.get("told", {}).get("words", ()))
        owned: Mapping[Modality, Sequence[str]] = words.get("owned", {})
        self._owned = {noun: modality for modality, nouns in owned.items() for noun in nouns}

    def leads(self, stage: Contents, cue: Span) -> bool:
        """Whether a cue is one of the words before a source: "according to"."""
        return any(stage.low(stage.index(cue.start)) == phrase[0] for phrase in self._through)

    def according(
        self, roles: Roles, stage: Contents, sentence: Span, marks_before: Sequence[VoiceMark]
    ) -> list[VoiceMark]:
        """Read "according to …", "quoted by …", "citing …": a whole sentence is said but for these words."""
        marks = []
        tokens = roles.parse.tokens
        for a in tokens:
            phrase = next((p for p in self._through if p == tuple(t.low for t in tokens[a.i : a.i + len(p)])), None)
            if phrase is None or any(m.cue.start <= a.start < m.cue.end for m in marks_before):
                continue
            last = a.i + len(phrase) - 1
            np = roles.parse.np_starting(last + 1)
            if np is None and stage.low(last + 1).isalpha():
                np = NP(last + 1, last + 1, last + 1)  # "according to witnesses": the tagger takes it for a verb
            if np is None or stage.is_timed(np.first):
                continue
            low, high = stage.bounds(a.i)
            end = stage.extent(np, high)
            if stage.tag(end) != "." and end < high:  # at the sentence's end it is about all of it
                low = max(low, self._opens(stage, marks_before, Span(a.start, a.end)))
            parts = stage.spans(stage.around(low, a.i, end, high))
            if len(phrase) == 1:  # "the agency reported, citing residents, that …": the same words
                parts = next((m.words for m in marks_before if m.act == "tells" and m.source), parts)
            if not parts:
                continue
            roles.states_that_speak(np)
            source = stage.spans([(np.first, end)])[0]
            cue = Span(a.start, roles.parse.tokens[last].end)
            marks.append(VoiceMark(source, cue, sentence, self._kinds.kind(roles, np), "reported", said=parts))
        return marks

    @staticmethod
    def _opens(stage: Contents, marks: Sequence[VoiceMark], cue: Span) -> int:
        """Where the innermost words of somebody around a cue begin."""
        return max((stage.index(p.start) for m in marks for p in m.words if p.start <= cue.start < p.end), default=0)

    def others(
        self, roles: Roles, stage: Contents, sentence: Span, marks_before: Sequence[VoiceMark]
    ) -> list[VoiceMark]:
        """Adverbs, and nouns of saying with what they tell."""
        marks = []
        tokens = roles.parse.tokens
        for token in tokens:
            cue = Span(token.start, token.end)
            if token.low in self._adverbs and token.tag in ("RB", "JJ", "NN", "VB"):
                if token.low == "likely" and token.tag == "JJ" and tokens[token.i - 1].tag in ("DT", "RBS"):
                    continue
                start = self._segment_start(roles, token.i, sentence)
                content = Span(start, sentence.end)
                act: VoiceAct = "tells" if token.low in self._told else "hedges"
                said = stage.spans(stage.clause_around(token.i, self._opens(stage, marks_before, cue))) or None
                modality = self._adverbs[token.low]
                marks.append(VoiceMark(None, cue, content, "unspecified", modality, said=said, act=act))
            elif token.low in self._untrue and stage.low(token.i + 1) == "that":
                said = stage.spans([(token.i + 2, stage.reach(token.i + 2))])
                content = Span(said[0].start, said[-1].end) if said else cue
                marks.append(VoiceMark(None, cue, content, "unspecified", "reported", True, said))
            elif (denied := self._denied(roles, stage, token, cue, marks_before)) is not None:
                marks.append(denied)
            elif token.low in self._owned and token.is_noun and stage.owner(token.i) and self._goes_on(stage, token):
                marks.append(self._owned_cue(roles, stage, token, cue))
            elif token.low in self._noun_cues and token.is_noun and _followed(tokens, token, _BEHIND_CUE):
                marks.append(self._noun_cue(roles, stage, token, cue, sentence))
        return marks

    def _noun_cue(self, roles: Roles, stage: Contents, token: Token, cue: Span, sentence: Span) -> VoiceMark:
        """Read "Concerns about …"."""
        np = roles.parse.np_at(token.i)
        content = Span(roles.parse.tokens[token.i + 1].start, sentence.end)
        modality = self._noun_cues[token.low]
        end, untrue = self._called_untrue(stage, token.i + 2)
        said = stage.spans([(token.i + 2, end)])
        if untrue and said:
            content = Span(said[0].start, said[-1].end)
            return VoiceMark(None, cue, content, "unspecified", modality, True, said)
        owner = stage.owner(token.i)
        act: VoiceAct = "tells" if token.low in self._told else "hedges"
        if act == "hedges" and owner is None and np is not None:
            owner = Span(*roles.span(np))
        return VoiceMark(owner, cue, content, "unspecified", modality, False, said, act)

    def _called_untrue(self, stage: Contents, start: int) -> tuple[int, bool]:
        """Where what a noun of saying tells ends, and whether it is then called untrue: "the claim that … is false"."""
        end = stage.reach(start)
        for k in range(start + 1, end):
            if stage.low(k) in _IS and (stage.low(k + 1) in self._untrue or stage.low(k + 1) == "without"):
                return k, True
        return end, False

    def _denied(
        self, roles: Roles, stage: Contents, token: Token, cue: Span, marks_before: Sequence[VoiceMark]
    ) -> VoiceMark | None:
        """Read "rejects X's claim that …", "found no evidence that …": a denial by whoever rejects or finds."""
        proof = token.low in self._proofs
        if not (proof or token.low in self._noun_cues or token.low in self._owned) or not token.is_noun:
            return None
        np = roles.parse.np_at(token.i)
        if np is None or not _followed(roles.parse.tokens, token, ("that",) if proof else _BEHIND_CUE):
            return None
        vg = next((v for v in roles.parse.vgs if np in v.objects or (v.first < np.first and _as(v, np))), None)
        if vg is None or any(m.denies and m.content.start > token.end for m in marks_before):
            return None
        rejects = self._lexicon.lemma(roles.parse.tokens[vg.head].low) in self._denials
        lacks = proof and (vg.negated or roles.parse.tokens[np.first].low in _LACKING)
        if not lacks and (proof or not rejects or vg.negated or vg.subject is None):
            return None
        said = stage.spans([(token.i + 2, stage.reach(token.i + 2))])
        content = Span(said[0].start, said[-1].end) if said else cue
        if vg.subject is None:
            return VoiceMark(None, cue, content, "unspecified", "reported", True, said)
        source, kind = self._source_span(roles, vg.subject), self._kinds.kind(roles, vg.subject)
        return VoiceMark(source, cue, content, kind, "reported" if proof else self._modality(token.low), True, said)

    def _modality(self, noun: str) -> Modality:
        return self._noun_cues.get(noun) or self._owned.get(noun, "alleged")

    @staticmethod
    def _goes_on(stage: Contents, token: Token) -> bool:
        """Whether what is said stands behind a noun of saying: "his claim that …", "its call to …"."""
        return stage.low(token.i + 1) == "that" or stage.is_infinitive(token.i + 1)

    def _owned_cue(self, roles: Roles, stage: Contents, token: Token, cue: Span) -> VoiceMark:
        """Read "the minister's warning that …"."""
        start = token.i + 1 + (stage.low(token.i + 1) == "that")
        said = stage.spans([(start, stage.reach(start))])
        np = roles.parse.np_at(token.i)
        kind = self._kinds.kind(roles, np) if np is not None else "unspecified"
        content = said[0] if said else cue
        return VoiceMark(stage.owner(token.i), cue, content, kind, self._owned[token.low], False, said, "judges")

    @staticmethod
    def _segment_start(roles: Roles, i: int, sentence: Span) -> int:
        """The start of the clause around a token: the subject of the next verb, if it stands before the token."""
        vg = next((v for v in roles.parse.vgs if v.last >= i), None)
        if vg is not None and vg.subject is not None and vg.subject.first <= i:
            return roles.span(vg.subject)[0]
        return roles.parse.tokens[i].start if i else sentence.start

    def _source_span(self, roles: Roles, np: NP) -> Span:
        start, end = roles.span(np)
        if np.of is not None:
            end = roles.span(np.of)[1]
        while np.conjoined is not None and len(np_list(np)) <= 3:
            np = np.conjoined
            end = roles.span(np)[1]
        return Span(start, end)


def _as(vg: VG, np: NP) -> bool:
    """Whether a verb takes a phrase behind "as …": "dismissed as baseless the charge", "… as baseless X's charge"."""
    return any(prep == "as" and inner is np for prep, inner in vg.pps)


def _followed(tokens: Sequence[Token], token: Token, words: Sequence[str]) -> bool:
    return any(t.low in words for t in tokens[token.i + 1 : token.i + 2])
