"""The two tasks that are spread over documents: reading files, and coding."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass

from marsad import plugins
from marsad.errors import ReadError
from marsad.pack import load_pack
from marsad.pipeline.coder import Coder
from marsad.pipeline.gazetteers import Further
from marsad.read import read_bytes
from marsad.settings import Settings
from marsad.store.rows import CodedRow, row_of
from marsad.values import Document, Problem

_WARM_UP = "Warm-up (May 3, 2031): Police said on Monday that at least two soldiers were killed in the north.\n"
"""Worked on once before processes are forked: what is loaded and compiled at first use is then there for all."""


@dataclass(frozen=True, slots=True)
class File:
    """A file's name and bytes, on their way to becoming a document."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Files to documents; a file that cannot be read becomes a problem."""

    settings: Settings

    def start(self) -> Callable[[File], Document | Problem]:
        """Load the readers; return the function that reads a file."""
        self._read(File("warm-up.txt", _WARM_UP.encode()))
        return self._read

    def weight(self, item: File) -> int:
        """Bytes."""
        return len(item.data)

    def _read(self, file: File) -> Document | Problem:
        try:
            return read_bytes(file.data, file.name, self.settings)
        except ReadError as error:
            return Problem("read", error.message, error.hint, file.name)
        except Exception as error:  # files are hostile, and parsers are other people's: one bad file stops no folder
            said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            return Problem(
                "read", f"the reader failed ({said})", "the file may be damaged; report it if not", file.name
            )


@dataclass(frozen=True, slots=True)
class Failed:
    """A document on which our own code fell over, with the traceback."""

    document: str
    traceback: str


@dataclass(frozen=True, slots=True)
class CodeTask:
    """Documents to rows of the store."""

    backend: str
    pack: str
    further: Further | None = None

    def start(self) -> Callable[[Document], CodedRow | Failed]:
        """Load pack and backend."""
        pack = load_pack(self.pack)
        pack = self.further.add_to(pack) if self.further else pack
        coder = Coder(plugins.load("backend", self.backend)(pack), pack)

        def work(document: Document) -> CodedRow | Failed:
            try:
                return row_of(coder.code(document))
            except Exception:  # kept for the end of the run: one document must not cost the work on all others
                return Failed(document.id, traceback.format_exc())

        work(Document("warm-up", _WARM_UP))
        return work

    def weight(self, item: Document) -> int:
        """Characters."""
        return len(item.text)
