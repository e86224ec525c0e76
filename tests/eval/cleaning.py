"""Runs the service's cleaning over the development sets and prints their scorers' figures.

    python tests/eval/cleaning.py --data DIR

DIR holds `appeals/` and `pages/`, each with its own `score.py`. Predictions go to a temporary
folder. Exit codes: 0, 2 when the data are missing, else that of the scorer that failed.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from service.core.blocks import split_blocks
from service.core.boilerplate import judge_blocks
from service.core.pipeline import clean_blocks
from service.core.types import Category
from service.wire.html import html_to_text

# The appeals know nine labels, the service more categories.
APPEAL_LABELS = {
    Category.NAVIGATION: "other_boilerplate",
    Category.RELATED: "other_boilerplate",
    Category.COMMENTS: "other_boilerplate",
    Category.BYLINE: "other_boilerplate",
    Category.OTHER: "other_boilerplate",
}

Row = dict[str, Any]


def main() -> int:
    """Predict and score; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=_Formatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the evaluation sets")
    data: Path = parser.parse_args().data
    missing = [path for path in (data / "appeals", data / "pages") if not path.is_dir()]
    if missing:
        print(
            f"no evaluation set at {missing[0]}: give its parent folder as --data", file=sys.stderr
        )
        return 2
    with tempfile.TemporaryDirectory() as folder:
        return max(_run_all(data, Path(folder)))


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Keeps the line breaks of the description."""


def _run_all(data: Path, folder: Path) -> Iterator[int]:
    appeals, pages = data / "appeals", data / "pages"
    rows = _read(appeals / "data" / "dev.jsonl")
    yield _score(appeals, folder / "appeals", rows, predict_appeal)
    page_rows = _read(pages / "data" / "dev.jsonl")
    segment_rows = _read(pages / "data" / "dev_segments.jsonl.gz")
    yield _score(pages, folder / "text", page_rows + segment_rows, predict_text)
    html_rows = [row | {"markup": _read_text(pages / row["html"])} for row in page_rows]
    yield _score(pages, folder / "html", html_rows, predict_html)


def predict_appeal(row: Row) -> Row:
    """Judge the case's own blocks."""
    verdicts = judge_blocks([block["text"] for block in row["blocks"]])
    return {
        "id": row["id"],
        "keep": [verdict is None for verdict in verdicts],
        "labels": [
            "article" if verdict is None else APPEAL_LABELS.get(verdict.category, verdict.category)
            for verdict in verdicts
        ],
    }


def predict_text(row: Row) -> Row:
    """Clean the page's text dump."""
    return {"id": row["id"], "clean_text": clean_blocks(split_blocks(row["text"])).text}


def predict_html(row: Row) -> Row:
    """Clean the page's HTML."""
    blocks = split_blocks(html_to_text(row["markup"]))
    return {"id": row["id"], "clean_text": clean_blocks(blocks).text}


def _score(dataset: Path, predictions: Path, rows: list[Row], predict: Callable[[Row], Row]) -> int:
    started = time.perf_counter()
    predicted = [predict(row) for row in rows]
    seconds = time.perf_counter() - started
    predictions.write_text("".join(json.dumps(row) + "\n" for row in predicted), encoding="utf-8")
    print(f"# {dataset.name}, {predictions.name}: {len(rows)} rows in {seconds:.1f} s", flush=True)
    command = [sys.executable, str(dataset / "score.py"), str(predictions), "--split", "dev"]
    return subprocess.run(command, check=False).returncode


def _read(path: Path) -> list[Row]:
    # Not splitlines: JSON strings may hold other line ends than these.
    return [json.loads(line) for line in _read_text(path).split("\n") if line]


def _read_text(path: Path) -> str:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")


if __name__ == "__main__":
    sys.exit(main())
