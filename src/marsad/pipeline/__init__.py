"""Where the stages meet: documents to coded documents, to incidents and claims; what is stale; who does the work."""

from marsad.pipeline.coder import Coder, code_document, sketch
from marsad.pipeline.keys import code_key, pack_hash, resolve_key, stage_version
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
