"""One claim, opened: who says it and who denies it, in which words, and what the assessment is made of."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.values import Claim
from marsad.views.claims import claim_rows
from marsad.views.incidents import Desk
from marsad.views.pages.evidence import (
    Known,
    Opened,
    Side,
    field_rows,
    in_order,
    origin_rows,
    pages_of,
    side_of,
    steps,
    toll_points,
)
from marsad.views.rows import ClaimRow
from marsad.views.wording import listing


@dataclass(frozen=True, slots=True)
class ClaimPage(Opened):
    """Everything about one claim; ``more``: statements that are not shown."""

    row: ClaimRow
    more: int

    @property
    def affirming(self) -> tuple[Side, ...]:
        """The statements that put it."""
        return tuple(s for s in self.sides if not s.denied)

    @property
    def denying(self) -> tuple[Side, ...]:
        """The statements that deny it."""
        return tuple(s for s in self.sides if s.denied)


def claim_page(claim: Claim, known: Known, desk: Desk) -> ClaimPage:
    """The page of a claim; ``desk`` holds its documents, or those of its first statements."""
    (row,) = claim_rows([claim], desk)
    here = in_order(claim.statements, desk)
    pages = pages_of({p.name: p.link for p in claim.places}, (*claim.actors, *claim.recipients), desk.pack)
    where = listing(list(dict.fromkeys(p.name for p in claim.places)))
    return ClaimPage(
        id=claim.id, row=row, pages=pages, seen=known.seen, pending=known.pending,
        sides=tuple(side_of(d, s, desk) for d, s in here),
        fields=field_rows(claim, where, [s for _, s in here]), points=toll_points(claim, desk),
        origins=origin_rows(claim, desk), steps=steps(claim, desk),
        reasons=claim.assessment.reasons if claim.assessment else (), history=known.history, judged=claim.judged,
        corrections=known.corrections, notes=desk.notes.all(), more=len(claim.statements) - len(here),
    )  # fmt: skip
