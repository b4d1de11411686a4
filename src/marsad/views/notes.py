"""Footnotes: where every line of a view is written, verbatim, with who said it through whom."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from marsad.pack import Outlet, Pack
from marsad.pack.outlets import find_outlet
from marsad.values import Coded, Document, Span, Statement, Voice
from marsad.views.material import Material
from marsad.views.wording import UNDATED, VOICES, day

CONTEXT = 420
"""How many characters of a sentence are shown around a quote before it is cut."""

_UNSAFE = re.compile(r"[\x00-\x20\x7f<>\"\\^`{|}]")
OUTLET_KINDS = {
    "wire": "news agency", "state": "state media", "public": "public broadcaster", "private": "private outlet",
    "party": "party outlet", "armed_group": "armed group's outlet", "ngo": "NGO", "igo": "international organisation",
    "government": "government release", "local": "local outlet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with the marks that lie on it (empty: plain)."""

    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it is cited."""

    document: str
    outlet: str
    outlet_kind: str
    title: str
    published: str
    url: str | None
    """The address when it is plain http or https, else None."""


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered footnote: the quote within its sentence, its source, its voices and its offsets."""

    number: int
    source: Source
    pieces: tuple[Piece, ...]
    start: int
    end: int
    attribution: str
    modality: str
    denied: bool
    statement: str | None


class Notes:
    """Gives out footnote numbers in the order in which views cite, each quote once."""

    def __init__(self, material: Material, pack: Pack) -> None:
        self._material = material
        self._pack = pack
        self._numbers: dict[tuple[str, tuple[Span, ...], str | None], int] = {}

    def cite(self, *statements: str) -> tuple[int, ...]:
        """The numbers of these statements' quotes; statements that the material does not hold give none."""
        found = []
        for key in statements:
            if key in self._material.statements:
                document, statement = self._material.statements[key]
                if document in self._material.documents:
                    found.append(self._number((document, statement.evidence, key)))
        return tuple(dict.fromkeys(found))

    def cite_span(self, document: str, span: Span) -> tuple[int, ...]:
        """The number of a quote that is no statement (a label, an uncoded sentence)."""
        return (self._number((document, (span,), None)),) if document in self._material.documents else ()

    def all(self) -> tuple[Note, ...]:
        """Every note cited so far, in order."""
        return tuple(self._note(number, *key) for key, number in self._numbers.items())

    def _number(self, key: tuple[str, tuple[Span, ...], str | None]) -> int:
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def _note(self, number: int, key: str, spans: tuple[Span, ...], statement: str | None) -> Note:
        document = self._material.documents[key]
        coded = self._material.coded.get(key)
        said = self._material.statements[statement][1] if statement else None
        trigger = [said.trigger] if said and said.trigger else []
        return Note(
            number,
            source_of(document, self._pack),
            quote(document.text, spans, trigger, coded),
            min((s.start for s in spans), default=0),
            max((s.end for s in spans), default=0),
            attribution(said, document, self._pack) if said else "",
            said.modality if said else "",
            bool(said and said.polarity == "denied"),
            statement,
        )


def quote(text: str, spans: Sequence[Span], triggers: Sequence[Span], coded: Coded | None) -> tuple[Piece, ...]:
    """The sentences that hold the spans, with the spans marked ``quote`` and the triggers marked ``trigger``."""
    if not spans:
        return ()
    low, high = min(s.start for s in spans), max(s.end for s in spans)
    around = [s for s in (coded.sentences if coded else ()) if s.start < high and s.end > low]
    start = min([low, *(s.start for s in around)])
    end = max([high, *(s.end for s in around)])
    start, end = max(start, low - CONTEXT), min(end, high + CONTEXT)
    marked = [(s, "quote") for s in spans] + [(s, "trigger") for s in triggers]
    pieces = list(cut(text, Span(start, end), marked))
    if around and start > min(s.start for s in around):
        pieces.insert(0, Piece("… "))
    if around and end < max(s.end for s in around):
        pieces.append(Piece(" …"))
    return tuple(pieces)


def cut(text: str, whole: Span, marked: Iterable[tuple[Span, str]]) -> Iterable[Piece]:
    """Cut a stretch of text at every edge of a mark; each piece carries the marks that cover it."""
    inside = [(max(s.start, whole.start), min(s.end, whole.end), m) for s, m in marked]
    inside = [x for x in inside if x[0] < x[1]]
    edges = sorted({whole.start, whole.end, *(x[0] for x in inside), *(x[1] for x in inside)})
    for start, end in itertools.pairwise(edges):
        yield Piece(text[start:end], tuple(dict.fromkeys(m for a, b, m in inside if a <= start and end <= b)))


def source_of(document: Document, pack: Pack) -> Source:
    """How a document is cited; the outlet by the pack's plain name where the pack knows it."""
    outlet = outlet_of(document, pack)
    return Source(
        document.id,
        outlet.name if outlet else document.source or "an unnamed outlet",
        OUTLET_KINDS.get(outlet.kind, outlet.kind) if outlet else "",
        document.title or "",
        day(document.published) if document.published else UNDATED,
        safe_url(document.url),
    )


def outlet_of(document: Document, pack: Pack) -> Outlet | None:
    """The pack's outlet that published a document, by id, name, alias or domain."""
    return find_outlet(pack, document.source, document.url)


def safe_url(url: str | None) -> str | None:
    """An address that may be linked: http or https, with a host, without credentials, blanks or quotes; else None."""
    if not url or _UNSAFE.search(url.strip()):
        return None
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return None
    return url.strip() if usable else None


def voice_name(voice: Voice, document: Document, pack: Pack) -> str:
    """One voice by its plain name, or by its kind where it has none."""
    if voice.kind == "outlet":
        return source_of(document, pack).outlet
    return voice.name or VOICES[voice.kind]


def speaker(statement: Statement, document: Document, pack: Pack) -> str:
    """Who says it first: the start of the chain of voices."""
    if statement.voice:
        return voice_name(statement.voice[0], document, pack)
    return source_of(document, pack).outlet


def attribution(statement: Statement, document: Document, pack: Pack) -> str:
    """The whole chain in words: "police, quoted by Example Wire, in Example Daily"."""
    outlet = source_of(document, pack).outlet
    chain = [voice_name(v, document, pack) for v in statement.voice if v.kind != "outlet"]
    if not chain:
        return f"{outlet}, in its own voice"
    quoted = "".join(f", quoted by {name}" for name in chain[1:] if name != outlet)
    return f"{chain[0]}{quoted}, in {outlet}"
