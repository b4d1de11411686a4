"""Incidents as rows: what, where, when, how many, who says so, how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from marsad.pack import Pack
from marsad.values import Assessment, Claim, Incident, Origin, Party, StatedPlace, Statement, Toll
from marsad.views.material import Material
from marsad.views.notes import Notes, attribution, source_of, speaker, voice_name
from marsad.views.rows import Attributed, Cites, Grade, IncidentRow, Said, Telling, TollRow
from marsad.views.wording import (
    COUNTED,
    CREDIBILITIES,
    NO_PLACE,
    SOURCE_CLASSES,
    UNDATED,
    VOICES,
    WHEN,
    WHERE,
    amount,
    days,
    family,
    kind_of_happening,
    number,
    people,
    words_of,
)  # fmt: skip

_IN_DISPUTE = 2
"""How many origins it takes before figures can be in dispute."""


@dataclass(frozen=True)
class Desk:
    """What every builder of rows needs: the material, the pack that names it, and the footnotes so far."""

    material: Material
    pack: Pack
    notes: Notes


def incident_rows(incidents: Sequence[Incident], desk: Desk, since: date | None = None) -> tuple[IncidentRow, ...]:
    """Rows numbered from 1: those of the period, then the undated, then those from before ``since``; each by date."""
    groups = ("current", "undated", "before")
    ordered = sorted(incidents, key=lambda i: groups.index(group_of(i, since)))
    return tuple(replace(_row(n, i, desk), group=group_of(i, since)) for n, i in enumerate(ordered, 1))


def group_of(incident: Incident, since: date | None) -> str:
    """Whether an incident is of the period, undated, or recalled from before it."""
    last = incident.latest or incident.earliest
    if last is None:
        return "undated"
    return "before" if since and last < since else "current"


def _row(number_: int, incident: Incident, desk: Desk) -> IncidentRow:
    place, assessment = incident.place, incident.assessment
    notes = desk.notes.cite(*incident.statements)
    outlets = [source_of(d, desk.pack).outlet for x in incident.documents if (d := desk.material.documents.get(x))]
    return IncidentRow(
        number=number_,
        id=incident.id,
        family=family(incident.type, incident.mode),
        what=kind_of_happening(incident.type, incident.mode),
        where=place_name(incident, desk.pack),
        unit=unit_name(place.admin2 or place.admin1, desk.pack) or place.name if place else "",
        precision=WHERE.get(place.where_prec or 0, "precision not stated") if place else "",
        when=days(incident.earliest, incident.latest),
        when_precision=WHEN.get(incident.date_prec or 0, "") if incident.earliest else "",
        earliest=incident.earliest,
        latest=incident.latest,
        place=place,
        actors=names(incident.actors),
        recipients=names(incident.recipients),
        tolls=tuple(toll_row(t, assessment, desk) for t in assessment.tolls) if assessment else (),
        claimed=_attributed(incident.claimed_by, incident, "claim", desk),
        blamed=_attributed(incident.blamed, incident, "blame", desk),
        denied=_attributed(incident.denied_by, incident, "deny", desk),
        grade=grade(assessment, desk),
        origins=len(assessment.origins) if assessment else 0,
        documents=len(incident.documents),
        outlets=tuple(dict.fromkeys(outlets)),
        tellings=tellings(incident.statements, desk),
        reasons=incident.reasons,
        notes=notes,
    )


def place_name(incident: Incident, pack: Pack) -> str:
    """The incident's place with the district or province that tells it from others of its name."""
    return where(incident.place, pack)


def where(place: StatedPlace | None, pack: Pack) -> str:
    """A place with the district or province that tells it from others of its name."""
    if place is None:
        return NO_PLACE
    parents = [n for n in (unit_name(place.admin2, pack), unit_name(place.admin1, pack)) if n and n != place.name]
    return ", ".join([place.name, *parents[:1]])


def unit_name(unit: str | None, pack: Pack) -> str:
    """The plain name of a district or province that is given by name or by id; empty for none."""
    return pack.places[unit].name if unit and unit in pack.places else unit or ""


def names(parties: Sequence[Party]) -> tuple[str, ...]:
    """The parties' plain names, each once."""
    return tuple(dict.fromkeys(p.name for p in parties))


def tellings(statements: Sequence[str], desk: Desk) -> tuple[Telling, ...]:
    """One telling for each statement, in order of publication; equal tellings of one document are told once."""
    found: dict[tuple[str, ...], Telling] = {}
    said = sorted(desk.material.of(statements), key=lambda x: (_published(x[0], desk), x[0], x[1].evidence))
    for key, statement in said:
        document = desk.material.documents.get(key)
        if document is None:
            continue
        telling = Telling(
            who=speaker(statement, document, desk.pack),
            attribution=attribution(statement, document, desk.pack),
            voice=VOICES[statement.voice[0].kind] if statement.voice else VOICES["outlet"],
            modality=statement.modality,
            denied=statement.polarity == "denied",
            auxiliary=tuple(a for a in statement.auxiliary if a != "negation"),
            figures=figures(statement),
            when=source_of(document, desk.pack).published,
            notes=desk.notes.cite(statement.id),
        )
        same = (key, telling.attribution, telling.modality, str(telling.denied), *telling.figures, *telling.auxiliary)
        earlier = found.get(same)
        if earlier:
            notes = tuple(dict.fromkeys((*earlier.notes, *telling.notes)))
            telling = Telling(**{f: getattr(earlier, f) for f in Telling.__slots__} | {"notes": notes})
        found[same] = telling
    return tuple(found.values())


def _published(document: str, desk: Desk) -> str:
    found = desk.material.documents.get(document)
    return found.published.isoformat() if found and found.published else "9999"


def figures(statement: Statement) -> tuple[str, ...]:
    """A statement's counts in words: "5–8 police killed"."""
    return tuple(
        f"{amount(c.low, c.high)} {people(c.low, c.high, c.side, COUNTED[c.kind])}".strip() for c in statement.counts
    )


def toll_row(toll: Toll, assessment: Assessment | None, desk: Desk) -> TollRow:
    """A toll with who said which; disputed when the intervals of two origins share no number."""
    origins = {o.id: o for o in assessment.origins} if assessment else {}
    said = tuple(
        Said(
            origin_name(origins.get(f.origin), f.statement, desk),
            amount(f.low, f.high),
            f.low,
            f.high,
            tuple(_earlier(s, toll, desk) for s in f.superseded),
            desk.notes.cite(f.statement, *f.superseded),
        )
        for f in toll.said
    )
    plain = [("minimum", toll.minimum), ("most reliable", toll.most_reliable), ("maximum", toll.maximum)]
    return TollRow(
        counted=COUNTED[toll.kind],
        side=words_of(toll.side),
        range=amount(toll.low, toll.high),
        best=toll.best,
        low=toll.low,
        high=toll.high,
        plain=" · ".join(f"{k} {v:,}" for k, v in plain if v is not None) if toll.minimum != toll.maximum else "",
        said=said,
        disputed=_disputed(said),
    )


def _disputed(said: Sequence[Said]) -> bool:
    known = [(s.low or 0, s.high) for s in said if s.low is not None or s.high is not None]
    if len(known) < _IN_DISPUTE:
        return False
    floor, ceilings = max(low for low, _ in known), [high for _, high in known if high is not None]
    return bool(ceilings) and floor > min(ceilings)


def _earlier(statement: str, toll: Toll, desk: Desk) -> str:
    for _, said in desk.material.of([statement]):
        for count in said.counts:
            if count.kind == toll.kind and (toll.side is None or count.side == toll.side):
                return amount(count.low, count.high)
    return "an earlier figure"


def origin_name(origin: Origin | None, statement: str, desk: Desk) -> str:
    """An origin as its statement writes it; origins are compared without case, but nobody is called so."""
    wanted = (origin.name or "").casefold() if origin else ""
    for key, said in desk.material.of([statement]):
        if key in desk.material.documents:
            document = desk.material.documents[key]
            chain = [voice_name(v, document, desk.pack) for v in said.voice]
            known = [n for n in (*chain, source_of(document, desk.pack).outlet) if n.casefold() == wanted]
            return known[0] if known else (origin.name if origin else "") or speaker(said, document, desk.pack)
    return (origin.name or VOICES[origin.kind]) if origin else "origin not known"


def grade(assessment: Assessment | None, desk: Desk) -> Grade | None:
    """The pair of an assessment in words, with the origins it rests on."""
    if assessment is None:
        return None
    origins = [
        f"{origin_name(o, o.statements[0] if o.statements else '', desk)} "
        f"({VOICES[o.kind]}, {number(len(o.documents), 'document')})"
        for o in assessment.origins
    ]
    return Grade(
        f"{assessment.source_class}{assessment.credibility}",
        SOURCE_CLASSES[assessment.source_class],
        CREDIBILITIES[assessment.credibility],
        tuple(origins),
        assessment.contested,
        assessment.reasons,
    )


def _attributed(parties: Sequence[Party], incident: Incident, how: str, desk: Desk) -> tuple[Attributed, ...]:
    found: dict[str, Attributed] = {}
    for party in parties:
        cited = [s.id for _, s in desk.material.of(incident.statements) if _speaks_of(s, party, how)]
        found.setdefault(party.name, Attributed(party.name, desk.notes.cite(*cited)))
    return tuple(found.values())


def _speaks_of(statement: Statement, party: Party, how: str) -> bool:
    """Whether a statement is one by which the party claims, is blamed or denies."""
    if how == "claim":
        return "claim" in (statement.mode or "") and _has(statement.actors, party)
    if how == "deny":
        return statement.polarity == "denied" and (_has(statement.actors, party) or _speaks(statement, party))
    return statement.type == "ACCUSE" and _has(statement.recipients, party)


def _has(parties: Sequence[Party], wanted: Party) -> bool:
    return any(p.link == wanted.link if wanted.link else p.name == wanted.name for p in parties)


def _speaks(statement: Statement, party: Party) -> bool:
    return any(v.link == party.link if party.link else v.name == party.name for v in statement.voice)


def when_words(claim: Claim, desk: Desk) -> str:
    """The days a claim is about; where none are said, the days on which it was published."""
    if claim.earliest or claim.latest:
        return days(claim.earliest, claim.latest)
    dates = [d.published for x in claim.documents if (d := desk.material.documents.get(x)) and d.published]
    return f"published {days(min(dates), max(dates))}" if dates else UNDATED


def cites_of(rows: Sequence[IncidentRow], limit: int = 6) -> Cites:
    """The first footnote of each row, for a line that sums rows up."""
    return tuple(r.notes[0] for r in rows if r.notes)[:limit]
