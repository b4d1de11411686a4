"""The figure of ties: organisations on a line, claimed ties as arcs between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marsad.views.rows import Tie
from marsad.views.wording import listing

_NODES = 16
"""Organisations that the figure of ties shows at most."""
_ROW = 32.0
"""Units from one name to the next."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A tie drawn from one organisation to another."""

    path: str
    hostile: bool
    disputed: bool
    number: int
    text: str
    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Arcs:
    """Figure: ties between organisations, names on a line, ties as arcs."""

    names: tuple[tuple[str, float], ...]
    arcs: tuple[Arc, ...]
    left: float
    height: float
    width: float
    left_out: int


def tie_arcs(ties: Sequence[Tie]) -> Arcs | None:
    """Names on a line and ties as arcs; None for fewer than two ties, which a list says better."""
    degree: dict[str, int] = defaultdict(int)
    for tie in ties:
        degree[tie.source] += 1
        degree[tie.target] += 1
    kept = set(sorted(degree, key=lambda n: (-degree[n], n))[:_NODES])
    shown = [t for t in ties if t.source in kept and t.target in kept]
    if len({(t.source, t.target) for t in shown}) < 2:
        return None
    order = _line(sorted(kept), shown)
    at = {name: 20 + _ROW * n for n, name in enumerate(order)}
    left = 8 + max(len(n) for n in order) * 6.9
    pairs: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in shown:
        pairs[tie.source, tie.target].append(tie)
    arcs = [_arc(some, at[a], at[b], left, (b, a) in pairs) for (a, b), some in pairs.items()]
    width = max(a.x for a in arcs) + 40
    return Arcs(tuple(at.items()), tuple(arcs), left, 10 + _ROW * len(order), width, len(ties) - len(shown))


def _arc(ties: Sequence[Tie], y1: float, y2: float, left: float, mutual: bool) -> Arc:
    """One arc for all ties from one organisation to another; of mutual ones the second bends wider."""
    reach = abs(y2 - y1) * 0.75 + 26 + (22 if mutual and y1 > y2 else 0)
    path = f"M{left + 6:.0f} {y1:.0f}C{left + reach:.0f} {y1:.0f} {left + reach:.0f} {y2:.0f} {left + 9:.0f} {y2:.0f}"
    claims = list(dict.fromkeys(t.claim.number for t in ties))
    kinds = listing(list(dict.fromkeys(t.kind for t in ties)))
    words = f"{ties[0].source} {kinds} {ties[0].target} (claims {', '.join(f'C{n}' for n in claims)})"
    text = f"C{claims[0]}" if len(claims) == 1 else f"C{claims[0]} +{len(claims) - 1}"
    denied = any(t.claim.denied for t in ties)
    x, y = left + 0.75 * reach + 2, (y1 + y2) / 2
    return Arc(path, all(t.hostile for t in ties), denied, claims[0], text, x, y, words)


def _line(names: Sequence[str], ties: Sequence[Tie]) -> list[str]:
    """Order names so that tied ones stand close: repeated moves to the mean place of their neighbours."""
    place = {n: float(i) for i, n in enumerate(names)}
    near: Mapping[str, list[str]] = defaultdict(list)
    for tie in ties:
        near[tie.source].append(tie.target)
        near[tie.target].append(tie.source)
    for _ in range(12):
        mean = {n: (place[n] + sum(place[m] for m in near[n])) / (1 + len(near[n])) for n in names}
        place = {n: float(i) for i, n in enumerate(sorted(names, key=lambda n: (mean[n], n)))}
    return sorted(names, key=lambda n: place[n])
