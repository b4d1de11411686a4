"""Whose turn it is: one process at a time may say that it is at work on a workbench.

A lock on an empty SQLite file, which works on every system and is let go when its process ends, however it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

FILE = "work.lock"


@contextmanager
def turn(folder: Path) -> Iterator[bool]:
    """Hold the lock while the block runs; False when another process (or thread) holds it, or it cannot be had."""
    db = _locked(folder)
    try:
        yield db is not None
    finally:
        if db is not None:
            db.close()


def is_taken(folder: Path) -> bool:
    """Whether somebody is at work."""
    if not (folder / FILE).is_file():
        return False
    db = _locked(folder)
    if db is None:
        return True
    db.close()
    return False


def _locked(folder: Path) -> apsw.Connection | None:
    if not folder.is_dir():
        return None
    try:
        db = apsw.Connection(str(folder / FILE))
    except apsw.Error:
        return None
    try:
        db.set_busy_timeout(0)
        db.execute("BEGIN EXCLUSIVE")
    except apsw.Error:
        db.close()
        return None
    return db
