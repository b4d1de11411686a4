"""JSON Lines: every value in full, one per line."""

from __future__ import annotations

from typing import Any, TextIO

import msgspec

from marsad.export import check_what
from marsad.export.rows import statements_of
from marsad.views import Material


class JsonLinesExporter:
    """One JSON object per incident, statement or claim, with the keys of ``docs/interface.md``."""

    name = "jsonl"

    def export(self, material: Material, what: str, out: TextIO) -> None:
        """Write one object per line, in order of id.

        Raises
        ------
        UserError
            When ``what`` is unknown.
        """
        check_what(self.name, what)
        if what == "statements":
            for coded, statement in statements_of(material):
                about = {"document": coded.id, "source": coded.source, "published": coded.published, "url": coded.url}
                _write({**msgspec.to_builtins(statement), **about}, out)
        else:
            values = material.incidents if what == "incidents" else material.claims
            for value in sorted(values, key=lambda v: v.id):
                _write(value, out)


def _write(value: Any, out: TextIO) -> None:
    out.write(msgspec.json.encode(value).decode() + "\n")
