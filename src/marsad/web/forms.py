"""What is posted: a table of forms.  Each is read within its limits, checked to be ours, and done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from marsad.errors import UserError
from marsad.pipeline.observatory import Observatory
from marsad.pipeline.observatory.status import add
from marsad.pipeline.tasks import File
from marsad.views.pages.adding import AT_ONCE, MOST_FILES, file_name
from marsad.web.judge import FIELDS, back, decide, onward

_SMALL = 100_000
"""Bytes of a form without files.  The longest reason has 2,000 characters."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was posted."""

    fields: Mapping[str, str]
    files: Sequence[File] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a form: where to go on, and what its ``.json`` twin says."""

    then: str
    item: object = None


Act = Callable[[Observatory, Given], Done]


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its path, what it does, the fields it takes, where to go on when it is refused, files at most."""

    path: str
    act: Act
    fields: tuple[str, ...]
    home: Callable[[Mapping[str, str]], str]
    files: int = 0

    def largest(self, observatory: Observatory) -> int:
        """Bytes at most."""
        return _SMALL + (AT_ONCE * int(observatory.workbench.settings["max_bytes"]) if self.files else 0)


async def read(form: Form, request: Request, observatory: Observatory) -> Given:
    """What was posted, within the limits of the form.

    Raises
    ------
    UserError
        When it is larger, or does not say how large it is.
    """
    limit = form.largest(observatory)
    said = request.headers.get("content-length", "")
    if not said.isascii() or not said.isdigit() or int(said) > limit:
        raise UserError("the form is too large", f"{limit:,} bytes at most")
    # One more field, for buttons that have a name of their own.
    async with request.form(max_files=form.files, max_fields=len(form.fields) + 1) as given:
        return Given({name: _text(given, name) for name in form.fields}, await _files(given))


def _text(given: FormData, name: str) -> str:
    value = given.get(name, "")
    return value if isinstance(value, str) else ""


async def _files(given: FormData) -> list[File]:
    sent = [value for _, value in given.multi_items() if isinstance(value, UploadFile)]
    # A form without a chosen file sends one without a name.
    return [File(file_name(one.filename or ""), await one.read()) for one in sent if one.filename]


def _judge(observatory: Observatory, given: Given) -> Done:
    done = decide(observatory, given.fields)
    return Done(onward(observatory, given.fields["back"]), done)


def _add(observatory: Observatory, given: Given) -> Done:
    if not given.files:
        raise UserError("no file was chosen", "choose some, then press Add")
    words = add(observatory, list(given.files))
    if given.fields["run"] == "yes":
        observatory.background.run()
    return Done("/status", {"words": words})


def _run(observatory: Observatory, given: Given) -> Done:
    observatory.background.run()
    return Done("/status", {"words": "started"})


FORMS: tuple[Form, ...] = (
    Form("/judge", _judge, FIELDS, lambda fields: back(fields.get("back", ""))),
    Form("/add", _add, ("token", "run"), lambda fields: "/add", MOST_FILES),
    Form("/run", _run, ("token",), lambda fields: "/status"),
)
