"""Where the stages meet: documents to coded documents, to incidents and claims; what is stale; who does the work."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from marsad.pipeline.coder import Coder, code_document, sketch
from marsad.pipeline.keys import code_key, pack_hash, resolve_key, stage_version

if TYPE_CHECKING:
    from marsad.pipeline.workbench import Added, CodingError, Ran, Status, Workbench

__all__ = [
    "Added",
    "Coder",
    "CodingError",
    "Ran",
    "Status",
    "Workbench",
    "code_document",
    "code_key",
    "pack_hash",
    "resolve_key",
    "sketch",
    "stage_version",
]


def __getattr__(name: str) -> Any:
    """The names of the workbench when they are asked for: who only codes need not wait for store and views."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("marsad.pipeline.workbench"), name)
