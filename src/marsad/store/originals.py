"""The bytes that documents were read from: files named by their content, safe on disk before anything names them."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from marsad.errors import UserError

_WRITERS = 16
"""Files that are written side by side: the disk then flushes them together (256 files: 0.1 s instead of 0.8 s)."""

_LEFT_S = 3600
"""Age in seconds from which a half-written file is what a crash left, and not another process's work."""


def digest_of(data: bytes) -> str:
    """The name of an original: the SHA-256 of its bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


class Originals:
    """A folder of files; the first two digits of a name are a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._swept = False

    def path(self, digest: str) -> Path:
        """Where an original lies."""
        return self._folder / digest[:2] / digest

    def read(self, digest: str) -> bytes:
        """The bytes of an original."""
        return self.path(digest).read_bytes()

    def keep(self, many: Iterable[bytes]) -> None:
        """Write originals; when this returns they survive a power cut.

        Raises
        ------
        UserError
            When the disk is full or may not be written to.
        """
        wanted = {digest_of(data): data for data in many}
        folders = {self.path(digest).parent for digest in wanted}
        try:
            self._sweep()
            fresh = [f for f in folders if not f.is_dir()]
            for folder in fresh:
                folder.mkdir(parents=True, exist_ok=True)
            with ThreadPoolExecutor(min(_WRITERS, max(1, len(wanted)))) as pool:
                list(pool.map(self._write, wanted.items()))
                list(pool.map(_sync_folder, [*sorted(folders), *([self._folder] if fresh else [])]))
        except OSError as error:
            said = f"{self._folder} cannot be written to: {error.strerror}"
            raise UserError(
                said, "free some space, or see that you may write there; then run the command again"
            ) from error

    def _write(self, item: tuple[str, bytes]) -> None:
        digest, data = item
        path = self.path(digest)
        part = path.with_name(f"{digest}.{secrets.token_hex(4)}.part")
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)

    def _sweep(self) -> None:
        """Remove what crashes left half-written, once per process."""
        if not self._swept:
            self._swept = True
            for part in self._folder.glob("*/*.part"):
                if time.time() - part.stat().st_mtime > _LEFT_S:
                    part.unlink(missing_ok=True)

    def drop(self, digest: str) -> None:
        """Remove an original, and what a crash left of it."""
        for path in (self.path(digest), *self.path(digest).parent.glob(f"{digest}.*.part")):
            path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder durable (POSIX: a file's own fsync does not)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
