"""Actors without a name of their own ("police", "militants"): which of the pack's kinds a description means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from marsad.pack import Pack, fold

_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Generic:
    """A kind of actor without a name of its own."""

    key: str
    name: str
    kind: str


class Generics:
    """The pack's generic actors by their words (``words["actors"]["generic"]``), read-only."""

    def __init__(self, pack: Pack) -> None:
        self._words: dict[str, Generic] = {}
        labels: set[str] = set()
        for key, row in pack.words.get("actors", {}).get("generic", {}).items():
            generic = Generic(key, row.get("name", key), row.get("kind", "generic"))
            for word in (*row.get("words", ()), *row.get("labels", ())):
                self._words.setdefault(fold(word), generic)
            labels.update(fold(w) for w in row.get("labels", ()))
        references = pack.words.get("references", {})
        self._kinds = {g.key: g.kind for g in self._words.values()}
        self._labels = frozenset(labels)
        self._offices = frozenset(fold(w) for w in references.get("office", {}).get("words", ()))
        self._rulers = frozenset(fold(w) for w in references.get("rulers", {}).get("words", ()))

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def kind(self, word: str) -> str | None:
        """Give the kind of actor that a folded word means, None where it means none."""
        return self._words[word].kind if word in self._words else None

    def kind_of(self, key: str) -> str:
        """Give the kind of the generic actor of a key (``generic:militants`` -> ``armed_group``)."""
        return self._kinds.get(key, "generic")

    def rules(self, word: str) -> bool:
        """Tell whether the word by itself means who rules the country ("the government", not "officials")."""
        return word in self._rulers

    def imposed(self, word: str) -> bool:
        """Tell whether the word is a label that one side imposes."""
        return word in self._labels

    def find(self, text: str) -> tuple[Generic, str] | None:
        """Find the last generic word of a description, and the word itself, folded.

        A word of office ("spokesman") gives way to the body that it belongs to ("a police spokesman").
        """
        tokens = _WORD.findall(text)
        office: tuple[Generic, str] | None = None
        for end in range(len(tokens), 0, -1):
            for start in range(end):
                word = fold(" ".join(tokens[start:end]))
                if (found := self._words.get(word)) is None:
                    continue
                if word not in self._offices:
                    return found, word
                office = office or (found, word)
        return office
