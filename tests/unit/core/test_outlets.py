"""Outlets and bodies that an article introduces, with docs built by hand and the real model."""

import pytest
from docs import build_doc, clean_text

from service.core.outlets import introduced_outlets
from service.core.quotes import find_quotes
from service.nlp import load_annotate

INTRODUCED = """
    The DT det 3
    news NN compound 3
    agency NN compound 3
    Zefir NNP nsubj 4 PERSON
    reported VBD ROOT 4
"""
SPACE_AGENCY = """
    The DT det 3
    space NN compound 3
    agency NN compound 3
    Orbis NNP nsubj 4 ORG
    reported VBD ROOT 4
"""
QUOTING = """
    Zefir NNP nsubj 1 PERSON
    quoted VBD ROOT 1
    Holt NNP dobj 1 PERSON
    as IN prep 1
    saying VBG pcomp 3
"""


@pytest.mark.parametrize(
    ("rows", "expected"),
    [(INTRODUCED, {"Zefir"}), (SPACE_AGENCY, set()), (QUOTING, {"Zefir"})],
    ids=["introduced", "no-news-agency", "quoting"],
)
def test_outlets_are_introduced(rows: str, expected: set[str]) -> None:
    assert introduced_outlets([build_doc(rows)]) == expected


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
    (quote,) = find_quotes(clean_text(body), annotate=load_annotate(), language="en")

    assert (quote.speaker and quote.speaker.name) == name
    assert (quote.reported_by and quote.reported_by.name) == reporter
