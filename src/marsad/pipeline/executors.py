"""How work is spread over documents: in this process, or over several.

An executor maps a task over items *in order*.  The task is a recipe: ``start()`` is called once in each process and
gives the function, so that a pack or a model is loaded once, not once per document.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Protocol

from marsad.errors import UserError

CHUNK_ITEMS = 16
CHUNK_WEIGHT = 2_000_000
"""A chunk closes at so many items or so much weight (characters, bytes), which bounds what is held in memory."""


class Task(Protocol):
    """A recipe for work; picklable."""

    def start(self) -> Callable[[Any], Any]:
        """Load what the work needs and return the function that does it."""
        ...

    def weight(self, item: Any) -> int:
        """How large an item is, in bytes or characters."""
        ...


class Executor(Protocol):
    """Maps tasks over items."""

    def __init__(self, workers: int) -> None: ...

    def map(self, task: Task, items: Iterable[Any]) -> Iterator[Any]:
        """The results, in the order of the items; items are taken as they are needed."""
        ...


class SerialExecutor:
    """Everything in this process."""

    def __init__(self, workers: int = 1) -> None:
        del workers

    def map(self, task: Task, items: Iterable[Any]) -> Iterator[Any]:
        """See :class:`Executor`."""
        work: Callable[[Any], Any] | None = None
        for item in items:
            work = work or task.start()  # not before there is work: loading takes longer than looking
            yield work(item)


@dataclass
class _Here:
    """What this process works with; set once, before its first chunk."""

    work: Callable[[Any], Any] | None = None


_here = _Here()


def _begin(task: Task | None) -> None:
    # Ctrl-C reaches the whole group of processes: the parent decides, the workers finish their chunk.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if task is not None:
        _here.work = task.start()


def _end_with_parent() -> None:
    """Leave when the parent was killed: nobody would ever send work or an end."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _chunk(items: list[Any]) -> list[Any]:
    assert _here.work is not None
    return [_here.work(item) for item in items]


class ProcessExecutor:
    """Worker processes that take chunks of items.

    Parameters
    ----------
    workers
        How many processes.
    context
        "fork" or "spawn".  By default fork on Linux as long as no thread runs (what is loaded is then shared), spawn
        elsewhere.
    """

    def __init__(self, workers: int = 2, context: str | None = None) -> None:
        self._workers = max(1, workers)
        forks = sys.platform == "linux" and threading.active_count() == 1
        self._context = context or ("fork" if forks else "spawn")

    def map(self, task: Task, items: Iterable[Any]) -> Iterator[Any]:
        """See :class:`Executor`."""
        chunks = _chunks(items, task.weight)
        first = next(chunks, None)
        if first is None:
            return
        forks = self._context == "fork"
        if forks:
            _here.work = task.start()
        pool = ProcessPoolExecutor(
            self._workers, multiprocessing.get_context(self._context), _begin, (None if forks else task,)
        )
        waiting: deque[Future[list[Any]]] = deque([pool.submit(_chunk, first)])
        try:
            for chunk in chunks:
                waiting.append(pool.submit(_chunk, chunk))
                if len(waiting) > 2 * self._workers:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            raise UserError(
                "a worker process died", "out of memory? run again with fewer workers: it goes on where it stopped"
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            _here.work = None


def _chunks(items: Iterable[Any], weigh: Callable[[Any], int]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    weight = 0
    for item in items:
        chunk.append(item)
        weight += weigh(item)
        if len(chunk) >= CHUNK_ITEMS or weight >= CHUNK_WEIGHT:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk
