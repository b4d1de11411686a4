"""Words that refer back: which organisation named before "the group", "the ministry", "they" or "the Front" means."""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.link.generics import Generics
from marsad.pack import Pack, fold
from marsad.values import Mention

_LOOK_BACK = 8
"""Characters before a mention in which its determiner is looked for."""


@dataclass(frozen=True, slots=True)
class Said:
    """An actor as it was linked: sentence, id, name, kind and country; whether it is several, and a speaker."""

    sentence: int
    link: str
    name: str | None
    kind: str
    country: str | None
    plural: bool
    speaks: bool


@dataclass(slots=True)
class Memory:
    """What has been linked so far in one document, and the text as it was written."""

    text: str
    known: set[str] = field(default_factory=set)
    said: list[Said] = field(default_factory=list)
    chosen: dict[tuple[str | None, ...], tuple[str | None, str]] = field(default_factory=dict)
    """What names have been found to mean, by the name, who may bear it and the place beside it."""


class Referring:
    """Reads words that refer back by the pack's tables (``words["references"]`` and ``[anaphora]`` of the actors)."""

    def __init__(self, pack: Pack, generics: Generics) -> None:
        words = pack.words.get("references", {})
        self._pack = pack
        self._generics = generics
        self.within: int = words.get("within", 3)
        heads = {**words.get("refers", {}), **pack.words.get("actors", {}).get("anaphora", {})}
        self._heads = {fold(w): frozenset(kinds) for w, kinds in heads.items()}
        self._pronouns = {fold(w): frozenset(kinds) for w, kinds in words.get("pronouns", {}).items()}
        self._plural = frozenset(words.get("plural", {}).get("pronouns", ()))
        self._collective = frozenset(words.get("plural", {}).get("collective", ()))
        self._singular = frozenset(words.get("plural", {}).get("singular", ()))
        self._determiners = frozenset(words.get("determiners", ("the",)))

    def kinds(self, mention: Mention, text: str) -> frozenset[str] | None:
        """Tell the kinds of actors that "the group" or "they" may stand for; None when it is no such word.

        ``text`` is the folded document.
        """
        # "the movement of weapons" refers to nobody.
        if text[mention.end : mention.end + 4] == " of ":
            return None
        words = fold(mention.text).split()
        if len(words) == 1 and words[0] in self._pronouns:
            return self._pronouns[words[0]]
        written = mention.text.split()
        if words and words[0] in self._determiners:
            words, written = words[1:], written[1:]
        else:
            before = text[max(0, mention.start - _LOOK_BACK) : mention.start].split()
            if not before or before[-1] not in self._determiners:
                return None
        # "the Kabul-based group" and "the Pakistani agency" refer, "the Haqqani group" names.
        plain = len(written) == 1 or all(w.islower() or "-" in w or self.country(w) for w in written)
        return self._heads.get(words[-1]) if words and plain else None

    def country(self, words: str) -> str | None:
        """Give the country of the first state's name or adjective in the words: "the Pakistani agency"."""
        for hit in self._pack.names.find(words):
            for actor in (self._pack.actors[a] for a in hit.actors):
                if actor.kind == "state":
                    return actor.country
        return None

    def back(self, sentence: int, mention: Mention, kinds: frozenset[str], speaks: bool, memory: Memory) -> Said | None:
        """Find the organisation that a pronoun means: in the nearest sentence that names a fitting one.

        There the first that does not merely speak ("police said militants … They …"), as subjects come first; words
        that themselves speak ("they said") go back to a speaker.
        """
        plural = fold(mention.text) in self._plural
        fit = [
            s
            for s in memory.said
            if 0 <= sentence - s.sentence <= self.within
            and s.kind in kinds
            and (s.plural if plural else not s.link.startswith("generic:"))
        ]
        nearest = [s for s in fit if s.sentence == fit[-1].sentence] if fit else []
        return next((s for s in nearest if s.speaks == speaks), next(iter(nearest), None))

    def named(self, sentence: int, mention: Mention, kinds: frozenset[str], memory: Memory) -> list[Said]:
        """List the organisations that "the group" may mean: nearest sentence first, there subjects before others.

        Where one is named by the word itself ("the network"), only such.
        """
        near = [s for s in memory.said if sentence - s.sentence <= self.within]
        fit = [s for s in near if s.kind in kinds and s.link in self._pack.actors]
        fit.sort(key=lambda s: -s.sentence)  # stable: in a sentence the order of the text
        if land := self.country(mention.text):
            fit = [s for s in fit if s.country == land]
        word = fold(mention.text).split()[-1]
        return [s for s in fit if fold(s.name or "").endswith(word)] or fit

    def is_pronoun(self, mention: Mention) -> bool:
        """Tell whether the mention is a pronoun."""
        return fold(mention.text) in self._pronouns

    def is_plural(self, text: str) -> bool:
        """Tell whether a description is of several ("militants", "police"), so that "they" can take it up."""
        word = fold(text).split()[-1]
        return word in self._collective or (word.endswith(("s", "men")) and word not in self._singular)

    def short(self, core: str, memory: Memory) -> str | None:
        """Find the organisation named before of whose name only the first or last word is said again ("the Front")."""
        word = fold(core)
        if " " in word or len(word) < 4 or not core[:1].isupper() or word in self._generics:
            return None
        for said in reversed(memory.said):
            known = self._pack.actors.get(said.link)
            for name in (known.name, *known.aliases) if known else ():
                parts = fold(name).split()
                if len(parts) > 1 and word in (parts[0], parts[-1]) and known is not None and known.kind != "state":
                    return known.id
        return None
