"""Scores the service's quotes on PolNeAR's dev split with the set's own scorer.

python tests/eval/quotes.py --data DIR     DIR: the folder that holds quotes/score.py
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.core.blocks import split_blocks
from service.core.quotes import Annotate, find_quotes
from service.core.types import CleanText, KeptBlock, Quote, Span
from service.nlp import load_annotate


def whole_text(body: str) -> CleanText:
    """An article of which nothing is removed, at its own positions, as the gold spans need."""
    blocks = [block.raw for block in split_blocks(body) if block.raw is not None]
    kept = tuple(KeptBlock(clean=raw, raw_start=raw.start) for raw in blocks)
    return CleanText(text=body, blocks=kept, removed=())


def predict(article: str, body: str, *, annotate: Annotate) -> dict[str, Any]:
    """One line of the scorer's input."""
    quotes = find_quotes(whole_text(body), annotate=annotate, language="en")
    return {"id": article, "quotes": [_record(body, quote) for quote in quotes]}


def _record(body: str, quote: Quote) -> dict[str, Any]:
    return {
        "text": quote.text,
        "start": quote.span.start,
        "end": quote.span.end,
        "kind": quote.kind.value,
        "speaker": quote.speaker and _place(body, quote.speaker.span),
        "cue": quote.cue and _place(body, quote.cue.span),
        "attr": quote.statement,
    }


def _place(body: str, span: Span) -> dict[str, Any]:
    return {"text": body[span.start : span.end], "start": span.start, "end": span.end}


def _articles(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((folder / "data" / "dev" / "text").glob("*.txt")):
        # Line ends as they are: the gold positions count them.
        yield path.stem, path.read_bytes().decode()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data / "quotes"
    if not (folder / "score.py").is_file():
        print(f"No evaluation set in {folder}: give --data its parent folder.", file=sys.stderr)
        return 2
    annotate = load_annotate()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as predictions:
        for article, body in _articles(folder):
            predictions.write(json.dumps(predict(article, body, annotate=annotate)) + "\n")
        predictions.flush()
        command = [sys.executable, str(folder / "score.py"), predictions.name, "--split", "dev"]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
