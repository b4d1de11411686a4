"""Stories: the statements of one document that go on telling one happening.

News names the place and the day once and goes on with "the attackers", "the toll", "he died on the way".  So statements
are gathered within their document first, and only then compared across documents.  This looks at one document at a
time: other documents, copies and their order change nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from marsad.resolve.facets import Facet, facet_of, named, summed
from marsad.resolve.judged import Judged
from marsad.resolve.kinds import kinship
from marsad.resolve.score import Scorer, compare_means
from marsad.resolve.seen import Seen, happened
from marsad.resolve.spots import relate

REACH = 5
"""Sentences after which a story that was not gone on with is over."""
NEAR = 2
"""Sentences within which looking back at one thing twice is one recollection."""
GOES_ON = 1.0
"""Points from which a statement goes on with a story."""
PLACE: Mapping[str, float] = {
    "same": 2.5, "district": 2.0, "head": 1.5, "province": 1.0, "country": 0.5, "unknown": 0.0,
}  # fmt: skip
"""Points for how a place that is named relates to the story's; what is not here is another place."""
KIN: Mapping[str, float] = {"same": 1.5, "same_type": 1.5, "kin_mode": 1.0, "kin_type": 0.5, "unlike": -3.0}
DISTANCE = 0.25
"""Points lost for each sentence in between."""
OTHERS = -1.5
"""Points for another named actor, another target, or (twice) means that do not go together."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A statement at its place in the document."""

    told: Seen
    facet: Facet
    sentence: int
    placed: bool
    dated: bool


@dataclass(slots=True)
class _Story:
    pieces: list[_Piece] = field(default_factory=list)

    @property
    def last(self) -> int:
        return self.pieces[-1].sentence


def facets_of(told: Iterable[Seen], judged: Judged, scorer: Scorer) -> list[tuple[Facet, list[Seen]]]:
    """The stories of one document, each with what clustering compares of it."""
    items = [t for t in told if happened(t.statement)]
    found = []
    for facet, story in _unjudged(stories_of(items, scorer) if items else (), judged):
        decided = sorted(t.statement.id for t in story if t.statement.id in judged.named) if judged.named else ()
        if decided:
            facet = replace(facet, own=f"judged {decided[0]}")
        found.append((facet, story))
    return found


def _unjudged(stories: Iterable[tuple[Facet, list[Seen]]], judged: Judged) -> Iterable[tuple[Facet, list[Seen]]]:
    """Take apart what a person has judged to be two."""
    for facet, story in stories:
        ids = {t.statement.id for t in story}
        if any(a in ids and b in ids for a, b in judged.different):
            yield from ((facet_of([t]), [t]) for t in story)
        else:
            yield facet, story


def stories_of(items: Sequence[Seen], scorer: Scorer) -> list[tuple[Facet, list[Seen]]]:
    """Part the events of one document into stories, in the order in which they are told."""
    if len(items) == 1:
        return [(facet_of(items), list(items))]
    starts = [s.start for s in items[0].coded.sentences]
    pieces = [_piece(item, starts) for item in items]
    pieces.sort(key=lambda p: (_start(p), p.told.statement.id))
    stories: list[_Story] = []
    for piece in pieces:
        fits = [(_fit(story, piece, scorer), story.last, -n) for n, story in enumerate(stories)]
        best = max(fits, default=(GOES_ON - 1, 0, 0))
        if best[0] >= GOES_ON:
            stories[-best[2]].pieces.append(piece)
        else:
            stories.append(_Story([piece]))
    return [_told(story.pieces) for story in stories]


def _told(pieces: Sequence[_Piece]) -> tuple[Facet, list[Seen]]:
    items = [p.told for p in pieces]
    return (named(pieces[0].facet, items) if len(items) == 1 else facet_of(items)), items


def _start(piece: _Piece) -> int:
    statement = piece.told.statement
    return statement.trigger.start if statement.trigger else _evidence(piece.told)


def _evidence(item: Seen) -> int:
    return item.statement.evidence[0].start if item.statement.evidence else 0


def _piece(item: Seen, starts: Sequence[int]) -> _Piece:
    facet = summed([item])
    placed = facet.spot is not None and item.placed
    return _Piece(item, facet, bisect_right(starts, _evidence(item)), placed, item.dated)


def _fit(story: _Story, piece: _Piece, scorer: Scorer) -> float:
    """How well a statement goes on with a story; minus infinity where it tells something else."""
    never = float("-inf")
    gap = piece.sentence - story.last
    first = story.pieces[0].facet
    if piece.facet.group != first.group or piece.facet.historical != first.historical:
        return never
    if gap > (NEAR if first.historical else REACH):
        return never
    place, day = _place(story, piece, scorer), _day(story, piece)
    if place is None or day is None:
        return never
    if first.historical and not (day > 0 and place >= 0):
        return never
    a = piece.facet
    kin = max(KIN[kinship(a.type, a.mode, p.facet.type, p.facet.mode)] for p in story.pieces)
    actors = frozenset[str]().union(*(p.facet.actors for p in story.pieces))
    strange = bool(a.actors) and scorer.parties.compare(a.actors, actors) == "unlike"
    targets = frozenset[str]().union(*(p.facet.recipients for p in story.pieces))
    others = scorer.parties.compare(a.recipients, targets) == "unlike"
    means = frozenset[str]().union(*(p.facet.means for p in story.pieces))
    armed = compare_means(a.means, means) == "clash"
    return place + day + kin - DISTANCE * gap + OTHERS * (strange + others + 2 * armed)


def _place(story: _Story, piece: _Piece, scorer: Scorer) -> float | None:
    """Points for the place; None when the statement names another one than the story."""
    said = [p.facet.spot for p in story.pieces if p.placed]
    here = None if piece.told.passing else piece.facet.spot
    if piece.placed and said:
        found = [PLACE.get(relate(here, spot, scorer.km)) for spot in said]
        return None if None in found else max(f for f in found if f is not None)
    if said and here is not None:
        # Carried over by the coder: a hint at which story goes on.
        return max(1.0 if relate(here, s, scorer.km) in ("same", "district", "head") else -0.5 for s in said)
    return 0.5 if here is None or not said else 0.0


def _day(story: _Story, piece: _Piece) -> float | None:
    """Points for the day; None when the statement names another one than the story."""
    a = piece.facet
    told = [p for p in story.pieces if p.facet.earliest and p.facet.latest]
    if a.earliest is None or a.latest is None or not told:
        return 0.5
    if piece.dated:
        told = [p for p in told if p.dated] or told
        if any((a.days is None) != (p.facet.days is None) for p in told):
            return None
    apart = any(not (a.earliest <= p.facet.latest and p.facet.earliest <= a.latest) for p in told)  # type: ignore[operator]
    if not apart:
        return 1.0
    return None if piece.dated and any(p.dated for p in told) else -0.5
