"""Sentences around marked stretches, on docs built by hand."""

from docs import build_doc, paragraph

SPLIT = """
    “     ``   punct 5
    _Go   VB   ccomp 5
    _,    ,    punct 5
    _”    ''   punct 5
    Ann   NNP  nsubj 5 PERSON
    said  VBD  ROOT  5
    _.    .    punct 5
    “     ``   punct 8
    _Now  RB   ROOT  8
    _.    .    punct 8
    _”    ''   punct 8
"""
ASKED = """
    “     ``   punct 5
    _Why  WRB  ccomp 5
    _?    .    punct 5
    _”    ''   punct 5
    Ann   NNP  nsubj 5 PERSON
    asked VBD  ROOT  5
    us    PRP  dobj  5
    _.    .    punct 5
"""
SEPARATE = """
    “     ``   punct 1
    _Go   VB   ROOT  1
    _.    .    punct 1
    _”    ''   punct 1
    Ann   NNP  nsubj 5 PERSON
    said  VBD  ROOT  5
    he    PRP  nsubj 7
    left  VBD  ccomp 5
    _.    .    punct 5
"""


def sentences(rows: str) -> list[str]:
    """The text of each sentence of a paragraph built by hand."""
    one = paragraph(build_doc(rows))
    return [one.doc[sentence.start : sentence.end].text for sentence in one.sentences]


def test_marked_sentence_after_a_full_stop_stands_alone() -> None:
    assert sentences(SPLIT) == ["“Go,” Ann said.", "“Now.”"]


def test_reporting_clause_after_a_question_belongs_to_it() -> None:
    assert sentences(ASKED) == ["“Why?” Ann asked us."]


def test_statement_of_its_own_after_marks_is_another_sentence() -> None:
    assert sentences(SEPARATE) == ["“Go.”", "Ann said he left."]


def test_tokens_between_marks_are_masked() -> None:
    assert paragraph(build_doc(SPLIT)).masked == {0, 1, 2, 3, 7, 8, 9, 10}


def test_token_range_becomes_a_place_in_the_text() -> None:
    one = paragraph(build_doc(SPLIT))
    span = one.char_span(4, 6)

    assert one.doc.text[span.start : span.end] == "Ann said"
