"""Judgements from the browser: one form, one address, and back to where one came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlsplit

from marsad.errors import UserError
from marsad.pipeline.judging import Asked, Judged, Verdict, heirs
from marsad.pipeline.observatory import Observatory

VERDICTS = get_args(Verdict)
_JUDGED = ("/incidents", "/claims")
FIELDS = ("token", "verdict", "subject", "other", "why", "field", "value", "seen", "back", "later", "judgement")


@dataclass(frozen=True, slots=True)
class Decision:
    """What came of a judgement: its id, what was done in words, and the fields that take it back when posted here."""

    judgement: str
    words: str
    undo: Mapping[str, str]


def decide(observatory: Observatory, form: Mapping[str, str]) -> Decision:
    """Do what a form says.

    Raises
    ------
    UserError
        When an id, field or value is wrong; nothing is written then.
    """
    later = form.get("later") == "yes"
    verdict, why = form.get("verdict", ""), form.get("why", "").strip()
    if verdict == "undo":
        return _said("taken back", observatory.undo(form.get("judgement", ""), why, later))
    if verdict not in VERDICTS:
        raise UserError(f"no verdict is called {verdict!r}", f"there are: {', '.join(VERDICTS)}, undo")
    return _said(_DONE[verdict], observatory.judge(_asked(form, verdict, why), form.get("seen", ""), later))


_DONE = {
    "same": "judged the same", "different": "judged different", "accept": "accepted", "reject": "rejected",
    "correct": "corrected",
}  # fmt: skip


def _said(done: str, judged: Judged) -> Decision:
    identity = judged.judgement.id
    when = "" if judged.applied else "; incidents follow with the next run"
    return Decision(identity, f"{done}{when}", {"verdict": "undo", "judgement": identity})


def _asked(form: Mapping[str, str], verdict: str, why: str) -> Asked:
    subject, others = form.get("subject", "").strip(), form.get("other", "").replace(",", " ").split()
    if verdict in ("same", "different") and not others:
        raise UserError("one id is not enough", f"say with what it is {'the same' if verdict == 'same' else verdict}")
    subjects = (subject, *others) if verdict in ("same", "different") else (subject,)
    field, value = (form.get("field"), form.get("value")) if verdict == "correct" else (None, None)
    return Asked(verdict, subjects, None, why, field, value)  # type: ignore[arg-type]


def onward(observatory: Observatory, address: str) -> str:
    """Where to go from a decision: back, or to the first of what it made of the thing that was there."""
    page, _, identity = back(address).partition("?")[0].rpartition("/")
    with observatory.reading():
        gone = page in _JUDGED and not observatory.store.find(identity)
        now = heirs(observatory.workbench, identity) if gone else []
    return f"{page}/{now[0]}" if now else back(address)


def back(address: str) -> str:
    """Where to go from a form: an address of ours, else the list of incidents."""
    parts = urlsplit(address)
    ours = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if ours and not parts.netloc and address.isprintable() else "/incidents"
