"""One document through the stages, and the sketch by which copies of it are known."""

from __future__ import annotations

import hashlib
import heapq
import re

from marsad.annotate import Backend, annotate
from marsad.coding import code
from marsad.errors import ContractError
from marsad.link import Linker
from marsad.pack import Pack, fold
from marsad.split import split
from marsad.values import Coded, Document, Problem

SKETCH_SIZE = 64
_GRAM = 3
_WORD = re.compile(r"\w+")
# JSON readers that keep numbers as doubles hold 53 bits exactly.
_SKETCH_SHIFT = 64 - 53


class Coder:
    """Splits, annotates, links and codes documents with one backend and one pack; start-up is paid once."""

    def __init__(self, backend: Backend, pack: Pack) -> None:
        self.backend = backend
        self.pack = pack
        self._linker = Linker(pack)

    def code(self, document: Document) -> Coded:
        """All that is derived from one document; pure.

        A backend that breaks its contract gives a document with a problem and no statements.
        """
        sentences = split(document.text)
        try:
            found = annotate(self.backend, document, sentences)
        except ContractError as error:
            hint = "the backend is at fault: take another one (marsad plugins), and tell its authors"
            problem = Problem("annotate", error.message, error.hint or hint, document.id)
            return self._coded(document, sentences=sentences, problems=(problem,))
        linked = self._linker.link(document, found)
        statements, uncoded = code(document, linked, self.pack)
        mentions = tuple(m for a in linked for m in a.mentions)
        return self._coded(document, sentences=sentences, mentions=mentions, statements=statements, uncoded=uncoded)

    def _coded(self, document: Document, **derived: object) -> Coded:
        return Coded(
            id=document.id, source=document.source, published=document.published, title=document.title,
            url=document.url, sketch=sketch(document.text), **derived,  # type: ignore[arg-type]
        )  # fmt: skip


_latest: list[Coder] = []


def code_document(document: Document, backend: Backend, pack: Pack) -> Coded:
    """Split, annotate, link and code one document.  Pure; for many documents use one :class:`Coder`."""
    # Start-up costs more than a document: the last coder is kept for the next call with the same backend and pack.
    if not (_latest and _latest[0].backend is backend and _latest[0].pack is pack):
        _latest[:] = [Coder(backend, pack)]
    return _latest[0].code(document)


def sketch(text: str) -> tuple[int, ...]:
    """Bottom-k sketch of a text's word 3-grams: the 64 least hashes, ascending (Broder 1997, "resemblance").

    Words are folded; hashes are the first 53 bits of BLAKE2b.  Fewer than three words give the hash of what there is.
    """
    words = _WORD.findall(fold(text))
    if not words:
        return ()
    grams = {" ".join(words[i : i + _GRAM]) for i in range(max(1, len(words) - _GRAM + 1))}
    digest = hashlib.blake2b
    hashes = {
        int.from_bytes(digest(g.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> _SKETCH_SHIFT
        for g in grams
    }  # fmt: skip
    return tuple(heapq.nsmallest(SKETCH_SIZE, hashes))
