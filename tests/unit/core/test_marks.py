"""Pairing marks: every pair of signs, nesting, paragraphs, and what only looks like a mark."""

import pytest

from service.core.marks import pair_marks
from service.core.types import Span


def contents(text: str) -> list[str]:
    """The contents of the marked stretches of a text whose lines are its paragraphs."""
    blocks: list[Span] = []
    start = 0
    for line in text.split("\n"):
        blocks.append(Span(start=start, end=start + len(line)))
        start += len(line) + 1
    return [text[one.content.start : one.content.end] for one in pair_marks(text, blocks)]


@pytest.mark.parametrize(
    "text",
    [
        "She said “we go” and left.",
        'She said "we go" and left.',
        "She said ''we go'' and left.",
        "She said ``we go'' and left.",
        "Elle dit « we go » et partit.",
        "Sie sagte „we go“ und ging.",
        "Sie sagte »we go« und ging.",
        "Hon sade ”we go” och gick.",
        "She said ‘we go’ and left.",
        "She said 'we go' and left.",
        "Er zei ‚we go‘ en ging.",
        "She said “we go\" and left.",
    ],
)  # fmt: skip
def test_each_pair_of_signs(text: str) -> None:
    assert contents(text) == ["we go"]


@pytest.mark.parametrize(
    "text",
    [
        "It's the workers' day, and Ann's.",
        "The '90s and the ’80s were rock 'n' roll.",
        "He stands 6'2\" and throws 60 feet.",
        'A 36" screen, and a 12" one.',
        "Tell 'em 'twas fine.",
        'A lone closing mark," nothing more.',
        '<img alt="a dog" src="dog.png">',
        "“”",
        "“ ”",
    ],
)
def test_what_is_no_mark(text: str) -> None:
    assert contents(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“I heard ‘never’ and left,” she said.", ["I heard ‘never’ and left,"]),
        ('"He said "no" to us," she said.', ['He said "no" to us,']),
        ("'She said “no” to us,' he wrote.", ["She said “no” to us,"]),
        ("'The workers' hall is shut,' he said, 'for good.'",
         ["The workers' hall is shut,", "for good."]),
        ('("We go," she said.)', ["We go,"]),
        ('“A,” he said. “B.”', ["A,", "B."]),
        ('The 5\'10" guard said "no."', ["no."]),
    ],
)  # fmt: skip
def test_nested_and_neighbouring_marks(text: str, expected: list[str]) -> None:
    assert contents(text) == expected


def test_quotation_over_paragraphs_reopens_in_each() -> None:
    assert contents("“One.\n“Two.\n“Three.” Four.") == ["One.\n“Two.\n“Three."]


def test_a_curly_pair_nests_in_what_a_straight_mark_opened() -> None:
    assert contents('"He said “no” twice.\n"Then he left."') == [
        'He said “no” twice.\n"Then he left.'
    ]


def test_unclosed_quotation_ends_with_its_paragraph() -> None:
    assert contents("He said, “One.\nTwo.") == ["One."]


def test_unclosed_mark_in_running_text_is_a_slip() -> None:
    assert contents("The “old pier is shut.\nTwo.") == []


def test_new_opening_mark_ends_one_left_open() -> None:
    assert contents("“One is open. “Two,” she said.") == ["One is open.", "Two,"]


def test_segments_hold_the_marks_and_one_paragraph_each() -> None:
    text = "“One.\n“Two.”"

    (marked,) = pair_marks(text, [Span(start=0, end=5), Span(start=6, end=12)])

    assert [text[part.start : part.end] for part in marked.segments] == ["“One.", "“Two.”"]


def test_marks_without_end_cost_no_more_than_their_number() -> None:
    """By the square of their number they would take many minutes: the test's own limit tells."""
    for unit in ("'# ", "so,'that ", "‚a ", "“a’ ", 'x="y" '):
        text = unit * 30_000
        pair_marks(text, [Span(start=0, end=len(text))])
