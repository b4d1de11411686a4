"""Mappings over a store that fetch a value when it is looked at, so that no view holds all texts at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache

from marsad.store import Store
from marsad.values import Coded, Document

_KEPT = 256


class LazyDocuments(Mapping[str, Document]):
    """Document id -> document."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._fetch = lru_cache(_KEPT)(store.document)

    @cached_property
    def _ids(self) -> dict[str, None]:
        return dict.fromkeys(self._store.document_ids())

    def __getitem__(self, key: str) -> Document:
        found = self._fetch(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


class LazyCoded(Mapping[str, Coded]):
    """Document id -> what was derived from it, for the documents that are coded."""

    def __init__(self, store: Store, read: Callable[[Coded], Coded] = lambda coded: coded) -> None:
        self._store = store
        self._read = read
        self._fetch = lru_cache(_KEPT)(self._coded)

    def _coded(self, document: str) -> Coded | None:
        found = self._store.coded(document)
        return self._read(found) if found else None

    @cached_property
    def _ids(self) -> dict[str, None]:
        return dict.fromkeys(i for i, _ in self._store.coded_keys())

    def __getitem__(self, key: str) -> Coded:
        found = self._fetch(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
