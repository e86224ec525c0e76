"""Judges which blocks of a page are not the article."""

from collections.abc import Sequence

from service.core.rules.context import Placed, place
from service.core.rules.evidence import SURE
from service.core.rules.frame import remove_embedded, remove_frame
from service.core.rules.headline import find_headline, title_blocks
from service.core.rules.line import measure
from service.core.rules.markers import is_note, opens_appeal
from service.core.rules.page import extend, find_body, is_page
from service.core.rules.runs import OPENER_RULE, Verdicts, spread
from service.core.types import Category, Drop


def judge_blocks(texts: Sequence[str], *, title: str | None = None) -> tuple[Drop | None, ...]:
    """Judge each block with its neighbours in view.

    Args: texts: the page's blocks, verbatim, in order. title: the headline, if known.
    Returns: one verdict a block, in order; None keeps the block.
    """
    lines = [measure(text) for text in texts]
    body = find_body(lines) if is_page(lines) else ()
    if body:
        body = extend(lines, body)
        return tuple(_judge_page(place(lines, body), body, title))
    return tuple(_judge_article(place(lines, (range(len(lines)),)), title))


def _judge_article(blocks: Sequence[Placed], title: str | None) -> Verdicts:
    """Judge an article with a few inserts: what has no sign of one stays."""
    verdicts = spread(blocks, [_judge_alone(block) for block in blocks])
    for index in title_blocks(blocks, title) if title else ():
        verdicts[index] = None
    return verdicts


def _judge_page(blocks: Sequence[Placed], body: Sequence[range], title: str | None) -> Verdicts:
    """Judge the dump of a whole page: its body like an article, the rest goes."""
    verdicts = [_judge_alone(block) for block in blocks]
    for stretch in body:
        inside = slice(stretch.start, stretch.stop)
        verdicts[inside] = spread(blocks[inside], verdicts[inside])
    headline = find_headline(blocks, body[0].start, title=title)
    remove_embedded(blocks, verdicts, body)
    remove_frame(blocks, verdicts, body, headline=headline[-1] if headline else None)
    for index in headline:
        verdicts[index] = None
    return verdicts


def _judge_alone(block: Placed) -> Drop | None:
    line = block.line
    if line.label is not None:
        return line.label
    if opens_appeal(line):
        return Drop(category=Category.DONATION, rule=OPENER_RULE)
    # Notes speak of the article; one that asks for money does so twice.
    needed = 2 * SURE if is_note(line) else SURE
    return line.cue if block.strength >= needed else None
