"""The table of settings.  A stage declares which it reads; only those enter its run key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marsad.errors import UserError

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, default, what it does, and the stages whose results depend on it."""

    name: str
    default: Value
    help: str
    stages: tuple[str, ...] = ()


SETTINGS: tuple[Setting, ...] = (
    Setting("backend", "encoder/1", "which reading backend annotates sentences", ("code",)),
    Setting("pack", "afpak", "which region pack: a bundled name or a folder", ("code", "resolve", "assess")),
    Setting("max_bytes", 25_000_000, "largest file that is read, in bytes", ("read",)),
    Setting("max_chars", 5_000_000, "longest text that is coded, in code points", ("read",)),
    Setting("executor", "processes", "how documents are worked on: an executor's name (marsad plugins)", ()),
    Setting("workers", 2, "processes that code documents side by side", ()),
    Setting("analyst", "analyst", "the name that judgements bear when no other is given", ()),
    Setting("incident_days", 1, "statements further apart in days are never one incident", ("resolve",)),
    Setting("incident_km", 15.0, "statements with points further apart in km are never one incident", ("resolve",)),
)
BY_NAME: Mapping[str, Setting] = {s.name: s for s in SETTINGS}


@dataclass(frozen=True, slots=True)
class Settings:
    """Values of all settings, defaults filled in."""

    values: Mapping[str, Value]

    @classmethod
    def of(cls, **given: Any) -> Settings:
        """Defaults overlaid with what is given; unknown names and wrong types are the user's to mend."""
        values: dict[str, Value] = {s.name: s.default for s in SETTINGS}
        for name, value in given.items():
            if name not in BY_NAME:
                raise UserError(f"no setting called {name!r}", f"settings: {', '.join(BY_NAME)}")
            kind = type(BY_NAME[name].default)
            try:
                values[name] = kind(value)
            except (TypeError, ValueError) as error:
                raise UserError(f"setting {name}: {value!r} is no {kind.__name__}", BY_NAME[name].help) from error
        return cls(values)

    def __getitem__(self, name: str) -> Any:
        """The value of a setting."""
        return self.values[name]

    def of_stage(self, stage: str) -> dict[str, Value]:
        """The settings that a stage declares, for its run key."""
        return {s.name: self.values[s.name] for s in SETTINGS if stage in s.stages}
