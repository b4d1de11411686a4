"""Exports: the contract that every exporter keeps, and what each format promises."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from made_material import made_material, made_pack
from marsad import plugins
from marsad.errors import UserError
from marsad.export import WHAT
from marsad.export.csv import guard
from marsad.export.rows import COLUMNS
from marsad.pack import Pack
from marsad.values import Coded
from marsad.views import Material

EXPORTERS = sorted(plugins.names("exporter"))
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1", "＝1", "  =1", "\n=1"]


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return made_pack(tmp_path_factory.mktemp("amarra") / "pack")


def written(name: str, material: Material, what: str = "incidents") -> str:
    out = io.StringIO(newline="")
    plugins.load("exporter", name)().export(material, what, out)
    return out.getvalue()


def table(material: Material, what: str = "incidents") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written("csv", material, what), newline="")))


# ---------------------------------------------------------------------------- the contract, for every exporter


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_exporter_is_named_as_in_the_table(name: str) -> None:
    assert plugins.load("exporter", name)().name == name


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_same_material_gives_the_same_bytes_in_any_order(name: str, pack: Pack) -> None:
    material = made_material(pack)
    turned = replace(
        material,
        documents=dict(reversed(list(material.documents.items()))),
        coded=dict(reversed(list(material.coded.items()))),
        incidents=tuple(reversed(material.incidents)),
    )
    assert written(name, material) == written(name, turned)


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_incident_is_there_with_its_id(name: str, pack: Pack) -> None:
    material = made_material(pack)
    text = written(name, material)
    assert all(text.count(i.id) >= 1 for i in material.incidents)


@pytest.mark.parametrize("name", EXPORTERS)
@pytest.mark.parametrize("bare", [Material({}, {}), made_material()])
def test_empty_material_and_material_without_a_pack(name: str, bare: Material) -> None:
    assert written(name, bare) is not None


@pytest.mark.parametrize("name", EXPORTERS)
def test_what_cannot_be_written_is_the_users_to_mend(name: str, pack: Pack) -> None:
    with pytest.raises(UserError) as wrong:
        written(name, made_material(pack), "persons")
    assert "incidents" in wrong.value.hint


# ------------------------------------------------------------------------------------------------------ CSV


@pytest.mark.parametrize("what", WHAT)
def test_csv_is_a_full_table(what: str, pack: Pack) -> None:
    rows = table(made_material(pack), what)
    assert rows
    assert tuple(rows[0]) == COLUMNS[what]
    assert all(None not in r and None not in r.values() for r in rows)


def test_csv_lines_end_as_the_standard_says(pack: Pack) -> None:
    assert written("csv", made_material(pack)).endswith("\r\n")


def test_csv_columns_are_documented() -> None:
    text = (Path(__file__).parent.parent / "docs" / "exports.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`([a-z_0-9]+)`", text))
    families = re.compile(r"^(killed|injured|captured|abducted|released|displaced|other)_(low|best|high)$")
    for columns in COLUMNS.values():
        missing = {c for c in columns if c not in words and not families.match(c)}
        assert missing <= {"radius_m", "recipients", "recipient_ids", "actor_ids"}


def test_csv_says_what_the_incident_says(pack: Pack) -> None:
    rows = {r["id"]: r for r in table(made_material(pack))}
    market = rows["i100000000001"]
    assert market["killed_low"] == ""
    assert "killed civilians 5/6/8" in market["tolls"]
    assert (market["source_class"], market["credibility"], market["contested"]) == ("B", "1", "yes")
    assert rows["i100000000005"]["place"] == ""
    assert rows["i100000000003"]["injured_best"] == "3"


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(formula: str, pack: Pack) -> None:
    material = made_material(pack)
    coded = {k: replace(c, title=formula) for k, c in material.coded.items()}
    rows = table(replace(material, coded=coded), "statements")
    assert all(r["title"].startswith("'") for r in rows)


@given(st.text())
def test_guarded_text_never_starts_a_formula(text: str) -> None:
    found = guard(text)
    assert isinstance(found, str)
    assert found.lstrip(" ")[:1] not in {*"=+-@\t\r\n\0＝＋－＠"}
    assert found.removeprefix("'").replace("\ufffd", "\0") == text.removeprefix("'").replace("\ufffd", "\0")


def test_numbers_stay_numbers() -> None:
    assert guard(-3.5) == -3.5


@given(title=st.text(), quote=st.text())
def test_any_text_comes_back_from_csv(title: str, quote: str) -> None:
    material = made_material()
    d1 = material.coded["d1"]
    coded: dict[str, Coded] = {"d1": replace(d1, title=title, statements=(replace(d1.statements[0], quote=quote),))}
    (row,) = table(replace(material, coded=coded), "statements")
    assert row["quote"].removeprefix("'") == quote.replace("\0", "\ufffd").removeprefix("'")


# ----------------------------------------------------------------------------------------------- JSON Lines


@pytest.mark.parametrize("what", WHAT)
def test_json_lines_hold_everything(what: str, pack: Pack) -> None:
    material = made_material(pack)
    lines = [json.loads(x) for x in written("jsonl", material, what).splitlines()]
    number = {"incidents": 6, "claims": 5, "statements": sum(len(c.statements) for c in material.coded.values())}
    assert len(lines) == number[what]
    if what == "statements":
        for line in lines:
            text = material.documents[line["document"]].text
            assert " … ".join(text[a:b] for a, b in line["evidence"]) == line["quote"]


# -------------------------------------------------------------------------------------------------- GeoJSON


def test_geojson_draws_no_finer_than_what_is_known(pack: Pack) -> None:
    found = json.loads(written("geojson", made_material(pack)))
    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    kinds = {f["id"]: (f["geometry"] or {}).get("type") for f in found["features"]}
    precision = {f["id"]: f["properties"]["where_prec"] for f in found["features"]}
    assert {precision[k] for k, v in kinds.items() if v == "Point"} == {1}
    assert kinds["i100000000005"] is None
    assert kinds["i100000000002"] == "Polygon"
    assert all("lat" not in f["properties"] for f in found["features"])


def test_geojson_geometries_are_valid_and_wound_as_the_standard_says(pack: Pack) -> None:
    features: list[dict[str, Any]] = json.loads(written("geojson", made_material(pack)))["features"]
    for f in features:
        if f["geometry"]:
            geometry = shape(f["geometry"])
            assert geometry.is_valid
            west, south, east, north = geometry.bounds
            assert 68 < west <= east < 72
            assert 31 < south <= north < 35
            if geometry.geom_type == "Polygon":
                assert geometry.exterior.is_ccw
