"""Resolving mentions to full names, on docs built by hand."""

from docs import build_doc

from service.core.names import NameIndex
from service.core.sentences import build_paragraph
from service.core.types import Span

LEAD = """
    Deputy   NNP compound 3
    Health   NNP compound 3
    Minister NNP compound 4
    Emma    NNP compound 4 PERSON
    Olsen    NNP nsubj    5 PERSON
    met      VBD ROOT     5
    Peter    NNP compound 7 PERSON
    Vance    NNP dobj     5 PERSON
    _.       .   punct    5
"""
SHE = """
    She   PRP nsubj 1
    spoke VBD ROOT  1
    _.    .   punct 1
"""
OLSEN = """
    Olsen NNP nsubj 1 PERSON
    spoke VBD ROOT  1
    _.    .   punct 1
"""
ROLE = """
    The      DT  det      2
    health   NN  compound 2
    minister NN  nsubj    3
    spoke    VBD ROOT     3
    _.       .   punct    3
"""
STRANGER = """
    A      DT  det   1
    nurse  NN  nsubj 2
    came   VBD ROOT  2
    _.     .   punct 2
"""
OTHER_OLSEN = """
    Mikkel NNP compound 1 PERSON
    Olsen  NNP nsubj    2 PERSON
    left   VBD ROOT     2
    _.     .   punct    2
"""
WHO = """
    Vance NNP dobj  0 PERSON
    _,    ,   punct 0
    who   WP  nsubj 3
    spoke VBD relcl 0
    _.    .   punct 0
"""


def resolve(paragraphs: list[str], start: int, end: int) -> str:
    """The name of a token range of the last paragraph."""
    docs = [build_doc(rows) for rows in paragraphs]
    span = Span(start=0, end=1000)
    index = NameIndex([build_paragraph(doc, span, []) for doc in docs])
    return index.resolve(len(docs) - 1, start, end)


def test_surname_becomes_the_full_name_without_its_title() -> None:
    assert resolve([LEAD, OLSEN], 0, 1) == "Emma Olsen"


def test_surname_of_two_people_stays_as_it_is() -> None:
    assert resolve([LEAD, OTHER_OLSEN, OLSEN], 0, 1) == "Olsen"


def test_name_that_a_headline_runs_together_is_no_fuller_form() -> None:
    headline = """
        Vance NNP compound 3 PERSON
        Slams NNP compound 3 PERSON
        Emma  NNP compound 3 PERSON
        Olsen NNP ROOT     3 PERSON
    """

    assert resolve([headline, LEAD, OLSEN], 0, 1) == "Emma Olsen"


def test_pronoun_is_the_subject_before_it() -> None:
    assert resolve([LEAD, SHE], 0, 1) == "Emma Olsen"


def test_pronoun_of_the_other_gender_is_not() -> None:
    assert resolve([LEAD, SHE.replace("She", "He")], 0, 1) == "Peter Vance"


def test_pronoun_behind_somebody_without_a_name_stays() -> None:
    assert resolve([LEAD, STRANGER, SHE], 0, 1) == "She"


def test_pronoun_with_nobody_before_it_stays() -> None:
    assert resolve([SHE], 0, 1) == "She"


def test_role_is_the_one_person_called_so() -> None:
    assert resolve([LEAD, ROLE], 0, 3) == "Emma Olsen"


def test_role_of_nobody_named_stays() -> None:
    assert resolve([OTHER_OLSEN, ROLE], 0, 3) == "The health minister"


def test_relative_pronoun_is_whom_it_stands_for() -> None:
    assert resolve([LEAD, WHO], 2, 3) == "Peter Vance"
