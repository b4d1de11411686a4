"""Who is quoted: the source, the cue and what is said, for every attribution of a sentence.

Relies on the parse and on the pack's ``words/voices.toml``; chains of voices are put together in :mod:`marsad.coding`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from marsad.annotate.rules.chunks import NP, VG, np_list
from marsad.annotate.rules.drafts import Roles
from marsad.annotate.rules.lexicon import Lexicon
from marsad.annotate.rules.tokens import QUOTES, Token
from marsad.pack import Pack
from marsad.values import Mention, Modality, Span, VoiceKind, VoiceMark

_OF_STATE = (
    "state", "government", "ministry", "military", "police", "paramilitary", "intelligence", "court", "legislature",
)  # fmt: skip
_OFFICIAL = ("official_named", "official_anonymous")
_BEHIND_CUE = ("of", "about", "that", "over", "regarding")
_PRIORITY = ("expert", "witness", "medical", "ngo_un", "media", "armed_group", "unspecified", *_OFFICIAL[::-1])


class VoiceFinder:
    """Find attributions with the pack's cue tables (``words/voices.toml``)."""

    def __init__(self, pack: Pack, lexicon: Lexicon) -> None:
        words: Mapping[str, Any] = pack.words.get("voices", {})
        self._lexicon = lexicon
        self._needs_that: set[str] = set()
        self._verbs: dict[str, tuple[Modality, bool]] = {}
        for row in words.get("verb", []):
            for lemma in row["lemmas"]:
                self._verbs.setdefault(lemma, (row["modality"], row.get("denies", False)))
                if row.get("needs_that"):
                    self._needs_that.add(lemma)
        self._befalls = frozenset(words.get("befalls", {}).get("lemmas", ()))
        self._anonymity = tuple(words.get("anonymity", {}).get("phrases", ()))
        self._passive = frozenset(words.get("passive", {}).get("lemmas", ()))
        self._adverbs: Mapping[str, Modality] = words.get("adverbs", {})
        self._noun_cues: Mapping[str, Modality] = words.get("noun_cues", {})
        self._nouns: dict[str, VoiceKind] = {}
        for kind in _PRIORITY:
            for word in words.get("nouns", {}).get(kind, ()):
                self._nouns.setdefault(word, kind)  # type: ignore[arg-type]
        self._vague = frozenset(words.get("vague", {}).get("nouns", ()))
        self._relative = frozenset(words.get("relative", {}).get("lemmas", ()))
        self._denials = frozenset(words.get("denials", {}).get("lemmas", ()))
        self._titles = frozenset(words.get("titles", {}).get("named", ()))
        self._actor_kinds = {a.id: a.kind for a in pack.actors.values()}
        acronyms = pack.words.get("ambiguous", {}).get("acronym", {})
        self._usual = {name: rule.get("default") for name, rule in acronyms.items()}
        self._names = pack.names

    def __call__(self, roles: Roles, sentence: Span) -> list[VoiceMark]:
        """All attributions, outermost first."""
        marks: list[VoiceMark] = []
        for vg in roles.parse.vgs:
            if vg.subject is not None and self._acts(roles, vg):
                roles.states_that_speak(vg.subject)  # "Islamabad wants …", not "Kabul fell"
            mark = self._verb(roles, vg, sentence)
            if mark is not None:
                marks.append(mark)
        marks += self._according(roles, sentence)
        marks += self._cue_words(roles, sentence)
        marks = [self._reach(roles, m, marks) for m in marks]
        words = " ".join(t.low for t in roles.parse.tokens)
        if any(phrase in words for phrase in self._anonymity):
            marks = [replace(m, kind="official_anonymous") if m.kind == "official_named" else m for m in marks]
        return sorted(marks, key=lambda m: (m.content.start, -m.content.end, m.cue.start))

    def _acts(self, roles: Roles, vg: VG) -> bool:
        """Whether the subject does something, and is not what something befalls."""
        lemma = self._lexicon.lemma(roles.parse.tokens[vg.head].low)
        return not vg.passive and lemma is not None and lemma not in self._befalls

    @staticmethod
    def _reach(roles: Roles, mark: VoiceMark, marks: list[VoiceMark]) -> VoiceMark:
        """A speaker's words end where another speaker takes over: "…, but the group said …"."""
        for other in marks:
            start = other.source.start if other.source is not None else other.cue.start
            if other is mark or not mark.content.start < start < mark.content.end or start <= mark.cue.end:
                continue
            before = [t for t in roles.parse.tokens if t.end <= start][-2:]
            turns = any(t.low in roles.parse.classes.turns for t in before)
            if turns and other.content.end == mark.content.end and other.source is not None:
                return replace(mark, content=Span(mark.content.start, before[-1].start))
        return mark

    def says(self, form: str) -> bool:
        """Whether a word form is of a verb of saying."""
        return self._lexicon.verb_lemma.get(form) in self._verbs

    # ------------------------------------------------------------------------------------------- verbs that say

    def _verb(self, roles: Roles, vg: VG, sentence: Span) -> VoiceMark | None:
        tokens = roles.parse.tokens
        lemma = self._lexicon.lemma(tokens[vg.head].low)
        if lemma not in self._verbs:
            return None
        modality, denies = self._verbs[lemma]
        cue = Span(tokens[vg.first].start, tokens[vg.last].end)
        denies = denies != vg.negated
        if vg.passive:
            start = roles.span(vg.subject)[0] if vg.subject is not None else sentence.start
            said = Span(start, sentence.end)
            return VoiceMark(None, cue, said, "unspecified", modality, denies) if lemma in self._passive else None
        if vg.relation == "rel" and lemma not in self._relative:
            return None
        speaker = self._speaker(roles, vg)
        speaks = speaker is not None and self._speaks(roles, speaker)
        if not self._that(roles, vg) and (lemma in self._needs_that or not speaks):
            return None
        content = self._content(roles, vg, speaker, sentence)
        if content is None:
            return None
        if speaker is None:
            return VoiceMark(None, cue, content, "unspecified", modality, denies)
        roles.states_that_speak(speaker)
        return VoiceMark(self._source_span(roles, speaker), cue, content, self.kind(roles, speaker), modality, denies)

    def _speaker(self, roles: Roles, vg: VG) -> NP | None:
        """The subject; the phrase behind the verb where there is no subject or one that cannot speak."""
        behind = self._subject_after(roles, vg)
        if vg.subject is None or (behind is not None and not self._speaks(roles, vg.subject)):
            return behind or vg.subject
        return vg.subject

    def _source_span(self, roles: Roles, np: NP) -> Span:
        start, end = roles.span(np)
        if np.of is not None:
            end = roles.span(np.of)[1]
        while np.conjoined is not None and len(np_list(np)) <= 3:
            np = np.conjoined
            end = roles.span(np)[1]
        return Span(start, end)

    def _that(self, roles: Roles, vg: VG) -> bool:
        after = roles.parse.tokens[vg.last + 1 : vg.last + 2]
        return bool(after) and (after[0].low == "that" or after[0].text in QUOTES)

    def _subject_after(self, roles: Roles, vg: VG) -> NP | None:
        """The speaker of "…, said the police": behind the verb, where a comma or quote stands before the verb."""
        tokens = roles.parse.tokens
        before = tokens[vg.first - 1] if vg.first else None
        if before is None or not (before.low == "," or before.text in QUOTES):
            return None
        return roles.parse.np_starting(vg.last + 1)

    def _speaks(self, roles: Roles, np: NP) -> bool:
        head = roles.parse.tokens[np.head]
        return (
            head.tag in ("PRP", "NNP", "NNPS")
            or head.low in self._nouns
            or bool(roles.inside(np, "actor"))
            or any(roles.is_state(m.text) for m in roles.inside(np, "place"))
            or any(roles.parse.tokens[k].low in self._nouns for k in range(np.first, np.last + 1))
        )

    def _content(self, roles: Roles, vg: VG, speaker: NP | None, sentence: Span) -> Span | None:
        """What is said: after the verb, or before it when the verb closes the sentence."""
        tokens = roles.parse.tokens
        after = vg.last + 1
        if speaker is not None and speaker.first == after:
            after = speaker.last + 1
        later = [
            v
            for v in roles.parse.vgs
            if v.first > vg.last and v.finite and not (v.relation == "rel" and v.subject is speaker)
        ]
        start_of_speaker = tokens[min(speaker.first, vg.first) if speaker is not None else vg.first]
        before = tokens[start_of_speaker.i - 1] if start_of_speaker.i else None
        closes = before is not None and (before.low == "," or before.text in QUOTES) and start_of_speaker.i > 4
        earlier = any(v.last < start_of_speaker.i for v in roles.parse.vgs)
        if closes and earlier and not self._that(roles, vg) and not (later and self._opens_clause(roles, vg)):
            return Span(sentence.start, before.start if before is not None else sentence.end)
        if after < len(tokens):
            return Span(tokens[after].start, sentence.end)
        return None

    def _opens_clause(self, roles: Roles, vg: VG) -> bool:
        """Whether a clause follows directly ("police said five men were …")."""
        after = roles.parse.tokens[vg.last + 1 : vg.last + 2]
        return bool(after) and after[0].tag not in (",", ".", ":", "IN") and after[0].text not in QUOTES

    # ---------------------------------------------------------------------------------------- other cues

    def _according(self, roles: Roles, sentence: Span) -> list[VoiceMark]:
        tokens = roles.parse.tokens
        marks = []
        for a, b in pairwise(tokens):
            if (a.low, b.low) not in (("according", "to"), ("quoted", "by")) and a.low not in ("citing", "quoting"):
                continue
            first = (b.i, b.i + 1) if a.low in ("according", "quoted") else (b.i,)
            np = next((n for n in roles.parse.nps if n.first in first), None)
            if np is not None and self._speaks(roles, np):
                roles.states_that_speak(np)
                span = self._source_span(roles, np)
                marks.append(VoiceMark(span, Span(a.start, b.end), sentence, self.kind(roles, np), "reported"))
        return marks

    def _cue_words(self, roles: Roles, sentence: Span) -> list[VoiceMark]:
        marks = []
        tokens = roles.parse.tokens
        for token in tokens:
            cue = Span(token.start, token.end)
            if token.low in self._adverbs and token.tag in ("RB", "JJ", "NN", "VB"):
                if token.low == "likely" and token.tag == "JJ" and tokens[token.i - 1].tag in ("DT", "RBS"):
                    continue
                start = self._segment_start(roles, token.i, sentence)
                marks.append(VoiceMark(None, cue, Span(start, sentence.end), "unspecified", self._adverbs[token.low]))
            elif token.low in self._noun_cues and token.is_noun and _followed(tokens, token, _BEHIND_CUE):
                marks.append(self._noun_cue(roles, token, cue, sentence))
        return marks

    def _noun_cue(self, roles: Roles, token: Token, cue: Span, sentence: Span) -> VoiceMark:
        """Read "Concerns about …"; take "rejects the allegation that …" for a denial by whoever rejects."""
        np = roles.parse.np_at(token.i)
        content = Span(roles.parse.tokens[token.i + 1].start, sentence.end)
        modality = self._noun_cues[token.low]
        for vg in roles.parse.vgs:
            lemma = self._lexicon.lemma(roles.parse.tokens[vg.head].low)
            if np in vg.objects and lemma in self._denials and vg.subject is not None and not vg.negated:
                return VoiceMark(
                    self._source_span(roles, vg.subject), cue, content, self.kind(roles, vg.subject), modality, True
                )
        source = Span(*roles.span(np)) if np is not None else None
        return VoiceMark(source, cue, content, "unspecified", modality)

    @staticmethod
    def _segment_start(roles: Roles, i: int, sentence: Span) -> int:
        """The start of the clause around a token: the subject of the next verb, if it stands before the token."""
        vg = next((v for v in roles.parse.vgs if v.last >= i), None)
        if vg is not None and vg.subject is not None and vg.subject.first <= i:
            return roles.span(vg.subject)[0]
        return roles.parse.tokens[i].start if i else sentence.start

    # -------------------------------------------------------------------------------------------------- kinds

    def kind(self, roles: Roles, np: NP) -> VoiceKind:
        """What kind of voice a noun phrase is: by title and name, by its head, by who is named, by any word of it."""
        tokens = roles.parse.tokens
        own = [*tokens[np.first : np.last + 1], *(tokens[np.of.first : np.of.last + 1] if np.of is not None else ())]
        head = tokens[np.head].low
        of_head = self._nouns.get(head)
        if self._is_named(roles, own):
            return "official_named"
        if of_head is not None and of_head not in (*_OFFICIAL, "unspecified"):
            return of_head
        if of_head is None and any(roles.is_state(m.text) for m in roles.inside(np, "place")):
            return "official_named"  # "Kabul said"
        unnamed = of_head in ("official_anonymous", "unspecified")
        members = roles.inside(np, "actor") + (roles.inside(np.of, "actor") if np.of is not None else [])
        for mention in sorted(members, key=lambda m: m.text[:1].islower()):
            kind = self._of_actor(mention)
            if kind is not None:
                # "the interior ministry", but "an interior ministry official"
                return "official_anonymous" if kind == "official_named" and unnamed else kind
        if of_head is not None and head not in self._vague:
            return of_head
        kinds = [self._nouns[t.low] for t in own if t.low in self._nouns]
        if "unspecified" in kinds and any(kind in _OFFICIAL for kind in kinds):
            return "official_anonymous"  # "security sources"
        return min(kinds, key=_PRIORITY.index, default="unspecified")

    def _is_named(self, roles: Roles, words: Sequence[Token]) -> bool:
        """Whether a title stands with a name that is no organisation's or place's."""
        return any(t.text in self._titles for t in words) and any(
            t.tag == "NNP" and t.text not in self._titles and not self._in_mention(roles, t.start) for t in words
        )

    @staticmethod
    def _in_mention(roles: Roles, start: int) -> bool:
        return any(m.kind in ("actor", "place", "time") and m.start <= start < m.end for m in roles.mentions)

    def _of_actor(self, mention: Mention) -> VoiceKind | None:
        for hit in self._names.find(mention.text):
            usual = self._usual.get(mention.text[hit.start : hit.end])
            for actor in sorted(hit.actors, key=lambda a: a != usual):
                kind = self._actor_kinds.get(actor)
                if kind in ("armed_group", "faction", "militia"):
                    return "armed_group"
                if kind in ("ngo", "igo"):
                    return "ngo_un"
                if kind in _OF_STATE:
                    return "official_named"
            if hit.outlets:
                return "media"
        return None


def _followed(tokens: Sequence[Token], token: Token, words: Sequence[str]) -> bool:
    return any(t.low in words for t in tokens[token.i + 1 : token.i + 2])
