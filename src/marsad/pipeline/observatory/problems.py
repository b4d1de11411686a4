"""Problems: all of them, by stage."""

from __future__ import annotations

from collections import Counter

from marsad.pipeline.observatory.opening import Observatory, check_page
from marsad.views.pages.facets import facet_boxes
from marsad.views.pages.problems import ProblemLine, ProblemsPage, problem_line
from marsad.views.pages.query import Allowed, Query

PROBLEMS = Allowed(facets=("stage",), sorts=("stage",), more=("id",))


def problems(observatory: Observatory, query: Query) -> ProblemsPage:
    """One page of problems, by stage and subject."""
    found = problem_lines(observatory, query)
    check_page(query, len(found))
    counts = Counter(problem.stage for _, problem in observatory.store.problems())
    boxes = facet_boxes({"stage": counts.most_common()}, query, observatory.pack)
    start = (query.page - 1) * query.size
    return ProblemsPage(tuple(found[start : start + query.size]), len(found), boxes)


def problem_lines(observatory: Observatory, query: Query) -> list[ProblemLine]:
    """All problems that are asked for: a mended workbench has few, so they need no index."""
    store, stages, one = observatory.store, query.values("stage"), query.option("id")
    return [
        problem_line(identity, problem, problem.subject is not None and store.has(problem.subject))
        for identity, problem in store.problems()
        if (not stages or problem.stage in stages) and (not one or identity == one)
    ]
