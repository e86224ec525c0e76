"""Removes what surrounds the article on its page, and the link lists between its paragraphs."""

from collections import Counter
from collections.abc import Iterator, Sequence

from service.core.rules.context import Placed
from service.core.rules.furniture import is_byline, judge_between_paragraphs
from service.core.rules.runs import Verdicts
from service.core.types import Category, Drop

# A subheading stands alone; this many unclosed blocks in a row are a list. Of other articles, when
# it shares less with this one than nine in ten of its paragraphs do (.2; half share .43).
_LIST_LENGTH = 3
_LINK_WORDS = 20
_LIST_KIN = 0.15


def remove_embedded(blocks: Sequence[Placed], verdicts: Verdicts, body: Sequence[range]) -> None:
    """Remove in place the link lists, link lines and picture credits between the paragraphs."""
    times = Counter(block.line.text for block in blocks)
    for index in (index for stretch in body for index in stretch):
        line = blocks[index].line
        if verdicts[index] is None and not line.prose:
            verdicts[index] = judge_between_paragraphs(line, times=times[line.text])
    for run in (run for stretch in body for run in _link_runs(blocks, stretch)):
        if len(run) >= _LIST_LENGTH and _is_foreign([blocks[index] for index in run]):
            for index in run:
                verdicts[index] = verdicts[index] or _LINK_LIST


def remove_frame(
    blocks: Sequence[Placed],
    verdicts: Verdicts,
    body: Sequence[range],
    *,
    headline: int | None,
) -> None:
    """Remove in place all that lies outside the body.

    Args: headline: where it stands, for bylines are told below it.
    """
    start = body[0].start
    edges = [0, *(edge for stretch in body for edge in (stretch.start, stretch.stop)), len(blocks)]
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        default = _BEFORE if left < start else _AFTER
        for index in range(left, right):
            line = blocks[index].line
            default = _section(blocks[index], default)
            below_headline = headline is not None and headline < index < start
            byline = _BYLINE if below_headline and is_byline(line) else None
            verdicts[index] = verdicts[index] or byline or default


_BEFORE = Drop(category=Category.NAVIGATION, rule="before-article")
_AFTER = Drop(category=Category.RELATED, rule="after-article")
_COMMENT = Drop(category=Category.COMMENTS, rule="below-comments-header")
_LINK_LIST = Drop(category=Category.RELATED, rule="link-list")
_BYLINE = Drop(category=Category.BYLINE, rule="byline")


def _section(block: Placed, section: Drop) -> Drop:
    """What the blocks from here on are: comments last from their header to the next header."""
    if section is _BEFORE or block.line.cue is None or not block.sure:
        return section
    category = block.line.cue.category
    if category is Category.COMMENTS:
        return _COMMENT
    return _AFTER if category in (Category.RELATED, Category.LEGAL) else section


def _link_runs(blocks: Sequence[Placed], stretch: range) -> Iterator[range]:
    start = stretch.start
    for index in range(stretch.start, stretch.stop + 1):
        if index == stretch.stop or not _may_be_link(blocks[index]):
            yield range(start, index)
            start = index + 1


def _may_be_link(block: Placed) -> bool:
    return not block.line.closed and block.line.words <= _LINK_WORDS


def _is_foreign(blocks: Sequence[Placed]) -> bool:
    return sum(block.kin for block in blocks) < _LIST_KIN * len(blocks)
