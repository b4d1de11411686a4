"""One document, sentence by sentence: what was coded in it, highlighted, or why nothing was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from marsad.errors import UserError
from marsad.values import Coded, Document, Party, Span, Statement
from marsad.views.claims import PRESENCES, TIES, position_words
from marsad.views.incidents import Desk, figures
from marsad.views.notes import attribution, cut, source_of
from marsad.views.rows import Coding, DocumentView, SentenceRow
from marsad.views.wording import SHAPES, WHERE, days, kind_of_happening, reason_words, sentence_case, words_of

MARKS = ("actor", "place", "time", "count", "means", "voice", "trigger")
"""The marks of the sentence view, as its legend lists them."""

NOT_CODED = "nothing codable was found"


def sentence_view(document: Document, desk: Desk) -> DocumentView:
    """Every sentence of a document with its coding, or the reason why it has none.

    Raises
    ------
    UserError
        When the document has not been coded.
    """
    coded = desk.material.coded.get(document.id)
    if coded is None:
        raise UserError(f"document {document.id} has not been coded", "run `marsad run` first")
    rows = document_rows(document, desk)
    reasons = Counter(r for row in rows if not row.codings for r in row.reasons)
    return DocumentView(
        source=source_of(document, desk.pack),
        language=document.language,
        sentences=rows,
        statements=len(coded.statements),
        coded=sum(bool(r.codings) for r in rows),
        uncoded=tuple(sorted(reasons.items(), key=lambda x: (-x[1], x[0]))),
    )


def document_rows(document: Document, desk: Desk, positions: slice = slice(None)) -> tuple[SentenceRow, ...]:
    """Some sentences of a coded document, each with its coding or the reason why it has none."""
    coded = desk.material.coded[document.id]
    numbered = list(enumerate(coded.sentences, 1))[positions]
    return tuple(_sentence(n, s, document, coded, desk) for n, s in numbered)


def _sentence(number: int, span: Span, document: Document, coded: Coded, desk: Desk) -> SentenceRow:
    statements = [s for s in coded.statements if any(_touch(span, e) for e in s.evidence)]
    reasons = [reason_words(u.reason) for u in coded.uncoded if _touch(span, u)]
    codings = tuple(_coding(s, document, desk) for s in statements)
    if not codings and not reasons:
        reasons = [NOT_CODED]
    pieces = tuple(cut(document.text, span, _marks(span, statements, coded)))
    return SentenceRow(number, span.start, span.end, pieces, codings, tuple(dict.fromkeys(reasons)))


def _touch(span: Span, other: object) -> bool:
    start, end = other.start, other.end  # type: ignore[attr-defined]
    return bool(start < span.end and end > span.start)


def _marks(span: Span, statements: Sequence[Statement], coded: Coded) -> Iterable[tuple[Span, str]]:
    for mention in coded.mentions:
        if _touch(span, mention):
            yield Span(mention.start, mention.end), mention.kind
    for statement in statements:
        if statement.trigger:
            yield statement.trigger, "trigger"
        for voice in statement.voice:
            if voice.cue:
                yield voice.cue, "voice"


def _coding(statement: Statement, document: Document, desk: Desk) -> Coding:
    fields = [("who", name, "actor") for name in _names(statement.actors)]
    fields += [("whom", name, "actor") for name in _names(statement.recipients)]
    for place in statement.places:
        precision = WHERE.get(place.where_prec or 0, "")
        fields.append((place.role, f"{place.name}{f' ({precision})' if precision else ''}", "place"))
    if statement.earliest or statement.latest:
        fields.append(("when", days(statement.earliest, statement.latest), "time"))
    fields += [("count", f, "count") for f in figures(statement)]
    fields += [("means", name, "means") for name in _names(statement.means)]
    return Coding(
        statement=statement.id,
        shape=SHAPES[statement.shape],
        what=_what(statement),
        fields=tuple(dict.fromkeys(fields)),
        attribution=attribution(statement, document, desk.pack),
        modality=statement.modality,
        denied=statement.polarity == "denied",
        auxiliary=tuple(a for a in statement.auxiliary if a != "negation"),
        notes=desk.notes.cite(statement.id),
    )


def _what(statement: Statement) -> str:
    mode = statement.mode or ""
    if statement.shape == "tie":
        return TIES.get(mode, words_of(mode) or "tie")
    if statement.shape == "presence":
        return PRESENCES.get(mode, words_of(mode) or "is present in")
    if statement.shape == "position" and (position := position_words(statement.type, statement.mode)):
        return position
    if statement.shape in ("movement", "figure"):
        return words_of(mode) or statement.shape
    if not statement.type and not mode:
        return "kind not stated"
    return sentence_case(kind_of_happening(statement.type, statement.mode))


def _names(parties: Sequence[Party]) -> list[str]:
    return [f"{p.name} (written “{p.label}”)" if p.label else p.name for p in parties]
