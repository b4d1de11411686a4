"""Plain text and Markdown, with or without a head of "Key: value" lines."""

from __future__ import annotations

import re
from collections.abc import Mapping

from marsad.errors import ReadError
from marsad.read import document_id
from marsad.read.encoding import decode
from marsad.read.facts import a_date, a_url, language_of, one_line
from marsad.settings import Settings
from marsad.values import Document

_KEYS: Mapping[str, str] = {
    "title": "title", "headline": "title", "source": "source", "outlet": "source", "publisher": "source",
    "published": "published", "date": "published", "url": "url", "link": "url", "language": "language",
    "lang": "language", "note": "note",
}  # fmt: skip
_DATA = (".json", ".jsonl", ".ndjson", ".geojson", ".csv", ".tsv", ".xml", ".css", ".js")
_LINE = re.compile(r"(?P<key>[A-Za-z][\w-]{1,30})[ \t]*:[ \t]*(?P<value>[^\r\n]*)")
_FENCE = re.compile(r"(?:---|\+\+\+)[ \t]*")
_HEADING = re.compile(r"^#{1,2}[ \t]+(?P<title>\S[^\n]*?)[ \t#]*$", re.MULTILINE)
_TITLE = re.compile(r"\s*(?P<title>[^\r\n]{3,150}?)[ \t]*\r?\n[ \t]*\r?\n")


class PlainReader:
    """Reads text files; the last reader, for it accepts anything that is text."""

    name = "text"

    def accepts(self, data: bytes, name: str) -> bool:
        """Accept anything: what is no text is refused with its reason on reading."""
        return True

    def read(self, data: bytes, name: str, settings: Settings) -> Document:
        """Make the document: its text is what stands below the head, verbatim.

        A head is a run of lines ``title:``, ``source:``, ``published:``, ``url:``, ``language:``, ``note:`` at the very
        beginning, ended by a blank line, or fenced by ``---``.  A note alone makes no head.

        Raises
        ------
        ReadError
            If the file is no text, or nothing stands below the head.
        """
        if name.lower().endswith(_DATA):
            raise ReadError(
                f"{name} is a data file, not a report", "give texts, Markdown or HTML; see 'marsad code' for JSON Lines"
            )
        text = decode(data)
        facts, start = _head(text)
        body = text[start:]
        if not any(c.isalnum() for c in body):
            raise ReadError("the file holds no words", "there is nothing to read below the title and the head")
        return Document(
            id=document_id(data),
            text=body,
            title=one_line(facts.get("title")) or _first_title(body),
            source=one_line(facts.get("source")),
            url=a_url(facts.get("url")),
            published=a_date(facts.get("published")),
            language=_language(facts.get("language")) or language_of(body),
        )


def _head(text: str) -> tuple[dict[str, str], int]:
    """Read the lines of a head: what they say, and where the text below begins."""
    facts: dict[str, str] = {}
    lines = text.splitlines(keepends=True)
    fenced = bool(lines) and bool(_FENCE.fullmatch(lines[0].rstrip("\r\n")))
    position = len(lines[0]) if fenced else 0
    for line in lines[1:] if fenced else lines:
        body = line.rstrip("\r\n")
        position += len(line)
        if fenced and _FENCE.fullmatch(body):
            return facts, position
        if not fenced and not body.strip():
            return (facts, position) if facts.keys() - {"note"} else ({}, 0)
        found = _LINE.fullmatch(body)
        key = _KEYS.get(found["key"].lower()) if found else None
        if found and key:
            facts.setdefault(key, found["value"].strip().strip("\"'"))
        elif not fenced:
            # A text that only begins like a head ("Source: police …") is a text.
            return {}, 0
    return {}, 0


def _first_title(body: str) -> str | None:
    """Take a Markdown heading, or a short first line that stands alone and is no sentence, for the title."""
    heading = _HEADING.search(body[:1_000])
    if heading and not body[: heading.start()].strip():
        return one_line(heading["title"])
    first = _TITLE.match(body)
    if first and not first["title"].rstrip().endswith((".", ":", ";", ",")):
        return one_line(first["title"])
    return None


def _language(value: str | None) -> str | None:
    code = (value or "").strip().lower()[:2]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None
