"""The workbench, open for looking: one reader, who sees one moment at a time, beside whoever writes."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from marsad.errors import MissingError, MovedError, OutdatedError, UserError
from marsad.pack import Pack
from marsad.pipeline.background import Background
from marsad.pipeline.judging import Asked, Judged, find, heirs, judge, undo
from marsad.pipeline.verdicts import in_force
from marsad.pipeline.workbench import Workbench
from marsad.store import Browsed, Noun, Store, Wanted
from marsad.store.rows import encode
from marsad.values import Claim, Incident, Judgement
from marsad.views import Desk, Material, Notes
from marsad.views.pages.frame import Bench
from marsad.views.pages.query import Query

Made = TypeVar("Made")
_NOUNS: tuple[Browsed, ...] = ("documents", "incidents", "claims")
_AT_ONCE = 200
SINCE, UNTIL = "latest", "earliest"
"""The columns that a query's days bound: what lasted into the period belongs to it."""


class Observatory:
    """What every page needs.  Pages are made one after the other: each within :meth:`reading`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bench = Workbench.open(folder)
        self._pack: Pack | None = None
        self._kept: dict[str, tuple[object, Any]] = {}
        self._reader, self._writer = threading.Lock(), threading.Lock()
        self.background = Background(folder)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Look at one moment of the workbench, whatever another process writes meanwhile; not one within another."""
        with self._reader, self.store.snapshot():
            self._pack = None  # a gazetteer may have come since
            yield

    @contextmanager
    def aside(self) -> Iterator[Observatory]:
        """Look through a connection of its own: for what takes seconds, while pages go on being made."""
        other = Observatory(self._folder)
        try:
            with other.reading():
                yield other
        finally:
            other.store.close()

    @property
    def workbench(self) -> Workbench:
        """The workbench, to read from."""
        return self._bench

    @property
    def store(self) -> Store:
        """Its store."""
        return self._bench.store

    @property
    def pack(self) -> Pack:
        """Its region pack; loading it takes a second, once."""
        if self._pack is None:
            self._pack = self._bench.pack
        return self._pack

    def bench(self) -> Bench:
        """What every page says of the workbench."""
        counts: dict[str, int] = {noun: self.store.browse.size(noun) for noun in _NOUNS}
        return Bench(self._folder.resolve().name, self.store.resolution_key(), counts)

    def kept(self, name: str, state: object, make: Callable[[], Made]) -> Made:
        """What is too slow for each visit: made anew when the state it is of is another."""
        found = self._kept.get(name)
        if found is None or found[0] != state:
            found = self._kept[name] = (state, make())
        made: Made = found[1]
        return made

    def pending(self) -> bool:
        """Whether incidents and claims do not follow from all documents and judgements yet: a run will do that."""
        state = (self.store.resolution_key(), len(self.store.judgements()), self.store.browse.size("documents"))
        return not self.kept("resolved", state, self._bench.is_resolved)

    def desk(self, documents: Iterable[str]) -> Desk:
        """The material of a few documents, as persons corrected it, with new footnotes."""
        readings = self._bench.readings()
        ids = dict.fromkeys(documents)
        material = Material(
            documents={d: found for d in ids if (found := self.store.document(d))},
            coded={d: readings.read(coded) for d in ids if (coded := self.store.coded(d))},
            backend=self._bench.settings["backend"], pack=self.pack,
        )  # fmt: skip
        return Desk(material, self.pack, Notes(material, self.pack))

    # -------------------------------------------------------------------------------------------------- judging

    def judge(self, asked: Asked, seen: str = "", later: bool = False) -> Judged:
        """Judge what was seen; ``seen`` names the state of the first subject (see :func:`state_of`).

        Raises
        ------
        OutdatedError
            When that is another by now, or the same was judged since; nothing is written then.
        """
        with self.writing() as bench:
            if seen:
                _check(bench.store, asked, seen)
            return judge(bench, asked, later)

    def undo(self, judgement: str, why: str = "", later: bool = False) -> Judged:
        """Take a judgement back."""
        with self.writing() as bench:
            return undo(bench, judgement, None, why, later)

    @contextmanager
    def writing(self) -> Iterator[Workbench]:
        """The workbench, to write to: one at a time in this process."""
        with self._writer:
            bench = Workbench.open(self._folder)
            try:
                yield bench
            finally:
                bench.store.close()


def state_of(thing: Incident | Claim, judgements: int) -> str:
    """A name for the state of an incident or claim when the log of judgements was so long.

    It is another one when anything of the thing is another, or when more was judged.
    """
    return f"{_content(thing)}.{judgements}"


def _content(thing: Incident | Claim) -> str:
    return hashlib.sha256(encode(thing).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _check(store: Store, asked: Asked, seen: str) -> None:
    """Refuse a judgement of what is not as it was seen.

    Of the log only what was judged of the same matter since then counts: several questions of one page are about one
    incident, and are decided one after the other.
    """
    subject, (content, _, length) = asked.subjects[0], seen.partition(".")
    found: list[Incident | Claim] = [*store.browse.incidents([subject]), *store.browse.claims([subject])]
    known = length.isascii() and length.isdigit()
    if not found or not known or _content(found[0]) != content:
        raise OutdatedError(
            f"{subject} is not what it was when you looked",
            "nothing was written; look at it as it is now, and judge again",
        )
    log = store.judgements()
    since = {j.id for j in log[int(length) :]}
    for other in in_force(log):
        if other.id in since and _matter(other) == _matter(asked):
            raise OutdatedError(
                f"this was judged since you looked: {other.verdict}, by {other.by}",
                "nothing was written; if that is wrong, take it back, and judge again",
            )


def _matter(judged: Asked | Judgement) -> tuple[frozenset[str], str | None]:
    """What a judgement decides: of the same subjects, one or two; or whether it holds; or one field."""
    questions = {"same": "one or two", "different": "one or two", "correct": judged.field}
    return frozenset(judged.subjects), questions.get(judged.verdict, "whether it holds")


def wanted(query: Query, limit: int | None = None) -> Wanted:
    """A query as the store takes it; with a ``limit``, from the first on."""
    bounds: dict[str, tuple[float | None, float | None]] = {}
    if query.since:
        bounds[SINCE] = (query.since.toordinal(), None)
    if query.until:
        bounds[UNTIL] = (None, query.until.toordinal())
    offset = 0 if limit is not None else (query.page - 1) * query.size
    size = query.size if limit is None else limit
    return Wanted(dict(query.facets), bounds, query.words, query.sort, offset, size)


def missing(observatory: Observatory, noun: Noun, identity: str) -> MissingError:
    """Says that there is no such thing, and what became of it or what may be meant."""
    said = f"no {noun} is called {identity!r}"
    if len(now := heirs(observatory.workbench, identity)) == 1:
        return MovedError(said, f"it is {now[0]} today", now[0])
    if noun != "document" and observatory.store.resolution_key() is None:
        return MissingError(said, "incidents and claims are to be made anew: marsad run, or Run on the page Status")
    try:
        hint = f"did you mean {find(observatory.workbench, identity, (noun,)).id}?"
    except UserError as error:
        hint = error.hint
    return MissingError(said, hint)


def batches(observatory: Observatory, noun: Browsed, query: Query) -> Iterator[tuple[str, ...]]:
    """Ids of all that is asked for, in order, however many pages they fill; what is shown of each is read by batch."""
    with observatory.reading():
        browse = observatory.store.browse
        ids = browse.page(noun, wanted(query, limit=browse.size(noun))).ids
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def parts(observatory: Observatory, noun: Browsed, query: Query) -> Iterator[Material]:
    """All that is asked for, in order, a few hundred things at a time, each with its documents."""
    for ids in batches(observatory, noun, query):
        with observatory.reading():
            browse = observatory.store.browse
            incidents = browse.incidents(ids) if noun == "incidents" else []
            claims = browse.claims(ids) if noun == "claims" else []
            documents = [d for i in incidents for d in i.documents] + [d for c in claims for d in c.documents]
            found = observatory.desk(documents or ids).material
        yield replace(found, incidents=tuple(incidents), claims=tuple(claims))


def check_page(query: Query, total: int) -> None:
    """Refuse a page behind the last one.

    Raises
    ------
    UserError
        With the number of pages there are.
    """
    last = max(1, -(-total // query.size))
    if query.page > last:
        raise UserError(f"there is no page {query.page:,}", f"there are {last:,}")
