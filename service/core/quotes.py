"""Finds the quotes of a clean article and who said them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from service.core.attribution import Attribution, Where, attribute
from service.core.language import is_english
from service.core.marks import Marked, pair_marks
from service.core.names import NameIndex
from service.core.outlets import introduced_outlets
from service.core.sentences import Paragraph, build_paragraph
from service.core.transcripts import Turn, find_turns, is_in_turn
from service.core.types import CleanText, Cue, Quote, QuoteKind, Reporter, Span, Speaker
from service.core.typographic import number_statements, typographic_quotes

if TYPE_CHECKING:
    # The types alone: loading spaCy takes 0.7 s and 95 MB, which only the pool's processes need.
    from spacy.tokens import Doc

_SPACE = re.compile(r"\s")


class Annotate(Protocol):
    """A language pipeline: texts in, one spaCy Doc a text out, in order."""

    def __call__(self, texts: Sequence[str]) -> Sequence[Doc]: ...


def find_quotes(
    clean: CleanText, *, annotate: Annotate, language: str | None = None
) -> tuple[Quote, ...]:
    """Find the quotes of a clean article.

    A quotation over several paragraphs is one quote, with the marks that reopen it inside; a turn
    of an interview ("NAME: …") is one, marks or not. Text that is not English gets what the marks
    tell, without speakers.

    Args: language: BCP 47 tag of the article, if known.
    Returns: quotes in order of their start; `clean.text[start:end] == text` for each.
    """
    blocks = [block.clean for block in clean.blocks]
    turns = find_turns(clean.text, blocks)
    marked = [one for one in pair_marks(clean.text, blocks) if not is_in_turn(one.content, turns)]
    if not marked and not turns:
        return ()
    if not is_english(clean.text, language):
        return number_statements(typographic_quotes(clean.text, marked))
    docs = annotate([_plain_spaces(clean.text[block.start : block.end]) for block in blocks])
    within = _by_block(marked, blocks)
    paragraphs = [
        build_paragraph(doc, block, inside)
        for doc, block, inside in zip(docs, blocks, within, strict=True)
    ]
    outlets = introduced_outlets(docs)
    writer = _Writer(clean.text, paragraphs, NameIndex(paragraphs, outlets))
    quotes = [writer.turn(turn) for turn in turns]
    for number, attribution in enumerate(attribute(paragraphs, marked, outlets)):
        if attribution is not None:
            quotes.append(writer.quote(number, marked[number], attribution))
    return number_statements(quotes)


def _plain_spaces(text: str) -> str:
    """A copy for the pipeline, every position kept: it takes a no-break space for a word."""
    return _SPACE.sub(" ", text)


def _by_block(marked: Sequence[Marked], blocks: Sequence[Span]) -> list[list[tuple[int, Marked]]]:
    """The numbered stretches that have a segment in each block."""
    starts = [block.start for block in blocks]
    inside: list[list[tuple[int, Marked]]] = [[] for _ in blocks]
    for number, one in enumerate(marked):
        for segment in one.segments:
            inside[bisect_right(starts, segment.start) - 1].append((number, one))
    return inside


class _Writer:
    def __init__(self, text: str, paragraphs: Sequence[Paragraph], names: NameIndex) -> None:
        self._text = text
        self._paragraphs = paragraphs
        self._names = names
        self._contexts = _contexts(paragraphs)

    def quote(self, number: int, marked: Marked, attribution: Attribution) -> Quote:
        return Quote(
            kind=attribution.kind,
            text=self._slice(marked.content),
            span=marked.content,
            speaker=self._speaker(attribution.speaker),
            cue=self._cue(attribution.cue),
            reported_by=self._reporter(attribution.reporter),
            statement=attribution.statement,
            context=self._context(number),
        )

    def turn(self, turn: Turn) -> Quote:
        """A turn of a conversation; its statement gets a number of its own."""
        start = turn.content.start if turn.label is None else turn.label.start
        return Quote(
            kind=QuoteKind.DIRECT,
            text=self._slice(turn.content),
            span=turn.content,
            speaker=self._label(turn.label),
            cue=None,
            reported_by=None,
            statement=-1 - turn.content.start,
            context=self._text[start : turn.content.end],
        )

    def _label(self, span: Span | None) -> Speaker | None:
        if span is None:
            return None
        mention = self._slice(span)
        name = " ".join(self._names.fullest(tuple(mention.split())))
        return Speaker(name=name, mention=mention, span=span)

    def _slice(self, span: Span) -> str:
        return self._text[span.start : span.end]

    def _span(self, where: Where) -> Span:
        return self._paragraphs[where.paragraph].char_span(where.start, where.end)

    def _speaker(self, where: Where | None) -> Speaker | None:
        if where is None:
            return None
        span = self._span(where)
        name = self._names.resolve(where.paragraph, where.start, where.end)
        return Speaker(name=name, mention=self._slice(span), span=span)

    def _cue(self, where: Where | None) -> Cue | None:
        if where is None:
            return None
        span = self._span(where)
        return Cue(text=self._slice(span), span=span)

    def _reporter(self, where: Where | None) -> Reporter | None:
        if where is None:
            return None
        name = self._names.resolve(where.paragraph, where.start, where.end)
        return Reporter(name=name, span=self._span(where))

    def _context(self, number: int) -> str:
        """From the start of the first sentence that the quote touches to the end of the last."""
        span = self._contexts.get(number)
        return "" if span is None else self._slice(span).strip()


def _contexts(paragraphs: Sequence[Paragraph]) -> dict[int, Span]:
    """The place of the sentences around each marked stretch, by its number."""
    found: dict[int, Span] = {}
    for paragraph in paragraphs:
        for sentence in paragraph.sentences:
            span = paragraph.char_span(sentence.start, sentence.end)
            for part in sentence.parts:
                first = found.get(part.marked, span)
                found[part.marked] = Span(start=first.start, end=span.end)
    return found
