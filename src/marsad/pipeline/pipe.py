"""The stateless pipes: documents to coded lines, coded lines to incidents and claims.  No workbench, no state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from marsad import plugins
from marsad.assess import assess
from marsad.pack import Pack, load_pack
from marsad.pipeline.coder import Coder
from marsad.pipeline.gazetteers import with_file
from marsad.pipeline.lines import BadLineError, bad_line, coded_line, parse_coded, parse_line
from marsad.resolve import resolve
from marsad.settings import Settings
from marsad.values import Coded, Problem

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
        pack = self.pack()
        return Coder(plugins.load("backend", self.settings["backend"])(pack), pack)

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


def resolve_lines(lines: Iterable[bytes], settings: Settings) -> Iterator[bytes]:
    """Coded lines to incidents and claims, one line each; lines that are none come first, as problems.

    Mentions and uncoded sentences are not kept, so that memory holds the statements only.
    """
    pack = load_pack(settings["pack"])
    coded: dict[str, Coded] = {}
    for number, line in numbered(lines):
        try:
            one = parse_coded(line)
            if one.id in coded:
                raise BadLineError("this id came before", one.id)
            coded[one.id] = replace(one, mentions=(), uncoded=(), problems=())
        except BadLineError as error:
            hint = "give the lines that `marsad code` wrote"
            problem = Problem("read", f"line {number}: {error}", hint, error.id)
            found = {"id": error.id, "kind": "problem", "problems": [problem]}
            yield msgspec.json.encode(found) + b"\n"
    everything = [coded[i] for i in sorted(coded)]
    resolution = resolve(everything, pack, settings)
    incidents, claims = assess(resolution.incidents, resolution.claims, everything, pack)
    for value in (*incidents, *claims):
        yield msgspec.json.encode(value) + b"\n"
