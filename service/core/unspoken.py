"""Tells marked stretches that nobody says: titles of works, names, terms and scare quotes."""

import re

from service.core.cues import NAMING_FORMS
from service.core.lexicon import words
from service.core.reporting import Frame, Link, Tie
from service.core.sentences import Part
from service.core.types import QuoteKind

# Small words that a title does not capitalise (Chicago Manual of Style, 8.159).
_SMALL = words("a an and as at but by for from if in it n't nor not of on or so the to vs via with")
# Counts on PolNeAR's train split: of the capitalised stretches up to this length, in words, that no
# cue stands beside, 116 are quotations and 163 titles and names.
_LONGEST_TITLE = 8
# Of the fragments up to this length in a sentence without any cue 133 are quotations, 184 terms.
_LONGEST_TERM = 3
_BESIDE = frozenset((Tie.BESIDE, Tie.TAIL, Tie.COLON))
_WORD = re.compile(r"[^\W\d_][\w'’]*")


def is_unspoken(frame: Frame, part: Part, kind: QuoteKind, link: Link | None, tie: Tie) -> bool:
    """Whether a marked stretch is a title, a name or a term and no quotation.

    Args: link, tie: the cue that reports the part, and how it hangs on it.
    """
    inside = _WORD.findall(frame.text(part.start, part.end))
    if not inside or _introduced_as_term(frame, part):
        return True
    if tie is Tie.NONE and kind is QuoteKind.MIXED and len(inside) <= _LONGEST_TERM:
        return True
    if (
        tie in _BESIDE
        or _is_naming(frame, link)
        or len(inside) > _LONGEST_TITLE
        or _is_sentence(frame, part)
    ):
        return False
    enough = len(inside) > 1 or kind is QuoteKind.DIRECT
    return enough and _is_title(inside) and not _is_headline(frame)


def _is_naming(frame: Frame, link: Link | None) -> bool:
    """ "Smith called the winner “Miss Sixty”": capitals of a name that somebody gives."""
    return link is not None and frame.text(link.start, link.end).lower() in NAMING_FORMS


def _introduced_as_term(frame: Frame, part: Part) -> bool:
    before = frame.text(max(frame.sentence.start, part.start - 3), part.start).lower()
    return before.endswith(("so-called", "so called"))


def _is_sentence(frame: Frame, part: Part) -> bool:
    """Whether a part ends like a sentence: with ? or !, or with a full stop and nothing around."""
    return part.is_loud or (part.ends_sentence and not any(t.is_alpha for t in frame.tokens()))


def _is_title(inside: list[str]) -> bool:
    content = [word for word in inside if word.lower() not in _SMALL]
    return inside[0][0].isupper() and all(word[0].isupper() for word in content)


def _is_headline(frame: Frame) -> bool:
    """Whether the words outside the marks are capitalised too, so that capitals tell nothing."""
    outside = [token.text for token in frame.tokens() if token.is_alpha]
    return bool(outside) and _is_title(outside)
