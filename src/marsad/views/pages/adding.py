"""The form by which files are added from the browser."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from marsad.views.pages.status import Activity

MOST_FILES = 500
AT_ONCE = 4
"""So many times the largest file may be sent at once: what is sent is held in memory."""
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class AddPage:
    """How large a file may be, in bytes, and what is being done just now."""

    max_bytes: int
    activity: Activity | None

    @property
    def most_files(self) -> int:
        """Files that are taken at once."""
        return MOST_FILES

    @property
    def most_bytes(self) -> int:
        """Bytes that are taken at once."""
        return AT_ONCE * self.max_bytes


def file_name(given: str) -> str:
    """The name of a file that a browser sent: its last part, without control and direction-changing characters."""
    last = given.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    plain = "".join(c for c in last if not unicodedata.category(c).startswith("C")).strip()
    # The ending tells the reader what it is: it stays when the name is cut.
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > _LONGEST and dot and len(ending) < _LONGEST:
        plain = f"{stem[: _LONGEST - 1 - len(ending)]}.{ending}"
    return plain[:_LONGEST].strip(". ") or "upload"
