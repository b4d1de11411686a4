"""Finding a page of incidents, claims or documents among very many, and counting what they are.

The indexes (:mod:`marsad.store.columns`) of incidents and claims are kept with each resolution, in its transaction.
"""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeVar

import apsw
import msgspec

from marsad.store import describing
from marsad.store.describing import Above, LabelUse, Shown, Told, dotted
from marsad.store.rows import encode, match_of
from marsad.store.wanted import Described, Sum, Wanted
from marsad.values import Claim, Incident

if TYPE_CHECKING:  # what only codes documents does without arrays
    from marsad.store.columns import Codes, Index, Numbers

FORM = 5
"""Raise it when an index is to hold other things: workbenches make theirs anew when they are opened."""
_AT_ONCE = 500
_LABEL = "label, actor, own, quoted, start, stop"
_CLAIM = msgspec.json.Decoder(Claim)
_INCIDENT = msgspec.json.Decoder(Incident)

Browsed = Literal["incidents", "claims", "documents"]
Changed = Mapping[Browsed, Collection[str]]
Thing = TypeVar("Thing", Incident, Claim)


@dataclass(frozen=True, slots=True)
class Listed:
    """Ids of one page, and how many there are on all."""

    ids: tuple[str, ...]
    total: int


def _indexed(things: Iterable[Described]) -> Index:
    from marsad.store.columns import Index  # noqa: PLC0415 - numpy, which coding alone does without

    return Index.of(things)


def _kept(data: bytes) -> Index:
    from marsad.store.columns import Index  # noqa: PLC0415 - numpy, which coding alone does without

    return Index.from_bytes(data)


class Browse(ABC):
    """What pages ask of a store; the same for every store but for where things lie."""

    def page(self, noun: Browsed, wanted: Wanted) -> Listed:
        """The wanted part of what is wanted, in order."""
        index = self._index(noun)
        found = index.ordered(index.mask(wanted, self._among(noun, wanted)), wanted.order)
        part = found[wanted.offset : wanted.offset + wanted.limit]
        return Listed(index.named(part), len(found))

    def size(self, noun: Browsed) -> int:
        """How many there are."""
        return len(self._index(noun).ids)

    def facets(self, noun: Browsed, wanted: Wanted, names: Iterable[str]) -> dict[str, tuple[tuple[str, int], ...]]:
        """Values of facets with how many have them, commonest first; what a facet asks for does not bound itself."""
        index, among = self._index(noun), self._among(noun, wanted)
        whole = index.mask(wanted, among)
        return {n: index.counts(n, index.mask(wanted, among, n) if wanted.facets.get(n) else whole) for n in names}

    def numbers(self, noun: Browsed, wanted: Wanted, names: Sequence[str]) -> tuple[tuple[str, ...], list[Numbers]]:
        """Ids of all that is wanted, in order, and some of their numbers (NaN: unknown), for maps and timelines."""
        index = self._index(noun)
        found = index.ordered(index.mask(wanted, self._among(noun, wanted)), wanted.order)
        return index.named(found), [index.column(name)[found] for name in names]

    def labels(self, noun: Browsed, wanted: Wanted, facet: str) -> tuple[tuple[str, ...], Codes]:
        """A facet of one value at most for each thing: its values, and the value's position (-1: none) in order."""
        index = self._index(noun)
        found = index.ordered(index.mask(wanted, self._among(noun, wanted)), wanted.order)
        return index.labels(facet, found)

    def sums(
        self, noun: Browsed, wanted: Wanted, facet: str, columns: Sequence[str] = (), by: str = ""
    ) -> tuple[Sum, ...]:
        """For each value of a facet the sums of numbers; see :meth:`marsad.store.columns.Index.sums`."""
        index = self._index(noun)
        return index.sums(facet, columns, index.mask(wanted, self._among(noun, wanted)), by)

    def _among(self, noun: Browsed, wanted: Wanted) -> list[str] | None:
        return self._with_words(noun, wanted.words) if wanted.words.strip() else None

    @abstractmethod
    def incidents(self, ids: Sequence[str]) -> list[Incident]:
        """The incidents with these ids, in this order; those that are not there are left out."""

    @abstractmethod
    def claims(self, ids: Sequence[str]) -> list[Claim]:
        """As for incidents."""

    @abstractmethod
    def documents(self, ids: Sequence[str]) -> list[Shown]:
        """As for incidents; without the texts."""

    @abstractmethod
    def copies(self, document: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The documents that a document was taken for a copy of, and those that were taken for copies of it."""

    @abstractmethod
    def label_uses(self, outlet: str, label: str, limit: int) -> list[tuple[str, LabelUse]]:
        """Documents of an outlet that use a label, with where it stands, the last published first."""

    @abstractmethod
    def holders(self, statements: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
        """Statement -> the incidents and claims that hold it, as (``incidents`` or ``claims``, id)."""

    @abstractmethod
    def _index(self, noun: Browsed) -> Index: ...

    @abstractmethod
    def _with_words(self, noun: Browsed, words: str) -> list[str]: ...


class SqlBrowse(Browse):
    """Part of :class:`marsad.store.sqlite.SqliteStore`."""

    def __init__(self, database: Callable[[], apsw.Connection]) -> None:
        self._connection = database
        self._kept: dict[str, tuple[object, Index]] = {}

    def put(
        self, incidents: Iterable[Incident], claims: Sequence[Claim], above: Above = dotted, new: Changed | None = None
    ) -> None:
        """Keep the indexes of a resolution, whose things come in order of id; within the caller's transaction.

        ``new``: ids of what the resolution changed, brought or took away, where the rest is held as it was.
        """
        db = self._connection()
        if new is None:
            self.drop()
        else:
            db.execute("DELETE FROM browse WHERE noun <> 'documents'; DELETE FROM copies")
            for noun, ids in new.items():
                db.execute("DELETE FROM holders WHERE noun = ? AND id IN (SELECT value FROM json_each(?))",
                           (noun, encode(sorted(ids))))  # fmt: skip
        held: list[tuple[str, str, str]] = []
        copies: set[tuple[str, str]] = set()

        def seen(noun: Browsed, things: Iterable[Thing]) -> Iterator[Thing]:
            for thing in things:
                copies.update(describing.copied(thing))
                if new is None or thing.id in new[noun]:
                    held.extend((s, noun, thing.id) for s in thing.statements)
                yield thing

        outlets, put, published = self._outlets(), self._put_of(claims), self._days()
        indexes = {
            "incidents": _indexed(describing.incident(i, above, outlets) for i in seen("incidents", incidents)),
            "claims": _indexed(describing.claim(c, above, put, published) for c in seen("claims", claims)),
        }
        made = secrets.token_hex(8)
        for name, index in indexes.items():
            db.execute("INSERT INTO browse VALUES (?, ?, ?, ?)", (name, FORM, made, index.to_bytes()))
        if self._stored("documents") is None:
            documents = self._documents().to_bytes()
            db.execute("INSERT OR REPLACE INTO browse VALUES ('documents', ?, ?, ?)",
                       (FORM, self._stamp("documents"), documents))  # fmt: skip
        db.executemany("INSERT INTO holders VALUES (?, ?, ?)", held)
        db.executemany("INSERT INTO copies VALUES (?, ?)", sorted(copies))

    def _outlets(self) -> dict[str, str]:
        return dict(self._connection().execute("SELECT id, source FROM documents WHERE source IS NOT NULL"))

    def _days(self) -> dict[str, date]:
        days = self._connection().execute("SELECT id, published FROM documents WHERE published IS NOT NULL")
        return {d: date.fromisoformat(day) for d, day in days}

    def _put_of(self, claims: Sequence[Claim]) -> dict[str, tuple[str, str]]:
        """How the statements of claims are put: modality and polarity by id."""
        sql = "SELECT id, modality, polarity FROM statements WHERE id IN (SELECT value FROM json_each(?))"
        said = encode([s for c in claims for s in c.statements])
        return {i: (m, p) for i, m, p in self._connection().execute(sql, (said,))}

    def drop(self) -> None:
        """Drop the indexes with the resolution; within the caller's transaction."""
        self._connection().execute("DELETE FROM browse; DELETE FROM holders; DELETE FROM copies")

    def is_outdated(self) -> bool:
        """Whether there is a resolution whose indexes are not there, or of another form."""
        sql = (
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM runs WHERE stage = 'resolve')"
            " AND (SELECT count(*) FROM browse WHERE form = ? AND noun <> 'documents') < 2"
        )
        return self._connection().execute(sql, (FORM,)).fetchone() is not None

    def incidents(self, ids: Sequence[str]) -> list[Incident]:
        """See :class:`Browse`."""
        found = self._json("incidents", ids)
        return [_INCIDENT.decode(found[i]) for i in ids if i in found]

    def claims(self, ids: Sequence[str]) -> list[Claim]:
        """See :class:`Browse`."""
        found = self._json("claims", ids)
        return [_CLAIM.decode(found[i]) for i in ids if i in found]

    def _json(self, table: str, ids: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            marks = ", ".join("?" for _ in some)
            found |= dict(self._connection().execute(f"SELECT id, json FROM {table} WHERE id IN ({marks})", some))
        return found

    def documents(self, ids: Sequence[str]) -> list[Shown]:
        """See :class:`Browse`."""
        sql = (
            "SELECT id, name, title, source, language, published, EXISTS (SELECT 1 FROM coded WHERE document = id),"
            " (SELECT count(*) FROM statements WHERE document = documents.id),"
            " (SELECT count(DISTINCT holders.id) FROM statements JOIN holders ON statement = statements.id"
            " AND noun = 'incidents' WHERE document = documents.id),"
            " (SELECT count(*) FROM copies WHERE document = documents.id),"
            " (SELECT count(*) FROM copies WHERE copies.source = documents.id) FROM documents WHERE id = ?"
        )
        rows = (self._connection().execute(sql, (i,)).fetchone() for i in ids)
        return [
            Shown(i, name, title, source, language, date.fromisoformat(day) if day else None, bool(coded), *numbers)
            for i, name, title, source, language, day, coded, *numbers in filter(None, rows)
        ]

    def copies(self, document: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """See :class:`Browse`."""
        db, of = self._connection(), (document,)
        of_it = db.execute("SELECT source FROM copies WHERE document = ? ORDER BY source", of)
        by_it = db.execute("SELECT document FROM copies WHERE source = ? ORDER BY document", of)
        return tuple(s for (s,) in of_it), tuple(d for (d,) in by_it)

    def label_uses(self, outlet: str, label: str, limit: int) -> list[tuple[str, LabelUse]]:
        """See :class:`Browse`."""
        sql = (
            f"SELECT document, {_LABEL} FROM document_labels JOIN documents ON documents.id = document"
            " WHERE key = ? AND source = ? ORDER BY published DESC, document LIMIT ?"
        )
        return [(d, LabelUse(*use)) for d, *use in self._connection().execute(sql, (label, outlet, limit))]

    def put_told(self, document: str, told: Told) -> None:
        """Keep how a document tells, in place of what was there before; within the caller's transaction."""
        db = self._connection()
        for table in ("document_voices", "document_labels"):
            db.execute(f"DELETE FROM {table} WHERE document = ?", (document,))
        db.executemany("INSERT INTO document_voices VALUES (?, ?, ?)", [(document, *v) for v in told.voices])
        rows = [
            (document, x.key, x.label, x.actor, x.own, x.quoted, x.start, x.end) for x in told.labels
        ]  # fmt: skip
        db.executemany(f"INSERT INTO document_labels (document, key, {_LABEL}) VALUES (?,?,?,?,?,?,?,?)", rows)

    def _told(self) -> Callable[[str], Told]:
        db = self._connection()
        voices: dict[str, list[tuple[str, int]]] = {}
        labels: dict[str, list[LabelUse]] = {}
        for d, kind, number in db.execute("SELECT document, kind, number FROM document_voices"):
            voices.setdefault(d, []).append((kind, number))
        for d, *use in db.execute(f"SELECT document, {_LABEL} FROM document_labels"):
            labels.setdefault(d, []).append(LabelUse(*use))
        return lambda d: Told(tuple(voices.get(d, ())), tuple(labels.get(d, ())))

    def holders(self, statements: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
        """See :class:`Browse`."""
        sql = "SELECT noun, id FROM holders WHERE statement = ? ORDER BY noun DESC, id"
        found = {s: tuple(self._connection().execute(sql, (s,))) for s in statements}
        return {s: held for s, held in found.items() if held}

    def _index(self, noun: Browsed) -> Index:
        made = self._stamp(noun)
        kept = self._kept.get(noun)
        if kept is None or kept[0] != made:
            kept = self._kept[noun] = (made, self._read(noun))
        return kept[1]

    def size(self, noun: Browsed) -> int:
        """See :class:`Browse`."""
        # Every page says how many documents there are, and few look at one: their index need not be there for that.
        if noun != "documents":
            return super().size(noun)
        return sum(n for (n,) in self._connection().execute("SELECT count(*) FROM documents"))

    def _stamp(self, noun: Browsed) -> str | None:
        """What is another when the index is to be read again."""
        if noun == "documents":
            # What comes, goes or is coded anew changes one of these, and each is read from an index.
            sql = (
                "SELECT (SELECT max(n) FROM documents), (SELECT count(*) FROM coded), (SELECT max(n) FROM statements),"
                " (SELECT count(*) FROM originals), (SELECT min(key) FROM coded), (SELECT max(key) FROM coded)"
            )
            return encode(self._connection().execute(sql).fetchone())
        row = self._connection().execute("SELECT made FROM browse WHERE noun = ?", (noun,)).fetchone()
        return row[0] if row else None

    def _stored(self, noun: Browsed) -> bytes | None:
        """The index as it was kept with the last resolution, unless something came since."""
        sql = "SELECT data FROM browse WHERE noun = ? AND form = ? AND made = ?"
        row = self._connection().execute(sql, (noun, FORM, self._stamp(noun))).fetchone()
        return row[0] if row else None

    def _read(self, noun: Browsed) -> Index:
        if (data := self._stored(noun)) is not None:
            return _kept(data)
        return self._documents() if noun == "documents" else _indexed(())

    def _documents(self) -> Index:
        db = self._connection()
        said = dict(db.execute("SELECT document, count(*) FROM statements GROUP BY document"))
        told = self._told()
        coded = {d for (d,) in db.execute("SELECT document FROM coded")}
        rows = db.execute("SELECT id, source, language, published FROM documents ORDER BY id")
        return _indexed(
            describing.document(
                Shown(i, "", None, s, la, date.fromisoformat(p) if p else None, i in coded, said.get(i, 0)), told(i)
            )
            for i, s, la, p in rows
        )

    def _with_words(self, noun: Browsed, words: str) -> list[str]:
        match = match_of(words)
        if not match:
            return []
        if noun == "documents":
            sql = (
                "SELECT id FROM documents_words JOIN documents ON n = documents_words.rowid"
                " WHERE documents_words MATCH ?"
            )
            return [i for (i,) in self._connection().execute(sql, (match,))]
        sql = (
            "SELECT DISTINCT holders.id FROM statements_words JOIN statements ON n = statements_words.rowid"
            " JOIN holders ON holders.statement = statements.id AND noun = ?2 WHERE statements_words MATCH ?1"
        )
        return [i for (i,) in self._connection().execute(sql, (match, noun))]


class MemoryBrowse(Browse):
    """Part of :class:`marsad.store.memory.MemoryStore`: everything is described anew each time."""

    def __init__(self, holdings: Callable[[], Holdings]) -> None:
        self._holdings = holdings

    def incidents(self, ids: Sequence[str]) -> list[Incident]:
        """See :class:`Browse`."""
        here = {i.id: i for i in self._holdings().incidents}
        return [here[i] for i in ids if i in here]

    def claims(self, ids: Sequence[str]) -> list[Claim]:
        """See :class:`Browse`."""
        here = {c.id: c for c in self._holdings().claims}
        return [here[i] for i in ids if i in here]

    def documents(self, ids: Sequence[str]) -> list[Shown]:
        """See :class:`Browse`."""
        held = self._holdings()
        here = {d.id: d for d in held.documents}
        links = describing.copied(*held.incidents, *held.claims)
        return [
            replace(
                here[i], incidents=sum(i in x.documents for x in held.incidents),
                sources=sum(d == i for d, _ in links), copies=sum(s == i for _, s in links),
            )
            for i in ids if i in here
        ]  # fmt: skip

    def copies(self, document: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """See :class:`Browse`."""
        held = self._holdings()
        links = describing.copied(*held.incidents, *held.claims)
        return tuple(s for d, s in links if d == document), tuple(d for d, s in links if s == document)

    def label_uses(self, outlet: str, label: str, limit: int) -> list[tuple[str, LabelUse]]:
        """See :class:`Browse`."""
        held = self._holdings()
        theirs = sorted((d for d in held.documents if d.source == outlet), key=lambda d: d.id)
        theirs.sort(key=lambda d: d.published or date.min, reverse=True)
        uses = ((d.id, use) for d in theirs for use in held.told.get(d.id, Told()).labels if use.key == label)
        return list(uses)[:limit]

    def holders(self, statements: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
        """See :class:`Browse`."""
        held = self._holdings()
        wanted = set(statements)
        found: dict[str, list[tuple[str, str]]] = {}
        for noun, things in (("incidents", held.incidents), ("claims", held.claims)):
            for thing in things:
                for statement in wanted.intersection(thing.statements):
                    found.setdefault(statement, []).append((noun, thing.id))
        return {s: tuple(x) for s, x in found.items()}

    def _index(self, noun: Browsed) -> Index:
        held = self._holdings()
        if noun == "documents":
            shown = sorted(held.documents, key=lambda d: d.id)
            return _indexed(describing.document(d, held.told.get(d.id, Told())) for d in shown)
        if noun == "claims":
            published = {d.id: d.published for d in held.documents if d.published is not None}
            by_id = sorted(held.claims, key=lambda c: c.id)
            return _indexed(describing.claim(c, held.above, held.put, published) for c in by_id)
        outlets = {d.id: d.source for d in held.documents if d.source is not None}
        return _indexed(describing.incident(i, held.above, outlets) for i in sorted(held.incidents, key=lambda i: i.id))

    def _with_words(self, noun: Browsed, words: str) -> list[str]:
        hits = self._holdings().hits(words)
        if noun == "documents":
            return [h for kind, h in hits if kind == "document"]
        held = self.holders(h for kind, h in hits if kind == "statement")
        return [i for things in held.values() for kind, i in things if kind == noun]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a store in memory holds that pages ask for; ``put`` as for :func:`marsad.store.describing.claim`."""

    incidents: Sequence[Incident]
    claims: Sequence[Claim]
    documents: Sequence[Shown]
    told: Mapping[str, Told]
    put: Mapping[str, tuple[str, str]]
    above: Above
    hits: Callable[[str], list[tuple[str, str]]]
    """Nouns and ids of what holds all the words."""
