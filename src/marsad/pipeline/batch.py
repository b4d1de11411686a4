"""Results kept in batches: a transaction each costs a flush of the disk, so that one each for a document is slow."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")

ITEMS = 64
WEIGHT = 8_000_000
SECONDS = 1.0
"""A batch is kept at so many items, so many bytes, or so long after the last one: a crash costs no more than that."""


class Batch(Generic[T]):
    """Collects items and hands them on together; what is left is handed on at the end, also after Ctrl-C."""

    def __init__(self, keep: Callable[[list[T]], None]) -> None:
        self._keep = keep
        self._items: list[T] = []
        self._weight = 0
        self._since = time.monotonic()

    def __len__(self) -> int:
        """How many items wait."""
        return len(self._items)

    def add(self, item: T, weight: int = 0) -> None:
        """Take an item; ``weight`` in bytes."""
        self._items.append(item)
        self._weight += weight
        if len(self._items) >= ITEMS or self._weight >= WEIGHT or time.monotonic() - self._since >= SECONDS:
            self.flush()

    def flush(self) -> None:
        """Hand on what waits."""
        items, self._items, self._weight = self._items, [], 0
        if items:
            self._keep(items)
        self._since = time.monotonic()

    def __enter__(self) -> Batch[T]:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hand on what is left."""
        self.flush()
