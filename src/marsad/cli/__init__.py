"""The command line: thin, data on stdout, talk on stderr, exit 0 (done), 1 (found wanting, or our bug), 2 (mend it).

Only click is imported here; what a command needs is imported when it runs, so that ``marsad --help`` is quick.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from marsad import __version__
from marsad.cli import data, judge, pipes, reference, serve, show, work
from marsad.cli.options import CALM, Session
from marsad.errors import MarsadError, UserError

__all__ = ["main"]


class Marsad(click.Group):
    """The group of all commands; errors that the user can mend become two lines and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Commands in the order in which they are used, not of the alphabet."""
        del ctx
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            _say(error)
            ctx.exit(2)
        except BrokenPipeError:
            # The reader of our output has gone (`marsad … | head`): be still, also when Python closes stdout.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except MarsadError as error:
            if type(error) not in CALM:
                raise
            _say(error)
            ctx.exit(1)


def _say(error: MarsadError) -> None:
    click.echo(f"marsad: {error.message}", err=True)
    if error.hint:
        click.echo(f"  {error.hint}", err=True)


@click.group(cls=Marsad, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="marsad")
@click.option(
    "--workbench", "-w", type=click.Path(path_type=Path, file_okay=False), envvar="MARSAD_WORKBENCH",
    help="The workbench folder; else the current folder or the nearest above it.",
)  # fmt: skip
@click.pass_context
def main(ctx: click.Context, workbench: Path | None) -> None:
    """Marsad: who says what happened, where, in which words, and how sure one can be."""
    # Before numpy is loaded, here and in the workers: its threads wait for each other spinning, and took four fifths of
    # the processor time of the reading model's heads where other work ran beside.  Work is spread over processes.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    ctx.obj = Session(workbench)


for _command in (
    work.init, work.add, work.run, work.status, work.problems, show.show, show.search, serve.serve, data.brief,
    data.export, judge.judge, judge.history, reference.reference, reference.compare,
    work.forget, pipes.code, pipes.resolve, pipes.evaluate, data.pack, data.plugins, work.settings,
):  # fmt: skip
    main.add_command(_command)
