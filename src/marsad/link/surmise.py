"""Where a place that no registry knows probably lies: in the province in which the text's other places lie.

A report of one happening names villages beside the towns that everybody knows.  What is surmised is the unit only, with
its radius: the mention stays unlinked and says that it was surmised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from marsad.link.answers import Choice
from marsad.link.gazetteer import Gazetteer
from marsad.pack import Place

SHARE = 0.6
"""Least share of the text's places that lie in the province which the nearest place names."""


def surmise(chosen: Sequence[Choice], gazetteer: Gazetteer) -> list[Choice]:
    """Give each unknown place the province of the known place nearest in the text, where most others lie in it too."""
    provinces = [_province(c.place, gazetteer) for c in chosen]
    counts = Counter(p for p in provinces if p is not None)
    return [
        _within(choice, _nearest(i, provinces), counts, gazetteer) if _is_open(choice) else choice
        for i, choice in enumerate(chosen)
    ]


def _is_open(choice: Choice) -> bool:
    return choice.place is None and choice.within is None


def _province(place: Place | None, gazetteer: Gazetteer) -> str | None:
    return gazetteer.holder_of_kind(place, "province") if place is not None else None


def _nearest(i: int, provinces: Sequence[str | None]) -> str | None:
    """The province of the known place fewest mentions away from the ``i``-th; before it rather than behind."""
    known: Iterable[int] = (j for j, p in enumerate(provinces) if p is not None)
    return provinces[min(known, key=lambda j: (abs(i - j), j > i), default=i)]


def _within(choice: Choice, province: str | None, counts: Counter[str], gazetteer: Gazetteer) -> Choice:
    if province is None or counts[province] < SHARE * counts.total():
        return choice
    return replace(choice, perhaps=gazetteer.places[province])
