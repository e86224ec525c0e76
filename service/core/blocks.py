"""Splits an article's body into blocks."""

import re

from service.core.types import Block, Span

# Every line end of Unicode (UAX 14, class BK, CR, LF, NL): crawlers hand on what a page had.
_LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")


def split_blocks(body: str) -> tuple[Block, ...]:
    """Split a body into its non-blank lines, each without its outer white space.

    Returns: blocks in order, disjoint, `body[raw.start:raw.end] == text`; empty for a blank body.
    """
    blocks: list[Block] = []
    start = 0
    for match in _LINE_END.finditer(body):
        _append_line(blocks, body, start, match.start())
        start = match.end()
    _append_line(blocks, body, start, len(body))
    return tuple(blocks)


def _append_line(blocks: list[Block], body: str, start: int, end: int) -> None:
    line = body[start:end]
    text = line.strip()
    if text:
        raw_start = start + len(line) - len(line.lstrip())
        blocks.append(Block(text=text, raw=Span(start=raw_start, end=raw_start + len(text))))
