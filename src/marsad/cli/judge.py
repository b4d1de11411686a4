"""``marsad judge …`` and ``marsad history ID``: what persons decide, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from marsad.cli.options import Session, as_json, on_workbench
from marsad.cli.talk import note, put, put_json

if TYPE_CHECKING:
    from marsad.pipeline.judging import Judged
    from marsad.views.history import Standing

F = TypeVar("F", bound=Callable[..., Any])


@click.group()
def judge() -> None:
    """Decide: same, different, accept, reject, correct; list and undo.

    A judgement goes before every model, survives every run, and is never edited: undo appends, too.
    """


def _decides(command: F) -> F:
    """Give a command the options of every judgement."""
    by = click.option("--by", default=None, metavar="NAME", help="Who judges; else the setting analyst.")
    why = click.option("--why", default="", metavar="TEXT", help="The reason.")
    later = click.option("--later", is_flag=True, help="Only keep it; the next `marsad run` takes it into account.")
    return by(why(later(as_json(on_workbench(command)))))


def _judge(session: Session, verdict: Any, subjects: tuple[str, ...], given: dict[str, Any]) -> None:
    from marsad.pipeline.judging import Asked, judge

    bench = session.open(given["workbench"])
    fields = {k: given.get(k) for k in ("by", "field", "value")}
    _say(judge(bench, Asked(verdict, subjects, why=given["why"], **fields), given["later"]), given["as_json"])


def _say(done: Judged, as_json: bool) -> None:
    from marsad.views.history import judgement_words

    if as_json:
        put_json(done)
    else:
        put(f"{done.judgement.id}  {_line(judgement_words(done.judgement))}")
        if done.before is not None and done.before != done.judgement.value:
            put(f"    it was {_line(done.before)}")
    for other in done.overrules:
        said = f": {other.why}" if other.why else ""
        note(_line(f"this overrules {other.id} ({judgement_words(other)}, {other.by}, {other.at:%Y-%m-%d}){said}"))
    if not done.applied:
        note("it counts from the next `marsad run` on")


def _line(text: str) -> str:
    return " ".join(text.split())


@judge.command()
@click.argument("ids", nargs=-1, required=True, metavar="A B…")
@_decides
def same(session: Session, ids: tuple[str, ...], **given: Any) -> None:
    """Say that statements, incidents or claims are the same."""
    _two(ids)
    _judge(session, "same", ids, given)


@judge.command()
@click.argument("ids", nargs=-1, required=True, metavar="A B…")
@_decides
def different(session: Session, ids: tuple[str, ...], **given: Any) -> None:
    """Say that statements, incidents or claims are different.

    A statement and the incident that holds it: the statement does not belong there.
    """
    _two(ids)
    _judge(session, "different", ids, given)


def _two(ids: tuple[str, ...]) -> None:
    if len(ids) < 2:
        from marsad.errors import UserError

        raise UserError("one id is not enough", "name two or more: marsad judge same|different A B")


@judge.command()
@click.argument("identity", metavar="ID")
@_decides
def accept(session: Session, identity: str, **given: Any) -> None:
    """Say that a statement, incident or claim is right as it stands."""
    _judge(session, "accept", (identity,), given)


@judge.command()
@click.argument("identity", metavar="ID")
@_decides
def reject(session: Session, identity: str, **given: Any) -> None:
    """Say that a statement, incident or claim is none; it is left out of everything."""
    _judge(session, "reject", (identity,), given)


@judge.command()
@click.argument("identity", metavar="ID")
@click.argument("field", metavar="FIELD")
@click.argument("value", metavar="VALUE")
@_decides
def correct(session: Session, identity: str, **given: Any) -> None:
    """Set a field: type, mode, place, date, actors, recipients, killed, injured, ….

    Of a statement it corrects how it was read, of an incident or claim what was concluded.  VALUE is a code, a place,
    an organisation (id or name; several with ;), a day or two (2031-03-05..2031-03-07), a number (5, 5..8, 5+) or
    unknown.     A count can name its side: killed:police, or killed:all for the total.
    """
    _judge(session, "correct", (identity,), given)


@judge.command()
@click.argument("identity", metavar="JUDGEMENT")
@_decides
def undo(session: Session, identity: str, **given: Any) -> None:
    """Take a judgement back.  Undoing the withdrawal puts it in force again."""
    from marsad.pipeline.judging import undo

    bench = session.open(given["workbench"])
    _say(undo(bench, identity, given["by"], given["why"], given["later"]), given["as_json"])


@judge.command("list")
@as_json
@on_workbench
def list_all(session: Session, as_json: bool, workbench: Path | None) -> None:
    """Every judgement, oldest first, and how it stands."""
    from marsad.pipeline.judging import standings

    found = standings(session.open(workbench))
    for standing in found:
        if as_json:
            put_json(standing)
        else:
            _put_standing(standing)
    if not found:
        note("none; see: marsad judge --help")


def _put_standing(standing: Standing) -> None:
    from marsad.views.history import judgement_words

    judged = standing.judgement
    put(f"{judged.id}  {_line(judgement_words(judged))}")
    put(f"    {judged.at:%Y-%m-%d %H:%M} UTC, {_line(judged.by)}: {standing.words}")
    if judged.why:
        put(f"    why: {_line(judged.why)}")


@click.command()
@click.argument("identity", metavar="ID")
@as_json
@on_workbench
def history(session: Session, identity: str, as_json: bool, workbench: Path | None) -> None:
    """Tell every judgement, merge, split and update that touched an incident, claim, statement or document."""
    from marsad.pipeline.judging import history

    noun, found, rows = history(session.open(workbench), identity)
    if not as_json:
        put(f"{noun} {found}")
    for row in rows:
        if as_json:
            put_json(row)
            continue
        put(f"  {row.at:%Y-%m-%d %H:%M}  {row.kind} {row.id}: {_line(row.what)}")
        put("    " + _line("; ".join(x for x in (f"by {row.by}" if row.by else "", row.why, row.state or "") if x)))
    if not rows:
        note("nothing has been judged of it, and no run has changed it since it was found")
