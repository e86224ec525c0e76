"""Finds the article's headline above its body."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set

from service.core.rules.evidence import SURE
from service.core.rules.furniture import is_byline
from service.core.rules.line import Line

_WORD = re.compile(r"\w+")

# How far above the first paragraph a headline may stand: share bars, bylines, a caption between.
_REACH = 40
_LENGTH = range(3, 26)
# A headline says what the article is about; a teaser of another one hardly shares a word.
_SHARED_WORDS = 2
_WORD_LETTERS = 4
_STRANGE_WORD = 0.3
# Who wrote it and when stands right below a headline, and the page repeats it (its title, its
# path); both alone are too little for menu entries. With 4 for a byline the headline stayed on 91
# of 106 development pages and 50 of 55 own ones, with 2 on 90 and 48.
_BARE_WORDS, _BYLINE_REACH = 5, 3
_BYLINE_WEIGHT, _REPEATED_WEIGHT = 4.0, 1.0
_ABOVE_REACH = 2
# Outlets shorten the headline in one of the places, or add their name to it.
_SAME_WORDS = 0.8
_CUT = 0.5
_TITLE_CHARACTERS = 1000


def find_headline(
    texts: Sequence[str],
    body: Sequence[int],
    *,
    title: str | None,
    line: Callable[[int], Line],
) -> list[int]:
    """Find the headline above the body: the title, or what shares most words with the body.

    Args: texts: the page's blocks. body: indices of those that are the article, in order, at least
    one. line: measures the block of an index.
    Returns: its index; two where a line that sums the article up stands below it; or none.
    """
    above = _above(body, line)
    if title is not None:
        wanted = _words(title)
        titled = [index for index in above if _is_title(texts[index], wanted)]
        if titled:
            return titled[-1:]
    times = Counter(texts)
    words = {
        word for index in body if index not in above for word in _telling(_words(texts[index]))
    }
    # The weight needs no look at the block by hand, and most menu entries have none.
    fitting = [
        (weight, index)
        for index in above
        if (weight := _weigh(texts, index, above, words, times)) > 0
        and _may_be_headline(line(index))
    ]
    return _with_line_above(above, max(fitting)[1], words, line) if fitting else []


def _above(body: Sequence[int], line: Callable[[int], Line]) -> range:
    """Where a headline may stand: up to the first paragraph, be it inside the body."""
    first = next((index for index in body if line(index).prose), body[0])
    return range(max(0, body[0] - _REACH), first)


def _weigh(
    texts: Sequence[str], index: int, above: range, body: Set[str], times: Mapping[str, int]
) -> float:
    words = _words(texts[index])
    if len(words) < _BARE_WORDS:
        return _closeness(words, body)
    below = range(index + 1, min(index + 1 + _BYLINE_REACH, above.stop))
    byline = _BYLINE_WEIGHT if any(is_byline(texts[place]) for place in below) else 0.0
    repeated = _REPEATED_WEIGHT if times[texts[index]] > 1 else 0.0
    return _closeness(words, body) + byline + repeated


def _with_line_above(
    above: range, found: int, body: Set[str], line: Callable[[int], Line]
) -> list[int]:
    """What was found may be the line that sums the article up; then the headline is above it."""
    for index in range(found - 1, max(found - 1 - _ABOVE_REACH, above.start - 1), -1):
        words = _words(line(index).text)
        known = len(words) >= _BARE_WORDS and any(word in body for word in _telling(words))
        if known and _may_be_headline(line(index)):
            return [index, found]
    return [found]


def title_blocks(texts: Sequence[str], title: str) -> list[int]:
    """The indices of all blocks that are the title, or nearly."""
    wanted = _words(title)
    return [index for index, text in enumerate(texts) if _is_title(text, wanted)]


def _may_be_headline(line: Line) -> bool:
    if line.words not in _LENGTH or line.label is not None or line.points >= SURE:
        return False
    # The line below the headline that sums the article up is a sentence.
    return not is_byline(line.text) and not line.text.endswith(".")


def _closeness(words: Sequence[str], body: Set[str]) -> float:
    """Words shared with the body, less a part of those that are not: longer is surer."""
    telling = set(_telling(words))
    shared = len(telling & body)
    return shared - _STRANGE_WORD * (len(telling) - shared) if shared >= _SHARED_WORDS else 0.0


def _telling(words: Sequence[str]) -> list[str]:
    """The words that are no articles and prepositions; headlines may capitalise all of them."""
    return [word for word in words if len(word) >= _WORD_LETTERS]


def _is_title(text: str, wanted: Sequence[str]) -> bool:
    # Most blocks are longer than any title: no need to count their words.
    if not wanted or len(text) > _TITLE_CHARACTERS:
        return False
    words = _words(text)
    if not 2 <= len(words) <= 2 * len(wanted):
        return False
    if len(words) >= _CUT * len(wanted) and words == wanted[: len(words)]:
        return True
    shared, either = set(words) & set(wanted), set(words) | set(wanted)
    return len(shared) >= _SAME_WORDS * len(either)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
