"""Finds the article in the dump of a whole page: menus before it, teasers and comments after it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.core.rules.evidence import LIKELY, SURE
from service.core.rules.furniture import is_byline, is_end_matter
from service.core.rules.kinship import article_words, is_text, kinship
from service.core.rules.line import Line
from service.core.types import Category

# A page has menus: so many short unclosed blocks, so many of them in a row. Plain articles of news
# agencies and papers had 8 and 3 at the 98th percentile, dumps of pages 21 and 5 at the 2nd.
_MENU_BLOCKS = 12
_MENU_RUN = 5
_MENU_WORDS = 6
# A long list in an article has no buttons in it; only a very long run of menus needs none.
_FURNITURE = 3
_MENUS_ALONE = 30

# The weights below were set by coordinate search over half of the development pages, grouped by
# publisher, against word-wise F1 and words lost; the other half gained as much (.850 to .877).
_LONG, _WORDS_A_UNIT = 60, 10  # a paragraph weighs its words in tens, six at most
_LABEL = -1.2
_CUE = {Category.COMMENTS: -10.0, Category.RELATED: -3.0, Category.LEGAL: -2.0}
_CUE_IN_TEXT, _CUE_ALONE = -1.0, -1.5
_TINY_WORDS, _TINY = 3, -0.9
_SHORT_WORDS, _SHORT, _LONGER = 14, -0.5, -0.4
_SENTENCE_WORDS, _SENTENCE_SHARE = 4, 0.25  # "Police were called." counts a quarter
_UNCLOSED_SHARE = 0.4  # a paragraph that lost its full stop, or a caption
_FULL_KINSHIP = 0.125
# Even a stranger's words weigh a fifth: short articles share none among their paragraphs.
_LEAST_SHARE = 0.2
# A paragraph right after one of the article is the article's, whatever its words.
_NEXT_PARAGRAPH = 1.0
# Past the header of comments or of related articles, text counts less once an article has been
# seen. Half the development pages, by bal of segments kept and removed: 1 to 2.5 and .45.
_SEEN_ARTICLE, _COMMENT_SHARE, _RELATED_SHARE = 2.5, 0.25, 0.45
# A stretch apart from the main one (a blog's next entry) needs as much as three paragraphs.
_FURTHER = 14.0
# From one sentence to the next lies a table or a list of at most so many lines; to one that shares
# no word with the article, an insert and a subheading.
_REACH, _NEAR = 12, 3
_KIN = 0.1
# The weights find the end of a longer article (in words), whose reach would be for teasers.
_SHORT_ARTICLE = 300
_BORDERS = (Category.NAVIGATION, Category.RELATED, Category.COMMENTS, Category.LEGAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """A candidate of Ruzzo and Tompa: running totals before and after it.

    lower: the place of the last candidate before it whose `left` is lower, -1 for none.
    """

    start: int
    stop: int
    left: float
    right: float
    lower: int


def is_page(lines: Sequence[Line]) -> bool:
    """Tell the dump of a whole page from an article with a few inserts."""
    total = run = longest = furniture = 0
    for line in lines:
        menu = line.words <= _MENU_WORDS and not line.closed
        run = run + 1 if menu else 0
        total += menu
        longest = max(longest, run)
        furniture += line.label is not None or (line.weak_label and line.words > 0)
    furnished = furniture >= _FURNITURE or total >= _MENUS_ALONE
    return furnished and total >= _MENU_BLOCKS and longest >= _MENU_RUN


def find_body(lines: Sequence[Line]) -> tuple[range, ...]:
    """Find the stretches of blocks that are the article, in order.

    Maximum subsequence segmentation (Pasternack and Roth, WWW 2009): blocks weigh for or against
    the article, the stretch with the largest sum is it. Done a second time with the vocabulary of
    each of the best stretches, for teasers and comments are running text as well.
    Returns: ranges of indices; empty when no block is running text.
    """
    weights = [_weight(line) for line in lines]
    found = max(
        (_stretches_by_kinship(lines, weights, c) for c in _candidates(weights)),
        key=lambda stretches: max((total for total, _ in stretches), default=0.0),
    )
    return tuple(stretch for _, stretch in found)


def extend(lines: Sequence[Line], body: Sequence[range]) -> tuple[range, ...]:
    """Reach from the body over lists, inserts and subheadings to the sentences beyond them.

    Short articles weigh too little to outweigh what stands between their paragraphs. Above the
    body only menus and the headline's surroundings stand, so any sentence there is the article's;
    below it, teasers and small print are sentences, too.
    Returns: the body, its first stretch begun earlier and its last one ended later.
    """
    words = article_words(lines[index] for stretch in body for index in stretch)
    start, stop = body[0].start, body[-1].stop
    for index in _reachable(lines, range(start - 1, -1, -1)):
        start = index
    if sum(lines[index].words for stretch in body for index in stretch) < _SHORT_ARTICLE:
        for index in _reachable(lines, range(stop, len(lines)), words):
            stop = index + 1
    edges = [start, *[edge for one in body for edge in (one.start, one.stop)][1:-1], stop]
    return tuple(range(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))


def _reachable(
    lines: Sequence[Line], order: range, words: Counter[str] | None = None
) -> Iterator[int]:
    """The sentences before a border or a long stretch without any.

    Args: words: of the article; sentences that share none may be near, and one in a row.
    """
    empty = strangers = 0
    for index in order:
        line = lines[index]
        if _is_border(line, below=words is not None) or empty > _REACH:
            return
        known = words is None or kinship(line, words, counted=False) >= _KIN
        sentence = _is_sentence(line)
        strangers = 0 if sentence and known else strangers + (sentence and empty > 0)
        if sentence and (known or (strangers <= 1 and empty <= _NEAR)):
            empty = 0
            yield index
        else:
            empty += 1


def _is_border(line: Line, *, below: bool) -> bool:
    """Menus, related articles, comments and small print end an article, and notes below it."""
    if line.label is not None:
        return line.label.category in _BORDERS
    if below and (is_end_matter(line) or (line.words > 2 and not line.closed and is_byline(line))):
        return True
    cue = line.cue
    return cue is not None and cue.category in _BORDERS and line.points >= SURE


def _is_sentence(line: Line) -> bool:
    """Tell a sentence; teasers are cut ("The minister said ...")."""
    whole = line.closed and not line.text.endswith(("..", "…"))
    plain = line.points < LIKELY and line.label is None
    return whole and plain and line.words >= _SENTENCE_WORDS


def _candidates(weights: Sequence[float]) -> list[range]:
    """The best stretch, and the best of what lies before and after it."""
    _, best = _best_stretch(weights, 0, len(weights))
    _, before = _best_stretch(weights, 0, best.start)
    _, after = _best_stretch(weights, best.stop, len(weights))
    return [best, before, after]


def _stretches_by_kinship(
    lines: Sequence[Line], weights: Sequence[float], candidate: range
) -> list[tuple[float, range]]:
    """The best stretch under a candidate's vocabulary, and others that weigh enough."""
    found = maximal_stretches(_weigh_by_kinship(lines, weights, candidate))
    best = max((total for total, _ in found), default=0.0)
    return [(total, stretch) for total, stretch in found if total >= min(best, _FURTHER)]


def maximal_stretches(weights: Sequence[float]) -> list[tuple[float, range]]:
    """All maximal scoring subsequences, each with its sum, in order.

    Source: Ruzzo and Tompa, A linear time algorithm for finding all maximal scoring subsequences
    (ISMB 1999); the names are theirs.
    """
    found: list[_Stretch] = []
    total = 0.0
    for index, weight in enumerate(weights):
        left, total = total, total + weight
        if weight <= 0:
            continue
        start = index
        lower = _nearest_lower(found, left)
        while lower >= 0 and found[lower].right < total:
            start, left = found[lower].start, found[lower].left
            following = found[lower].lower
            del found[lower:]
            lower = following
        stretch = _Stretch(start=start, stop=index + 1, left=left, right=total, lower=lower)
        found.append(stretch)
    return [(one.right - one.left, range(one.start, one.stop)) for one in found]


def _nearest_lower(found: Sequence[_Stretch], left: float) -> int:
    """The last stretch that began at a lower total; -1 for none."""
    lower = len(found) - 1
    while lower >= 0 and found[lower].left >= left:
        lower = found[lower].lower
    return lower


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
        return _LABEL
    if line.cue is not None and line.points >= SURE:
        return _CUE.get(line.cue.category, _CUE_IN_TEXT if line.prose else _CUE_ALONE)
    if line.prose:
        return _full_weight(line)
    if line.closed and line.words >= _SENTENCE_WORDS:
        return _full_weight(line) * _SENTENCE_SHARE
    if line.words <= _TINY_WORDS:
        return _TINY
    return _SHORT if line.words <= _SHORT_WORDS else _LONGER


def _full_weight(line: Line) -> float:
    return min(line.words, _LONG) / _WORDS_A_UNIT


def _weigh_by_kinship(
    lines: Sequence[Line], weights: Sequence[float], candidate: range
) -> list[float]:
    """Weigh again with the vocabulary of a candidate in view."""
    words = article_words(lines[index] for index in candidate)
    again: list[float] = []
    seen, share, previous = 0.0, 1.0, 0.0
    for index, line in enumerate(lines):
        weight = weights[index]
        if _may_be_text(line):
            kin = kinship(line, words, counted=index in candidate)
            weight = _text_weight(line, kin, follows=previous > 0)
        if seen > _SEEN_ARTICLE:
            share = min(share, _share_below(line))
        if weight > 0:
            weight *= share
        seen += max(0.0, weights[index])
        again.append(weight)
        previous = weight
    return again


def _may_be_text(line: Line) -> bool:
    unclosed = line.words > _SHORT_WORDS and line.label is None and line.points < LIKELY
    return unclosed or is_text(line)


def _text_weight(line: Line, kin: float, *, follows: bool) -> float:
    weight = _full_weight(line) * max(_LEAST_SHARE, min(1.0, kin / _FULL_KINSHIP))
    if not line.prose:
        return weight * _UNCLOSED_SHARE
    return max(weight, _NEXT_PARAGRAPH) if follows else weight


def _share_below(line: Line) -> float:
    """What the text below a header of comments or of related articles counts."""
    if line.label is not None and line.label.category is Category.RELATED:
        return _RELATED_SHARE
    cue = line.cue
    comments = cue is not None and cue.category is Category.COMMENTS and line.points >= SURE
    return _COMMENT_SHARE if comments else 1.0
