"""The reading model at work: one sentence through the encoder, then any question to its heads.

One sentence per call and one thread: with int8 weights the scores of a sentence would otherwise depend on the sentences
that run beside it (ONNX Runtime scales activations per call), and two processes of one thread beat one of two threads.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from marsad.annotate.encoder import eventheads, heads
from marsad.annotate.encoder.gate import Gate
from marsad.annotate.encoder.heads import Floats, Span
from marsad.annotate.encoder.pieces import Pieces, Window, read_vocabulary, windows
from marsad.errors import UserError

__all__ = ["WEIGHTS", "NameSpan", "Reader", "Reading"]

WEIGHTS = Path(__file__).resolve().parent / "weights"
"""Where the shipped weights are."""
DENIED = 0.5
"""What a certain negation takes from the factuality of its event."""
PIECES = 256
"""Pieces in one call at most; a longer sentence goes through in windows that overlap by half."""


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name in a sentence: first and last word (both inside), kind, probability.

    ``kind`` is PLACE, ORG or PERSON.  A person's name is there only so that the caller does not take it for a place or
    an organisation: it must never leave the backend.
    """

    first: int
    last: int
    kind: str
    probability: float

    @property
    def is_person(self) -> bool:
        """Whether the name is a person's: to be suppressed."""
        return self.kind == "PERSON"


@dataclass(frozen=True, slots=True)
class Status:
    """Of one event: probabilities in the order of ``eventheads.MODES``, ``AUXILIARIES`` and ``MODALITIES``."""

    modes: Floats
    auxiliaries: Floats
    modalities: Floats


@dataclass(frozen=True)
class Reading:
    """What the model sees in one sentence; asks its heads when it is asked.

    ``states`` has one row for each word; ``mean`` is the mean state of all pieces.
    """

    words: tuple[str, ...]
    states: Floats
    mean: Floats
    _heads: Mapping[str, Any] = field(repr=False)
    _settings: Mapping[str, float] = field(repr=False)

    @cached_property
    def embedding(self) -> Floats:
        """The sentence as a vector of length one, for similarity."""
        return heads.embedding(self._heads, self.mean)

    @cached_property
    def tag_probabilities(self) -> Floats:
        """Calibrated probability of each of ``heads.LABELS`` for each word."""
        return heads.softmax(heads.name_logits(self._heads, self.states) / np.float32(self._settings["names"]))

    @cached_property
    def spans(self) -> tuple[NameSpan, ...]:
        """Names in order; they never overlap."""
        found = heads.decode(self.tag_probabilities)
        return tuple(NameSpan(first, last, kind, self._calibrated(kind, raw)) for first, last, kind, raw in found)

    def _calibration(self, head: str) -> tuple[float, float]:
        """Temperature of a head, and the shift of its "nothing"."""
        return self._settings[head], self._settings[f"{head}_shift"]

    def _calibrated(self, kind: str, raw: float) -> float:
        """How often a name of this kind and score is right: its words' probability says less, for bounds go wrong."""
        bounded = min(max(raw, 1e-6), 1 - 1e-6)
        scale, shift = self._settings[f"{kind}_scale"], self._settings[f"{kind}_shift"]
        return 1.0 / (1.0 + math.exp(-(scale * math.log(bounded / (1 - bounded)) + shift)))

    def kind_probability(self, first: int, last: int, kind: str) -> float:
        """How likely a span of the caller's own is of a kind: the least of its words' probabilities."""
        columns = [heads.LABELS.index(f"{prefix}-{kind}") for prefix in ("B", "I")]
        return float(self.tag_probabilities[first : last + 1, columns].sum(-1).min())

    def place_scores(self, trigger: int, spans: Sequence[Span]) -> list[float]:
        """For each span (first and last word) the probability that the trigger's event happened there.

        The spans are judged one by one: none may be likely, or several.
        """
        logits = heads.place_logits(self._heads, self.states, trigger, spans)
        scaled = (logits + self._settings["place_shift"]) / self._settings["place"]
        return [float(p) for p in 1.0 / (1.0 + np.exp(-scaled))]

    def factuality(self, trigger: int) -> float:
        """How far the event of a word happened: below 0 it did not; the training data goes from about -2 to 1.6.

        What is denied counts less by the probability that it is: UDS scores the same (.857, r .778), while "did not
        attack" goes from 0.0 to -0.4.
        """
        negation = self.status(trigger).auxiliaries[eventheads.AUXILIARIES.index("negation")]
        return heads.factuality(self._heads, self.states[trigger]) - DENIED * float(negation)

    @cached_property
    def kinds(self) -> Floats:
        """Calibrated probability of each of ``eventheads.KINDS_OF_EVENT`` for each word."""
        return eventheads.kinds(self._heads, self.states, self._calibration("kinds"))

    def roles(self, trigger: int) -> Floats:
        """Calibrated probability of each of ``eventheads.ROLES`` for each word, in the event of a trigger."""
        calibration = self._calibration("roles")
        return eventheads.roles(self._heads, self.states[trigger], self._role_words, trigger, calibration)

    @cached_property
    def _role_words(self) -> Floats:
        return eventheads.role_words(self._heads, self.states)

    def status(self, trigger: int) -> Status:
        """Mode, auxiliary modes and modality of the event of a trigger, as probabilities."""
        shared = eventheads.status(self._heads, self.states[trigger])
        found = eventheads.modes(self._heads, shared), eventheads.auxiliaries(self._heads, shared)
        return Status(*found, eventheads.modalities(self._heads, shared))

    @property
    def relevance(self) -> float:
        """Probability that the sentence tells of an event at all."""
        return eventheads.relevance(self._heads, self.mean)

    def fillers(self, bias: float = 0.0) -> list[tuple[int, int, str, float]]:
        """Spans that fill a role of an attack (``eventheads.FILLERS``): first word, last word, role, probability."""
        return eventheads.fillers(self._heads, self.states, bias)


class Reader:
    """The model; loads its weights at the first sentence.

    Parameters
    ----------
    folder
        ``encoder.onnx``, ``heads.npz``, ``vocab.txt`` and ``config.json``; the shipped ones by default.

    Raises
    ------
    UserError
        From :meth:`read`, when the folder lacks the weights.
    """

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None
        self._gate: Gate | None = None

    def read(self, words: Sequence[str]) -> Reading:
        """Run one sentence, given as its words, through the encoder."""
        loaded = self._ready()
        if not words:
            empty = np.zeros((0, loaded.width), dtype=np.float32)
            return Reading((), empty, np.zeros(loaded.width, np.float32), loaded.heads, loaded.settings)
        parts = windows(words, loaded.pieces, PIECES)
        states = [loaded.run(window) for window in parts]
        mean = np.asarray(np.concatenate(states).mean(0), dtype=np.float32)
        return Reading(tuple(words), _joined(parts, states), mean, loaded.heads, loaded.settings)

    def may_tell(self, words: Sequence[str]) -> bool:
        """Whether a sentence may tell of an event, by the cheap gate; the encoder need not be loaded for that."""
        if self._gate is None:
            self._gate = Gate.load(self._folder / "gate.npz")
        return self._gate(words)

    def _ready(self) -> _Loaded:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._folder)
            return self._loaded


@dataclass(frozen=True, slots=True)
class _Loaded:
    session: onnxruntime.InferenceSession
    pieces: Pieces
    heads: Mapping[str, Any]
    settings: Mapping[str, float]
    width: int

    def run(self, window: Window) -> Floats:
        """The state of each piece of a window."""
        ids, cases = (np.array([row], dtype=np.int64) for row in (window.ids, window.cases))
        (states,) = self.session.run(None, {"ids": ids, "cases": cases})
        return np.asarray(states[0], dtype=np.float32)


def _load(folder: Path) -> _Loaded:
    path = folder / "encoder.onnx"
    if not path.exists():
        raise UserError(
            f"the reading model's weights are not in {folder}",
            "Install marsad from its wheel, which carries them; docs/model-card.md says how they are made.",
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    with np.load(folder / "heads.npz") as stored:
        weights = {name: stored[name].astype(np.float32) for name in stored.files}
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))["calibration"]
    pieces = Pieces(read_vocabulary(folder / "vocab.txt"))
    return _Loaded(session, pieces, weights, settings, int(weights["names.weight"].shape[1]))


def _joined(parts: Sequence[Window], states: Sequence[Floats]) -> Floats:
    """One state per word; of two windows the one in which the word stands farther from the edge."""
    if len(parts) == 1:
        return states[0][parts[0].heads]
    last = parts[-1].first + len(parts[-1].heads)
    rows = np.zeros((last, states[0].shape[1]), dtype=np.float32)
    best = np.full(last, -1)
    for window, found in zip(parts, states, strict=True):
        for n, piece in enumerate(window.heads):
            word, room = window.first + n, min(piece, len(window.ids) - piece)
            if room > best[word]:
                rows[word], best[word] = found[piece], room
    return rows
