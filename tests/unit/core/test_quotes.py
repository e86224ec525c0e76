"""Quotes of whole articles, with no model or a doc built by hand."""

from collections.abc import Sequence

import pytest
from docs import build_doc, clean_text
from spacy.tokens import Doc

from service.core.quotes import find_quotes
from service.core.types import Quote, QuoteKind

SPLIT = """
    “     ``   punct 5
    _Go   VB   ccomp 5
    _,    ,    punct 5
    _”    ''   punct 5
    Holt  NNP  nsubj 5 PERSON
    said  VBD  ROOT  5
    _.    .    punct 5
    “     ``   punct 8
    _Now  RB   ROOT  8
    _.    .    punct 8
    _”    ''   punct 8
"""


def refuse(texts: Sequence[str]) -> Sequence[Doc]:
    raise AssertionError("the pipeline is not needed")


def given(rows: str) -> tuple[Quote, ...]:
    """The quotes of an article of one paragraph, built by hand."""
    doc = build_doc(rows)
    return find_quotes(clean_text(doc.text), annotate=lambda texts: [doc], language="en")


def test_no_marks_no_pipeline() -> None:
    body = "The pier is shut.\nIt's the workers' day."

    assert find_quotes(clean_text(body), annotate=refuse) == ()


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Der Rat sagte: „Wir gehen.“", "de"),
        ("Le conseil a dit : « Wir gehen. »", "fr-CA"),
        ("Совет сказал: «Wir gehen.»", None),
    ],
)
def test_other_languages_get_quotes_without_speakers(body: str, language: str | None) -> None:
    (quote,) = find_quotes(clean_text(body), annotate=refuse, language=language)

    assert quote.text == "Wir gehen."
    assert (quote.speaker, quote.cue, quote.reported_by) == (None, None, None)
    assert quote.context in body


def test_parts_of_a_split_quote_share_statement_and_speaker() -> None:
    first, second = given(SPLIT)

    assert (first.text, second.text) == ("Go,", "Now.")
    assert first.statement == second.statement == 0
    assert first.speaker == second.speaker
    assert first.speaker is not None
    assert first.speaker.name == "Holt"


def test_context_is_the_sentence_verbatim() -> None:
    first, second = given(SPLIT)

    assert first.context == "“Go,” Holt said."
    assert second.context == "“Now.”"


def test_cue_is_the_reporting_word() -> None:
    first, _ = given(SPLIT)

    assert first.cue is not None
    assert first.cue.text == "said"


def test_whole_sentences_are_direct() -> None:
    assert [quote.kind for quote in given(SPLIT)] == [QuoteKind.DIRECT, QuoteKind.DIRECT]
