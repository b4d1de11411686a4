"""``encoder/1``: the rules, with a model's eyes for names that no registry has and for which place is an event's."""

from __future__ import annotations

from marsad.annotate.encoder.adviser import EncoderAdviser
from marsad.annotate.encoder.model import Reader
from marsad.annotate.rules import RulesBackend
from marsad.pack import Pack


class EncoderBackend(RulesBackend):
    """Annotate sentences by rules and model; deterministic, no state between documents."""

    name = "encoder/1"

    def __init__(self, pack: Pack) -> None:
        super().__init__(pack, EncoderAdviser(Reader()))
