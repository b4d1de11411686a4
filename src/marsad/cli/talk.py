"""What commands say: JSON Lines, plain tables, highlighted quotes, progress.

Documents are hostile: nothing of theirs reaches a terminal with control or direction-changing characters in it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from marsad.values import Span

_TERMINAL = {c: "\ufffd" for c in (*range(0x20), *range(0x7F, 0xA0)) if c not in (0x09, 0x0A)}
_TERMINAL |= dict.fromkeys((0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069), "\ufffd")
_DRAW_EVERY_S = 0.1
_LABELS = {"read": "reading", "code": "coding", "resolve": "resolving and assessing"}


def clean(text: str) -> str:
    """Text that a terminal only shows: control characters and changes of direction become "\ufffd"."""
    return text.translate(_TERMINAL)


def put(text: str = "") -> None:
    """Say a line of data."""
    click.echo(clean(text))


def put_json(value: Any) -> None:
    """Say a value as one JSON line."""
    import msgspec

    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def note(text: str) -> None:
    """Say something beside the data."""
    click.echo(clean(text), err=True)


def marked(text: str, spans: Iterable[Span], offset: int = 0) -> str:
    """The text with spans highlighted: in colour on a terminal, else between ⟦ and ⟧.

    ``spans`` count from where ``text`` begins less ``offset``; those outside are left out.
    """
    colour = sys.stdout.isatty()
    said, at = [], 0
    for start, end in sorted({(max(0, s - offset), min(len(text), e - offset)) for s, e in spans}):
        if start < at or start >= end:
            continue
        quote = clean(text[start:end])
        said += [clean(text[at:start]), click.style(quote, bold=True, fg="yellow") if colour else f"⟦{quote}⟧"]
        at = end
    return "".join(said) + clean(text[at:])


def put_marked(text: str, spans: Iterable[Span], offset: int = 0, indent: str = "") -> None:
    """Say a text with spans highlighted, on one line."""
    click.echo(indent + " ".join(marked(text, spans, offset).split("\n")).strip())


def table(rows: Sequence[Sequence[str]], indent: str = "") -> None:
    """Say rows with their columns below one another; the last column runs free."""
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]) - 1)] if rows else []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        put((indent + "  ".join([*cells, row[-1]])).rstrip())


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Draw progress on stderr when that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # No refreshing thread: worker processes are forked from a process without threads only.
    with Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as bar:
        tasks: dict[str, Any] = {}
        drawn = 0.0

        def tell(stage: str, done: int, total: int) -> None:
            nonlocal drawn
            if stage not in tasks:
                tasks[stage] = bar.add_task(_LABELS.get(stage, stage), total=total)
            bar.update(tasks[stage], completed=done, total=total)
            now = time.monotonic()
            if done == total or now - drawn > _DRAW_EVERY_S:
                bar.refresh()
                drawn = now

        yield tell
