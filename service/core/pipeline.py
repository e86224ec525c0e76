"""The text core's two steps: blocks to clean text, clean text to quotes."""

from collections.abc import Sequence, Set

from service.core.boilerplate import judge_blocks, judge_layout
from service.core.operator_rules import OperatorRule, overrule
from service.core.repeats import drop_repeated
from service.core.types import Block, CleanText, Drop, KeptBlock, RemovedBlock, Span

BLOCK_SEPARATOR = "\n\n"


def clean_blocks(
    blocks: Sequence[Block],
    *,
    title: str | None = None,
    outlet: str | None = None,
    repeated: Set[int] = frozenset(),
    rules: Sequence[OperatorRule] = (),
) -> CleanText:
    """Drop the blocks that are not the article; keep the rest verbatim, joined by a blank line.

    Args: title: the article's headline as the crawler knows it, if it does. outlet: as
    `page_outlet` gives it. repeated: marks of the outlet's boilerplate, as its memory has them.
    rules: those that the operators have for this page; they have the last word.
    """
    texts = [block.text for block in blocks]
    inside = [block.in_body for block in blocks if block.in_body is not None]
    if inside and len(inside) == len(blocks):
        verdicts = judge_layout(texts, inside, title=title)
    else:
        verdicts = judge_blocks(texts, title=title)
    if outlet is not None:
        verdicts = drop_repeated(texts, verdicts, title=title, outlet=outlet, repeated=repeated)
    return assemble(blocks, overrule(rules, texts, verdicts))


def assemble(blocks: Sequence[Block], verdicts: Sequence[Drop | None]) -> CleanText:
    """Join the blocks without a verdict by a blank line; one verdict a block, in order."""
    kept: list[KeptBlock] = []
    removed: list[RemovedBlock] = []
    parts: list[str] = []
    position = 0
    for block, verdict in zip(blocks, verdicts, strict=True):
        if verdict is not None:
            removed.append(RemovedBlock(block=block, drop=verdict))
            continue
        end = position + len(block.text)
        raw_start = None if block.raw is None else block.raw.start
        kept.append(KeptBlock(clean=Span(start=position, end=end), raw_start=raw_start))
        parts.append(block.text)
        position = end + len(BLOCK_SEPARATOR)
    return CleanText(text=BLOCK_SEPARATOR.join(parts), blocks=tuple(kept), removed=tuple(removed))
