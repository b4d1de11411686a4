"""What a person had better look at: kept with each resolution, the most valuable question first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

import apsw
import msgspec

from marsad.store.rows import encode

QuestionKind = Literal["apart", "together", "toll", "place", "single"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the review: about which incidents, how much its answer is worth, what speaks for and against.

    ``subjects``: the incidents (of ``together``: the incident and the statement in doubt); ``statements``: whose words
    to show; ``reasons``: words with points (0 where there are none), of the doubt that is asked about.
    """

    id: str
    kind: QuestionKind
    subjects: tuple[str, ...]
    value: float
    statements: tuple[str, ...]
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question by its subjects alone."""

    id: str
    kind: QuestionKind
    subjects: tuple[str, ...]


_QUESTION = msgspec.json.Decoder(Question)


class Questions(Protocol):
    """The questions of the last resolution."""

    def put(self, questions: Sequence[Question]) -> None:
        """Replace all."""
        ...

    def asked(self) -> list[Asked]:
        """All questions, the most valuable first, ties in order of id."""
        ...

    def get(self, ids: Iterable[str]) -> list[Question]:
        """The questions with these ids, in this order; those that are not there are left out."""
        ...


class SqlQuestions:
    """Part of :class:`marsad.store.sqlite.SqliteStore`."""

    def __init__(
        self, database: Callable[[], apsw.Connection], write: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._connection, self._write = database, write

    def put(self, questions: Sequence[Question]) -> None:
        """See :class:`Questions`."""
        with self._write():
            self._connection().execute("DELETE FROM questions")
            self._connection().executemany(
                "INSERT OR REPLACE INTO questions VALUES (?, ?, ?, ?, ?)",
                ((q.id, q.kind, " ".join(q.subjects), q.value, encode(q)) for q in questions),
            )

    def asked(self) -> list[Asked]:
        """See :class:`Questions`."""
        rows = self._connection().execute("SELECT id, kind, subjects FROM questions ORDER BY value DESC, id")
        return [Asked(i, kind, tuple(subjects.split(" "))) for i, kind, subjects in rows]

    def get(self, ids: Iterable[str]) -> list[Question]:
        """See :class:`Questions`."""
        sql = "SELECT json FROM questions WHERE id = ?"
        found = (self._connection().execute(sql, (i,)).fetchone() for i in ids)
        return [_QUESTION.decode(row[0]) for row in found if row]


class MemoryQuestions:
    """Part of :class:`marsad.store.memory.MemoryStore`."""

    def __init__(self) -> None:
        self._questions: dict[str, Question] = {}

    def put(self, questions: Sequence[Question]) -> None:
        """See :class:`Questions`."""
        self._questions = {q.id: q for q in questions}

    def asked(self) -> list[Asked]:
        """See :class:`Questions`."""
        order = sorted(self._questions.values(), key=lambda q: (-q.value, q.id))
        return [Asked(q.id, q.kind, q.subjects) for q in order]

    def get(self, ids: Iterable[str]) -> list[Question]:
        """See :class:`Questions`."""
        return [self._questions[i] for i in ids if i in self._questions]
