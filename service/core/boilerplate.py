"""Judges which blocks of a page are not the article."""

import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from service.core._lines import Lines
from service.core.block_model import (
    LABEL_CATEGORIES,
    BlockModel,
    Extent,
    Odds,
    find_runs,
    shipped_model,
)
from service.core.rules.evidence import SURE
from service.core.rules.headline import find_headline, title_blocks
from service.core.rules.line import Line, measure
from service.core.rules.markers import is_note, may_be_note, opens_appeal
from service.core.rules.words import WordClass
from service.core.types import Category, Drop

Verdicts = list[Drop | None]

# Log-odds of not being the article, from which a block goes. Losing the article's words is the
# worse fault. Development sets, models that had not seen the publisher: of articles with inserts
# .43 % of the words were lost at 0, .29 at 1, .22 at 1.5, .12 at 2, and 3.6, 4.5, 5.7 and 6.1 % of
# the inserts' words left.
_ARTICLE_ODDS = 1.0
# A page's blocks above these are outside; what is below is judged by the page and as an article,
# whose log-odds count for so much, from -4 to 4, where the sum is above 0. On the development pages
# one after the other, from 1 and 1, removed 1 % less of the unwanted passages for the same wanted.
_OUTSIDE_ODDS = 3.0
_ARTICLE_SHARE, _LOUDEST = 0.5, 4.0
# Of a page on which no block is that sure to stay, those that come so near to the surest.
_NEAR_BEST = 0.5
# In a brief the neighbours and the vocabulary say little, so a block must be surer: the project's
# own inserts in articles of four paragraphs lost 6.1 % of the article at 1.
_BRIEF_BLOCKS, _BRIEF_ODDS = 10, 2.5
# What the model is unsure of goes on the word of a phrase: above these odds one that is enough by
# itself, or one that needs company. The same articles without: 10.4 % left, with 4.3, for .03
# points more lost; those whose publishers no phrase was written from: 10.9 and 6.5. In the body of
# a page, which has been chosen before, the lower bound would lose .5 % of the words.
_SURE_PHRASE_ODDS, _PHRASE_ODDS = -3.0, -1.0
_PHRASE_POINTS = 3

# Words of inserts: who has one of them is not spared beside a label. A lone sentence is short.
_TELLING = (
    WordClass.YOU,
    WordClass.WE,
    WordClass.GIVE,
    WordClass.SUBSCRIBE,
    WordClass.MAILING,
    WordClass.ACCOUNT,
    WordClass.PLATFORM,
    WordClass.PRESS,
    WordClass.ASK,
)
_LONE_CHARACTERS = 60
# What outlets ask for, and how many blocks may stand between it and the next that went.
_REQUESTS = (Category.DONATION, Category.SUBSCRIPTION, Category.NEWSLETTER)
_GAP, _BUTTON_WORDS = 2, 6
# Headers of lists that go on until another known block or the article.
_HEADERS = (Category.RELATED, Category.COMMENTS)
# Titles of other articles are headlines: longer lines are captions or paragraphs.
_TITLE_WORDS = 20

# What the model takes for something else: an outlet's call to its own app or networks reads like an
# advertisement, and among paragraphs it has seen few related titles.
_MISTAKEN = {
    Category.AD: (Category.SOCIAL,),
    Category.OTHER: (Category.RELATED, Category.COMMENTS),
}

MODEL_RULE = "model"
PAGE_RULE = "page-model"
LAYOUT_RULE = "page-layout"

# An article that is nearly all insert is one that the model doesn't know: of the development pages
# one had a body of a single block, and it went.
_MOST_OF_BODY = 0.5

# A page has menus: so many short unclosed blocks, so many of them in a row. Plain articles of news
# agencies and papers had 8 and 3 at the 98th percentile, dumps of pages 21 and 5 at the 2nd.
_MENU_BLOCKS, _MENU_RUN, _MENU_WORDS = 12, 5, 6
# A long list in an article has no buttons in it; only a very long run of menus needs none.
_FURNITURE, _MENUS_ALONE = 3, 30


def judge_blocks(
    texts: Sequence[str], *, title: str | None = None, model: BlockModel | None = None
) -> tuple[Drop | None, ...]:
    """Judge each block with its neighbours in view.

    Args: texts: the page's blocks, verbatim, in order. title: the headline, if known. model: the
    shipped one if None.
    Returns: one verdict a block, in order; None keeps the block.
    """
    if not texts:
        return ()
    model = model or shipped_model()
    blocks = _Blocks(model, texts)
    if blocks.extent is Extent.PAGE:
        return tuple(_judge_page(model, blocks, title))
    verdicts = _judge_article(model, blocks)
    for index in title_blocks(texts, title) if title else ():
        verdicts[index] = None
    return tuple(verdicts)


def judge_layout(
    texts: Sequence[str],
    inside: Sequence[bool],
    *,
    title: str | None = None,
    model: BlockModel | None = None,
) -> tuple[Drop | None, ...]:
    """Judge a page whose layout tells the article's body: what is inside like an article.

    Args: inside: one flag a block; without any the text decides alone. The others as for
    `judge_blocks`.
    Returns: one verdict a block, in order; None keeps the block.
    """
    if not any(inside):
        return judge_blocks(texts, title=title, model=model)
    model = model or shipped_model()
    outside = ~np.array(inside, np.bool_)
    return tuple(
        _judge_around(
            model,
            _Blocks(model, texts, Extent.PAGE),
            outside,
            rule=LAYOUT_RULE,
            title=title,
            most_of_body=_MOST_OF_BODY,
        )
    )


class _Blocks:
    """Blocks that are judged together; each is read by hand once, when something asks for it."""

    def __init__(
        self, model: BlockModel, texts: Sequence[str], extent: Extent | None = None
    ) -> None:
        """Args: extent: told by the blocks' look if None."""
        lines = model.read(texts)
        self.texts = texts
        self.extent = extent or _tell_extent(lines)
        self.measured = model.measure(lines, self.extent)
        self._lines: dict[int, Line] = {}

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def labels(self) -> list[Category | None]:
        """What each block known by hand as a whole is, whatever stands around it."""
        return [LABEL_CATEGORIES.get(number) for number in self.measured.lines.labels.tolist()]

    def line(self, index: int) -> Line:
        """What a block says by itself."""
        if index not in self._lines:
            self._lines[index] = measure(self.texts[index])
        return self._lines[index]


def _tell_extent(lines: Lines) -> Extent:
    """Tell the dump of a whole page from an article with a few inserts."""
    menu = (lines.measures[:, 0] <= _MENU_WORDS) & ~lines.closed
    total = int(menu.sum())
    furnished = int(lines.labelled.sum()) >= _FURNITURE or total >= _MENUS_ALONE
    longest = max((stop - start for start, stop in find_runs(menu)), default=0)
    is_page = furnished and total >= _MENU_BLOCKS and longest >= _MENU_RUN
    return Extent.PAGE if is_page else Extent.ARTICLE


def _judge_page(model: BlockModel, blocks: _Blocks, title: str | None) -> Verdicts:
    """Judge the dump of a whole page: what is surely outside goes, the rest as both judges say."""
    odds = model.page.odds(blocks.measured.described)
    # Something is the article, be it the block that looks least unlike one.
    outside = odds > max(_OUTSIDE_ODDS, float(odds.min()) + _NEAR_BEST)
    return _judge_around(model, blocks, outside, rule=PAGE_RULE, title=title, page_odds=odds)


def _judge_around(
    model: BlockModel,
    blocks: _Blocks,
    outside: npt.NDArray[np.bool_],
    *,
    rule: str,
    title: str | None,
    most_of_body: float = 1.0,
    page_odds: Odds | None = None,
) -> Verdicts:
    """Remove what is outside the body, and judge the body like an article.

    Args: outside: one flag a block, not all of them set. rule: of what is outside. most_of_body:
    the share of the body's characters that may go; the whole body stays where more would.
    page_odds: what the page tells of each block, as log-odds of its not being the article.
    """
    verdicts = _name_outside(model, blocks, outside, rule)
    body = np.flatnonzero(~outside).tolist()
    own = [blocks.texts[index] for index in body]
    judged = _judge_article(
        model,
        _Blocks(model, own, Extent.BODY),
        None if page_odds is None else page_odds[body],
    )
    sizes = [len(text) for text in own]
    gone = sum(size for size, verdict in zip(sizes, judged, strict=True) if verdict is not None)
    if gone <= most_of_body * sum(sizes):
        for index, verdict in zip(body, judged, strict=True):
            verdicts[index] = verdict
    kept = [index for index in body if verdicts[index] is None]
    for index in find_headline(blocks.texts, kept or body, title=title, line=blocks.line):
        verdicts[index] = None
    return verdicts


def _judge_article(model: BlockModel, blocks: _Blocks, page_odds: Odds | None = None) -> Verdicts:
    """Judge an article with a few inserts: what has no sign of one stays.

    Args: page_odds: see `_judge_around`.
    """
    odds = model.article.odds(blocks.measured.described)
    if page_odds is None:
        removed = odds > (_ARTICLE_ODDS if len(blocks) >= _BRIEF_BLOCKS else _BRIEF_ODDS)
    else:
        both = page_odds + _ARTICLE_SHARE * np.clip(odds, -_LOUDEST, _LOUDEST)
        removed = both > max(0.0, float(both.min()))
    for index in np.flatnonzero(removed).tolist():
        # The first look is cheap, and most of what goes is no note.
        removed[index] = not (may_be_note(blocks.texts[index]) and is_note(blocks.line(index)))
    _spare_between_labels(blocks, removed)
    verdicts = _named(model, blocks, removed, MODEL_RULE)
    sure_phrase = _PHRASE_ODDS if blocks.extent is Extent.BODY else _SURE_PHRASE_ODDS
    unsure = np.flatnonzero(~removed & (odds > sure_phrase)).tolist()
    for index in unsure:
        sure = bool(odds[index] <= _PHRASE_ODDS)
        verdicts[index] = _judge_phrases(blocks.line(index), sure=sure)
    for order in (unsure, unsure[::-1]):
        for index in order:
            verdicts[index] = verdicts[index] or _judge_beside(blocks, verdicts, index)
    for index in np.flatnonzero(removed & blocks.measured.lines.labelled).tolist():
        _remove_list_below(blocks, verdicts, index)
    _close_gaps(blocks, verdicts)
    return verdicts


def _named(
    model: BlockModel,
    blocks: _Blocks,
    removed: npt.NDArray[np.bool_],
    rule: str,
    *,
    wanted: npt.NDArray[np.bool_] | None = None,
) -> Verdicts:
    """Name removed blocks. Args: wanted: those to name; all if None."""
    verdicts: Verdicts = [None] * len(blocks)
    wanted = removed if wanted is None else wanted
    named = np.flatnonzero(wanted).tolist()
    kinds = model.name_kinds(blocks.measured, removed, wanted) if named else []
    for index, kind in zip(named, kinds, strict=True):
        if kind in _MISTAKEN:
            kind = _corrected(kind, blocks.line(index))
        verdicts[index] = _drop(kind, rule)
    return verdicts


def _corrected(kind: Category, line: Line) -> Category:
    """The category of a block, of which a phrase may know better."""
    if line.cue is None or line.points < _PHRASE_POINTS:
        return kind
    return line.cue.category if line.cue.category in _MISTAKEN[kind] else kind


def _name_outside(
    model: BlockModel, blocks: _Blocks, outside: npt.NDArray[np.bool_], rule: str
) -> Verdicts:
    """Name what is outside the body: by labels where these tell, else by the model."""
    told = _categories_by_labels(blocks, outside)
    unknown = outside & np.array([category is None for category in told])
    verdicts = _named(model, blocks, outside, rule, wanted=unknown)
    for index, category in enumerate(told):
        if category is not None:
            verdicts[index] = _drop(category, rule)
    return verdicts


@functools.cache
def _drop(category: Category, rule: str) -> Drop:
    """One value for all blocks alike: a page has hundreds."""
    return Drop(category=category, rule=rule)


def _categories_by_labels(blocks: _Blocks, outside: npt.NDArray[np.bool_]) -> list[Category | None]:
    """The category of blocks known by hand, and of what follows a header that of the header."""
    header: Category | None = None
    told: list[Category | None] = []
    for label, gone in zip(blocks.labels, outside.tolist(), strict=True):
        if not gone:
            header = None
        elif label is not None:
            header = label if label in _HEADERS else None
        told.append((label or header) if gone else None)
    return told


def _spare_between_labels(blocks: _Blocks, removed: npt.NDArray[np.bool_]) -> None:
    """Keep a lone block that says nothing of an insert and stands beside a known label alone.

    Between "Share" and "Advertisement" a subheading or a short sentence may stand.
    """
    known = np.array([label is not None for label in blocks.labels])
    for index in np.flatnonzero(removed & ~blocks.measured.lines.labelled).tolist():
        around = [i for i in (index - 1, index + 1) if 0 <= i < len(blocks) and removed[i]]
        if around and known[around].all() and len(blocks.texts[index]) <= _LONE_CHARACTERS:
            removed[index] = not _is_silent(blocks.line(index))


def _is_silent(line: Line) -> bool:
    """Tell a block without any word or phrase that inserts have."""
    said = line.points or line.weak_label or any(line.count(word_class) for word_class in _TELLING)
    return not said and line.words > 0


def _judge_phrases(line: Line, *, sure: bool) -> Drop | None:
    """Judge a block by what it says alone. Args: sure: it must be enough by itself."""
    needed = SURE if sure else _PHRASE_POINTS
    return line.cue if line.points >= needed and not is_note(line) else None


def _judge_beside(blocks: _Blocks, verdicts: Verdicts, index: int) -> Drop | None:
    """Judge by its neighbour a button, and what only opens an appeal."""
    above = verdicts[index - 1] if index else None
    below = verdicts[index + 1] if index + 1 < len(blocks) else None
    neighbour = below or above
    if neighbour is None:
        return None
    line = blocks.line(index)
    opens = below is not None and opens_appeal(line)
    if line.weak_label or line.label is not None or opens:
        return Drop(category=neighbour.category, rule="beside-removed")
    return None


def _remove_list_below(blocks: _Blocks, verdicts: Verdicts, header: int) -> None:
    """Remove the titles below "More on this topic", but not a subheading before a paragraph."""
    label = blocks.line(header).label
    if label is None or label.category is not Category.RELATED:
        return
    end = header + 1
    while end < len(blocks) and _is_link_title(blocks.line(end)):
        end += 1
    if end < len(blocks) and blocks.line(end).prose:
        end -= 1
    for index in range(header + 1, end):
        verdicts[index] = Drop(category=Category.RELATED, rule="below-related-header")


def _is_link_title(line: Line) -> bool:
    title = not line.text.endswith(".") and line.words <= _TITLE_WORDS and line.label is None
    return title and not line.prose and not is_note(line)


def _close_gaps(blocks: _Blocks, verdicts: Verdicts) -> None:
    """Remove what an outlet says to its readers between a request and what else went."""
    request: Drop | None = None
    last = -1
    for index, verdict in enumerate(verdicts):
        if verdict is None:
            continue
        gap = range(last + 1, index)
        if request and len(gap) <= _GAP and _goes_on([blocks.line(i) for i in gap], verdict):
            for i in gap:
                verdicts[i] = Drop(category=request.category, rule="inside-removed")
        request = verdict if verdict.category in _REQUESTS else None
        last = index


def _goes_on(gap: Sequence[Line], below: Drop) -> bool:
    """Tell the blocks through which a request goes on to what stands below them."""
    # What closes a request ("Ask me again.") may have a link to the next article below.
    if len(gap) == 1 and _is_button(gap[0]):
        return True
    return below.category in _REQUESTS and all(map(_speaks, gap))


def _speaks(line: Line) -> bool:
    """Tell what the outlet says of itself or to the reader, or what is no sentence."""
    if line.speech or is_note(line):
        return False
    return line.count(WordClass.WE) + line.count(WordClass.YOU) > 0 or _is_button(line)


def _is_button(line: Line) -> bool:
    return line.words <= _BUTTON_WORDS and not line.prose
