"""Judges which blocks of a page are not the article."""

from collections.abc import Sequence

from service.core.rules.context import Placed, place
from service.core.rules.frame import remove_embedded, remove_frame
from service.core.rules.line import measure
from service.core.rules.markers import is_note, opens_appeal
from service.core.rules.page import find_body, is_page
from service.core.rules.runs import OPENER_RULE, spread
from service.core.rules.words import WordClass
from service.core.types import Category, Drop


def judge_blocks(texts: Sequence[str], *, title: str | None = None) -> tuple[Drop | None, ...]:
    """Judge each block with its neighbours in view.

    Args: texts: the page's blocks, verbatim, in order. title: the headline, if known.
    Returns: one verdict a block, in order; None keeps the block.
    """
    lines = [measure(text) for text in texts]
    whole = (range(len(lines)),)
    body = find_body(lines) if is_page(lines) else whole
    blocks = place(lines, body)
    verdicts = [_judge_alone(block) for block in blocks]
    for stretch in body:
        inside = slice(stretch.start, stretch.stop)
        verdicts[inside] = spread(blocks[inside], verdicts[inside])
    if body != whole:
        remove_embedded(blocks, verdicts)
        remove_frame(blocks, verdicts, body)
    return tuple(verdicts)


def _judge_alone(block: Placed) -> Drop | None:
    line = block.line
    if line.label is not None:
        return line.label
    if opens_appeal(line):
        return Drop(category=Category.DONATION, rule=OPENER_RULE)
    # Notes speak of the article; one that speaks to the reader is an appeal in disguise.
    note = is_note(line) and line.count(WordClass.YOU) == 0
    return line.cue if block.sure and not note else None
