"""The brief as a value: scope, computed judgements, incidents, claims, and the footnotes of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from marsad.pack import Pack
from marsad.values import Coded
from marsad.views.claims import claim_rows, disputes, ledger, movements, ties
from marsad.views.incidents import Desk, cites_of, incident_rows
from marsad.views.material import Filters, Material, Selection, select
from marsad.views.notes import Notes, source_of
from marsad.views.rows import BriefView, ClaimRow, DocumentView, IncidentRow, Line, Matrix, Scope
from marsad.views.sentences import sentence_view
from marsad.views.sources import labels_used, singles
from marsad.views.wording import FAMILIES, days, listing, number

_WEEK = timedelta(days=7)
_TREND = 5
"""How many dated incidents it takes to compare two weeks."""
_NAMED = 3
"""How many places, groups or kinds a judgement names."""


def brief_view(material: Material, pack: Pack, filters: Filters | None = None) -> BriefView:
    """Everything that a brief on a part of the material shows.

    Parameters
    ----------
    material
        Documents with what was derived from them.
    pack
        The region pack that names places, organisations and outlets.
    filters
        Which part; None takes everything.

    Raises
    ------
    UserError
        When the area or the document is not known.
    """
    filters = filters or Filters()
    chosen = select(material, pack, filters)
    desk = Desk(material, pack, Notes(material, pack))
    coded = _coded(material, chosen, filters)
    incidents = incident_rows(chosen.incidents, desk, _since(coded, filters))
    claims = claim_rows(chosen.claims, desk)
    by_id = {c.id: c for c in chosen.claims}
    document = sentence_view(material.document_of(filters.document), desk) if filters.document else None
    matrix = ledger(coded)
    scope = _scope(coded, chosen, filters, desk)
    return BriefView(
        scope=scope,
        judgements=_judgements(incidents, claims, matrix, scope, document),
        incidents=incidents,
        matrix=matrix,
        claims=claims,
        ties=ties(claims, by_id),
        movements=movements(claims),
        presences=tuple(r for r in claims if r.shape == "presence"),
        disputes=disputes(incidents, claims),
        singles=singles(chosen.incidents, incidents, chosen.claims, claims, desk),
        labels=labels_used(coded, desk),
        document=document,
        notes=desk.notes.all(),
    )


def _coded(material: Material, chosen: Selection, filters: Filters) -> list[Coded]:
    """The documents that the brief rests on: all of them, or those that the chosen incidents and claims name."""
    if filters.document:
        return [c for c in [material.coded.get(material.document_of(filters.document).id)] if c]
    if not (filters.area or filters.since or filters.until):
        return sorted(material.coded.values(), key=lambda c: c.id)
    wanted = {d for i in chosen.incidents for d in i.documents} | {d for c in chosen.claims for d in c.documents}
    return [material.coded[d] for d in sorted(wanted) if d in material.coded]


def _since(coded: Sequence[Coded], filters: Filters) -> date | None:
    """The first day of the period that the reports are about; what lies before it is only recalled in them."""
    if filters.since or filters.document:
        return filters.since
    published = [c.published for c in coded if c.published]
    return min(published) - _WEEK if published else None


def _scope(coded: Sequence[Coded], chosen: Selection, filters: Filters, desk: Desk) -> Scope:
    documents = [d for c in coded if (d := desk.material.documents.get(c.id))]
    sources = [source_of(d, desk.pack) for d in documents]
    outlets = Counter((s.outlet, s.outlet_kind) for s in sources)
    published = [d.published for d in documents if d.published]
    since = _since(coded, filters) or date.min
    starts = [i.earliest for i in chosen.incidents if i.earliest and i.earliest >= since]
    ends = [i.latest for i in chosen.incidents if i.latest and i.latest >= since]
    first, last = filters.since or min(starts, default=None), filters.until or max(ends, default=None)
    return Scope(
        title=_title(chosen, filters, sources[0].title if filters.document and sources else "", desk.pack),
        area=chosen.area_name,
        period=days(first, last) if first or last else "",
        documents=len(documents),
        outlets=tuple((o, k, n) for (o, k), n in sorted(outlets.items(), key=lambda x: (-x[1], x[0]))),
        published=days(min(published), max(published)) if published else "",
        statements=sum(len(c.statements) for c in coded),
        sentences=sum(len(c.sentences) for c in coded),
        uncoded=sum(_uncoded(c) for c in coded),
        backend=desk.material.backend,
        pack=f"{desk.pack.name} ({desk.pack.id}/{desk.pack.version})",
        left_out=_left_out(chosen, len(documents) - len(published), filters),
    )


def _uncoded(coded: Coded) -> int:
    evidence = [e for s in coded.statements for e in s.evidence]
    return sum(not any(e.start < s.end and e.end > s.start for e in evidence) for s in coded.sentences)


def _title(chosen: Selection, filters: Filters, document: str, pack: Pack) -> str:
    if filters.document:
        return document or "One document, sentence by sentence"
    return chosen.area_name or pack.name


def _left_out(chosen: Selection, undated_documents: int, filters: Filters) -> tuple[str, ...]:
    lines = []
    if chosen.beyond_limit:
        lines.append(f"{number(chosen.beyond_limit, 'earlier incident')} beyond the {filters.limit} shown left out")
    if chosen.undated:
        lines.append(f"{number(chosen.undated, 'incident')} whose date is not stated left out")
    if chosen.unplaced:
        lines.append(f"{number(chosen.unplaced, 'incident')} whose place is not stated left out")
    if undated_documents:
        verb = "states" if undated_documents == 1 else "state"
        lines.append(f"{number(undated_documents, 'document')} {verb} no publication date")
    return tuple(lines)


def _judgements(
    incidents: Sequence[IncidentRow], claims: Sequence[ClaimRow], matrix: Matrix, scope: Scope,
    document: DocumentView | None,
) -> tuple[Line, ...]:  # fmt: skip
    lines = [] if document is None else [_of_document(document)]
    now = [r for r in incidents if r.group != "before"]
    if now:
        lines += [_happenings(now, len(incidents) - len(now)), *_tolls(now), *_where(now), *_week(now), *_owned(now)]
        lines.append(_support(now))
    if claims:
        lines.append(_claims(claims))
    if matrix.rows:
        lines.append(_voices(matrix, scope))
    return tuple(lines)


def _of_document(view: DocumentView) -> Line:
    total = len(view.sentences)
    why = [f"{words} ({count})" for words, count in view.uncoded[:_NAMED]]
    tail = f"; the others hold nothing that is coded, most often: {listing(why)}" if why else ""
    return Line(
        f"{view.coded} of {number(total, 'sentence')} state something that is coded, "
        f"{number(view.statements, 'statement')} in all{tail}."
    )


def _happenings(rows: Sequence[IncidentRow], before: int) -> Line:
    kinds = Counter(r.family for r in rows)
    ordered = sorted(kinds.items(), key=lambda x: (-x[1], list(FAMILIES).index(x[0])))
    named = [f"{FAMILIES[k][:1].lower()}{FAMILIES[k][1:]} ({n})" for k, n in ordered[:_NAMED]]
    others = sum(n for _, n in ordered[_NAMED:])
    rest = f"; {others} of other kinds" if others else ""
    verb = "is" if len(rows) == 1 else "are"
    undated = sum(r.group == "undated" for r in rows)
    tail = f" {undated} of them without a date." if undated and undated < len(rows) else ""
    tail += f" {number(before, 'more is', 'more are')} recalled from before." if before else ""
    return Line(f"{number(len(rows), 'incident')} {verb} reported: {listing(named)}{rest}.{tail}", cites_of(rows))


def _tolls(rows: Sequence[IncidentRow]) -> list[Line]:
    """Sums of low, best and high over incidents; a toll that is split by side is summed over its sides."""
    with_toll = [(r, [t for t in r.tolls if t.counted == "killed"]) for r in rows]
    with_toll = [(r, ts) for r, ts in with_toll if ts]
    if not with_toll:
        return []
    low = best = high = 0
    open_ended = False
    for _, tolls in with_toll:
        whole = [t for t in tolls if not t.side] or tolls
        low += sum(t.low or 0 for t in whole)
        best += sum(t.best or t.low or 0 for t in whole)
        high += sum(t.high if t.high is not None else max(t.best or 0, t.low or 0) for t in whole)
        open_ended |= any(t.high is None for t in whole)
    disputed = sum(any(t.disputed for t in ts) for _, ts in with_toll)
    tail = f"; in {disputed} of them the figures of different origins cannot all be right" if disputed else ""
    ceiling = f"{high:,} or more" if open_ended else f"{high:,}"
    span = f"between {low:,} and {ceiling}" if low != high else f"{best:,}"
    text = f"Reported deaths, summed over {number(len(with_toll), 'incident')}: {span} (best {best:,}){tail}."
    return [Line(text, cites_of([r for r, _ in with_toll]))]


def _where(rows: Sequence[IncidentRow]) -> list[Line]:
    places = Counter(r.unit for r in rows if r.place)
    if len(places) < 2:
        return []
    named = [f"{p} ({n})" for p, n in sorted(places.items(), key=lambda x: (-x[1], x[0]))[:_NAMED]]
    exact = sum(bool(r.place and r.place.where_prec == 1) for r in rows)
    text = f"By district: {listing(named)}; {exact} of {len(rows)} are known to an exact place."
    return [Line(text, cites_of([r for r in rows if r.place]))]


def _week(rows: Sequence[IncidentRow]) -> list[Line]:
    dated = [r for r in rows if r.latest and r.earliest and (r.latest - r.earliest).days < _WEEK.days]
    last = max((r.latest for r in dated if r.latest), default=None)
    first = min((r.earliest for r in dated if r.earliest), default=None)
    if not last or not first or last - first < 2 * _WEEK - timedelta(days=1) or len(dated) < _TREND:
        return []
    now = [r for r in dated if r.latest and r.latest > last - _WEEK]
    before = [r for r in dated if r.latest and last - 2 * _WEEK < r.latest <= last - _WEEK]
    text = (
        f"In the last seven days ({days(last - _WEEK + timedelta(days=1), last)}) {number(len(now), 'incident')}, "
        f"in the seven before {len(before)}."
    )
    return [Line(text, cites_of(now))]


def _owned(rows: Sequence[IncidentRow]) -> list[Line]:
    lines = []
    claimed = [r for r in rows if r.claimed]
    rival = [r for r in claimed if len(r.claimed) > 1]
    if claimed:
        text = f"Responsibility is claimed for {number(len(claimed), 'incident')}"
        text += f", for {len(rival)} of them by more than one organisation" if rival else ""
        cites = tuple(n for r in rival or claimed for a in r.claimed for n in a.notes[:1])
        lines.append(Line(text + ".", cites[:6]))
    denied = [r for r in rows if r.denied or any(t.denied for t in r.tellings)]
    if denied:
        cites = tuple(n for r in denied for t in r.tellings if t.denied for n in t.notes[:1])
        lines.append(
            Line(f"{number(len(denied), 'incident')} or parts of them are denied by somebody quoted.", cites[:6])
        )
    return lines


def _support(rows: Sequence[IncidentRow]) -> Line:
    single = [r for r in rows if r.origins == 1]
    several = sum(r.origins > 1 for r in rows)
    if len(rows) == 1:
        return Line("It rests on a single origin." if single else "It rests on more than one independent origin.")
    return Line(
        f"{len(single)} of {number(len(rows), 'incident')} rest on a single origin, {several} on two or more "
        "independent ones; copies of one report count once.",
        cites_of(single),
    )


def _claims(rows: Sequence[ClaimRow]) -> Line:
    hedged = [r for r in rows if r.tellings and all(t.modality != "asserted" for t in r.tellings)]
    denied = [r for r in rows if r.denied and r.affirmed]
    tail = f"; {len(denied)} affirmed by one voice and denied by another" if denied else ""
    cites = tuple(n for r in denied for n in r.notes[:2])
    return Line(
        f"{number(len(rows), 'claim')} about ties, presence, movements, figures and positions; "
        f"{len(hedged)} of them only with a hedge or an attribution{tail}.",
        cites[:6],
    )


def _voices(matrix: Matrix, scope: Scope) -> Line:
    totals = sorted(((sum(counts), words) for words, counts, _ in matrix.rows), reverse=True)
    whole = sum(n for n, _ in totals) or 1
    named = [f"{words} ({round(100 * n / whole)} %)" for n, words in totals[:_NAMED]]
    unread = round(100 * scope.uncoded / scope.sentences) if scope.sentences else 0
    return Line(
        f"Who is heard: of {number(scope.statements, 'statement')}, {listing(named)}. "
        f"{unread} % of the sentences gave no statement."
    )
