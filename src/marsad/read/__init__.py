"""Bytes become documents: text, Markdown, HTML.  Nothing is fetched; what cannot be read says why and what to do.

Readers are plug-ins (group ``marsad.reader``).  Each is asked in turn whether it accepts the bytes; plain text is last.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Protocol

from marsad import plugins
from marsad.errors import ReadError
from marsad.read.encoding import refuse_binary
from marsad.settings import Settings
from marsad.values import Document

__all__ = ["Reader", "document_id", "read_bytes", "read_path"]

_LAST = "text"
"""The reader that takes whatever no other accepts."""


class Reader(Protocol):
    """Makes documents of one kind of file."""

    name: str

    def accepts(self, data: bytes, name: str) -> bool:
        """Tell from the first bytes and the file's name whether this reader is meant."""
        ...

    def read(self, data: bytes, name: str, settings: Settings) -> Document:
        """Make the document.

        Raises
        ------
        ReadError
            With what is wrong and what can be done.
        """
        ...


def document_id(data: bytes) -> str:
    """Name a document by its bytes: "d" and the first 16 hexadecimal digits of their SHA-256."""
    return "d" + hashlib.sha256(data).hexdigest()[:16]


def read_path(path: Path, settings: Settings) -> Document:
    """Read one file.

    Raises
    ------
    ReadError
        If it is no file, too large, empty, binary, or holds no text that can be used.
    """
    try:
        if not path.is_file():
            raise ReadError(f"{path} is no file", "give a file, or a folder of files")
        _check_size(path.stat().st_size, settings)
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(
            f"{path} cannot be opened: {error.strerror}", "check the path and your right to read it"
        ) from error
    return read_bytes(data, path.name, settings)


def read_bytes(data: bytes, name: str, settings: Settings) -> Document:
    """Read a file's bytes; ``name`` is its name, for the extension.

    Raises
    ------
    ReadError
        If they are too many, none, binary, or hold no text that can be used.
    """
    _check_size(len(data), settings)
    if not data.strip():
        raise ReadError("the file is empty", "nothing to read; remove it")
    document = _reader(data, name).read(data, name, settings)
    if len(document.text) > settings["max_chars"]:
        raise ReadError(
            f"the text has {len(document.text):,} characters, more than {settings['max_chars']:,}",
            "cut it into documents, or raise the setting max_chars",
        )
    return document


def _check_size(size: int, settings: Settings) -> None:
    if size > settings["max_bytes"]:
        raise ReadError(
            f"the file has {size:,} bytes, more than {settings['max_bytes']:,}",
            "cut it into documents, or raise the setting max_bytes",
        )


def _reader(data: bytes, name: str) -> Reader:
    table = plugins.names("reader")
    for key in sorted(table, key=lambda k: (k == _LAST, k)):
        reader: Reader = plugins.load("reader", key)()
        if reader.accepts(data, name):
            return reader
    refuse_binary(data)
    raise ReadError(f"no reader for {name}", f"Marsad reads {', '.join(sorted(table))}; convert the file to text")
