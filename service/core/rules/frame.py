"""Removes what surrounds the article on its page, and the link lists between its paragraphs."""

import re
from collections.abc import Sequence

from service.core.rules.context import Placed
from service.core.rules.runs import Verdicts
from service.core.types import Category, Drop

# How far above the first paragraph a headline may stand: share bars, bylines, a caption between.
_HEADLINE_REACH = 25
_HEADLINE_WORDS = range(3, 36)
# A headline says what the article is about; a teaser of another one hardly shares a word.
_HEADLINE_KIN = 0.4

_BYLINE = re.compile(
    r"""^(?:
    (?:by|written\ by|reported\ by|posted\ by|von|par|por|di|da|door|od|автор)\b:?\ .{2,80}
    | (?:published|updated|posted|last\ (?:updated|modified)|first\ published|created|veröffentlicht
      |aktualisiert|stand|publié|mis\ à\ jour|publicado|actualizado|atualizado|pubblicato
      |aggiornato|gepubliceerd|опубликовано)\b.{0,80}
    | .{0,24}\b(?:19|20)\d\d\b.{0,40}
    | .{0,40}\b\d{1,2}:\d\d\b.{0,30}
    | .{0,60}\b(?:staff\ writer|correspondent|contributor|editor|reporter)
    | \d+\ (?:min(?:ute)?s?\ read|minuten|hours?\ ago|days?\ ago|minutes?\ ago)
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT = re.compile(
    r"""(?:
    \((?:ap|afp|reuters|getty|epa|file|photo|image|courtesy|associated)\b[^)]*\)$
    | \b(?:getty\ images|associated\ press|reuters|afp|shutterstock|istock|alamy|epa|imago|dpa)\W*$
    | ^(?:photos?|image|foto|picture|credit|bild|quelle)s?\b\ ?(?:credit|by|courtesy)?\ ?(?::|by\b)
    | \bcredit:|\bphoto\ by\b|/\ ?(?:ap|afp|reuters|getty)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)

# A subheading stands alone; this many links in a row are a list of other articles.
_LIST_LENGTH = 3
_LINK_WORDS = 4
_CAPITALS_WORDS = 5


def remove_frame(blocks: Sequence[Placed], verdicts: Verdicts, body: Sequence[range]) -> None:
    """Remove in place what lies outside the body, except the headline."""
    inside = {index for stretch in body for index in stretch}
    start = min(inside, default=0)
    headline = find_headline(blocks, start)
    for index, block in enumerate(blocks):
        if index in inside or index == headline or verdicts[index] is not None:
            continue
        verdicts[index] = _outside(
            block, after_headline=headline is not None and index > headline, before=index < start
        )


def find_headline(blocks: Sequence[Placed], start: int) -> int | None:
    """The block above the body that shares most with it; the nearest of equals."""
    best: tuple[float, int] | None = None
    for index in range(max(0, start - _HEADLINE_REACH), start):
        block = blocks[index]
        fits = (
            block.line.words in _HEADLINE_WORDS
            and not block.sure
            and not _BYLINE.match(block.line.text)
        )
        if fits and block.kin >= _HEADLINE_KIN and len(block.line.content) >= 2:
            best = max(best or (0.0, 0), (block.kin, index))
    return best[1] if best else None


def _outside(block: Placed, *, after_headline: bool, before: bool) -> Drop:
    if block.line.cue is not None and block.sure:
        return block.line.cue
    if before and after_headline and _BYLINE.match(block.line.text):
        return Drop(category=Category.BYLINE, rule="byline")
    if before:
        return Drop(category=Category.NAVIGATION, rule="before-article")
    return Drop(category=Category.RELATED, rule="after-article")


def remove_embedded(blocks: Sequence[Placed], verdicts: Verdicts) -> None:
    """Remove in place the link lists, link lines and picture credits inside a page's body."""
    for index, block in enumerate(blocks):
        if verdicts[index] is None:
            verdicts[index] = _embedded(block)
    start = 0
    while start < len(blocks):
        end = start
        while end < len(blocks) and _may_be_link(blocks[end], verdicts[end]):
            end += 1
        if end - start >= _LIST_LENGTH and _foreign(blocks[start:end]):
            for index in range(start, end):
                verdicts[index] = verdicts[index] or Drop(
                    category=Category.RELATED, rule="link-list"
                )
        start = end + 1


def _embedded(block: Placed) -> Drop | None:
    line = block.line
    if line.prose:
        return None
    if _CREDIT.search(line.text) and line.words <= 40:
        return Drop(category=Category.OTHER, rule="picture-credit")
    if line.words >= _CAPITALS_WORDS and not line.closed and line.text.isupper():
        return Drop(category=Category.RELATED, rule="capitals-link")
    return None


def _may_be_link(block: Placed, verdict: Drop | None) -> bool:
    return not block.line.prose and not block.line.closed and block.line.words <= 20


def _foreign(blocks: Sequence[Placed]) -> bool:
    return sum(block.kin for block in blocks) / len(blocks) < 0.3
