"""A workbench: a folder with documents in it, and everything that is derived from them."""

from __future__ import annotations

import stat
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from marsad import plugins
from marsad.errors import MarsadError, UserError
from marsad.pack import Pack, load_pack
from marsad.pack.gazetteer import read_source
from marsad.pipeline import keys
from marsad.pipeline.batch import Batch
from marsad.pipeline.changes import Cause, changes_between
from marsad.pipeline.config import SETTINGS_FILE, read_settings, write_settings
from marsad.pipeline.deriving import derive
from marsad.pipeline.executors import SerialExecutor
from marsad.pipeline.gazetteers import Further
from marsad.pipeline.judged import Readings
from marsad.pipeline.lazy import LazyCoded, LazyDocuments
from marsad.pipeline.progress import Progress, silent, told
from marsad.pipeline.tasks import CodeTask, Failed, File, ReadTask
from marsad.pipeline.walking import name_of, walk
from marsad.read import document_id
from marsad.settings import Settings
from marsad.store import CodedRow, Counts, Gazetteer, Given, Reference, Store, dotted
from marsad.values import Document, Problem
from marsad.views import Material
from marsad.views.wording import number

DATABASE = "workbench.db"
FEW = 24
"""So few items are done in this process: starting others would take longer."""


@dataclass(frozen=True, slots=True)
class Added:
    """What ``add`` did."""

    added: int
    there: int
    problems: int

    @property
    def words(self) -> str:
        """In one line."""
        return f"{self.added} added, {self.there} already there, {self.problems} problems"


@dataclass(frozen=True, slots=True)
class Ran:
    """What ``run`` did."""

    coded: int
    fresh: int
    resolved: bool
    incidents: int
    claims: int

    @property
    def words(self) -> str:
        """In one line."""
        done = "resolved and assessed anew" if self.resolved else "nothing changed"
        return f"{self.coded} coded, {self.fresh} up to date; {done}: {self.incidents} incidents, {self.claims} claims"


@dataclass(frozen=True, slots=True)
class Status:
    """How a workbench stands."""

    folder: str
    backend: str
    pack: str
    counts: Counts
    stale: int
    resolved: bool
    gazetteers: tuple[Gazetteer, ...] = ()
    references: tuple[Reference, ...] = ()


class CodingError(MarsadError):
    """Our own code fell over on documents; the message holds the first traceback.  All others are coded."""


class Workbench:
    """Documents in, incidents and claims out; what is derived is computed when it is stale, and only then."""

    def __init__(self, folder: Path, store: Store, settings: Settings) -> None:
        self.folder = folder
        self.store = store
        self.settings = settings
        self._pack: tuple[tuple[Path, Further], Pack] | None = None

    @classmethod
    def init(cls, folder: Path, **given: object) -> Workbench:
        """Make a workbench folder.

        Raises
        ------
        UserError
            When there is one already, or a setting is wrong.
        """
        settings = Settings.of(**given)
        if (folder / DATABASE).exists():
            raise UserError(f"{folder} is a workbench already", "add documents with: marsad add PATH")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                f"{folder} cannot be made: {error.strerror}", "give a folder that you may write to"
            ) from error
        write_settings(folder / SETTINGS_FILE, given)
        return cls(folder, plugins.load("store", "sqlite")(folder, create=True), settings)

    @classmethod
    def open(cls, folder: Path, **given: object) -> Workbench:
        """Open a workbench folder; ``given`` settings go before those of its settings file."""
        if not (folder / DATABASE).is_file():
            raise UserError(f"{folder} is no workbench", "make one with: marsad init DIR")
        settings = Settings.of(**{**read_settings(folder / SETTINGS_FILE), **given})
        return cls(folder, plugins.load("store", "sqlite")(folder), settings)

    @staticmethod
    def find(start: Path) -> Path:
        """The nearest workbench folder, from ``start`` upwards."""
        for folder in (start, *start.parents):
            if (folder / DATABASE).is_file():
                return folder
        raise UserError("no workbench here", "make one with: marsad init DIR; or name one with --workbench DIR")

    @property
    def pack(self) -> Pack:
        """The region pack that the settings name, with the gazetteers that were imported."""
        pack = load_pack(self.settings["pack"])
        if (further := self._further()) is None:
            return pack
        if self._pack is None or self._pack[0] != (pack.home, further):
            self._pack = ((pack.home, further), further.add_to(pack))
        return self._pack[1]

    def _further(self) -> Further | None:
        entries = tuple(self.store.gazetteers())
        return Further(self.folder, entries) if entries else None

    # ---------------------------------------------------------------------------------------------------- given

    def add(self, paths: Sequence[Path], progress: Progress = silent) -> Added:
        """Read files, and folders with all that is in them, into the workbench.

        The same bytes are one document, however often they come.  A file that cannot be read becomes a problem.
        """
        with told(self.folder, "add", progress) as work:
            files = [file for path in paths for file in walk(path, self.folder)]
            added = self._add(((name_of(f), f) for f in files), len(files), work.tell)
            work.words = added.words
        return added

    def add_bytes(self, data: bytes, name: str) -> Added:
        """Read one document from bytes."""
        return self.add_files([File(name, data)])

    def add_files(self, files: Sequence[File]) -> Added:
        """Read documents from bytes."""
        with told(self.folder, "add", silent) as work:
            added = self._add(((f.name, f.data) for f in files), len(files), work.tell)
            work.words = added.words
        return added

    def _add(self, inputs: Iterable[tuple[str, Path | bytes]], total: int, progress: Progress) -> Added:
        waiting: deque[File] = deque()
        tally = {"added": 0, "there": 0, "problems": 0}

        def fresh() -> Iterator[File]:
            for name, source in inputs:
                file = self._fetch(name, source)
                if file is None:
                    tally["problems"] += 1
                elif self.store.has(document_id(file.data)):
                    tally["there"] += 1
                    self.store.solve("read", name)
                else:
                    waiting.append(file)
                    yield file
                progress("read", sum(tally.values()), total)

        def keep(batch: list[Given]) -> None:
            for one, is_new in zip(batch, self.store.put_documents(batch), strict=True):
                tally["added" if is_new else "there"] += 1
                self.store.solve("read", one.name)

        with Batch(keep) as kept:
            for found in self._map(ReadTask(self.settings), fresh(), total):
                file = waiting.popleft()
                if isinstance(found, Document):
                    kept.add(Given(found, file.data, file.name), len(file.data))
                else:
                    tally["problems"] += 1
                    self.store.put_problem(found)
                progress("read", sum(tally.values()) + len(kept), total)
        return Added(**tally)

    def _fetch(self, name: str, source: Path | bytes) -> File | None:
        if isinstance(source, bytes):
            return File(name, source)
        try:
            found = source.stat()
            limit = self.settings["max_bytes"]
            if stat.S_ISDIR(found.st_mode):
                said = "the folder cannot be read"
                self.store.put_problem(Problem("read", said, "check that you may read it", name))
            elif not stat.S_ISREG(found.st_mode):
                self.store.put_problem(Problem("read", "this is no file", "give a file or a folder", name))
            elif found.st_size > limit:
                said = f"the file has {found.st_size:,} bytes, more than {limit:,}"
                hint = "cut it into pieces, or raise the setting max_bytes"
                self.store.put_problem(Problem("read", said, hint, name))
            else:
                return File(name, source.read_bytes())
        except OSError as error:
            said = f"the file cannot be read: {error.strerror}"
            self.store.put_problem(Problem("read", said, "check that it is there and that you may read it", name))
        return None

    def import_gazetteer(self, path: Path, licence: str | None = None, attribution: str | None = None) -> Gazetteer:
        """Keep a gazetteer and make its index; bad rows become problems.  The same name replaces.

        Raises
        ------
        UserError
            When the file cannot be read or is no such table.
        """
        source = replace(read_source(path), licence=licence, attribution=attribution)
        for known in self.store.gazetteers():
            if (known.name, known.sha256) == (source.name, source.digest) and not (licence or attribution):
                return known
        table = source.table()
        found = Gazetteer(
            source.name, source.digest, table.form, table.licence, table.attribution, len(table.rows), table.bad
        )  # fmt: skip
        for _, problem in self.store.problems():
            if problem.stage == "gazetteer" and (problem.subject or "").startswith(f"{source.name}, "):
                self.store.solve("gazetteer", problem.subject or "")
        self.store.put_gazetteer(found, source.data)
        for problem in table.problems:
            self.store.put_problem(problem)
        assert self.pack is not None  # makes the index now, not at the next run
        return found

    def forget(self, document: str) -> bool:
        """Remove a document and all that came from it; incidents and claims that stood are made anew without it."""
        stood = self.is_resolved()
        if not self.store.forget(document):
            return False
        if stood:
            self.resolve(None)  # the log of changes says nothing of what was forgotten
        return True

    # -------------------------------------------------------------------------------------------------- derived

    def code_key(self) -> str:
        """The run key under which documents are coded now."""
        # The pack without gazetteers: they enter by their files, and need not be loaded for it.
        pack, further = load_pack(self.settings["pack"]), self._further()
        return keys.code_key(self.settings["backend"], pack, self.settings, further.digests if further else ())

    def _resolve_key(self) -> str:
        return keys.resolve_key(
            load_pack(self.settings["pack"]), self.settings, self.store.coded_keys(), self.store.judgements()
        )

    def is_resolved(self) -> bool:
        """Whether incidents and claims are those of today's coded documents, judgements and settings."""
        return self.store.resolution_key() == self._resolve_key()

    def run(self, progress: Progress = silent) -> Ran:
        """Code what is stale, then resolve and assess when anything changed.

        What is coded is kept as it comes, in batches: after an interruption the next run goes on from there.

        Raises
        ------
        CodingError
            When our own code fell over on a document, after everything else was done.
        """
        with told(self.folder, "run", progress) as work:
            ran = self._run(work.tell)
            work.words = ran.words
        return ran

    def _run(self, progress: Progress) -> Ran:
        key = self.code_key()
        stale = self.store.stale(key)
        failed: list[Failed] = []
        done = 0
        task = CodeTask(self.settings["backend"], self.settings["pack"], self._further())
        progress("code", 0, len(stale))
        with Batch[CodedRow](lambda batch: self.store.put_all_coded(batch, key)) as kept:
            for result in self._map(task, self._documents(stale), len(stale)):
                if isinstance(result, Failed):
                    failed.append(result)
                else:
                    kept.add(result)
                done += 1
                progress("code", done, len(stale))
        resolved = not self.is_resolved()
        if resolved:
            progress("resolve", 0, 1)
            self.resolve(
                f"{number(done, 'document was', 'documents were')} coded"
                if done
                else "judgements, settings or rules are others"
            )
            progress("resolve", 1, 1)
        if failed:
            names = ", ".join(f.document for f in failed[:5])
            raise CodingError(f"{len(failed)} documents could not be coded ({names})\n\n{failed[0].traceback}")
        counts = self.store.counts()
        return Ran(done, counts.documents - done, resolved, counts.incidents, counts.claims)

    def _documents(self, ids: Iterable[str]) -> Iterator[Document]:
        for identity in ids:
            document = self.store.document(identity)
            if document is not None:
                yield document

    def resolve(self, why: str | None, by: str = "marsad") -> None:
        """Find incidents and claims anew; ``why`` and ``by`` stand in the log of changes (None: nothing is logged)."""
        # The key and the log first: what is judged meanwhile makes the result stale, and is never lost.
        key, log = self._resolve_key(), self.store.judgements()
        found = derive(list(self.store.heads()), log, self.pack, self.settings)
        changes = []
        if why is not None and self.store.resolution_key() is not None:
            cause = Cause(datetime.now(UTC), by, why)
            changes = changes_between(*self.store.changes.outdated(found.incidents, found.claims), cause)
        self.store.put_resolution(found.incidents, found.claims, key, self.above())
        self.store.questions.put(found.questions)
        self.store.changes.put(changes)

    def above(self) -> Callable[[str], Sequence[str]]:
        """Says of a place which places hold it, itself included: by the pack's table and by the parts of the id."""
        places = self.pack.places

        @cache
        def above(place: str) -> tuple[str, ...]:
            waiting, seen = [place], dict.fromkeys(dotted(place))
            while waiting:
                row = places.get(waiting.pop())
                if row and row.parent and row.parent not in seen:
                    seen |= dict.fromkeys(dotted(row.parent))
                    waiting.append(row.parent)
            return tuple(seen)

        return above

    def _map(self, task: ReadTask | CodeTask, items: Iterable[Any], number: int) -> Iterator[Any]:
        workers = self.settings["workers"]
        if workers <= 1 or number <= FEW:
            return SerialExecutor().map(task, items)
        found: Iterator[Any] = plugins.load("executor", self.settings["executor"])(workers).map(task, items)
        return found

    # ------------------------------------------------------------------------------------------------- showing

    def status(self) -> Status:
        """How the workbench stands."""
        stale = len(self.store.stale(self.code_key()))
        pack = load_pack(self.settings["pack"])
        return Status(
            str(self.folder), self.settings["backend"], f"{pack.id} {pack.version}", self.store.counts(), stale,
            not stale and self.is_resolved(), tuple(self.store.gazetteers()), tuple(self.store.references.all()),
        )  # fmt: skip

    def readings(self) -> Readings:
        """What persons said of the readings of single statements."""
        return Readings(self.store.judgements(), self.pack)

    def material(self) -> Material:
        """What views are built from; texts are fetched only as they are looked at."""
        return Material(
            documents=LazyDocuments(self.store), coded=LazyCoded(self.store, self.readings().read),
            incidents=tuple(self.store.incidents()), claims=tuple(self.store.claims()),
            backend=self.settings["backend"], pack=self.pack,
        )  # fmt: skip
