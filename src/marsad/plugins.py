"""The table of plug-ins: built-ins by dotted path, plus entry points; nothing is imported until it is used.

Groups: ``marsad.reader``, ``marsad.backend``, ``marsad.exporter``, ``marsad.executor``, ``marsad.store``.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from marsad.errors import UserError

BUILT_IN: Mapping[str, Mapping[str, str]] = {
    "reader": {
        "text": "marsad.read.plain:PlainReader",
        "html": "marsad.read.html:HtmlReader",
    },
    "backend": {
        "rules/1": "marsad.annotate.rules:RulesBackend",
        "encoder/1": "marsad.annotate.encoder.backend:EncoderBackend",
        "encoder-everywhere/1": "marsad.annotate.encoder.backend:EverywhereBackend",
        "fake/1": "marsad.annotate.fake:FakeBackend",
    },
    "exporter": {
        "csv": "marsad.export.csv:CsvExporter",
        "jsonl": "marsad.export.jsonl:JsonLinesExporter",
        "geojson": "marsad.export.geojson:GeoJsonExporter",
    },
    "executor": {
        "serial": "marsad.pipeline.executors:SerialExecutor",
        "processes": "marsad.pipeline.executors:ProcessExecutor",
    },
    "store": {
        "sqlite": "marsad.store.sqlite:SqliteStore",
    },
}


def names(group: str) -> dict[str, str]:
    """What is on offer in a group: name -> where it comes from.  Entry points may add names, never replace them."""
    return {**dict(_added(group)), **BUILT_IN[group]}


@cache
def _added(group: str) -> tuple[tuple[str, str], ...]:
    # Reading the metadata of all installed packages takes longer than reading a document: once is enough.
    return tuple((point.name, point.value) for point in entry_points(group=f"marsad.{group}"))


def load(group: str, name: str) -> Any:
    """The class behind a name; a wrong name is the user's to mend."""
    table = names(group)
    if name not in table:
        raise UserError(f"no {group} called {name!r}", f"there is: {', '.join(sorted(table))}")
    module, _, attribute = table[name].partition(":")
    return getattr(importlib.import_module(module), attribute)
