"""Finds the article in the dump of a whole page: menus before it, teasers and comments after it."""

from collections.abc import Sequence

from service.core.rules.context import Placed
from service.core.rules.kinship import article_words, is_text, kinship
from service.core.rules.line import LIKELY, SURE, Line
from service.core.types import Category, Drop

# A page has menus: so many short unclosed blocks, so many of them in a row. Plain articles of news
# agencies and papers had 8 and 3 at the 98th percentile, dumps of pages 21 and 5 at the 2nd.
_MENU_BLOCKS = 12
_MENU_RUN = 5
_MENU_WORDS = 6


def is_page(lines: Sequence[Line]) -> bool:
    """Tell the dump of a whole page from an article with a few inserts."""
    total = run = longest = 0
    for line in lines:
        menu = line.words <= _MENU_WORDS and not line.closed
        run = run + 1 if menu else 0
        total += menu
        longest = max(longest, run)
    return total >= _MENU_BLOCKS and longest >= _MENU_RUN


def find_body(lines: Sequence[Line]) -> range:
    """Find the blocks from the article's first to its last paragraph.

    Maximum subsequence segmentation (Pasternack and Roth, WWW 2009): blocks weigh for or against
    the article, the stretch with the largest sum is it. Done a second time with the vocabulary of
    each of the best stretches, for teasers and comments are running text as well.
    Returns: indices; empty when no block is running text.
    """
    weights = [_weight(line) for line in lines]
    best = (0.0, range(0))
    for candidate in _best_stretches(weights):
        again = _weights_by_kinship(lines, weights, candidate)
        best = max(best, _best_stretch(again, 0, len(again)), key=lambda found: found[0])
    return best[1]


_LABEL_WEIGHT = -1.2
_CUE_WEIGHTS = {Category.COMMENTS: -10.0, Category.RELATED: -3.0, Category.LEGAL: -2.0}
_LONG, _TEXT_UNIT = 60, 10
_SENTENCE_WORDS = 4
_FOLLOWS = 0.4
_ARTICLE_WEIGHT = 6.0
_COMMENT_SHARE = 0.25
_RUN_FLOOR = -8.0
_CAPPED = -1.6


def _best_stretches(weights: Sequence[float]) -> list[range]:
    """The best stretch, and the best of what lies before and after it."""
    _, best = _best_stretch(weights, 0, len(weights))
    _, before = _best_stretch(weights, 0, best.start)
    _, after = _best_stretch(weights, best.stop, len(weights))
    return [best, before, after]


def _best_stretch(weights: Sequence[float], start: int, stop: int) -> tuple[float, range]:
    """Kadane's algorithm; the empty range at `start` if no weight is positive."""
    best = (0.0, range(start, start))
    total, first = 0.0, start
    for index in range(start, stop):
        if total <= 0:
            total, first = 0.0, index
        total += weights[index]
        if total > best[0]:
            best = (total, range(first, index + 1))
    return best


def _weight(line: Line) -> float:
    """Weigh a block by its own shape: tens of words of text, or a menu entry."""
    if line.label is not None:
        return _LABEL_WEIGHT
    if line.cue is not None and line.points >= SURE:
        return _CUE_WEIGHTS.get(line.cue.category, -1.0 if line.prose else -1.5)
    if line.prose:
        return min(line.words, _LONG) / _TEXT_UNIT
    if line.closed and line.words >= _SENTENCE_WORDS:
        return min(line.words, _LONG) / _TEXT_UNIT / 4
    if line.words <= 3:
        return -0.7
    return -0.9 if line.words <= 14 else -0.4


def _weights_by_kinship(
    lines: Sequence[Line], weights: Sequence[float], candidate: range
) -> list[float]:
    """Weigh again with the vocabulary of a candidate in view."""
    words = article_words(lines[index] for index in candidate)
    again: list[float] = []
    text_seen = run = 0.0
    share = 1.0
    for index, line in enumerate(lines):
        weight = weights[index]
        if _may_be_text(line):
            kin = kinship(line, words, counted=index in candidate)
            weight = _text_weight(line, kin)
            if line.prose and again and again[-1] > _FOLLOWS:
                weight = max(weight, _FOLLOWS)
        if _opens_comments(line) and text_seen > _ARTICLE_WEIGHT:
            share = _COMMENT_SHARE
        if weight > 0:
            weight *= share
            run = 0.0
            text_seen += weight if index in candidate else 0.0
        elif weight > _CAPPED:
            weight = max(weight, min(0.0, _RUN_FLOOR - run))
            run += weight
        again.append(weight)
    return again


def _may_be_text(line: Line) -> bool:
    return is_text(line) or (line.words >= 15 and line.label is None and line.points < LIKELY)


def _text_weight(line: Line, kin: float) -> float:
    full = min(line.words, _LONG) / _TEXT_UNIT * (1 if line.prose else 0.4)
    return full * max(-0.6, min(1.3, (kin - 0.10) * 8))


def _opens_comments(line: Line) -> bool:
    return line.cue is not None and line.cue.category is Category.COMMENTS and line.points >= SURE


def frame(blocks: Sequence[Placed], verdicts: list[Drop | None], body: range) -> None:
    """Remove in place what lies outside the body, except the headline."""
    for index, block in enumerate(blocks):
        if index in body or verdicts[index] is not None:
            continue
        if block.line.cue is not None and block.sure:
            category = block.line.cue.category
        else:
            category = Category.NAVIGATION if index < body.start else Category.RELATED
        verdicts[index] = Drop(category=category, rule="outside-body")
