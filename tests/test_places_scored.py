"""The scorers of districts and provinces, on invented rows."""

from __future__ import annotations

from typing import Any

import pytest

from marsad.evaluate import ged, ged_afghan, isaf, isaf_districts
from marsad.pipeline.coder import Coder
from marsad.pipeline.pipe import PipeTask
from marsad.settings import Settings

ROW = {
    "adm_2": "Nahri Sarraj district (Greshk)", "latitude": "31.82", "longitude": "64.57", "date_start": "2010-05-06",
    "source_art": 'Reuters, 2010-05-06, "Police station stormed in Helmand," /(2)Radio, Herat, 0430 gmt "Four dead"',
}  # fmt: skip
GOLD: dict[str, Any] = {f: [] if f in ("event_type", "target_group") else "" for f in isaf.FIELDS}


@pytest.fixture(scope="module")
def coder() -> Coder:
    return PipeTask(Settings.of()).coder()


def test_ged_afghanistan_takes_the_province_from_the_point_unless_the_row_says_it(coder: Coder) -> None:
    told = {**ROW, "latitude": "36.7", "longitude": "67.1", "adm_1": "Hilmand province", "source_art": ""}
    away = {**told, "adm_1": ""}
    metrics = ged_afghan.score([ROW, told], coder).metrics
    assert (metrics["province"], metrics["district"], metrics["within_20km"]) == (1, 1, 0.5)
    assert (metrics["headline_province"], metrics["headline_placed"]) == (1, 1)
    assert ged_afghan.score([away], coder).metrics["province"] == 0


def test_ged_afghanistan_reads_headlines_without_outlets() -> None:
    assert ged_afghan.headlines(ROW) == "Police station stormed in Helmand,\nFour dead"
    newer = {"source_art": '"Example Wire,2015-10-17,Two dead, five hurt";"Other,2015-10-18,More dead"'}
    assert ged_afghan.headlines(newer) == "Two dead, five hurt\nMore dead"


@pytest.mark.parametrize(
    ("said", "plain", "described"), [("Ladha tehsil", 0, 1), ("Ladha town", 0, 0), ("", 0, 0), ("Around Ladha", 0, 1)]
)
def test_ged_precision_is_that_of_the_sources_words(coder: Coder, said: str, plain: int, described: int) -> None:
    row = {
        "where_coordinates": "Ladha town", "where_description": said, "adm_2": "South Waziristan", "where_prec": "2",
        "latitude": "32.57", "longitude": "69.83", "date_start": "2010-05-06", "country": "Pakistan",
    }  # fmt: skip
    metrics = ged.score([row], coder).metrics
    assert (metrics["where_prec"], metrics["where_prec_described"]) == (plain, described)


@pytest.mark.parametrize(
    ("text", "provinces", "names"),
    [
        ("A raid in Nad ‘Ali district, Helmand province.", ["helmand"], ("Nad ‘Ali",)),
        ("A raid in Dara village, in the Qal'ah-ye Zal district of Kunduz province.", ["kunduz"], ("Qal'ah-ye Zal",)),
        ("Raids in Charkh and Baraki Barak districts today.", ["logar"], ("Charkh", "Baraki Barak")),
        ("A raid in Qarabagh district, Kabul province, and in Andar district.", ["ghazni"], ("Andar",)),
        ("The Taliban district leader, in the district.", ["ghazni"], ()),
    ],
)  # fmt: skip
def test_isaf_districts_are_the_texts_own(text: str, provinces: list[str], names: tuple[str, ...]) -> None:
    assert isaf_districts.named(text, provinces, str.lower) == names


def test_isaf_districts_are_right_by_any_name(coder: Coder) -> None:
    gold = {**GOLD, "province": ["helmand"], "start_date": "2011-05-04"}
    texts = (
        "Soldiers killed two insurgents in Nahr-i Sarraj district, Helmand province.",
        "In Quxt district, Helmand province, they met. Soldiers killed two insurgents in Sangin district.",
    )
    rows = [{"id": str(n), "text": t, "gold": gold, "datable": False} for n, t in enumerate(texts)]
    outcome = isaf.score(rows, coder)
    assert outcome.metrics["district"] == 0.5
    assert [e["gold"] for e in outcome.errors if "gold" in e] == ["Quxt"]
