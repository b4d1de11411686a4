"""Region packs: folders of data (places, actors, outlets, words) that make Marsad work on a region.

A pack is a folder with a ``pack.toml``; everything else is optional.  ``includes`` names packs whose data come first
(``en``: the English coding words; ``world``: countries).  See ``docs/packs.md`` for the format and
:mod:`marsad.pack.check` for what is verified.
"""

from marsad.pack.load import bundled_packs, load_pack
from marsad.pack.names import NameHit, NameIndex, fold
from marsad.pack.types import Actor, Label, Membership, Outlet, Pack, Place

__all__ = [
    "Actor",
    "Label",
    "Membership",
    "NameHit",
    "NameIndex",
    "Outlet",
    "Pack",
    "Place",
    "bundled_packs",
    "fold",
    "load_pack",
]
