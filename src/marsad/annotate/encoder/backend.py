"""``encoder/1``: the rules, with a model's eyes for names that no registry has and for which place is an event's."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.annotate import Filler, Outlook
from marsad.annotate.encoder.adviser import EncoderAdviser
from marsad.annotate.encoder.fillers import role_fillers
from marsad.annotate.encoder.model import Reader, Reading
from marsad.annotate.encoder.told import auxiliaries, modality
from marsad.annotate.rules import RulesBackend
from marsad.pack import Pack
from marsad.values import Document, Span


class EncoderBackend(RulesBackend):
    """Annotate sentences by rules and model; deterministic, no state between documents."""

    name = "encoder/1"
    everywhere = False
    """Whether the model reads every sentence, and not only those in which the rules need it."""

    def __init__(self, pack: Pack) -> None:
        self._reader = Reader()
        super().__init__(pack, EncoderAdviser(self._reader, self.everywhere))

    def factuality(self, document: Document, sentences: Sequence[Span], trigger: Span) -> float | None:
        """How far the event of a word happened, by the model alone."""
        found = self._asked(document, sentences, trigger)
        return None if found is None else found[0].factuality(found[1])

    def outlook(self, document: Document, sentences: Sequence[Span], trigger: Span) -> Outlook | None:
        """How the event of a word is put, and its auxiliary modes, by the model alone."""
        found = self._asked(document, sentences, trigger)
        if found is None:
            return None
        status = found[0].status(found[1])
        return modality(status), auxiliaries(status)

    def fillers(self, document: Document, sentences: Sequence[Span]) -> list[Filler]:
        """Who attacked, with what, what and whom, by the model alone."""
        return role_fillers(self._reader, document, sentences)

    def _asked(self, document: Document, sentences: Sequence[Span], trigger: Span) -> tuple[Reading, int] | None:
        """The reading of the sentence of a word, and the word's number."""
        sentence = next((s for s in sentences if s.start <= trigger.start < s.end), None)
        if sentence is None:
            return None
        tokens = self._tagger(document.text[sentence.start : sentence.end], sentence.start)
        at = next((t.i for t in tokens if t.start < trigger.end and trigger.start < t.end), None)
        return None if at is None else (self._reader.read([t.text for t in tokens]), at)


class EverywhereBackend(EncoderBackend):
    """``encoder/1`` without its cascade: to measure what the cascade saves and costs."""

    name = "encoder-everywhere/1"
    everywhere = True
