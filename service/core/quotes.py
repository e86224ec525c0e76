"""Finds the quotes of a clean article and who said them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.core.annotation import Annotate, Annotated, Tokens
from service.core.attribution import Attribution, attribute
from service.core.language import choose_language
from service.core.marks import Marked, pair_marks
from service.core.names import NameIndex
from service.core.outlets import Outlets
from service.core.transcripts import Turn, find_turns, is_in_turn
from service.core.types import (
    CleanText,
    Cue,
    Quote,
    QuoteKind,
    Reporter,
    Span,
    Speaker,
    SpeakerType,
)
from service.core.typographic import number_statements, typographic_quotes

# The label of a turn leaves no doubt who speaks.
_SURE = 1.0
# Of what the pipeline tells nothing about.
_UNKNOWN = 0.5
# Slope and start of the log-odds of confidence over those of what the pipeline is sure by, for
# quotes with marks and without (Platt scaling, fitted on PolNeAR's development part; the card in
# service/models/ has the reliability); nearer to 0 and 1 than this it tells nothing.
_MARKED, _INDIRECT, _EDGE = (0.537, 1.236), (0.544, 0.06), 0.005


def find_quotes(
    clean: CleanText,
    *,
    pipelines: Mapping[str, Annotate],
    language: str | None = None,
    least: float = 0.0,
) -> tuple[Quote, ...]:
    """Find the quotes of a clean article.

    A quotation over several paragraphs is one quote, with the marks that reopen it inside; a turn
    of an interview ("NAME: …") is one, marks or not. What people say without marks is a quote of
    its own kind.

    Args: pipelines: one for each language, by its code (ISO 639); an article in another one gets
    what the marks tell, without speakers. language: the article's BCP 47 tag, if known. least:
    quotes less sure than this are left out, if they are indirect, or else lose their speaker.
    Returns: quotes in order of their start; `clean.text[start:end] == text` for each.
    """
    blocks = [block.clean for block in clean.blocks]
    marked = pair_marks(clean.text, blocks)
    own = choose_language(clean.text, language, pipelines)
    if own is None:
        return number_statements(typographic_quotes(clean.text, marked))
    turns = find_turns(clean.text, blocks)
    marked = tuple(one for one in marked if not is_in_turn(one.content, turns))
    if not blocks:
        return ()
    doc = pipelines[own](clean.text, blocks, marked)
    article = Annotated(clean.text, doc, blocks, marked)
    outlets = Outlets(article)
    writer = _Writer(clean.text, article, marked, outlets)
    quotes = [writer.turn(turn) for turn in turns]
    for attribution in attribute(article, marked, outlets):
        quote = writer.quote(attribution)
        if not is_in_turn(quote.span, turns):
            quotes.append(quote)
    sure = [kept for quote in quotes if (kept := _kept(quote, least)) is not None]
    return number_statements(sure)


def _kept(quote: Quote, least: float) -> Quote | None:
    if quote.confidence is not None and quote.confidence >= least:
        return quote
    if quote.kind is QuoteKind.INDIRECT:
        return None
    return replace(quote, speaker=None, cue=None, reported_by=None)


class _Writer:
    def __init__(
        self, text: str, article: Annotated, marked: Sequence[Marked], outlets: Outlets
    ) -> None:
        self._text = text
        self._article = article
        self._marked = marked
        self._outlets = outlets
        self._names = NameIndex(article, outlets.introduced)

    def quote(self, one: Attribution) -> Quote:
        content = None if one.content is None else self._article.span(one.content.tokens)
        span = content if one.marked is None else self._marked[one.marked].content
        if span is None:
            raise ValueError("an indirect quote needs a content")
        whole = span if content is None else _joined(content, span)
        return Quote(
            kind=one.kind,
            text=self._slice(span),
            span=span,
            speaker=self._speaker(one.source),
            cue=self._cue(one.cue),
            reported_by=self._reporter(one.reporter),
            content=whole,
            statement=one.statement,
            confidence=_confidence(one),
            context=self._context(whole),
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
            content=turn.content,
            statement=-1 - len(self._marked) - turn.content.start,
            confidence=_SURE,
            context=self._text[start : turn.content.end],
        )

    def _label(self, span: Span | None) -> Speaker | None:
        if span is None:
            return None
        mention = self._slice(span)
        name = self._names.longest(mention)
        return Speaker(name=name, mention=mention, span=span, role=None, type=SpeakerType.PERSON)

    def _slice(self, span: Span) -> str:
        return self._text[span.start : span.end]

    def _speaker(self, source: Tokens | None) -> Speaker | None:
        if source is None:
            return None
        span = self._article.span(source)
        who = self._names.who(source)
        return Speaker(
            name=who.name, mention=self._slice(span), span=span, role=who.role, type=who.type
        )

    def _cue(self, cue: Tokens | None) -> Cue | None:
        if cue is None:
            return None
        span = self._article.span(cue)
        return Cue(text=self._slice(span), span=span)

    def _reporter(self, reporter: Tokens | None) -> Reporter | None:
        if reporter is None:
            return None
        own = self._outlets.name(reporter)
        name = self._names.name(reporter) if own is None else self._names.longest(own)
        return Reporter(name=name, span=self._article.span(reporter))

    def _context(self, span: Span) -> str:
        """From the start of the first sentence that a span touches to the end of the last."""
        tokens = self._article.within(span)
        if tokens is None:
            return self._slice(span)
        first = self._article.sentences[self._article.sentence(tokens.start)]
        last = self._article.sentences[self._article.sentence(tokens.end - 1)]
        around = self._article.span(Tokens(start=first.start, end=last.end))
        return self._slice(_joined(around, span)).strip()


def _joined(one: Span, other: Span) -> Span:
    return Span(start=min(one.start, other.start), end=max(one.end, other.end))


def _confidence(one: Attribution) -> float:
    """How likely a quote and its speaker are right, from how sure the pipeline is of both."""
    sure = _UNKNOWN
    if one.content is not None:
        sure = one.content.sure * (one.content.source_sure or _UNKNOWN)
    sure = min(max(sure, _EDGE), 1 - _EDGE)
    slope, start = _INDIRECT if one.marked is None else _MARKED
    odds = slope * math.log(sure / (1 - sure)) + start
    return round(1 / (1 + math.exp(-odds)), 3)
