"""Values to rows and back: the JSON that a store keeps.  Pure, so that worker processes do the encoding."""

from __future__ import annotations

import hashlib
import re
import struct
from collections import Counter
from dataclasses import dataclass

import msgspec

from marsad.store.describing import Told, told
from marsad.values import Coded, Document, Mention, Problem, Span, Statement, Uncoded

_WORD = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One row of ``statements``: the columns that find it, and the whole value as JSON."""

    id: str
    shape: str
    type: str | None
    mode: str | None
    modality: str
    polarity: str
    earliest: str | None
    latest: str | None
    quote: str
    json: str


@dataclass(frozen=True, slots=True)
class CodedRow:
    """All rows that one coded document becomes."""

    document: str
    sentences: bytes
    sketch: bytes
    json: str
    reasons: tuple[tuple[str, int], ...]
    statements: tuple[StatementRow, ...]
    problems: tuple[Problem, ...]
    told: Told


@dataclass(frozen=True, slots=True)
class Body:
    """What the ``json`` column of ``coded`` holds."""

    mentions: tuple[Mention, ...] = ()
    uncoded: tuple[Uncoded, ...] = ()
    problems: tuple[Problem, ...] = ()


_ENCODER = msgspec.json.Encoder()
_BODY = msgspec.json.Decoder(Body)
_STATEMENT = msgspec.json.Decoder(Statement)


def problem_id(problem: Problem) -> str:
    """One id for each stage and subject (for each message when there is no subject)."""
    said = f"{problem.stage}\0{problem.subject if problem.subject is not None else problem.message}"
    return "p" + hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def encode(value: object) -> str:
    """Any value as JSON text."""
    return _ENCODER.encode(value).decode()


def row_of(coded: Coded) -> CodedRow:
    """The rows of a coded document."""
    body = {
        # A mention has 23 fields of which a kind uses a third: what is None is left out, which halves the file.
        "mentions": [
            {k: v for k, v in msgspec.to_builtins(m).items() if v is not None} for m in coded.mentions
        ],
        "uncoded": coded.uncoded,
        "problems": coded.problems,
    }  # fmt: skip
    return CodedRow(
        document=coded.id,
        sentences=struct.pack(f"<{2 * len(coded.sentences)}I", *(n for span in coded.sentences for n in span)),
        sketch=struct.pack(f"<{len(coded.sketch)}Q", *coded.sketch),
        json=encode(body),
        reasons=tuple(sorted(Counter(u.reason for u in coded.uncoded).items())),
        statements=tuple(_statement_row(s) for s in coded.statements),
        problems=coded.problems,
        told=told(coded),
    )


def _statement_row(statement: Statement) -> StatementRow:
    return StatementRow(
        id=statement.id, shape=statement.shape, type=statement.type, mode=statement.mode, modality=statement.modality,
        polarity=statement.polarity, earliest=statement.earliest.isoformat() if statement.earliest else None,
        latest=statement.latest.isoformat() if statement.latest else None, quote=statement.quote,
        json=encode(statement),
    )  # fmt: skip


def statement_of(json: str) -> Statement:
    """A statement from its JSON."""
    return _STATEMENT.decode(json)


@dataclass(frozen=True, slots=True)
class Parts:
    """The columns that a coded document is put together from; ``json`` None leaves mentions and uncoded out."""

    sentences: bytes
    sketch: bytes
    json: str | None
    statements: tuple[str, ...]


def coded_of(document: Document, parts: Parts) -> Coded:
    """A coded document from its rows."""
    body = _BODY.decode(parts.json) if parts.json is not None else Body()
    numbers = iter(struct.unpack(f"<{len(parts.sentences) // 4}I", parts.sentences))
    return Coded(
        id=document.id,
        sentences=tuple(Span(start, end) for start, end in zip(numbers, numbers, strict=True)),
        mentions=body.mentions,
        statements=tuple(_STATEMENT.decode(s) for s in parts.statements),
        uncoded=body.uncoded,
        problems=body.problems,
        source=document.source,
        published=document.published,
        title=document.title,
        url=document.url,
        sketch=struct.unpack(f"<{len(parts.sketch) // 8}Q", parts.sketch),
    )


def query_words(words: str) -> list[tuple[str, bool]]:
    """What a user typed, as (phrase, is a prefix): ``"two words"`` stays together, ``wor*`` is a prefix."""
    found: list[tuple[str, bool]] = []
    for phrase, word in _WORD.findall(words.replace("\0", " ")):  # SQLite ends a query at a NUL
        text = phrase or word.rstrip("*").replace('"', "")
        if any(c.isalnum() for c in text):
            found.append((text, not phrase and word.endswith("*")))
    return found


def match_of(words: str) -> str:
    """What the user typed as an FTS5 expression, of which none is syntax: each word or phrase is quoted."""
    asked = query_words(words)
    return " AND ".join('"' + text.replace('"', '""') + '"' + ("*" if prefix else "") for text, prefix in asked)
