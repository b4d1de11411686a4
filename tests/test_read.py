"""Bytes become documents, or say why they do not."""

from __future__ import annotations

import codecs
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.errors import ReadError
from marsad.read import document_id, read_bytes, read_path
from marsad.settings import Settings

SETTINGS = Settings.of()
WORDS = "The convoy reached the valley on Tuesday, officials in the district said, after weeks of delay."
PARAGRAPHS = "".join(
    f"<p>Truck number {n} reached the valley on Tuesday, officials in the district said, after weeks of delay.</p>"
    for n in ("one", "two", "three", "four", "five")
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Convoy arrives | Example Wire</title>
<meta property="og:site_name" content="Example Wire"><meta property="og:title" content="Convoy arrives">
<meta property="article:published_time" content="2023-05-04T10:00:00Z">
<link rel="canonical" href="https://example.org/convoy"></head>
<body><nav><a href="/">Home</a> <a href="/x">Elsewhere</a></nav><article><h1>Convoy arrives</h1>{PARAGRAPHS}</article>
<script>alert(1)</script><footer>All rights reserved</footer></body></html>"""


def test_text_is_kept_verbatim() -> None:
    text = f"{WORDS}\r\n\r\n  Second\u200b e\u0301 \u202eline.\t\n"
    document = read_bytes(text.encode(), "a.txt", SETTINGS)
    assert document.text == text
    assert document.id == document_id(text.encode())
    assert document.language == "en"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_utf8_text_is_verbatim_or_refused(text: str) -> None:
    try:
        document = read_bytes(("Begin " + text).encode(), "a.txt", SETTINGS)
    except ReadError as error:
        assert error.hint
    else:
        assert document.text == "Begin " + text


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_give_a_document_or_a_hint(data: bytes) -> None:
    try:
        assert read_bytes(data, "a.txt", SETTINGS).text
    except ReadError as error:
        assert error.message
        assert error.hint


@pytest.mark.parametrize("fence", ["", "---\n"])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_head_gives_the_facts(fence: str, name: str) -> None:
    head = 'title: "A convoy"\nSource: Example Daily\npublished: 4 May 2023\nurl: https://example.org/a\nlanguage: en\n'
    document = read_bytes(f"{fence}{head}{fence or chr(10)}{WORDS}\n".encode(), name, SETTINGS)
    assert (document.title, document.source, document.published) == ("A convoy", "Example Daily", date(2023, 5, 4))
    assert (document.url, document.language, document.text) == ("https://example.org/a", "en", f"{WORDS}\n")


def test_a_note_in_the_head_is_dropped() -> None:
    document = read_bytes(f"title: A\nnote: an invented exercise\n\n{WORDS}".encode(), "a.txt", SETTINGS)
    assert (document.title, document.text) == ("A", WORDS)


def test_fenced_head_may_hold_other_keys_and_they_are_dropped() -> None:
    document = read_bytes(f"---\nauthor: Somebody\ntitle: A\n---\n{WORDS}".encode(), "a.md", SETTINGS)
    assert (document.title, document.text) == ("A", WORDS)


@pytest.mark.parametrize(
    "text",
    [
        f"Source: police.\n{WORDS}",
        f"Note: this is no head.\n\n{WORDS}",
        f"---\ntitle: never closed\n\n{WORDS}",
    ],
)
def test_what_only_looks_like_a_head_is_text(text: str) -> None:
    assert read_bytes(text.encode(), "a.txt", SETTINGS).text == text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"# Convoy arrives\n\n{WORDS}", "Convoy arrives"),
        (f"Convoy arrives\n\n{WORDS}", "Convoy arrives"),
        (f"The convoy came.\n\n{WORDS}", None),
        (WORDS, None),
    ],
)
def test_title_of_a_text(text: str, title: str | None) -> None:
    assert read_bytes(text.encode(), "a.md", SETTINGS).title == title


@pytest.mark.parametrize(
    "value", ["2023-05-04", "2023-05-04T10:00:00Z", "May 4, 2023", "04/05/2023", "Thu, 04 May 2023 10:00:00 +0500"]
)
def test_dates(value: str) -> None:
    assert read_bytes(f"date: {value}\n\n{WORDS}".encode(), "a.txt", SETTINGS).published == date(2023, 5, 4)


def test_bad_facts_are_unknown() -> None:
    head = "title: x\npublished: soon\nurl: javascript:alert(1)\nlanguage: ???\n\n"
    document = read_bytes(f"{head}{WORDS}".encode(), "a.txt", SETTINGS)
    assert (document.published, document.url, document.language) == (None, None, "en")


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("He said “no”; it’s over.", "He said “no”; it’s over.".encode("cp1252")),
        ("Marked text.", codecs.BOM_UTF8 + b"Marked text."),
        ("Wide text, with a mark.", "Wide text, with a mark.".encode("utf-16")),
        ("Wider text, with a mark.", "Wider text, with a mark.".encode("utf-32")),
        ("Wide text without a mark.", "Wide text without a mark.".encode("utf-16-le")),
        ("плохая кодировка текста на русском языке", "плохая кодировка текста на русском языке".encode("cp1251")),
        ("طالبان نے پشاور میں حملہ کیا", "طالبان نے پشاور میں حملہ کیا".encode()),
    ],
)
def test_encodings(text: str, data: bytes) -> None:
    assert read_bytes(data, "a.txt", SETTINGS).text == text


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\n ", "a.txt", "empty"),
        (b"title: only a head\n\n", "a.txt", "no words"),
        (b"%PDF-1.7 and so on", "a.txt", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a.txt", "PNG"),
        (bytes(range(256)) * 10, "a.txt", "no text"),
        (b"some text\0with a NUL", "a.txt", "no text"),
        ("w\0ide".encode("utf-16"), "a.txt", "NUL"),
        (codecs.BOM_UTF16_LE + b"odd", "a.txt", "cut"),
        (b"\x01\x02\x03\x04 text", "a.txt", "binary"),
        (b'{"a": 1}', "a.json", "data file"),
        (b"<html><body>Too little.</body></html>", "a.html", "no article"),
        (b"<html>" + b"<div>" * 5_000 + b"deep", "a.html", "nests"),
        (b"<html>" + b" " * 5_000_001, "a.html", "characters"),
    ],
)
def test_refused_with_reason_and_hint(data: bytes, name: str, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name, SETTINGS)
    assert said in caught.value.message
    assert caught.value.hint


def test_limits_are_settings() -> None:
    with pytest.raises(ReadError, match="bytes"):
        read_bytes(b"x" * 200, "a.txt", Settings.of(max_bytes=100))
    with pytest.raises(ReadError, match="characters"):
        read_bytes(b"x" * 200, "a.txt", Settings.of(max_chars=100))


def test_article_from_a_page() -> None:
    document = read_bytes(PAGE.encode(), "saved.html", SETTINGS)
    assert (document.title, document.source, document.published) == ("Convoy arrives", "Example Wire", date(2023, 5, 4))
    assert (document.url, document.language) == ("https://example.org/convoy", "en")
    assert "Truck number five" in document.text
    assert not any(word in document.text for word in ("Elsewhere", "alert", "rights reserved", "<p>"))
    assert "\n\n" in document.text


def test_page_is_known_by_its_bytes_and_its_declared_encoding() -> None:
    page = PAGE.replace("utf-8", "windows-1252").replace("weeks", "“weeks”")
    assert "“weeks”" in read_bytes(page.encode("cp1252"), "no-suffix", SETTINGS).text


def test_page_without_a_date_has_none() -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2023-05-04T10:00:00Z">', "")
    page = page.replace("All rights reserved", "Copyright 2001-2019")
    assert read_bytes(page.encode(), "a.html", SETTINGS).published is None


def test_paths(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(WORDS, encoding="utf-8")
    assert read_path(file, SETTINGS).text == WORDS
    for wrong in (tmp_path, tmp_path / "missing.txt"):
        with pytest.raises(ReadError) as caught:
            read_path(wrong, SETTINGS)
        assert caught.value.hint
