"""Finds the quotes of a clean article and who said them."""

import re
from collections.abc import Sequence
from typing import Protocol

from spacy.tokens import Doc

from service.core.attribution import Attribution, Where, attribute
from service.core.language import is_english
from service.core.marks import Marked, pair_marks
from service.core.names import NameIndex
from service.core.sentences import Paragraph, build_paragraph
from service.core.types import CleanText, Cue, Quote, QuoteKind, Reporter, Span, Speaker

_SPACE = re.compile(r"\s")


class Annotate(Protocol):
    """A language pipeline: texts in, one spaCy Doc a text out, in order."""

    def __call__(self, texts: Sequence[str]) -> Sequence[Doc]: ...


def find_quotes(
    clean: CleanText, *, annotate: Annotate, language: str | None = None
) -> tuple[Quote, ...]:
    """Find the quotes of a clean article.

    Args: language: BCP 47 tag of the article, if known.
    Returns: quotes in order of their start; `clean.text[start:end] == text` for each.
    """
    blocks = [block.clean for block in clean.blocks]
    marked = pair_marks(clean.text, blocks)
    if not marked:
        return ()
    if not is_english(clean.text, language):
        return _typographic(clean.text, marked)
    docs = annotate([_plain_spaces(clean.text[block.start : block.end]) for block in blocks])
    paragraphs = [
        build_paragraph(doc, block, _within(marked, block))
        for doc, block in zip(docs, blocks, strict=True)
    ]
    names = NameIndex(paragraphs)
    attributions = attribute(paragraphs, marked)
    writer = _Writer(clean.text, paragraphs, names)
    return tuple(
        writer.quote(number, one, attribution)
        for number, (one, attribution) in enumerate(zip(marked, attributions, strict=True))
        if attribution is not None
    )


def _typographic(text: str, marked: Sequence[Marked]) -> tuple[Quote, ...]:
    """What the marks alone tell, where no pipeline knows the language: no speaker, no cue."""
    return tuple(
        Quote(
            kind=QuoteKind.DIRECT,
            text=text[one.content.start : one.content.end],
            span=one.content,
            speaker=None,
            cue=None,
            reported_by=None,
            statement=number,
            context=text[one.segments[0].start : one.segments[-1].end],
        )
        for number, one in enumerate(one for one in marked if not one.single)
    )


def _plain_spaces(text: str) -> str:
    """A copy for the pipeline, every position kept: it takes a no-break space for a word."""
    return _SPACE.sub(" ", text)


def _within(marked: Sequence[Marked], block: Span) -> list[tuple[int, Marked]]:
    return [
        (number, one)
        for number, one in enumerate(marked)
        if any(block.start <= segment.start < block.end for segment in one.segments)
    ]


class _Writer:
    def __init__(self, text: str, paragraphs: Sequence[Paragraph], names: NameIndex) -> None:
        self._text = text
        self._paragraphs = paragraphs
        self._names = names

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
        spans = [
            paragraph.char_span(sentence.start, sentence.end)
            for paragraph in self._paragraphs
            for sentence in paragraph.sentences
            if any(part.marked == number for part in sentence.parts)
        ]
        if not spans:
            return ""
        return self._text[spans[0].start : spans[-1].end].strip()
