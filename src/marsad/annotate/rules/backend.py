"""The rules backend: one sentence at a time, mentions → parse → frames → voices → scope → merging → places and times.

The order matters: scope settles what happened before drafts merge, and only what is left after merging asks for places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from marsad.annotate.rules.advice import Adviser
from marsad.annotate.rules.attach import attach_means, attach_places, attach_times, located, located_last, points_back
from marsad.annotate.rules.chunks import Hints
from marsad.annotate.rules.counts import side_of
from marsad.annotate.rules.drafts import Draft, Roles
from marsad.annotate.rules.figures import Figures, add_figures
from marsad.annotate.rules.frames import find_frames
from marsad.annotate.rules.lexicon import compile_lexicon
from marsad.annotate.rules.mentions import MentionFinder
from marsad.annotate.rules.merging import merge
from marsad.annotate.rules.parsing import parse
from marsad.annotate.rules.partners import add_partners, rank_below
from marsad.annotate.rules.relations import (
    add_appositions,
    add_demands,
    add_predicates,
    add_routes,
    add_suffix_ties,
    complete_presence,
    complete_ties,
)
from marsad.annotate.rules.scope import Scope
from marsad.annotate.rules.tagging import Tagger
from marsad.annotate.rules.tokens import Token
from marsad.annotate.rules.told import ask
from marsad.annotate.rules.tolls import add_tolls
from marsad.annotate.rules.voicekinds import carried
from marsad.annotate.rules.voices import VoiceFinder
from marsad.annotate.rules.wordclasses import WordClasses, word_classes
from marsad.annotate.rules.worth import is_worth
from marsad.pack import Pack
from marsad.values import Annotation, Argument, Document, Frame, Mention, Span, VoiceMark

LONGEST = 400
"""Words in what is still read as a sentence.  The longest of the development releases has 78; parsing grows with the
square of the length, and 16,000 words took 25 s."""
_BACK = 3
"""Sentences that a place is looked for in, where each points back to the one before."""


class RulesBackend:
    """Annotate sentences by the pack's words; deterministic, no state between documents."""

    name = "rules/1"

    def __init__(self, pack: Pack, adviser: Adviser | None = None) -> None:
        grammar = pack.words.get("grammar", {})
        self._adviser = adviser
        self._lexicon = compile_lexicon(pack)
        self._classes = word_classes(grammar)
        self._tagger = Tagger(grammar.get("tags", {}), self._classes, self._lexicon.verb_lemma, self._lexicon.nouns)
        self._mentions = MentionFinder(pack, self._classes)
        self._scope = Scope(pack.words.get("voices", {}), self._lexicon)
        self._voices = VoiceFinder(pack, self._lexicon)
        self._modes = pack.words.get("means", {}).get("modes", {})
        self._counts = pack.words.get("counts", {})
        self._figures = Figures.of(self._counts.get("figures", {}))
        self._tolls = tuple(pack.words.get("means", {}).get("tolls", {}).get("nouns", ()))
        self._predicates = pack.words.get("means", {}).get("predicates", {})
        relations = pack.words.get("relations", {})
        self._suffixes = relations.get("suffixes", {})
        self._appositions = relations.get("appositions", {})

    def annotate(self, document: Document, sentences: Sequence[Span]) -> list[Annotation]:
        """Annotations of all sentences, in order."""
        return carried([self._sentence(document.text, s) for s in sentences], document.text)

    def locate(self, document: Document, sentences: Sequence[Span], trigger: Span) -> tuple[Span, ...]:
        """Places of the event that a word tells, by the code that gives a statement's frame its places.

        A sentence that points back ("there", "in the town") takes the place of the sentence before it.
        """
        number = next((n for n, s in enumerate(sentences) if s.start <= trigger.start < s.end), None)
        if number is None:
            return ()
        for n in range(number, max(number - _BACK, -1), -1):
            roles = self._roles(document.text, sentences[n])
            if isinstance(roles, Annotation):
                return ()
            places = located(roles, trigger) if n == number else located_last(roles)
            if places or not points_back(roles):
                return tuple(Span(m.start, m.end) for m in places)
        return ()

    def _roles(self, text: str, sentence: Span) -> Roles | Annotation:
        """Read a sentence as far as its parse; or say why it is not parsed."""
        words = text[sentence.start : sentence.end]
        tokens = self._tagger(words, sentence.start)
        if not tokens:
            return Annotation(sentence, reason="fragment")
        mentions = self._mentions(words, sentence.start, tokens, text)
        if len(tokens) > LONGEST:
            return Annotation(sentence, tuple(mentions), reason="too_long")
        advice = self._adviser(text, tokens, mentions) if self._adviser is not None else None
        if advice is not None:
            mentions = list(advice.mentions)
        parsed = parse(tokens, self._hints(tokens, mentions), self._classes)
        roles = Roles(parsed, mentions, self._lexicon, self._side, self._mentions.is_state)
        if advice is not None:
            roles.place_scores, roles.told = advice.place_scores, advice.told
        return roles

    def _sentence(self, text: str, sentence: Span) -> Annotation:
        roles = self._roles(text, sentence)
        if isinstance(roles, Annotation):
            return roles
        mentions = list(roles.mentions)
        voices = self._voices(roles, sentence)
        drafts = self._drafts(roles, voices)
        attach_times(roles, drafts, voices)
        frames = tuple(self._frame(d, roles) for d in drafts if is_worth(d, roles))
        # names that rules put together from words are quoted with the blanks that stand between
        found = [
            m if m.text == text[m.start : m.end] else replace(m, text=text[m.start : m.end]) for m in roles.mentions
        ]
        mentions = found + self._implied_counts(frames, mentions, text)
        mentions.sort(key=lambda m: (m.start, m.end, m.kind))
        reason = None if frames else _reason(roles, drafts, roles.parse.tokens, voices)
        return Annotation(sentence, tuple(mentions), frames, tuple(voices), reason)

    def _drafts(self, roles: Roles, voices: Sequence[VoiceMark]) -> list[Draft]:
        """Frames in the making, with all but their times."""
        drafts = find_frames(roles)
        add_suffix_ties(roles, drafts, self._suffixes)
        complete_ties(roles, drafts)
        complete_presence(roles, drafts)
        add_appositions(roles, drafts, self._appositions)
        add_predicates(roles, drafts, self._predicates)
        add_tolls(roles, drafts, self._predicates, self._tolls)
        ask(roles, drafts)
        self._scope(roles, drafts)
        add_demands(roles, drafts, self._voices.says)
        add_partners(roles, drafts, self._lexicon.partners)
        drafts = merge(roles, drafts, voices)
        rank_below(drafts)
        add_routes(roles, drafts)
        add_figures(roles, drafts, self._figures)
        attach_means(roles, drafts, self._modes)
        attach_places(roles, drafts)
        return drafts

    def _side(self, phrase: str) -> str | None:
        """Whose side counted people are of: by their noun, or by the organisation that is named."""
        side = side_of(phrase, self._counts)
        return (self._mentions.side(phrase) or side) if side in (None, "others") else side

    def _hints(self, tokens: list[Token], mentions: Sequence[Mention]) -> Hints:
        names = [m for m in mentions if (m.kind == "count" and m.end - m.start > 2) or m.kind in ("actor", "place")]
        times = [m for m in mentions if m.kind == "time"]
        return Hints(
            glued=frozenset(t.i for m in names for t in tokens if m.start <= t.start and t.end <= m.end),
            apart=frozenset(t.i for m in times for t in tokens if m.start <= t.start and t.end <= m.end),
            sayers=frozenset(t.i for t in tokens if self._voices.says(t.low)),
            movers=frozenset(t.i for t in tokens if self._scope.moves(t.low)),
        )

    @staticmethod
    def _frame(draft: Draft, roles: Roles) -> Frame:
        tokens = roles.parse.tokens
        spans = [(a.start, a.end) for a in draft.arguments]
        first, last = draft.trigger
        start = min([tokens[first].start, *(s for s, _ in spans)])
        end = max([tokens[last].end, *(e for _, e in spans)])
        return Frame(
            shape=draft.shape, type=draft.type, mode=draft.mode,  # type: ignore[arg-type]
            trigger=Span(tokens[first].start, tokens[last].end), evidence=Span(start, end),
            arguments=tuple(sorted(set(draft.arguments), key=_place_of)),
            auxiliary=tuple(sorted(draft.auxiliary)), modality=draft.modality,
            polarity="denied" if draft.denied else "affirmed", score=round(max(0.05, min(draft.score, 0.99)), 3),
        )  # fmt: skip

    def _implied_counts(self, frames: Sequence[Frame], mentions: Sequence[Mention], text: str) -> list[Mention]:
        """Counts that no number word says: one for a singular person, two or more for a plural."""
        known = {(m.start, m.end) for m in mentions if m.kind == "count"}
        made: list[Mention] = []
        for frame in frames:
            for a in frame.arguments:
                if a.role.startswith("count:") and (a.start, a.end) not in known:
                    known.add((a.start, a.end))
                    words = text[a.start : a.end]
                    low, high = _implied(words, frame.polarity == "denied", self._classes)
                    made.append(Mention(a.start, a.end, words, "count", low=low, high=high))
        return made


def _place_of(argument: Argument) -> tuple[int, int, str, str]:
    """By what arguments are ordered: all fields, for they come out of a set."""
    return argument.start, argument.end, argument.role, argument.side or ""


def _implied(words: str, negated: bool, classes: WordClasses) -> tuple[int, int | None]:
    """How many people words without a number say: "no …" none, a plural two or more, else one."""
    low = words.lower().split()
    if negated or low[0] in ("no", "none"):
        return 0, 0
    plural = low[-1].endswith("s") or low[-1] in classes.plurals
    singular = low[-1] in classes.one_person or low[0] in ("a", "an", "one")
    return (2, None) if plural and not singular else (1, 1)


def _reason(roles: Roles, drafts: Sequence[Draft], tokens: Sequence[Token], voices: Sequence[VoiceMark]) -> str:
    """Why a sentence gives no statement (codes are explained in ``docs/coding.md``)."""
    if tokens[-1].text == "?" or (len(tokens) > 1 and tokens[-2].text == "?"):
        return "question"
    if not roles.parse.vgs or len(tokens) < 4:
        return "fragment"
    if drafts and not any(m.kind in ("actor", "place") for m in roles.mentions):
        return "no_known_actor"
    if any(vg.modal in ("must", "should", "need") for vg in roles.parse.vgs):
        return "opinion"
    if not any(m.kind in ("actor", "place") for m in roles.mentions):
        return "no_known_actor"
    if drafts:
        return "too_vague"
    return "quoted_opinion" if voices else "background"
