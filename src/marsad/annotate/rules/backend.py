"""The rules backend: one sentence at a time, mentions → parse → frames → scope → voices."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.annotate.rules.chunks import Hints, parse
from marsad.annotate.rules.counts import side_of
from marsad.annotate.rules.drafts import Draft, Roles
from marsad.annotate.rules.frames import FrameFinder
from marsad.annotate.rules.lexicon import compile_lexicon
from marsad.annotate.rules.mentions import MentionFinder
from marsad.annotate.rules.merging import merge
from marsad.annotate.rules.relations import (
    add_appositions,
    add_demands,
    add_figures,
    add_predicates,
    add_routes,
    add_suffix_ties,
    complete_ties,
)
from marsad.annotate.rules.scope import Scope, attach_means, attach_places, attach_times, place_groups
from marsad.annotate.rules.tokens import Tagger, Token
from marsad.annotate.rules.voices import VoiceFinder
from marsad.pack import Pack
from marsad.values import Annotation, Argument, Document, Frame, Mention, Span, VoiceMark


class RulesBackend:
    """Annotate sentences by the pack's words; deterministic, no state between documents."""

    name = "rules/1"

    def __init__(self, pack: Pack) -> None:
        self._lexicon = compile_lexicon(pack)
        self._tagger = Tagger(pack.words.get("grammar", {}), self._lexicon.verb_lemma, self._lexicon.nouns)
        self._mentions = MentionFinder(pack)
        self._frames = FrameFinder(self._lexicon)
        self._scope = Scope(pack.words.get("voices", {}), self._lexicon)
        self._voices = VoiceFinder(pack, self._lexicon)
        self._modes = pack.words.get("means", {}).get("modes", {})
        self._counts = pack.words.get("counts", {})
        self._suffixes = pack.words.get("relations", {}).get("suffixes", {})
        self._predicates = pack.words.get("means", {}).get("predicates", {})
        self._relation_words = pack.words.get("relations", {})

    def annotate(self, document: Document, sentences: Sequence[Span]) -> list[Annotation]:
        """Annotations of all sentences, in order."""
        return [self._sentence(document.text, s) for s in sentences]

    def _sentence(self, text: str, sentence: Span) -> Annotation:
        words = text[sentence.start : sentence.end]
        tokens = self._tagger(words, sentence.start)
        if not tokens:
            return Annotation(sentence, reason="fragment")
        mentions = self._mentions(words, sentence.start, tokens)
        roles = Roles(
            parse(tokens, self._hints(tokens, mentions)), mentions, self._lexicon,
            self._side, self._mentions.is_state,
        )  # fmt: skip
        drafts = self._frames(roles)
        add_suffix_ties(roles, drafts, self._suffixes)
        complete_ties(roles, drafts)
        add_appositions(roles, drafts, self._relation_words.get("appositions", {}))
        add_predicates(roles, drafts, self._predicates)
        self._scope(roles, drafts)
        add_demands(roles, drafts, self._voices.says)
        drafts = merge(roles, drafts)
        add_routes(roles, drafts)
        add_figures(roles, drafts)
        attach_means(roles, drafts, self._modes)
        attach_places(roles, drafts)
        voices = self._voices(roles, sentence)
        attach_times(roles, drafts, voices)
        kept = [d for d in drafts if _worth(d, roles)]
        frames = tuple(self._frame(d, roles, sentence) for d in kept)
        mentions = roles.mentions + self._pronoun_counts(frames, mentions, text)
        mentions.sort(key=lambda m: (m.start, m.end, m.kind))
        reason = None if frames else _reason(roles, drafts, tokens, voices)
        return Annotation(sentence, tuple(mentions), frames, tuple(voices), reason)

    def _side(self, phrase: str) -> str | None:
        """Whose side counted people are of: by their noun, or by the organisation that is named."""
        side = side_of(phrase, self._counts)
        return self._mentions.side(phrase) or side if side in (None, "others") else side

    def _hints(self, tokens: list[Token], mentions: Sequence[Mention]) -> Hints:
        names = [m for m in mentions if (m.kind == "count" and m.end - m.start > 2) or m.kind in ("actor", "place")]
        return Hints(
            glued=frozenset(t.i for m in names for t in tokens if m.start <= t.start and t.end <= m.end),
            apart=frozenset(
                t.i for m in mentions if m.kind == "time" for t in tokens if m.start <= t.start and t.end <= m.end
            ),
            sayers=frozenset(t.i for t in tokens if self._voices.says(t.low)),
            movers=frozenset(t.i for t in tokens if self._scope.moves(t.low)),
        )

    def _frame(self, draft: Draft, roles: Roles, sentence: Span) -> Frame:
        tokens = roles.parse.tokens
        spans = [(a.start, a.end) for a in draft.arguments]
        first, last = draft.trigger
        start = min([tokens[first].start, *(s for s, _ in spans)])
        end = max([tokens[last].end, *(e for _, e in spans)])
        return Frame(
            shape=draft.shape, type=draft.type, mode=draft.mode,  # type: ignore[arg-type]
            trigger=Span(tokens[first].start, tokens[last].end), evidence=Span(start, end),
            arguments=tuple(sorted(set(draft.arguments), key=lambda a: (a.start, a.end, a.role))),
            auxiliary=tuple(sorted(draft.auxiliary)), modality=draft.modality,
            polarity="denied" if draft.denied else "affirmed", score=round(max(0.05, min(draft.score, 0.99)), 3),
        )  # fmt: skip

    def _pronoun_counts(self, frames: Sequence[Frame], mentions: Sequence[Mention], text: str) -> list[Mention]:
        """Counts that no number word says: one for a singular person, two or more for a plural."""
        known = {(m.start, m.end) for m in mentions if m.kind == "count"}
        made: list[Mention] = []
        for frame in frames:
            for a in frame.arguments:
                if a.role.startswith("count:") and (a.start, a.end) not in known:
                    known.add((a.start, a.end))
                    words = text[a.start : a.end]
                    low, high = _implied(words, frame.polarity == "denied")
                    made.append(Mention(a.start, a.end, words, "count", low=low, high=high))
        return made


def _implied(words: str, negated: bool) -> tuple[int, int | None]:
    if negated or words.lower().split()[0] in ("no", "none"):
        return 0, 0
    last = words.split()[-1].lower()
    plural = last.endswith("s") or last in (
        "men",
        "women",
        "people",
        "children",
        "policemen",
        "gunmen",
        "police",
        "personnel",
        "others",
    )
    singular = last in ("him", "her", "he", "she", "himself") or words.lower().split()[0] in ("a", "an", "one")
    return (2, None) if plural and not singular else (1, 1)


def _worth(draft: Draft, roles: Roles) -> bool:
    """Whether a frame says enough to be a statement: a party, a count, or a place for what just happened."""
    parties = draft.has("actor", "recipient")
    counted = any(a.role.startswith("count:") for a in draft.arguments)
    if draft.shape == "tie":
        return draft.has("actor") and draft.has("recipient")
    if draft.shape == "presence":
        return draft.has("actor") and draft.has("at")
    if draft.type == "ASSAULT" and any(t.low in roles.sport for t in roles.parse.tokens):
        return False
    if (
        draft.type == "ASSAULT"
        and not draft.has("actor", "means")
        and any(t.low in roles.harmless for t in roles.parse.tokens)
    ):
        return False  # accidents and nature
    if draft.shape == "movement":
        return draft.has("from", "to", "via") and (parties or counted or len(draft.role("from", "to", "via")) > 1)
    if draft.weak and not counted:
        return draft.has("actor") and draft.has("recipient", "at")
    if draft.shape == "position":
        if draft.type == "THREATEN" and draft.vg is not None and draft.vg.objects and not draft.has("recipient"):
            return "future" in draft.auxiliary  # "threatens stability" threatens nobody
        return draft.has("actor") or draft.has("recipient")
    if draft.type == "CONSULT" and draft.mode != "multilateral" and draft.vg is not None:
        return draft.has("actor") and draft.has("recipient")
    if draft.type in _NEED_ACTOR and draft.vg is not None and not draft.vg.passive:
        return draft.has("actor")
    if draft.type == "COERCE" and draft.mode in ("restrict", "censor", "misinformation", "arrest"):
        main = draft.vg is not None and draft.vg.finite and draft.has("actor") and not draft.auxiliary
        return counted or main or draft.has("recipient") or (draft.has("actor") and draft.has("at"))
    if draft.type == "COERCE" and draft.mode in ("curfew", "martial-law"):
        return parties or bool(place_groups(roles))
    if parties or counted or draft.has("at"):
        return parties or counted or draft.type in ("ASSAULT", "SANCTION", "CONCEDE", "PROTEST", "MOBILIZE")
    # "Nine trucks were torched": what happened to things at the scene; coding keeps it only where the scene is known.
    vg = draft.vg
    done = vg is not None and vg.finite and (vg.past or vg.passive) and not vg.modal
    return done and draft.type in ("ASSAULT", "SANCTION", "CONCEDE") and draft.score >= 0.6


_NEED_ACTOR = frozenset(("ACCUSE", "CONSULT", "SUPPORT", "AID", "COOPERATE", "AGREE", "REJECT", "REQUEST", "MOBILIZE"))


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


__all__ = ["Argument", "RulesBackend"]
