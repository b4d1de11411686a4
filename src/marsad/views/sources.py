"""What rests on a single origin, and which words are one side's labels."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from marsad.pack import Actor, Pack
from marsad.store.describing import is_quoted
from marsad.values import Claim, Coded, Incident, Mention, Origin, Span
from marsad.views.incidents import Desk, origin_name
from marsad.views.notes import source_of
from marsad.views.rows import ClaimRow, IncidentRow, LabelRow, Single
from marsad.views.wording import VOICES

_CITED = 3
"""How many uses of a label are quoted."""


def singles(
    incidents: Sequence[Incident], rows: Sequence[IncidentRow], claims: Sequence[Claim], claim_rows: Sequence[ClaimRow],
    desk: Desk,
) -> tuple[Single, ...]:  # fmt: skip
    """Incidents and claims that one origin alone reports, by origin; the origin with most of them first."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    by_id = {r.id: r for r in rows}
    for incident in incidents:
        if origin := _only(incident.assessment.origins if incident.assessment else ()):
            row = by_id[incident.id]
            found[_origin(origin, desk)].append((f"incident-{row.number}", f"{row.headline}, {row.when}"))
    claims_by_id = {r.id: r for r in claim_rows}
    for claim in claims:
        if origin := _only(claim.assessment.origins if claim.assessment else ()):
            claim_row = claims_by_id[claim.id]
            found[_origin(origin, desk)].append((f"claim-{claim_row.number}", claim_row.words))
    ordered = sorted(found.items(), key=lambda x: (-len(x[1]), x[0]))
    return tuple(Single(name, kind, tuple(items)) for (name, kind), items in ordered)


def _only(origins: Sequence[Origin]) -> Origin | None:
    return origins[0] if len(origins) == 1 else None


def _origin(origin: Origin, desk: Desk) -> tuple[str, str]:
    name = origin_name(origin, origin.statements[0] if origin.statements else "", desk)
    return name, VOICES[origin.kind]


def labels_used(coded: Sequence[Coded], desk: Desk) -> tuple[LabelRow, ...]:
    """Words that one side imposes on an organisation: who writes them in his own words, who only quotes them."""
    uses: dict[tuple[str, str], list[tuple[str, Mention, bool]]] = defaultdict(list)
    for one in coded:
        for mention in one.mentions:
            if mention.label and mention.name:
                uses[mention.label.casefold(), mention.name].append((one.id, mention, is_quoted(one, mention)))
    rows = [_label(found, desk) for found in uses.values()]
    return tuple(sorted(rows, key=lambda r: (-sum(a + b for _, a, b in r.uses), r.words, r.name)))


def _label(found: Sequence[tuple[str, Mention, bool]], desk: Desk) -> LabelRow:
    first = found[0][1]
    counts: Counter[tuple[str, bool]] = Counter()
    notes: list[int] = []
    for document, mention, quoted in found:
        if document in desk.material.documents:
            counts[source_of(desk.material.documents[document], desk.pack).outlet, quoted] += 1
            if len(notes) < _CITED:
                notes += desk.notes.cite_span(document, Span(mention.start, mention.end))
    outlets = sorted({outlet for outlet, _ in counts})
    return LabelRow(
        words=first.label or first.text,
        name=first.name or "",
        imposed_by=imposed_by(first.label or "", desk.pack.actors.get(first.link or ""), desk.pack),
        uses=tuple((o, counts[o, False], counts[o, True]) for o in outlets),
        notes=tuple(notes),
    )


def imposed_by(label: str, actor: Actor | None, pack: Pack) -> str:
    """Who imposes a label on an organisation, by the pack; empty when it does not say."""
    for known in actor.labels if actor else ():
        if known.text.casefold() == label.casefold():
            by = pack.actors.get(known.by)
            return by.name if by else known.by
    return ""
