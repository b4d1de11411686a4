"""The settings file of a workbench: every setting with its meaning, the chosen ones in force."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from marsad.errors import UserError
from marsad.settings import SETTINGS, Settings

SETTINGS_FILE = "settings.toml"


def read_settings(path: Path) -> dict[str, object]:
    """What a settings file says; no file says nothing.

    Raises
    ------
    UserError
        When it is no TOML, or names a setting that is not there.
    """
    if not path.is_file():
        return {}
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: {error}", "mend the file; the line and column are in the message") from error
    Settings.of(**given)
    return given


def write_settings(path: Path, given: Mapping[str, object]) -> None:
    """Write the file: what is given in force, all other settings as comments with their defaults."""
    lines = [
        "# Settings of this workbench.  Take the # away from a line to change it; `marsad settings` shows what holds."
    ]
    values = Settings.of(**given)
    for setting in SETTINGS:
        mark = "" if setting.name in given else "# "
        lines += ["", f"# {setting.help}", f"{mark}{setting.name} = {_toml(values[setting.name])}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _toml(value: object) -> str:
    # Our values are text, numbers and truth: JSON writes these as TOML does.
    return msgspec.json.encode(value).decode()
