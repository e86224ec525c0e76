"""The packaged pipeline as the core calls it."""

import pytest
import spacy

from service.core.marks import pair_marks
from service.core.types import Span
from service.nlp import pipeline

pytestmark = pytest.mark.model

SENTENCE = "The harbour master said “we will go” to Ana Ruiz on Monday. "


def spans(annotate: pipeline.Pipeline, text: str) -> list[tuple[str, int, int]]:
    """The marked spans of a text, by group."""
    blocks = [Span(start=0, end=len(text))] if text else []
    doc = annotate(text, blocks, pair_marks(text, blocks))
    return [(name, one.start, one.end) for name in doc.spans for one in doc.spans[name]]


@pytest.mark.parametrize(
    "text",
    [SENTENCE * 400, "x" * 25_000, "", " " * 25_000, "a" * 9_999 + "\xa0 " + SENTENCE * 3],
    ids=["long", "one-word", "empty", "spaces", "word-and-spaces"],
)
def test_every_position_is_that_of_the_text(text: str) -> None:
    blocks = [Span(start=0, end=len(text))] if text.strip() else []

    doc = pipeline.load_pipeline()(text, blocks, pair_marks(text, blocks))

    plain = pipeline.plain_spaces(text)
    assert [plain[token.idx : token.idx + len(token)] for token in doc] == [t.text for t in doc]
    assert len(plain) == len(text)


@pytest.mark.parametrize("run", ['"', "“", "'", "(a)", "x.", "a" * 127, "ü" * 129])
def test_long_runs_without_white_space_are_cut_and_nothing_is_lost(run: str) -> None:
    """spaCy alone takes the square of such a run's length: minutes for these."""
    text = f"So  he said {run * 60_000 if len(run) < 9 else run * 900}\nand \n went "

    doc = pipeline.make_doc(spacy.blank("en"), text)

    assert doc.text == text
    assert max(map(len, doc)) <= 128


def test_texts_without_long_runs_are_tokenised_as_spacy_does() -> None:
    nlp = spacy.blank("en")
    text = SENTENCE + f"“{'x' * 126}” " + SENTENCE

    assert [t.text for t in pipeline.make_doc(nlp, text)] == [t.text for t in nlp(text)]


def test_who_says_what_is_marked() -> None:
    text = "“We will go,” the harbour master said."
    blocks = [Span(start=0, end=len(text))]

    doc = pipeline.load_pipeline()(text, blocks, pair_marks(text, blocks))

    found = {name: [one.text for one in doc.spans[name]] for name in doc.spans}
    assert found == {
        "sources": ["the harbour master"],
        "cues": ["said"],
        "contents": ["“We will go,”"],
    }


def test_what_is_forgotten_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [SENTENCE.replace("Ruiz", f"Ruiz{number}") for number in range(6)]
    remembering = pipeline.load_pipeline()
    expected = [spans(remembering, text) for text in texts]
    monkeypatch.setattr(pipeline, "_KNOWN", 0)
    monkeypatch.setattr(pipeline, "_FORGET_AFTER", 2)
    forgetting = pipeline.load_pipeline()

    assert [spans(forgetting, text) for text in texts] == expected
