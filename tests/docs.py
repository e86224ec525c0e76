"""Articles of which every block is kept."""

from service.core.blocks import split_blocks
from service.core.pipeline import BLOCK_SEPARATOR
from service.core.types import CleanText, KeptBlock, Span


def clean_text(body: str) -> CleanText:
    """An article of which every block is kept."""
    texts = [block.text for block in split_blocks(body)]
    kept: list[KeptBlock] = []
    position = 0
    for text in texts:
        span = Span(start=position, end=position + len(text))
        kept.append(KeptBlock(clean=span, raw_start=None))
        position = span.end + len(BLOCK_SEPARATOR)
    return CleanText(text=BLOCK_SEPARATOR.join(texts), blocks=tuple(kept), removed=())
