"""Write the weights that the package carries: ``python -m training.export --model /tmp/model``.

The encoder becomes ONNX with dynamic int8 weights (QInt8, per channel); the heads become ``heads.npz``;
temperatures are fitted on held-out sentences with the int8 encoder itself, so that they fit what runs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from marsad.annotate.encoder.model import WEIGHTS, Reader
from training.bert import Model, base_folder
from training.calibration import NONE, calibrated
from training.eventcalibration import calibrated_events
from training.mixture import mixture

OTHERS = ("encoder", "dropout")
"""Parts of the model that are no heads."""


class _Alone(nn.Module):
    """The encoder on one unpadded sentence."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.encoder = model.encoder

    def forward(self, ids: Tensor, cases: Tensor) -> Tensor:
        """States of the pieces."""
        states: Tensor = self.encoder(ids, cases)
        return states


def write_onnx(model: Model, path: Path, leave: Sequence[str] = ()) -> None:
    """The encoder as int8 ONNX; ``leave`` names layers' parts that stay in floating point."""
    example = torch.ones(1, 9, dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            _Alone(model).eval(),
            (example, torch.zeros_like(example)),
            str(plain),
            input_names=["ids", "cases"],
            output_names=["states"],
            dynamic_axes={"ids": {1: "n"}, "cases": {1: "n"}, "states": {1: "n"}},
            opset_version=17,
            dynamo=False,
        )
        nodes = [n.name for n in onnx.load(plain).graph.node if any(part in n.name for part in leave)]
        quantize_dynamic(plain, path, weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=nodes)


def write_heads(model: Model, path: Path) -> None:
    """Weights of the heads, as half floats."""
    state = model.state_dict()
    stored = {n: t.numpy().astype(np.float16) for n, t in state.items() if n.split(".")[0] not in OTHERS}
    np.savez(path, **stored)  # type: ignore[arg-type]


def main() -> None:
    """Read the arguments, write the weights, calibrate them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="folder that training.train wrote")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    model = Model(0.0)
    model.load_state_dict(torch.load(given.model / "model.pt", weights_only=True))
    write_onnx(model, given.out / "encoder.onnx")
    write_heads(model, given.out / "heads.npz")
    shutil.copyfile(base_folder() / "vocab.txt", given.out / "vocab.txt")
    (given.out / "vocab.txt").chmod(0o644)
    config = {"version": 2, "calibration": NONE}
    _write(given.out, config)
    mix = mixture(given.data, {"made"})
    events = calibrated_events(Reader(given.out), mix.events)
    config["calibration"] = calibrated(Reader(given.out), mix) | events
    _write(given.out, config)
    print(json.dumps(config))


def _write(out: Path, config: object) -> None:
    (out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
