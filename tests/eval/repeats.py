"""How soon an outlet's boilerplate goes by its repetition alone, and what else goes with it.

    python tests/eval/repeats.py [--seed N]

Runs the simulated stream of `tests/repeats_stream.py` through the memory, without any other
cleaning: each line of the output is for one kind of block, with how many there are, how many of
them are removed, and the article (counted from the first that has the kind) whose block is the
first to go. `lag`: how many articles later the memory learns of one, as when many are in flight.
"""

import argparse
import sys
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from repeats_stream import BOILERPLATE, REAL, Article, stream

from service.core.memory import Memory
from service.core.pipeline import assemble
from service.core.repeats import Observation, drop_repeated, observe
from service.core.types import Block

# The default window of a worker.
_LAGS = (0, 64)
_OUTLET = "the lanternpost"


@dataclass(slots=True, kw_only=True)
class Figures:
    """Of one run, by kind of block; `until`: articles that had the kind up to the first to go."""

    seen: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    until: dict[str, int] = field(default_factory=dict)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=4)
    seed = parser.parse_args().seed
    for lag in _LAGS:
        print(f"lag {lag}")
        figures = simulate(lag=lag, seed=seed)
        for kind in (*BOILERPLATE, *REAL):
            print(
                f"  {kind:18} {figures.seen[kind]:6} blocks, {figures.removed[kind]:5} removed,"
                f" first in article {figures.until.get(kind, '-')}"
            )


def simulate(*, lag: int, seed: int = 4) -> Figures:
    """Run the stream; the memory learns of an article when `lag` more have come."""
    memory = Memory()
    figures = Figures()
    waiting: deque[Observation] = deque()
    for article in stream(seed):
        waiting.append(_clean(article, memory, figures))
        if len(waiting) > lag:
            memory.learn(waiting.popleft())
    return figures


def _clean(article: Article, memory: Memory, figures: Figures) -> Observation:
    blocks = [Block(text=line.text, raw=None) for line in article.lines]
    verdicts = drop_repeated(
        [block.text for block in blocks],
        [None] * len(blocks),
        title=article.title,
        outlet=_OUTLET,
        repeated=memory.repeated(_OUTLET),
    )
    figures.articles.update({line.kind for line in article.lines})
    for line, verdict in zip(article.lines, verdicts, strict=True):
        figures.seen[line.kind] += 1
        if verdict is not None:
            figures.removed[line.kind] += 1
            figures.until.setdefault(line.kind, figures.articles[line.kind])
    return observe(
        blocks, assemble(blocks, verdicts), outlet=_OUTLET, article_id=article.article_id
    )


if __name__ == "__main__":
    main()
