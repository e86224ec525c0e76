"""Where an article names persons and organisations, on docs tagged by hand, each token alone."""

import pytest
from marked_docs import article

from service.core.mentions import find_names


def names(rows: str) -> list[tuple[str, bool]]:
    """Each name and whether it is a person's."""
    return [(" ".join(one.words), one.person) for one in find_names(article(rows))]


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        pytest.param(
            """
            Ludo NNP compound
            van NN compound
            den NNP compound
            Berg NNP nsubj PERSON
            spoke VBD ROOT
            """,
            "Ludo van den Berg",
            id="particles",
        ),
        pytest.param(
            """
            Abdul NNP compound PERSON
            al NNP compound PERSON
            _- HYPH punct
            _Rahman NNP nsubj PERSON
            spoke VBD ROOT
            """,
            "Abdul al-Rahman",
            id="hyphen",
        ),
        pytest.param(
            """
            The DT det
            harbour NN compound
            master NN compound
            Ines NNP compound
            Duarte NNP nsubj PERSON
            spoke VBD ROOT
            """,
            "Ines Duarte",
            id="first-name-missed",
        ),
        pytest.param(
            """
            Then RB advmod
            Republican NNP compound
            Holt NNP nsubj PERSON
            spoke VBD ROOT
            """,
            "Holt",
            id="party-is-no-first-name",
        ),
        pytest.param(
            """
            Singer NNP compound PERSON
            Mona NNP compound PERSON
            Vale NNP nsubj PERSON
            spoke VBD ROOT
            """,
            "Mona Vale",
            id="trade-that-begins-the-sentence",
        ),
        pytest.param(
            """
            Judge NNP compound PERSON
            Philippa NNP compound PERSON
            Wray NNP nsubj PERSON
            KC NNP nsubj PERSON
            spoke VBD ROOT
            """,
            "Philippa Wray",
            id="letters-behind-and-title-before",
        ),
    ],
)
def test_a_persons_name_is_whole(rows: str, name: str) -> None:
    assert names(rows) == [(name, True)]


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ("KSV NNP nsubj PERSON\nspoke VBD ROOT", "KSV"),
        ("Vitrum NNP compound PERSON\nGroup NNP nsubj PERSON\nspoke VBD ROOT", "Vitrum Group"),
        ("Then RB advmod\nSafe JJ amod\nFurrow NNP nsubj ORG\nspoke VBD ROOT", "Safe Furrow"),
    ],
)
def test_a_body_is_no_person(rows: str, name: str) -> None:
    assert names(rows) == [(name, False)]
