"""The stateless pipe from documents to coded lines.  No workbench, no state."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from marsad import plugins
from marsad.pack import Pack, load_pack
from marsad.pipeline.coder import Coder
from marsad.pipeline.gazetteers import with_file
from marsad.pipeline.lines import BadLineError, bad_line, coded_line, parse_line
from marsad.settings import Settings

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class PipeTask:
    """Lines of input to lines of output, for an executor; an item is (line number, line)."""

    settings: Settings
    gazetteer: Path | None = None

    def pack(self) -> Pack:
        """The pack, with the caller's own places when there are any."""
        pack = load_pack(self.settings["pack"])
        return with_file(pack, self.gazetteer) if self.gazetteer else pack

    def coder(self) -> Coder:
        """A coder with the backend that the settings name."""
        gc.disable()  # all that is loaded stays: to look through it again and again took a sixth of the start
        try:
            pack = self.pack()
            return Coder(plugins.load("backend", self.settings["backend"])(pack), pack)
        finally:
            gc.enable()

    def start(self) -> Callable[[tuple[int, bytes]], bytes]:
        """Load pack and backend."""
        coder = self.coder()
        limit = self.settings["max_chars"]
        return lambda item: _line(item, coder, limit)

    def weight(self, item: tuple[int, bytes]) -> int:
        """Bytes."""
        return len(item[1])


def _line(item: tuple[int, bytes], coder: Coder, limit: int) -> bytes:
    number, line = item
    try:
        document, problems = parse_line(line)
        if len(document.text) > limit:
            raise BadLineError(f"the text has {len(document.text):,} characters, more than {limit:,}", document.id)
        coded = coder.code(document)
        return coded_line(replace(coded, problems=problems + coded.problems))
    except BadLineError as error:
        return bad_line(error, number)


def numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers; blank ones are left out, as is a byte order mark."""
    for number, line in enumerate(lines, 1):
        stripped = (line.removeprefix(BOM) if number == 1 else line).strip()
        if stripped:
            yield number, stripped
