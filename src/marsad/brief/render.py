"""Set a :class:`~marsad.views.BriefView` as HTML and as Markdown.

Documents are hostile: the HTML templates escape everything they are given (autoescape, no exceptions), the Markdown
ones escape every character that means something in Markdown or HTML.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from marsad.brief.figures import figures_of, ranges
from marsad.brief.map import WIDTH
from marsad.pack import Pack
from marsad.views import BriefView, Piece, timeline
from marsad.views.sentences import MARKS
from marsad.views.signs import SIGNS
from marsad.views.wording import CREDIBILITIES, FAMILIES, MODALITIES, SOURCE_CLASSES

_MARKUP = re.compile(r"[\\`*_\[\]#|~^${}@]")
_LIST = re.compile(r"^(\d*)([-+=:.)])")
_SPACE = re.compile(r"\s+")
_TAGS = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;"})


class References:
    """Gives every citation of a footnote an anchor of its own, so that the note can link back to all of them."""

    def __init__(self) -> None:
        self._seen: dict[int, list[str]] = defaultdict(list)

    def mark(self, number: int) -> str:
        """A new anchor for a citation of this note."""
        anchor = f"cite-{number}-{len(self._seen[number]) + 1}"
        self._seen[number].append(anchor)
        return anchor

    def back(self, number: int) -> list[str]:
        """The anchors of all citations of this note so far."""
        return self._seen[number]


def render_html(view: BriefView, pack: Pack) -> str:
    """Set a brief as one HTML page: styles and figures inside, no script, nothing fetched."""
    return environment(True).get_template("brief.html.j2").render(**_context(view, pack))


def render_markdown(view: BriefView, pack: Pack) -> str:
    """Set a brief as Markdown with footnotes (``[^1]``)."""
    text = environment(False).get_template("brief.md.j2").render(**_context(view, pack))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _context(view: BriefView, pack: Pack) -> dict[str, Any]:
    return {
        "view": view,
        "figures": figures_of(view, pack),
        "time": timeline([r for r in view.incidents if r.group == "current"]),
        "refs": References(),
        "families": [
            (k, w) for k, w in FAMILIES.items() if any(r.family == k for r in view.incidents if r.group != "before")
        ],
        "positions": [r for r in view.claims if r.shape in ("position", "figure", "event")],
    }


@cache
def environment(html: bool) -> Environment:
    """The templates with what they all use; HTML ones escape everything."""
    found = Environment(
        loader=PackageLoader("marsad.brief", "templates"),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["md"] = escape_markdown
    found.filters["plain"] = plain
    found.globals.update(
        ranges=ranges, signs=SIGNS, marks=MARKS, modalities=MODALITIES, source_classes=SOURCE_CLASSES,
        credibilities=CREDIBILITIES, map_width=WIDTH,
    )  # fmt: skip
    return found


def escape_markdown(value: object) -> str:
    """Text that Markdown shows as written, on one line, never as markup, link or HTML."""
    text = _SPACE.sub(" ", str(value)).strip()
    text = _MARKUP.sub(r"\\\g<0>", text).translate(_TAGS)
    # Bare addresses would become links.
    text = text.replace("://", ":\\//").replace("www.", "www\\.")
    return _LIST.sub(r"\1\\\2", text)


def plain(pieces: tuple[Piece, ...]) -> str:
    """Pieces of a quote as bare text."""
    return "".join(p.text for p in pieces)
