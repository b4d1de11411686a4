"""How long ``add`` and ``run`` take, and how much memory, as the number of documents grows.

    python benchmarks/scale.py FILE.jsonl [NUMBER…]

FILE holds one object per line with a "text" (for example the releases of ISAF).  The texts are repeated with
a line of their own each, until there are enough of them.  Prints one JSON line per number of documents: seconds,
documents per second, and the largest resident set of the command and of its workers, in MB.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def write(texts: list[str], number: int, folder: Path) -> None:
    """Write so many documents, all different."""
    for i in range(number):
        home = folder / f"{i // 1000:03}"
        home.mkdir(parents=True, exist_ok=True)
        again = f"\n\nRelease number {i}.\n" if i >= len(texts) else ""
        (home / f"{i:06}.txt").write_text(texts[i % len(texts)] + again, encoding="utf-8")


def timed(*words: str) -> tuple[float, float]:
    """Run a command of Marsad; seconds, and MB of the largest process (this one's children so far)."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "marsad", *words], check=True, capture_output=True)
    return time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main(file: Path, numbers: list[int]) -> None:
    """Measure each number of documents in a fresh workbench."""
    texts = [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
    for number in sorted(numbers):
        with tempfile.TemporaryDirectory() as folder:
            home, bench = Path(folder) / "in", str(Path(folder) / "wb")
            write(texts, number, home)
            timed("init", bench)
            add, _ = timed("-w", bench, "add", str(home))
            run, memory = timed("-w", bench, "run")
            size = (Path(bench) / "workbench.db").stat().st_size / 1e6
        found = {"documents": number, "add_s": round(add, 1), "run_s": round(run, 1)}
        found |= {"per_second": round(number / (add + run), 1), "memory_mb": round(memory), "file_mb": round(size)}
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(n) for n in sys.argv[2:]] or [1000, 10000])
