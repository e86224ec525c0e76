"""Copies of articles with words replaced by others like them, for teachers to mark.

A small network learns more from a teacher where that tells it about more texts than there are (Tang
and others 2019; TinyBERT, Jiao and others 2020). A copy keeps its article's tokens, marks and
attributions in number and place; only words are others.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab

from service.core.lexicon import words
from service.nlp.words import Forms
from service.train.quotes.examples import Prepared
from service.train.quotes.silver import Silver
from service.train.quotes.vocabulary import Vectors

# Of the words that can be replaced, about; a sixth of all tokens are. By hand.
_SHARE = 0.35
# A word is replaced by one of so many nearest, if the cosine of their vectors is above the second
# number. By hand: "said" gets "told", "Tuesday" gets "Monday", "Clinton" gets "Obama".
_NEAREST, _LIKE = 15, 0.45
# From how many times on it is known which part of speech a word mostly is.
_MET = 3
_PARTS = words("NN NNS NNP NNPS VB VBD VBG VBN VBP VBZ JJ JJR JJS RB CD")
_KEPT = words("""
    be is was were are been being am has have had do does did not n't will would can could may
    might should must 's""")
_WORD = re.compile("[A-Za-z][A-Za-z-]*")


def varied(articles: Sequence[Prepared], silver: Silver, vectors: Vectors) -> list[Prepared]:
    """A copy of each article; the same articles give the same copies.

    A word becomes the same other one throughout its article, as long as it is the same part of
    speech.

    Args: silver: of these articles.
    """
    chance = random.Random(0)
    vocab = spacy.blank("en").vocab
    likeness = _Likeness(articles, silver, vectors)
    return [
        _copy(article, labels[:, 0], likeness, chance, vocab)
        for article, labels in zip(articles, silver.labels, strict=True)
    ]


def _copy(
    article: Prepared,
    parts: NDArray[np.int32],
    likeness: _Likeness,
    chance: random.Random,
    vocab: Vocab,
) -> Prepared:
    chosen: dict[tuple[str, int], str | None] = {}
    texts = []
    for token, part in zip(article.doc, parts.tolist(), strict=True):
        found = likeness.of(token.text, part)
        if found is None:
            texts.append(token.text)
            continue
        key = (token.lower_, part)
        if key not in chosen:
            chosen[key] = chance.choice(found) if found and chance.random() < _SHARE else None
        texts.append(_cased(token.text, chosen[key] or token.text))
    spaces = [bool(token.whitespace_) for token in article.doc]
    doc = Doc(vocab, words=texts, spaces=spaces)
    examples = tuple(
        replace(one, forms=tuple(Forms.of(token) for token in doc[one.start : one.end]))
        for one in article.examples
    )
    return replace(article, doc=doc, examples=examples)


class _Likeness:
    """Which words may stand for which."""

    def __init__(self, articles: Sequence[Prepared], silver: Silver, vectors: Vectors) -> None:
        self._words = vectors.words
        lengths = np.linalg.norm(vectors.table, axis=1, keepdims=True)
        self._vectors = vectors.table / lengths
        self._rows = {word: row for row, word in enumerate(vectors.words)}
        rows: dict[int, list[int]] = {
            part: [] for part, name in enumerate(silver.part_names) if name in _PARTS
        }
        for word, part in _usual_parts(articles, silver):
            if word in self._rows and part in rows:
                rows[part].append(self._rows[word])
        self._candidates = {part: np.array(own, np.intp) for part, own in rows.items()}
        self._found: dict[tuple[str, int], list[str]] = {}

    def of(self, word: str, part: int) -> list[str] | None:
        """The words that a word as this part of speech may become; None if it is never replaced."""
        lower = word.lower()
        if part not in self._candidates or lower in _KEPT or not _WORD.fullmatch(word):
            return None
        key = (lower, part)
        if key not in self._found:
            self._found[key] = list(self._nearest(lower, part)) if lower in self._rows else []
        return self._found[key]

    def _nearest(self, lower: str, part: int) -> Iterator[str]:
        candidates, own = self._candidates[part], self._rows[lower]
        cosines = self._vectors[candidates] @ self._vectors[own]
        for number in np.argsort(-cosines, kind="stable")[: _NEAREST + 1]:
            if candidates[number] != own and cosines[number] > _LIKE:
                yield self._words[candidates[number]]


def _usual_parts(articles: Sequence[Prepared], silver: Silver) -> Iterator[tuple[str, int]]:
    """Each word that is met often enough, and the part of speech that it mostly is."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for article, labels in zip(articles, silver.labels, strict=True):
        for token, part in zip(article.doc, labels[:, 0].tolist(), strict=True):
            counts[token.lower_][part] += 1
    for word, parts in counts.items():
        if parts.total() >= _MET:
            yield word, parts.most_common(1)[0][0]


def _cased(like: str, word: str) -> str:
    """A word with capitals where another one has them; nothing else of it changes."""
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if like[0].isupper() else word
