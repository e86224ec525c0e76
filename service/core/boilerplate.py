"""Judges which blocks of a page are not the article."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from service.core.block_model import BlockModel, Measured, shipped_model
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
# the inserts' words left; of pages 4.0 % at 0, 3.3 at 1, 2.9 at 1.5, for F1 .936, .936, .935.
_ARTICLE_ODDS = 1.0
_PAGE_ODDS = 1.0
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
    measured = model.measure(texts)
    if is_page(measured):
        return tuple(_judge_page(model, texts, measured, title))
    verdicts = _judge_article(model, texts, measured)
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
    measured = model.measure(texts)
    outside = ~np.array(inside, np.bool_)
    verdicts = _named(model, measured, outside, LAYOUT_RULE)
    _name_by_labels(texts, measured, verdicts)
    body = np.flatnonzero(~outside).tolist()
    own = [texts[index] for index in body]
    judged = _judge_article(model, own, model.measure(own), phrase_odds=_PHRASE_ODDS)
    sizes = [len(text) for text in own]
    gone = sum(size for size, verdict in zip(sizes, judged, strict=True) if verdict is not None)
    spared = gone > _MOST_OF_BODY * sum(sizes)
    for index, verdict in zip(body, judged, strict=True):
        verdicts[index] = None if spared else verdict
    for index in find_headline(texts, body, title=title) if body else ():
        verdicts[index] = None
    return tuple(verdicts)


def is_page(measured: Measured) -> bool:
    """Tell the dump of a whole page from an article with a few inserts."""
    lines = measured.lines
    menu = (lines.measures[:, 0] <= _MENU_WORDS) & ~lines.closed
    total = int(menu.sum())
    furnished = int(lines.labelled.sum()) >= _FURNITURE or total >= _MENUS_ALONE
    return furnished and total >= _MENU_BLOCKS and _longest_run(menu) >= _MENU_RUN


def _longest_run(flags: npt.NDArray[np.bool_]) -> int:
    edges = np.flatnonzero(np.diff(flags.astype(np.int8), prepend=0, append=0))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _judge_article(
    model: BlockModel,
    texts: Sequence[str],
    measured: Measured,
    *,
    phrase_odds: float = _SURE_PHRASE_ODDS,
) -> Verdicts:
    """Judge an article with a few inserts: what has no sign of one stays.

    Args: phrase_odds: above these a sure phrase decides.
    """
    odds = model.article.odds(measured.described)
    removed = odds > (_ARTICLE_ODDS if len(texts) >= _BRIEF_BLOCKS else _BRIEF_ODDS)
    for index in np.flatnonzero(removed).tolist():
        removed[index] = not _is_note(texts[index])
    _spare_between_labels(texts, measured, removed)
    verdicts = _named(model, measured, removed, MODEL_RULE)
    unsure = np.flatnonzero(~removed & (odds > phrase_odds)).tolist()
    for index in unsure:
        verdicts[index] = _judge_phrases(texts[index], sure=bool(odds[index] <= _PHRASE_ODDS))
    for order in (unsure, unsure[::-1]):
        for index in order:
            verdicts[index] = verdicts[index] or _judge_beside(texts, verdicts, index)
    for index in np.flatnonzero(removed & measured.lines.labelled).tolist():
        _remove_list_below(texts, verdicts, index)
    _close_gaps(texts, verdicts)
    return verdicts


def _close_gaps(texts: Sequence[str], verdicts: Verdicts) -> None:
    """Remove what an outlet says to its readers between a request and what else went."""
    before: Drop | None = None
    last = -1
    for index, verdict in enumerate(verdicts):
        if verdict is None:
            continue
        gap = range(last + 1, index)
        asked = before is not None and before.category in _REQUESTS
        between = asked and verdict.category in _REQUESTS and 0 < len(gap) <= _GAP
        # What closes a request ("Ask me again.") may have a link to the next article below.
        closing = asked and len(gap) == 1 and _is_button(measure(texts[gap.start]))
        if closing or (between and all(_speaks(texts[i]) for i in gap)):
            category = before.category if before else verdict.category
            verdicts[gap.start : gap.stop] = [
                Drop(category=category, rule="inside-removed") for _ in gap
            ]
        before, last = verdict, index


def _speaks(text: str) -> bool:
    """Tell what the outlet says of itself or to the reader, or what is no sentence."""
    line = measure(text)
    if line.speech or is_note(line):
        return False
    return line.count(WordClass.WE) + line.count(WordClass.YOU) > 0 or _is_button(line)


def _is_button(line: Line) -> bool:
    return line.words <= _BUTTON_WORDS and not line.prose


def _spare_between_labels(
    texts: Sequence[str], measured: Measured, removed: npt.NDArray[np.bool_]
) -> None:
    """Keep a lone block that says nothing of an insert and stands beside a known label alone.

    Between "Share" and "Advertisement" a subheading or a short sentence may stand.
    """
    labelled = measured.lines.labelled
    for index in np.flatnonzero(removed & ~labelled).tolist():
        around = [i for i in (index - 1, index + 1) if 0 <= i < len(texts) and removed[i]]
        if around and labelled[around].all() and len(texts[index]) <= _LONE_CHARACTERS:
            removed[index] = not _is_silent(texts[index])


def _is_silent(text: str) -> bool:
    """Tell a block without any word or phrase that inserts have."""
    line = measure(text)
    said = line.points or line.weak_label or any(line.count(word_class) for word_class in _TELLING)
    return not said and line.words > 0


def _remove_list_below(texts: Sequence[str], verdicts: Verdicts, header: int) -> None:
    """Remove the titles below "More on this topic", but not a subheading before a paragraph."""
    label = measure(texts[header]).label
    if label is None or label.category is not Category.RELATED:
        return
    end = header + 1
    while end < len(texts) and _is_link_title(line := measure(texts[end])):
        end += 1
    if end < len(texts) and line.prose:
        end -= 1
    for index in range(header + 1, end):
        verdicts[index] = Drop(category=Category.RELATED, rule="below-related-header")


def _is_link_title(line: Line) -> bool:
    title = not line.text.endswith(".") and line.words <= _TITLE_WORDS and line.label is None
    return title and not line.prose and not is_note(line)


def _judge_beside(texts: Sequence[str], verdicts: Verdicts, index: int) -> Drop | None:
    """Judge by its neighbour a button, and what only opens an appeal."""
    above = verdicts[index - 1] if index else None
    below = verdicts[index + 1] if index + 1 < len(texts) else None
    neighbour = below or above
    if neighbour is None:
        return None
    line = measure(texts[index])
    opens = below is not None and opens_appeal(line)
    if line.weak_label or line.label is not None or opens:
        return Drop(category=neighbour.category, rule="beside-removed")
    return None


def _judge_phrases(text: str, *, sure: bool) -> Drop | None:
    """Judge a block by what it says alone. Args: sure: it must be enough by itself."""
    line = measure(text)
    needed = SURE if sure else _PHRASE_POINTS
    return line.cue if line.points >= needed and not is_note(line) else None


def _is_note(text: str) -> bool:
    return may_be_note(text) and is_note(measure(text))


def _named(
    model: BlockModel, measured: Measured, removed: npt.NDArray[np.bool_], rule: str
) -> Verdicts:
    verdicts: Verdicts = [None] * len(removed)
    gone = np.flatnonzero(removed).tolist()
    kinds = model.name_kinds(measured, removed) if gone else []
    for index, kind in zip(gone, kinds, strict=True):
        verdicts[index] = Drop(category=kind, rule=rule)
    return verdicts


def _judge_page(
    model: BlockModel, texts: Sequence[str], measured: Measured, title: str | None
) -> Verdicts:
    """Judge the dump of a whole page: its body like an article, the rest goes."""
    removed = model.page.odds(measured.described) > _PAGE_ODDS
    body = np.flatnonzero(~removed).tolist()
    if not body:
        return [None] * len(texts)
    verdicts = _named(model, measured, removed, PAGE_RULE)
    _name_by_labels(texts, measured, verdicts)
    inside = [texts[index] for index in body]
    judged = _judge_article(model, inside, model.measure(inside), phrase_odds=_PHRASE_ODDS)
    for index, verdict in zip(body, judged, strict=True):
        verdicts[index] = verdict
    for index in find_headline(texts, body, title=title):
        verdicts[index] = None
    return verdicts


def _name_by_labels(texts: Sequence[str], measured: Measured, verdicts: Verdicts) -> None:
    """Give blocks known by hand their category, and what follows a header that of the header."""
    header: Category | None = None
    labelled = measured.lines.labelled.tolist()
    for index, verdict in enumerate(verdicts):
        label = measure(texts[index]).label if labelled[index] else None
        if label is not None:
            header = label.category if label.category in _HEADERS else None
        if verdict is None:
            header = None
        elif label is not None or header is not None:
            category = label.category if label is not None else header
            verdicts[index] = Drop(category=category or verdict.category, rule=verdict.rule)
