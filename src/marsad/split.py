"""Split a text into sentences: spans in order, exact in offsets; the text is never altered.

Sentences come from sentencex; around it stand the rules for what a press text does with lines: a blank line always ends
a sentence, a single line break does where it was meant (a headline, a bullet, a dateline) and not where a line was only
wrapped.  A dateline ("KABUL, Afghanistan (April 8, 2011) –") becomes a span of its own: it tells nothing of the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import sentencex

from marsad.values import Span

_WRAP = 160
"""Lines longer than this were not wrapped by hand or mail program: each of their breaks was meant."""

_NARROW = 55
"""Lines shorter than this were not wrapped either: nobody wraps prose so narrow."""

_LONGEST = 3_000
"""Code points after which a sentence without an end is cut at a blank, so that no later stage meets a megabyte."""

_BULLET = re.compile(r"\s*(?:[•‣▪●◦∙*·–—-]|\(?\d{1,2}[.)]|\([a-z]\))\s")
_TRAILING = re.compile(r"(?<=\s)[“‘«(\[]+\s*$")
_PLACE = r"[A-Z][A-Z’'.-]+(?: [A-Z’'.-]+)*(?:[,/] ?[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+)*)*"
_DASH = r"(?:--|[-–—])"
_DATELINE = re.compile(
    rf"(?:^|(?<=\s\s))\s*(?P<line>{_PLACE},?\s*(?:"
    # KABUL, Afghanistan (April 8, 2011) –  |  PESHAWAR (Agency) -  |  PESHAWAR, May 3 (Agency) -
    rf"(?:[A-Z]\w+\.? \d{{1,2}}\s*|\d{{1,2}} [A-Z]\w+\.?\s*)?\([^()\n]{{2,40}}\)\s*(?:{_DASH}|:)"
    # KABUL, Afghanistan (April 8, 2011), without the dash
    rf"|\([^()\n]{{0,30}}\d[^()\n]{{0,12}}\)"
    # DOMEL (Our correspondent) On Monday
    rf"|\([^()\n]{{2,40}}\)(?=\s+[A-Z])"
    # QUETTA, May 3 –
    rf"|(?:[A-Z]\w+\.? \d{{1,2}}|\d{{1,2}} [A-Z]\w+\.?)\s*(?:{_DASH}|:)))(?=\s+\S)"
)
_COLON = re.compile(r"\s*(?P<line>[A-Z][A-Z’'-]{3,}(?:[ /][A-Z’'-]{3,})*:)(?=\s+\S)")
_CITY = re.compile(
    rf"\s*(?P<line>[A-Z][A-Z’'-]{{4,}}(?:[ /][A-Z’'-]{{3,}})*\s+(?:--|[–—]))(?=\s+\S)(?!.{{0,80}}{_DASH}\s)"
    # Jalalabad (Highland Radio) — A bomb
    rf"|\s*(?P<mixed>[A-Z][\w’'-]+(?:,? [A-Z][\w’'-]+)*\s+\([^()\n]{{2,40}}\)\s*(?:--|[–—-]))(?=\s+[“\"‘]?[A-Z])"
)


def split(text: str, language: str = "en") -> tuple[Span, ...]:
    """Split a text into sentences.

    Parameters
    ----------
    text
        Any text, in code points.
    language
        ISO 639-1 code, for abbreviations.

    Returns
    -------
    tuple of Span
        In order, not overlapping, without blanks at either end; every character that is not white space is in one.
    """
    found: list[Span] = []
    for start, end in _blocks(text):
        for first, last in _parts(text[start:end]):
            for a, b in _sentences(text[start + first : start + last], language):
                found += _trimmed(text, start + first + a, start + first + b)
    return tuple(found)


# ---------------------------------------------------------------------------------------------------- lines, blocks


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches that no sentence crosses: paragraphs, and lines whose break was meant."""
    paragraph: list[tuple[int, int]] = []
    position = 0
    for line in text.splitlines(keepends=True):
        if line.isspace():
            yield from _lines(text, paragraph)
            paragraph = []
        else:
            paragraph.append((position, position + len(line)))
        position += len(line)
    yield from _lines(text, paragraph)


def _lines(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if not lines:
        return
    bodies = [text[a:b].rstrip() for a, b in lines]
    width = max(len(body) for body in bodies)
    start = lines[0][0]
    for i in range(1, len(lines)):
        if _meant(bodies[i - 1], bodies[i], width):
            yield start, lines[i][0]
            start = lines[i][0]
    yield start, lines[-1][1]


def _meant(line: str, following: str, width: int) -> bool:
    """Whether the break between two lines was meant: a bullet, a headline, or a next word that would have fitted."""
    if _BULLET.match(following):
        return True
    lead = following.lstrip()
    if lead[:1].islower() or line.endswith((",", "-", "–", "—")):
        return False
    if not _NARROW <= width <= _WRAP or _headline(line):
        return True
    return len(line) + 1 + len(lead.split(maxsplit=1)[0]) <= width


def _headline(line: str) -> bool:
    """Whether a line looks like a title: no full stop, and its long words begin with capitals."""
    words = [w for w in line.split() if len(w) > 3 and w[0].isalpha()]
    capitals = sum(w[0].isupper() for w in words)
    return len(words) >= 3 and not line.endswith((".", "!", "?", "”", '"', ":", ";")) and capitals >= 0.8 * len(words)


def _parts(block: str) -> Iterator[tuple[int, int]]:
    """Set datelines apart."""
    begin = 0
    city = _COLON.match(block) or _CITY.match(block)
    cuts = [city.span(city.lastgroup or 0)] if city else []
    for start, end in cuts or [hit.span("line") for hit in _DATELINE.finditer(block)]:
        if start > begin:
            yield begin, start
        yield start, end
        begin = end
    yield begin, len(block)


# -------------------------------------------------------------------------------------------------------- sentences


def _sentences(block: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield what sentencex finds in a block, mended; a block whose pieces do not add up stays whole."""
    if not block.strip():
        return
    pieces = sentencex.segment(language, block)
    if "".join(pieces) != block:
        yield from _cut(block, 0, len(block))
        return
    begin = end = 0
    for piece in pieces:
        end += len(piece)
        # An opening quotation mark belongs to what it opens.
        opening = _TRAILING.search(block, begin, end) if end < len(block) else None
        stop = opening.start() if opening else end
        if block[begin:stop].strip():
            yield from _cut(block, begin, stop)
            begin = stop
    if begin < len(block):
        yield from _cut(block, begin, len(block))


def _cut(block: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        blank = block.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        stop = blank + 1 if blank > 0 else start + _LONGEST
        yield start, stop
        start = stop
    yield start, end


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    piece = text[start:end]
    body = piece.strip()
    if not body:
        return []
    first = start + len(piece) - len(piece.lstrip())
    return [Span(first, first + len(body))]
