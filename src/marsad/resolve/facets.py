"""Stories (of one statement or more) reduced to what clustering compares; equal ones are compared once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from marsad.pack import fold
from marsad.resolve.kinds import MEETINGS, TWO_SIDED, YIELDING, group_of
from marsad.resolve.seen import Days, Seen
from marsad.resolve.spots import DISTRICT, Spot
from marsad.values import Statement

SHARP_DAYS = 4
"""Longest interval, in days, that still says when."""
NEWS_DAYS = 30
"""How far back news without a date may reach, in days."""
LONG_DAYS = 366
"""Longest interval, in days, that dates an incident at all."""
Counts = tuple[tuple[str, str | None, int, int | None], ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """All stories that say the same as far as clustering can see.

    ``type`` and ``mode`` are the commonest, ``codes`` all of them; ``carried``: another sentence named the place;
    ``beside``: other days (ordinals) that its sentences name ("on Saturday … in Friday's attack");
    ``own`` keeps apart what is too vague to be the same in two documents (its words), or what a person has judged.
    """

    group: str
    type: str
    mode: str | None
    codes: frozenset[tuple[str, str | None]]
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
    beside: frozenset[int] = frozenset()

    @property
    def sharp(self) -> bool:
        """Whether it says itself where (to the district), and when (to a few days)."""
        return self.spot is not None and not self.carried and self.spot.level >= DISTRICT and self.days is not None

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
            repr(sorted(self.codes, key=repr)), repr(self.counts), "|".join(sorted(self.means)), str(self.historical),
            str(self.carried), self.own, repr(sorted(self.beside)),
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
    named: frozenset[str] = frozenset()
    """Links of the places that its documents name anywhere, when it does not say its place itself."""


def stands(nodes: Sequence[Node]) -> bool:
    """Say whether a cluster tells enough to be an incident: when (to a year), or else where and how many; with whom.

    What is only looked back on must say where, a meeting where or with whom, a concession where and when.  What does
    not stand is kept as a claim.
    """
    told = [n.facet for n in nodes]
    dated = any(f.earliest and f.latest and (f.latest - f.earliest).days <= LONG_DAYS for f in told)
    placed = any(f.spot is not None and f.spot.level >= DISTRICT and f.counts for f in told)
    if not (dated or placed):
        return False
    located = any(f.spot is not None and f.spot.level >= DISTRICT for f in told)
    if not located and all(f.historical for f in told):
        return False
    if all(f.type in YIELDING for f in told) and not any(f.sharp for f in told):
        return False
    between = frozenset().union(*(f.actors | f.recipients for f in told))
    if len(between) > 1:
        return True
    return not all(f.type in TWO_SIDED or (f.type in MEETINGS and f.spot is None) for f in told)


def node_of(facet: Facet, items: Sequence[Seen]) -> Node:
    """A facet with the statements that have it."""
    since, until = facet.earliest, facet.latest
    published = [t.coded.published for t in items if t.coded.published]
    if since is None and until is None and published and not facet.historical:
        # A copy that comes late tells no later happening: the first publication counts.
        until = min(published)
        since = until - timedelta(NEWS_DAYS)
    statements = tuple(sorted(t.statement.id for t in items))
    documents = {t.coded.id: t.coded for t in items}
    named: frozenset[str] = frozenset()
    if facet.spot is None or facet.carried:
        named = frozenset(m.link for c in documents.values() for m in c.mentions if m.kind == "place" and m.link)
    return Node(facet, statements, frozenset(documents), since, until, named)


def facet_of(items: Sequence[Seen]) -> Facet:
    """Reduce the statements of one story: what its sentences themselves name counts before what was carried over."""
    return named(summed(items), items)


def named(facet: Facet, items: Sequence[Seen]) -> Facet:
    """Keep apart what is too vague to be the same in two documents; verbatim alike (a copy) it is the same."""
    if facet.sharp:
        return facet
    words = sorted(" ".join(fold(t.statement.quote).split()) for t in items)
    return replace(facet, own=" / ".join(words).strip(" /") or items[0].coded.id)


def summed(items: Sequence[Seen]) -> Facet:
    """What some statements tell together."""
    told = [t.statement for t in items]
    placed = [t for t in items if t.placed and t.spot]
    spots = {t.spot for t in placed or items if t.spot}
    if placed and len(items) > 1:
        # What was carried over may be the village of which the sentence names the district.
        before = {t.spot for t in items if t.spot and not _by_doctor(t.statement)}
        spots |= {s for s in before if any(_within(s, spot) for spot in spots)}
    earliest, latest = days_of([t for t in items if t.dated] or items)
    if earliest is None and latest is None:
        earliest, latest = days_of(items)
    kind, mode = _main(told)
    return Facet(
        group=group_of(kind) or "",
        type=kind,
        mode=mode,
        codes=frozenset((s.type or "", s.mode) for s in told),
        spot=max(spots, key=lambda s: (s.level, s.key)) if len(spots) > 1 else next(iter(spots), None),
        earliest=earliest,
        latest=latest,
        actors=items[0].actors.union(*(t.actors for t in items[1:])),
        recipients=items[0].recipients.union(*(t.recipients for t in items[1:])),
        counts=tuple(sorted({(c.kind, c.side, c.low or 0, c.high) for s in told for c in s.counts}, key=repr)),
        means=items[0].means.union(*(t.means for t in items[1:])),
        historical=all("historical" in s.auxiliary for s in told),
        carried=not placed and not all(t.placed for t in items),
        own="",
        beside=_beside(items, (earliest, latest)),
    )


def _by_doctor(statement: Statement) -> bool:
    return bool(statement.voice) and statement.voice[0].kind == "medical"


def _within(inner: Spot, outer: Spot) -> bool:
    return bool(inner.link and outer.link and inner.link.startswith(outer.link + "."))


def _main(told: Sequence[Statement]) -> tuple[str, str | None]:
    """The commonest type, and its commonest mode; of equally common ones the first by name."""
    if len(told) == 1:
        return told[0].type or "", told[0].mode
    types = Counter(s.type or "" for s in told)
    kind = min(types, key=lambda k: (-types[k], k))
    modes = Counter(s.mode for s in told if s.mode and (s.type or "") == kind)
    return kind, min(modes, key=lambda m: (-modes[m], m)) if modes else None


def days_of(items: Sequence[Seen]) -> Days:
    """All days that are given when these are few, else those that all allow, else the narrowest, then the first."""
    if len(items) == 1:
        return items[0].days
    told = [t.days for t in items]
    spans = [(first, last) for first, last in told if first and last]
    if not spans:
        return next(((first, last) for first, last in told if first or last), (None, None))
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    if (last - first).days < SHARP_DAYS:
        return first, last
    earliest, latest = max(a for a, _ in spans), min(b for _, b in spans)
    return (earliest, latest) if earliest <= latest else min(spans, key=lambda e: ((e[1] - e[0]).days, e))


def _beside(items: Iterable[Seen], days: Days) -> frozenset[int]:
    """Other single days, at most a few off, that the sentences of a story name."""
    first, last = days
    if first is None or last is None or (last - first).days >= SHARP_DAYS:
        return frozenset()
    found: set[int] = set()
    for item in items:
        sentence = item.sentence
        for m in item.coded.mentions if sentence is not None else ():
            if m.kind != "time" or m.earliest is None or m.earliest != m.latest or sentence is None:
                continue
            near = (m.earliest - first).days > -SHARP_DAYS and (m.earliest - last).days < SHARP_DAYS
            if near and not first <= m.earliest <= last and sentence[0] <= m.start < sentence[1]:
                found.add(m.earliest.toordinal())
    return frozenset(found)


def day_keys(facet: Facet, slack: int) -> Iterator[int]:
    """Ordinals of which two facets within ``slack`` days of one another share at least one."""
    if facet.days:
        yield from range(facet.days[0], facet.days[1] + slack + 1)
