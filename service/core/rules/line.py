"""Measures one block: its shape, its word classes, and how strongly it looks like an insert."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.core.rules.labels import LABELS, WEAK_LABELS
from service.core.rules.phrases import CUES, CUES_BY_PREFIX, SIGN_CUES, TRIGGER_LENGTH, Cue
from service.core.rules.words import POLITE, WORDS, WordClass
from service.core.types import Category, Drop

_TOKEN = re.compile(r"\w+(?:'\w+)*")
_FOLD = str.maketrans("’‘ʼ`\xa0\u202f\u2009", "''''   ")
_CLOSED = re.compile(r"[.!?…。！？।؟]['\"”“’»)\]›]*$")
_QUOTE = re.compile(r"[\"“”„«»]")
_EDGE = re.compile(r"^[\W\d_]+|[\W\d_]+$")

# Running text: jusText asks for 70 characters and a third of stop words. Paragraphs of news are as
# short as one sentence, and our list holds only the commonest words of each language.
PROSE_WORDS = 10
PROSE_FUNCTION_SHARE = 0.12
# Chinese, Japanese, Thai: a clause of 40 characters has no spaces, so hardly any tokens.
_UNSPACED_CHARACTERS = 40
_UNSPACED_CHARACTERS_A_TOKEN = 9

# Shorter words are common to all topics (in English and German half of the running text).
_CONTENT_LETTERS, _NAME_LETTERS = 6, 3

# `Line.points` from which a block goes by itself, and beside one that went.
SURE = 4
LIKELY = 2

# Words of a class beyond the second say nothing new.
_CLASS_CAP = 2
# One phrase in a long paragraph is chance: a point less for so many words (a median appeal
# paragraph of general news outlets has 30-60).
_WORDS_A_POINT = 60
# Who reports what a third party said is telling a story.
_REPORT_PENALTY, _REPORT_CAP = 2, 3

_VOICELESS = (Category.LEGAL, Category.RELATED, Category.COMMENTS)
# "15,- €", "$5", "€10 / Monat": the amounts to choose from.
_AMOUNT = re.compile(
    r"^\W*\w{0,4}\W*[$€£₹₽]\W*\d*[\d.,]*\W*(?:[/*]?\s*\w+\*?)?$|^\d[\d.,]*-?\W*(?:€|euros?|eur|chf|kr|zł|₽|\$)\W*(?:/\s*\w+)?$",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One block as measured.

    words: its tokens. prose: running text of a sentence or more. closed: ends like a sentence.
    points: how much it looks like an insert (see `phrases`), `cue` what speaks loudest for it.
    label: the whole block is furniture; weak_label: it is where the neighbours are.
    counts: words by WordClass. content: lower-case names and long words. latin: its script.
    """

    text: str
    words: int
    prose: bool
    closed: bool
    points: int
    cue: Drop | None
    label: Drop | None
    weak_label: bool
    counts: tuple[int, ...]
    content: frozenset[str]
    latin: bool

    def count(self, word_class: WordClass) -> int:
        """How many words of the class the block has."""
        return self.counts[word_class]


def measure(text: str) -> Line:
    """Measure one block."""
    folded = text.translate(_FOLD)
    lower = folded.lower()
    tokens = _TOKEN.findall(folded)
    counts = _count_classes(tokens)
    cues = _find_cues(lower, tokens)
    points = _points(cues, counts)
    closed = _CLOSED.search(text) is not None
    key = _EDGE.sub("", lower)
    label = LABELS.get(key)
    return Line(
        text=text,
        words=len(tokens),
        prose=closed and _is_running(text, len(tokens), counts),
        closed=closed,
        points=_total(points, _penalty(text, len(tokens), counts)),
        cue=_loudest(points, cues),
        label=None if label is None else Drop(category=label, rule="label"),
        weak_label=not key or key in WEAK_LABELS or _AMOUNT.match(lower) is not None,
        counts=counts,
        content=frozenset(token.lower() for token in tokens if _tells(token)),
        latin=_has_latin(text),
    )


def _count_classes(tokens: list[str]) -> tuple[int, ...]:
    counts = [0] * len(WordClass)
    for token in tokens:
        for word_class in WORDS.get(token.lower(), ()):
            counts[word_class] += 1
    # The first word of a sentence is capital anyway, so it can't tell "Sie" from "sie".
    counts[WordClass.YOU] += sum(token in POLITE for token in tokens[1:])
    # The country, not the pronoun.
    counts[WordClass.WE] -= tokens.count("US")
    return tuple(counts)


def _find_cues(lower: str, tokens: list[str]) -> list[Cue]:
    prefixes = {token[:TRIGGER_LENGTH].lower() for token in tokens}
    numbers = {number for prefix in prefixes for number in CUES_BY_PREFIX.get(prefix, ())}
    cues = [CUES[number] for number in sorted(numbers) if CUES[number].pattern.search(lower)]
    if "©" in lower or "(c)" in lower:
        cues += [cue for cue in SIGN_CUES if cue.pattern.search(lower)]
    return cues


def _is_running(text: str, words: int, counts: tuple[int, ...]) -> bool:
    if words < PROSE_WORDS:
        return len(text) >= max(_UNSPACED_CHARACTERS, _UNSPACED_CHARACTERS_A_TOKEN * words)
    # No list of ours knows the words of other scripts, so the shape must do.
    return counts[WordClass.FUNCTION] >= PROSE_FUNCTION_SHARE * words or not _has_latin(text)


def _tells(token: str) -> bool:
    """Tell a word that a topic chooses: a long one, or a name."""
    return len(token) >= _CONTENT_LETTERS or (len(token) >= _NAME_LETTERS and token[0].isupper())


def _has_latin(text: str) -> bool:
    return any("a" <= character <= "z" for character in text[:40])


def _points(cues: Iterable[Cue], counts: tuple[int, ...]) -> dict[Category, int]:
    """Points by category: those of the phrases, and of word classes that meet in the block."""
    points: dict[Category, int] = {}
    for category, extra in _class_points(counts).items():
        if extra:
            points[category] = extra
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
    return {
        Category.DONATION: give + (both if give else 0),
        Category.SUBSCRIPTION: min(counts[WordClass.SUBSCRIBE], _CLASS_CAP) + account,
        Category.NEWSLETTER: min(counts[WordClass.MAILING], _CLASS_CAP) if asked else 0,
        Category.SOCIAL: min(counts[WordClass.PLATFORM], _CLASS_CAP) if asked else 0,
    }


def _penalty(text: str, words: int, counts: tuple[int, ...]) -> int:
    reports = min(counts[WordClass.REPORT], _REPORT_CAP)
    told = _REPORT_PENALTY * reports + min(counts[WordClass.THIRD], _CLASS_CAP)
    quoted = 2 if reports and _QUOTE.search(text) else 0
    return told + quoted + words // _WORDS_A_POINT


def _total(points: Mapping[Category, int], penalty: int) -> int:
    """Sum up; small print and page furniture is what it is in any voice."""
    voiced = sum(value for category, value in points.items() if category not in _VOICELESS)
    return max(0, voiced - penalty) + sum(points.values()) - voiced


def _loudest(points: Mapping[Category, int], cues: Iterable[Cue]) -> Drop | None:
    if not points:
        return None
    category = max(points, key=points.__getitem__)
    own = [cue for cue in cues if cue.category is category]
    if not own:
        return Drop(category=category, rule=f"{category}-words")
    return Drop(category=category, rule=max(own, key=lambda cue: cue.points).rule)
