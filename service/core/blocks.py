"""Splits an article's body into blocks."""

import re
from collections.abc import Iterator, Sequence

from service.core.types import Block, Span

# Every line end of Unicode (UAX 14, class BK, CR, LF, NL): crawlers hand on what a page had.
_LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")

# Hard-wrapped text: e-mail and wire copy breaks lines at 65-78 characters (RFC 2646), so a line
# that runs on into the next one is nearly that long and is no full sentence. One body of 100 can
# have one such pair by chance; none of 800 page dumps and articles met all of these.
_WRAPPED = range(45, 91)
_WRAPPED_SHARE = 0.9
_RUNS_ON_SHARE = 0.6
_WRAPPED_LINES = 4
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)]*$")


def split_blocks(body: str) -> tuple[Block, ...]:
    """Split a body into its non-blank lines, each without its outer white space.

    Paragraphs that were wrapped by hand are one block, line ends and all.
    Returns: blocks in order, disjoint, `body[raw.start:raw.end] == text`; empty for a blank body.
    """
    paragraphs = list(_paragraphs(body))
    if _is_wrapped(body, paragraphs):
        spans = [Span(start=lines[0].start, end=lines[-1].end) for lines in paragraphs]
    else:
        spans = [line for lines in paragraphs for line in lines]
    return tuple(Block(text=body[span.start : span.end], raw=span) for span in spans)


def _paragraphs(body: str) -> Iterator[list[Span]]:
    """The runs of non-blank lines."""
    lines: list[Span] = []
    for start, end in _raw_lines(body):
        line = _stripped(body, start, end)
        if line is not None:
            lines.append(line)
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _raw_lines(body: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _LINE_END.finditer(body):
        yield start, match.start()
        start = match.end()
    yield start, len(body)


def _stripped(body: str, start: int, end: int) -> Span | None:
    line = body[start:end]
    text = line.strip()
    if not text:
        return None
    first = start + len(line) - len(line.lstrip())
    return Span(start=first, end=first + len(text))


def _is_wrapped(body: str, paragraphs: Sequence[Sequence[Span]]) -> bool:
    """Tell a body whose paragraphs are parted by blank lines and their lines by a fixed width."""
    if any(line.end - line.start >= _WRAPPED.stop for lines in paragraphs for line in lines):
        return False
    inner = [line for lines in paragraphs for line in lines[:-1]]
    if len(inner) < _WRAPPED_LINES or len(paragraphs) < 2:
        return False
    wide = sum(line.end - line.start in _WRAPPED for line in inner)
    running = sum(_SENTENCE_END.search(body, line.start, line.end) is None for line in inner)
    return wide >= _WRAPPED_SHARE * len(inner) and running >= _RUNS_ON_SHARE * len(inner)
