"""The numbers that blocks are turned into."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core._lines import Lexicon, Lines, Vocabulary, second_pass

LEXICON = Lexicon({"the": (0,), "you": (1,), "our": (2,)}, {"log in": 1, "share": 5})
TEXTS = [
    "Log in!",
    "The ferry Aurelia sank off Tarnholm harbour on Monday, the coast guard said.",
    "Divers found the ferry Aurelia at a depth of 40 metres near Tarnholm.",
    "You can help our paper: give €5.",
]


def lines(texts: list[str]) -> Lines:
    return Lines(LEXICON, texts)


def scores(texts: list[str]) -> np.ndarray:
    return np.zeros((len(texts), 2), np.float32)


def test_blocks_of_the_same_words_have_the_same_hash() -> None:
    first, second, other = lines(["Share this!", "share  THIS!", "Share that!"]).hashes.tolist()

    assert first == second != other


def test_a_known_block_is_labelled_whatever_stands_around_it() -> None:
    assert lines(["» Log in", "log-in", "log in now"]).labelled.tolist() == [True, True, False]


def test_a_known_block_has_the_lexicon_s_number() -> None:
    assert lines(["Share", "log in", "log in now"]).labels.tolist() == [5, 1, 0]


def test_a_page_s_text_is_told_by_the_first_score_and_an_article_s_by_the_second() -> None:
    strange = scores(TEXTS)
    strange[2, 0] = 9
    article = lines(TEXTS).describe(strange)
    page = lines(TEXTS).describe(strange, whole_page=True)
    body = lines(TEXTS).describe(strange, cut_out=True)

    # The one other block that shares words with this one is no text of the page.
    assert (article[1] != page[1]).any()
    assert np.flatnonzero((article != body).any(axis=0)).tolist() == [article.shape[1] - 1]


def test_a_block_is_closed_by_its_sentence_and_not_by_the_marks_behind() -> None:
    texts = ["He left.", "“He left.”", "He left", "Did he?", "He left …", ""]

    assert lines(texts).closed.tolist() == [True, True, False, True, True, False]


def test_each_word_sequence_counts_once_a_block() -> None:
    measured = lines(["ham ham ham ham ham", "ham"])

    assert len(set(measured.features[: measured.starts[1]].tolist())) == measured.starts[1]
    assert measured.starts.tolist()[-1] == len(measured.features)


def test_known_words_weigh_by_the_root_of_their_number() -> None:
    word = lines(["ham"]).features[:1].astype(np.uint32)
    vocabulary = Vocabulary(word, np.array([[3, -1]], np.float32), np.array([0.5, 0], np.float32))

    weighed = lines(["ham", "spam", "ham. Spam"]).weigh(vocabulary)

    assert weighed[:, :2].tolist() == [[3.5, -1], [0.5, 0], [3.5, -1]]
    # The highest sentence, and the share of features in sentences above 0, of the first output.
    assert weighed[:, [2, 4]].tolist() == [[3.5, 1], [0.5, 0], [3.5, 1]]


def test_kinship_is_the_share_of_words_that_other_text_has() -> None:
    shares = lines(TEXTS).kinship(np.array([0, 1, 1, 0], np.uint8), 6)

    # Of "ferry Aurelia Tarnholm harbour Monday coast ..." three stand in the other paragraph.
    assert shares[1, 0] == shares[1, 2] > 0.3
    assert shares[2, 1] > 0.3
    assert shares[3, 0] == 0


def test_a_block_knows_what_stands_beside_it() -> None:
    described = lines(TEXTS).describe(scores(TEXTS))
    alone = lines(TEXTS[3:]).describe(scores(TEXTS[3:]))

    assert described.shape == (4, alone.shape[1])
    assert described[3].tolist() != alone[0].tolist()


def test_the_second_pass_looks_to_both_sides() -> None:
    seen = second_pass(np.array([-20.0, 3.0, 20.0]))

    assert seen[:, 0].tolist() == [-8, 3, 8]
    assert seen[:, 1].tolist() == [9, -8, 3]
    assert seen[:, 2].tolist() == [3, 8, 9]


@pytest.mark.parametrize(
    ("keys", "weights", "biases"),
    [
        ([1, 1], [[0, 0], [0, 0]], [0, 0]),
        ([0], [[0, 0]], [0, 0]),
        ([1], [[0, 0], [0, 0]], [0, 0]),
        ([1], [[0]], [0]),
    ],
    ids=["twice", "zero", "rows", "outputs"],
)
def test_a_vocabulary_that_does_not_fit_is_refused(
    keys: list[int], weights: list[list[int]], biases: list[int]
) -> None:
    with pytest.raises(ValueError, match=r"weights do not fit|stands twice"):
        Vocabulary(
            np.array(keys, np.uint32), np.array(weights, np.float32), np.array(biases, np.float32)
        )


def test_scores_of_other_blocks_are_refused() -> None:
    with pytest.raises(ValueError, match="one row"):
        lines(["a"]).describe(scores(["a", "b"]))


@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_text_gives_finite_numbers_and_always_the_same(texts: list[str]) -> None:
    first = lines(texts).describe(scores(texts))

    assert np.isfinite(first).all()
    assert first.tobytes() == lines(texts).describe(scores(texts)).tobytes()
