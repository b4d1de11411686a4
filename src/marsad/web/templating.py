"""The templates with what they all use; everything they are given is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined

from marsad.brief.figures import ranges
from marsad.views.pages.query import toggled
from marsad.views.signs import SIGNS
from marsad.views.wording import FAMILIES, MODALITIES, day, number
from marsad.web.pages import BY_NAME, NAVIGATION

STATIC = Path(__file__).parent / "static"
_MAIN = "src/main.ts"
_ID = re.compile(r"\b([ic][0-9a-f]{12})\b")


@cache
def environment() -> Environment:
    """The templates; those of the brief stand under ``brief/``, so that macros are shared."""
    found = Environment(
        loader=ChoiceLoader([
            PackageLoader("marsad.web", "templates"),
            PrefixLoader({"brief": PackageLoader("marsad.brief", "templates")}),
        ]),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    found.filters.update(day=_day, number=number, parted=_parted)
    found.globals.update(
        families=FAMILIES, link=link, modalities=MODALITIES,
        navigation=[BY_NAME[n] for n in NAVIGATION if n in BY_NAME],
        ranges=ranges, signs=SIGNS, toggled=toggled,
    )  # fmt: skip
    return found


def link(page: str, identity: str = "") -> str:
    """The address of a page by its name, or of a thing's page; empty while there is no such page."""
    found = BY_NAME.get(page)
    return found.path.replace("{id}", quote(identity, safe=":@")) if found else ""


def _parted(words: str) -> Iterator[tuple[str, str]]:
    """Words in parts, each with its page: the ids of incidents and claims in them have one."""
    for part in _ID.split(words):
        yield part, link({"i": "incident", "c": "claim"}[part[0]], part) if _ID.fullmatch(part) else ""


def _day(value: date | None) -> str:
    return day(value) if value else ""


def scripts(static: Path = STATIC) -> Mapping[str, Any]:
    """The front end's script and styles, by its manifest; none while it is not built (pages work without)."""
    try:
        made = msgspec.json.decode((static / "app" / "manifest.json").read_bytes())
    except (OSError, msgspec.DecodeError):
        return {"script": None, "styles": ()}
    main = made.get(_MAIN, {})
    return {"script": main.get("file"), "styles": tuple(main.get("css", ()))}
