"""What must hold for the quotes of any text whatsoever; a blank pipeline, for speed."""

from collections.abc import Sequence

import pytest
import spacy
from docs import clean_text
from hypothesis import HealthCheck, given, settings
from spacy.tokens import Doc
from strategies import texts

from service.core.quotes import find_quotes
from service.core.types import Quote, Span
from service.nlp import load_annotate

many = settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
BLANK = spacy.blank("en")


def blank(texts: Sequence[str]) -> Sequence[Doc]:
    # Built anew from its words: a tokeniser's special cases ("''", "é") leave a doc that nothing
    # parses with edges outside it, which spaCy 3.8 follows out of memory.
    return [_rebuilt(doc) for doc in BLANK.pipe(texts)]


def _rebuilt(doc: Doc) -> Doc:
    words, spaces = [token.text for token in doc], [bool(token.whitespace_) for token in doc]
    return Doc(doc.vocab, words=words, spaces=spaces)


def places(quote: Quote) -> list[tuple[Span, str | None]]:
    """Each place of a quote with the words that must stand there."""
    found: list[tuple[Span, str | None]] = [(quote.span, quote.text)]
    found += [(part.span, part.mention) for part in [quote.speaker] if part]
    found += [(part.span, part.text) for part in [quote.cue] if part]
    return found


@many
@given(texts)
def test_words_stand_at_their_places(body: str) -> None:
    clean = clean_text(body)
    found = [place for quote in find_quotes(clean, annotate=blank) for place in places(quote)]

    assert [clean.text[span.start : span.end] for span, _ in found] == [text for _, text in found]


@many
@given(texts)
def test_quotes_are_in_order_disjoint_and_trimmed(body: str) -> None:
    quotes = find_quotes(clean_text(body), annotate=blank)

    ends = [0, *(quote.span.end for quote in quotes)]
    assert all(quote.span.start >= end for quote, end in zip(quotes, ends, strict=False))
    assert all(quote.text.strip() == quote.text != "" for quote in quotes)
    assert all(quote.text in quote.context for quote in quotes)


@pytest.mark.model
@settings(max_examples=150, deadline=None, derandomize=True)
@given(texts)
def test_real_pipeline_never_raises_and_repeats_itself(body: str) -> None:
    clean = clean_text(body)

    assert find_quotes(clean, annotate=REAL) == find_quotes(clean, annotate=REAL)


REAL = load_annotate()
