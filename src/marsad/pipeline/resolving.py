"""The stateless pipe from coded lines to incidents and claims.  No workbench, no state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import msgspec

from marsad.assess import assess
from marsad.pack import load_pack
from marsad.pipeline.lines import BadLineError, parse_coded
from marsad.pipeline.pipe import numbered
from marsad.resolve import resolve
from marsad.settings import Settings
from marsad.values import Coded, Problem


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
