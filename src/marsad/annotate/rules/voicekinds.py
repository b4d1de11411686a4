"""What kind of voice a noun phrase is: an official, an armed group, a witness, a doctor, an outlet.

Relies on the pack's ``words/voices.toml`` (nouns, titles) and on the kinds of its actors.  Persons are told by their
office alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from marsad.annotate.rules.chunks import NP
from marsad.annotate.rules.drafts import Roles
from marsad.annotate.rules.speakers import Speaker
from marsad.annotate.rules.tokens import Token
from marsad.pack import Pack
from marsad.values import Annotation, Mention, VoiceKind, VoiceMark

_OF_STATE = (
    "state", "government", "ministry", "military", "police", "paramilitary", "intelligence", "court", "legislature",
)  # fmt: skip
_OFFICIAL = ("official_named", "official_anonymous")
_PRIORITY = ("expert", "witness", "medical", "ngo_un", "media", "armed_group", "unspecified", *_OFFICIAL[::-1])
_DETERMINERS = frozenset(("the", "a", "an", "this", "i", "we", "he", "she", "it", "they"))


class VoiceKinds:
    """Tell kinds of voices, and whether a noun phrase is somebody who speaks."""

    def __init__(self, pack: Pack) -> None:
        words: Mapping[str, Any] = pack.words.get("voices", {})
        self._nouns: dict[str, VoiceKind] = {}
        for kind in _PRIORITY:
            for word in words.get("nouns", {}).get(kind, ()):
                self._nouns.setdefault(word, kind)  # type: ignore[arg-type]
        self._vague = frozenset(words.get("vague", {}).get("nouns", ()))
        self._titles = frozenset(words.get("titles", {}).get("named", ()))
        self._actor_kinds = {a.id: a.kind for a in pack.actors.values()}
        acronyms = pack.words.get("ambiguous", {}).get("acronym", {})
        self._usual = {name: rule.get("default") for name, rule in acronyms.items()}
        self._names = pack.names

    def speaks(self, roles: Roles, np: NP) -> bool:
        """Whether a noun phrase is somebody who can speak: a name, an actor, a state, a noun of speakers."""
        head = roles.parse.tokens[np.head]
        return (
            head.tag in ("PRP", "NNP", "NNPS")
            or head.low in self._nouns
            or bool(roles.inside(np, "actor"))
            or any(roles.is_state(m.text) for m in roles.inside(np, "place"))
            or any(roles.parse.tokens[k].low in self._nouns for k in range(np.first, np.last + 1))
        )

    def is_speaker(self, roles: Roles, np: NP) -> bool:
        """Whether the very head of a phrase is somebody who can speak: in "a message to reporters" it is not."""
        head = roles.parse.tokens[np.head]
        named = any(m.start < head.end and head.start < m.end for m in roles.inside(np, "actor"))
        return head.tag in ("PRP", "NNP", "NNPS") or head.low in self._nouns or named

    def of(self, roles: Roles, speaker: Speaker | None) -> VoiceKind:
        """The kind of a speaker, by the phrase or by the apposition beside it."""
        if speaker is None:
            return "unspecified"
        kind = self.kind(roles, speaker.np)
        if kind == "unspecified" and speaker.beside is not None:
            return self.kind(roles, speaker.beside)
        return kind

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


def carried(annotations: Sequence[Annotation], text: str) -> list[Annotation]:
    """Give speakers that are a bare name the kind with which the document introduced them.

    "Defence Secretary Ann Example said …" and, before or after, "Example added …".  Names are kept nowhere.
    """
    names = {(n, k): _surname(a, m, text) for n, a in enumerate(annotations) for k, m in enumerate(a.voices)}
    known: dict[str, VoiceKind] = {}
    for (n, k), name in names.items():
        kind = annotations[n].voices[k].kind
        if name is not None and kind != "unspecified":
            known.setdefault(name, kind)
    if not known:
        return list(annotations)
    return [
        replace(a, voices=tuple(_as_known(m, known.get(names[n, k] or "")) for k, m in enumerate(a.voices)))
        for n, a in enumerate(annotations)
    ]


def _as_known(mark: VoiceMark, kind: VoiceKind | None) -> VoiceMark:
    return replace(mark, kind=kind) if kind is not None and mark.kind == "unspecified" else mark


def _surname(annotation: Annotation, mark: VoiceMark, text: str) -> str | None:
    """The last word of a source that ends in a person's name, for all that is known: in capitals, of no mention."""
    if mark.source is None:
        return None
    words = text[mark.source.start : mark.source.end].split()
    if not words[-1][:1].isupper() or not words[-1].isalpha() or (len(words) == 1 and len(words[0]) < 3):
        return None
    last = mark.source.end
    named = any(m.kind in ("actor", "place") and m.start < last <= m.end for m in annotation.mentions)
    return None if named or words[-1].isupper() or words[0].lower() in _DETERMINERS else words[-1]
