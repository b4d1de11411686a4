"""Stories (of one statement or more) reduced to what clustering compares; equal ones are compared once."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from marsad.origins import Told
from marsad.pack import fold
from marsad.resolve.kinds import MEETINGS, TWO_SIDED, group_of
from marsad.resolve.parties import key_of
from marsad.resolve.spots import DISTRICT, Spot, spot_of
from marsad.values import Coded, Party, Statement

SHARP_DAYS = 4
"""Longest interval, in days, that still says when."""
NEWS_DAYS = 30
"""How far back news without a date may reach, in days."""
BEDSIDE = 3
"""Words before a place among which "hospital" is looked for."""
LONG_DAYS = 366
"""Longest interval, in days, that dates an incident at all."""
UNREAL = frozenset({"predicted", "demanded", "hypothetical"})
Counts = tuple[tuple[str, str | None, int, int | None], ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """All stories that say the same as far as clustering can see.

    ``type`` and ``mode`` are the commonest, ``codes`` all of them; ``carried``: another sentence named the place;
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
            str(self.carried), self.own,
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

    What is only looked back on must say where, a meeting where or with whom.  What does not stand is kept as a claim.
    """
    told = [n.facet for n in nodes]
    dated = any(f.earliest and f.latest and (f.latest - f.earliest).days <= LONG_DAYS for f in told)
    placed = any(f.spot is not None and f.spot.level >= DISTRICT and f.counts for f in told)
    if not (dated or placed):
        return False
    located = any(f.spot is not None and f.spot.level >= DISTRICT for f in told)
    if not located and all(f.historical for f in told):
        return False
    between = frozenset().union(*(f.actors | f.recipients for f in told))
    if len(between) > 1:
        return True
    return not all(f.type in TWO_SIDED or (f.type in MEETINGS and f.spot is None) for f in told)


def node_of(facet: Facet, items: Sequence[Told]) -> Node:
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


def facet_of(items: Sequence[Told]) -> Facet:
    """Reduce the statements of one story: what its sentences themselves name counts before what was carried over."""
    told = [t.statement for t in items]
    placed = [t for t in items if said_here(t) and _scene(t)]
    spots = _spots(placed or items)
    if placed:
        # What was carried over may be the village of which the sentence names the district.
        before = _spots(t for t in items if not t.statement.voice or t.statement.voice[0].kind != "medical")
        spots |= {s for s in before if any(_within(s, spot) for spot in spots)}
    earliest, latest = _days([t.statement for t in items if dated_here(t)] or told)
    if earliest is None and latest is None:
        earliest, latest = _days(told)
    kind, mode = _main(told)
    facet = Facet(
        group=group_of(kind) or "",
        type=kind,
        mode=mode,
        codes=frozenset((s.type or "", s.mode) for s in told),
        spot=max(spots, key=lambda s: (s.level, s.key), default=None),
        earliest=earliest,
        latest=latest,
        actors=_keys(s.actors for s in told),
        recipients=_keys(s.recipients for s in told),
        counts=tuple(sorted({(c.kind, c.side, c.low or 0, c.high) for s in told for c in s.counts}, key=repr)),
        means=_keys(s.means for s in told),
        historical=all("historical" in s.auxiliary for s in told),
        carried=not placed and not all(said_here(t) for t in items),
        own="",
    )
    if not facet.sharp:
        # Vague and alike is not yet the same happening; verbatim alike (a copy) is.
        words = sorted(" ".join(fold(s.quote).split()) for s in told)
        return replace(facet, own=" / ".join(words).strip(" /") or items[0].coded.id)
    return facet


def _spots(items: Iterable[Told]) -> set[Spot]:
    return {spot for t in items if (spot := _scene(t))}


def _scene(item: Told) -> Spot | None:
    return None if item.bedside else place_of(item.statement)


def _within(inner: Spot, outer: Spot) -> bool:
    return bool(inner.link and outer.link and inner.link.startswith(outer.link + "."))


def _main(told: Sequence[Statement]) -> tuple[str, str | None]:
    """The commonest type, and its commonest mode; of equally common ones the first by name."""
    types = Counter(s.type or "" for s in told)
    kind = min(types, key=lambda k: (-types[k], k))
    modes = Counter(s.mode for s in told if s.mode and (s.type or "") == kind)
    return kind, min(modes, key=lambda m: (-modes[m], m)) if modes else None


def _days(told: Sequence[Statement]) -> tuple[date | None, date | None]:
    """All days that are given when these are few, else those that all allow, else the narrowest, then the first."""
    spans = [(s.earliest, s.latest) for s in told if s.earliest and s.latest]
    if not spans:
        return next(((s.earliest, s.latest) for s in told if s.earliest or s.latest), (None, None))
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    if (last - first).days < SHARP_DAYS:
        return first, last
    earliest, latest = max(a for a, _ in spans), min(b for _, b in spans)
    return (earliest, latest) if earliest <= latest else min(spans, key=lambda e: ((e[1] - e[0]).days, e))


def _keys(named: Iterable[Sequence[Party]]) -> frozenset[str]:
    return frozenset(k for parties in named for p in parties if (k := key_of(p)))


def _sentence(item: Told) -> tuple[int, int] | None:
    """The range of the statement's own sentence."""
    spans, sentences = item.statement.evidence, item.coded.sentences
    if not spans:
        return None
    index = bisect_right(sentences, spans[0].start, key=lambda s: s.start) - 1
    sentence = sentences[index] if index >= 0 and spans[0].start < sentences[index].end else spans[0]
    return min(sentence.start, spans[0].start), max(sentence.end, spans[-1].end)


def dated_here(item: Told) -> bool:
    """Say whether the statement's own sentence names its day (or there is no telling)."""
    statement, sentence = item.statement, _sentence(item)
    if statement.earliest is None and statement.latest is None:
        return False
    days = (statement.earliest, statement.latest)
    said = [m.start for m in item.coded.mentions if m.kind == "time" and (m.earliest, m.latest) == days]
    return sentence is None or not said or any(sentence[0] <= start < sentence[1] for start in said)


def said_here(item: Told) -> bool:
    """Say whether the statement's own sentence names its place (or there is no telling).

    A hospital's place, and so a doctor's, is none that was said for the event.
    """
    sentence, starts = _sentence(item), [p.start for p in item.statement.places if p.start is not None]
    if sentence is None or not starts:
        return True
    if item.bedside or (item.statement.voice and item.statement.voice[0].kind == "medical"):
        return False
    return any(sentence[0] <= start < sentence[1] for start in starts)


def bedsides_of(coded: Coded, words: frozenset[str]) -> frozenset[str]:
    """Ids of the statements of a document whose place is only a hospital's, said in their sentence or carried over.

    Where people are treated ("hospital in") need not be where it happened.
    ``words`` are the pack's for medical speakers.
    """
    beds: set[int | None] = set()
    for statement in coded.statements:
        item = Told(statement, coded)
        sentence = _sentence(item)
        for place in statement.places if sentence is not None else ():
            start = place.start
            if start is None or sentence is None or not sentence[0] <= start < sentence[1]:
                continue
            before = statement.quote[: max(0, start - statement.evidence[0].start)].lower().split()[-BEDSIDE:]
            if not words.isdisjoint(before):
                beds.add(start)
    if not beds:
        return frozenset()
    return frozenset(s.id for s in coded.statements if s.places and all(p.start in beds for p in s.places))


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
