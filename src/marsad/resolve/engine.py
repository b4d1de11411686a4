"""Resolution that goes on: documents come and go, and only what they touch is resolved again.

What comes out is a function of the documents and judgements alone: the same from scratch, in any order, and after any
history of additions and removals (``tests/test_resolve_changes.py`` holds that).
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from marsad.origins import Voices
from marsad.pack import Pack
from marsad.resolve.attach import Attacher, Remark, denied, remark_kind, remark_of
from marsad.resolve.claims import Proposition, claims_about, proposition
from marsad.resolve.cluster import sharp_keys, vague_keys
from marsad.resolve.doubts import Doubt, doubts_of
from marsad.resolve.facets import Facet, Node, node_of, stands
from marsad.resolve.incidents import Tools, incident_of
from marsad.resolve.judged import Judged, read_judgements
from marsad.resolve.layer import Book, Layer
from marsad.resolve.parties import Parties
from marsad.resolve.score import Scorer
from marsad.resolve.seen import Around, Seen, look
from marsad.resolve.stories import facets_of
from marsad.resolve.vague import Placer
from marsad.settings import Settings
from marsad.values import Claim, Coded, Incident, Judgement


@dataclass(frozen=True, slots=True)
class Resolution:
    """All incidents and claims of a set of documents, in order of id; not yet assessed."""

    incidents: tuple[Incident, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What an update did: ids of the incidents and claims that are gone, and those that are new or not as before."""

    gone: frozenset[str]
    made: frozenset[str]


@dataclass(slots=True)
class _Facts:
    """What the statements are: by document, by node, by remark and by proposition."""

    told: dict[str, Seen] = field(default_factory=dict)
    by_document: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[Facet, int] = field(default_factory=dict)
    items: dict[int, dict[str, Seen]] = field(default_factory=dict)
    of_document: dict[str, list[tuple[Facet, tuple[str, ...]]]] = field(default_factory=dict)
    number_of: dict[str, int] = field(default_factory=dict)
    """Event statement -> its node."""
    remarks: dict[str, str] = field(default_factory=dict)
    """Statement -> what it does to an incident."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of cycles out: it looks through all that is held, where there are hardly any.

    It took 17 % of the time at 40,000 statements, more beyond.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Resolver:
    """Documents in, incidents and claims out, again and again."""

    def __init__(self, pack: Pack, settings: Settings) -> None:
        parties = Parties(pack)
        self._scorer = Scorer(parties, int(settings["incident_days"]), float(settings["incident_km"]))
        self._around = Around.of(pack)
        self._coded: dict[str, Coded] = {}
        self._facts = _Facts()
        self._judged = Judged(frozenset(), frozenset(), frozenset())
        self._next = 0
        self._book = Book(self._scorer)
        self._sharp = Layer(self._book, sharp_keys)
        self._placer = Placer(self._book, self._sharp)
        self._rest = Layer(self._book, vague_keys)
        self._homes = _Homes(self._scorer, self._facts.told, Tools(self._facts.told, Voices(pack), parties))

    # ------------------------------------------------------------------------------------------------------- public

    def update(
        self, add: Iterable[Coded] = (), remove: Iterable[str] = (), judgements: Sequence[Judgement] = ()
    ) -> Changed:
        """Take documents out and in; one that is there already is replaced.  ``judgements`` is the whole log."""
        with _uncollected():
            return self._update(add, remove, judgements)

    def _update(self, add: Iterable[Coded], remove: Iterable[str], judgements: Sequence[Judgement]) -> Changed:
        incoming = {c.id: c for c in add}
        leaving = {d for d in remove if d in self._coded and d not in incoming}
        coming = {d for d, c in incoming.items() if self._coded.get(d) != c}
        everything = {d: c for d, c in self._coded.items() if d not in leaving} | incoming
        log = judgements or self._judged.named or self._judged.rejected
        ids = {s.id: d for d, c in everything.items() for s in c.statements} if log else {}
        judged = read_judgements(judgements, ids)
        again = {ids[s] for s in judged.changed(self._judged) if s in ids} | coming
        touched = self._take_out(sorted((again & self._coded.keys()) | leaving))
        self._coded, self._judged = everything, judged
        touched |= self._take_in(sorted(again))
        return self._resolve(touched, leaving | again)

    def resolution(self) -> Resolution:
        """Everything as it stands."""
        homes, rejected = self._homes, self._judged.rejected
        kept = (i for i in homes.incidents.values() if i.id not in rejected)
        claims = (c for made in homes.claims.values() for c in made)
        return Resolution(tuple(sorted(kept, key=lambda i: i.id)), tuple(sorted(claims, key=lambda c: c.id)))

    def doubts(self) -> tuple[Doubt, ...]:
        """The decisions that were close, the closest first."""
        return doubts_of(self._book, (*self._sharp.unsure(), *self._rest.unsure(), *self._placer.unsure()))

    def find(self, identity: str) -> Incident | Claim | None:
        """An incident or a claim by its id."""
        return self._homes.by_id.get(identity)

    # -------------------------------------------------------------------------------------------------------- facts

    def _take_out(self, documents: Iterable[str]) -> set[int]:
        facts = self._facts
        touched: set[int] = set()
        for document in documents:
            for facet, statements in facts.of_document.pop(document, ()):
                number = facts.numbers[facet]
                touched.add(number)
                for statement in statements:
                    del facts.items[number][statement], facts.number_of[statement]
            for statement in facts.by_document.pop(document, ()):
                del facts.told[statement]
                facts.remarks.pop(statement, None)
        return touched

    def _take_in(self, documents: Iterable[str]) -> set[int]:
        facts = self._facts
        touched: set[int] = set()
        for document in documents:
            told = self._read(self._coded[document])
            facts.told.update((t.statement.id, t) for t in told)
            facts.by_document[document] = [t.statement.id for t in told]
            kinds = ((t.statement.id, remark_kind(t.statement)) for t in told)
            facts.remarks.update((statement, kind) for statement, kind in kinds if kind)
            stories = facets_of(told, self._judged, self._scorer)
            facts.of_document[document] = [(f, tuple(t.statement.id for t in story)) for f, story in stories]
            for facet, story in stories:
                number = facts.numbers.get(facet)
                if number is None:
                    self._next += 1
                    number = facts.numbers[facet] = self._next
                touched.add(number)
                facts.items.setdefault(number, {}).update((t.statement.id, t) for t in story)
                facts.number_of.update((t.statement.id, number) for t in story)
        return touched

    def _read(self, coded: Coded) -> list[Seen]:
        rejected = self._judged.rejected
        return [t for t in look(coded, self._around) if t.statement.id not in rejected]

    # ------------------------------------------------------------------------------------------------------- layers

    def _resolve(self, touched: set[int], documents: set[str]) -> Changed:
        book, old = self._book, {n: self._book.nodes[n] for n in touched if n in self._book.nodes}
        by_number = {n: f for f, n in self._facts.numbers.items() if n in touched} if touched else {}
        gone: set[int] = set()
        for number in touched:
            items = self._facts.items[number]
            if items:
                book.nodes[number] = node_of(by_number[number], list(items.values()))
                book.order.setdefault(number, by_number[number].key)
            else:
                gone.add(number)
                book.nodes.pop(number, None)
        fresh = touched - gone
        moved = self._judge(touched)
        before = set(old) | moved
        after = {n for n in fresh | moved if n in book.nodes}
        sharp = {n for n in after if self._is_sharp(n)}
        changes = self._sharp.update(sorted(before), book.sorted(sharp))
        vague = {n for n in after - sharp if not book.same.get(n)}
        joined, shifted = self._placer.update(sorted(before), book.sorted(vague), changes)
        left = {n for n in (after - sharp) | shifted if n in book.nodes and n not in self._placer.places}
        left = {n for n in left if n not in self._sharp}
        rest = self._rest.update(sorted(before | shifted), book.sorted(left))
        for number in gone:
            del self._facts.items[number], self._facts.numbers[by_number[number]]
            book.order.pop(number, None)
        ended = {("s", h) for h in changes[0]} | {("r", h) for h in rest[0]}
        begun = {("s", h) for h in changes[1]} | {("r", h) for h in rest[1]} | {("s", h) for h in joined}
        return self._homes.update(self._told_in(ended, begun), documents, self._facts)

    def _told_in(
        self, ended: set[tuple[str, int]], begun: set[tuple[str, int]]
    ) -> dict[tuple[str, int], tuple[tuple[Node, ...], frozenset[str]] | None]:
        """The nodes of each cluster that is not as it was, and why they are together; None for one that is no more."""
        found: dict[tuple[str, int], tuple[tuple[Node, ...], frozenset[str]] | None] = dict.fromkeys(ended)
        for layer, home in begun:
            cluster = (self._sharp if layer == "s" else self._rest).clusters.get(home)
            if cluster is None:
                found[layer, home] = None
                continue
            others = self._placer.joined.get(home, ()) if layer == "s" else ()
            numbers = self._book.sorted({*cluster.members, *(j.number for j in others)})
            why = cluster.why.union(*(j.scored.features for j in others))
            found[layer, home] = tuple(self._book.nodes[n] for n in numbers), why
        return found

    def _judge(self, touched: set[int]) -> set[int]:
        """Bring the pairs that persons judged up to date; gives the nodes whose layer or links may be others now."""
        number_of = self._facts.number_of

        def pairs(judged: Iterable[tuple[str, str]]) -> dict[int, frozenset[int]]:
            found: dict[int, set[int]] = defaultdict(set)
            for one, other in judged:
                a, b = number_of.get(one), number_of.get(other)
                if a is not None and b is not None and a != b:
                    found[a].add(b)
                    found[b].add(a)
            return {n: frozenset(others) for n, others in found.items()}

        book, same, apart = self._book, pairs(self._judged.same), pairs(self._judged.different)
        moved: set[int] = set()
        for old, new in ((book.same, same), (book.apart, apart)):
            moved |= {n for n in old.keys() | new.keys() if old.get(n) != new.get(n)}
        book.same, book.apart = same, apart
        rising = [n for n in moved | touched if n in same]
        while rising:  # what is judged one with something moves with it
            for other in same.get(rising.pop(), ()):
                if other not in moved:
                    moved.add(other)
                    rising.append(other)
        return moved

    def _is_sharp(self, number: int) -> bool:
        """Whether a node (or one that a person judged the same) says itself where and when."""
        seen, rising = {number}, [number]
        while rising:
            here = rising.pop()
            if self._book.nodes[here].facet.sharp:
                return True
            fresh = self._book.same.get(here, frozenset()) - seen
            seen |= fresh
            rising += fresh
        return False


Home = tuple[str, int]


class _Homes:
    """From clusters to incidents, and from what is left to claims."""

    def __init__(self, scorer: Scorer, told: Mapping[str, Seen], tools: Tools) -> None:
        self._told = told
        self._tools = tools
        self._attacher: Attacher[Home] = Attacher(scorer)
        self._clusters: dict[Home, tuple[tuple[Node, ...], frozenset[str]]] = {}
        self._seekers: dict[str, set[str]] = defaultdict(set)
        self._sought: dict[str, set[str]] = {}
        self._remarks: dict[Home, set[str]] = defaultdict(set)
        self._remarked: dict[str, Home] = {}
        self._propositions: dict[str, Proposition] = {}
        self._groups: dict[Proposition, set[str]] = defaultdict(set)
        self.incidents: dict[Home, Incident] = {}
        self.claims: dict[Proposition, list[Claim]] = {}
        self.by_id: dict[str, Incident | Claim] = {}

    def update(
        self,
        clusters: Mapping[Home, tuple[tuple[Node, ...], frozenset[str]] | None],
        documents: set[str],
        facts: _Facts,
    ) -> Changed:
        """Bring incidents and claims up to date with clusters that changed and documents that came or went."""
        moved, keys = self._rehouse(clusters)
        asking = self._asking(moved, keys, documents, facts)
        dirty = set(clusters) | self._attach(asking, facts.remarks)
        gone, made = self._rebuild(dirty, facts.remarks)
        lost, found = self._reclaim(moved | asking | self._of(documents, facts), facts.remarks)
        for identity in gone | lost:
            del self.by_id[identity]
        return Changed(frozenset(gone | lost), frozenset(made | found))

    def _of(self, documents: set[str], facts: _Facts) -> set[str]:
        return {s for d in documents for s in facts.by_document.get(d, ())}

    def _rehouse(
        self, clusters: Mapping[Home, tuple[tuple[Node, ...], frozenset[str]] | None]
    ) -> tuple[set[str], set[str]]:
        """Put statements where they are now; gives those that moved, and the keys of clusters that changed."""
        moved: set[str] = set()
        keys: set[str] = set()
        for home in clusters:
            if home in self._clusters:
                moved |= {s for node in self._clusters.pop(home)[0] for s in node.statements}
                keys |= self._attacher.remove(home)
        for home, cluster in clusters.items():
            if cluster is not None and stands(cluster[0]):
                self._clusters[home] = cluster
                moved |= {s for node in cluster[0] for s in node.statements}
                keys |= self._attacher.add(home, cluster[0])
            elif cluster is not None:
                moved |= {s for node in cluster[0] for s in node.statements}
        return moved, keys

    def _asking(self, moved: set[str], keys: set[str], documents: set[str], facts: _Facts) -> set[str]:
        """Remarks that must look again for what they speak of."""
        for statement in [s for s in self._sought if s not in self._told]:
            for key in self._sought.pop(statement):
                self._seekers[key].discard(statement)
        told = self._told
        near = documents | {told[s].coded.id for s in moved if s in told}
        asking = {s for s in self._of(near, facts) if s in facts.remarks}
        for statement in asking:
            if facts.remarks[statement] == "negates" and statement not in self._sought:
                self._sought[statement] = sought = self._attacher.keys(denied(told[statement]))
                for key in sought:
                    self._seekers[key].add(statement)
        asking |= {s for key in keys for s in self._seekers.get(key, ())}
        return asking | {s for s in self._remarked if s not in told}

    def _attach(self, asking: set[str], kinds: Mapping[str, str]) -> set[Home]:
        dirty: set[Home] = set()
        for statement in asking:
            before = self._remarked.pop(statement, None)
            item = self._told.get(statement)
            now = self._attacher.incident_of(item, kinds[statement]) if item is not None else None
            if before is not None:
                self._remarks[before].discard(statement)
                dirty.add(before)
            if now is not None:
                self._remarked[statement] = now
                self._remarks[now].add(statement)
                dirty.add(now)
        return dirty

    def _rebuild(self, dirty: Iterable[Home], kinds: Mapping[str, str]) -> tuple[set[str], set[str]]:
        before: dict[str, Incident] = {}
        after: dict[str, Incident] = {}
        for home in dirty:
            old = self.incidents.pop(home, None)
            cluster = self._clusters.get(home)
            if old is not None:
                before[old.id] = old
            if cluster is None:
                self._remarks.pop(home, None)
                continue
            remarks: list[Remark] = [
                remark_of(self._told[s].statement, kinds[s]) for s in sorted(self._remarks.get(home, ()))
            ]
            now = self.incidents[home] = incident_of(cluster, remarks, self._tools)
            after[now.id] = now
        self.by_id.update(after)
        return _difference(before, after)

    def _reclaim(self, changed: set[str], kinds: Mapping[str, str]) -> tuple[set[str], set[str]]:
        """Group again by proposition what is in no incident."""
        dirty: set[Proposition] = set()
        for statement in changed | {s for s in self._propositions if s not in self._told}:
            held = self._propositions.pop(statement, None)
            if held is not None:
                self._groups[held].discard(statement)
                dirty.add(held)
            item = self._told.get(statement)
            spent = statement in self._remarked and kinds.get(statement) == "negates"
            if item is not None and statement not in self._attacher.cluster_of and not spent:
                put = self._propositions[statement] = proposition(item.statement, item.coded.id, self._tools.parties)
                self._groups[put].add(statement)
                dirty.add(put)
        before: dict[str, Claim] = {}
        after: dict[str, Claim] = {}
        for known in dirty:
            before.update((c.id, c) for c in self.claims.pop(known, ()))
            members = self._groups[known]
            if members:
                self.claims[known] = claims_about(known, [self._told[s] for s in sorted(members)])
            else:
                del self._groups[known]
            after.update((c.id, c) for c in self.claims.get(known, ()))
        self.by_id.update(after)
        return _difference(before, after)


Found = TypeVar("Found", Incident, Claim)


def _difference(before: Mapping[str, Found], after: Mapping[str, Found]) -> tuple[set[str], set[str]]:
    """Ids that are gone, and those that are new or not as they were."""
    return before.keys() - after.keys(), {i for i, one in after.items() if before.get(i) != one}
