"""What the event heads read from the states of words: triggers and their types, roles, status, role fillers, relevance.

Plain numpy, like :mod:`.heads`.  The type codes and modes are PLOVER 2.0's (Open Event Data Alliance, manual v2.0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from marsad.annotate.encoder.heads import Floats, gelu, linear, softmax, spans_of_rows
from marsad.values import Auxiliary, Modality

__all__ = [
    "AUXILIARIES",
    "FILLERS",
    "FILLER_LABELS",
    "KINDS_OF_EVENT",
    "MODALITIES",
    "MODES",
    "REACH",
    "ROLES",
    "auxiliaries",
    "fillers",
    "kinds",
    "modalities",
    "modes",
    "reach",
    "relevance",
    "role_words",
    "roles",
    "status",
]  # fmt: skip

KINDS_OF_EVENT = (
    "", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
    "tie", "presence", "movement", "figure", "position",
)  # fmt: skip
"""What a word can be the trigger of: nothing, an event of a PLOVER type, a statement of another shape."""
MODES = (
    "", "visit", "third-party", "multilateral", "phone", "withdraw", "release", "disarm", "ceasefire", "access",
    "resign", "assist", "change", "yield", "meet", "disapprove", "investigate", "allege", "restrict", "arrest",
    "relations", "expel", "territory", "violence", "demo", "riot", "strike", "hunger", "boycott", "obstruct",
    "vandalize", "convict",
    "discontinue", "troops", "weapons", "police", "militia", "seize", "censor", "curfew", "martial-law", "deport",
    "withhold", "misinformation", "cyber", "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive",
    "firearms", "explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
)  # fmt: skip
ROLES = ("", "who", "whom", "at", "from", "to", "via", "time", "means", "killed", "injured", "captured", "counted")
"""What a word is to a trigger; the last four are number words of tolls ("captured" also of abductions)."""
AUXILIARIES: tuple[Auxiliary, ...] = ("historical", "future", "hypothetical", "negation")
MODALITIES: tuple[Modality, ...] = (
    "asserted",
    "reported",
    "alleged",
    "possible",
    "predicted",
    "demanded",
    "hypothetical",
)
FILLERS = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
"""The roles of MUC-4's templates: who attacked (people, organisation), what, whom, with what."""
FILLER_LABELS = ("O", *(f"{prefix}-{role}" for role in FILLERS for prefix in ("B", "I")))
REACH = 24
"""Classes of :func:`reach`."""
_STEPS = (1, 2, 3, 4, 5, 6, 8, 11, 15, 20, 28)


def reach(trigger: int, word: int) -> int:
    """How far a word is from the trigger: 0-11 before it (and itself), 12-23 after it."""
    gap = abs(word - trigger)
    return sum(gap > s for s in _STEPS) + (12 if word > trigger else 0)


def _probabilities(scores: Floats, calibration: tuple[float, float]) -> Floats:
    """Rows of scores as probabilities, by a temperature and a shift of the first column ("nothing")."""
    temperature, shift = calibration
    scores[:, 0] += np.float32(shift)
    return softmax(scores / np.float32(temperature))


def kinds(weights: Mapping[str, Any], states: Floats, calibration: tuple[float, float]) -> Floats:
    """Probability of each of :data:`KINDS_OF_EVENT` for each word."""
    hidden = gelu(linear(weights, "event_hidden", states))
    return _probabilities(linear(weights, "event_out", hidden), calibration)


def role_words(weights: Mapping[str, Any], states: Floats) -> Floats:
    """What each word brings to a role, the same for every trigger of the sentence."""
    return gelu(linear(weights, "role_word", states))


def roles(
    weights: Mapping[str, Any], state: Floats, w: Floats, trigger: int, calibration: tuple[float, float]
) -> Floats:
    """Probability of each of :data:`ROLES` for each word (``w``: :func:`role_words`) in the event of a trigger."""
    t = gelu(linear(weights, "role_trigger", state[None]))
    far = weights["reach.weight"][[reach(trigger, n) for n in range(len(w))]]
    joined = np.concatenate([t * w, w, np.repeat(t, len(w), 0), far], -1)
    hidden = gelu(linear(weights, "role_hidden", joined))
    return _probabilities(linear(weights, "role_out", hidden), calibration)


def status(weights: Mapping[str, Any], state: Floats) -> Floats:
    """What the heads of mode, auxiliary modes and modality share, for a trigger."""
    return gelu(linear(weights, "status_hidden", state[None]))


def _first(rows: Floats) -> Floats:
    return np.asarray(rows[0], dtype=np.float32)


def modes(weights: Mapping[str, Any], shared: Floats) -> Floats:
    """Probability of each of :data:`MODES` for a trigger, from its :func:`status`."""
    return _first(softmax(linear(weights, "mode_out", shared)))


def auxiliaries(weights: Mapping[str, Any], shared: Floats) -> Floats:
    """Probability of each of :data:`AUXILIARIES` for a trigger, one by one, from its :func:`status`."""
    scores = linear(weights, "aux_out", shared)[0]
    return np.asarray(1.0 / (1.0 + np.exp(-scores)), dtype=np.float32)


def modalities(weights: Mapping[str, Any], shared: Floats) -> Floats:
    """Probability of each of :data:`MODALITIES` for a trigger, from its :func:`status`."""
    return _first(softmax(linear(weights, "modality_out", shared)))


def relevance(weights: Mapping[str, Any], mean: Floats) -> float:
    """Probability that the sentence tells of any event, from the mean state of its pieces."""
    score = float(linear(weights, "relevance", mean[None])[0, 0])
    return 1.0 / (1.0 + float(np.exp(-score)))


def fillers(weights: Mapping[str, Any], states: Floats, bias: float = 0.0) -> list[tuple[int, int, str, float]]:
    """Spans that fill a role of an attack: first word, last word, role, probability.

    ``bias`` is taken from the score of "no role": above 0 more spans are found.
    """
    scores = linear(weights, "fillers", states)
    scores[:, 0] -= np.float32(bias)
    return spans_of_rows(softmax(scores), FILLER_LABELS)


def means(rows: Floats, first: int, last: int, names: Sequence[str], wanted: str) -> float:
    """Mean probability of a role over the words of a span."""
    return float(rows[first : last + 1, names.index(wanted)].mean())
