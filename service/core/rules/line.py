"""Measures one block: its shape, its words, and how strongly it looks like an insert."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.core.rules.evidence import count_classes, weigh
from service.core.rules.labels import LABELS, WEAK_LABELS, label_key
from service.core.rules.words import WordClass, fold, tokenize
from service.core.types import Drop

# Patterns that look from both ends are kept to blocks that can match: they are quadratic in runs
# of signs ("-----").
_TAIL, _LABEL_CHARACTERS, _AMOUNT_CHARACTERS = 8, 100, 30
_CLOSED = re.compile(r"[.!?…。！？।؟]['\"”“’»)\]›]*$")
_QUOTE = re.compile(r"[\"“”„«»]")
# What is quoted is somebody else's request: a campaign's e-mail, a speaker's plea. Shorter quotes
# are titles and single words.
_QUOTATION = re.compile(r"(?:[“„«]|^\")[^\"“”«»]{20,}(?:[\"“”»]|$)|\"[^\"“”«»]{20,}\"")
_SPEECH_WORDS = 5
# "15,- €", "$5", "€10 / Monat": the amounts to choose from.
_AMOUNT = re.compile(
    r"^\W*\w{0,4}\W*[$€£₹₽]\W*\d*[\d.,]*\W*(?:[/*]?\s*\w+\*?)?$"
    r"|^\d[\d.,]*-?\W*(?:€|euros?|eur|chf|kr|zł|₽|\$)\W*(?:/\s*\w+)?$"
)

# Running text: jusText asks for 70 characters and a third of stop words. Paragraphs of news are as
# short as one sentence, and our list holds only the commonest words of each language.
PROSE_WORDS = 10
_PROSE_FUNCTION_SHARE = 0.12
_PROSE_LOWER_SHARE = 0.6
# Chinese, Japanese, Thai: a clause of 40 characters has no spaces, so hardly any tokens.
_UNSPACED_CHARACTERS = 40
_UNSPACED_CHARACTERS_A_TOKEN = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One block as measured.

    words: its tokens. prose: running text of a sentence or more. closed: ends like a sentence.
    speech: all of it is quoted. points and cue: see `Evidence`. label: the whole block is
    furniture; weak_label: it is where the neighbours are. counts: its own words by WordClass,
    without those that it quotes.
    """

    text: str
    words: int
    prose: bool
    closed: bool
    speech: bool
    points: int
    cue: Drop | None
    label: Drop | None
    weak_label: bool
    counts: tuple[int, ...]

    def count(self, word_class: WordClass) -> int:
        """How many words of the class the block has outside quotation marks."""
        return self.counts[word_class]


def measure(text: str) -> Line:
    """Measure one block."""
    folded = fold(text)
    tokens = tokenize(folded)
    counts = count_classes(tokens)
    function_words = counts[WordClass.FUNCTION]
    own, own_tokens = folded, tokens
    quotes = _QUOTE.search(folded) is not None
    if quotes:
        own = _QUOTATION.sub('"', folded)
        own_tokens = tokenize(own)
        counts = count_classes(own_tokens)
    evidence = weigh(own.lower(), own_tokens, counts, quotes=quotes)
    closed = _CLOSED.search(text[-_TAIL:]) is not None
    key = label_key(folded) if len(text) <= _LABEL_CHARACTERS else text
    label = LABELS.get(key)
    return Line(
        text=text,
        words=len(tokens),
        prose=closed and _is_running(text, tokens, function_words),
        closed=closed,
        speech=len(own_tokens) < _SPEECH_WORDS <= len(tokens),
        points=evidence.points,
        cue=evidence.cue,
        label=None if label is None else Drop(category=label, rule="label"),
        weak_label=_is_weak(key, folded),
        counts=counts,
    )


def _is_weak(key: str, folded: str) -> bool:
    if not key or key in WEAK_LABELS:
        return True
    return len(folded) <= _AMOUNT_CHARACTERS and _AMOUNT.match(folded.lower()) is not None


def _is_running(text: str, tokens: Sequence[str], function_words: int) -> bool:
    words = len(tokens)
    if words < PROSE_WORDS:
        return len(text) >= max(_UNSPACED_CHARACTERS, _UNSPACED_CHARACTERS_A_TOKEN * words)
    if function_words >= _PROSE_FUNCTION_SHARE * words:
        return True
    # A language that our list lacks: its titles and tables are capitals and figures, too.
    small = sum(not token[0].isupper() and not token[0].isdigit() for token in tokens)
    return small >= _PROSE_LOWER_SHARE * words
