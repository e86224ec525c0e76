"""Weighs what a block says: how strongly it reads like an insert, and of which category."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.core.rules.phrases import Cue, find_cues
from service.core.rules.words import POLITE, WORDS, WordClass
from service.core.types import Category, Drop

# Points that are enough by themselves: one phrase of 4 is a formula that articles do not have; 2
# and 3 are words that inserts share with articles.
SURE = 4

# Words of a class beyond the second say nothing new.
_CLASS_CAP = 2
# One phrase in a long paragraph is chance: a point less for so many words (a median appeal
# paragraph of general news outlets has 30-60).
_WORDS_A_POINT = 60
# Who reports what a third party said is telling a story.
_REPORT_PENALTY, _REPORT_CAP = 2, 3
_QUOTED_REPORT_PENALTY = 2
# Small print and page furniture is what it is in any voice.
_VOICELESS = (Category.LEGAL, Category.RELATED, Category.COMMENTS)
# "Subscribe to our newsletter", "turn off your ad blocker to support us": the narrower wins.
_NARROWER = {
    Category.NEWSLETTER: 6,
    Category.AD: 4,
    Category.SOCIAL: 6,
    Category.SUBSCRIPTION: 3,
    Category.CONTACT: 2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """points: see `SURE`. cue: what speaks loudest; None where nothing does."""

    points: int
    cue: Drop | None


def count_classes(tokens: Sequence[str]) -> tuple[int, ...]:
    """Count the words of each `WordClass`; the value of the class is the place in the tuple."""
    counts = [0] * len(WordClass)
    for token in tokens:
        for word_class in WORDS.get(token.lower(), ()):
            counts[word_class] += 1
    # The first word of a sentence is capital anyway, so it can't tell "Sie" from "sie".
    polite = sum(token in POLITE for token in tokens[1:])
    counts[WordClass.YOU] += polite
    counts[WordClass.THIRD] = max(0, counts[WordClass.THIRD] - polite)
    # The country, not the pronoun.
    counts[WordClass.WE] -= tokens.count("US")
    return tuple(counts)


def weigh(lower: str, tokens: Sequence[str], counts: tuple[int, ...], *, quotes: bool) -> Evidence:
    """Weigh a block by its own words, those inside quotation marks left out.

    Args: lower: the folded text. quotes: the block quotes somebody.
    """
    cues = find_cues(lower, tokens)
    points = _points(cues, counts)
    if not points:
        return Evidence(points=0, cue=None)
    voiced = sum(value for category, value in points.items() if category not in _VOICELESS)
    voiceless = sum(points.values()) - voiced
    total = max(0, voiced - _penalty(counts, len(tokens), quotes=quotes)) + voiceless
    return Evidence(points=total, cue=_loudest(points, cues))


def _points(cues: Iterable[Cue], counts: tuple[int, ...]) -> dict[Category, int]:
    """Points by category: those of the phrases, and of word classes that meet in the block."""
    points = _class_points(counts)
    for cue in cues:
        points[cue.category] = points.get(cue.category, 0) + cue.points
    return points


def _class_points(counts: tuple[int, ...]) -> dict[Category, int]:
    """An appeal speaks to the reader about the outlet; these words alone are news."""
    you, we = counts[WordClass.YOU] > 0, counts[WordClass.WE] > 0
    if not (you or we):
        return {}
    give = min(counts[WordClass.GIVE], _CLASS_CAP)
    both = int(you and we) + int(counts[WordClass.PRESS] > 0)
    account = min(counts[WordClass.ACCOUNT], 1)
    asked = you or counts[WordClass.ASK] > 0
    points = {
        Category.DONATION: give + (both if give else 0),
        Category.SUBSCRIPTION: min(counts[WordClass.SUBSCRIBE], _CLASS_CAP) + account,
        Category.NEWSLETTER: min(counts[WordClass.MAILING], _CLASS_CAP) if asked else 0,
        Category.SOCIAL: min(counts[WordClass.PLATFORM], _CLASS_CAP) if asked else 0,
    }
    return {category: value for category, value in points.items() if value}


def _penalty(counts: tuple[int, ...], words: int, *, quotes: bool) -> int:
    reports = min(counts[WordClass.REPORT], _REPORT_CAP)
    told = _REPORT_PENALTY * reports + min(counts[WordClass.THIRD], _CLASS_CAP)
    quoted = _QUOTED_REPORT_PENALTY if reports and quotes else 0
    return told + quoted + words // _WORDS_A_POINT


def _loudest(points: Mapping[Category, int], cues: Sequence[Cue]) -> Drop:
    phrased = {cue.category for cue in cues}
    category = max(
        points, key=lambda one: points[one] + (_NARROWER.get(one, 0) if one in phrased else 0)
    )
    own = [cue for cue in cues if cue.category is category]
    if not own:
        return Drop(category=category, rule=f"{category}-words")
    return Drop(category=category, rule=max(own, key=lambda cue: cue.points).rule)
