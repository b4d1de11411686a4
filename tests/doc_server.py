"""The command line kept warm: starting Python and loading a pack takes a second, and the docs run dozens of commands.

:func:`start_server` puts a ``marsad`` into a folder for the PATH of shells.  It hands its arguments, folder and open
files to a server that has everything loaded and forks for each call.  So pipes and exit codes are the real ones.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shlex
import signal
import socket
import subprocess
import sys
import traceback
from pathlib import Path

from marsad import cli, plugins
from marsad.brief import render_html
from marsad.pack import load_pack
from marsad.pipeline import Coder
from marsad.settings import Settings

_PAGE = b"<!doctype html><html><body><article><p>" + b"Militants attacked a post in Bannu. " * 20
_CALL = """
import json, os, socket, sys
call = socket.socket(socket.AF_UNIX)
call.connect(sys.argv[1])
socket.send_fds(call, [json.dumps([os.getcwd(), sys.argv[2:]]).encode()], [0, 1, 2])
answer = call.recv(1)
sys.exit(answer[0] if answer else 1)
"""


def start_server(folder: Path, env: dict[str, str]) -> subprocess.Popen[str]:
    """Write ``marsad`` into the folder and start its server, which ends with this process."""
    (folder / "call.py").write_text(_CALL)
    words = shlex.join([sys.executable, "-IS", str(folder / "call.py"), str(folder / "socket")])
    (folder / "marsad").write_text(f'#!/bin/sh\nexec {words} "$@"\n')
    (folder / "marsad").chmod(0o755)
    command = [sys.executable, __file__, str(folder / "socket")]
    server = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None and server.stdout.readline() == "ready\n"
    return server


def serve(path: str) -> None:
    """Answer calls until stdin is closed."""
    # What commands import and load when they need it.
    assert render_html
    parts = {(group, name): plugins.load(group, name) for group in plugins.BUILT_IN for name in plugins.names(group)}
    coder = Coder(parts["backend", "rules/1"](load_pack("afpak")), load_pack("afpak"))
    coder.code(parts["reader", "html"]().read(_PAGE, "page.html", Settings.of()))
    door = socket.socket(socket.AF_UNIX)
    door.bind(path)
    door.listen()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    while sys.stdin not in (ready := select.select([door, sys.stdin], [], [])[0]):
        assert door in ready
        call, _ = door.accept()
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            call.send(bytes([_answer(cli.main, call)]))
            os._exit(0)
        call.close()


def _answer(main: object, call: socket.socket) -> int:
    asked, files, _, _ = socket.recv_fds(call, 1 << 20, 3)
    folder, words = json.loads(asked)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    code = 1
    try:
        main(words, prog_name="marsad")  # type: ignore[operator]
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:
        traceback.print_exc()
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    for number in range(3):
        os.close(number)
    return code


if __name__ == "__main__":
    serve(sys.argv[1])
