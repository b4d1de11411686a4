"""Run keys: what a derived value was computed with.  Another key means: compute it again.

A stage's version is the hash of its source, so nobody can forget to raise a number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgspec

from marsad import __version__
from marsad.errors import MarsadError
from marsad.pack import Pack
from marsad.settings import Settings
from marsad.values import Judgement

STAGES = {
    "code": (
        "marsad.values", "marsad.pack", "marsad.split", "marsad.annotate", "marsad.link", "marsad.coding",
        "marsad.pipeline.coder",
    ),
    "index": ("marsad.pack",),
    "resolve": (
        "marsad.values", "marsad.pack", "marsad.origins", "marsad.resolve", "marsad.assess", "marsad.pipeline.deriving",
        "marsad.pipeline.judged", "marsad.pipeline.verdicts", "marsad.pipeline.corrections",
    ),
}  # fmt: skip
"""The modules whose source makes the version of a stage."""


@cache
def stage_version(stage: str) -> str:
    """The version of a stage: Marsad's, and the hash of the stage's source files."""
    digest = hashlib.sha256(__version__.encode())
    for module in STAGES[stage]:
        for path in _sources(module):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _sources(module: str) -> list[Path]:
    spec = find_spec(module)
    if spec is None or not spec.origin:
        raise MarsadError(f"module {module} is not there")
    origin = Path(spec.origin)
    return sorted(origin.parent.rglob("*.py")) if spec.submodule_search_locations else [origin]


def pack_hash(pack: Pack) -> str:
    """The hash of every data file of a pack and of the packs that it includes."""
    digest = hashlib.sha256()
    for folder in pack.folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in _DATA):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


_DATA = frozenset({".toml", ".tsv", ".geojson", ".json", ".txt"})


def code_key(backend: str, pack: Pack, settings: Settings, gazetteers: Sequence[str] = ()) -> str:
    """The run key of everything derived from single documents; ``gazetteers``: what was imported beside the pack."""
    inputs = {"backend": backend, **({"gazetteers": list(gazetteers)} if gazetteers else {})}
    return _key("code", pack, settings, inputs)


def resolve_key(pack: Pack, settings: Settings, coded: Iterable[tuple[str, str]], judged: Iterable[Judgement]) -> str:
    """The run key of incidents and claims: every coded document and every judgement counts."""
    inputs = {"coded": sorted(coded), "judgements": [j.id for j in judged]}
    return _key("resolve", pack, settings, inputs, ("resolve", "assess"))


def _key(stage: str, pack: Pack, settings: Settings, inputs: object, reads: tuple[str, ...] = ()) -> str:
    # The pack enters by content: by its name alone a mended pack would change nothing, and a moved one everything.
    declared = {k: v for s in (reads or (stage,)) for k, v in settings.of_stage(s).items() if k != "pack"}
    parts = [stage, stage_version(stage), pack.id, pack.version, pack_hash(pack), sorted(declared.items()), inputs]
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:32]
