"""What is being done to a workbench just now, told in a small file, so that another process can show it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from marsad.errors import MarsadError
from marsad.store.turns import is_taken, turn

FILE = "progress.json"
EVERY_S = 0.3
"""Seconds between two writings: often enough to be live, seldom enough to cost nothing beside the work."""

Progress = Callable[[str, int, int], None]
"""Told the stage ("read", "code", "resolve"), how many are done and of how many."""


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""
    del stage, done, total


State = Literal["working", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Doing:
    """A command at work, or the last one: its stage, how many are done of how many, and how it ended.

    ``stopped``: it was interrupted, or its process died; ``words`` says what came of it.
    """

    what: Literal["add", "run"]
    state: State
    stage: str
    done: int
    total: int
    began: datetime
    told: datetime
    words: str = ""


class Telling:
    """Tells progress twice: to whoever called, and in the file."""

    def __init__(self, path: Path, doing: Doing, progress: Progress) -> None:
        self._path, self._doing, self._progress = path, doing, progress
        self._written = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Note where the work stands."""
        self._progress(stage, done, total)
        fresh = stage != self._doing.stage
        self._doing = replace(self._doing, stage=stage, done=done, total=total)
        now = time.monotonic()
        if fresh or now - self._written > EVERY_S:
            self._written = now
            self.write()

    def end(self, state: State, words: str) -> None:
        """Note how it ended."""
        self._doing = replace(self._doing, state=state, words=words)
        self.write()

    def write(self) -> None:
        """Write the file, whole or not at all; where that cannot be, the work goes on untold."""
        made = msgspec.json.encode(replace(self._doing, told=datetime.now(UTC)))
        beside = self._path.with_suffix(".tmp")
        try:
            beside.write_bytes(made)
            beside.replace(self._path)
        except OSError:
            return


@dataclass(slots=True)
class Work:
    """Work that is told: whom to tell its progress to, and what came of it in words."""

    tell: Progress
    words: str = field(default="")


@contextmanager
def told(folder: Path, what: Literal["add", "run"], progress: Progress) -> Iterator[Work]:
    """Tell of work while the block runs.  Beside other work on the same workbench it is done untold."""
    with turn(folder) as mine:
        if not mine:
            yield Work(progress)
            return
        now = datetime.now(UTC)
        telling = Telling(folder / FILE, Doing(what, "working", "", 0, 0, now, now), progress)
        telling.write()
        work = Work(telling)
        try:
            yield work
        except Exception as error:
            telling.end("failed", error.message if isinstance(error, MarsadError) else type(error).__name__)
            raise
        except BaseException:
            telling.end("stopped", "it was interrupted")
            raise
        telling.end("done", work.words)


def doing(folder: Path) -> Doing | None:
    """What is being done, or was done last; None when nothing was."""
    try:
        found = msgspec.json.decode((folder / FILE).read_bytes(), type=Doing)
    except (OSError, msgspec.MsgspecError):
        return None
    if found.state == "working" and not is_taken(folder):
        return replace(found, state="stopped", words="its process ended before it was done")
    return found
