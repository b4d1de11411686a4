"""What commands share: the workbench they work on, ``--json``, and errors that need no traceback."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from marsad.errors import MarsadError, ReadError

if TYPE_CHECKING:
    from marsad.pipeline import Workbench

F = TypeVar("F", bound=Callable[..., Any])

CALM: tuple[type[MarsadError], ...] = (ReadError,)
"""Errors that are told in two lines although they are not the caller's to mend."""

as_json = click.option("--json", "as_json", is_flag=True, help="JSON Lines on stdout.")


@dataclass
class Session:
    """What the command line says before the command's name."""

    workbench: Path | None = None

    def open(self, workbench: Path | None = None, **given: Any) -> Workbench:
        """Open the workbench that is named, or the nearest from here upwards."""
        from marsad.pipeline import Workbench

        folder = workbench or self.workbench or Workbench.find(Path.cwd())
        return Workbench.open(folder, **{k: v for k, v in given.items() if v is not None})


def on_workbench(command: F) -> F:
    """Give a command ``--workbench`` (also after its name) and the session."""
    option = click.option(
        "--workbench", "-w", type=click.Path(path_type=Path, file_okay=False), default=None,
        help="The workbench folder (also before the command, or MARSAD_WORKBENCH).",
    )  # fmt: skip
    return click.pass_obj(option(command))  # type: ignore[return-value]


def parse_setting(text: str) -> tuple[str, str]:
    """Read ``name=value``.  The folder of a pack is named in full: a workbench is used from other folders, too."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter(f"{text!r} is not NAME=VALUE")
    name, value = name.strip(), value.strip()
    if name == "pack" and (Path(value) / "pack.toml").is_file():
        value = str(Path(value).resolve())
    return name, value
