"""Cuts a text into what the tagger reads at once, and tells where quotations run in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from service.core.marks import Marked, pair_marks
from service.core.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Where `Doc.user_data` holds the doc's reading, so that it is made once.
_READING = "reading"
# The state of quotation of a token.
PLAIN, OPENS, QUOTED, CLOSES = range(4)
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_TERMINAL = frozenset((".", "!", "?", "…", "”", '"'))
# The longest sequence, in tokens. Of the 17,349 paragraphs of PolNeAR's train split none is longer.
_LONGEST = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A doc as the components read it.

    `text` is the doc's (which makes it anew at each access), `starts` where each token begins in
    it, `state` each token's state of quotation, `paragraphs` the tokens [start, end) of each.
    """

    text: str
    starts: NDArray[np.int64]
    state: NDArray[np.int8]
    paragraphs: Sequence[tuple[int, int]]

    @classmethod
    def make(cls, doc: Doc, text: str, blocks: Sequence[Span], marked: Sequence[Marked]) -> Reading:
        """Read a doc whose paragraphs and marked stretches are known."""
        starts = token_starts(doc)
        return cls(
            text=text,
            starts=starts,
            state=quotation(starts, len(text), marked),
            paragraphs=token_ranges(starts, blocks),
        )

    def give(self, doc: Doc) -> None:
        """Tell the components; the last one takes it away again, as it can't be stored."""
        doc.user_data[_READING] = self

    @classmethod
    def of(cls, doc: Doc) -> Reading:
        """What was given, else what the text shows: a paragraph a line; given from then on."""
        given = doc.user_data.get(_READING)
        if isinstance(given, cls):
            return given
        text = doc.text
        blocks = lines(text)
        reading = cls.make(doc, text, blocks, pair_marks(text, blocks))
        reading.give(doc)
        return reading

    @classmethod
    def take(cls, doc: Doc) -> Reading:
        """The same for the last component that reads a doc."""
        reading = cls.of(doc)
        del doc.user_data[_READING]
        return reading


def lines(text: str) -> list[Span]:
    """The lines of a text that are not blank."""
    return [Span(start=match.start(), end=match.end()) for match in _LINE.finditer(text)]


def token_starts(doc: Doc) -> NDArray[np.int64]:
    """Where each token begins in the text."""
    starts: NDArray[np.int64] = doc.to_array("IDX").astype(np.int64)
    return starts


def words_of(doc: Doc, text: str) -> list[str]:
    """The text of each token; a Token is made anew at each access, so arrays are faster."""
    places = doc.to_array(["IDX", "LENGTH"]).tolist()
    return [text[start : start + length] for start, length in places]


def token_ranges(starts: NDArray[np.int64], blocks: Sequence[Span]) -> list[tuple[int, int]]:
    """The tokens [start, end) of each block, without those that have none."""
    first = np.searchsorted(starts, [block.start for block in blocks])
    last = np.searchsorted(starts, [block.end for block in blocks])
    return [(int(a), int(b)) for a, b in zip(first, last, strict=True) if a < b]


def cut(doc: Doc, ranges: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut ranges that are too long, behind the end of a sentence if there is one."""
    for start, end in ranges:
        while end - start > _LONGEST:
            middle = _cut_at(doc, start)
            yield start, middle
            start = middle
        yield start, end


def _cut_at(doc: Doc, start: int) -> int:
    limit = start + _LONGEST
    for index in range(limit, start + _LONGEST // 2, -1):
        if doc[index - 1].text in _TERMINAL:
            return index
    return limit


def quotation(starts: NDArray[np.int64], length: int, marked: Sequence[Marked]) -> NDArray[np.int8]:
    """The state of quotation of each token.

    Args: starts: as `token_starts` gives them. length: of the text. marked: its marked stretches.
    """
    state = np.zeros(len(starts), np.int8)
    places = [*starts.tolist(), length]
    for one in marked:
        for segment in one.segments:
            first = bisect_left(places, segment.start, 0, len(starts))
            last = bisect_left(places, segment.end, first, len(starts))
            state[first:last] = QUOTED
            if first < last and places[first] == segment.start:
                state[first] = OPENS
        # A mark that closes is a token of its own, or ends one.
        if last - first > 1 and one.segments[-1].end > one.content.end:
            state[last - 1] = CLOSES
    return state
