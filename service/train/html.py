"""Trains the trees that find the body in a page's layout, and judges pages they have not seen."""

import gzip
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TypeVar

import lightgbm
import numpy as np
import numpy.typing as npt
from lxml import etree

from service.core.types import Block
from service.train.documents import read_rows
from service.train.trees import pack
from service.wire.html_body import choose, describe
from service.wire.html_features import split_words
from service.wire.html_page import Page, ancestors, blocks_of, read_page

# Chosen on the development pages by publisher; twice the leaves or half the rate changed nothing.
_TREES = 250
_FOLDS = 10
_PARAMETERS = {
    "objective": "binary",
    "num_leaves": 12,
    "learning_rate": 0.05,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "use_missing": False,
    "seed": 1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
# Crawlers send bare articles, too: without them 3.1 % of a fragment's words were lost, with 1.6.
_FRAGMENT_WEIGHT = 0.3
# A fragment is the innermost element with so much of the article.
_FRAGMENT_SHARE = 0.9
# Short articles must not weigh more than others a word.
_SHORT_ARTICLE = 50
_ALIGNED = 0.5

Lines = Sequence[tuple[str, bool]]
Item = TypeVar("Item", str, tuple[str, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A page as the trees see it. truth: 1.0 a piece of the article, else 0.0."""

    id: str
    fold: int
    page: Page
    names: tuple[str, ...]
    features: npt.NDArray[np.float32]
    truth: npt.NDArray[np.float64]
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedHtml:
    """The packed trees, and each page's blocks by trees that did not see its publisher."""

    data: bytes
    pages: dict[str, tuple[Block, ...]]


def train_html(data: Path) -> TrainedHtml:
    """Train on the development pages of `data`; the same bytes for the same data."""
    layouts: list[Layout] = []
    fragments: list[Layout] = []
    rows = read_rows(data / "pages" / "data" / "dev.jsonl")
    folds = _folds(row["group"] for row in rows)
    for row in rows:
        markup = gzip.decompress((data / "pages" / row["html"]).read_bytes()).decode("utf-8")
        lines = [(block["text"], block["label"] == "article") for block in row["blocks"]]
        fold = folds[row["group"]]
        for layout in _layouts(row["id"], fold, markup, lines, weight=1.0):
            layouts.append(layout)
            bare = _fragment(layout)
            fragments += _layouts(row["id"], fold, bare, lines, weight=_FRAGMENT_WEIGHT)
    pages: dict[str, tuple[Block, ...]] = {}
    for fold in range(_FOLDS):
        booster = _fit([layout for layout in layouts + fragments if layout.fold != fold])
        pages |= {layout.id: _judged(layout, booster) for layout in layouts if layout.fold == fold}
    return TrainedHtml(data=pack(_fit(layouts + fragments)), pages=pages)


def _folds(groups: Iterable[str]) -> dict[str, int]:
    """A fold for each publisher, as many in each: the order is that of their digests."""
    ordered = sorted(set(groups), key=lambda group: hashlib.sha1(group.encode()).hexdigest())
    return {group: number % _FOLDS for number, group in enumerate(ordered)}


def _layouts(id: str, fold: int, markup: str, lines: Lines, *, weight: float) -> Iterator[Layout]:
    """The page's layout; none of a page that can't be parsed."""
    page = read_page(markup)
    if page is None or not page.pieces:
        return
    names, features = describe(page, markup)
    truth = _truth(lines, [piece.text for piece in page.pieces])
    yield Layout(
        id=id, fold=fold, page=page, names=names, features=features, truth=truth, weight=weight
    )


def _truth(lines: Lines, texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """Align a page's pieces to its marked lines; what has no partner is not the article."""
    theirs = [split_words(line) for line, _ in lines]
    ours = [split_words(text) for text in texts]
    hits, found = np.zeros(len(ours)), np.zeros(len(ours))
    for (their, their_end), (our, our_end), equal in _stretches(theirs, ours):
        left = [(word, lines[i][1]) for i in range(their, their_end) for word in theirs[i]]
        right = [(word, i) for i in range(our, our_end) for word in ours[i]]
        words = [word for word, _ in left]
        # Equal lines have equal words: nothing to search for.
        matches = (
            [(0, 0, len(words))]
            if equal
            else _matcher(words, [word for word, _ in right]).get_matching_blocks()
        )
        for a, b, size in matches:
            for step in range(size):
                found[right[b + step][1]] += 1
                hits[right[b + step][1]] += left[a + step][1]
    sizes = np.array([max(1, len(words)) for words in ours])
    return ((found >= _ALIGNED * sizes) & (hits >= _ALIGNED * sizes)).astype(np.float64)


def _stretches(
    theirs: Sequence[tuple[str, ...]], ours: Sequence[tuple[str, ...]]
) -> Iterator[tuple[tuple[int, int], tuple[int, int], bool]]:
    for kind, a, a_end, b, b_end in _matcher(theirs, ours).get_opcodes():
        yield (a, a_end), (b, b_end), kind == "equal"


def _matcher(left: Sequence[Item], right: Sequence[Item]) -> "SequenceMatcher[Item]":
    return SequenceMatcher(None, left, right, autojunk=False)


def _fragment(layout: Layout) -> str:
    """The markup inside the innermost element that holds nearly all of the article."""
    sums: dict[etree._Element, float] = defaultdict(float)
    for piece, truth in zip(layout.page.pieces, layout.truth.tolist(), strict=True):
        for element in ancestors(piece.place):
            sums[element] += truth * len(piece.text)
    enough = _FRAGMENT_SHARE * sums[layout.page.tree]
    inner = max(
        (element for element, size in sums.items() if size >= enough),
        key=lambda element: len(ancestors(element)),
    )
    parts = [etree.tostring(child, encoding="unicode", method="html") for child in inner]
    return "".join([inner.text or "", *parts])


def _fit(layouts: Sequence[Layout]) -> lightgbm.Booster:
    features = np.vstack([layout.features for layout in layouts])
    truth = np.concatenate([layout.truth for layout in layouts])
    weights = np.concatenate([_weights(layout) for layout in layouts])
    dataset = lightgbm.Dataset(features, truth, weight=weights)
    return lightgbm.train(_PARAMETERS, dataset, _TREES)


def _weights(layout: Layout) -> npt.NDArray[np.float64]:
    """The root of a piece's words, and each page about the same in all, as the benchmark does."""
    words = layout.features[:, layout.names.index("words")].astype(np.float64)
    article = max(float(words[layout.truth > 0].sum()), _SHORT_ARTICLE)
    weights: npt.NDArray[np.float64] = np.sqrt(np.maximum(words, 1)) / np.sqrt(article)
    return 10 * layout.weight * weights


def _judged(layout: Layout, booster: lightgbm.Booster) -> tuple[Block, ...]:
    odds = np.asarray(booster.predict(layout.features, raw_score=True))
    kept = choose(layout.page, layout.names, layout.features, odds)
    return blocks_of(layout.page, kept.tolist())
