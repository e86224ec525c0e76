"""Finds the article's headline above its body."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set

from service.core.rules.evidence import SURE
from service.core.rules.furniture import is_byline
from service.core.rules.line import Line, measure

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
_TITLE_CHARACTERS = 1000


def find_headline(texts: Sequence[str], body: Sequence[int], *, title: str | None) -> list[int]:
    """Find the headline above the body: the title, or what shares most words with the body.

    Args: texts: the page's blocks. body: indices of those that are the article, in order, at least
    one.
    Returns: its index; two where a line that sums the article up stands below it; or none.
    """
    above = _above(texts, body)
    if title is not None:
        wanted = _words(title)
        titled = [index for index in above if _is_title(texts[index], wanted)]
        if titled:
            return titled[-1:]
    lines = {index: measure(texts[index]) for index in above}
    times = Counter(texts)
    words = {word for index in body if index not in lines for word in _telling(texts[index])}
    fitting = [
        (weight, index)
        for index, line in lines.items()
        if _may_be_headline(line)
        and (weight := _weigh(lines, index, words, times[texts[index]])) > 0
    ]
    return _with_line_above(lines, max(fitting)[1], words) if fitting else []


def _above(texts: Sequence[str], body: Sequence[int]) -> range:
    """Where a headline may stand: up to the first paragraph, be it inside the body."""
    first = next((index for index in body if measure(texts[index]).prose), body[0])
    return range(max(0, body[0] - _REACH), first)


def _weigh(lines: Mapping[int, Line], index: int, body: Set[str], times: int) -> float:
    line = lines[index]
    repeated = _REPEATED_WEIGHT if times > 1 and line.words >= _BARE_WORDS else 0.0
    return _closeness(line, body) + _byline_below(lines, index) + repeated


def _with_line_above(lines: Mapping[int, Line], found: int, body: Set[str]) -> list[int]:
    """What was found may be the line that sums the article up; then the headline is above it."""
    for index in range(found - 1, found - 1 - _ABOVE_REACH, -1):
        line = lines.get(index)
        if line is None:
            break
        known = line.words >= _BARE_WORDS and any(word in body for word in _telling(line.text))
        if known and _may_be_headline(line):
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
    return not is_byline(line) and not line.text.endswith(".")


def _closeness(line: Line, body: Set[str]) -> float:
    """Words shared with the body, less a part of those that are not: longer is surer."""
    words = set(_telling(line.text))
    shared = len(words & body)
    return shared - _STRANGE_WORD * (len(words) - shared) if shared >= _SHARED_WORDS else 0.0


def _byline_below(lines: Mapping[int, Line], index: int) -> float:
    """Who wrote it and when stands right below a headline."""
    if lines[index].words < _BARE_WORDS:
        return 0.0
    below = (lines.get(index + step) for step in range(1, _BYLINE_REACH + 1))
    return _BYLINE_WEIGHT if any(line and is_byline(line) for line in below) else 0.0


def _telling(text: str) -> list[str]:
    """The words that are no articles and prepositions; headlines may capitalise all of them."""
    return [word for word in _words(text) if len(word) >= _WORD_LETTERS]


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
