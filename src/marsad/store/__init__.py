"""Where a workbench keeps what it was given and what it derived: the face of every store.

:class:`~marsad.store.sqlite.SqliteStore` is the store of a workbench folder, :class:`~marsad.store.memory.MemoryStore`
the fake for tests and notebooks; ``tests/test_store.py`` holds both to the same contract.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

from marsad.store.browsing import Browse, Browsed, Listed
from marsad.store.changes import Changes
from marsad.store.describing import Above, Shown, dotted
from marsad.store.questions import Question, Questions
from marsad.store.references import Reference, ReferenceRow, References
from marsad.store.rows import CodedRow, problem_id, row_of
from marsad.store.wanted import Wanted
from marsad.values import Claim, Coded, Document, Incident, Judgement, Problem, Span, Statement

__all__ = [
    "Browse", "Browsed", "Changes", "CodedRow", "Counts", "Found", "Gazetteer", "Given", "Hit", "Hits", "Listed",
    "Noun", "Question", "Questions", "Reference", "ReferenceRow", "References", "Shown", "Sought", "Store", "Wanted",
    "dotted", "problem_id", "row_of",
]  # fmt: skip

Noun = Literal["document", "statement", "incident", "claim", "problem"]


@dataclass(frozen=True, slots=True)
class Given:
    """A document, the bytes it was read from, and the path or name under which it was added."""

    document: Document
    original: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """A gazetteer that was imported: its file's name and SHA-256, its terms, how many rows were read and left out."""

    name: str
    sha256: str
    form: str
    licence: str
    attribution: str
    places: int
    bad: int


@dataclass(frozen=True, slots=True)
class Found:
    """An id in the store, and what it is the id of."""

    noun: Noun
    id: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of a search: an excerpt, with the half-open spans of the excerpt that matched."""

    noun: Noun
    id: str
    document: str
    title: str | None
    excerpt: str
    marks: tuple[Span, ...]


Sought = Literal["documents", "statements"]


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of the answers of a search, and how many there are on all.

    ``partial``: there were so many that only those added last were looked through.
    """

    hits: tuple[Hit, ...]
    total: int
    partial: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of everything there is."""

    documents: int = 0
    coded: int = 0
    sentences: int = 0
    statements: int = 0
    incidents: int = 0
    claims: int = 0
    problems: int = 0
    judgements: int = 0
    shapes: dict[str, int] = field(default_factory=dict)
    """Statements by shape."""
    reasons: dict[str, int] = field(default_factory=dict)
    """Uncoded sentences (or parts) by reason code."""


class Store(Protocol):
    """What the pipeline needs of a store.  Each ``put_…`` is one transaction: all of it happens, or nothing."""

    @property
    def references(self) -> References:
        """Reference data sets."""
        ...

    @property
    def changes(self) -> Changes:
        """What runs did to incidents and claims."""
        ...

    @property
    def questions(self) -> Questions:
        """What a person had better look at."""
        ...

    @property
    def browse(self) -> Browse:
        """Pages of incidents, claims and documents, and what they are."""
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Read everything as it was when the first thing was read, whatever is written meanwhile; write nothing."""
        ...

    # given
    def put_document(self, document: Document, original: bytes, name: str) -> bool:
        """Keep a document and its original bytes; False when its id is there already (nothing changes then)."""
        ...

    def put_documents(self, given: Sequence[Given]) -> list[bool]:
        """Keep many documents in one transaction, which is many times as fast; says of each what put_document says."""
        ...

    def has(self, document: str) -> bool:
        """Whether a document is there."""
        ...

    def document(self, document: str) -> Document | None:
        """A document with its text."""
        ...

    def document_ids(self) -> list[str]:
        """Ids of all documents, sorted."""
        ...

    def name_of(self, document: str) -> str | None:
        """The path or name under which a document was added."""
        ...

    def original(self, document: str) -> bytes | None:
        """The bytes a document was read from."""
        ...

    def put_judgement(self, judgement: Judgement) -> None:
        """Append to the log of judgements; an id that is there already changes nothing."""
        ...

    def judgements(self) -> list[Judgement]:
        """The log, oldest first."""
        ...

    def forget(self, document: str) -> bool:
        """Remove a document, its original and all that was derived from it, as if it had never been added.

        Incidents and claims rest on all documents at once: they are dropped, and the next run makes them anew.
        """
        ...

    def put_gazetteer(self, gazetteer: Gazetteer, data: bytes) -> None:
        """Keep a gazetteer and its file; one of the same name is replaced."""
        ...

    def gazetteers(self) -> list[Gazetteer]:
        """All gazetteers, sorted by name."""
        ...

    def gazetteer_data(self, name: str) -> bytes | None:
        """The file of a gazetteer."""
        ...

    def drop_gazetteer(self, name: str) -> bool:
        """Remove a gazetteer and its file; False when there is none of that name."""
        ...

    # problems
    def put_problem(self, problem: Problem) -> None:
        """Keep a problem; the same stage and subject replaces."""
        ...

    def solve(self, stage: str, subject: str) -> None:
        """Drop the problem of a stage with a subject, if there is one."""
        ...

    def problems(self) -> list[tuple[str, Problem]]:
        """All problems with their ids."""
        ...

    # derived
    def stale(self, key: str) -> list[str]:
        """Ids of the documents that are not coded under this run key, sorted."""
        ...

    def put_coded(self, row: CodedRow, key: str) -> None:
        """Keep what was derived from one document, in place of what was there before."""
        ...

    def put_all_coded(self, coded: Sequence[CodedRow], key: str) -> None:
        """Keep what was derived from many documents in one transaction."""
        ...

    def coded(self, document: str) -> Coded | None:
        """All that was derived from a document."""
        ...

    def coded_keys(self) -> list[tuple[str, str]]:
        """Document id and run key of all that is coded, sorted by id."""
        ...

    def heads(self) -> Iterator[Coded]:
        """Everything coded, sorted by id, without mentions and uncoded: what resolve needs."""
        ...

    def statement(self, statement: str) -> tuple[str, Statement] | None:
        """A statement, with the id of its document."""
        ...

    def put_resolution(
        self, incidents: Sequence[Incident], claims: Sequence[Claim], key: str, above: Above = dotted
    ) -> None:
        """Replace all incidents and claims; ``above`` says which places hold a place, to find them by these."""
        ...

    def incidents(self) -> list[Incident]:
        """All incidents, sorted by id."""
        ...

    def claims(self) -> list[Claim]:
        """All claims, sorted by id."""
        ...

    def resolution_key(self) -> str | None:
        """The run key under which incidents and claims were made; None when they are to be made anew."""
        ...

    # finding
    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """Documents, then statements, that hold all the words, best first; ``"…"`` is a phrase, ``wor*`` a prefix."""
        ...

    def hits(self, sought: Sought, wanted: Wanted) -> Hits:
        """A page of what holds all the words, best first or by day; bounded by ``outlet`` and by ``published``."""
        ...

    def find(self, prefix: str, limit: int = 20) -> list[Found]:
        """What has an id that starts so; an exact id is the only answer."""
        ...

    def counts(self) -> Counts:
        """How much of everything there is."""
        ...

    def close(self) -> None:
        """Let go of files; nothing is lost when this never happens."""
        ...
