"""From all coded documents and the log of judgements to incidents and claims, assessed."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.assess import assess
from marsad.pack import Pack
from marsad.pipeline.judged import Readings, Verdicts
from marsad.resolve import resolve
from marsad.settings import Settings
from marsad.values import Claim, Coded, Incident, Judgement


def derive(
    raw: Sequence[Coded], log: Sequence[Judgement], pack: Pack, settings: Settings
) -> tuple[tuple[Incident, ...], tuple[Claim, ...]]:
    """Resolve and assess; what persons judged goes before whatever is computed."""
    readings = Readings(log, pack)
    coded = [readings.read(c) for c in raw]
    verdicts = Verdicts.of(log, raw, coded, pack)
    found, homes = verdicts.settle(resolve(coded, pack, settings, verdicts.links))
    incidents, claims = assess(found.incidents, found.claims, coded, pack)
    return verdicts.count(incidents, claims, homes)
