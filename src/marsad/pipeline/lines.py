"""The public JSON Lines: a line to a document, a coded document to a line, and the JSON Schema of both.

See ``docs/interface.md``.  Keys may be added, never renamed.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

import msgspec

from marsad.values import Claim, Coded, Document, Incident, Mention, Problem

VERSION = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of input: a document as the caller has it."""

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    """ISO 8601; of a time only the day is used."""
    source: str | None = None
    url: str | None = None
    language: str | None = None


class BadLineError(ValueError):
    """A line that is no input; ``id`` is what it calls itself, when it says so."""

    def __init__(self, message: str, identity: str | None = None) -> None:
        super().__init__(message)
        self.id = identity


_PLACE = ("lat", "lon", "radius_m", "where_prec", "geo_precision", "country", "admin1", "admin2")
_OF_KIND = {"place": _PLACE, "time": ("earliest", "latest", "date_prec"), "count": ("low", "high")}
_ALWAYS = ("start", "end", "text", "kind", "link", "name", "why_not")


def parse_line(line: bytes) -> tuple[Document, tuple[Problem, ...]]:
    """Read one line of input.

    Returns
    -------
    The document, and the problems that did not stop it (a date that is none).

    Raises
    ------
    BadLineError
        When the line is no JSON object with a text.
    """
    found = _object(line)
    identity = found.get("id")
    if isinstance(identity, int):
        identity = str(identity)
    if identity is not None and not isinstance(identity, str):
        raise BadLineError("the id is no text")
    if not isinstance(found.get("text"), str):
        raise BadLineError("there is no text", identity)
    if identity is None:
        raise BadLineError("there is no id")
    try:
        given = msgspec.convert({**found, "id": identity}, Line)
    except msgspec.ValidationError as error:
        raise BadLineError(str(error), identity) from error
    published, problems = _published(given)
    document = Document(
        id=given.id, text=given.text, title=given.title, source=given.source, url=given.url, published=published,
        language=given.language,
    )  # fmt: skip
    return document, problems


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadLineError(f"this is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadLineError("this is no JSON object")
    return found


def _published(given: Line) -> tuple[date | None, tuple[Problem, ...]]:
    if not given.published:
        return None, ()
    try:
        return date.fromisoformat(given.published.strip()[:10]), ()
    except ValueError:
        hint = "write it as 2024-05-31; without it relative dates stay open"
        return None, (Problem("read", f"published is no date: {given.published!r}", hint, given.id),)


def coded_line(coded: Coded) -> bytes:
    """One line of output, with its newline; a mention keeps the keys of its kind."""
    found = msgspec.to_builtins(coded)
    found["mentions"] = [_mention(m) for m in coded.mentions]
    return msgspec.json.encode(found) + b"\n"


def _mention(mention: Mention) -> dict[str, Any]:
    keys = _ALWAYS + _OF_KIND.get(mention.kind, ())
    if mention.label is not None:
        keys += ("label",)
    return {key: getattr(mention, key) for key in keys}


def bad_line(error: BadLineError, number: int | None = None) -> bytes:
    """The line of output for a line of input that is none."""
    where = f"line {number}: " if number else ""
    problem = Problem("read", f"{where}{error}", 'give one JSON object per line: {"id": "a1", "text": "…"}', error.id)
    found = msgspec.to_builtins(Coded(error.id or "", problems=(problem,)))
    return msgspec.json.encode({**found, "id": error.id}) + b"\n"


def parse_coded(line: bytes) -> Coded:
    """Read a line that ``marsad code`` wrote, or another coder after the same interface; missing keys are unknown.

    Raises
    ------
    BadLineError
        When it is no such line.
    """
    try:
        return msgspec.json.decode(line, type=Coded)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        found = _object(line)
    identity = found.get("id")
    if identity is None and found.get("problems"):
        raise BadLineError("its document could not be read")
    try:
        return msgspec.convert(_filled(found, Coded), Coded)
    except msgspec.ValidationError as error:
        raise BadLineError(str(error), identity if isinstance(identity, str) else None) from error


def _filled(value: Any, kind: Any) -> Any:
    """The value with each key that is missing set to unknown (None, or nothing), as deep as it goes."""
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        kinds = [k for k in typing.get_args(kind) if k is not types.NoneType]
        return value if value is None or len(kinds) != 1 else _filled(value, kinds[0])
    if origin is tuple and isinstance(value, list):
        return [_filled(item, typing.get_args(kind)[0]) for item in value]
    if isinstance(kind, type) and is_dataclass(kind) and isinstance(value, dict):
        hints = _hints(kind)
        return {
            f.name: _filled(value[f.name], hints[f.name]) if f.name in value else _empty(hints[f.name])
            for f in fields(kind)
            if f.name in value or (f.default is MISSING and _empty(hints[f.name]) is not MISSING)
        }
    return value


def _empty(kind: Any) -> Any:
    """What unknown is for a field: None, an empty list, or MISSING when there is no such thing."""
    if typing.get_origin(kind) is tuple:
        return []
    return None if types.NoneType in typing.get_args(kind) else MISSING


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return typing.get_type_hints(kind)


def schema() -> dict[str, Any]:
    """The JSON Schema of the lines: what ``marsad code`` reads and writes, and what ``marsad resolve`` writes."""
    tops = (Line, Coded, Incident, Claim)
    refs, parts = msgspec.json.schema_components(tops, ref_template="#/$defs/{name}")
    parts["Coded"]["properties"]["id"] = {"type": ["string", "null"]}  # null: the line had none
    names = ("input", "coded", "incident", "claim")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Marsad JSON Lines",
        "version": VERSION,
        "oneOf": list(refs),
        "lines": dict(zip(names, refs, strict=True)),
        "$defs": parts,
    }
