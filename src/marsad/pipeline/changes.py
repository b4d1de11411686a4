"""What a run did to the incidents and claims that were there before: merged, split, renamed, updated, found, gone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from marsad.pipeline.corrections import shown
from marsad.values import Change, Claim, Incident, Toll

Thing = Incident | Claim
_FIELDS = ("type", "mode", "place", "date", "actors", "recipients")


@dataclass(frozen=True, slots=True)
class Cause:
    """Who made a run, when, and why things may be otherwise since."""

    at: datetime
    by: str
    why: str


def changes_between(before: Sequence[Thing], after: Sequence[Thing], cause: Cause) -> list[Change]:
    """The changes from those that were to those that are, of things that differ; in order of id.

    Things are followed by their statements: most of what a thing held says where it went, most of what it holds whence
    it came.  One that keeps its id and only has other votes has not changed.
    """
    into, out_of = _follow(before, after), _follow(after, before)
    was, now = {x.id: x for x in before}, {x.id: x for x in after}
    parents_of, children_of = defaultdict[str, list[Thing]](list), defaultdict[str, list[Thing]](list)
    for old, new in into.items():
        parents_of[new].append(was[old])
    for new, old in out_of.items():
        children_of[old].append(now[new])
    changes: list[Change] = []
    for thing in after:
        parents = parents_of[thing.id]
        if thing.id not in out_of:
            changes.append(_change("found", thing, (), cause))
            continue
        if len(parents) > 1:
            changes.append(_change("merged", thing, tuple(p.id for p in parents), cause, *parents))
        base = next((p for p in parents if p.id == thing.id), was[out_of[thing.id]])
        if into.get(base.id) == thing.id and (fields := tuple(_fields(base, thing))):
            changes.append(_change("updated", thing, (), cause, fields=fields))
    for thing in before:
        children = children_of[thing.id]
        if thing.id not in into:
            changes.append(_change("gone", thing, (), cause))
        elif len(children) > 1:
            changes.append(_change("split", thing, tuple(c.id for c in children), cause, *children))
        elif [c.id for c in children] not in ([], [thing.id]):
            changes.append(_change("renamed", thing, (children[0].id,), cause, *children))
    return sorted(changes, key=lambda c: (c.id, c.kind))


def _follow(things: Sequence[Thing], others: Sequence[Thing]) -> dict[str, str]:
    """Id of each thing -> the other that holds most of its statements (of equals: its own id, then the smaller id)."""
    holder = {s: x.id for x in others for s in x.statements}
    found: dict[str, str] = {}
    for thing in things:
        held = Counter(holder[s] for s in thing.statements if s in holder)
        if held:
            found[thing.id] = min(held, key=lambda i: (-held[i], i != thing.id, i))
    return found


def _fields(before: Thing, after: Thing) -> Iterator[tuple[str, str, str]]:
    names = [*_FIELDS] if type(before) is type(after) else []
    for name in names:
        old, new = shown(before, name), shown(after, name)
        if old != new:
            yield name, old, new
    counts = {f"{t.kind}:{t.side}" if t.side else str(t.kind) for x in (before, after) for t in _tolls(x)}
    for name in sorted(counts):
        old, new = shown(before, name), shown(after, name)
        if old != new:
            yield name, old, new
    ours, theirs = ((f"{a.source_class}{a.credibility}" if (a := x.assessment) else "") for x in (before, after))
    if ours != theirs:
        yield "marks", ours, theirs
    if before.statements != after.statements and len(before.statements) != len(after.statements):
        yield "statements", str(len(before.statements)), str(len(after.statements))


def _tolls(thing: Thing) -> Iterable[Toll]:
    return thing.assessment.tolls if thing.assessment else ()


def _change(
    kind: object, thing: Thing, others: tuple[str, ...], cause: Cause, *also: Thing,
    fields: tuple[tuple[str, str, str], ...] = (),
) -> Change:  # fmt: skip
    documents = sorted({d for x in (thing, *also) for d in x.documents})
    return Change(cause.at, cause.by, cause.why, kind, thing.id, others, fields, tuple(documents))  # type: ignore[arg-type]
