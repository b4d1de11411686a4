"""The network: organisations and the ties that are claimed between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from marsad.pack import Pack
from marsad.values import Claim, Party
from marsad.views.claims import HOSTILE, TIES
from marsad.views.pages.frame import FacetBox
from marsad.views.pages.organisations import UNNAMED
from marsad.views.wording import VOICES, words_of


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation, or people of a kind who have no name ("unnamed militants")."""

    id: str
    name: str
    kind: str
    page: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A claimed tie from one to another; ``page`` shows its statements."""

    source: str
    target: str
    source_name: str
    target_name: str
    words: str
    hostile: bool
    denied: bool
    when: str
    voices: tuple[str, ...]
    modalities: tuple[str, ...]
    origins: int
    statements: int
    claim: str
    page: str


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """Ties at a date; ``more``: claims of ties that rest on the fewest origins, and are left out."""

    date: date | None
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    more: int
    unnamed: int
    """Claims of ties that name one side alone."""
    facets: tuple[FacetBox, ...]


@dataclass(frozen=True, slots=True)
class Put:
    """How a claim is put: the modalities of its statements, whether one denies it, and its days.

    What is claimed without a day has the days on which it was published.
    """

    modalities: tuple[str, ...]
    denied: bool
    when: str


def edges_of(claim: Claim, put: Put) -> tuple[Edge, ...]:
    """The ties of a claim: from each who acts to each to whom it is tied; none where a side is not known."""
    found = claim.assessment
    words = TIES.get(claim.mode or "", words_of(claim.mode) or "is tied to")
    return tuple(
        Edge(
            source=a, target=b, source_name=one, target_name=other, words=words, hostile=claim.mode in HOSTILE,
            denied=put.denied, when=put.when,
            voices=tuple(dict.fromkeys(VOICES[o.kind] for o in found.origins)) if found else (),
            modalities=put.modalities, origins=len(found.origins) if found else 0,
            statements=len(claim.statements), claim=claim.id, page=f"/claims/{claim.id}",
        )
        for a, one in _linked(claim.actors) for b, other in _linked(claim.recipients) if a != b
    )  # fmt: skip


def _linked(parties: Sequence[Party]) -> list[tuple[str, str]]:
    return list({p.link: p.name for p in parties if p.link}.items())


def nodes_of(edges: Iterable[Edge], pack: Pack) -> tuple[Node, ...]:
    """The ends of ties, each once, in order of id."""
    names = {end: name for e in edges for end, name in ((e.source, e.source_name), (e.target, e.target_name))}
    return tuple(_node(i, name, pack) for i, name in sorted(names.items()))


def _node(identity: str, name: str, pack: Pack) -> Node:
    actor = pack.actors.get(identity)
    if actor is None or actor.kind in UNNAMED:
        address = f"/claims?{urlencode({'actor': identity, 'shape': 'tie'})}"
    else:
        address = f"/organisations/{quote(identity, safe=':@')}"
    return Node(identity, name, actor.kind if actor else "generic", address)
