"""What must hold for the quotes of any text whatsoever, with the real pipeline."""

import pytest
from docs import clean_text
from hypothesis import HealthCheck, given, settings
from strategies import texts

from service.core.quotes import find_quotes
from service.core.types import CleanText, Quote, QuoteKind, Span
from service.nlp.pipeline import load_pipeline

pytestmark = pytest.mark.model

PIPELINES = {"en": load_pipeline()}
many = settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def found(clean: CleanText) -> tuple[Quote, ...]:
    # Told to be English, as most of these texts are nothing.
    return find_quotes(clean, pipelines=PIPELINES, language="en")


def places(quote: Quote) -> list[tuple[Span, str | None]]:
    """Each place of a quote with the words that must stand there."""
    there: list[tuple[Span, str | None]] = [(quote.span, quote.text)]
    there += [(part.span, part.mention) for part in [quote.speaker] if part]
    there += [(part.span, part.text) for part in [quote.cue] if part]
    return there


@many
@given(texts)
def test_words_stand_at_their_places(body: str) -> None:
    clean = clean_text(body)
    there = [place for quote in found(clean) for place in places(quote)]

    assert [clean.text[span.start : span.end] for span, _ in there] == [text for _, text in there]


@many
@given(texts)
def test_quotes_are_in_order_disjoint_and_trimmed(body: str) -> None:
    quotes = found(clean_text(body))

    marked = [quote for quote in quotes if quote.kind is not QuoteKind.INDIRECT]
    ends = [0, *(quote.span.end for quote in marked)]
    assert list(quotes) == sorted(quotes, key=lambda quote: quote.span)
    assert all(quote.span.start >= end for quote, end in zip(marked, ends, strict=False))
    assert all(quote.text.strip() == quote.text != "" for quote in quotes)
    assert all(quote.text in quote.context for quote in quotes)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(texts)
def test_pipeline_never_raises_and_repeats_itself(body: str) -> None:
    clean = clean_text(body)

    assert found(clean) == found(clean)
