"""Statements to incidents (one happening each) and claims (one proposition each), across documents.

Pure, and independent of the order in which documents come: everything is sorted by content or id first.  See
``docs/method.md`` for the rules in words.
"""

from __future__ import annotations

from collections.abc import Sequence

from marsad.pack import Pack
from marsad.resolve.doubts import Doubt
from marsad.resolve.engine import Changed, Resolution, Resolver
from marsad.settings import Settings
from marsad.values import Coded, Judgement

__all__ = ["Changed", "Doubt", "Resolution", "Resolver", "resolve"]


def resolve(coded: Sequence[Coded], pack: Pack, settings: Settings, judgements: Sequence[Judgement] = ()) -> Resolution:
    """Find which statements describe one happening, and which put one proposition.

    A document id that comes twice counts once.  Judgements may name statements or incidents (see
    :func:`marsad.resolve.judged.read_judgements`).
    """
    resolver = Resolver(pack, settings)
    resolver.update(coded, judgements=judgements)
    return resolver.resolution()
