"""Claims as rows: ties, presence, movements, figures and positions, with everybody who puts or denies them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from marsad.values import Claim, Coded, StatedPlace, Statement
from marsad.views.incidents import Desk, grade, names, tellings, toll_row, when_words
from marsad.views.notes import Piece, quote
from marsad.views.rows import ClaimRow, Dispute, IncidentRow, Matrix, Movement, Stop, Tie
from marsad.views.wording import (
    COUNTED,
    MODALITIES,
    VOICES,
    WHERE,
    amount,
    kind_of_happening,
    listing,
    sentence_case,
    words_of,
)  # fmt: skip

TIES: Mapping[str, str] = {
    "supports": "supports", "support": "supports", "patronises": "patronises", "patronage": "patronises",
    "backs": "backs", "allied": "is allied with", "alliance": "is allied with", "ally": "is allied with",
    "member": "is a member of", "member-of": "is a member of", "faction": "is a faction of",
    "faction-of": "is a faction of", "fights": "fights", "fight": "fights", "negotiates": "negotiates with",
    "negotiates-with": "negotiates with", "negotiation": "negotiates with", "shelters": "shelters",
    "funds": "funds", "arms": "arms", "trains": "trains", "linked": "is linked with", "links": "is linked with",
    "rival": "is a rival of", "trades": "trades with", "cooperates": "cooperates with", "leads": "leads",
    "influences": "influences",
}  # fmt: skip
HOSTILE = frozenset({"fights", "fight", "rival"})
"""Modes of ties between enemies."""
PRESENCES: Mapping[str, str] = {
    "controls": "controls", "control": "controls", "operates": "operates in", "operates-in": "operates in",
    "based": "is based in", "based-in": "is based in", "base": "is based in", "present": "is present in",
    "sanctuary": "has sanctuary in", "trains": "trains in", "governs": "governs",
}  # fmt: skip
_POSITIONS: Mapping[str, str] = {
    "THREATEN": "warns or threatens", "ACCUSE": "accuses or criticises", "REQUEST": "calls on", "REJECT": "rejects",
    "SUPPORT": "speaks for", "AGREE": "agrees with", "CONSULT": "speaks with", "CONCEDE": "concedes to",
}  # fmt: skip
_POSITION_MODES: Mapping[str, str] = {
    "claim-responsibility": "claims responsibility", "allege": "accuses", "disapprove": "condemns",
    "denies": "denies", "warns": "warns", "urges": "urges", "demands": "demands",
}  # fmt: skip
_ROLES = {"from": 0, "via": 1, "at": 1, "to": 2}
_EXCERPT = 260
_SHORT = 90


def claim_rows(claims: Sequence[Claim], desk: Desk) -> tuple[ClaimRow, ...]:
    """Rows in a fixed order (shape, then most documents first), numbered from 1."""
    order = {"tie": 0, "movement": 1, "presence": 2, "figure": 3, "position": 4, "event": 5}
    ordered = sorted(claims, key=lambda c: (order[c.shape], -len(c.documents), c.id))
    return tuple(_row(n, c, desk) for n, c in enumerate(ordered, 1))


def _row(number: int, claim: Claim, desk: Desk) -> ClaimRow:
    said = list(desk.material.of(claim.statements))
    first = next(((d, s) for d, s in said if s.polarity == "affirmed"), said[0] if said else None)
    language = desk.material.documents[first[0]].language if first and first[0] in desk.material.documents else None
    assessment = claim.assessment
    return ClaimRow(
        number=number,
        id=claim.id,
        shape=claim.shape,
        words=proposition(claim, [s for _, s in said]),
        kind=words_of(claim.mode) or kind_of_happening(claim.type, claim.mode).lower(),
        excerpt=_excerpt(*first, desk) if first else (),
        excerpt_language=language,
        actors=names(claim.actors),
        recipients=names(claim.recipients),
        places=claim.places,
        when=when_words(claim, desk),
        affirmed=sum(s.polarity == "affirmed" for _, s in said),
        denied=sum(s.polarity == "denied" for _, s in said),
        grade=grade(assessment, desk),
        origins=len(assessment.origins) if assessment else 0,
        tellings=tellings(claim.statements, desk),
        tolls=tuple(toll_row(t, assessment, desk) for t in assessment.tolls) if assessment else (),
        notes=desk.notes.cite(*claim.statements),
    )


def proposition(claim: Claim, statements: Sequence[Statement] = ()) -> str:
    """The claim's proposition as a plain sentence without a full stop, built from its fields alone."""
    who = listing(list(names(claim.actors))) or "an unnamed actor"
    whom = listing(list(names(claim.recipients)))
    where = listing(list(dict.fromkeys(p.name for p in claim.places)))
    at = f" in {where}" if where else ""
    mode = claim.mode or ""
    if claim.shape == "tie":
        verb = TIES.get(mode, words_of(mode) or "is tied to")
        return f"{who} {_agree(verb, claim)} {whom or 'an unnamed party'}{at}"
    if claim.shape == "presence":
        verb = PRESENCES.get(mode, words_of(mode) or "is present in")
        return f"{who} {_agree(verb, claim)} {where or 'a place not stated'}"
    if claim.shape == "movement":
        return f"{who} {_agree('moves', claim)} {_way(claim.places)}".rstrip()
    if claim.shape == "figure":
        return _figure(claim, statements, at)
    position = position_words(claim.type, claim.mode)
    if claim.shape == "position" and position:
        return f"{who} {_agree(position, claim)}{f' {whom}' if whom else ''}{at}"
    what = kind_of_happening(claim.type, claim.mode)
    return f"{what}: {who}{f' and {whom}' if whom else ''}{at}"


def position_words(type_: str | None, mode: str | None) -> str:
    """What somebody does who takes a position: "warns or threatens"; empty when the code says nothing of it."""
    return _POSITION_MODES.get(mode or "") or _POSITIONS.get(type_ or "", "")


def _agree(verb: str, claim: Claim) -> str:
    """Put the verbs of a phrase in the plural where the actors are many."""
    if len(claim.actors) == 1 and not (claim.actors[0].link or "").startswith("generic:"):
        return verb
    first, _, rest = verb.partition(" ")
    plural = {"is": "are", "has": "have", "denies": "deny"}.get(first, first.removesuffix("s"))
    rest = rest.replace("or threatens", "or threaten").replace("or criticises", "or criticise")
    return f"{plural} {rest}".rstrip() if claim.actors else verb


def _figure(claim: Claim, statements: Sequence[Statement], at: str) -> str:
    counts = [c for s in statements for c in s.counts]
    lows = [c.low for c in counts if c.low is not None]
    highs = [c.high for c in counts if c.high is not None]
    if not counts:
        return sentence_case(f"a figure about {listing(list(names(claim.actors))) or 'people'}{at}")
    high = max(highs) if len(highs) == len(counts) else None
    kinds = listing([k for k in dict.fromkeys(COUNTED[c.kind] for c in counts) if k], "or")
    sides = listing(list(dict.fromkeys(words_of(c.side) for c in counts if c.side))) or "people"
    by = f" by {listing(list(names(claim.actors)))}" if claim.actors else ""
    return f"{amount(min(lows) if lows else None, high)} {f'{sides} {kinds}'.strip()}{by}{at}"


def _way(places: Sequence[StatedPlace]) -> str:
    by_role: dict[str, list[str]] = {"from": [], "via": [], "to": [], "at": []}
    for place in places:
        by_role[place.role].append(place.name)
    parts = [f"from {listing(by_role['from'])}" if by_role["from"] else ""]
    parts += [
        f"{word} {listing(by_role[role])}"
        for role, word in (("via", "via"), ("to", "to"), ("at", "in"))
        if by_role[role]
    ]
    return " ".join(p for p in parts if p)


def _excerpt(document: str, statement: Statement, desk: Desk) -> tuple[Piece, ...]:
    found = desk.material.documents.get(document)
    if found is None:
        return ()
    pieces, left = [], _EXCERPT
    # A few words alone ("the governor called") say too little: show them in their sentence.
    short = sum(e.end - e.start for e in statement.evidence) < _SHORT
    for piece in quote(found.text, statement.evidence, (), desk.material.coded.get(document) if short else None):
        text = piece.text[:left] + ("…" if len(piece.text) > left else "")
        pieces.append(Piece(text, piece.marks if short else ()))
        left -= len(piece.text)
        if left <= 0:
            break
    return tuple(pieces)


def ledger(coded: Iterable[Coded]) -> Matrix:
    """Count all statements by the kind of the first voice and by modality."""
    counts: Counter[tuple[str, str]] = Counter()
    denied: Counter[str] = Counter()
    for one in coded:
        for statement in one.statements:
            kind = statement.voice[0].kind if statement.voice else "outlet"
            counts[kind, statement.modality] += 1
            denied[kind] += statement.polarity == "denied"
    columns = tuple((m, w) for m, w in MODALITIES.items() if any(k[1] == m for k in counts))
    rows = tuple(
        (words, tuple(counts[kind, m] for m, _ in columns), denied[kind])
        for kind, words in VOICES.items()
        if any(counts[kind, m] for m, _ in columns)
    )
    return Matrix(columns, rows, max(counts.values(), default=0))


def ties(rows: Sequence[ClaimRow], claims: Mapping[str, Claim]) -> tuple[Tie, ...]:
    """Every claimed tie between two named parties."""
    found = []
    for row in rows:
        if row.shape != "tie":
            continue
        mode = claims[row.id].mode or ""
        kind = TIES.get(mode, words_of(mode) or "is tied to")
        found += [Tie(a, b, kind, mode in HOSTILE, row) for a in row.actors for b in row.recipients if a != b]
    return tuple(found)


def movements(rows: Sequence[ClaimRow]) -> tuple[Movement, ...]:
    """Every claimed movement with its stops in order: from, via, to."""
    found = []
    for row in rows:
        if row.shape == "movement":
            # sorted() is stable: stops of one role keep the order of the text.
            stops = [
                Stop(p.role, p.name, WHERE.get(p.where_prec or 0, "precision not stated"), p)
                for p in sorted(row.places, key=lambda p: _ROLES[p.role])
            ]
            found.append(Movement(row, listing(list(row.actors)) or "an unnamed actor", tuple(stops)))
    return tuple(found)


def disputes(incidents: Sequence[IncidentRow], claims: Sequence[ClaimRow]) -> tuple[Dispute, ...]:
    """Every figure on which two origins give intervals that share no number."""
    found = []
    for row in incidents:
        if tolls := tuple(t for t in row.tolls if t.disputed):
            found.append(Dispute(f"{row.headline}, {row.when}", f"incident-{row.number}", tolls))
    for claim in claims:
        if tolls := tuple(t for t in claim.tolls if t.disputed):
            found.append(Dispute(claim.words, f"claim-{claim.number}", tolls))
    return tuple(found)
