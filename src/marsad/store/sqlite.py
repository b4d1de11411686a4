"""The store of a workbench folder: one SQLite file and the originals beside it, named by their content.

WAL: readers never wait for the writer.  ``synchronous=FULL``: what was said to be kept survives a power cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import apsw
import msgspec

from marsad.errors import UserError
from marsad.store import rows
from marsad.store.browsing import Changed, SqlBrowse
from marsad.store.changes import SqlChanges
from marsad.store.describing import Above, dotted, told
from marsad.store.originals import Originals, digest_of
from marsad.store.questions import SqlQuestions
from marsad.store.references import SqlReferences
from marsad.store.rows import CodedRow
from marsad.store.words import hits, search
from marsad.values import Claim, Coded, Document, Incident, Judgement, Problem, Statement

from . import Counts, Found, Gazetteer, Given, Hit, Hits, Sought, Wanted

FILE = "workbench.db"
VERSION = 5
_SCHEMA = ("sql/schema.sql", "sql/version2.sql", "sql/version3.sql", "sql/version4.sql",
           "sql/version5.sql")  # fmt: skip
"""What makes each version of the one before; an older workbench is brought up to date when it is opened."""
_APPLICATION = 0x4D525344  # "MRSD", so that `file` and SQLite tools can tell a workbench
_BUSY_MS = 10_000
_OUTSIDE = (apsw.BusyError, apsw.FullError, apsw.ReadOnlyError, apsw.IOError)
_OUTSIDE_HINT = "is the disk full, may you write there, or does another command write? then run this one again"
_DOCUMENT = "id, text, title, source, url, published, retrieved, language"
_GAZETTEER = ("name", "sha256", "form", "licence", "attribution", "places", "bad")
_INCIDENT_COLUMNS = ("id", "type", "country", "admin1", "earliest", "latest", "json")
_CLAIM_COLUMNS = ("id", "shape", "type", "earliest", "latest", "json")
_INCIDENT = msgspec.json.Decoder(Incident)
_CLAIM = msgspec.json.Decoder(Claim)
_JUDGEMENT = msgspec.json.Decoder(Judgement)


class SqliteStore:
    """A :class:`marsad.store.Store` in a folder.

    Parameters
    ----------
    folder
        The workbench folder.
    create
        Make the file when it is not there.

    Raises
    ------
    UserError
        When there is no workbench, or one of another version.
    """

    def __init__(self, folder: Path, create: bool = False) -> None:
        self._originals = Originals(folder / "originals")
        self.references = SqlReferences(lambda: self._db, self._originals, self._write, self._drop_original)
        self.changes = SqlChanges(lambda: self._db, self._write)
        self.questions = SqlQuestions(lambda: self._db, self._write)
        self.browse = SqlBrowse(lambda: self._db)
        path = folder / FILE
        if not create and not path.is_file():
            raise UserError(f"{folder} is no workbench", "make one with: marsad init DIR")
        try:
            self._db = apsw.Connection(str(path))
            self._open()
        except apsw.Error as error:
            raise UserError(
                f"{path} cannot be opened: {error}", "is it a workbench file, and may you write there?"
            ) from error

    def _open(self) -> None:
        db = self._db
        db.set_busy_timeout(_BUSY_MS)
        for pragma in ("foreign_keys=ON", "secure_delete=ON", "journal_mode=WAL", "synchronous=FULL"):
            db.execute(f"PRAGMA {pragma}").fetchall()
        found = self._one("PRAGMA user_version")
        empty = found == 0 and not self._one("SELECT count(*) FROM sqlite_schema")
        if empty or 0 < found < VERSION:
            with self._write():
                # Asked again: another process may have done it while this one waited to write.
                for step in _SCHEMA[self._one("PRAGMA user_version") :]:
                    db.execute(files("marsad.store").joinpath(step).read_text(encoding="utf-8"))
                if 0 < found < VERSION:
                    for document, _ in self.coded_keys():
                        if coded := self.coded(document):
                            self.browse.put_told(document, told(coded))
                db.execute(f"PRAGMA user_version={VERSION}; PRAGMA application_id={_APPLICATION}")
        elif found != VERSION:
            raise UserError(
                f"the workbench has version {found}, this Marsad reads version {VERSION}",
                "use the Marsad that made it, or make a new workbench and add the documents again",
            )
        if self.browse.is_outdated():
            with self._write():
                self.browse.put(self._each_incident(), self.claims())

    @contextmanager
    def _write(self) -> Iterator[None]:
        if self._db.in_transaction:  # Ctrl-C fell between a BEGIN and the work
            self._db.execute("ROLLBACK")
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            if isinstance(error, _OUTSIDE):
                raise UserError(f"the workbench cannot be written to: {error}", _OUTSIDE_HINT) from error
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See :class:`marsad.store.Store`."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("ROLLBACK")

    def _one(self, sql: str, *values: Any) -> Any:
        row = self._db.execute(sql, values).fetchone()
        return row[0] if row else None

    # ---------------------------------------------------------------------------------------------------- given

    def put_document(self, document: Document, original: bytes, name: str) -> bool:
        """See :class:`marsad.store.Store`."""
        return self.put_documents([Given(document, original, name)])[0]

    def put_documents(self, given: Sequence[Given]) -> list[bool]:
        """See :class:`marsad.store.Store`."""
        # The files first: a crash in between leaves files that nothing names, never a row without its original.
        self._originals.keep([one.original for one in given if not self.has(one.document.id)])
        with self._write():
            return [self._put_document(one) for one in given]

    def _put_document(self, given: Given) -> bool:
        document = given.document
        if self.has(document.id):
            return False
        self._db.execute(
            f"INSERT INTO documents (name, {_DOCUMENT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                given.name, document.id, document.text, document.title, document.source, document.url,
                document.published.isoformat() if document.published else None,
                document.retrieved.isoformat() if document.retrieved else None, document.language,
            ),
        )  # fmt: skip
        row = (document.id, digest_of(given.original), len(given.original))
        self._db.execute("INSERT INTO originals VALUES (?, ?, ?)", row)
        return True

    def has(self, document: str) -> bool:
        """See :class:`marsad.store.Store`."""
        return self._one("SELECT 1 FROM documents WHERE id = ?", document) is not None

    def document(self, document: str) -> Document | None:
        """See :class:`marsad.store.Store`."""
        row = self._db.execute(f"SELECT {_DOCUMENT} FROM documents WHERE id = ?", (document,)).fetchone()
        return _document(row) if row else None

    def document_ids(self) -> list[str]:
        """See :class:`marsad.store.Store`."""
        return [i for (i,) in self._db.execute("SELECT id FROM documents ORDER BY id")]

    def name_of(self, document: str) -> str | None:
        """See :class:`marsad.store.Store`."""
        name: str | None = self._one("SELECT name FROM documents WHERE id = ?", document)
        return name

    def original(self, document: str) -> bytes | None:
        """See :class:`marsad.store.Store`."""
        digest = self._one("SELECT sha256 FROM originals WHERE document = ?", document)
        return self._originals.read(digest) if digest else None

    def put_judgement(self, judgement: Judgement) -> None:
        """See :class:`marsad.store.Store`."""
        with self._write():
            self._db.execute(
                "INSERT INTO judgements (id, json) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (judgement.id, rows.encode(judgement)),
            )

    def judgements(self) -> list[Judgement]:
        """See :class:`marsad.store.Store`."""
        return [_JUDGEMENT.decode(j) for (j,) in self._db.execute("SELECT json FROM judgements ORDER BY n")]

    def forget(self, document: str) -> bool:
        """See :class:`marsad.store.Store`."""
        digest = self._one("SELECT sha256 FROM originals WHERE document = ?", document)
        if digest is None:
            return False
        with self._write():
            self._db.execute(
                "DELETE FROM problems WHERE subject = ?1 OR subject = (SELECT name FROM documents WHERE id = ?1)",
                (document,),
            )
            # Its statements go by name, not by cascade: only a DELETE of their own fires the search index's triggers
            # for certain.
            self._db.execute("DELETE FROM statements WHERE document = ?", (document,))
            self._db.execute("DELETE FROM documents WHERE id = ?", (document,))
            sql = "DELETE FROM changes WHERE n IN (SELECT change FROM change_documents WHERE document = ?)"
            self._db.execute(sql, (document,))
            self._db.execute("DELETE FROM incidents; DELETE FROM claims; DELETE FROM questions")
            self._db.execute("DELETE FROM runs WHERE stage = 'resolve'")
            self.browse.drop()
        self._drop_original(digest)
        # The log still holds the old pages: empty it, unless a reader is using it (then its end does that).
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return True

    def _drop_original(self, digest: str) -> None:
        """Remove a file that no document, gazetteer or reference needs any more."""
        for table in ("originals", "gazetteers", "reference_sets"):
            if self._one(f"SELECT 1 FROM {table} WHERE sha256 = ?", digest):
                return
        self._originals.drop(digest)

    def put_gazetteer(self, gazetteer: Gazetteer, data: bytes) -> None:
        """See :class:`marsad.store.Store`."""
        before = self._one("SELECT sha256 FROM gazetteers WHERE name = ?", gazetteer.name)
        self._originals.keep([data])
        with self._write():
            row = tuple(getattr(gazetteer, column) for column in _GAZETTEER)
            self._db.execute(f"INSERT OR REPLACE INTO gazetteers ({', '.join(_GAZETTEER)}) VALUES (?,?,?,?,?,?,?)", row)
        if before is not None and before != gazetteer.sha256:
            self._drop_original(before)

    def gazetteers(self) -> list[Gazetteer]:
        """See :class:`marsad.store.Store`."""
        sql = f"SELECT {', '.join(_GAZETTEER)} FROM gazetteers ORDER BY name"
        return [Gazetteer(*row) for row in self._db.execute(sql)]

    def gazetteer_data(self, name: str) -> bytes | None:
        """See :class:`marsad.store.Store`."""
        digest = self._one("SELECT sha256 FROM gazetteers WHERE name = ?", name)
        return self._originals.read(digest) if digest else None

    def drop_gazetteer(self, name: str) -> bool:
        """See :class:`marsad.store.Store`."""
        digest = self._one("SELECT sha256 FROM gazetteers WHERE name = ?", name)
        if digest is None:
            return False
        with self._write():
            self._db.execute("DELETE FROM gazetteers WHERE name = ?", (name,))
        self._drop_original(digest)
        return True

    # ------------------------------------------------------------------------------------------------- problems

    def put_problem(self, problem: Problem) -> None:
        """See :class:`marsad.store.Store`."""
        with self._write():
            self._problem(problem)

    def _problem(self, problem: Problem) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO problems (id, stage, message, hint, subject) VALUES (?, ?, ?, ?, ?)",
            (rows.problem_id(problem), problem.stage, problem.message, problem.hint, problem.subject),
        )

    def solve(self, stage: str, subject: str) -> None:
        """See :class:`marsad.store.Store`."""
        found = rows.problem_id(Problem(stage, "", "", subject))
        if self._one("SELECT 1 FROM problems WHERE id = ?", found):
            with self._write():
                self._db.execute("DELETE FROM problems WHERE id = ?", (found,))

    def problems(self) -> list[tuple[str, Problem]]:
        """See :class:`marsad.store.Store`."""
        sql = "SELECT id, stage, message, hint, subject FROM problems ORDER BY stage, coalesce(subject, ''), id"
        return [(row[0], Problem(*row[1:])) for row in self._db.execute(sql)]

    # -------------------------------------------------------------------------------------------------- derived

    def stale(self, key: str) -> list[str]:
        """See :class:`marsad.store.Store`."""
        sql = "SELECT id FROM documents WHERE id NOT IN (SELECT document FROM coded WHERE key = ?) ORDER BY id"
        return [i for (i,) in self._db.execute(sql, (key,))]

    def put_coded(self, row: CodedRow, key: str) -> None:
        """See :class:`marsad.store.Store`."""
        self.put_all_coded([row], key)

    def put_all_coded(self, coded: Sequence[CodedRow], key: str) -> None:
        """See :class:`marsad.store.Store`."""
        with self._write():
            for row in coded:
                if self.has(row.document):  # else it was forgotten while it was being coded
                    self._put_coded(row, key)

    def _put_coded(self, row: CodedRow, key: str) -> None:
        db, of = self._db, (row.document,)
        db.execute("DELETE FROM statements WHERE document = ?", of)
        db.execute("DELETE FROM uncoded WHERE document = ?", of)
        db.execute("DELETE FROM problems WHERE subject = ? AND stage <> 'read'", of)
        db.execute(
            "INSERT OR REPLACE INTO coded (document, key, sentences, sketch, json) VALUES (?, ?, ?, ?, ?)",
            (row.document, key, row.sentences, row.sketch, row.json),
        )
        db.executemany("INSERT INTO uncoded VALUES (?, ?, ?)", [(row.document, r, n) for r, n in row.reasons])
        db.executemany(
            "INSERT INTO statements (id, document, shape, type, mode, modality, polarity, earliest, latest,"
            " quote, json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (s.id, row.document, s.shape, s.type, s.mode, s.modality, s.polarity, s.earliest, s.latest, s.quote,
                 s.json)
                for s in row.statements
            ],
        )  # fmt: skip
        self.browse.put_told(row.document, row.told)
        for problem in row.problems:
            self._problem(replace(problem, subject=row.document))

    def coded(self, document: str) -> Coded | None:
        """See :class:`marsad.store.Store`."""
        row = self._db.execute("SELECT sentences, sketch, json FROM coded WHERE document = ?", (document,)).fetchone()
        given = self.document(document)
        if row is None or given is None:
            return None
        return rows.coded_of(given, rows.Parts(row[0], row[1], row[2], self._said(document)))

    def _said(self, document: str) -> tuple[str, ...]:
        sql = "SELECT json FROM statements WHERE document = ? ORDER BY n"
        return tuple(j for (j,) in self._db.execute(sql, (document,)))

    def coded_keys(self) -> list[tuple[str, str]]:
        """See :class:`marsad.store.Store`."""
        return list(self._db.execute("SELECT document, key FROM coded ORDER BY document"))

    def heads(self) -> Iterator[Coded]:
        """See :class:`marsad.store.Store`."""
        sql = (
            "SELECT id, '', title, source, url, published, retrieved, language, sentences, sketch"
            " FROM documents JOIN coded ON coded.document = documents.id ORDER BY id"
        )
        for *given, sentences, sketch in self._db.execute(sql):
            yield rows.coded_of(_document(given), rows.Parts(sentences, sketch, None, self._said(given[0])))

    def statement(self, statement: str) -> tuple[str, Statement] | None:
        """See :class:`marsad.store.Store`."""
        row = self._db.execute("SELECT document, json FROM statements WHERE id = ?", (statement,)).fetchone()
        return (row[0], rows.statement_of(row[1])) if row else None

    def put_resolution(
        self, incidents: Sequence[Incident], claims: Sequence[Claim], key: str, above: Above = dotted
    ) -> None:
        """See :class:`marsad.store.Store`."""
        found = sorted(incidents, key=lambda i: i.id)
        told = sorted(claims, key=lambda c: c.id)
        with self._write():
            new: Changed = {
                "incidents": self._put_things("incidents", _INCIDENT_COLUMNS, (
                    (i.id, i.type, i.place and i.place.country, i.place and i.place.admin1, _iso(i.earliest),
                     _iso(i.latest), rows.encode(i))
                    for i in found
                )),
                "claims": self._put_things("claims", _CLAIM_COLUMNS, (
                    (c.id, c.shape, c.type, _iso(c.earliest), _iso(c.latest), rows.encode(c)) for c in told
                )),
            }  # fmt: skip
            self.browse.put(found, told, above, new)
            self._db.execute("INSERT OR REPLACE INTO runs (stage, key) VALUES ('resolve', ?)", (key,))

    def _put_things(self, table: str, columns: Sequence[str], things: Iterable[Sequence[Any]]) -> set[str]:
        """Make a table hold these alone, of which the first column is the id; ids of what changed, came or went.

        What is as it was is not written: of a run's incidents nearly all are, and each costs its pages twice.
        """
        ids: list[str] = []

        def each() -> Iterator[Sequence[Any]]:
            for thing in things:
                ids.append(thing[0])
                yield thing

        put = self._db.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})"
            f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in columns[1:])}"
            " WHERE json <> excluded.json RETURNING id",
            each(),
        )
        new = {i for (i,) in put}
        sql = f"DELETE FROM {table} WHERE id NOT IN (SELECT value FROM json_each(?)) RETURNING id"
        return new | {i for (i,) in self._db.execute(sql, (rows.encode(ids),))}

    def incidents(self) -> list[Incident]:
        """See :class:`marsad.store.Store`."""
        return list(self._each_incident())

    def _each_incident(self) -> Iterator[Incident]:
        return (_INCIDENT.decode(j) for (j,) in self._db.execute("SELECT json FROM incidents ORDER BY id"))

    def claims(self) -> list[Claim]:
        """See :class:`marsad.store.Store`."""
        return [_CLAIM.decode(j) for (j,) in self._db.execute("SELECT json FROM claims ORDER BY id")]

    def resolution_key(self) -> str | None:
        """See :class:`marsad.store.Store`."""
        key: str | None = self._one("SELECT key FROM runs WHERE stage = 'resolve'")
        return key

    # -------------------------------------------------------------------------------------------------- finding

    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """See :class:`marsad.store.Store`."""
        return search(self._db, words, limit)

    def hits(self, sought: Sought, wanted: Wanted) -> Hits:
        """See :class:`marsad.store.Store`."""
        return hits(self._db, sought, wanted)

    def find(self, prefix: str, limit: int = 20) -> list[Found]:
        """See :class:`marsad.store.Store`."""
        found: list[Found] = []
        for noun in ("document", "statement", "incident", "claim", "problem"):
            sql = f"SELECT id FROM {noun}s WHERE id >= ?1 AND id < ?1 || char(0x10ffff) ORDER BY id LIMIT ?2"
            found += [Found(noun, i) for (i,) in self._db.execute(sql, (prefix, limit))]
        exact = [f for f in found if f.id == prefix]
        return exact or sorted(found, key=lambda f: f.id)[:limit]

    def counts(self) -> Counts:
        """See :class:`marsad.store.Store`."""
        tables = ("documents", "coded", "statements", "incidents", "claims", "problems", "judgements")
        number = {t: self._one(f"SELECT count(*) FROM {t}") for t in tables}
        number["sentences"] = self._one("SELECT coalesce(sum(length(sentences) / 8), 0) FROM coded")
        shapes = dict(self._db.execute("SELECT shape, count(*) FROM statements GROUP BY shape ORDER BY shape"))
        reasons = dict(self._db.execute("SELECT reason, sum(number) FROM uncoded GROUP BY reason ORDER BY reason"))
        return Counts(**number, shapes=shapes, reasons=reasons)

    def close(self) -> None:
        """See :class:`marsad.store.Store`."""
        self._db.close()


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _document(row: Sequence[Any]) -> Document:
    identity, text, title, source, url, published, retrieved, language = row
    return Document(
        id=identity, text=text, title=title, source=source, url=url,
        published=date.fromisoformat(published) if published else None,
        retrieved=datetime.fromisoformat(retrieved) if retrieved else None, language=language,
    )  # fmt: skip
