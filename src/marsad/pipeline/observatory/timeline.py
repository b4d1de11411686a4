"""Incidents over time, by family."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from marsad.pipeline.observatory.incidents import INCIDENTS
from marsad.pipeline.observatory.opening import Observatory, wanted
from marsad.store import Wanted
from marsad.store.columns import EPOCH, Codes
from marsad.views.pages.map import family_signs
from marsad.views.pages.query import Allowed, Query
from marsad.views.pages.timeline import Bin, Bins, Unit
from marsad.views.wording import FAMILIES, family

Days = NDArray[np.datetime64]
TIMELINE = Allowed(INCIDENTS.facets, dates=True, words=True)
_DAYS, _WEEKS = 62, 400
"""Days of a span up to which a bar is a day, or a week; beyond it is a month.  More than some 60 bars blur at phone
width."""


def timeline(observatory: Observatory, query: Query) -> Bins:
    """The incidents that are asked for, by the day, week or month in which they began."""
    asked = wanted(query, limit=0)
    _, (earliest,) = observatory.store.browse.numbers("incidents", asked, ["earliest"])
    dated = ~np.isnan(earliest)
    days = (earliest[dated].astype(np.int64) - EPOCH).astype("datetime64[D]")
    undated = int(len(earliest) - len(days))
    if not len(days):
        return Bins(family_signs(), "day", (), undated)
    unit = _unit(int((days.max() - days.min()).astype(np.int64)))
    starts, step = _steps(days, unit)
    counts = np.zeros((len(starts) - 1, len(FAMILIES)), dtype=np.int64)
    np.add.at(counts, (step, families_of(observatory, asked)[dated]), 1)
    bins = (
        Bin(str(since), str(until - 1), {f: int(n) for f, n in zip(FAMILIES, row, strict=True) if n})
        for since, until, row in zip(starts[:-1], starts[1:], counts, strict=True)
    )
    return Bins(family_signs(), unit, tuple(bins), undated)


def families_of(observatory: Observatory, asked: Wanted) -> Codes:
    """Of each incident, in order, the position of its family in :data:`marsad.views.wording.FAMILIES`."""
    types, of_type = observatory.store.browse.labels("incidents", asked, "type")
    modes, of_mode = observatory.store.browse.labels("incidents", asked, "mode")
    order = list(FAMILIES)
    # The last one is for what has no type, or no mode: -1 finds it.
    by_type = np.array([*(order.index(family(t, None)) for t in types), order.index("other")])
    by_mode = np.array([*(order.index(family(*m.split("/", 1))) for m in modes), -1])
    return np.where(of_mode >= 0, by_mode[of_mode], by_type[of_type])


def _unit(span: int) -> Unit:
    return "day" if span <= _DAYS else "week" if span <= _WEEKS else "month"


def _steps(days: Days, unit: Unit) -> tuple[Days, Codes]:
    """First days of all steps, also of those in which nothing happened and of the one after; the step of each day."""
    if unit == "month":
        months = days.astype("datetime64[M]").astype(np.int64)
        starts = np.arange(months.min(), months.max() + 2).astype("datetime64[M]").astype("datetime64[D]")
        return starts, months - months.min()
    # Weeks begin with Monday: 1970-01-01 was a Thursday.
    size, shift = (7, 3) if unit == "week" else (1, 0)
    number = (days.astype(np.int64) + shift) // size
    starts = (np.arange(number.min(), number.max() + 2) * size - shift).astype("datetime64[D]")
    return starts, number - number.min()
