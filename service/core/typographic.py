"""Quotes as the marks alone tell them, and the numbers of an article's statements."""

from collections.abc import Sequence
from dataclasses import replace

from service.core.marks import Marked
from service.core.types import Quote, QuoteKind


def number_statements(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Order quotes and number their statements from 0 in that order."""
    ordered = sorted(quotes, key=lambda quote: quote.span)
    numbers: dict[int, int] = {}
    for quote in ordered:
        numbers.setdefault(quote.statement, len(numbers))
    return tuple(replace(quote, statement=numbers[quote.statement]) for quote in ordered)


def typographic_quotes(text: str, marked: Sequence[Marked]) -> list[Quote]:
    """What the marks alone tell; a single mark may be an apostrophe there."""
    return [
        Quote(
            kind=QuoteKind.DIRECT,
            text=text[one.content.start : one.content.end],
            span=one.content,
            speaker=None,
            cue=None,
            reported_by=None,
            content=one.content,
            statement=number,
            confidence=None,
            context=text[one.segments[0].start : one.segments[-1].end],
        )
        for number, one in enumerate(one for one in marked if not one.single)
    ]
