"""What units were called and belonged to before: ``former_names`` and ``former_parents`` of a pack's options.

A registry says how things stand today.  A report of 2009 speaks of FATA and of the North-West Frontier Province; its
places keep today's ids and get the names of their time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from marsad.errors import PackError
from marsad.pack import Pack

_Spells = tuple[tuple[date, str], ...]


class Former:
    """Look-up of former parents and names by id and day."""

    def __init__(self, pack: Pack) -> None:
        self._parents = _read(pack.options.get("former_parents", {}), "parent")
        self._names = _read(pack.options.get("former_names", {}), "name")

    def parent(self, place: str, day: date | None) -> str | None:
        """Id of what held the place on the day, when that was not what holds it now; unknown days are today.

        A district may have been part of another district: then that is what held it.
        """
        return _on(self._parents.get(place, ()), day)

    def parents(self, place: str) -> tuple[str, ...]:
        """Ids of all that held the place before."""
        return tuple(value for _, value in self._parents.get(place, ()))

    def name(self, place: str, day: date | None) -> str | None:
        """The name the place had on the day, when that was not today's."""
        return _on(self._names.get(place, ()), day)


def _on(spells: _Spells, day: date | None) -> str | None:
    if day is None:
        return None
    return next((value for until, value in spells if day < until), None)


def _read(table: Mapping[str, Any], what: str) -> dict[str, _Spells]:
    """Per id the spells in order of their ends; an entry is one table or a list of them."""
    found: dict[str, _Spells] = {}
    for place, said in table.items():
        rows: Sequence[Mapping[str, Any]] = said if isinstance(said, list) else [said]
        try:
            found[place] = tuple(sorted((date.fromisoformat(str(r["until"])), str(r[what])) for r in rows))
        except (KeyError, ValueError) as error:
            hint = f'write {{ {what} = "…", until = "2018-05-31" }}: until is the first day of what came after'
            raise PackError(f"former_{what}s of {place!r}: {error}", hint) from error
    return found
