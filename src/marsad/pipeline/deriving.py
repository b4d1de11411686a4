"""From all coded documents and the log of judgements to incidents and claims, assessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.assess import assess
from marsad.pack import Pack
from marsad.pipeline.judged import Readings, Verdicts
from marsad.pipeline.questions import questions_of
from marsad.resolve import Resolver
from marsad.settings import Settings
from marsad.store import Question
from marsad.values import Claim, Coded, Incident, Judgement


@dataclass(frozen=True, slots=True)
class Derived:
    """Incidents and claims, assessed, and what a person had better look at."""

    incidents: tuple[Incident, ...]
    claims: tuple[Claim, ...]
    questions: tuple[Question, ...]


def derive(raw: Sequence[Coded], log: Sequence[Judgement], pack: Pack, settings: Settings) -> Derived:
    """Resolve and assess; what persons judged goes before whatever is computed."""
    readings = Readings(log, pack)
    coded = [readings.read(c) for c in raw]
    verdicts = Verdicts.of(log, raw, coded, pack)
    resolver = Resolver(pack, settings)
    resolver.update(coded, judgements=verdicts.links)
    found, homes = verdicts.settle(resolver.resolution())
    incidents, claims = verdicts.count(*assess(found.incidents, found.claims, coded, pack), homes)
    return Derived(incidents, claims, questions_of(incidents, resolver.doubts(), log))
