"""Finds the article's headline above its body."""

import re
from collections import Counter
from collections.abc import Sequence, Set

from service.core.rules.context import Placed
from service.core.rules.furniture import is_byline

_WORD = re.compile(r"\w+")

# How far above the first paragraph a headline may stand: share bars, bylines, a caption between.
_REACH = 40
_LENGTH = range(3, 26)
# A headline says what the article is about; a teaser of another one hardly shares a word.
_SHARED_WORDS = 2
_WORD_LETTERS = 4
_STRANGE_WORD = 0.3
# Who wrote it and when stands right below a headline, and the page repeats it (its title, its
# path); both alone are too little for menu entries. Weights tried on half of the development
# pages: 1 to 2.5 change one headline of 56.
_BARE_WORDS, _BYLINE_REACH = 5, 3
_BYLINE_WEIGHT, _REPEATED_WEIGHT = 2.0, 1.0
_ABOVE_REACH = 2
# Outlets shorten the headline in one of the places, or add their name to it.
_SAME_WORDS = 0.8
_CUT = 0.5


def find_headline(blocks: Sequence[Placed], start: int, *, title: str | None) -> list[int]:
    """Find the headline above the body: the title, or what shares most words with the body.

    Args: start: index of the body's first block.
    Returns: its index; two where a line that sums the article up stands below it; or none.
    """
    above = _above(blocks, start)
    if title is not None:
        wanted = _words(title)
        titled = [index for index in above if _is_title(blocks[index], wanted)]
        if titled:
            return titled[-1:]
    times = Counter(block.line.text for block in blocks)
    body = {word for block in blocks[start:] if block.line.prose for word in _telling(block)}
    fitting = [
        (weight, index)
        for index in above
        if _may_be_headline(blocks[index])
        and (weight := _weigh(blocks, index, body, times[blocks[index].line.text])) > 0
    ]
    return _with_line_above(blocks, max(fitting)[1], body) if fitting else []


def _above(blocks: Sequence[Placed], start: int) -> range:
    """Where a headline may stand: up to the first paragraph, be it inside the body."""
    first = next((i for i in range(start, len(blocks)) if blocks[i].line.prose), start)
    return range(max(0, start - _REACH), first)


def _weigh(blocks: Sequence[Placed], index: int, body: Set[str], times: int) -> float:
    block = blocks[index]
    repeated = _REPEATED_WEIGHT if times > 1 and block.line.words >= _BARE_WORDS else 0.0
    return _closeness(block, body) + _byline_below(blocks, index) + repeated


def _with_line_above(blocks: Sequence[Placed], found: int, body: Set[str]) -> list[int]:
    """What was found may be the line that sums the article up; then the headline is above it."""
    for index in range(found - 1, max(-1, found - 1 - _ABOVE_REACH), -1):
        block = blocks[index]
        known = block.line.words >= _BARE_WORDS and any(word in body for word in _telling(block))
        if known and _may_be_headline(block):
            return [index, found]
    return [found]


def title_blocks(blocks: Sequence[Placed], title: str) -> list[int]:
    """The indices of all blocks that are the title, or nearly."""
    wanted = _words(title)
    return [index for index, block in enumerate(blocks) if _is_title(block, wanted)]


def _may_be_headline(block: Placed) -> bool:
    line = block.line
    if line.words not in _LENGTH or line.label is not None or block.sure or is_byline(line):
        return False
    # The line below the headline that sums the article up is a sentence.
    return not line.text.endswith(".")


def _closeness(block: Placed, body: Set[str]) -> float:
    """Words shared with the body, less a part of those that are not: longer is surer."""
    words = set(_telling(block))
    shared = len(words & body)
    return shared - _STRANGE_WORD * (len(words) - shared) if shared >= _SHARED_WORDS else 0.0


def _byline_below(blocks: Sequence[Placed], index: int) -> float:
    """Who wrote it and when stands right below a headline."""
    if blocks[index].line.words < _BARE_WORDS:
        return 0.0
    below = blocks[index + 1 : index + 1 + _BYLINE_REACH]
    return _BYLINE_WEIGHT if any(is_byline(block.line) for block in below) else 0.0


def _telling(block: Placed) -> list[str]:
    """The words that are no articles and prepositions; headlines may capitalise all of them."""
    return [word for word in _words(block.line.text) if len(word) >= _WORD_LETTERS]


def _is_title(block: Placed, wanted: Sequence[str]) -> bool:
    if not wanted or not 2 <= block.line.words <= 2 * len(wanted):
        return False
    words = _words(block.line.text)
    if len(words) >= _CUT * len(wanted) and words == wanted[: len(words)]:
        return True
    shared, either = set(words) & set(wanted), set(words) | set(wanted)
    return len(shared) >= _SAME_WORDS * len(either)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
