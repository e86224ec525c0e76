"""Judges which blocks of a page are not the article."""

from collections.abc import Sequence

from service.core.rules.line import Line, measure
from service.core.rules.markers import is_note, opens_appeal
from service.core.rules.runs import OPENER_RULE, SURE, spread
from service.core.types import Category, Drop


def judge_blocks(texts: Sequence[str], *, title: str | None = None) -> tuple[Drop | None, ...]:
    """Judge each block with its neighbours in view.

    Args: texts: the page's blocks, verbatim, in order. title: the headline, if known.
    Returns: one verdict a block, in order; None keeps the block.
    """
    lines = [measure(text) for text in texts]
    verdicts = [_judge_alone(line) for line in lines]
    spread(lines, verdicts)
    return tuple(verdicts)


def _judge_alone(line: Line) -> Drop | None:
    if line.label is not None:
        return line.label
    if opens_appeal(line):
        return Drop(category=Category.DONATION, rule=OPENER_RULE)
    # A note that asks for money ("Editor's note: support us") must ask twice as loud.
    threshold = 2 * SURE if is_note(line) else SURE
    return line.cue if line.points >= threshold else None
