"""``marsad serve``: the workbench in the browser."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import click

from marsad.cli.options import Session, on_workbench
from marsad.cli.talk import note, put


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The name or address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes any free one.")
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@on_workbench
def serve(session: Session, host: str, port: int, show: bool, workbench: Path | None) -> None:
    """Look at the workbench in the browser, and judge there.

    Only this machine is served, and nothing leaves it.  Ctrl-C ends it.
    """
    import uvicorn

    from marsad.pipeline import Workbench
    from marsad.web.app import application

    app = application(workbench or session.workbench or Workbench.find(Path.cwd()), [host], warm=True)
    with _listening(host, port) as listening:
        address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"
        put(address)
        note("Ctrl-C ends it")
        if show:
            click.launch(address)
        try:
            uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[listening])
        except KeyboardInterrupt:
            note("ended")


def _listening(host: str, port: int) -> socket.socket:
    from marsad.errors import UserError

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        said = f"nothing can listen at {host}, port {port}: {error.strerror}"
        taken = error.errno == errno.EADDRINUSE
        hint = "does another `marsad serve` run? give another --port, or 0 for any free one"
        raise UserError(said, hint if taken else "give another --host or --port") from error
