"""What an outlet is called, on docs tagged by hand."""

import pytest
from marked_docs import article

from service.core.annotation import Tokens
from service.core.outlets import Outlets

AGENCY = """
    the DT det
    RIA NNP compound ORG
    Novosti NNP compound ORG
    agency NN nsubj
    reported VBD ROOT
"""
BROADCASTER = """
    the DT det
    broadcaster NN compound
    Nordsee NNP compound
    TV NN nsubj
    said VBD ROOT
"""
PAPER = """
    The DT det ORG
    Torvik NNP compound ORG
    Times NNP nsubj ORG
    spoke VBD ROOT
    _. . punct
    The DT det
    paper NN nsubj
    spoke VBD ROOT
"""
FIRM = """
    The DT det
    firm NN nsubj
    spoke VBD ROOT
"""


@pytest.mark.parametrize(
    ("rows", "start", "end", "name"),
    [
        (AGENCY, 0, 4, "RIA Novosti"),
        (BROADCASTER, 0, 4, "Nordsee TV"),
        (PAPER, 5, 7, "The Torvik Times"),
        (FIRM, 0, 2, None),
    ],
    ids=["kind-behind", "kind-before", "last-named", "nothing-named"],
)
def test_name_of_an_outlet(rows: str, start: int, end: int, name: str | None) -> None:
    assert Outlets(article(rows)).name(Tokens(start=start, end=end)) == name


@pytest.mark.parametrize(
    ("rows", "end", "expected"),
    [
        ("Radio NNP compound PERSON\nFenwick NNP nsubj PERSON", 2, True),
        ("Reuters NNS nsubj ORG", 1, True),
        ("Ann NNP compound PERSON\nPost NNP nsubj PERSON", 2, False),
    ],
)
def test_is_an_outlet(rows: str, end: int, expected: bool) -> None:
    assert Outlets(article(rows)).is_outlet(Tokens(start=0, end=end)) is expected
