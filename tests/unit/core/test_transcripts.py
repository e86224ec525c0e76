"""Interviews and transcripts without marks."""

from service.core.transcripts import find_turns
from service.core.types import Span


def turns(lines: list[str]) -> list[tuple[str | None, str]]:
    """The label and words of each turn of a text with these lines as its blocks."""
    text = "\n".join(lines)
    starts = [text.index(line) for line in lines]
    blocks = [
        Span(start=start, end=start + len(line)) for start, line in zip(starts, lines, strict=True)
    ]
    return [
        (turn.label and text[turn.label.start : turn.label.end],
         text[turn.content.start : turn.content.end])
        for turn in find_turns(text, blocks)
    ]  # fmt: skip


def test_named_turns() -> None:
    lines = ["Ina Holt: We ran out of time.", "REPORTER: Why?", "Ina Holt: Nobody told us."]

    assert turns(lines) == [
        ("Ina Holt", "We ran out of time."),
        ("REPORTER", "Why?"),
        ("Ina Holt", "Nobody told us."),
    ]


def test_questions_and_answers_name_nobody() -> None:
    lines = ["Q: What went wrong?", "A: We ran out of time.", "Q: Again?"]

    assert turns(lines) == [
        (None, "What went wrong?"),
        (None, "We ran out of time."),
        (None, "Again?"),
    ]


def test_facts_with_labels_are_no_conversation() -> None:
    assert turns(["Where: Town Hall", "When: Friday", "Price: Free"]) == []


def test_one_label_again_and_again_is_no_conversation() -> None:
    assert turns(["Update: Two.", "Update: Three.", "Update: Four."]) == []


def test_two_turns_are_too_few() -> None:
    assert turns(["Q: Why?", "A: Because."]) == []


def test_turns_far_apart_are_no_conversation() -> None:
    lines = ["Q: One?", "x", "y", "A: Two.", "z", "w", "Q: Three?"]

    assert turns(lines) == []


def test_sentence_before_a_colon_is_no_label() -> None:
    lines = ["He said one thing: no.", "She said one thing: yes.", "He said one thing: no."]

    assert turns(lines) == []


def test_long_word_before_a_colon_takes_no_time() -> None:
    """In all ways of being four words it would take hours: the test's own time limit tells."""
    word = "Donate" * 1000

    assert turns([f"{word}: One.", f"{word}", f"{word} {word}: Two."]) == []
