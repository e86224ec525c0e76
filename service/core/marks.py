"""Pairs quotation marks, paragraph by paragraph; knows no language.

Roles come from a mark's looks and neighbours first, pairing second: a typed page mixes straight
and curly marks, closes with opening marks, and forgets some.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from service.core.types import Span

_DOUBLE = re.compile(r"''|``|[\"“”„‟＂«»「」『』]")
_SINGLE = re.compile(r"(?<!')'(?!')|(?<!`)`(?!`)|[‘’‚‛‹›]")
_ALWAYS_OPEN = frozenset("“„‟``«「『‚‛`")
_ALWAYS_CLOSE = frozenset("”»」』")
_OPENS_AFTER = frozenset("([{-–—―/…:;,>*")
_CLOSES_BEFORE = frozenset(".,;:!?)]}-–—―/…<*")
_STRAIGHT, _CURLY_OPEN, _CURLY_CLOSE = '"', "“", "”"
_QUOTE_CHARS = frozenset("'’‘\"“”„«»‹›`")
# Invisible marks that pages put at a paragraph's edge (directional marks, zero-width space, BOM).
_INVISIBLE = "\u200b\u200e\u200f\u202a\u202c\ufeff"
# What comes before a quotation that a typist opened and never closed.
_INTRODUCES = frozenset(".!?…,:;)]—–―-")
# 6'2" and 36": a closing look after a short number is feet or inches unless a quote needs it.
_MEASURE = re.compile(r"(?:\d['’′]\s?|\b)\d{1,2}(?:[./]\d)?$")
# An attribute of markup that a crawler left in the text.
_ATTRIBUTE = re.compile(r"=\s?[\"”][^\"“”\n]*[\"”]")
# Words that lose their first letters in writing, and decades ('90s): an apostrophe, no mark.
_ELISION = re.compile(r"(?:\d\ds?|em|er|til|tis|twas|twere|cause|n|bout|round|ere|im)\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A stretch between paired marks.

    `segments`: its part of each paragraph, marks included; more than one where each paragraph
    reopens and only the last closes. `content`: without outer marks and white space; a reopening
    mark inside stays, as text is never rewritten. `single`: its outer marks are single.
    """

    segments: tuple[Span, ...]
    content: Span
    single: bool = False


class _Role(StrEnum):
    OPEN = "open"
    CLOSE = "close"
    EITHER = "either"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    start: int
    end: int
    role: _Role


def pair_marks(text: str, blocks: Sequence[Span]) -> tuple[Marked, ...]:
    """Find the outermost marked stretches of a text.

    Args: blocks: the paragraphs of `text`, in order, disjoint.
    Returns: stretches in order, disjoint, none with empty content.
    """
    doubles = _pair(text, blocks)
    singles = [one for block in blocks for one in _pair_single(text, block)]
    return tuple(_outermost(doubles, singles))


def _outermost(doubles: list[Marked], singles: list[Marked]) -> list[Marked]:
    """Keep of two stretches one within the other the outer; a single one may not cut a double."""
    outer_singles = [one for one in singles if all(_contains(one, d) for d in _meets(doubles, one))]
    outer_doubles = [
        one for one in doubles if not any(_contains(s, one) for s in _meets(outer_singles, one))
    ]
    return sorted(outer_doubles + outer_singles, key=lambda one: one.content)


def _meets(stretches: list[Marked], one: Marked) -> list[Marked]:
    """Those of some disjoint, ordered stretches that share a character with another."""
    first = bisect_right(stretches, one.segments[0].start, key=lambda s: s.segments[-1].end)
    last = bisect_left(stretches, one.segments[-1].end, key=lambda s: s.segments[0].start)
    return stretches[first:last]


def _contains(outer: Marked, inner: Marked) -> bool:
    start, end = outer.segments[0].start, outer.segments[-1].end
    return start < inner.segments[0].start and inner.segments[-1].end < end


# Double marks ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Pairing:
    """The state of pairing over one text: `carry` holds a quotation that paragraphs continue."""

    text: str
    done: list[Marked] = field(default_factory=list)
    carry: list[Span] = field(default_factory=list)
    start: int | None = None
    depth: int = 0

    def open(self, start: int) -> None:
        self.start, self.depth = start, 1

    def finish(self, end: int, *, closing: int) -> None:
        """End the open stretch at `end`, whose last `closing` characters are its closing mark."""
        if self.start is not None:
            segments = (*self.carry, _trim(self.text, Span(start=self.start, end=end)))
            marked = _marked(self.text, segments, closing=closing, single=False)
            self.done.extend(marked)
        self.forget()

    def forget(self) -> None:
        self.start, self.depth, self.carry = None, 0, []


def _pair(text: str, blocks: Sequence[Span]) -> list[Marked]:
    marks = [_double_marks(text, block) for block in blocks]
    state = _Pairing(text)
    for index, block in enumerate(blocks):
        if state.carry:
            # Only kept when this paragraph reopens: its first mark continues, it does not nest.
            state.open(marks[index][0].start)
            _pair_block(state, block, marks[index][1:])
        else:
            _pair_block(state, block, marks[index])
        if state.start is not None:
            _end_open_block(state, block, _reopens(blocks, marks, index + 1))
    return state.done


def _pair_block(state: _Pairing, block: Span, marks: Sequence[_Mark]) -> None:
    for mark, later in zip(marks, _later(state.text, marks), strict=True):
        if state.start is None:
            _begin(state, mark, later)
        elif mark.role is _Role.OPEN:
            _nest_or_restart(state, block, mark, later)
        elif mark.role is not _Role.MEASURE or not later.close:
            state.depth -= 1
            if state.depth == 0:
                state.finish(mark.end, closing=mark.end - mark.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Later:
    """How many marks of a paragraph come after one: that open, that close, that measure.

    `curly`: those of `close` that are curly themselves.
    """

    open: int = 0
    close: int = 0
    measure: int = 0
    curly: int = 0


def _later(text: str, marks: Sequence[_Mark]) -> list[_Later]:
    counts = [_Later()]
    for mark in reversed(marks[1:]):
        last = counts[-1]
        counts.append(
            _Later(
                open=last.open + (mark.role is _Role.OPEN),
                close=last.close + (mark.role in (_Role.CLOSE, _Role.EITHER)),
                measure=last.measure + (mark.role is _Role.MEASURE),
                curly=last.curly + (text[mark.start] == _CURLY_CLOSE),
            )
        )
    return counts[: len(marks)][::-1]


def _begin(state: _Pairing, mark: _Mark, later: _Later) -> None:
    if mark.role is _Role.OPEN or (mark.role is _Role.EITHER and later != _Later()):
        state.open(mark.start)


def _nest_or_restart(state: _Pairing, block: Span, mark: _Mark, later: _Later) -> None:
    if later.close + later.measure - later.open >= state.depth + 1 or (
        later.curly and _is_curly_in_straight(state, block, mark)
    ):
        state.depth += 1
    elif state.carry or state.start == block.start:
        state.finish(mark.start, closing=0)
        state.open(mark.start)
    else:
        state.open(mark.start)


def _is_curly_in_straight(state: _Pairing, block: Span, mark: _Mark) -> bool:
    """Whether a curly mark opens in a paragraph that a straight one opened: it nests.

    A typist's quotation goes on over paragraphs, and what it quotes was pasted.
    """
    return (
        state.start == block.start
        and state.text[block.start] == _STRAIGHT
        and state.text[mark.start] == _CURLY_OPEN
    )


def _end_open_block(state: _Pairing, block: Span, reopened: bool) -> None:
    start = state.start
    if start is None:
        return
    before = state.text[block.start : start].rstrip()
    if reopened:
        state.carry.append(_trim(state.text, Span(start=start, end=block.end)))
        state.start = None
    elif state.carry or not before or before[-1] in _INTRODUCES:
        state.finish(block.end, closing=0)
    else:
        state.forget()


def _reopens(blocks: Sequence[Span], marks: Sequence[Sequence[_Mark]], index: int) -> bool:
    if index >= len(blocks) or not marks[index]:
        return False
    first = marks[index][0]
    return first.start == blocks[index].start and first.role is _Role.OPEN


def _double_marks(text: str, block: Span) -> list[_Mark]:
    markup = [match.span() for match in _ATTRIBUTE.finditer(text, block.start, block.end)]
    begins = [start for start, _ in markup]

    def is_markup(place: int) -> bool:
        number = bisect_right(begins, place) - 1
        return number >= 0 and place < markup[number][1]

    marks = [
        _Mark(start=match.start(), end=match.end(), role=_role(text, block, match))
        for match in _DOUBLE.finditer(text, block.start, block.end)
        if not is_markup(match.start())
    ]
    if marks and text[marks[0].start : marks[0].end] == "»":
        return [_reverse(text, mark) for mark in marks]
    return marks


def _reverse(text: str, mark: _Mark) -> _Mark:
    """German and Danish set »…«."""
    role = {"»": _Role.OPEN, "«": _Role.CLOSE}.get(text[mark.start : mark.end], mark.role)
    return _Mark(start=mark.start, end=mark.end, role=role)


def _role(text: str, block: Span, match: re.Match[str]) -> _Role:
    sign = match.group()
    if sign in "«»「」『』":
        return _Role.OPEN if sign in _ALWAYS_OPEN else _Role.CLOSE
    before, after = _neighbours(text, block, match)
    opens = _may_open(before) and after != "" and not after.isspace()
    closes = _may_close(after) and before != "" and not before.isspace()
    if opens == closes:
        return _undecided(sign, before, after)
    if opens:
        return _Role.OPEN
    measured = sign in ("''", '"', "”") and _MEASURE.search(
        text, max(block.start, match.start() - 8), match.start()
    )
    return _Role.MEASURE if measured else _Role.CLOSE


def _undecided(sign: str, before: str, after: str) -> _Role:
    if before == "" and after != "":
        return _Role.OPEN
    if sign in _ALWAYS_OPEN:
        return _Role.OPEN
    return _Role.CLOSE if sign in _ALWAYS_CLOSE else _Role.EITHER


def _neighbours(text: str, block: Span, match: re.Match[str]) -> tuple[str, str]:
    """The characters around a mark; empty at the paragraph's edge, invisible ones left out."""
    before, after = match.start() - 1, match.end()
    # Step by step: a copy of the paragraph for each mark would cost the square of its length.
    while before >= block.start and text[before] in _INVISIBLE:
        before -= 1
    while after < block.end and text[after] in _INVISIBLE:
        after += 1
    return (
        text[before] if before >= block.start else "",
        text[after] if after < block.end else "",
    )


def _may_open(before: str) -> bool:
    """Whether a mark behind this character, or at the paragraph's start, may open."""
    return before == "" or before.isspace() or before in _OPENS_AFTER or before in _QUOTE_CHARS


def _may_close(after: str) -> bool:
    """Whether a mark in front of this character, or at the paragraph's end, may close."""
    return after == "" or after.isspace() or after in _CLOSES_BEFORE or after in _QUOTE_CHARS


# Single marks ------------------------------------------------------------------------------------


def _pair_single(text: str, block: Span) -> list[Marked]:
    """Pair a paragraph's single marks; most of what looks like one is an apostrophe."""
    marks = _single_marks(text, block)
    pairs: list[Marked] = []
    position = block.start
    for mark, closer in zip(marks, _closers(text, block, marks), strict=True):
        if mark.role is _Role.OPEN and mark.start >= position and closer is not None:
            span = Span(start=mark.start, end=closer.end)
            pairs.extend(_marked(text, (span,), closing=1, single=True))
            position = closer.end
    return pairs


def _closers(text: str, block: Span, marks: Sequence[_Mark]) -> list[_Mark | None]:
    """The mark that would close each: before the next opening one, and no plural's apostrophe."""
    found: list[_Mark | None] = []
    # The first of those behind, and the first that is no apostrophe: up to the next that opens, and
    # of all.
    near = near_sure = every = every_sure = None
    for mark in reversed(marks):
        found.append(near_sure or near or every_sure or every)
        if mark.role is _Role.OPEN:
            near = near_sure = None
            continue
        near = every = mark
        if not _may_be_possessive(text, block, mark):
            near_sure = every_sure = mark
    return found[::-1]


def _may_be_possessive(text: str, block: Span, mark: _Mark) -> bool:
    """Whether a mark may end "workers' " before the noun that they own, or a "talkin' "."""
    after = text[mark.end : min(mark.end + 2, block.end)]
    return text[mark.start - 1] in "sn" and after[:1] == " " and after[1:].isalpha()


def _single_marks(text: str, block: Span) -> list[_Mark]:
    marks: list[_Mark] = []
    for match in _SINGLE.finditer(text, block.start, block.end):
        role = _single_role(text, block, match)
        if role is not None:
            marks.append(_Mark(start=match.start(), end=match.end(), role=role))
    return marks


def _single_role(text: str, block: Span, match: re.Match[str]) -> _Role | None:
    before, after = _neighbours(text, block, match)
    starts, ends = _may_open(before), _may_close(after)
    if ends and before and not before.isspace() and not before.isdigit():
        return _Role.CLOSE
    if starts and not ends and not _ELISION.match(text, match.end(), block.end):
        return None if match.group() == "›" else _Role.OPEN
    return None


def _marked(text: str, segments: tuple[Span, ...], *, closing: int, single: bool) -> list[Marked]:
    opening = 2 if text.startswith(("''", "``"), segments[0].start) and not single else 1
    start, end = segments[0].start + opening, segments[-1].end - closing
    content = text[start:end].strip()
    if not content:
        return []
    start = text.index(content, start)
    span = Span(start=start, end=start + len(content))
    return [Marked(segments=segments, content=span, single=single)]


def _trim(text: str, span: Span) -> Span:
    part = text[span.start : span.end]
    return Span(start=span.start, end=span.start + len(part.rstrip()))
