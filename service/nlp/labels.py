"""The tagger's labels: begin, inside, end or single of a source, a cue or a content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Role(IntEnum):
    """What a span is in an attribution."""

    SOURCE = 0
    CUE = 1
    CONTENT = 2


_BEGIN, _INSIDE, _END, _SINGLE = range(4)
OUTSIDE = 0
# Outside, then the four places of each role.
COUNT = 1 + 4 * len(Role)
# What no sequence may do costs this much, in log odds.
_NEVER = np.float32(-1e4)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TokenSpan:
    """Tokens [start, end) of a sequence or a doc, and what they are."""

    start: int
    end: int
    role: Role


def encode(length: int, spans: Iterable[TokenSpan]) -> list[int]:
    """The labels of a sequence whose spans are disjoint."""
    labels = [OUTSIDE] * length
    for span in spans:
        first = 1 + 4 * span.role
        if span.end - span.start == 1:
            labels[span.start] = first + _SINGLE
            continue
        labels[span.start : span.end] = [first + _INSIDE] * (span.end - span.start)
        labels[span.start] = first + _BEGIN
        labels[span.end - 1] = first + _END
    return labels


def decode(labels: Sequence[int]) -> Iterator[TokenSpan]:
    """The spans of labels that keep to the order which `transitions` allows."""
    start = 0
    for index, label in enumerate(labels):
        if label == OUTSIDE:
            continue
        place = (label - 1) % 4
        if place in (_BEGIN, _SINGLE):
            start = index
        if place in (_END, _SINGLE):
            yield TokenSpan(start=start, end=index + 1, role=Role((label - 1) // 4))


def transitions() -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """What may follow what: 0 or a large negative number, of shape (COUNT, COUNT).

    Returns: also which label may begin a sequence and which may end one, of shape (COUNT,).
    """
    begins = [label == OUTSIDE or (label - 1) % 4 in (_BEGIN, _SINGLE) for label in range(COUNT)]
    ends = [label == OUTSIDE or (label - 1) % 4 in (_END, _SINGLE) for label in range(COUNT)]
    moves = [[_may_follow(a, b, ends[a], begins[b]) for b in range(COUNT)] for a in range(COUNT)]
    return _cost(moves), _cost(begins), _cost(ends)


def _may_follow(first: int, second: int, ended: bool, begun: bool) -> bool:
    if ended or begun:
        return ended and begun
    return (first - 1) // 4 == (second - 1) // 4


def _cost(allowed: Sequence[bool] | Sequence[Sequence[bool]]) -> NDArray[np.float32]:
    return np.where(np.array(allowed), np.float32(0), _NEVER)
