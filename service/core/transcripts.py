"""Finds the turns of an interview or transcript: paragraphs that open with who speaks."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from service.core.lexicon import words
from service.core.types import Span

# "NAME: words": up to four capitalised words, none of which can end a sentence before the colon.
# What a word has taken it keeps: else a long one would be tried in all ways of being four words.
_WORD = r"[^\W\d_][\w.'’-]*+"
_TURN = re.compile(rf"({_WORD}(?:[ \t\xa0]{_WORD}){{0,3}}[ \t\xa0]?):\s+(?=\w)")
# Fewer labelled paragraphs are a list of facts or a caption, not a conversation.
_MIN_TURNS = 3
_UNNAMED = words("a answer q question")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn in the clean text: the label that names its speaker, None for "Q", and its words."""

    label: Span | None
    content: Span


def find_turns(text: str, blocks: Sequence[Span]) -> tuple[Turn, ...]:
    """Find the turns of a conversation written without marks.

    Returns: turns in order, one a block at most; none unless at least three blocks in a row, with
    at most one other between, are labelled, and some label returns.
    """
    turns = [_turn(text, block) for block in blocks]
    numbers = [number for number, turn in enumerate(turns) if turn is not None]
    found: list[Turn] = []
    for run in _runs(numbers):
        members = [turn for number in run if (turn := turns[number]) is not None]
        if _is_conversation(members):
            found.extend(turn for _, turn in members)
    return tuple(found)


def is_in_turn(span: Span, turns: Sequence[Turn]) -> bool:
    """Whether a place is inside a turn's words; the turns are in order."""
    index = bisect_right(turns, span.start, key=lambda turn: turn.content.start) - 1
    return index >= 0 and span.end <= turns[index].content.end


def _turn(text: str, block: Span) -> tuple[str, Turn] | None:
    match = _TURN.match(text, block.start, block.end)
    if match is None:
        return None
    label = match.group(1)
    if not all(word[0].isupper() for word in label.split()):
        return None
    named = label.lower() not in _UNNAMED
    place = Span(start=match.start(1), end=match.end(1)) if named else None
    return label, Turn(label=place, content=Span(start=match.end(), end=block.end))


def _runs(numbers: Sequence[int]) -> list[list[int]]:
    """Group block numbers that follow each other with at most one other block between."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number - runs[-1][-1] <= 2:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _is_conversation(members: Sequence[tuple[str, Turn]]) -> bool:
    labels = Counter(label for label, _ in members)
    return len(members) >= _MIN_TURNS and len(labels) > 1 and max(labels.values()) > 1
