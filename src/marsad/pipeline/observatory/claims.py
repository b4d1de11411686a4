"""Claims: the ledger, and one of them."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.pipeline import judging
from marsad.pipeline.corrections import fields_of
from marsad.pipeline.observatory.opening import Observatory, check_page, missing, state_of, wanted
from marsad.values import Claim, Statement
from marsad.views.pages.claim import ClaimPage, claim_page
from marsad.views.pages.claims import ClaimLine, ClaimsPage, claim_line
from marsad.views.pages.evidence import Known
from marsad.views.pages.facets import facet_boxes
from marsad.views.pages.query import Allowed, Query

CLAIMS = Allowed(
    facets=(
        "shape", "voice", "modality", "polarity", "place", "actor", "type", "mode", "credibility", "source",
        "contested", "single", "reviewed",
    ),
    sorts=("-latest", "support", "against", "documents", "statements", "credibility"), dates=True, words=True,
)  # fmt: skip
_FEW = 6
"""Statements that a line is made with: nine in ten claims have fewer, and a page of 200 lines stays under 0.1 s."""
MOST = 60
"""Statements that the page of a claim puts side by side; nobody reads more columns."""


def claims(observatory: Observatory, query: Query) -> ClaimsPage:
    """One page of the claims that are asked for."""
    browse, asked = observatory.store.browse, wanted(query)
    listed = browse.page("claims", asked)
    check_page(query, listed.total)
    counted = browse.facets("claims", asked, CLAIMS.facets)
    boxes = facet_boxes(counted, query, observatory.pack)
    return ClaimsPage(claim_lines(observatory, browse.claims(listed.ids)), listed.total, boxes)


def claim_lines(observatory: Observatory, found: Sequence[Claim]) -> tuple[ClaimLine, ...]:
    """Claims as lines."""
    said = [(claim, statements_of(observatory, claim, _FEW)) for claim in found]
    ids = dict.fromkeys(document for _, told in said for document, _ in told)
    documents = {d: document for d in ids if (document := observatory.store.document(d))}
    return tuple(
        claim_line(claim, [(documents[d], s) for d, s in told if d in documents], observatory.pack)
        for claim, told in said
    )


def statements_of(observatory: Observatory, claim: Claim, most: int) -> list[tuple[str, Statement]]:
    """The first statements of a claim with their documents' ids; whoever denies it comes first."""
    against = (
        {s for v in claim.assessment.votes if v.stance != "supports" for s in v.statements} if claim.assessment else ()
    )
    ordered = sorted(claim.statements, key=lambda s: s not in against)[:most]
    return [found for s in ordered if (found := observatory.store.statement(s))]


def claim(observatory: Observatory, query: Query) -> ClaimPage:
    """One claim.

    Raises
    ------
    MissingError
        When there is none of this id; the hint says what became of it.
    """
    found = observatory.store.browse.claims([query.id])
    if not found:
        raise missing(observatory, "claim", query.id)
    (thing,) = found
    documents = [document for document, _ in statements_of(observatory, thing, MOST)]
    history = judging.history(observatory.workbench, thing.id)[2]
    seen = state_of(thing, len(observatory.store.judgements()))
    known = Known(seen, observatory.pending(), history, fields_of(thing))
    return claim_page(thing, known, observatory.desk(documents))
