"""A store in memory: the shipped fake, for tests and notebooks.  It keeps the contract, and nothing when it goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from marsad.store import rows
from marsad.store.browsing import Holdings, MemoryBrowse
from marsad.store.changes import MemoryChanges
from marsad.store.describing import Above, Shown, dotted
from marsad.store.questions import MemoryQuestions
from marsad.store.references import MemoryReferences
from marsad.store.rows import CodedRow
from marsad.values import Claim, Coded, Document, Incident, Judgement, Problem, Span, Statement

from . import Counts, Found, Gazetteer, Given, Hit, Hits, Sought, Wanted

_AROUND = 60


class MemoryStore:
    """A :class:`marsad.store.Store` made of dictionaries."""

    def __init__(self) -> None:
        self._documents: dict[str, Document] = {}
        self._names: dict[str, str] = {}
        self._originals: dict[str, bytes] = {}
        self._problems: dict[str, Problem] = {}
        self._coded: dict[str, tuple[CodedRow, str]] = {}
        self._incidents: dict[str, Incident] = {}
        self._claims: dict[str, Claim] = {}
        self._resolution_key: str | None = None
        self._judgements: dict[str, Judgement] = {}
        self._gazetteers: dict[str, tuple[Gazetteer, bytes]] = {}
        self.references = MemoryReferences()
        self.changes = MemoryChanges(lambda: (self.incidents(), self.claims()))
        self.questions = MemoryQuestions()
        self.browse = MemoryBrowse(self._held)
        self._above: Above = dotted

    def _held(self) -> Holdings:
        said = {i: row.statements for i, (row, _) in self._coded.items()}
        shown = [
            Shown(i, self._names[i], d.title, d.source, d.language, d.published, i in said, len(said.get(i, ())))
            for i, d in self._documents.items()
        ]
        put = {s.id: (s.modality, s.polarity) for rows_ in said.values() for s in rows_}
        return Holdings(
            self.incidents(), self.claims(), shown,
            {i: row.told for i, (row, _) in self._coded.items()}, put, self._above,
            lambda words: [(h.noun, h.id) for h in self.search(words, len(put) + len(shown))],
        )  # fmt: skip

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See :class:`marsad.store.Store`."""
        yield

    def put_document(self, document: Document, original: bytes, name: str) -> bool:
        """See :class:`marsad.store.Store`."""
        if document.id in self._documents:
            return False
        self._documents[document.id] = document
        self._names[document.id] = name
        self._originals[document.id] = original
        return True

    def put_documents(self, given: Sequence[Given]) -> list[bool]:
        """See :class:`marsad.store.Store`."""
        return [self.put_document(one.document, one.original, one.name) for one in given]

    def has(self, document: str) -> bool:
        """See :class:`marsad.store.Store`."""
        return document in self._documents

    def document(self, document: str) -> Document | None:
        """See :class:`marsad.store.Store`."""
        return self._documents.get(document)

    def document_ids(self) -> list[str]:
        """See :class:`marsad.store.Store`."""
        return sorted(self._documents)

    def name_of(self, document: str) -> str | None:
        """See :class:`marsad.store.Store`."""
        return self._names.get(document)

    def original(self, document: str) -> bytes | None:
        """See :class:`marsad.store.Store`."""
        return self._originals.get(document)

    def put_judgement(self, judgement: Judgement) -> None:
        """See :class:`marsad.store.Store`."""
        self._judgements.setdefault(judgement.id, judgement)

    def judgements(self) -> list[Judgement]:
        """See :class:`marsad.store.Store`."""
        return list(self._judgements.values())

    def forget(self, document: str) -> bool:
        """See :class:`marsad.store.Store`."""
        if document not in self._documents:
            return False
        gone = {document, self._names.pop(document)}
        del self._documents[document], self._originals[document]
        self._coded.pop(document, None)
        self._problems = {i: p for i, p in self._problems.items() if p.subject not in gone}
        self._incidents, self._claims, self._resolution_key = {}, {}, None
        self.changes.forget(document)
        self.questions.put(())
        return True

    def put_gazetteer(self, gazetteer: Gazetteer, data: bytes) -> None:
        """See :class:`marsad.store.Store`."""
        self._gazetteers[gazetteer.name] = (gazetteer, data)

    def gazetteers(self) -> list[Gazetteer]:
        """See :class:`marsad.store.Store`."""
        return [self._gazetteers[name][0] for name in sorted(self._gazetteers)]

    def gazetteer_data(self, name: str) -> bytes | None:
        """See :class:`marsad.store.Store`."""
        return self._gazetteers[name][1] if name in self._gazetteers else None

    def drop_gazetteer(self, name: str) -> bool:
        """See :class:`marsad.store.Store`."""
        return self._gazetteers.pop(name, None) is not None

    def put_problem(self, problem: Problem) -> None:
        """See :class:`marsad.store.Store`."""
        self._problems[rows.problem_id(problem)] = problem

    def solve(self, stage: str, subject: str) -> None:
        """See :class:`marsad.store.Store`."""
        self._problems.pop(rows.problem_id(Problem(stage, "", "", subject)), None)

    def problems(self) -> list[tuple[str, Problem]]:
        """See :class:`marsad.store.Store`."""
        return sorted(self._problems.items(), key=lambda x: (x[1].stage, x[1].subject or "", x[0]))

    def stale(self, key: str) -> list[str]:
        """See :class:`marsad.store.Store`."""
        return [i for i in self.document_ids() if i not in self._coded or self._coded[i][1] != key]

    def put_coded(self, row: CodedRow, key: str) -> None:
        """See :class:`marsad.store.Store`."""
        if row.document not in self._documents:
            return
        self._problems = {
            i: p for i, p in self._problems.items() if p.subject != row.document or p.stage == "read"
        }  # fmt: skip
        for problem in row.problems:
            self.put_problem(replace(problem, subject=row.document))
        self._coded[row.document] = (row, key)

    def put_all_coded(self, coded: Sequence[CodedRow], key: str) -> None:
        """See :class:`marsad.store.Store`."""
        for row in coded:
            self.put_coded(row, key)

    def coded(self, document: str) -> Coded | None:
        """See :class:`marsad.store.Store`."""
        return self._coded_of(document, whole=True) if document in self._coded else None

    def _coded_of(self, document: str, whole: bool) -> Coded:
        row = self._coded[document][0]
        said = tuple(s.json for s in row.statements)
        return rows.coded_of(
            self._documents[document], rows.Parts(row.sentences, row.sketch, row.json if whole else None, said)
        )

    def coded_keys(self) -> list[tuple[str, str]]:
        """See :class:`marsad.store.Store`."""
        return [(i, self._coded[i][1]) for i in sorted(self._coded)]

    def heads(self) -> Iterator[Coded]:
        """See :class:`marsad.store.Store`."""
        for document in sorted(self._coded):
            yield self._coded_of(document, whole=False)

    def statement(self, statement: str) -> tuple[str, Statement] | None:
        """See :class:`marsad.store.Store`."""
        for document, (row, _) in self._coded.items():
            for said in row.statements:
                if said.id == statement:
                    return document, rows.statement_of(said.json)
        return None

    def put_resolution(
        self, incidents: Sequence[Incident], claims: Sequence[Claim], key: str, above: Above = dotted
    ) -> None:
        """See :class:`marsad.store.Store`."""
        self._above = above
        self._incidents = {i.id: i for i in sorted(incidents, key=lambda x: x.id)}
        self._claims = {c.id: c for c in sorted(claims, key=lambda x: x.id)}
        self._resolution_key = key

    def incidents(self) -> list[Incident]:
        """See :class:`marsad.store.Store`."""
        return list(self._incidents.values())

    def claims(self) -> list[Claim]:
        """See :class:`marsad.store.Store`."""
        return list(self._claims.values())

    def resolution_key(self) -> str | None:
        """See :class:`marsad.store.Store`."""
        return self._resolution_key

    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """See :class:`marsad.store.Store`.  Plain words only: no stems, no ranking."""
        asked = [
            re.compile(rf"\b{re.escape(w)}" + ("" if prefix else r"\b"), re.IGNORECASE)
            for w, prefix in rows.query_words(words)
        ]  # fmt: skip
        hits: list[Hit] = []
        for i, d in sorted(self._documents.items()):
            hits += _hits(Hit("document", i, i, d.title, f"{d.title or ''}\n{d.text}".strip(), ()), asked)
        said: list[Hit] = []
        for i, (row, _) in sorted(self._coded.items()):
            for s in row.statements:
                said += _hits(Hit("statement", s.id, i, self._documents[i].title, s.quote, ()), asked)
        return hits[:limit] + said[:limit]

    def hits(self, sought: Sought, wanted: Wanted) -> Hits:
        """See :class:`marsad.store.Store`.  No ranking: in order of id."""
        outlets = wanted.facets.get("outlet", ())
        least, most = wanted.bounds.get("published", (None, None))

        def fits(hit: Hit) -> bool:
            document = self._documents[hit.document]
            day = document.published.toordinal() if document.published else None
            if (outlets and document.source not in outlets) or (day is None and (least, most) != (None, None)):
                return False
            return (least is None or (day or 0) >= least) and (most is None or (day or 0) <= most)

        everything = len(self._documents) + sum(len(row.statements) for row, _ in self._coded.values())
        found = [h for h in self.search(wanted.words, everything) if f"{h.noun}s" == sought and fits(h)]
        if wanted.order.endswith("published"):
            days = {d.id: d.published or date.min for d in self._documents.values()}
            found.sort(key=lambda h: days[h.document], reverse=wanted.order.startswith("-"))
        return Hits(tuple(found[wanted.offset : wanted.offset + wanted.limit]), len(found), False)

    def find(self, prefix: str, limit: int = 20) -> list[Found]:
        """See :class:`marsad.store.Store`."""
        all_of = [Found("document", i) for i in self._documents]
        all_of += [Found("statement", s.id) for row, _ in self._coded.values() for s in row.statements]
        all_of += [Found("incident", i) for i in self._incidents] + [Found("claim", i) for i in self._claims]
        all_of += [Found("problem", i) for i in self._problems]
        exact = [f for f in all_of if f.id == prefix]
        return exact or sorted((f for f in all_of if f.id.startswith(prefix)), key=lambda f: f.id)[:limit]

    def counts(self) -> Counts:
        """See :class:`marsad.store.Store`."""
        shapes: dict[str, int] = {}
        reasons: dict[str, int] = {}
        for row, _ in self._coded.values():
            for said in row.statements:
                shapes[said.shape] = shapes.get(said.shape, 0) + 1
            for reason, number in row.reasons:
                reasons[reason] = reasons.get(reason, 0) + number
        return Counts(
            documents=len(self._documents), coded=len(self._coded),
            sentences=sum(len(r.sentences) // 8 for r, _ in self._coded.values()), statements=sum(shapes.values()),
            incidents=len(self._incidents), claims=len(self._claims), problems=len(self._problems),
            judgements=len(self._judgements), shapes=dict(sorted(shapes.items())),
            reasons=dict(sorted(reasons.items())),
        )  # fmt: skip

    def close(self) -> None:
        """See :class:`marsad.store.Store`."""


def _hits(hit: Hit, asked: list[re.Pattern[str]]) -> list[Hit]:
    found = [pattern.search(hit.excerpt) for pattern in asked]
    if not asked or any(f is None for f in found):
        return []
    first = min(f.start() for f in found if f is not None)
    low = max(0, first - _AROUND)
    excerpt = hit.excerpt[low : first + 2 * _AROUND]
    marks = sorted(Span(*m.span()) for pattern in asked for m in pattern.finditer(excerpt))
    return [replace(hit, excerpt=excerpt, marks=tuple(marks))]
