"""The ledger of claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marsad.pack import Pack
from marsad.values import Claim, Document, Statement
from marsad.views.claims import proposition
from marsad.views.incidents import names
from marsad.views.notes import speaker
from marsad.views.pages.frame import Rows
from marsad.views.wording import SHAPES, VOICES, days, sentence_case


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim in the ledger.

    ``support`` and ``against`` count independent origins; ``voices`` are the kinds of their voices.  ``speakers``,
    ``published``, ``modalities`` and ``quote`` are those of the few statements that the line was made with.
    """

    id: str
    shape: str
    shape_words: str
    words: str
    quote: str
    type: str | None
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    places: tuple[str, ...]
    when: str
    earliest: date | None
    latest: date | None
    published: str
    speakers: tuple[str, ...]
    voices: tuple[str, ...]
    modalities: tuple[str, ...]
    denied: bool
    support: int
    against: int
    pair: str
    contested: bool
    origins: int
    documents: int
    statements: int
    judged: int


@dataclass(frozen=True, slots=True)
class ClaimsPage(Rows[ClaimLine]):
    """One page of claims."""


def claim_line(claim: Claim, told: Sequence[tuple[Document, Statement]], pack: Pack) -> ClaimLine:
    """A claim as a line; ``told``: its first statements, with their documents."""
    found, said = claim.assessment, [s for _, s in told]
    published = sorted(d.published for d, _ in told if d.published)
    stances = [v.stance == "supports" for v in found.votes] if found else []
    return ClaimLine(
        id=claim.id, shape=claim.shape, shape_words=sentence_case(SHAPES[claim.shape]),
        words=sentence_case(proposition(claim, said)), quote=said[0].quote if said else "",
        type=claim.type, mode=claim.mode, actors=names(claim.actors), recipients=names(claim.recipients),
        places=tuple(dict.fromkeys(p.name for p in claim.places)),
        when=days(claim.earliest, claim.latest) if claim.earliest or claim.latest else "",
        earliest=claim.earliest, latest=claim.latest,
        published=days(published[0], published[-1]) if published else "",
        speakers=tuple(dict.fromkeys(speaker(s, d, pack) for d, s in told)),
        voices=tuple(dict.fromkeys(VOICES[o.kind] for o in found.origins)) if found else (),
        modalities=tuple(dict.fromkeys(s.modality for s in said)), denied=any(s.polarity == "denied" for s in said),
        support=sum(stances), against=len(stances) - sum(stances),
        pair=f"{found.source_class}{found.credibility}" if found else "", contested=bool(found and found.contested),
        origins=len(found.origins) if found else 0, documents=len(claim.documents), statements=len(claim.statements),
        judged=len(claim.judged),
    )  # fmt: skip
