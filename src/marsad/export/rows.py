"""Flat rows of incidents, statements and claims: the columns of the CSV files, one place for all tabular exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from marsad.values import (
    Assessment,
    Claim,
    Coded,
    Count,
    CountKind,
    Document,
    Incident,
    Party,
    StatedPlace,
    Statement,
    Toll,
)
from marsad.views import Material
from marsad.views.notes import attribution, safe_url, source_of

Cell = str | int | float | None
Row = Mapping[str, Cell]

KINDS: tuple[CountKind, ...] = ("killed", "injured", "captured", "abducted", "released", "displaced", "other")
_PLACE = ("place", "place_id", "lat", "lon", "radius_m", "where_prec", "geo_precision", "country", "admin1", "admin2")
_DAYS = ("earliest", "latest", "date_prec")

INCIDENTS: tuple[str, ...] = (
    "id", "type", "mode", "actors", "actor_ids", "recipients", "recipient_ids", *_PLACE, *_DAYS,
    *(f"{kind}_{end}" for kind in KINDS for end in ("low", "best", "high")), "tolls",
    "claimed_by", "blamed", "denied_by", "source_class", "credibility", "contested", "origins", "documents",
    "outlets", "document_ids", "statement_ids", "why",
)  # fmt: skip
STATEMENTS: tuple[str, ...] = (
    "id", "document", "outlet", "published", "title", "url", "shape", "type", "mode", "auxiliary", "actors",
    "actor_ids", "recipients", "recipient_ids", "means", *_PLACE, "from", "via", "to", *_DAYS,
    *(f"{kind}_{end}" for kind in KINDS for end in ("low", "high")), "counts",
    "voice", "voice_kind", "modality", "polarity", "score", "start", "end", "quote",
)  # fmt: skip
CLAIMS: tuple[str, ...] = (
    "id", "shape", "type", "mode", "actors", "actor_ids", "recipients", "recipient_ids", "at", "from", "via", "to",
    "earliest", "latest", "affirmed", "denied", "source_class", "credibility", "contested", "origins", "documents",
    "document_ids", "statement_ids", "quote",
)  # fmt: skip
COLUMNS: Mapping[str, tuple[str, ...]] = {"incidents": INCIDENTS, "statements": STATEMENTS, "claims": CLAIMS}


def rows_of(material: Material, what: str) -> Iterator[Row]:
    """The rows of one kind, in order of id (statements: of document, then of place in the text)."""
    if what == "incidents":
        yield from (incident_row(i, material) for i in sorted(material.incidents, key=lambda i: i.id))
    elif what == "claims":
        yield from (claim_row(c, material) for c in sorted(material.claims, key=lambda c: c.id))
    else:
        yield from (statement_row(s, c, material) for c, s in statements_of(material))


def statements_of(material: Material) -> Iterator[tuple[Coded, Statement]]:
    """Every statement with its coded document, in order of document and then of place in the text."""
    for key in sorted(material.coded):
        coded = material.coded[key]
        for statement in sorted(coded.statements, key=lambda s: (s.evidence, s.id)):
            yield coded, statement


def incident_row(incident: Incident, material: Material) -> Row:
    """One incident, flat; lists are joined by ``"; "``, unknown is None."""
    assessment = incident.assessment
    row: dict[str, Cell] = {
        "id": incident.id, "type": incident.type, "mode": incident.mode,
        **_parties(incident.actors, incident.recipients),
        **_place(incident.place), **_days(incident), "claimed_by": _names(incident.claimed_by),
        "blamed": _names(incident.blamed), "denied_by": _names(incident.denied_by), **_graded(assessment),
        "documents": len(incident.documents), "outlets": _outlets(incident.documents, material),
        "document_ids": _join(incident.documents), "statement_ids": _join(incident.statements),
        "why": _join((*incident.reasons, *(assessment.reasons if assessment else ()))),
    }  # fmt: skip
    tolls = assessment.tolls if assessment else ()
    for kind in KINDS:
        row |= _toll(kind, tolls)
    row["tolls"] = _join(_toll_words(t) for t in tolls)
    return row


def statement_row(statement: Statement, coded: Coded, material: Material) -> Row:
    """One statement, flat, with its quote and where it stands."""
    at = [p for p in statement.places if p.role == "at"]
    document = material.documents[coded.id] if coded.id in material.documents else _bare(coded)
    row: dict[str, Cell] = {
        "id": statement.id, "document": coded.id, "outlet": _outlets([coded.id], material) or coded.source,
        "published": coded.published.isoformat() if coded.published else None, "title": coded.title,
        "url": safe_url(coded.url), "shape": statement.shape, "type": statement.type, "mode": statement.mode,
        "auxiliary": _join(statement.auxiliary), **_parties(statement.actors, statement.recipients),
        "means": _names(statement.means), **_place(at[0] if at else None), **_ways(statement.places),
        **_days(statement), "counts": _join(_count_words(c) for c in statement.counts),
        "voice": attribution(statement, document, material.pack) if material.pack else _chain(statement),
        "voice_kind": statement.voice[0].kind if statement.voice else None,
        "modality": statement.modality, "polarity": statement.polarity, "score": round(statement.score, 4),
        "start": min((e.start for e in statement.evidence), default=None),
        "end": max((e.end for e in statement.evidence), default=None), "quote": statement.quote,
    }  # fmt: skip
    for kind in KINDS:
        counts = [c for c in statement.counts if c.kind == kind]
        row[f"{kind}_low"] = _total([c.low for c in counts])
        row[f"{kind}_high"] = _total([c.high for c in counts])
    return row


def claim_row(claim: Claim, material: Material) -> Row:
    """One claim, flat; who affirms and who denies it are counted by statements."""
    said = [s for _, s in material.of(claim.statements)]
    return {
        "id": claim.id, "shape": claim.shape, "type": claim.type, "mode": claim.mode,
        **_parties(claim.actors, claim.recipients), "at": _join(p.name for p in claim.places if p.role == "at"),
        **_ways(claim.places), "earliest": claim.earliest.isoformat() if claim.earliest else None,
        "latest": claim.latest.isoformat() if claim.latest else None,
        "affirmed": sum(s.polarity == "affirmed" for s in said), "denied": sum(s.polarity == "denied" for s in said),
        **_graded(claim.assessment), "documents": len(claim.documents), "document_ids": _join(claim.documents),
        "statement_ids": _join(claim.statements), "quote": said[0].quote if said else None,
    }  # fmt: skip


def _parties(actors: Sequence[Party], recipients: Sequence[Party]) -> dict[str, Cell]:
    return {
        "actors": _names(actors), "actor_ids": _join(p.link for p in actors), "recipients": _names(recipients),
        "recipient_ids": _join(p.link for p in recipients),
    }  # fmt: skip


def _place(place: StatedPlace | None) -> dict[str, Cell]:
    if place is None:
        return dict.fromkeys(_PLACE)
    return {"place": place.name, "place_id": place.link, **{key: getattr(place, key) for key in _PLACE[2:]}}


def _ways(places: Sequence[StatedPlace]) -> dict[str, Cell]:
    return {role: _join(p.name for p in places if p.role == role) for role in ("from", "via", "to")}


def _days(value: Incident | Statement) -> dict[str, Cell]:
    return {
        "earliest": value.earliest.isoformat() if value.earliest else None,
        "latest": value.latest.isoformat() if value.latest else None,
        "date_prec": value.date_prec,
    }


def _graded(assessment: Assessment | None) -> dict[str, Cell]:
    if assessment is None:
        return dict.fromkeys(("source_class", "credibility", "contested", "origins"))
    return {
        "source_class": assessment.source_class, "credibility": assessment.credibility,
        "contested": "yes" if assessment.contested else "no", "origins": len(assessment.origins),
    }  # fmt: skip


def _toll(kind: CountKind, tolls: Sequence[Toll]) -> dict[str, Cell]:
    """The whole toll of a kind: the one without a side, else the only one there is; never a sum over sides."""
    of_kind = [t for t in tolls if t.kind == kind]
    whole = [t for t in of_kind if t.side is None] or (of_kind if len(of_kind) == 1 else [])
    if not whole:
        return {f"{kind}_low": None, f"{kind}_best": None, f"{kind}_high": None}
    return {f"{kind}_low": whole[0].low, f"{kind}_best": whole[0].best, f"{kind}_high": whole[0].high}


def _toll_words(toll: Toll) -> str:
    low, best, high = ("" if x is None else str(x) for x in (toll.low, toll.best, toll.high))
    return f"{toll.kind} {toll.side or 'all'} {low}/{best}/{high}"


def _count_words(count: Count) -> str:
    low, high = ("" if x is None else str(x) for x in (count.low, count.high))
    return f"{count.kind} {count.side or 'all'} {low}/{high}"


def _total(numbers: Sequence[int | None]) -> int | None:
    """The number of a kind when one count gives it; several (by side, or revised) are only in ``counts``."""
    return numbers[0] if len(numbers) == 1 else None


def _outlets(documents: Sequence[str], material: Material) -> str | None:
    found = [material.documents[d] for d in documents if d in material.documents]
    if material.pack is None:
        return _join(d.source for d in found)
    return _join(source_of(d, material.pack).outlet for d in found)


def _chain(statement: Statement) -> str:
    return " < ".join(v.name or v.link or v.kind for v in statement.voice)


def _bare(coded: Coded) -> Document:
    return Document(coded.id, "", coded.title, coded.source, coded.url, coded.published)


def _names(parties: Sequence[Party]) -> str | None:
    return _join(p.name for p in parties)


def _join(values: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(v for v in values if v)) or None
