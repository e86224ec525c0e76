"""Lets verdicts spread: an appeal is a run of blocks, and not each of them has a cue."""

from collections.abc import Sequence

from service.core.rules.context import Placed
from service.core.rules.markers import is_note
from service.core.types import Category, Drop

# Cue-less blocks between two removed ones that may go with them: the narrative middle of a long
# appeal had at most as many in appeals of general news outlets.
_GAP = 4
# From "Dear readers" to the request: long appeals tell of the outlet's year first.
_OPENED_REACH = 14
OPENER_RULE = "appeal-opener"

# "I agree to the privacy policy" stands below the field and the button.
_FORM_REACH = 2
_FORMS = (Category.NEWSLETTER, Category.SUBSCRIPTION)
_CONSENT_RULES = ("privacy-terms", "cookies", "de-recht", "es-legal", "pt-legal", "it-legal")

# Between two of these even what has words of the article goes, if it speaks to the reader: outlets
# ask with what they report on.
_REQUESTS = (Category.DONATION, Category.SUBSCRIPTION, Category.NEWSLETTER, Category.CONTACT)
_REQUEST_KIN = 0.6
# Above the first longer line only menus stand ("World" between "Home" and "Log in").
_MENU_WORDS = 3
# Shorter ones between an insert and the end may be the insert's ("It takes a minute.").
_SENTENCE_WORDS = 8

# Titles of other articles are headlines: longer lines are captions or paragraphs.
_TITLE_WORDS = 20

Verdicts = list[Drop | None]


def spread(blocks: Sequence[Placed], verdicts: Verdicts) -> Verdicts:
    """Extend the verdicts on an article's blocks to those that belong to a removed run."""
    spreading = list(verdicts)
    for index in range(len(blocks)):
        _pool(blocks, spreading, index)
        _list_below(blocks, spreading, index)
    _spread_beside(blocks, spreading, range(1, len(blocks)), -1)
    _spread_beside(blocks, spreading, range(len(blocks) - 2, -1, -1), 1)
    for index in range(len(blocks)):
        _close_opened(blocks, spreading, index)
    for start, end in _gaps(spreading):
        _fill_gap(blocks, spreading, start, end)
    return [_of_its_form(spreading, index) for index in range(len(blocks))]


def _pool(blocks: Sequence[Placed], verdicts: Verdicts, index: int) -> None:
    """Two likely blocks in a row vouch for each other."""
    pair = range(index, index + 2)
    if pair.stop <= len(blocks) and all(
        blocks[i].likely and not blocks[i].tells_story for i in pair
    ):
        for i in pair:
            verdicts[i] = verdicts[i] or blocks[i].line.cue


def _list_below(blocks: Sequence[Placed], verdicts: Verdicts, header: int) -> None:
    """Remove the titles below "More on this topic", but not a subheading before a paragraph."""
    verdict = verdicts[header]
    if verdict is None or verdict.category is not Category.RELATED:
        return
    end = header + 1
    while end < len(blocks) and verdicts[end] is None and _is_link_title(blocks[end]):
        end += 1
    if end < len(blocks) and blocks[end].line.prose:
        end -= 1
    for index in range(header + 1, end):
        verdicts[index] = Drop(category=Category.RELATED, rule="below-related-header")


def _is_link_title(block: Placed) -> bool:
    line = block.line
    titled = not line.text.endswith(".") and line.words <= _TITLE_WORDS
    return titled and not line.prose and not is_note(line)


def _spread_beside(
    blocks: Sequence[Placed], verdicts: Verdicts, order: range, towards: int
) -> None:
    for index in order:
        neighbour = verdicts[index + towards]
        if verdicts[index] is not None or neighbour is None:
            continue
        beyond = index - towards
        button_next = beyond in range(len(blocks)) and blocks[beyond].line.weak_label
        if _leans(blocks[index], neighbour) or (button_next and _is_menu_entry(blocks[index])):
            category = _category(blocks[index], neighbour)
            verdicts[index] = Drop(category=category, rule="beside-removed")


def _leans(block: Placed, neighbour: Drop) -> bool:
    if block.line.weak_label or (block.likely and not block.tells_story):
        return True
    return block.calls_out or (block.addresses_only and _asks(neighbour))


def _category(block: Placed, neighbour: Drop) -> Category:
    return neighbour.category if block.line.cue is None else block.line.cue.category


def _close_opened(blocks: Sequence[Placed], verdicts: Verdicts, start: int) -> None:
    """Remove all from an opener to the last request that follows, whatever lies between.

    Two paragraphs in a row that speak neither of the outlet nor to the reader end the search:
    there the article has begun or goes on.
    """
    opener = verdicts[start]
    if opener is None or opener.rule != OPENER_RULE:
        return
    end = start
    strangers = 0
    for index in range(start + 1, min(start + _OPENED_REACH, len(blocks))):
        if verdicts[index] is not None:
            end, strangers = index, 0
        elif blocks[index].line.prose and not blocks[index].speaks_to_reader:
            strangers += 1
        if strangers > 1:
            break
    if end == start:
        verdicts[start] = None  # a letter that the article prints
    for index in range(start + 1, end):
        verdicts[index] = verdicts[index] or Drop(category=Category.DONATION, rule="appeal-run")


def _of_its_form(verdicts: Verdicts, index: int) -> Drop | None:
    """The small print of a sign-up form belongs to the form; the page's copyright does not."""
    verdict = verdicts[index]
    if verdict is None or verdict.rule not in _CONSENT_RULES:
        return verdict
    near = [v for v in verdicts[max(0, index - _FORM_REACH) : index + _FORM_REACH + 1] if v]
    forms = [v for v in near if v.category in _FORMS]
    return Drop(category=forms[0].category, rule=verdict.rule) if forms else verdict


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


def _fill_gap(blocks: Sequence[Placed], verdicts: Verdicts, start: int, end: int) -> None:
    """Remove a gap that holds no story, if it is short or one end of the page."""
    before = verdicts[start - 1] if start > 0 else None
    after = verdicts[end] if end < len(blocks) else None
    neighbour = before or after
    if neighbour is None or not _is_filling(blocks, start, end, before, after):
        return
    rule = "inside-removed" if before and after else "page-edge"
    for index in range(start, end):
        verdicts[index] = Drop(category=_category(blocks[index], neighbour), rule=rule)


def _is_filling(
    blocks: Sequence[Placed], start: int, end: int, before: Drop | None, after: Drop | None
) -> bool:
    gap = blocks[start:end]
    if before is None:
        # The headline stands here, too; it speaks to nobody.
        asked = _asks(after) and all(b.speaks_to_reader or b.strength > 0 for b in gap)
        return asked and not any(block.tells_story for block in gap)
    if after is None:
        return _asks(before) and not any(map(_may_go_on, gap))
    if len(gap) > _GAP:
        return False
    if all(map(_is_menu_entry, blocks[:end])):
        return True
    # Between two ad labels a subheading may stand.
    if not (_asks(before) or _asks(after)):
        return False
    between_requests = _asks(before) and _asks(after)
    return all(not block.tells_story or (between_requests and _is_request(block)) for block in gap)


def _may_go_on(block: Placed) -> bool:
    """Tell what may be the article's last words, below an insert: a sentence to nobody."""
    sentence = block.line.closed and block.line.words >= _SENTENCE_WORDS
    return block.tells_story or (sentence and not block.speaks_to_reader and not block.likely)


def _asks(verdict: Drop | None) -> bool:
    """Tell a request; an opener alone may be a letter that the article prints."""
    if verdict is None or verdict.rule == OPENER_RULE:
        return False
    return verdict.category in _REQUESTS


def _is_request(block: Placed) -> bool:
    """Tell what may be the middle of an appeal: the outlet alone speaks, and to the reader."""
    own = block.line.prose and not block.line.speech and not is_note(block.line)
    return own and block.speaks_to_reader and block.kin < _REQUEST_KIN


def _is_menu_entry(block: Placed) -> bool:
    return block.line.words <= _MENU_WORDS and not block.line.closed
