"""Names that documents use and the pack does not know: organisations and places to be added, never persons.

What is offered is a name with how often and where it stands, and what the registry has that is spelt much the same: a
person decides whether it is a new entry or an alias.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rapidfuzz import fuzz, process

from marsad.pack import Pack, fold
from marsad.pack.spelling import loose
from marsad.pack.toponyms import RUN, Cues
from marsad.values import Coded, Document, Mention, Span
from marsad.views.material import Material

UNKNOWN = "unknown name"
SAMPLES, NEAREST = 3, 3
ALIKE = 80.0
"""Least rapidfuzz ratio (0 to 100) at which a registry name is shown beside a candidate."""
_AROUND = 70
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z]{1,5}")


@dataclass(frozen=True, slots=True)
class Sample:
    """One place where the name stands: half-open offsets of the name in the document, and the words around it."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """An entry of the registry with a name much like it; ``score`` 0 to 100."""

    id: str
    name: str
    score: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that the pack does not know."""

    kind: Literal["organisation", "place"]
    name: str
    count: int
    documents: int
    outlets: tuple[str, ...]
    within: str | None
    """Of a place: the district or province that texts put it into most."""
    samples: tuple[Sample, ...]
    near: tuple[Near, ...]


@dataclass(frozen=True, slots=True)
class _Use:
    name: str
    document: str
    outlet: str | None
    span: Span
    within: str | None = None


def candidates(material: Material, pack: Pack, minimum: int = 2) -> list[Candidate]:
    """Unknown organisations and places that stand at least ``minimum`` times, the commonest first."""
    finder = _Finder(pack)
    organisations: list[_Use] = []
    places: list[_Use] = []
    for key in sorted(material.coded):
        coded, document = material.coded[key], material.documents[key]
        organisations += finder.organisations(coded, document)
        places += finder.places(coded, document)
    known = {
        "organisation": _names((a.id, (a.name, *a.aliases)) for a in pack.actors.values()),
        "place": _names((p.id, (p.name, *p.aliases)) for p in pack.own_places.values()),
    }
    found = [
        *_gathered("organisation", organisations, known["organisation"], material, minimum),
        *_gathered("place", places, known["place"], material, minimum),
    ]
    return sorted(found, key=lambda c: (c.kind, -c.count, c.name))


class _Finder:
    """Finds uses of unknown names in one document."""

    def __init__(self, pack: Pack) -> None:
        words = pack.words.get("candidates", {}).get("person", {})
        titles = "|".join(re.escape(w) for w in sorted(words.get("titles", ()), key=len, reverse=True)) or "(?!)"
        speaks = "|".join(re.escape(w) for w in words.get("speaks", ())) or "(?!)"
        self._title = re.compile(rf"(?<!\w)(?:{titles})(?:\s+|,\s*)$")
        self._speaks = re.compile(rf"\s*,?\s+(?:{speaks})\b")
        means = pack.words.get("means", {}).get("means", {}).values()
        never = (*pack.words.get("candidates", {}).get("never", {}).get("words", ()), *(w for ws in means for w in ws))
        self._never = frozenset(fold(w) for w in never)
        self._heads = frozenset(pack.words.get("actors", {}).get("roles", {}).get("organisation_heads", ()))
        self._cues = Cues(pack.words.get("places", {}))
        self._pack = pack

    def organisations(self, coded: Coded, document: Document) -> Iterator[_Use]:
        """Actor mentions that link to nothing, when they read like an organisation's name."""
        for m in coded.mentions:
            if m.kind != "actor" or m.link is not None or m.why_not != UNKNOWN:
                continue
            name = _ARTICLE.sub("", document.text[m.start : m.end]).strip()
            if name in self._heads:
                continue  # "the Command": the name stands elsewhere
            if name[:1].isupper() and fold(name) not in self._never and not self._is_person(name, m, document.text):
                yield _Use(name, document.id, coded.source, Span(m.end - len(name), m.end))

    def _is_person(self, name: str, mention: Mention, text: str) -> bool:
        if _ACRONYM.fullmatch(name) or not self._heads.isdisjoint(name.replace("-", " ").split()):
            return False
        before = text[max(0, mention.start - 30) : mention.start]
        return bool(self._title.search(before) or self._speaks.match(text, mention.end))

    def places(self, coded: Coded, document: Document) -> Iterator[_Use]:
        """Mentions of places that link to nothing, and capitalised words where the text speaks of a place."""
        text = document.text
        known = sorted((m for m in coded.mentions if m.kind in ("place", "actor", "time")), key=lambda m: m.start)
        # An actor that stands where something happened ("an attack on Afghan forces") is no name of a place.
        actors = {(m.start, m.end) for m in known if m.kind == "actor"}
        for m in known:
            if (
                m.kind == "place"
                and m.link is None
                and (m.start, m.end) not in actors
                and fold(m.text) not in self._never
                and (m.why_not == UNKNOWN or "not in the registry" in (m.why_not or ""))
            ):
                yield _Use(text[m.start : m.end], document.id, coded.source, Span(m.start, m.end), m.admin2 or m.admin1)
        for sentence in coded.sentences:
            inside = [m for m in known if sentence.start <= m.start < sentence.end]
            for run in RUN.finditer(text, sentence.start, sentence.end):
                start, end = self._cues.core(text, run)
                if any(m.start < end and start < m.end for m in inside) or not self._is_place(text, start, end):
                    continue
                holder = self._holder(text, end, inside)
                kind = self._cues.kind_before.search(text[max(0, start - 30) : start]) or self._cues.kind_after.match(
                    text, end
                )
                if kind or holder:
                    yield _Use(text[start:end], document.id, coded.source, Span(start, end), holder)

    def _is_place(self, text: str, start: int, end: int) -> bool:
        name = text[start:end]
        if len(name) < 4 or name.isupper() or fold(name) in self._cues.never or not self._cues.leads(text, start):
            return False
        if self._title.search(text[max(0, start - 30) : start]) or self._speaks.match(text, end):
            return False
        return not any(word in self._heads for word in name.split())

    def _holder(self, text: str, end: int, mentions: Sequence[Mention]) -> str | None:
        for m in mentions:
            if m.start >= end:
                if m.kind == "place" and m.link is not None and self._cues.to_holder.fullmatch(text, end, m.start):
                    place = self._pack.places.get(m.link)
                    return place.name if place is not None and place.kind in ("district", "province") else None
                return None
        return None


def _gathered(
    kind: Literal["organisation", "place"], uses: Sequence[_Use], known: Mapping[str, str], material: Material,
    minimum: int,
) -> Iterator[Candidate]:  # fmt: skip
    by_name: dict[str, list[_Use]] = {}
    for use in uses:
        by_name.setdefault(loose(use.name), []).append(use)
    for same in by_name.values():
        if len(same) < minimum:
            continue
        name = _commonest(" ".join(u.name.split()) for u in same) or same[0].name
        yield Candidate(
            kind=kind, name=name, count=len(same), documents=len({u.document for u in same}),
            outlets=tuple(sorted({u.outlet for u in same if u.outlet})), within=_commonest(u.within for u in same),
            samples=tuple(_sample(u, material) for u in same[:SAMPLES]), near=tuple(_near(name, known)),
        )  # fmt: skip


def _commonest(values: Iterable[str | None]) -> str | None:
    said = [v for v in values if v]
    return max(sorted(set(said)), key=said.count) if said else None


def _sample(use: _Use, material: Material) -> Sample:
    text = material.documents[use.document].text
    around = text[max(0, use.span.start - _AROUND) : use.span.end + _AROUND]
    return Sample(use.document, use.span.start, use.span.end, " ".join(around.split()))


def _names(entries: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    return {name: identity for identity, names in entries for name in names}


def _near(name: str, known: Mapping[str, str]) -> Iterator[Near]:
    if _ACRONYM.fullmatch(name):
        return  # acronyms that differ in a letter are different organisations
    seen: set[str] = set()
    wanted = fold(name)
    for other, score, _ in process.extract(
        wanted, known.keys(), scorer=fuzz.ratio, processor=fold, score_cutoff=ALIKE, limit=4 * NEAREST
    ):
        if known[other] not in seen and len(seen) < NEAREST:
            seen.add(known[other])
            yield Near(known[other], other, round(score))


def entry(candidate: Candidate, words: Mapping[str, Any]) -> str:
    """A candidate as an entry to be pasted into a pack: TOML of an organisation; of a place a comment and its row."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(candidate.name)).strip("-") or "name-it"
    seen = f"# {candidate.count} times in {candidate.documents} documents"
    if candidate.near:
        seen += "; an alias of one of these? " + ", ".join(f"{n.id} ({n.name})" for n in candidate.near)
    if candidate.kind == "place":
        row = "\t".join(
            (f"…{slug}", candidate.name, "village", "", "", "", "", candidate.within or "", "", "", "", "own")
        )
        return f"{seen}\n# a row of places.tsv, to be completed:\n# {row}"
    kinds = words.get("kind", {})
    said = set(candidate.name.replace("-", " ").split())
    kind = next((k for k, heads in kinds.items() if not said.isdisjoint(heads)), "movement")
    name = candidate.name.replace("\\", "\\\\").replace('"', '\\"')
    return f'{seen}\n[[actor]]\nid = "{slug}"\nname = "{name}"\nkind = "{kind}"\naliases = []\nsource = "own"'
