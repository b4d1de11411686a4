"""The example corpus: each report reads as its gold says, and the sentences that the gold names stand in it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from marsad.read import read_path
from marsad.settings import Settings
from marsad.values import Document

FOLDER = Path(__file__).parent.parent / "examples" / "exercise"
GOLD: dict[str, Any] = json.loads((FOLDER / "gold.json").read_text(encoding="utf-8"))
PARTS = ("incidents", "claims", "not_incidents")


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {name: read_path(FOLDER / name, Settings.of()) for name in GOLD["documents"]}


def test_every_report_is_in_the_gold_and_marked_as_invented() -> None:
    files = {path.name for path in FOLDER.iterdir()} - {"PLAN.md", "gold.json"}
    assert files == set(GOLD["documents"])
    for path in FOLDER.iterdir():
        assert "EXERCISE MATERIAL – invented" in path.read_text(encoding="utf-8")[:500], path.name


def test_readers_find_outlet_day_and_address(documents: dict[str, Document]) -> None:
    for name, stated in GOLD["documents"].items():
        document = documents[name]
        assert document.source == GOLD["outlets"][stated["outlet"]]["name"], name
        assert str(document.published) == stated["published"], name
        assert document.url, name
        assert "EXERCISE MATERIAL" not in document.text, name


def test_the_sentences_of_the_gold_stand_in_the_texts(documents: dict[str, Document]) -> None:
    flat = {name: re.sub(r"\s+", " ", document.text) for name, document in documents.items()}
    for item in (item for part in PARTS for item in GOLD[part]):
        assert item["documents"], item["id"]
        for told in item["documents"]:
            for sentence in told["sentences"]:
                assert sentence["tell"] in flat[told["file"]], (item["id"], told["file"], sentence)
                assert sentence.get("clause", "") in flat[told["file"]], (item["id"], told["file"], sentence)


def test_ids_are_unique_and_tolls_ordered() -> None:
    ids = [item["id"] for part in PARTS for item in GOLD[part]]
    assert len(ids) == len(set(ids))
    for toll in (toll for incident in GOLD["incidents"] for toll in incident["tolls"]):
        assert toll["low"] <= toll["high"], toll
        assert toll["truth"] is None or toll["low"] <= toll["truth"] <= toll["high"], toll
