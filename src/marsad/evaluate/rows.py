"""Rows of a gold file: JSON Lines, JSON, CSV or TSV, gzipped or not."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from marsad.errors import UserError


def read_rows(path: Path) -> list[Mapping[str, Any]]:
    """All rows of a file, by its ending."""
    data = path.read_bytes()
    name = path.name
    try:
        if name.endswith(".gz"):
            data, name = gzip.decompress(data), name[:-3]
        text = data.decode("utf-8-sig")
        if name.endswith((".csv", ".tsv")):
            csv.field_size_limit(10_000_000)
            return list(csv.DictReader(io.StringIO(text), delimiter="\t" if name.endswith(".tsv") else ","))
        if name.endswith(".json"):
            whole = json.loads(text)
            return whole if isinstance(whole, list) else [whole]
        return [json.loads(line) for line in text.split("\n") if line.strip()]
    except (UnicodeDecodeError, json.JSONDecodeError, OSError, csv.Error) as error:
        raise UserError(f"{path}: {error}", "the file is not of the set's format (see the set's README)") from error
