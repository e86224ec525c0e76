"""Scores the service's quotes and prints a table of figures with 95 % intervals and floors.

    python tests/eval/quotes.py [--data DIR]

DIR holds the development set `quotes/` with its own `score.py` (PolNeAR, articles that the shipped
pipeline has not seen); the service and its peers (see `quote_peers`) are scored on it in the same
run. Without it the project's own sets are scored alone (see `own_quotes` and `names`). All at the
default threshold of confidence. Figures of the set: direct (F1 of direct quotes, intersection over
union at least .5), direct+speaker (F1, the speaker right too), precision (speaker right, of those
given), content tokens, attribution and attr+source (F1), source, cue and content (F1 of the
pipeline's exact spans), calibration (mean distance between what confidence says and what is right,
over ten bins, of quotes with marks). Exit code 1 when a figure is below its floor in `floors.toml`.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import names
import own_quotes
import spacy
from figures import Origin, Scored, below_floor, bootstrap, read_bounds, report
from published import published_quotes
from quote_peers import peers
from scorers import load_scorer

from service.core.annotation import Annotate
from service.core.blocks import split_blocks
from service.core.marks import pair_marks
from service.core.types import CleanText, KeptBlock, Quote, Span
from service.nlp.labels import Role
from service.nlp.pipeline import load_pipeline
from service.nlp.sequences import lines
from service.train.quotes.corpus import Article, read_polnear
from service.train.quotes.examples import prepare

_FLOORS = Path(__file__).with_name("floors.toml")
_GROUPS = {Role.SOURCE: "sources", Role.CUE: "cues", Role.CONTENT: "contents"}
_BINS = 10

Row = dict[str, Any]


def main() -> int:
    """Predict, score, print; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, help="folder of the development sets")
    data = parser.parse_args().data
    annotate = load_pipeline()
    scored = [*names.score(annotate), own_quotes.score(annotate)]
    if data is None or not (data / "quotes").is_dir():
        print(f"no development set at {data}: the project's own sets alone are scored")
    else:
        scored += _score_dev(data / "quotes", annotate)
    bounds = read_bounds(_FLOORS)
    print(*report(scored, bounds), sep="\n")
    failed = below_floor(scored, bounds)
    print(f"\nbelow the floor: {', '.join(failed)}" if failed else "\nno figure below its floor")
    return 1 if failed else 0


def _score_dev(folder: Path, annotate: Annotate) -> Iterator[Scored]:
    scorer = load_scorer(folder)
    gold = scorer.load("dev")
    articles = {article.id: article for article in read_polnear(folder / "data" / "dev")}
    own = []
    for one in gold:
        quotes = published_quotes(_whole(one["text"]), annotate)
        counts = _service_counts(scorer, one, quotes)
        counts.update(_exact(articles[one["id"]], annotate))
        own.append(counts)
    groups = [one["id"] for one in gold]
    figures = bootstrap(own, _service_figures, groups=groups)
    yield Scored(name="polnear dev", origin=Origin.MEASURED, figures=figures)
    for name, peer in peers().items():
        counted = [scorer.score_article(one, peer(one["text"]))[0] for one in gold]
        figures = bootstrap(counted, _direct_figures, groups=groups)
        yield Scored(name=f"polnear dev, {name}", origin=Origin.MEASURED, figures=figures)


def _whole(body: str) -> CleanText:
    """An article of which every block is kept, with the positions of the body."""
    spans = [block.raw for block in split_blocks(body) if block.raw is not None]
    blocks = tuple(KeptBlock(clean=span, raw_start=span.start) for span in spans)
    return CleanText(text=body, blocks=blocks, removed=())


def _service_counts(scorer: Any, gold: Row, quotes: Sequence[Quote]) -> Counter[str]:
    text = gold["text"]
    counts, detail = scorer.score_article(gold, [_row(text, quote) for quote in quotes])
    right = {found["span"][0]: right is not False for found, _, right in detail["matched"]}
    for quote in quotes:
        if quote.kind.value != "indirect" and quote.confidence is not None and quote.speaker:
            bin = min(int(quote.confidence * _BINS), _BINS - 1)
            counts[f"bin_{bin}_count"] += 1
            counts[f"bin_{bin}_said"] += quote.confidence
            counts[f"bin_{bin}_right"] += right.get(quote.span.start, False)
    return counts


def _row(text: str, quote: Quote) -> Row:
    """A line of the scorer's input."""
    return {
        **_place(text, quote.span),
        "kind": quote.kind.value,
        "speaker": quote.speaker and _place(text, quote.speaker.span),
        "cue": quote.cue and _place(text, quote.cue.span),
        "attr": quote.statement,
        "content": [[quote.content.start, quote.content.end]],
    }


def _place(text: str, span: Span) -> Row:
    return {"text": text[span.start : span.end], "start": span.start, "end": span.end}


def _exact(article: Article, annotate: Annotate) -> Iterator[str]:
    """Counts of the pipeline's spans against the marked ones, by role, over the same tokens."""
    blocks = lines(article.text)
    doc = annotate(article.text, blocks, pair_marks(article.text, blocks))
    prepared = prepare(_BLANK, article)
    gold = {
        (span.role, prepared.doc[example.start + span.start].idx,
         _end(prepared.doc[example.start + span.end - 1]))
        for example in prepared.examples
        for span in example.spans
    }  # fmt: skip
    found = {
        (role, doc[span.start].idx, _end(doc[span.end - 1]))
        for role, group in _GROUPS.items()
        for span in doc.spans[group]
    }
    for role in Role:
        yield from [f"{role.name}_gold"] * sum(one[0] is role for one in gold)
        yield from [f"{role.name}_found"] * sum(one[0] is role for one in found)
        yield from [f"{role.name}_both"] * sum(one[0] is role for one in gold & found)


_BLANK = spacy.blank("en")


def _end(token: Any) -> int:
    return int(token.idx) + len(token)


def _direct_figures(counted: Sequence[Counter[str]]) -> dict[str, float]:
    total = sum(counted, Counter())
    return {
        "direct": _f1(total["d_tp"], total["d_pred"], total["d_gold"]),
        "direct+speaker": _f1(total["e_tp"], total["d_pred"], total["d_gold"]),
        "precision": total["s_right"] / max(1, total["s_given"]),
    }


def _service_figures(counted: Sequence[Counter[str]]) -> dict[str, float]:
    total = sum(counted, Counter())
    figures = _direct_figures(counted)
    figures["content tokens"] = _f1(total["t_tp"], total["t_pred"], total["t_gold"])
    figures["attribution"] = _f1(total["a_tp"], total["a_pred"], total["a_gold"])
    figures["attr+source"] = _f1(total["a_src_tp"], total["a_pred"], total["a_gold"])
    for role in Role:
        figures[role.name.lower()] = _f1(
            total[f"{role.name}_both"], total[f"{role.name}_found"], total[f"{role.name}_gold"]
        )
    figures["calibration"] = _calibration(total)
    return figures


def _calibration(total: Counter[str]) -> float:
    """Expected calibration error: |said - right| a bin, weighted by its quotes."""
    counts = [total[f"bin_{bin}_count"] for bin in range(_BINS)]
    apart = [abs(total[f"bin_{bin}_said"] - total[f"bin_{bin}_right"]) for bin in range(_BINS)]
    return sum(apart) / max(1, sum(counts))


def _f1(right: int, found: int, gold: int) -> float:
    return 2 * right / max(1, found + gold)


if __name__ == "__main__":
    raise SystemExit(main())
