"""Numbers of words and what to foretell, out of numbers of tokens."""

import numpy as np
from numpy.typing import NDArray

from service.train.quotes.views import View, components, word_numbers

WORDS, KINDS, WIDTH = 60, 3, 80


def viewed(numbers: NDArray[np.floating]) -> View:
    return lambda start, end: numbers[start:end].astype(np.float32)


def cosine(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


def test_components_tell_what_moves_together_first() -> None:
    random = np.random.default_rng(1)
    hidden = random.normal(size=(50_000, 1))
    numbers = hidden * [3.0, 3.0, 0.0] + random.normal(size=(50_000, 3))

    found = components(viewed(numbers), len(numbers), 1)(100, 50_000)

    assert found.shape == (49_900, 1)
    assert abs(np.corrcoef(found[:, 0], hidden[100:, 0])[0, 1]) > 0.95
    assert abs(found.std() - 1) < 0.05


def test_words_of_one_kind_have_like_numbers_whether_they_were_met_or_not() -> None:
    random = np.random.default_rng(2)
    kinds = random.normal(size=(KINDS, WIDTH))
    kind_of = np.arange(WORDS) % KINDS
    alone = (kinds[kind_of] @ random.normal(size=(WIDTH, WIDTH)) / WIDTH**0.5).astype(np.float32)
    alone += random.normal(size=alone.shape).astype(np.float32) / 10
    # Words 31 to 60 are never met; word 1 is met with what is of the next kind around it.
    rows = random.integers(0, WORDS // 2 + 1, 8000).astype(np.int32)
    met = kinds[kind_of[rows - 1]] + random.normal(size=(len(rows), WIDTH)) / 2
    met[rows == 1] = kinds[1]

    numbers = word_numbers(rows, viewed(met), alone)

    assert numbers.shape == (WORDS + 1, 64)
    assert abs(numbers.std() - 1) < 0.01
    assert np.abs(numbers[0]).max() < 1e-4
    unmet = numbers[31:]
    like = [cosine(unmet[0], unmet[k]) for k in range(KINDS, len(unmet), KINDS)]
    unlike = [cosine(unmet[0], unmet[k]) for k in range(1, len(unmet), KINDS)]
    assert min(like) > max(unlike)
    assert cosine(numbers[1], numbers[2]) > cosine(numbers[1], numbers[4])
