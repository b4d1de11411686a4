"""Articles from HTML pages, by trafilatura: body, title, outlet, date, address.  Nothing is fetched."""

from __future__ import annotations

import re
from configparser import ConfigParser
from copy import deepcopy
from functools import cache

import trafilatura
from trafilatura.settings import DEFAULT_CONFIG
from trafilatura.settings import Document as Found

from marsad.errors import ReadError
from marsad.read import document_id
from marsad.read.encoding import decode
from marsad.read.facts import a_date, a_url, language_of, one_line
from marsad.settings import Settings
from marsad.values import Document

_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_SNIFF = 2_048
_OPENING = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_TAG = re.compile(r"<(/?)(div|span|section|article|table|blockquote|ul|ol|dl|font|b|i|em|strong|center|a|main|form)\b")

_LARGEST = 5_000_000
"""Characters of a page beyond which no article is looked for: parsing time grows faster than the page."""

_DEEPEST = 400
"""Nested elements beyond which a page is refused: parsers recurse (browsers stop at 512)."""

_ELEMENTS = 200_000
"""Elements of a page that trafilatura may look at."""

_FEWEST = 15
"""Words under which what was found is no article."""


class HtmlReader:
    """Reads saved web pages."""

    name = "html"

    def accepts(self, data: bytes, name: str) -> bool:
        """Accept files called .html and the like, and bytes that begin like a page."""
        return name.lower().endswith(_SUFFIXES) or bool(_OPENING.search(data[:_SNIFF].replace(b"\0", b"")))

    def read(self, data: bytes, name: str, settings: Settings) -> Document:
        """Make the document of the page's article; its text is the article's paragraphs with blank lines between.

        Raises
        ------
        ReadError
            If the page is damaged, too deep or too large to parse, or holds no article.
        """
        declared = _DECLARED.search(data[:_SNIFF])
        page = decode(data, declared[1].decode("ascii", "replace") if declared else None)
        _check(page)
        try:
            found = trafilatura.bare_extraction(
                page,
                with_metadata=True,
                include_comments=False,
                config=_config(),
                # The date that a page states, not one that may stand anywhere in it: unknown is better than wrong.
                date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2100-01-01"},
            )
        except (RecursionError, ValueError, AssertionError) as error:
            raise ReadError(f"the page cannot be parsed: {error}", "save the article as text") from error
        body = found.text if isinstance(found, Found) else None
        text = "\n\n".join(line.strip() for line in (body or "").splitlines() if line.strip())
        if not isinstance(found, Found) or len(text.split()) < _FEWEST:
            raise ReadError(
                "no article found in the page", "save the article's text itself, or the page from a browser"
            )
        return Document(
            id=document_id(data),
            text=text,
            title=one_line(found.title),
            source=one_line(found.sitename) or one_line(found.hostname),
            url=a_url(found.url),
            published=a_date(found.date),
            language=language_of(text),
        )


@cache
def _config() -> ConfigParser:
    config = deepcopy(DEFAULT_CONFIG)
    config.set("DEFAULT", "MAX_TREE_SIZE", str(_ELEMENTS))
    return config


def _check(page: str) -> None:
    """Refuse pages that would take a parser's time or stack."""
    if len(page) > _LARGEST:
        raise ReadError(f"the page has {len(page):,} characters: no article is that long", "save the article as text")
    depth = deepest = 0
    for tag in _TAG.finditer(page):
        depth = max(0, depth + (-1 if tag[1] else 1))
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        raise ReadError(f"the page nests {deepest:,} elements in one another", "save the article as text")
