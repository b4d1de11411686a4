"""The state of the workbench, and progress of whatever works on it."""

from __future__ import annotations

from marsad.pipeline.observatory.opening import Observatory
from marsad.pipeline.tasks import File
from marsad.views.pages.adding import AddPage
from marsad.views.pages.query import Allowed, Query
from marsad.views.pages.status import STAGES, Activity, Amounts, StatusPage, by_number, shape_words, share_of

STATUS = Allowed(more=("live",))
"""``live=yes`` has the page reload itself while somebody is at work."""


def progress(observatory: Observatory, query: Query) -> Activity | None:
    """What is being done just now, or was done last; asks no store, so that it may be asked often."""
    del query
    if (now := observatory.background.doing()) is None:
        return None
    return Activity(
        now.what, now.state, STAGES.get(now.stage, now.stage), now.done, now.total, share_of(now.done, now.total),
        now.began, now.told, now.words,
    )  # fmt: skip


def status(observatory: Observatory, query: Query) -> StatusPage:
    """How the workbench stands."""
    found = observatory.workbench.status()
    counts = found.counts
    amounts = Amounts(
        counts.documents, counts.coded, found.stale, counts.sentences, counts.statements, counts.incidents,
        counts.claims, counts.problems, counts.judgements, shape_words(counts.shapes), by_number(counts.reasons),
    )  # fmt: skip
    sources = [(g.name, f"{g.places:,} places; {g.attribution} ({g.licence})") for g in found.gazetteers]
    sources += [(r.name, f"{r.events:,} events; {r.attribution} ({r.licence})") for r in found.references]
    return StatusPage(progress(observatory, query), amounts, found.resolved, found.backend, found.pack, sources)


def adding(observatory: Observatory, query: Query) -> AddPage:
    """The form by which files are added."""
    return AddPage(observatory.workbench.settings["max_bytes"], progress(observatory, query))


def add(observatory: Observatory, files: list[File]) -> str:
    """Add files, as ``marsad add`` does; what came of it in words.

    Raises
    ------
    OutdatedError
        While somebody else is at work.
    """
    observatory.background.check_free()
    with observatory.writing() as bench:
        return bench.add_files(files).words
