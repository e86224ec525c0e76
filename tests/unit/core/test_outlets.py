"""Outlets and bodies that an article introduces, with the real pipeline."""

import pytest
from docs import clean_text

from service.core.quotes import find_quotes
from service.nlp.pipeline import load_pipeline

PIPELINES = {"en": load_pipeline()}


@pytest.mark.model
@pytest.mark.parametrize(
    ("body", "name", "reporter"),
    [
        pytest.param(
            "Anna Holt spoke for an hour. “The dam is safe,” she told the radio station Brook FM.",
            "Anna Holt",
            "Brook FM",
            id="addressee",
        ),
        pytest.param(
            "The governor of the island, Anna Holt, came. “The dam is safe,” the governor said.",
            "Anna Holt",
            None,
            id="role-before-the-name",
        ),
        pytest.param(
            "The ministry of fisheries paid. “The dam is safe,” the ministry said.",
            "The ministry of fisheries",
            None,
            id="body",
        ),
        pytest.param(
            "Anna de Graaf came late. “The dam is safe,” De Graaf said.",
            "Anna de Graaf",
            None,
            id="particle",
        ),
    ],
)
def test_who_speaks_and_who_passes_it_on(body: str, name: str, reporter: str | None) -> None:
    (quote,) = find_quotes(clean_text(body), pipelines=PIPELINES, language="en")

    assert (quote.speaker and quote.speaker.name) == name
    assert (quote.reported_by and quote.reported_by.name) == reporter
