"""Work on a workbench beside whoever looks at it: a run in a process of its own, and what is being done just now."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from marsad.errors import OutdatedError
from marsad.pipeline.progress import Doing, doing

LOG = "run.log"
"""What a run that was started here said, in the workbench's folder."""


class Background:
    """Starts runs of one workbench, one at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._started = datetime.now(UTC)

    def doing(self) -> Doing | None:
        """What is being done, by whatever process, or was done last."""
        told = doing(self._folder)
        if self._process is None or self._process.poll() is not None:
            return told
        if told is not None and told.began >= self._started:
            return told
        return Doing("run", "working", "", 0, 0, self._started, self._started)

    def check_free(self) -> None:
        """Refuse while somebody is at work.

        Raises
        ------
        OutdatedError
            With what is being done.
        """
        now = self.doing()
        if now is not None and now.state == "working":
            raise OutdatedError(
                f"marsad {now.what} is at work on this workbench, since {now.began:%H:%M} UTC",
                "nothing was written; the status page shows when it is done",
            )

    def run(self) -> None:
        """Start ``marsad run``.  It goes on when this process ends.

        Raises
        ------
        OutdatedError
            While somebody is at work.
        """
        with self._lock:
            self.check_free()
            command = [sys.executable, "-m", "marsad", "--workbench", str(self._folder), "run"]
            with (self._folder / LOG).open("wb") as log:
                self._started = datetime.now(UTC)
                self._process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
                )
