"""Sources: the outlets, and one of them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from marsad.errors import MissingError
from marsad.pack import Outlet
from marsad.pack.outlets import find_outlet
from marsad.pipeline.observatory.opening import Observatory, check_page
from marsad.store import Wanted
from marsad.store.wanted import Sum
from marsad.values import Span
from marsad.views import Desk
from marsad.views.pages.documents import document_line
from marsad.views.pages.incidents import incident_line
from marsad.views.pages.query import Allowed, Query
from marsad.views.pages.sources import (
    LabelLine,
    Share,
    SourceLine,
    SourcePage,
    SourcesPage,
    country_of,
    in_order,
    kind_of,
)
from marsad.views.sources import imposed_by
from marsad.views.wording import VOICES

SOURCES = Allowed(sorts=("-documents", "name", "statements", "incidents", "copied", "single", "contested", "labels"))
_SHOWN = 10
_LABELS = 12
_CITED = 2
_VOICES: Mapping[str, str] = {str(kind): words for kind, words in VOICES.items()}
Numbers = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted by outlet; the shares are of ``incidents``."""

    documents: Mapping[str, tuple[int, int]]
    incidents: Numbers
    copied: Numbers
    single: Numbers
    contested: Numbers
    voices: Mapping[str, list[Sum]]
    labels: Mapping[str, list[Sum]]


def sources(observatory: Observatory, query: Query) -> SourcesPage:
    """One page of outlets."""
    found = source_lines(observatory, query)
    check_page(query, len(found))
    start = (query.page - 1) * query.size
    unnamed = observatory.store.browse.size("documents") - sum(x.documents for x in found)
    return SourcesPage(tuple(found[start : start + query.size]), len(found), unnamed=unnamed)


def source_lines(observatory: Observatory, query: Query) -> list[SourceLine]:
    """All outlets, in order."""
    counted = _counted(observatory, Wanted(limit=0))
    lines = [_line(observatory, name, counted) for name in counted.documents]
    return in_order(lines, query.sort.removeprefix("-"), query.sort.startswith("-"))


def _counted(observatory: Observatory, of_it: Wanted) -> Counted:
    """Everything by outlet; ``of_it`` bounds it to one of them, or does not."""
    browse = observatory.store.browse

    def having(facet: str) -> Numbers:
        return _numbers(observatory, replace(of_it, facets={**of_it.facets, facet: ("yes",)}), "outlet")

    sums = browse.sums("documents", of_it, "outlet", ["statements"])
    return Counted(
        {s.value: (s.number, int(s.amounts[0])) for s in sums}, _numbers(observatory, of_it, "outlet"),
        _numbers(observatory, of_it, "copied"), having("single"), having("contested"),
        _by_outlet(browse.sums("documents", of_it, "voice", ["said"], "outlet")),
        _by_outlet(browse.sums("documents", of_it, "label", ["own", "quoted"], "outlet")),
    )  # fmt: skip


def _numbers(observatory: Observatory, asked: Wanted, facet: str) -> Numbers:
    return {s.value: s.number for s in observatory.store.browse.sums("incidents", asked, facet)}


def _by_outlet(sums: tuple[Sum, ...]) -> Mapping[str, list[Sum]]:
    found: dict[str, list[Sum]] = {}
    for one in sums:
        found.setdefault(one.group, []).append(one)
    return found


def _line(observatory: Observatory, name: str, counted: Counted) -> SourceLine:
    outlet, incidents = _outlet(observatory, name), counted.incidents.get(name, 0)
    voices = sorted(counted.voices.get(name, ()), key=lambda s: (-s.amounts[0], s.value))
    said = int(sum(s.amounts[0] for s in voices))
    documents, statements = counted.documents[name]
    return SourceLine(
        name, kind_of(outlet), country_of(outlet, observatory.pack), documents, statements, incidents,
        Share(counted.copied.get(name, 0), incidents), Share(counted.single.get(name, 0), incidents),
        Share(counted.contested.get(name, 0), incidents),
        int(sum(s.amounts[0] for s in counted.labels.get(name, ()))),
        tuple((_VOICES.get(s.value, s.value), Share(int(s.amounts[0]), said)) for s in voices),
    )  # fmt: skip


def _outlet(observatory: Observatory, name: str) -> Outlet | None:
    pack = observatory.pack
    # Finding one takes some 4 ms, and a page shows dozens.
    found: dict[str, Outlet | None] = observatory.kept("outlets", (pack.id, pack.version), dict)
    if name not in found:
        found[name] = find_outlet(pack, name)
    return found[name]


def source(observatory: Observatory, query: Query) -> SourcePage:
    """One outlet.

    Raises
    ------
    MissingError
        When no document names it.
    """
    browse, name = observatory.store.browse, query.id
    of_it = Wanted({"outlet": (name,)}, order="-published", limit=_SHOWN)
    counted = _counted(observatory, of_it)
    if name not in counted.documents:
        raise MissingError(f"no document names {name!r} as its outlet", _hint(observatory, name))
    single = replace(of_it, facets={**of_it.facets, "single": ("yes",)}, order="-killed")
    labels = sorted(counted.labels.get(name, ()), key=lambda s: (-s.amounts[0], -s.amounts[1], s.value))
    lines, desk = _labels(observatory, name, labels[:_LABELS])
    months = browse.sums("documents", of_it, "outlet", (), "published")
    return SourcePage(
        _line(observatory, name, counted),
        tuple((s.group, s.number) for s in sorted(months, key=lambda s: s.group, reverse=True) if s.value == name),
        lines,
        tuple(
            incident_line(i, observatory.pack) for i in browse.incidents(browse.page("incidents", single).ids)
        ),
        tuple(document_line(d) for d in browse.documents(browse.page("documents", of_it).ids)),
        desk.notes.all(),
    )  # fmt: skip


def _hint(observatory: Observatory, name: str) -> str:
    known = [s.value for s in observatory.store.browse.sums("documents", Wanted(), "outlet")]
    close = difflib.get_close_matches(name, known, 3)
    return f"did you mean {', '.join(close)}?" if close else "the list of sources names them all"


def _labels(observatory: Observatory, outlet: str, sums: list[Sum]) -> tuple[tuple[LabelLine, ...], Desk]:
    """Labels with the last uses of each as footnotes."""
    uses = {s.value: observatory.store.browse.label_uses(outlet, s.value, _CITED) for s in sums}
    desk = observatory.desk(d for found in uses.values() for d, _ in found)
    actors = {a.name: a for a in observatory.pack.actors.values()}
    lines = []
    for one in sums:
        found = uses[one.value]
        words = found[0][1].label if found else one.value.partition("|")[0]
        actor = one.value.partition("|")[2]
        cited = tuple(n for d, use in found for n in desk.notes.cite_span(d, Span(use.start, use.end)))
        by = imposed_by(words, actors.get(actor), observatory.pack)
        lines.append(LabelLine(words, actor, by, int(one.amounts[0]), int(one.amounts[1]), cited))
    return tuple(lines), desk
