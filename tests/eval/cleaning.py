"""Scores cleaning and prints a table of figures with 95 % intervals, targets and floors.

    python tests/eval/cleaning.py [--data DIR] [--predictions FOLDER]

DIR holds the development sets `appeals/` and `pages/`, each with its own `score.py`; without them
the project's own sets are scored alone. The shipped model was trained on the development sets, so
its figures on them are optimistic. Honest ones come from FOLDER, the predictions of a
cross-validation in the scorers' format: `appeals.jsonl`, `pages.jsonl` (pages and segments, from
text) and `html.jsonl`; what is not in it is predicted by the shipped model. Floors are in
`floors.toml`. Exit codes: 0; 1 when a figure is below its floor; 2 when FOLDER holds no prediction.
"""

import argparse
import gzip
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import own_cleaning
from figures import Figure, Origin, Scored, below_floor, bootstrap, read_bounds, report
from resiliparse.extract.html2text import extract_plain_text
from scorers import load_scorer

from service.core.pipeline import clean_blocks
from service.train.predictions import predict_blocks
from service.wire.decode import ContentType, RawArticle, article_blocks

_FLOORS = Path(__file__).with_name("floors.toml")
_SPEED_ROUNDS = 5

Row = dict[str, Any]


def main() -> int:
    """Predict, score, print; returns the exit code."""
    arguments = _arguments()
    scored = list(own_cleaning.score_all())
    data, folder = arguments.data, arguments.predictions
    if data is None or not (data / "appeals").is_dir() or not (data / "pages").is_dir():
        print(f"no development sets at {data}: the project's own sets alone are scored")
    elif folder is not None and not any(folder.glob("*.jsonl")):
        print(f"no predictions (*.jsonl) in {folder}: see --help", file=sys.stderr)
        return 2
    else:
        scored += _score_dev(data, folder)
    bounds = read_bounds(_FLOORS)
    print(*report(scored, bounds), sep="\n")
    failed = below_floor(scored, bounds)
    print(f"\nbelow the floor: {', '.join(failed)}" if failed else "\nno figure below its floor")
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="folder of the development sets")
    parser.add_argument("--predictions", type=Path, help="folder of out-of-fold predictions")
    return parser.parse_args()


def _score_dev(data: Path, folder: Path | None) -> Iterator[Scored]:
    """Score what the folder has predictions for by these, the rest by the shipped model's."""
    appeals = _read(data / "appeals" / "data" / "dev.jsonl")
    pages = _read(data / "pages" / "data" / "dev.jsonl")
    segments = _read(data / "pages" / "data" / "dev_segments.jsonl.gz")
    markup = [page | {"markup": _read_text(data / "pages" / page["html"])} for page in pages]
    with tempfile.TemporaryDirectory() as made:
        predictions = Predictions(folder, Path(made))
        path, origin = predictions.find("appeals", appeals, predict_appeal)
        yield from score_appeals(load_scorer(data / "appeals"), path, origin)
        scorer = load_scorer(data / "pages")
        path, origin = predictions.find("pages", pages + segments, predict_text)
        yield from score_pages(scorer, path, origin, {"article": "pages", "segments": "segments"})
        path, origin = predictions.find("html", markup, predict_html)
        yield from score_pages(scorer, path, origin, {"article": "html"})
    yield measure_speed([page["text"] for page in pages], [page["markup"] for page in markup])


class Predictions:
    """Predictions of a cross-validation where there are any, else of the shipped model."""

    def __init__(self, given: Path | None, made: Path) -> None:
        self._given = given
        self._made = made

    def find(
        self, name: str, rows: Sequence[Row], predict: Callable[[Row], Row]
    ) -> tuple[Path, Origin]:
        """The file of a set's predictions, made if need be."""
        if self._given is not None and (self._given / f"{name}.jsonl").is_file():
            return self._given / f"{name}.jsonl", Origin.OUT_OF_FOLD
        path = self._made / f"{name}.jsonl"
        path.write_text("".join(json.dumps(predict(row)) + "\n" for row in rows), "utf-8")
        return path, Origin.SHIPPED


def predict_appeal(row: Row) -> Row:
    """Judge the case's own blocks."""
    return predict_blocks(row["id"], [block["text"] for block in row["blocks"]])


def predict_text(row: Row) -> Row:
    """Clean the page's text dump."""
    return {"id": row["id"], "clean_text": clean(row["text"], ContentType.TEXT)}


def predict_html(row: Row) -> Row:
    """Clean the page's HTML."""
    return {"id": row["id"], "clean_text": clean(row["markup"], ContentType.HTML)}


def clean(body: str, content_type: ContentType) -> str:
    """The clean text of a message with that body, by the way that a worker goes."""
    article = RawArticle(
        id="page",
        body=body,
        content_type=content_type,
        url=None,
        outlet=None,
        title=None,
        language=None,
        published_at=None,
        crawled_at=None,
    )
    return clean_blocks(article_blocks(article)).text


def score_appeals(scorer: ModuleType, predictions: Path, origin: Origin) -> Iterator[Scored]:
    """Score the appeals: the scorer's figures, its categories and what leaks in other languages."""

    def aggregate(cases: Sequence[Row]) -> Mapping[str, float]:
        counts = [case["c"] for case in cases if case["kind"] != "trap" and case["lang"] != "en"]
        left, words = (sum(count[key, ""] for count in counts) for key in "kw")
        other = {"leak_not_en%": 100 * left / words if words else float("nan")}
        return {**scorer.agg(cases), **scorer.labels(cases), **other}

    _, cases, _, _ = scorer.run(str(predictions), "dev", ci=False)
    figures = bootstrap(cases, aggregate, groups=[case["group"] for case in cases])
    yield Scored(name="appeals", origin=origin, figures=figures)


def score_pages(
    scorer: ModuleType, predictions: Path, origin: Origin, names: Mapping[str, str]
) -> Iterator[Scored]:
    """Score pages, segments or both.

    Args: names: of the sets, by the scorer's name of the test.
    """
    aggregates = {"article": scorer.agg_article, "segments": scorer.agg_segment}
    _, pages = scorer.run(str(predictions), "dev", boot=False)
    for test, name in names.items():
        groups = [page["group"] for page in pages[test]]
        figures = bootstrap(pages[test], aggregates[test], groups=groups)
        yield Scored(name=name, origin=origin, figures=figures)


def measure_speed(texts: Sequence[str], markup: Sequence[str]) -> Scored:
    """How fast plain texts are cleaned on one core; the intervals are those of the rounds.

    `words/s`: words of the texts a second. `to resiliparse`: the same over the words a second of
    resiliparse's extraction of the main content, from the HTML of the same pages.
    """
    words = sum(len(text.split()) for text in texts)
    rates, ratios = [], []
    for _ in range(_SPEED_ROUNDS):
        ours = _seconds(lambda text: clean(text, ContentType.TEXT), texts)
        theirs = _seconds(lambda page: extract_plain_text(page, main_content=True), markup)
        rates.append(words / ours)
        ratios.append(theirs / ours)
    figures = {"words/s": _spread(rates), "to resiliparse": _spread(ratios)}
    return Scored(name="speed", origin=Origin.MEASURED, figures=figures)


def _seconds(work: Callable[[str], object], inputs: Sequence[str]) -> float:
    started = time.process_time()
    for one in inputs:
        work(one)
    return time.process_time() - started


def _spread(values: Sequence[float]) -> Figure:
    return Figure(value=statistics.median(values), low=min(values), high=max(values))


def _read(path: Path) -> list[Row]:
    # Not splitlines: JSON strings may hold other line ends than these.
    return [json.loads(line) for line in _read_text(path).split("\n") if line]


def _read_text(path: Path) -> str:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")


if __name__ == "__main__":
    sys.exit(main())
