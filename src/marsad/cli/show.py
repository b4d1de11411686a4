"""``marsad show ID`` for any noun, and ``marsad search``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from marsad.cli.describe import (
    describe_assessment,
    describe_fields,
    describe_parties,
    describe_place,
    describe_statement,
    describe_voice,
    describe_when,
    describe_workings,
    headline,
)
from marsad.cli.options import Session, as_json, on_workbench
from marsad.cli.talk import clean, marked, note, put, put_json, put_marked
from marsad.errors import UserError
from marsad.values import Span

if TYPE_CHECKING:
    from marsad.pipeline import Workbench
    from marsad.values import Incident, Statement

_NAMES = 12


@click.command()
@click.argument("identity", metavar="ID")
@click.option("--why", is_flag=True, help="Of an incident or claim: what its scores are made of.")
@as_json
@on_workbench
def show(session: Session, identity: str, why: bool, as_json: bool, workbench: Path | None) -> None:
    """Show anything by its id, or by as much of it as is unique.

    A document, statement, incident, claim or problem of the workbench; a place, actor or outlet of the pack (these also
    by name).
    """
    bench = session.open(workbench)
    noun, found = _find(bench, identity)
    if as_json:
        put_json({"noun": noun, **_values(bench, noun, found)})
    else:
        _SHOW[noun](bench, found)
        _judgements(bench, noun, found)
        if why:
            _show_why(bench, noun, found)


def _find(bench: Workbench, identity: str) -> tuple[str, str]:
    from marsad.pack import fold

    pack = bench.pack
    tables: dict[str, Any] = {"place": pack.places, "actor": pack.actors, "outlet": pack.outlets}
    for noun, table_of in tables.items():
        if identity in table_of:
            return noun, identity
    found: list[tuple[str, str]] = [(f.noun, f.id) for f in bench.store.find(identity)] if identity else []
    if not found:
        wanted = fold(identity.strip())
        every = [(noun, i, x) for noun, table_of in tables.items() for i, x in table_of.items()]
        found = [(noun, i) for noun, i, x in every if wanted in (fold(x.name), *(fold(a) for a in x.aliases))]
        # A gazetteer has a hamlet of nearly every name: the pack's own are meant, as in linking.
        found = [(n, i) for n, i in found if n != "place" or i in pack.own_places] or found
        found = found or [(noun, i) for noun, i, _ in every if identity and i.startswith(identity)]
    if not found:
        raise UserError(f"nothing is called {identity!r}", "ids come from: marsad search, export, problems, brief")
    if len(found) > 1:
        some = ", ".join(f"{i} ({_kind_of(tables, noun, i)})" for noun, i in found[:8])
        raise UserError(f"{identity!r} is not enough: {some}", "give one of these ids, or more of it")
    return found[0]


def _kind_of(tables: dict[str, Any], noun: str, identity: str) -> str:
    """The noun, and for a place of the pack its kind: a district and its town share a name."""
    return f"{noun}, {tables[noun][identity].kind}" if noun == "place" else noun


def _values(bench: Workbench, noun: str, identity: str) -> dict[str, Any]:
    """Everything about one thing, as plain values."""
    import msgspec

    store, pack = bench.store, bench.pack
    value: Any
    if noun == "document":
        value = {**msgspec.to_builtins(store.document(identity)), "file": store.name_of(identity)}
        return {**value, "coded": msgspec.to_builtins(store.coded(identity))}
    if noun == "statement":
        document, value = _statement(bench, identity)
        return {**msgspec.to_builtins(value), "document": document}
    fetch: dict[str, Callable[[], Any]] = {
        "incident": lambda: next(i for i in store.incidents() if i.id == identity),
        "claim": lambda: next(c for c in store.claims() if c.id == identity),
        "problem": lambda: dict(store.problems())[identity],
        "place": lambda: pack.places[identity],
        "actor": lambda: pack.actors[identity],
        "outlet": lambda: pack.outlets[identity],
    }
    return {"id": identity, **msgspec.to_builtins(fetch[noun]())}


def _statement(bench: Workbench, identity: str) -> tuple[str, Statement]:
    found = bench.store.statement(identity)
    if found is None:
        raise UserError(f"no statement is called {identity!r}", "run again: the document may have been coded anew")
    document, statement = found
    coded = bench.store.coded(document)
    read = bench.readings().read(coded).statements if coded else ()
    return document, next((s for s in read if s.id == identity), statement)


def _judgements(bench: Workbench, noun: str, identity: str) -> None:
    """What persons decided on it and stands."""
    if noun not in ("statement", "incident", "claim") or not bench.store.judgements():
        return
    from marsad.pipeline.judging import history

    held = [r for r in history(bench, identity)[2] if r.kind == "judgement" and (r.state or "").startswith("stands")]
    if held:
        put()
    for row in held:
        put(f"judged: {row.what} ({row.id}, {row.by}, {row.at:%Y-%m-%d}){': ' + row.why if row.why else ''}")


def _show_document(bench: Workbench, identity: str) -> None:
    document, coded = bench.store.document(identity), bench.store.coded(identity)
    assert document is not None
    put(f"document {identity}")
    describe_fields(
        ("title", document.title), ("source", document.source), ("published", document.published),
        ("url", document.url), ("language", document.language), ("file", bench.store.name_of(identity)),
    )  # fmt: skip
    put()
    if coded is None:
        note("not coded yet: marsad run")
        put(document.text)
        return
    for problem in coded.problems:
        put(f"problem: {problem.message} ({problem.hint})")
    for span in coded.sentences:
        said = [s for s in coded.statements if any(span.start <= e.start < span.end for e in s.evidence)]
        spans = [s.trigger for s in said if s.trigger]
        spans += [Span(m.start, m.end) for m in coded.mentions if span.start <= m.start < span.end and said]
        put_marked(document.text[span.start : span.end], spans, span.start)
        for statement in said:
            put(f"    {statement.id}  {describe_statement(statement)}")
        for left in coded.uncoded:
            if span.start <= left.start < span.end:
                goes_on = f" (goes on about {left.continues})" if left.continues else ""
                put(f"    uncoded: {left.reason}{goes_on}")


def _show_statement(bench: Workbench, identity: str) -> None:
    document, statement = _statement(bench, identity)
    put(f"statement {identity}")
    describe_fields(
        ("says", headline(statement)), ("by", describe_parties(statement.actors)),
        ("to", describe_parties(statement.recipients)), ("when", describe_when(statement)),
        *((f"place ({p.role})", describe_place(p)) for p in statement.places),
        *((f"count ({c.kind})", _count(c)) for c in statement.counts),
        ("means", describe_parties(statement.means)), ("voice", describe_voice(statement.voice)),
        ("put as", f"{statement.modality}, {statement.polarity}"), ("score", f"{statement.score:.2f}"),
    )  # fmt: skip
    _quote(bench, document, statement)


def _count(count: Any) -> str:
    high = "?" if count.high is None else count.high
    number = str(count.low) if count.low == count.high else f"{count.low}–{high}"
    return f"{number} {count.side or ''}".strip()


def _quote(bench: Workbench, document: str, statement: Statement, indent: str = "") -> None:
    """The statement's evidence within its sentences, with what was read in it highlighted."""
    source = bench.store.document(document)
    coded = bench.store.coded(document)
    if source is None or coded is None:
        return
    put(f"{indent}from {document}: {source.source or 'unknown outlet'}, {source.published or 'undated'}")
    marks = [(p.start, p.end) for p in (*statement.actors, *statement.recipients, *statement.means)]
    marks += [(p.start, p.end) for p in statement.places] + [(v.start, v.end) for v in statement.voice]
    marks += [(c.start, c.end) for c in statement.counts] + [statement.trigger or (None, None)]
    spans = [Span(start, end) for start, end in marks if start is not None and end is not None]
    for span in coded.sentences:
        if any(span.start < e.end and e.start < span.end for e in statement.evidence):
            put_marked(source.text[span.start : span.end], spans, span.start, indent + "  > ")


def _show_incident(bench: Workbench, identity: str) -> None:
    incident = next(i for i in bench.store.incidents() if i.id == identity)
    put(f"incident {identity}")
    describe_fields(
        ("what", headline(incident)), ("by", describe_parties(incident.actors)),
        ("to", describe_parties(incident.recipients)), ("where", describe_place(incident.place)),
        ("when", describe_when(incident)), ("claimed by", describe_parties(incident.claimed_by)),
        ("blamed", describe_parties(incident.blamed)), ("denied by", describe_parties(incident.denied_by)),
        ("together as", "; ".join(incident.reasons)),
    )  # fmt: skip
    describe_assessment(incident.assessment)
    _show_statements(bench, incident.statements)
    _show_going_on(bench, incident)


def _show_going_on(bench: Workbench, incident: Incident) -> None:
    """Sentences that give no statement and go on about one of the incident's."""
    for document in incident.documents:
        source, coded = bench.store.document(document), bench.store.coded(document)
        for left in coded.uncoded if coded else ():
            if source is not None and left.continues in incident.statements:
                put()
                put(f"  goes on about {left.continues}, not coded: {left.reason}")
                put_marked(source.text[left.start : left.end], (), left.start, "    > ")


def _show_claim(bench: Workbench, identity: str) -> None:
    claim = next(c for c in bench.store.claims() if c.id == identity)
    put(f"claim {identity}")
    describe_fields(
        ("what", headline(claim)), ("by", describe_parties(claim.actors)), ("to", describe_parties(claim.recipients)),
        *((f"place ({p.role})", describe_place(p)) for p in claim.places), ("when", describe_when(claim)),
    )  # fmt: skip
    describe_assessment(claim.assessment)
    _show_statements(bench, claim.statements)


def _show_why(bench: Workbench, noun: str, identity: str) -> None:
    if noun not in ("incident", "claim"):
        raise UserError(f"no scores: this is of the kind {noun}", "give the id of an incident or a claim")
    values: Sequence[Any] = bench.store.incidents() if noun == "incident" else bench.store.claims()
    put()
    put("what the scores are made of")
    describe_workings(next(v for v in values if v.id == identity).assessment)


def _show_statements(bench: Workbench, identities: tuple[str, ...]) -> None:
    for identity in identities:
        document, statement = _statement(bench, identity)
        put()
        put(f"  {identity}  {describe_statement(statement)}")
        _quote(bench, document, statement, "  ")


def _show_problem(bench: Workbench, identity: str) -> None:
    problem = dict(bench.store.problems())[identity]
    put(f"problem {identity}")
    describe_fields(
        ("stage", problem.stage), ("about", problem.subject), ("what", problem.message), ("hint", problem.hint)
    )


def _show_place(bench: Workbench, identity: str) -> None:
    places = bench.pack.places
    place = places[identity]
    above: list[str] = []
    parent = place.parent
    while parent and parent in places and parent not in above:
        above.append(parent)
        parent = places[parent].parent
    put(f"place {identity}")
    describe_fields(
        ("name", place.name), ("kind", place.kind), ("in", ", ".join(places[p].name for p in above)),
        ("centre", None if place.lat is None else f"{place.lat}, {place.lon} (WGS84)"),
        ("radius", None if place.radius_m is None else f"{place.radius_m:,.0f} m"),
        ("also", _some(place.aliases)), ("from", place.valid_from), ("until", place.valid_to),
        ("source", place.source),
    )  # fmt: skip


def _show_actor(bench: Workbench, identity: str) -> None:
    actor, actors = bench.pack.actors[identity], bench.pack.actors
    put(f"actor {identity}")
    describe_fields(
        ("name", actor.name), ("kind", actor.kind), ("country", actor.country), ("also", _some(actor.aliases)),
        ("imposed labels", _some([f"{x.text} (by {x.by or 'unknown'})" for x in actor.labels])),
        *(("member of", _member(actors[m.id].name if m.id in actors else m.id, m)) for m in actor.member_of),
        ("since", actor.since), ("until", actor.until), ("source", actor.source),
    )  # fmt: skip


def _some(names: Sequence[str]) -> str:
    """The first names; --json has them all."""
    more = f", and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return ", ".join(names[:_NAMES]) + more


def _member(name: str, membership: Any) -> str:
    days = f"{membership.since or ''}–{membership.until or ''}"
    return name if days == "–" else f"{name} ({days})"


def _show_outlet(bench: Workbench, identity: str) -> None:
    outlet = bench.pack.outlets[identity]
    put(f"outlet {identity}")
    describe_fields(
        ("name", outlet.name), ("kind", outlet.kind), ("country", outlet.country), ("language", outlet.language),
        ("also", _some(outlet.aliases)), ("domains", _some(outlet.domains)), ("source", outlet.source),
    )  # fmt: skip


_SHOW: dict[str, Callable[[Any, str], None]] = {
    "document": _show_document,
    "statement": _show_statement,
    "incident": _show_incident,
    "claim": _show_claim,
    "problem": _show_problem,
    "place": _show_place,
    "actor": _show_actor,
    "outlet": _show_outlet,
}


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many of each noun.")
@as_json
@on_workbench
def search(session: Session, words: tuple[str, ...], limit: int, as_json: bool, workbench: Path | None) -> None:
    """Find documents and statements that hold all the WORDS.

    "two words" in quotes are a phrase, wor* is a beginning.
    """
    # The shell has taken the quotes away: an argument with a blank in it was a phrase.
    asked = " ".join(f'"{w}"' if " " in w and '"' not in w else w for w in words)
    hits = session.open(workbench).store.search(asked, limit)
    for hit in hits:
        if as_json:
            put_json(hit)
            continue
        title = f"  {hit.title}" if hit.title and hit.noun == "document" else ""
        put(f"{hit.noun} {hit.id}{title}")
        click.echo("    " + " ".join(marked(hit.excerpt, hit.marks).split()))
    if not hits:
        note(f"nothing holds {clean(asked)}")
