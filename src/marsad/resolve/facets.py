"""Statements reduced to what clustering compares; equal ones are compared once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from marsad.origins import Told
from marsad.pack import fold
from marsad.resolve.kinds import TWO_SIDED, group_of
from marsad.resolve.parties import key_of
from marsad.resolve.spots import DISTRICT, Spot, spot_of
from marsad.values import Statement

SHARP_DAYS = 4
"""Longest interval, in days, that still says when."""
NEWS_DAYS = 30
"""How far back news without a date may reach, in days."""
LONG_DAYS = 366
"""Longest interval, in days, that dates an incident at all."""
UNREAL = frozenset({"predicted", "demanded", "hypothetical"})
Counts = tuple[tuple[str, str | None, int, int | None], ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """All statements that say the same as far as clustering can see.

    ``carried``: the place was said in another sentence.  ``own`` keeps apart what is too vague to be the same in two
    documents (its words), or what a person has judged.
    """

    group: str
    type: str
    mode: str | None
    spot: Spot | None
    earliest: date | None
    latest: date | None
    actors: frozenset[str]
    recipients: frozenset[str]
    counts: Counts
    means: frozenset[str]
    historical: bool
    carried: bool
    own: str

    @property
    def sharp(self) -> bool:
        """Whether it says where (to the district) and when (to a few days)."""
        return self.spot is not None and self.spot.level >= DISTRICT and self.days is not None

    @property
    def days(self) -> tuple[int, int] | None:
        """First and last day as ordinals, when that is a few days at most."""
        if self.earliest is None or self.latest is None or (self.latest - self.earliest).days >= SHARP_DAYS:
            return None
        return self.earliest.toordinal(), self.latest.toordinal()

    @property
    def key(self) -> tuple[str, ...]:
        """Content that orders facets the same way every time."""
        return (
            self.group, self.type, self.mode or "", str(self.earliest), str(self.latest),
            *(self.spot.key if self.spot else ("",)), "|".join(sorted(self.actors)), "|".join(sorted(self.recipients)),
            repr(self.counts), "|".join(sorted(self.means)), str(self.historical), str(self.carried), self.own,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """A facet with its statements (ids) and documents, at its position in the canonical order.

    ``since`` and ``until`` bound it in time: its dates, or else, for news without a date, the month before it was first
    published.
    """

    facet: Facet
    statements: tuple[str, ...]
    documents: frozenset[str]
    since: date | None
    until: date | None


def happened(statement: Statement) -> bool:
    """Say whether a statement puts an event forward that makes (or joins) an incident."""
    return (
        statement.shape == "event"
        and group_of(statement.type) is not None
        and statement.polarity == "affirmed"
        and statement.modality not in UNREAL
        and not {"future", "hypothetical", "negation"} & set(statement.auxiliary)
    )


def stands(nodes: Sequence[Node]) -> bool:
    """Say whether a cluster tells enough to be an incident: when (to a year), or else where and how many; with whom.

    What does not stand is kept as a claim.
    """
    told = [n.facet for n in nodes]
    dated = any(f.earliest and f.latest and (f.latest - f.earliest).days <= LONG_DAYS for f in told)
    placed = any(f.spot is not None and f.spot.level >= DISTRICT and f.counts for f in told)
    if not (dated or placed):
        return False
    between = frozenset().union(*(f.actors | f.recipients for f in told))
    return len(between) > 1 or not all(f.type in TWO_SIDED for f in told)


def nodes_of(told: Iterable[Told], judged: frozenset[str]) -> list[Node]:
    """Facets of all statements that happened, in canonical order."""
    members: dict[Facet, list[Told]] = defaultdict(list)
    for item in told:
        if happened(item.statement):
            members[facet_of(item, judged)].append(item)
    return sorted((node_of(facet, items) for facet, items in members.items()), key=lambda n: n.facet.key)


def node_of(facet: Facet, items: Sequence[Told]) -> Node:
    """A facet with the statements that have it."""
    since, until = facet.earliest, facet.latest
    published = [t.coded.published for t in items if t.coded.published]
    if since is None and until is None and published and not facet.historical:
        # A copy that comes late tells no later happening: the first publication counts.
        until = min(published)
        since = until - timedelta(NEWS_DAYS)
    statements = tuple(sorted(t.statement.id for t in items))
    return Node(facet, statements, frozenset(t.coded.id for t in items), since, until)


def facet_of(item: Told, judged: frozenset[str]) -> Facet:
    """Reduce one statement."""
    statement = item.statement
    facet = Facet(
        group=group_of(statement.type) or "",
        type=statement.type or "",
        mode=statement.mode,
        spot=place_of(statement),
        earliest=statement.earliest,
        latest=statement.latest,
        actors=_keys(statement, "actors"),
        recipients=_keys(statement, "recipients"),
        counts=tuple(sorted({(c.kind, c.side, c.low or 0, c.high) for c in statement.counts}, key=repr)),
        means=frozenset(k for p in statement.means if (k := key_of(p))),
        historical="historical" in statement.auxiliary,
        carried=not said_here(item),
        own="",
    )
    if statement.id in judged:
        return replace(facet, own=f"judged {statement.id}")
    if not facet.sharp:
        # Vague and alike is not yet the same happening; verbatim alike (a copy) is.
        return replace(facet, own=" ".join(fold(statement.quote).split()) or item.coded.id)
    return facet


def _keys(statement: Statement, role: str) -> frozenset[str]:
    parties = statement.actors if role == "actors" else statement.recipients
    return frozenset(k for p in parties if (k := key_of(p)))


def said_here(item: Told) -> bool:
    """Say whether the statement's own sentence names its place (or there is no telling)."""
    spans, starts = item.statement.evidence, [p.start for p in item.statement.places if p.start is not None]
    if not spans or not starts:
        return True
    sentence = next((s for s in item.coded.sentences if s.start <= spans[0].start < s.end), spans[0])
    low, high = min(sentence.start, spans[0].start), max(sentence.end, spans[-1].end)
    return any(low <= start < high for start in starts)


def place_of(statement: Statement) -> Spot | None:
    """Where it happened: the most precise place at which it is said to be."""
    best: Spot | None = None
    for role in ("at", "to", "from", "via"):
        for place in statement.places:
            spot = spot_of(place) if place.role == role else None
            if spot is not None and (best is None or spot.level > best.level):
                best = spot
        if best is not None:
            return best
    return None


def day_keys(facet: Facet, slack: int) -> Iterator[int]:
    """Ordinals of which two facets within ``slack`` days of one another share at least one."""
    if facet.days:
        yield from range(facet.days[0], facet.days[1] + slack + 1)
