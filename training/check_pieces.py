"""Compare our cutting of words with the tokenizers library: ``python -m training.check_pieces FILE...``."""

from __future__ import annotations

import sys
from pathlib import Path

from tokenizers import Tokenizer

from marsad.annotate.encoder.pieces import Pieces, read_vocabulary
from training.bert import base_folder


def main() -> None:
    """Print each word that is cut otherwise; exit 1 when there is one."""
    theirs = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    theirs.no_truncation()
    theirs.no_padding()
    ours = Pieces(read_vocabulary(base_folder() / "vocab.txt"))
    words = {w for path in sys.argv[1:] for w in Path(path).read_text(encoding="utf-8").split()}
    wrong = 0
    for word in sorted(words):
        expected = theirs.encode(word, add_special_tokens=False).ids[:8] or [ours.unknown]
        if list(ours.of(word)) != expected:
            wrong += 1
            print(repr(word), expected, ours.of(word))
    print(len(words), "words,", wrong, "cut otherwise")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
