"""Judgements from the browser: one form, one address, and back to where one came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args
from urllib.parse import urlsplit

from marsad.errors import UserError
from marsad.pipeline.judging import Asked, Verdict
from marsad.pipeline.observatory import Observatory

VERDICTS = get_args(Verdict)
FIELDS = ("token", "verdict", "subject", "other", "why", "field", "value", "seen", "back", "later", "judgement")


def decide(observatory: Observatory, form: Mapping[str, str]) -> None:
    """Do what a form says.

    Raises
    ------
    UserError
        When an id, field or value is wrong; nothing is written then.
    """
    later = form.get("later") == "yes"
    verdict, why = form.get("verdict", ""), form.get("why", "").strip()
    if verdict == "undo":
        observatory.undo(form.get("judgement", ""), why, later)
    elif verdict in VERDICTS:
        observatory.judge(_asked(form, verdict, why), form.get("seen", ""), later)
    else:
        raise UserError(f"no verdict is called {verdict!r}", f"there are: {', '.join(VERDICTS)}, undo")


def _asked(form: Mapping[str, str], verdict: str, why: str) -> Asked:
    subject, others = form.get("subject", "").strip(), form.get("other", "").replace(",", " ").split()
    if verdict in ("same", "different") and not others:
        raise UserError("one id is not enough", f"say with what it is {'the same' if verdict == 'same' else verdict}")
    subjects = (subject, *others) if verdict in ("same", "different") else (subject,)
    field, value = (form.get("field"), form.get("value")) if verdict == "correct" else (None, None)
    return Asked(verdict, subjects, None, why, field, value)  # type: ignore[arg-type]


def back(address: str) -> str:
    """Where to go from a form: an address of ours, else the list of incidents."""
    parts = urlsplit(address)
    ours = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if ours and not parts.netloc and address.isprintable() else "/incidents"
