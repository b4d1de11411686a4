"""What a person does with judgements: judge, list, take back, and read the history of a thing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

import msgspec

from marsad.errors import UserError
from marsad.pipeline.corrections import checked, shown
from marsad.pipeline.judged import Verdicts
from marsad.pipeline.verdicts import anchor_of, rests_on, withdrawn
from marsad.pipeline.workbench import Workbench
from marsad.store import Found
from marsad.values import Anchor, Change, Claim, Incident, Judgement, Statement
from marsad.views import Material
from marsad.views.history import HistoryRow, Standing, history_rows, updates_of

Verdict = Literal["same", "different", "accept", "reject", "correct"]
LONGEST = 2_000
"""Characters of a name or a reason."""
_SOME = 5
_JUDGED = ("statement", "incident", "claim")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person says: the verdict on which ids, by whom and why, and for a correction which field and value."""

    verdict: Verdict
    subjects: tuple[str, ...]
    by: str | None = None
    why: str = ""
    field: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of it: the judgement, what it overrules, the value before (of a correction), and whether it holds yet.

    ``applied``: incidents and claims were made anew at once; else the next run does that.
    """

    judgement: Judgement
    overrules: tuple[Judgement, ...]
    before: str | None
    applied: bool


def judge(bench: Workbench, asked: Asked, later: bool = False) -> Judged:
    """Append a judgement to the log, and take it into account at once unless it is to wait for the next run.

    Raises
    ------
    UserError
        When an id, field or value is not known; nothing is written then.
    """
    by, why = _text("name", asked.by if asked.by is not None else bench.settings["analyst"]), _text("reason", asked.why)
    if not by.strip():
        raise UserError("the name is empty", "say who judges: --by NAME, or marsad settings analyst=NAME")
    things = [_thing(bench, s) for s in asked.subjects]
    subjects = tuple(t.id for t in things)
    if len(set(subjects)) < len(subjects):
        raise UserError(f"{subjects[0]} is named twice", f"{asked.verdict} takes different ids")
    sides = _apart(things) if asked.verdict == "different" else [t.anchors for t in things]
    if not all(sides):
        raise UserError("what was judged is being read anew", "run first: marsad run")
    field, value, before = asked.field, asked.value, None
    if asked.verdict == "correct":
        thing = things[0].value
        if thing is None:
            raise UserError(f"{subjects[0]} is not there any more", f"marsad history {subjects[0]} tells why")
        field, value = checked(thing, asked.field or "", asked.value or "", bench.pack)
        before = shown(thing, field)
    anchors = tuple(a for side in sides for a in side)
    made = _signed(Judgement("", asked.verdict, subjects, by, datetime.now(UTC), why, field, value, anchors))
    return _append(bench, made, before, later)


def undo(bench: Workbench, identity: str, by: str | None = None, why: str = "", later: bool = False) -> Judged:
    """Take a judgement back (or a withdrawal, which puts the judgement in force again); the log keeps both.

    Raises
    ------
    UserError
        When there is no such judgement, or it was taken back already.
    """
    log = bench.store.judgements()
    known = [j for j in log if j.id == identity] or [j for j in log if identity and j.id.startswith(identity)]
    if not known:
        raise UserError(f"no judgement is called {identity!r}", "marsad judge list names them all")
    if len(known) > 1:
        raise UserError(f"{identity!r} is not enough: {', '.join(j.id for j in known[:_SOME])}", "give more of the id")
    gone = withdrawn(log)
    if known[0].id in gone:
        raise UserError(
            f"{known[0].id} was withdrawn already, by {gone[known[0].id]}",
            f"to put it in force again: marsad judge undo {gone[known[0].id]}",
        )
    name = _text("name", by if by is not None else bench.settings["analyst"])
    made = Judgement("", "withdraw", (known[0].id,), name, datetime.now(UTC), _text("reason", why))
    return _append(bench, _signed(made), None, later)


def _append(bench: Workbench, made: Judgement, before: str | None, later: bool) -> Judged:
    stood = not later and bench.is_resolved()
    bench.store.put_judgement(made)
    if stood:
        bench.resolve(f"judgement {made.id}", made.by)
    now = _standings(bench, _linked(bench.store.judgements(), made))
    overruled = tuple(s.judgement for s in now if made.id in s.by and s.state in ("overruled", "partly"))
    return Judged(made, overruled, before, stood)


def _signed(made: Judgement) -> Judgement:
    """With an id that its content makes, time included."""
    digest = hashlib.sha256(msgspec.json.encode(made)).hexdigest()
    return replace(made, id=f"j{digest[:12]}")


def _text(what: str, text: str) -> str:
    if len(text) > LONGEST:
        raise UserError(f"the {what} has {len(text):,} characters", f"{LONGEST:,} at most")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UserError(f"the {what} is no text: {error.reason}", "is the terminal set to UTF-8?") from error
    return text


# ------------------------------------------------------------------------------------------------------ what is meant


@dataclass(frozen=True, slots=True)
class _Thing:
    """What is judged: its id, what it is now (None: rejected, or called otherwise by now), and what it rests on."""

    id: str
    value: Statement | Incident | Claim | None
    anchors: tuple[Anchor, ...]

    @property
    def statements(self) -> frozenset[str]:
        return frozenset(a.statement for a in self.anchors)


def find(bench: Workbench, identity: str, nouns: Sequence[str] = _JUDGED) -> Found:
    """What an id, or a unique beginning of one, means.

    Raises
    ------
    UserError
        When it is nothing, several things, or no thing of these nouns; the hint suggests what may be meant.
    """
    found = bench.store.find(identity) if identity else []
    if len([f for f in found if f.noun in nouns]) == 1:
        return next(f for f in found if f.noun in nouns)
    if len(found) == 1:
        hints = {
            "document": f"judge its statements (marsad show {found[0].id} lists them); to be rid of it: marsad forget",
            "problem": "a problem goes away when its file is read without it",
        }
        raise UserError(f"{found[0].id} is a {found[0].noun}", hints.get(found[0].noun, "give another id"))
    if found:
        some = ", ".join(f"{f.id} ({f.noun})" for f in found[:_SOME])
        raise UserError(f"{identity!r} is not enough: {some}", "give one of these ids, or more of it")
    raise UserError(f"nothing is called {identity!r}", _suggestion(bench, identity, nouns))


def heirs(bench: Workbench, identity: str) -> list[str]:
    """What an incident or claim that is no more was merged into, split into, or is called today."""
    now = sorted({o for c in bench.store.changes.of([identity]) for o in (c.id, *c.others)} - {identity})
    return [o for o in now if any(f.id == o for f in bench.store.find(o))]


def _suggestion(bench: Workbench, identity: str, nouns: Sequence[str]) -> str:
    if there := heirs(bench, identity):
        return f"it was merged, split or renamed; today: {', '.join(there[:_SOME])}"
    for length in range(len(identity) - 1, 2, -1):
        near = [f for f in bench.store.find(identity[:length], 4 * _SOME) if f.noun in nouns]
        if near:
            return f"did you mean {', '.join(f'{f.id} ({f.noun})' for f in near[:_SOME])}?"
    hits = [h for h in bench.store.search(identity, _SOME) if h.noun in nouns]
    if hits:
        return f"statements with that word: {', '.join(h.id for h in hits)}"
    return "ids come from: marsad search WORDS, marsad export csv, marsad show"


def _thing(bench: Workbench, identity: str) -> _Thing:
    if not bench.store.find(identity) and (judged := _judged_before(bench.store.judgements(), identity)):
        return judged
    found = find(bench, identity)
    value: Statement | Incident | Claim
    if found.noun == "statement":
        document, raw = _statement(bench, found.id)
        coded = bench.store.coded(document)
        read = bench.readings().read(coded).statements if coded else ()
        value = next((s for s in read if s.id == found.id), raw)
        return _Thing(found.id, value, (anchor_of(found.id, document, raw),))
    browse = bench.store.browse
    (value,) = browse.incidents([found.id]) if found.noun == "incident" else browse.claims([found.id])
    held = [bench.store.statement(s) for s in value.statements]
    return _Thing(found.id, value, tuple(anchor_of(found.id, *h) for h in held if h))


def _statement(bench: Workbench, identity: str) -> tuple[str, Statement]:
    held = bench.store.statement(identity)
    if held is None:
        raise UserError(f"{identity} is not there any more", "its document is being read anew: marsad run")
    return held


def _judged_before(log: Sequence[Judgement], identity: str) -> _Thing | None:
    """What was judged under an id that is no more: a rejected incident, one that is called otherwise now."""
    anchors = {a.subject: j for j in log for a in j.anchors}
    fit = [s for s in anchors if s == identity] or [s for s in anchors if identity and s.startswith(identity)]
    if len(fit) != 1:
        return None
    return _Thing(fit[0], None, tuple(a for a in anchors[fit[0]].anchors if a.subject == fit[0]))


def _apart(things: Sequence[_Thing]) -> list[tuple[Anchor, ...]]:
    """What is to be different, without what it shares: a statement and its incident mean the statement and the rest."""
    sides = []
    for one in things:
        inner = [t.statements for t in things if t.statements < one.statements]
        sides.append(tuple(a for a in one.anchors if not any(a.statement in other for other in inner)))
    named = [a.statement for side in sides for a in side]
    if not all(sides) or len(set(named)) < len(named):
        raise UserError("there is nothing left to be different from", "name two statements, incidents or claims")
    return sides


# ----------------------------------------------------------------------------------------------------- what is known


def standings(bench: Workbench) -> list[Standing]:
    """Every judgement of the log and how it stands today, oldest first."""
    return _standings(bench, bench.store.judgements())


def _linked(log: Sequence[Judgement], made: Judgement) -> list[Judgement]:
    """The judgements that one may overrule: those that share a document with it, or with one that does, and so on.

    A review of hundreds of decisions must not read all their documents after each.
    """
    linked = {made.id, *made.subjects}
    documents: set[str] = set()
    before = (0, 0)
    while (len(linked), len(documents)) > before:
        before = (len(linked), len(documents))
        for judgement in log:
            here = {a.document for a in judgement.anchors}
            if judgement.id in linked or not documents.isdisjoint(here) or not linked.isdisjoint(judgement.subjects):
                linked.add(judgement.id)
                documents |= here
    return [j for j in log if j.id in linked]


def _standings(bench: Workbench, log: Sequence[Judgement]) -> list[Standing]:
    if not log:
        return []
    raw = list(bench.store.heads()) if any(not j.anchors and j.verdict != "withdraw" for j in log) else [
        coded for d in sorted({a.document for j in log for a in j.anchors}) if (coded := bench.store.coded(d))
    ]  # fmt: skip
    verdicts = Verdicts.of(log, raw, raw, bench.pack)
    holders = bench.store.browse.holders(s.id for coded in raw for s in coded.statements)
    homes = {home for held in holders.values() for home in held}
    incidents, claims = (sorted(i for n, i in homes if n == noun) for noun in ("incidents", "claims"))
    return verdicts.standings(bench.store.browse.incidents(incidents), bench.store.browse.claims(claims))


def history(bench: Workbench, identity: str) -> tuple[str, str, tuple[HistoryRow, ...]]:
    """The noun and id that are meant, and every judgement, merge, split and update that touched it, oldest first.

    Raises
    ------
    UserError
        When nothing of that name is or was there.
    """
    log = bench.store.judgements()
    if judged := _judgement(log, identity):
        return "judgement", judged.id, history_rows(_about_judgement(bench, judged.id), ())
    gone = not bench.store.find(identity)
    if gone and (bench.store.changes.of([identity]) or any(identity in j.subjects for j in log)):
        changes = _lineage(bench, {identity})
        return "incident", identity, history_rows(_touching(bench, frozenset(), {identity}), changes)
    if gone and (before := _judged_before(log, identity)):
        return history(bench, before.id)
    found = find(bench, identity, ("document", *_JUDGED))
    if found.noun == "document":
        coded = bench.store.coded(found.id)
        statements = frozenset(s.id for s in coded.statements) if coded else frozenset[str]()
        touching = _touching(bench, statements, {found.id})
        return found.noun, found.id, history_rows(touching, bench.store.changes.in_document(found.id))
    thing, ids = _thing(bench, found.id), {found.id}
    updates: tuple[HistoryRow, ...] = ()
    if isinstance(thing.value, Incident | Claim):
        updates = updates_of(thing.value, _material(bench, thing.value.documents))
    else:
        ids |= {i for _, i in bench.store.browse.holders([found.id]).get(found.id, ())}
    changes = _lineage(bench, ids)
    names = {found.id} if found.noun == "statement" else {found.id, *(c.id for c in changes)}
    touching = _touching(bench, thing.statements, names)
    return found.noun, found.id, history_rows(touching, changes, updates)


def _material(bench: Workbench, documents: Sequence[str]) -> Material:
    """What a few documents say, and nothing else: not all of a large workbench."""
    coded = {d: c for d in documents if (c := bench.store.coded(d))}
    return Material({d: t for d in documents if (t := bench.store.document(d))}, coded)


def _judgement(log: Sequence[Judgement], identity: str) -> Judgement | None:
    known = [j for j in log if j.id == identity] or [j for j in log if identity and j.id.startswith(identity)]
    return known[0] if len(known) == 1 else None


def _about_judgement(bench: Workbench, identity: str) -> list[Standing]:
    return [s for s in standings(bench) if identity in (s.judgement.id, *s.judgement.subjects)]


def _touching(bench: Workbench, statements: frozenset[str], ids: set[str]) -> list[Standing]:
    """Judgements on these ids, on what stands there today, or on these judgements."""
    everything = standings(bench)
    here = {s: held for s in sorted(statements) if (held := bench.store.statement(s))}
    by_document: dict[str, list[Statement]] = {}
    for document, statement in here.values():
        by_document.setdefault(document, []).append(statement)

    def touches(judged: Judgement) -> bool:
        if ids.intersection(judged.subjects) or ids.intersection(a.document for a in judged.anchors):
            return True
        return any(
            a.statement in here or (bench.store.statement(a.statement) is None and _meant(bench, a) in here)
            for a in judged.anchors
            if a.document in by_document
        )

    found = {s.judgement.id for s in everything if touches(s.judgement)}
    for standing in everything:  # withdrawals come after what they withdraw
        if found.intersection(standing.judgement.subjects):
            found.add(standing.judgement.id)
    return [s for s in everything if s.judgement.id in found]


def _meant(bench: Workbench, anchor: Anchor) -> str | None:
    coded = bench.store.coded(anchor.document)
    return rests_on(anchor, coded.statements) if coded else None


def _lineage(bench: Workbench, ids: set[str]) -> list[Change]:
    """The changes of these, and of what they were merged from or are called otherwise."""
    known: set[str] = set()
    found: list[Change] = []
    while ids - known:
        known |= ids
        found = bench.store.changes.of(known)
        ids = known | {o for c in found if c.kind == "merged" and c.id in known for o in c.others}
        ids |= {c.id for c in found if c.kind == "renamed" and known.intersection(c.others)}
    return found
