"""Who is quoted: the source, the cue and what is said, for every attribution of a sentence.

Relies on the parse and on the pack's ``words/voices.toml``; chains of voices are put together in :mod:`marsad.coding`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from marsad.annotate.rules.chunks import NP, VG, np_list
from marsad.annotate.rules.cues import Cue, Cues
from marsad.annotate.rules.drafts import Roles
from marsad.annotate.rules.forms import verb_forms
from marsad.annotate.rules.lexicon import Lexicon
from marsad.annotate.rules.said import Said, Stage
from marsad.annotate.rules.speakers import Speaker, agent, handing_on, speaker_of
from marsad.annotate.rules.tokens import Token
from marsad.pack import Pack
from marsad.values import Mention, Modality, Span, VoiceAct, VoiceKind, VoiceMark

_OF_STATE = (
    "state", "government", "ministry", "military", "police", "paramilitary", "intelligence", "court", "legislature",
)  # fmt: skip
_OFFICIAL = ("official_named", "official_anonymous")
_FIRM = ("that", "quote", "colon", "clause", "next", "before")
_BEHIND_CUE = ("of", "about", "that", "over", "regarding")
_PRIORITY = ("expert", "witness", "medical", "ngo_un", "media", "armed_group", "unspecified", *_OFFICIAL[::-1])


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
        self._through = frozenset(tuple(phrase.split()) for phrase in words.get("through", {}).get("phrases", ()))
        self._told = frozenset(words.get("told", {}).get("words", ()))
        owned: Mapping[Modality, Sequence[str]] = words.get("owned", {})
        self._owned = {noun: modality for modality, nouns in owned.items() for noun in nouns}
        self._unspoken = frozenset(words.get("unspoken", {}).get("modals", ()))
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
        self._denials = frozenset(words.get("denials", {}).get("lemmas", ()))
        self._titles = frozenset(words.get("titles", {}).get("named", ()))
        self._actor_kinds = {a.id: a.kind for a in pack.actors.values()}
        acronyms = pack.words.get("ambiguous", {}).get("acronym", {})
        self._usual = {name: rule.get("default") for name, rule in acronyms.items()}
        self._names = pack.names

    def __call__(self, roles: Roles, sentence: Span) -> list[VoiceMark]:
        """All attributions, outermost first."""
        marks: list[VoiceMark] = []
        stage = Stage(roles.parse, roles.mentions, self._words)
        known: dict[int, Speaker] = {}
        for vg in roles.parse.vgs:
            if vg.subject is not None and self._acts(roles, vg):
                roles.states_that_speak(vg.subject)  # "Islamabad wants …", not "Kabul fell"
            mark = self._verb(roles, stage, vg, known)
            if mark is not None:
                marks += [mark, *self._handed_on(roles, stage, vg, mark)]
        marks += self._according(roles, stage, sentence, marks)
        marks += self._cue_words(roles, stage, sentence, marks)
        marks = [self._apart(stage, self._reach(roles, stage, m, marks), marks) for m in marks]
        words = " ".join(t.low for t in roles.parse.tokens)
        if any(phrase in words for phrase in self._anonymity):
            marks = [replace(m, kind="official_anonymous") if m.kind == "official_named" else m for m in marks]
        return sorted(marks, key=lambda m: (m.content.start, -m.content.end, m.cue.start))

    def _acts(self, roles: Roles, vg: VG) -> bool:
        """Whether the subject does something, and is not what something befalls."""
        lemma = self._lexicon.lemma(roles.parse.tokens[vg.head].low)
        return not vg.passive and lemma is not None and lemma not in self._befalls

    def _apart(self, stage: Stage, mark: VoiceMark, marks: Sequence[VoiceMark]) -> VoiceMark:
        """Words that name another's source at the edge of what is said are no part of it: "…, according to police"."""
        for other in marks:
            if other is mark or other.source is None or other.content == mark.content:
                continue
            low, high = stage.hull(other.cue, other.source)
            if other.cue.start < other.source.start and self._leads(stage, other.cue):
                words = [Span(a, min(b, low)) if low > a and high >= b - 2 else Span(a, b) for a, b in mark.words]
                if words != list(mark.words):
                    mark = replace(mark, said=stage.trimmed(words))
        return mark

    def _leads(self, stage: Stage, cue: Span) -> bool:
        """Whether a cue is one of those words before a source."""
        return any(stage.low(stage.index(cue.start)) == phrase[0] for phrase in self._through)

    @staticmethod
    def _reach(roles: Roles, stage: Stage, mark: VoiceMark, marks: list[VoiceMark]) -> VoiceMark:
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

    def _verb(self, roles: Roles, stage: Stage, vg: VG, known: dict[int, Speaker]) -> VoiceMark | None:
        """The voice of a verb of saying, with the very words that are said."""
        found = self._cues.find(roles.parse.tokens, vg)
        if found is None:
            return None
        cue, last = found
        believed = cue.lemma in self._passive and not cue.infinitive and vg.head == vg.last and vg.form != "inf"
        if vg.passive or vg.form == "part" or (believed and stage.is_infinitive(last + 1)):
            return self._passively(roles, stage, vg, found)
        if vg.relation == "rel" and not cue.anyone:
            return None
        speaker = speaker_of(stage, vg, found, known, self._gives)
        said = stage.find(vg, cue, last, speaker.part if speaker is not None else None)
        if said is None or not self._is_voice(roles, vg, cue, said, speaker):
            return None
        if speaker is not None:
            known[id(vg)] = speaker
            roles.states_that_speak(speaker.np)
        return self._mark(roles, stage, (cue, stage.cue_span(vg, last)), said, speaker, vg.negated)

    def _handed_on(self, roles: Roles, stage: Stage, vg: VG, mark: VoiceMark) -> list[VoiceMark]:
        """The outer voice of "the agency quoted residents as saying …"."""
        outer = handing_on(stage, vg, self._gives)
        if outer is None or vg.governor is None:
            return []
        cue, kind = stage.cue_span(vg.governor, vg.governor.last), self._kind_of(roles, outer)
        content = Span(*stage.hull(mark.source or mark.content, mark.content))
        return [VoiceMark(stage.spans([outer.part])[0], cue, content, kind, said=mark.words)]

    def _is_voice(self, roles: Roles, vg: VG, cue: Cue, said: Said, speaker: Speaker | None) -> bool:
        """Whether the shape of what is said fits the verb and who is its subject."""
        if speaker is None and vg.form == "ger":
            return False
        speaks = speaker is not None and self._speaks(roles, speaker.np)
        if cue.act == "judges" and (vg.modal in self._unspoken or (vg.form == "inf" and said.shape not in _FIRM[:-1])):
            return False
        if said.shape in ("object", "infinitive", "about"):
            bare = roles.parse.tokens[vg.head].tag == "VB" and vg.head == vg.first
            named = speaker is not None and any(
                roles.parse.tokens[k].text[:1].isupper() for k in range(speaker.np.first + 1, speaker.np.last + 1)
            )
            if vg.relation == "rel" and said.shape == "infinitive":
                return False  # "who asked not to be named"
            return (speaks or (named and cue.anyone)) and not vg.negated and vg.form != "inf" and not bare
        if said.shape == "clause" and vg.negated and cue.takes_object:
            return False
        if said.shape == "before":
            return (speaks or (cue.anyone and speaker is not None)) and vg.form in ("fin", "ger")
        if said.shape == "that":
            return speaker is None or speaks or cue.anyone or cue.needs_that
        return speaks or (cue.anyone and speaker is not None)

    def _passively(self, roles: Roles, stage: Stage, vg: VG, found: tuple[Cue, int]) -> VoiceMark | None:
        """Read "is believed to have …", "it was announced that …", "was condemned by the council"."""
        cue, last = found
        speaker = agent(stage, vg)
        said = stage.passive(vg, cue, last, speaker.part if speaker is not None else None)
        if said is None or (speaker is None and cue.lemma not in self._passive and said.shape != "that"):
            return None
        if speaker is not None and not (self._speaks(roles, speaker.np) and vg.form == "fin"):
            return None
        return self._mark(roles, stage, (cue, stage.cue_span(vg, last)), said, speaker, vg.negated)

    def _mark(
        self, roles: Roles, stage: Stage, found: tuple[Cue, Span], said: Said, speaker: Speaker | None, negated: bool
    ) -> VoiceMark | None:
        cue, span = found
        parts = stage.spans(said.parts)
        if not parts and said.shape != "next":
            return None
        content = Span(parts[0].start, parts[-1].end) if parts else span
        if said.shape == "subject" and cue.act == "tells":
            content = Span(min(content.start, span.start), roles.parse.tokens[-1].end)
        source = stage.spans([speaker.part])[0] if speaker is not None else None
        kind = self._kind_of(roles, speaker)
        act = cue.act
        if cue.needs_that and (speaker is None or not self._speaks(roles, speaker.np)):
            act = "hedges"  # "the sanctions show that …"
        elif act == "judges" and cue.modality != "demanded" and said.shape in _FIRM:
            act = "tells"  # "complained that …", "…, he vowed"
        return VoiceMark(
            source,
            span,
            content,
            kind,
            cue.modality,
            cue.denies != negated,
            None if parts == (content,) else parts,
            act,
        )

    def _kind_of(self, roles: Roles, speaker: Speaker | None) -> VoiceKind:
        if speaker is None:
            return "unspecified"
        kind = self.kind(roles, speaker.np)
        if kind == "unspecified" and speaker.beside is not None:
            return self.kind(roles, speaker.beside)
        return kind

    def _source_span(self, roles: Roles, np: NP) -> Span:
        start, end = roles.span(np)
        if np.of is not None:
            end = roles.span(np.of)[1]
        while np.conjoined is not None and len(np_list(np)) <= 3:
            np = np.conjoined
            end = roles.span(np)[1]
        return Span(start, end)

    def _speaks(self, roles: Roles, np: NP) -> bool:
        head = roles.parse.tokens[np.head]
        return (
            head.tag in ("PRP", "NNP", "NNPS")
            or head.low in self._nouns
            or bool(roles.inside(np, "actor"))
            or any(roles.is_state(m.text) for m in roles.inside(np, "place"))
            or any(roles.parse.tokens[k].low in self._nouns for k in range(np.first, np.last + 1))
        )

    # ---------------------------------------------------------------------------------------- other cues

    def _according(
        self, roles: Roles, stage: Stage, sentence: Span, marks_before: Sequence[VoiceMark]
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
            low = max(low, self._opens(stage, marks_before, Span(a.start, a.end)))
            end = stage.extent(np, high)
            parts = stage.spans(stage.around(low, a.i, end, high))
            if len(phrase) == 1:  # "the agency reported, citing residents, that …": the same words
                parts = next((m.words for m in marks_before if m.act == "tells" and m.source), parts)
            if not parts:
                continue
            roles.states_that_speak(np)
            source = stage.spans([(np.first, end)])[0]
            cue = Span(a.start, roles.parse.tokens[last].end)
            marks.append(VoiceMark(source, cue, sentence, self.kind(roles, np), "reported", said=parts))
        return marks

    @staticmethod
    def _opens(stage: Stage, marks: Sequence[VoiceMark], cue: Span) -> int:
        """Where the innermost words of somebody around a cue begin."""
        return max((stage.index(p.start) for m in marks for p in m.words if p.start <= cue.start < p.end), default=0)

    def _cue_words(
        self, roles: Roles, stage: Stage, sentence: Span, marks_before: Sequence[VoiceMark]
    ) -> list[VoiceMark]:
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
            elif token.low in self._owned and token.is_noun and stage.owner(token.i) and self._goes_on(stage, token):
                marks.append(self._owned_cue(roles, stage, token, cue))
            elif token.low in self._noun_cues and token.is_noun and _followed(tokens, token, _BEHIND_CUE):
                marks.append(self._noun_cue(roles, stage, token, cue, sentence))
        return marks

    def _noun_cue(self, roles: Roles, stage: Stage, token: Token, cue: Span, sentence: Span) -> VoiceMark:
        """Read "Concerns about …"; take "rejects the allegation that …" for a denial by whoever rejects."""
        np = roles.parse.np_at(token.i)
        content = Span(roles.parse.tokens[token.i + 1].start, sentence.end)
        modality = self._noun_cues[token.low]
        said = stage.spans([(token.i + 2, stage.reach(token.i + 2))])
        for vg in roles.parse.vgs:
            lemma = self._lexicon.lemma(roles.parse.tokens[vg.head].low)
            if np in vg.objects and lemma in self._denials and vg.subject is not None and not vg.negated:
                source, kind = self._source_span(roles, vg.subject), self.kind(roles, vg.subject)
                return VoiceMark(source, cue, content, kind, modality, True, said)
        owner = stage.owner(token.i)
        act: VoiceAct = "tells" if token.low in self._told else "hedges"
        if act == "hedges" and owner is None and np is not None:
            owner = Span(*roles.span(np))
        return VoiceMark(owner, cue, content, "unspecified", modality, False, said, act)

    @staticmethod
    def _goes_on(stage: Stage, token: Token) -> bool:
        """Whether what is said stands behind a noun of saying: "his claim that …", "its call to …"."""
        return stage.low(token.i + 1) == "that" or stage.is_infinitive(token.i + 1)

    def _owned_cue(self, roles: Roles, stage: Stage, token: Token, cue: Span) -> VoiceMark:
        """Read "the minister's warning that …"."""
        start = token.i + 1 + (stage.low(token.i + 1) == "that")
        said = stage.spans([(start, stage.reach(start))])
        np = roles.parse.np_at(token.i)
        kind = self.kind(roles, np) if np is not None else "unspecified"
        content = said[0] if said else cue
        return VoiceMark(stage.owner(token.i), cue, content, kind, self._owned[token.low], False, said, "judges")

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
