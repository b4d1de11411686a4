"""Verbs by which somebody speaks, and what they take: the pack's ``words/voices.toml``, compiled.

A cue may be several words ("point out", "make clear"): the verb and words that follow it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marsad.annotate.rules.chunks import VG
from marsad.annotate.rules.forms import verb_forms
from marsad.annotate.rules.tokens import Token
from marsad.values import Modality, VoiceAct


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of saying: what it lends to what is said, and in which shapes its words come."""

    lemma: str
    modality: Modality
    denies: bool
    act: VoiceAct
    needs_that: bool
    anyone: bool
    """Whatever is its subject speaks."""
    takes_object: bool
    bare_object: bool
    """Whether a noun alone will do as its object."""
    hearer: bool
    """Whether its first object hears what is said."""
    infinitive: bool
    names: bool
    """Whether it calls something something ("called the vote a sham")."""
    of_words: bool
    """Whether only words are its object ("rejected the allegation")."""
    about: frozenset[str]
    """Prepositions behind which stands what is said; "" where they belong to the cue."""

    @property
    def particles(self) -> tuple[str, ...]:
        """The words behind the verb that belong to the cue."""
        return tuple(self.lemma.split()[1:])


class Cues:
    """Look up the cue of a verb group."""

    def __init__(self, words: Mapping[str, Any], grammar: Mapping[str, Any]) -> None:
        takes = {name: frozenset(lemmas) for name, lemmas in words.get("takes", {}).items()}
        about: Mapping[str, Sequence[str]] = words.get("about", {})
        irregular: Mapping[str, str] = grammar.get("irregular", {})
        doubling = frozenset(grammar.get("doubling", ()))
        self._by_form: dict[str, list[Cue]] = {}
        known: set[str] = set()
        tables: tuple[tuple[str, VoiceAct], ...] = (("verb", "tells"), ("stance", "judges"))
        for table, act in tables:
            for row in words.get(table, ()):
                for lemma in row["lemmas"]:
                    if lemma in known:
                        continue
                    known.add(lemma)
                    cue = _cue(lemma, row, takes, about, act)
                    for form in verb_forms(lemma.split()[0], irregular, doubling):
                        self._by_form.setdefault(form, []).append(cue)
        for cues in self._by_form.values():
            cues.sort(key=lambda c: -len(c.particles))

    def find(self, tokens: Sequence[Token], vg: VG) -> tuple[Cue, int] | None:
        """The cue of a verb group and its last token; the one of most words wins."""
        for cue in self._by_form.get(tokens[vg.head].low, ()):
            last = vg.head
            for word in cue.particles:
                if last + 1 < len(tokens) and tokens[last + 1].low == word:
                    last += 1
                else:
                    break
            else:
                return cue, max(last, vg.last)
        return None


def _cue(
    lemma: str,
    row: Mapping[str, Any],
    takes: Mapping[str, frozenset[str]],
    about: Mapping[str, Sequence[str]],
    act: VoiceAct,
) -> Cue:
    def has(name: str) -> bool:
        return lemma in takes.get(name, frozenset())

    return Cue(
        lemma=lemma, modality=row["modality"], denies=row.get("denies", False), act=row.get("act", act),
        needs_that=row.get("needs_that", False), anyone=has("anyone"),
        takes_object=has("object") or has("names") or has("of_words"), bare_object=not has("no_bare_object"),
        hearer=has("hearer"), infinitive=has("infinitive"), names=has("names"), of_words=has("of_words"),
        about=frozenset(about.get(lemma, ())),
    )  # fmt: skip
