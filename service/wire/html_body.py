"""Tells which pieces of a page are the article's body, by an extractor and the page's layout."""

import functools

import numpy as np
import trafilatura
from numpy.typing import NDArray
from resiliparse.extract.html2text import extract_plain_text

from service.core._trees import Trees
from service.core.block_model import packaged_model
from service.wire.html_features import Shingle, measure_page, shingles, split_words
from service.wire.html_page import Page, Piece, encodable

MODEL = "html.bin"

# Log-odds of being the article from which a piece stays: of one of 5 words, of one of 60, and how
# much more a short one that is all link needs. Losing a paragraph is worse than keeping a line,
# and a paragraph that is a link leads to another article. On the development pages, by publisher:
# (0, 0, 1) lost 1.1 % of the article's words and left 18 % of the dirt between them, these 1.2 and
# 9 to 12, (1, -.5, 1.5) 1.3 and 9 to 11.
_SHORT_ODDS, _LONG_ODDS, _LINK_ODDS = 0.5, -0.5, 1.5
_SHORT_WORDS, _LONG_WORDS = 5, 60
_LINKED, _LINK_WORDS = 0.8, 40
# Where the trees keep less than half of what the extractor is sure of, they don't know the page.
_SURE, _SURE_WORDS, _LEAST_SHARE = 0.8, 8, 0.5
# Scripts' data put the whole article into one element besides; a piece of so many words whose
# shingles other kept pieces have is such a copy.
_COPY_WORDS, _COPIED = 120, 0.8


def find_body(page: Page, markup: str) -> NDArray[np.bool_]:
    """Tell the pieces of the body. Returns: one flag a piece; empty for a page without any."""
    if not page.pieces:
        return np.zeros(0, np.bool_)
    names, features = describe(page, markup)
    return choose(page, names, features, shipped_trees().predict(features)[:, 0])


def describe(page: Page, markup: str) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Measure the pieces with what the extractors take; as `measure_page`."""
    return measure_page(page, precise=_precise(markup), loose=_loose(markup))


def choose(
    page: Page, names: tuple[str, ...], features: NDArray[np.float32], odds: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Choose the pieces by their log-odds of being the article. Returns: one flag a piece."""
    words = features[:, names.index("words")]
    long = np.log(np.maximum(words, 1) / _SHORT_WORDS) / np.log(_LONG_WORDS / _SHORT_WORDS)
    needed = _SHORT_ODDS + (_LONG_ODDS - _SHORT_ODDS) * np.clip(long, 0, 1)
    links = (features[:, names.index("link")] > _LINKED) & (words < _LINK_WORDS)
    kept: NDArray[np.bool_] = odds - needed - _LINK_ODDS * links > 0
    sure = (features[:, names.index("precise")] > _SURE) & (words >= _SURE_WORDS)
    if words[kept].sum() < _LEAST_SHARE * words[sure].sum():
        kept |= sure
    _drop_copies(page.pieces, kept)
    return kept


def _drop_copies(pieces: tuple[Piece, ...], kept: NDArray[np.bool_]) -> None:
    """Drop, in place, the pieces that hold what shorter ones hold."""
    words = {index: split_words(pieces[index].text) for index in np.flatnonzero(kept).tolist()}
    if max(map(len, words.values()), default=0) < _COPY_WORDS:
        return
    shorter: set[Shingle] = set()
    for index in sorted(words, key=lambda index: len(words[index])):
        runs = shingles(words[index])
        copied = sum(run in shorter for run in runs) >= _COPIED * len(runs)
        if copied and len(words[index]) >= _COPY_WORDS:
            kept[index] = False
        shorter.update(runs)


@functools.cache
def shipped_trees() -> Trees:
    """The trees that come with this version: a constant of the package, unpacked once."""
    return Trees.from_bytes(packaged_model(MODEL))


def _precise(markup: str) -> str:
    """The body as trafilatura finds it; "" where it fails: the layout decides then."""
    try:
        return trafilatura.extract(markup, favor_precision=True, include_comments=False) or ""
    # It is given any page of the web, and says of no error that it can't happen.
    except Exception:
        return ""


def _loose(markup: str) -> str:
    """The body as Resiliparse finds it."""
    return str(
        extract_plain_text(
            encodable(markup),
            main_content=True,
            alt_texts=False,
            links=False,
            form_fields=False,
        )
    )
