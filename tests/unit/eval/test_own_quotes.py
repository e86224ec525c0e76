"""The scorer of the own articles, with a pipeline that says what it is told."""

from collections.abc import Sequence

import own_quotes
import pytest
from marked_docs import annotated
from spacy.tokens import Doc

from service.core.marks import Marked
from service.core.types import Span
from service.train.quotes.corpus import read_own

ARTICLE = """=== a
{q1|“We go,”} {s1|Ann Holt} {c1|said}. {s2|The mayor} {c2|hopes} {q2|that it rains}.
@ 1 name=Ann Holt; type=person; role=mayor
@ 2 name=Ann Holt; type=person; by=Reuters
"""


def counted(*contents: tuple[str, str | None, str | None]) -> dict[str, int]:
    def annotate(text: str, blocks: Sequence[Span], marked: Sequence[Marked]) -> Doc:
        return annotated(text, contents)

    (article,) = read_own(ARTICLE)
    return dict(own_quotes.count(article, annotate))


def test_what_is_met_and_whose_name_is_right() -> None:
    counts = counted(("“We go,”", "Ann Holt", "said"), ("that it rains", "The mayor", "hopes"))

    assert (counts["gold"], counts["found"], counts["met"]) == (2, 2, 2)
    assert (counts["marked"], counts["marked met"]) == (1, 1)
    assert (counts["noted"], counts["given"], counts["name right"]) == (2, 2, 1)
    assert (counts["type right"], counts["reporter right"]) == (1, 1)


def test_what_is_missed_and_what_is_too_much() -> None:
    counts = counted(("“We go,”", "Ann Holt", "said"), ("The mayor", None, None))

    assert (counts["gold"], counts["found"], counts["met"]) == (2, 2, 1)
    assert counts["tokens_both"] == 2
    assert counts["tokens_gold"] == 5
    assert counts["tokens_found"] == 4


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The Leith Beacon", "Leith Beacon", True),
        ("Mr. Holt’s", "holt", True),
        ("Ann Holt", "Holt", False),
    ],
)
def test_names_are_the_same(one: str, other: str, same: bool) -> None:
    assert (own_quotes._plain(one) == own_quotes._plain(other)) is same


def test_every_attribution_of_the_set_has_a_note() -> None:
    articles = read_own(own_quotes._SET.read_text("utf-8"))

    assert len(articles) == 40
    assert [len(own_quotes._notes(one)) for one in articles] == [
        len(one.markings) for one in articles
    ]
