"""The pack's coding words, compiled: inflected verb forms, and what verbs and nouns mean as events.

Reads ``words/events.toml`` and ``words/relations.toml`` (fields: ``docs/coding.md``), and the verbs of
``words/voices.toml``, so that their forms are known too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from marsad.annotate.rules.forms import plural, verb_forms
from marsad.pack import Pack


@dataclass(frozen=True, slots=True)
class VerbEntry:
    """One meaning of a verb: its coding, its conditions and where its roles hang (fields: ``docs/coding.md``)."""

    lemma: str
    shape: str
    type: str | None
    mode: str | None
    conditions: Mapping[str, frozenset[str]]
    particles: frozenset[str]
    complement: str | None
    inner: str | None
    needs_prep: str | None
    subject_role: str
    object_role: str
    prep: Mapping[str, str]
    counts: str | None
    self_counts: str | None
    transitive: bool
    weak: bool
    light: bool
    modal: bool
    intransitive: bool
    adjectives: frozenset[str]
    inclusion: bool
    finite: bool
    people: bool
    present: bool
    past: bool
    place_object: bool
    rank: int
    idle: bool
    negative: bool

    @property
    def specificity(self) -> int:
        """How many conditions it makes: more win over fewer."""
        return (
            2 * len(self.conditions)
            + 2 * bool(self.particles)
            + 2 * bool(self.needs_prep)
            + 2 * bool(self.complement)
            + 2 * bool(self.adjectives)
            + self.people
            + self.place_object
            + 2 * self.rank
        )


@dataclass(frozen=True, slots=True)
class NounEntry:
    """One meaning of a noun phrase as an event."""

    words: tuple[str, ...]
    shape: str
    type: str | None
    mode: str | None
    prep: Mapping[str, str]
    modifier: str
    counts: str | None
    weak: bool


@dataclass(frozen=True, slots=True)
class Partners:
    """Which frames may take their other party from elsewhere in the clause."""

    prepositions: frozenset[str] = frozenset()
    """Before a party that is named beside the verb, its object, or a verb that it governs."""
    asides: frozenset[str] = frozenset()
    """Before what else happened: phrases behind these name nobody that is meant."""
    belonging: frozenset[str] = frozenset()
    """Before those whom the object belongs to: "an office of …"; these serve violence too."""
    named: frozenset[str] = frozenset()
    """Types whose other party may stand anywhere in the clause."""
    placed: frozenset[str] = frozenset()
    """Types or modes that concern all who live at a place."""
    conditional: frozenset[str] = frozenset()
    """Types that a condition is set to: the subject of "unless …", "if …" is meant."""
    where: frozenset[str] = frozenset()
    """Of ``prepositions`` those before a place where it happened rather than a party."""
    own_people: frozenset[str] = frozenset()
    """Types whose object is rather the doer's own ("put its army on alert"): only a name is another party."""
    conditions: frozenset[str] = frozenset()
    """Words that open a condition."""


@dataclass(slots=True)
class Lexicon:
    """Everything the rules look up, by folded form."""

    verb_lemma: dict[str, str] = field(default_factory=dict)
    verbs: dict[str, list[VerbEntry]] = field(default_factory=lambda: defaultdict(list))
    nouns: dict[str, list[NounEntry]] = field(default_factory=lambda: defaultdict(list))
    """By last word; each entry's ``words`` is one phrase."""
    containers: frozenset[str] = frozenset()
    """Heads that stand for the members after "of" ("members of the TTP")."""
    harmless: frozenset[str] = frozenset()
    """Words of accidents and nature: harm without a doer beside them is no assault."""
    sport: frozenset[str] = frozenset()
    part_takers: frozenset[str] = frozenset()
    """Verbs behind whose "in" stands what the subject does ("engaged in …")."""
    things: frozenset[str] = frozenset()
    """Vehicles and buildings: what happens to people is not their doing."""
    cooperation: frozenset[str] = frozenset()
    """PLOVER types of good will; ``conflict`` those of ill will."""
    conflict: frozenset[str] = frozenset()
    sayers: frozenset[str] = frozenset()
    """Forms of verbs of saying; ``place_takers`` those of verbs whose object may be a place, ``conveyers`` those of
    verbs that bring somebody somewhere."""
    place_takers: frozenset[str] = frozenset()
    conveyers: frozenset[str] = frozenset()

    shapes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """For ties, presence and movements: the role of an object, and those behind prepositions, of any verb."""
    partners: Partners = field(default_factory=Partners)
    """Which frames may take their other party from elsewhere in the clause."""

    def lemma(self, form: str) -> str:
        """The lemma of a verb form, or the form itself."""
        return self.verb_lemma.get(form, form)


def compile_lexicon(pack: Pack) -> Lexicon:
    """Compile what the rules need from a pack's words."""
    lexicon = Lexicon()
    for table in ("events", "relations"):
        words = pack.words.get(table, {})
        for row in words.get("verb", []):
            for entry in _verb_entries(row):
                lexicon.verbs[entry.lemma].append(entry)
        for row in words.get("noun", []):
            _add_nouns(lexicon, row)
    for entries in lexicon.verbs.values():
        entries.sort(key=lambda e: -e.specificity)
    lexicon.shapes = pack.words.get("relations", {}).get("shapes", {})
    _inflect(lexicon, pack)
    tables = pack.words.get("events", {}).get("tables", {})
    lexicon.containers = frozenset(tables.get("containers", ()))
    lexicon.harmless = frozenset(tables.get("harmless", ()))
    lexicon.sport = frozenset(tables.get("sport", ()))
    lexicon.part_takers = frozenset(tables.get("part_takers", ()))
    lexicon.things = frozenset(tables.get("things", ()))
    lexicon.cooperation = frozenset(tables.get("cooperation", ()))
    lexicon.conflict = frozenset(tables.get("conflict", ()))
    table = pack.words.get("events", {}).get("partners", {})
    lexicon.partners = Partners(**{f.name: frozenset(table.get(f.name, ())) for f in fields(Partners)})
    return lexicon


def _inflect(lexicon: Lexicon, pack: Pack) -> None:
    """Give every form of every verb its lemma; where two verbs share a form, the first in the tables has it."""
    words = pack.words.get("grammar", {})
    grammar = words.get("verbs", {})
    irregular: Mapping[str, str] = grammar.get("irregular", {})
    doubling = frozenset(grammar.get("doubling", ()))
    for file, table in (("events", "verb"), ("relations", "verb"), ("voices", "verb"), ("voices", "control")):
        for row in pack.words.get(file, {}).get(table, []):
            for lemma in row["lemmas"]:
                for form in verb_forms(lemma, irregular, doubling):
                    lexicon.verb_lemma.setdefault(form, lemma)
    for lemma in pack.words.get("counts", {}).get("figures", {}).get("verbs", ()):
        for form in verb_forms(lemma, irregular, doubling):
            lexicon.verb_lemma.setdefault(form, lemma)
    rows = [row for row in pack.words.get("voices", {}).get("verb", []) if not row.get("needs_that")]
    said = {lemma for row in rows for lemma in row["lemmas"]}
    lexicon.sayers = frozenset(form for form, lemma in lexicon.verb_lemma.items() if lemma in said)
    for name in ("place_takers", "conveyers"):
        lemmas = words.get("places", {}).get(name, ())
        setattr(lexicon, name, frozenset(f for lemma in lemmas for f in verb_forms(lemma, irregular, doubling)))


def _verb_entries(row: Mapping[str, Any]) -> Iterable[VerbEntry]:
    conditions = {
        k: frozenset(form for word in row[k] for form in (word, plural(word)))
        for k in ("object", "prep_object", "subject")
        if k in row
    }
    for lemma in row["lemmas"]:
        yield VerbEntry(
            lemma=lemma, shape=row.get("shape", "event"), type=row.get("type"), mode=row.get("mode") or None,
            conditions=conditions, particles=frozenset(row.get("particles", ())), complement=row.get("complement"),
            inner=row.get("inner"), needs_prep=row.get("needs_prep"),
            subject_role=row.get("subject_role", "actor"), object_role=row.get("object_role", "recipient"),
            prep=row.get("prep", {}), counts=row.get("counts"), self_counts=row.get("self_counts"),
            transitive=row.get("transitive", True), weak=row.get("weak", False), light=row.get("light", False),
            modal=row.get("modal", False), intransitive=row.get("intransitive", False),
            adjectives=frozenset(row.get("adjectives", ())), inclusion=row.get("inclusion", False),
            finite=row.get("finite", False), people=row.get("people", False),
            present=row.get("present", False), past=row.get("past", False),
            place_object=row.get("place_object", False), rank=row.get("rank", 0), idle=row.get("idle", False),
            negative=row.get("negative", False),
        )  # fmt: skip


def _add_nouns(lexicon: Lexicon, row: Mapping[str, Any]) -> None:
    for phrase in row["words"]:
        for form in dict.fromkeys((phrase, plural(phrase))):
            words = tuple(form.split())
            entry = NounEntry(
                words=words, shape=row.get("shape", "event"), type=row.get("type"), mode=row.get("mode") or None,
                prep=row.get("prep", {}), modifier=row.get("modifier", "actor"), counts=row.get("counts"),
                weak=row.get("weak", False),
            )  # fmt: skip
            bucket = lexicon.nouns[words[-1]]
            bucket.append(entry)
            bucket.sort(key=lambda e: -len(e.words))
