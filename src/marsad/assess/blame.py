"""Who is said to have done it, who claims it and who denies it: each with the origins that put it so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from marsad.origins import Told
from marsad.values import Attribution, Incident, Origin, Party, Statement

Role = Literal["claimed", "blamed", "denied"]


def attributions_of(incident: Incident, told: Sequence[Told], origins: Sequence[Origin]) -> tuple[Attribution, ...]:
    """The parties that an incident is claimed by, blamed on and denied by, with the voices that say so.

    Resolution says who they are; here each is traced to the statements and so to the origins.  A party whose
    statements cannot be told keeps none: nothing is guessed.
    """
    origin = {s: o.id for o in origins for s in o.statements}
    roles: tuple[tuple[Role, Sequence[Party]], ...] = (
        ("claimed", incident.claimed_by), ("blamed", incident.blamed), ("denied", incident.denied_by),
    )  # fmt: skip
    found: dict[tuple[Role, str, str | None], set[str]] = defaultdict(set)
    for role, parties in roles:
        for party in parties:
            found[role, party.name, party.link].update(t.statement.id for t in told if _puts(t.statement, party, role))
    return tuple(
        Attribution(role, name, link, tuple(sorted({origin[s] for s in said if s in origin})), tuple(sorted(said)))
        for (role, name, link), said in sorted(found.items(), key=lambda x: (x[0][0], x[0][1], x[0][2] or ""))
    )


def _puts(statement: Statement, party: Party, role: Role) -> bool:
    spoken = any(_same(v.name, v.link, party) for v in statement.voice)
    if role == "claimed":
        return "claim" in (statement.mode or "") and (spoken or _names(statement.actors, party))
    if role == "denied":
        denies = statement.polarity == "denied" or "den" in (statement.mode or "")
        return denies and (spoken or _names(statement.actors, party))
    return statement.type == "ACCUSE" and _names(statement.recipients, party)


def _names(parties: Sequence[Party], wanted: Party) -> bool:
    return any(_same(p.name, p.link, wanted) for p in parties)


def _same(name: str | None, link: str | None, wanted: Party) -> bool:
    return link == wanted.link if wanted.link else name == wanted.name
