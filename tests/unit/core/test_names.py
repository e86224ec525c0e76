"""Whom a relative pronoun stands for, on docs tagged by hand."""

import pytest
from marked_docs import article

from service.core.annotation import Tokens
from service.core.names import NameIndex


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        pytest.param(
            """
            It PRP nsubj
            was VBD ROOT
            based VBN prep
            on IN prep
            court NN compound
            rules NNS pobj
            that WDT nsubj
            """,
            "court rules",
            id="behind-a-verb-and-a-preposition",
        ),
        pytest.param(
            """
            a DT det
            stranger NN nsubj
            near IN prep
            mile NN pobj
            who WP nsubj
            """,
            "a stranger",
            id="not-what-hangs-on-another-noun",
        ),
        pytest.param(
            """
            the DT det
            spokesman NN compound
            Ines NNP compound PERSON
            Duarte NNP nsubj PERSON
            , , punct
            who WP nsubj
            """,
            "Ines Duarte",
            id="a-name-at-its-end",
        ),
    ],
)
def test_whom_a_relative_pronoun_stands_for(rows: str, name: str) -> None:
    marked = article(rows)
    last = len(marked.words)

    assert NameIndex(marked).name(Tokens(start=last - 1, end=last)) == name
