"""The compiled network against the same computed plainly, in floats."""

from typing import Any

import numpy as np
import pytest
from nlp_arrays import LABELS, SIZE, STATE, random_arrays
from numpy.typing import NDArray

from service.nlp._network import Network
from service.nlp.labels import Role, TokenSpan, decode, encode
from service.nlp.weights import restored, stored

STARTS = np.array([0, 5, 6, 18], np.int32)
ROWS = (np.arange(18) * 7 % 11).astype(np.int32)
MARKS = (np.arange(18) % 4).astype(np.int8)
WORDS = np.random.default_rng(3).normal(size=(11, SIZE)).astype(np.float32)


def sigmoid(x: NDArray[Any]) -> NDArray[Any]:
    return 1 / (1 + np.exp(-x))


def normalise(x: NDArray[Any], gain: NDArray[Any], shift: NDArray[Any]) -> NDArray[Any]:
    x = x - x.mean(-1, keepdims=True)
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-5) * gain + shift


def one_way(arrays: dict[str, NDArray[Any]], name: str, x: NDArray[Any]) -> NDArray[Any]:
    hidden, memory, out = np.zeros(STATE), np.zeros(STATE), []
    for row in x @ arrays[f"input{name}"] + arrays[f"bias{name}"]:
        i, f, g, o = np.split(row + hidden @ arrays[f"recurrent{name}"], 4)
        memory = sigmoid(f) * memory + sigmoid(i) * np.tanh(g)
        hidden = sigmoid(o) * np.tanh(memory)
        out.append(hidden)
    return np.array(out)


def both_ways(arrays: dict[str, NDArray[Any]], layer: int, x: NDArray[Any]) -> NDArray[Any]:
    back = one_way(arrays, f"{layer}b", x[::-1])[::-1]
    return np.concatenate([one_way(arrays, f"{layer}f", x), back], axis=1)


def scores(
    arrays: dict[str, NDArray[Any]], rows: NDArray[Any], marks: NDArray[Any]
) -> tuple[NDArray[Any], ...]:
    """The scores of labels and of the first head, of one sequence."""
    x = WORDS[rows] + arrays["marks"][marks]
    x = normalise(x, arrays["gain"], arrays["shift"])
    x = normalise(both_ways(arrays, 0, x), arrays["gain0"], arrays["shift0"])
    part = x @ arrays["part"] + arrays["part_bias"]
    guess = np.exp(x @ arrays["tags"] + arrays["tags_bias"])
    x = x + guess / guess.sum(1, keepdims=True) @ arrays["tag_vectors"]
    x = normalise(x + both_ways(arrays, 1, x), arrays["gain1"], arrays["shift1"])
    return x @ arrays["out"] + arrays["out_bias"], part


class Labellings:
    """Every labelling of a sequence of at most a few tokens, and how likely each is."""

    def __init__(self, arrays: dict[str, NDArray[Any]], emissions: NDArray[Any]) -> None:
        paths = np.indices((LABELS,) * len(emissions)).reshape(len(emissions), -1).T
        total = arrays["first"][paths[:, 0]] + arrays["last"][paths[:, -1]]
        for token, row in enumerate(emissions):
            total = total + row[paths[:, token]]
        for token in range(1, len(emissions)):
            total = total + arrays["transitions"][paths[:, token - 1], paths[:, token]]
        chances = np.exp(total - total.max())
        self._paths, self._chances = paths, chances / chances.sum()

    def best(self) -> list[int]:
        return [int(label) for label in self._paths[self._chances.argmax()]]

    def share(self, start: int, labels: list[int]) -> float:
        """How likely tokens from a certain one on have certain labels."""
        own = self._paths[:, start : start + len(labels)] == labels
        return float(self._chances[own.all(1)].sum())

    def sharpened(self, marks: NDArray[Any]) -> list[int]:
        """The best labels; each content with the likeliest borders that keep what is in marks."""
        length = len(marks)
        spans = list(decode(self.best()))
        for number, span in enumerate(spans):
            if span.role is not Role.CONTENT:
                continue
            low = spans[number - 1].end if number else 0
            high = spans[number + 1].start if number + 1 < len(spans) else length
            marked = [token for token in range(span.start, span.end) if marks[token]]
            others = [
                TokenSpan(start=start, end=end, role=Role.CONTENT)
                for start in range(low, span.end)
                for end in range(max(start, span.start) + 1, high + 1)
                if all(start <= token < end for token in marked)
            ]
            spans[number] = max(others, key=lambda one: self._span(one) + 0.05 * (one == span))
        return encode(length, spans)

    def _span(self, span: TokenSpan) -> float:
        return self.share(span.start, encode(span.end, [span])[span.start :])


def test_labels_and_shares_are_those_of_all_labellings_tried() -> None:
    arrays = random_arrays()

    labels, sure, parts, _, _ = Network(arrays).tag(WORDS, ROWS, MARKS, STARTS)

    emissions, part = scores(arrays, ROWS[:5], MARKS[:5])
    tried = Labellings(arrays, emissions)
    assert labels[:5].tolist() == tried.sharpened(MARKS[:5])
    # Eight bits tell these random weights' sums to a few hundredths.
    shares = [tried.share(token, [label]) for token, label in enumerate(labels[:5].tolist())]
    assert sure[:5] == pytest.approx(shares, abs=0.05)
    assert parts[:5].tolist() == part.argmax(1).tolist()


def test_contents_get_the_likeliest_borders() -> None:
    arrays = random_arrays()
    network = Network(arrays)
    random = np.random.default_rng(11)
    moved = alike = 0
    for _ in range(600):
        rows = random.integers(0, 11, 4).astype(np.int32)
        marks = (random.integers(0, 4, 4) * random.integers(0, 2)).astype(np.int8)
        labels, *_ = network.tag(WORDS, rows, marks, np.array([0, 4], np.int32))
        tried = Labellings(arrays, scores(arrays, rows, marks)[0])
        alike += labels.tolist() == tried.sharpened(marks)
        moved += labels.tolist() == tried.sharpened(marks) != tried.best()
    # Eight bits may tell two that are nearly as likely apart the other way.
    assert alike >= 570
    assert moved >= 5


@pytest.mark.parametrize("width", [0, 256, 512])
def test_narrower_instructions_give_the_same_bits(width: int) -> None:
    arrays = random_arrays()

    wide = Network(arrays).tag(WORDS, ROWS, MARKS, STARTS)
    narrow = Network(arrays, width).tag(WORDS, ROWS, MARKS, STARTS)

    assert [array.tobytes() for array in wide] == [array.tobytes() for array in narrow]


@pytest.mark.parametrize("width", [0, 256, 512])
def test_full_tiles_give_the_same_bits(width: int) -> None:
    # Sizes that fill a tile, and so many sequences that a step has rows in two of them and more.
    arrays = random_arrays(size=64, state=64)
    random = np.random.default_rng(5)
    starts = np.cumsum([0, *random.integers(1, 12, 50)]).astype(np.int32)
    rows = random.integers(0, 11, starts[-1]).astype(np.int32)
    marks = random.integers(0, 4, starts[-1]).astype(np.int8)
    words = random.normal(size=(11, 64)).astype(np.float32)

    wide = Network(arrays).tag(words, rows, marks, starts)
    narrow = Network(arrays, width).tag(words, rows, marks, starts)

    assert [array.tobytes() for array in wide] == [array.tobytes() for array in narrow]


def test_a_sequence_does_not_hear_its_neighbours() -> None:
    network = Network(random_arrays())
    alone = np.array([0, 12], np.int32)

    _, sure, *_ = network.tag(WORDS, ROWS, MARKS, STARTS)
    _, own, *_ = network.tag(WORDS, ROWS[6:], MARKS[6:], alone)

    assert sure[6:].tobytes() == own.tobytes()


def test_no_tokens_give_no_labels() -> None:
    none = np.zeros(0, np.int32)

    labels, *_ = Network(random_arrays()).tag(
        WORDS, none, none.astype(np.int8), np.zeros(1, np.int32)
    )

    assert labels.tolist() == []


def test_embedding_is_a_linear_layer() -> None:
    arrays = random_arrays()
    features = np.random.default_rng(5).normal(size=(70, 16)).astype(np.float32)

    found = Network(arrays).embed(features)

    assert found == pytest.approx(features @ arrays["static"] + arrays["static_bias"], abs=0.05)


def test_stored_weights_are_as_good_as_floats() -> None:
    arrays = random_arrays()

    kept = stored(arrays)
    labels, sure, *_ = Network(restored(kept)).tag(WORDS, ROWS, MARKS, STARTS)

    expected, as_sure, *_ = Network(arrays).tag(WORDS, ROWS, MARKS, STARTS)
    assert labels.tolist() == expected.tolist()
    # What has no scale is rounded to 16-bit floats.
    assert sure == pytest.approx(as_sure, abs=0.02)
    assert {array.itemsize for name, array in kept.items() if f"{name}_scale" in kept} == {1}
    again = stored(restored(kept))
    assert [again[name].tobytes() for name in arrays] == [kept[name].tobytes() for name in arrays]


def test_scores_beyond_what_floats_hold_leave_the_borders_as_they_are() -> None:
    # The labels' weights beside the best one are 0, so no border is likelier than another.
    arrays = random_arrays()
    arrays["out"] *= 500
    arrays["transitions"][arrays["transitions"] > -100] *= 50
    network = Network(arrays)
    random = np.random.default_rng(12)
    for _ in range(300):
        rows = random.integers(0, 11, 6).astype(np.int32)
        labels, *_ = network.tag(WORDS, rows, MARKS[:6], np.array([0, 6], np.int32))

        assert encode(6, decode(labels.tolist())) == labels.tolist()
