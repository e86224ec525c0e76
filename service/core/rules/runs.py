"""Lets verdicts spread: an appeal is a run of blocks, and not each of them has a cue."""

from collections.abc import Sequence

from service.core.rules.line import Line
from service.core.rules.markers import is_note
from service.core.rules.words import WordClass
from service.core.types import Category, Drop

# `Line.points` from which a block goes by itself, and beside one that went.
SURE = 4
LIKELY = 2

# Cue-less blocks between two removed ones that may go with them: the narrative middle of a long
# appeal had at most as many in appeals of general news outlets.
_GAP = 4
# A title, a caption or a subheading may be longer than a leftover of a form.
_LEFTOVER_WORDS = 14

# From "Dear readers" to the request: long appeals tell of the outlet's year first.
_OPENED_REACH = 14
OPENER_RULE = "appeal-opener"

Verdicts = list[Drop | None]


def spread(lines: Sequence[Line], verdicts: Verdicts) -> None:
    """Extend the verdicts in place to the blocks that belong to a removed run."""
    _spread_beside(lines, verdicts, range(1, len(lines)), -1)
    _spread_beside(lines, verdicts, range(len(lines) - 2, -1, -1), 1)
    for start, verdict in enumerate(verdicts):
        if verdict is not None and verdict.rule == OPENER_RULE:
            _close_opened(lines, verdicts, start)
    for start, end in _gaps(verdicts):
        _fill_gap(lines, verdicts, start, end)


def tells_story(line: Line) -> bool:
    """Tell a block that a run must not swallow: the article's own text or a note about it."""
    if is_note(line):
        return True
    if not line.prose:
        return line.words > _LEFTOVER_WORDS
    if line.points >= LIKELY:
        return False
    return not _speaks_to_reader(line) or line.count(WordClass.REPORT) > 0


def _spread_beside(lines: Sequence[Line], verdicts: Verdicts, order: range, towards: int) -> None:
    for index in order:
        neighbour = verdicts[index + towards]
        if verdicts[index] is None and neighbour is not None and _leans(lines[index]):
            verdicts[index] = Drop(
                category=_category(lines[index], neighbour), rule="beside-removed"
            )


def _leans(line: Line) -> bool:
    return line.weak_label or (line.points >= LIKELY and not tells_story(line))


def _category(line: Line, neighbour: Drop) -> Category:
    return neighbour.category if line.cue is None else line.cue.category


def _close_opened(lines: Sequence[Line], verdicts: Verdicts, start: int) -> None:
    """Remove all from an opener to the last request that follows, whatever lies between.

    Two paragraphs in a row that speak neither of the outlet nor to the reader end the search:
    there the article has begun or goes on.
    """
    end = start
    strangers = 0
    for index in range(start + 1, min(start + _OPENED_REACH, len(lines))):
        if verdicts[index] is not None:
            end, strangers = index, 0
        elif lines[index].prose and not _speaks_to_reader(lines[index]):
            strangers += 1
        if strangers > 1:
            break
    for index in range(start + 1, end):
        verdicts[index] = verdicts[index] or Drop(category=Category.DONATION, rule="appeal-run")


def _speaks_to_reader(line: Line) -> bool:
    return line.count(WordClass.WE) + line.count(WordClass.YOU) > 0


def _gaps(verdicts: Verdicts) -> list[tuple[int, int]]:
    """The runs of kept blocks, as half-open index ranges."""
    gaps = []
    start = 0
    for index, verdict in enumerate([*verdicts, Drop(category=Category.OTHER, rule="end")]):
        if verdict is not None:
            if start < index:
                gaps.append((start, index))
            start = index + 1
    return gaps


def _fill_gap(lines: Sequence[Line], verdicts: Verdicts, start: int, end: int) -> None:
    """Remove a gap that holds no story, if it is short or one end of the page."""
    at_edge = start == 0 or end == len(lines)
    if (end - start > _GAP and not at_edge) or any(map(tells_story, lines[start:end])):
        return
    neighbour = verdicts[start - 1] if start > 0 else verdicts[end] if end < len(lines) else None
    if neighbour is None:
        return
    rule = "page-edge" if at_edge else "inside-removed"
    for index in range(start, end):
        verdicts[index] = Drop(category=_category(lines[index], neighbour), rule=rule)
