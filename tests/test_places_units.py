"""Places of one unit are compared as such, whatever the unit was called on the day."""

from __future__ import annotations

from datetime import date

import pytest
from tests.annotated import annotated

from marsad.link import Linker
from marsad.pack import load_pack
from marsad.resolve.spots import relate, spot_of
from marsad.values import StatedPlace


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load_pack("afpak"))


def stated(linker: Linker, marked: str, day: date) -> StatedPlace:
    document, annotations = annotated(marked, day.isoformat())
    m = linker.link(document, annotations)[0].mentions[0]
    return StatedPlace("at", m.name or m.text, m.link, m.lat, m.lon, m.radius_m, m.where_prec, m.geo_precision,
                       m.country, m.admin1, m.admin2, m.start, m.end)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "relation"),
    [
        ("A raid in [Khyber]{place} district.", "A raid in [Bara]{place} tehsil.", "district"),
        ("A raid in [Bara]{place}.", "A raid in [Khyber]{place} district.", "district"),
        ("A raid in [South Waziristan]{place}.", "A raid in [Wana]{place}.", "district"),
        ("A raid in [Wana]{place}.", "A raid in [Lower South Waziristan]{place}.", "district"),
        ("A raid in the [Shakai]{place} area.", "A raid in [Wana]{place} area.", "near"),
        ("A raid in [Malir]{place} district.", "A raid in [Korangi]{place} district.", "apart"),
        ("A raid in [Bara]{place}.", "A raid in [Mingora]{place}.", "apart"),
        ("A raid in [Khyber]{place} district.", "A raid in [Swat]{place} district.", "apart"),
    ],
)
def test_units_are_one_across_the_years(linker: Linker, before: str, after: str, relation: str) -> None:
    one = spot_of(stated(linker, before, date(2012, 5, 1)))
    other = spot_of(stated(linker, after, date(2024, 5, 1)))
    assert relate(one, other, 25.0) == relation == relate(other, one, 25.0)
