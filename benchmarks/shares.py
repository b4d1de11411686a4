"""Which stage takes what share of the time: a sampling profiler of a run in one process.

The process is interrupted every 2 ms of processor time; the innermost frame of a stage's own module says where it was.
Unlike a tracing profiler this does not make the stages with many small functions look slower than they are.
"""

from __future__ import annotations

import signal
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import FrameType

import sentencex

from benchmarks import corpus
from marsad.pack import load_pack
from marsad.pipeline import Workbench

_EVERY_S = 0.002
_FRAMES = ("matching", "frames", "nounframes", "drafts", "relations", "merging", "worth")
STAGES = (
    ("read", ("read/",)),
    ("split", ("split.py",)),
    ("times", ("annotate/rules/times.py",)),
    ("counts", ("annotate/rules/counts.py",)),
    ("names", ("annotate/rules/mentions.py",)),
    ("tagging", tuple(f"annotate/rules/{m}.py" for m in ("tokens", "tagging", "neighbours"))),
    ("parse", tuple(f"annotate/rules/{m}.py" for m in ("chunks", "lists", "subjects", "parsing"))),
    ("frames", tuple(f"annotate/rules/{m}.py" for m in _FRAMES)),
    ("scope", ("annotate/rules/scope.py", "annotate/rules/attach.py")),
    ("voices", ("annotate/rules/voices.py",)),
    ("annotate, the rest", ("annotate/",)),
    ("link", ("link/",)),
    ("code", ("coding/",)),
    ("sketch", ("pipeline/coder.py",)),
    ("store", ("store/",)),
    ("resolve", ("resolve/",)),
    ("assess", ("assess/",)),
    ("packs", ("pack/load.py",)),
)


def shares(texts: list[str], number: int) -> dict[str, float]:
    """Seconds of processor time per stage, for ``add`` and ``run`` of so many documents in this process."""
    found: Counter[str] = Counter()

    def sample(number: int, frame: FrameType | None) -> None:
        del number
        found[_stage(frame)] += 1

    with tempfile.TemporaryDirectory() as folder:
        corpus.write(texts, number, Path(folder) / "in")
        bench = Workbench.init(Path(folder) / "wb", workers=1)
        before = signal.signal(signal.SIGPROF, sample)
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, _EVERY_S, _EVERY_S)
        try:
            bench.add([Path(folder) / "in"])
            bench.run()
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
        spent = time.process_time() - started
        bench.store.close()
    total = sum(found.values())
    return {stage: round(spent * n / total, 3) for stage, n in found.most_common()}


def _stage(frame: FrameType | None) -> str:
    while frame is not None:
        _, found, module = frame.f_code.co_filename.replace("\\", "/").rpartition("/marsad/")
        if found:
            for stage, prefixes in STAGES:
                if module.startswith(prefixes):
                    return stage
        frame = frame.f_back
    return "the rest"


def baseline(texts: list[str]) -> float:
    """Documents per second of processor time for sentences (sentencex) and names (Aho-Corasick) alone."""
    names = load_pack("afpak").names
    started = time.process_time()
    for text in texts:
        for sentence in sentencex.segment("en", text):
            names.find(sentence)
    return len(texts) / (time.process_time() - started)
