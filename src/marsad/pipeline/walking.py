"""Which files a path means, and under which names they are kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def walk(path: Path, besides: Path) -> Iterator[Path]:
    """A file, or every file below a folder in order of name; hidden ones and the workbench itself are left out.

    Links to folders are followed, and each folder is visited once, however many links lead to it.  What cannot be read
    (a link to nothing, a folder that may not be opened) is named all the same, so that it becomes a problem.
    """
    if not path.is_dir():
        yield path
        return
    visited = {besides.resolve(), path.resolve()}
    waiting = [path]
    while waiting:
        here = waiting.pop()
        try:
            entries = sorted(e for e in here.iterdir() if not e.name.startswith("."))
        except OSError:
            yield here
            continue
        below = []
        for entry in entries:
            if not entry.is_dir():
                yield entry
            elif (home := entry.resolve()) not in visited:
                visited.add(home)
                below.append(entry)
        waiting += reversed(below)


def name_of(path: Path) -> str:
    """The whole path of a file as text."""
    try:
        whole = path.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        whole = path.absolute()
    # A file's name need not be text: what is not UTF-8 in it is shown as "\ufffd".
    return os.fsencode(whole).decode("utf-8", "replace")
