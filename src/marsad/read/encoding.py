"""Bytes become text: byte order mark, UTF-8, what the file declares, then what its bytes look like."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from marsad.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32's mark begins with UTF-16's, so it is asked for first."""

_KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a sound, film or WebP file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "an SQLite database"),
)
_TEXT_HINT = "convert it to text, Markdown or HTML first"
_FEW = 0.05
"""Share of bytes beyond ASCII under which a text is taken for English with typographic quotes (Windows-1252)."""

_ASCII = bytes(range(128))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes, declared: str | None = None) -> str:
    """Decode a text file.

    Parameters
    ----------
    data
        The bytes.
    declared
        The encoding that the file says it has, if it does; believed only where the bytes are no UTF-8.

    Raises
    ------
    ReadError
        If the bytes are no text, or no encoding fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _clean(_try(data, encoding), data)
    refuse_binary(data)
    guesses = ["utf-8", declared, *_wide(data)]
    for guess in guesses:
        text = _try(data, guess) if guess else None
        if text is not None and "\0" not in text:
            return _clean(text, data)
    if b"\0" not in data:
        if len(data.translate(None, _ASCII)) < _FEW * len(data) and (text := _try(data, "cp1252")) is not None:
            return _clean(text, data)
        if best := from_bytes(data[:100_000]).best():
            return _clean(_try(data, best.encoding), data)
    raise ReadError("the bytes are no text in any known encoding", "save the file as UTF-8 text")


def refuse_binary(data: bytes) -> None:
    """Raise a ReadError if the bytes begin like a file that is no text."""
    for magic, kind in _KINDS:
        if data.startswith(magic):
            raise ReadError(f"the file is {kind}, not text", _TEXT_HINT)


def _try(data: bytes, encoding: str | None) -> str | None:
    try:
        return data.decode(encoding or "utf-8")
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _wide(data: bytes) -> list[str]:
    """Guess UTF-16 without a mark: every second byte of Western text is zero."""
    half = len(data) // 2
    if half and data[1::2].count(0) > half * 0.4:
        return ["utf-16-le"]
    if half and data[0::2].count(0) > half * 0.4:
        return ["utf-16-be"]
    return []


def _clean(text: str | None, data: bytes) -> str:
    """Refuse what is no text though it decoded; the text itself is not changed."""
    if text is None:
        raise ReadError("the file is cut or not in the encoding that its byte order mark says", "save it as UTF-8 text")
    if "\0" in text:
        raise ReadError("the text holds NUL characters: it is binary or damaged", _TEXT_HINT)
    if len(_CONTROL.findall(text, 0, 100_000)) > 0.01 * min(len(text), 100_000):
        raise ReadError(f"the file is binary, not text ({len(data):,} bytes, many control characters)", _TEXT_HINT)
    return text
