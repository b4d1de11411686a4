"""What went no further, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.values import Problem
from marsad.views.pages.frame import Rows

_AGAIN = {
    "read": "marsad add PATH (the file as mended) reads it again",
    "annotate": "marsad run codes it again",
    "gazetteer": "marsad pack import-gazetteer FILE (as mended) reads it again",
    "reference": "marsad reference add FILE (as mended) reads it again",
}
"""What tries again, by stage."""
_RUN = "marsad run tries again"


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem; ``document``: the id of the document that it is about, if it is one."""

    id: str
    stage: str
    subject: str
    document: str | None
    message: str
    hint: str
    again: str


@dataclass(frozen=True, slots=True)
class ProblemsPage(Rows[ProblemLine]):
    """One page of problems."""


def problem_line(identity: str, problem: Problem, is_document: bool) -> ProblemLine:
    """A problem as a line."""
    subject = problem.subject or ""
    document = subject if is_document else None
    again = _AGAIN.get(problem.stage, _RUN)
    return ProblemLine(identity, problem.stage, subject, document, problem.message, problem.hint, again)
