"""Tells how much of a block's vocabulary the article shares: inserts come from elsewhere."""

from collections import Counter
from collections.abc import Iterable

from service.core.rules.evidence import LIKELY
from service.core.rules.line import Line

# Nothing to compare: the block's words say neither yes nor no.
NEUTRAL = 0.25


def article_words(lines: Iterable[Line]) -> Counter[str]:
    """Count in how many blocks of running text each content word stands."""
    words: Counter[str] = Counter()
    for line in lines:
        if is_text(line):
            words.update(line.content)
    return words


def kinship(line: Line, words: Counter[str], *, counted: bool) -> float:
    """The share of the block's content words that other blocks of the article have too.

    Args: counted: the block itself is among those of `words`.
    Returns: 0 to 1. Source: of 3253 paragraphs and 346 inserts of news articles in six languages,
    nine in ten paragraphs had .18 or more and nine in ten inserts .22 or less (medians .40 and 0).
    """
    if not line.content or not line.spaced:
        return NEUTRAL
    least = 1 if counted and is_text(line) else 0
    return sum(words[word] > least for word in line.content) / len(line.content)


def is_text(line: Line) -> bool:
    """Tell running text without a sign of an appeal."""
    return line.prose and line.points < LIKELY
