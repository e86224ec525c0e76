"""The text core's two steps: blocks to clean text, clean text to quotes."""

from collections.abc import Sequence

from service.core.boilerplate import judge_blocks
from service.core.operator_rules import OperatorRule, overrule
from service.core.types import Block, CleanText, Drop, KeptBlock, RemovedBlock, Span

BLOCK_SEPARATOR = "\n\n"


def clean_blocks(
    blocks: Sequence[Block], *, title: str | None = None, rules: Sequence[OperatorRule] = ()
) -> CleanText:
    """Drop the blocks that are not the article; keep the rest verbatim, joined by a blank line.

    Args: title: the article's headline as the crawler knows it, if it does. rules: those that
    the operators have for this page; they have the last word.
    """
    texts = [block.text for block in blocks]
    verdicts = overrule(rules, texts, judge_blocks(texts, title=title))
    return _assemble(blocks, verdicts)


def _assemble(blocks: Sequence[Block], verdicts: Sequence[Drop | None]) -> CleanText:
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
