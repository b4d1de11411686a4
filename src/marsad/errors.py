"""Errors for whoever can mend them.

A :class:`UserError` is the user's to mend: the CLI prints message and hint and leaves with exit code 2.  A bad document
is no error but a :class:`marsad.values.Problem`.  Anything else is our bug and keeps its traceback.
"""

from __future__ import annotations


class MarsadError(Exception):
    """Base of all errors that Marsad raises on purpose."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UserError(MarsadError):
    """Something the user asked for cannot be done as asked."""


class MissingError(UserError):
    """What was asked for by its id is not there."""


class MovedError(MissingError):
    """What was asked for by its id bears another one by now."""

    def __init__(self, message: str, hint: str, now: str) -> None:
        super().__init__(message, hint)
        self.now = now


class OutdatedError(UserError):
    """What was asked for rests on something that is another by now."""


class PackError(UserError):
    """A region pack is missing or inconsistent."""


class ReadError(MarsadError):
    """A file could not become a document; turned into a Problem by whoever reads many."""


class ContractError(MarsadError):
    """A plug-in broke its contract (for example, a backend quoted text outside its sentence)."""
