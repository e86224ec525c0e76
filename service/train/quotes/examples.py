"""Turns marked articles into what the tagger and the linker learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from service.core.marks import pair_marks
from service.nlp.labels import Role, TokenSpan, encode
from service.nlp.linker import Surroundings
from service.nlp.pipeline import plain_spaces
from service.nlp.sequences import Reading, cut, lines, words_of
from service.nlp.words import Forms
from service.train.quotes.corpus import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One sequence: its tokens of the article, their forms, states and labels.

    `markings`: of each span, the numbers of the attributions that it is a part of.
    """

    start: int
    end: int
    forms: tuple[Forms, ...]
    state: NDArray[np.int8]
    spans: tuple[TokenSpan, ...]
    markings: tuple[frozenset[int], ...]

    def labels(self) -> list[int]:
        """The label of each token."""
        return encode(self.end - self.start, self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An article as examples; the doc holds its tokens."""

    article: Article
    doc: Doc
    around: Surroundings
    examples: tuple[Example, ...]


def prepare(nlp: Language, article: Article) -> Prepared:
    """Tokenise an article and lay its attributions over the tokens.

    Parts that cross a paragraph's border are cut there; of two that overlap the longer stays.
    """
    doc = nlp.make_doc(plain_spaces(article.text))
    blocks = lines(article.text)
    reading = Reading.make(doc, article.text, blocks, pair_marks(article.text, blocks))
    parts = [
        (span.start, span.end, role, number)
        for number, marking in enumerate(article.markings)
        for role in Role
        for span in marking.parts[role]
    ]
    examples = []
    for start, end in cut(doc, reading.paragraphs):
        found = _spans(doc, parts, start, end)
        examples.append(
            Example(
                start=start,
                end=end,
                forms=tuple(Forms.of(token) for token in doc[start:end]),
                state=reading.state[start:end],
                spans=tuple(found),
                markings=tuple(frozenset(found[span]) for span in found),
            )
        )
    around = Surroundings.of(words_of(doc, article.text), reading.state)
    return Prepared(article=article, doc=doc, around=around, examples=tuple(examples))


def _spans(
    doc: Doc, parts: Sequence[tuple[int, int, Role, int]], start: int, end: int
) -> dict[TokenSpan, set[int]]:
    """The spans of a sequence, in order, each with the numbers of its attributions."""
    low, high = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
    found: dict[TokenSpan, set[int]] = {}
    for begin, stop, role, number in parts:
        if begin < high and stop > low:
            span = doc.char_span(max(begin, low), min(stop, high), alignment_mode="expand")
            first, last = _trimmed(doc, max(span.start, start), min(span.end, end))
            if first < last:
                own = TokenSpan(start=first - start, end=last - start, role=role)
                found.setdefault(own, set()).add(number)
    kept: list[TokenSpan] = []
    for one in sorted(found, key=lambda span: (span.start - span.end, span)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return {span: found[span] for span in sorted(kept)}


def _trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start < end and doc[start].is_space:
        start += 1
    while end > start and doc[end - 1].is_space:
        end -= 1
    return start, end


def examples_of(prepared: Sequence[Prepared]) -> Iterator[Example]:
    """All examples of some articles."""
    return (example for one in prepared for example in one.examples)
