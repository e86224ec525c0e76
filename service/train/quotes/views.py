"""What of a language model a small network can take along: numbers of words, and what to foretell.

A word's numbers cost nothing at work, since what a word has wherever it stands is kept; what to
foretell is for training alone. Both are principal components, each divided by the square root of
its standard deviation, so that the first ones do not drown the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Tokens whose numbers tell the components, and tokens that are worked on at once.
_SAMPLE, _CHUNK = 40_000, 20_000
# How many components are foretold of the model's numbers and of a teacher's state: 46 % and 83 % of
# their spread.
MODEL_NUMBERS, STATE_NUMBERS = 128, 64
# Numbers a word, 46 % of the spread of the words' means.
_WORD_NUMBERS = 64
# What a word is alone counts like this many times that it was met.
_PRIOR = 10
# From words met this often is learned what alone foretells of their means: no word counts for more
# than the second number; how far that is drawn to 0. By hand.
_KNOWN, _MOST_WEIGHT, _RIDGE = 20, 400, 300.0

Floats = NDArray[np.float32]
# What is known of tokens [start, end) of all items, of shape (tokens, numbers).
View = Callable[[int, int], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """What a network may know of tokens beyond their rows.

    `read`: what it reads beside them, as a teacher does. `foretold`: what it learns to foretell
    from its state after each of the two layers.
    """

    read: View | None = None
    foretold: tuple[View, ...] = ()


def sampled(tokens: int, size: int) -> NDArray[np.intp]:
    """The numbers of so many tokens, drawn from all, in order; all of them if there are fewer."""
    drawn = np.random.default_rng(0).choice(tokens, min(tokens, size), replace=False)
    return np.sort(drawn)


def components(view: View, tokens: int, count: int) -> View:
    """The first components of what is known of all tokens, of spread 1 over all."""
    sample = np.concatenate([view(token, token + 1) for token in sampled(tokens, _SAMPLE)])
    mean = sample.mean(0)
    basis = _basis(sample - mean, count)
    found = np.empty((tokens, count), np.float16)
    for start, end in _chunks(tokens):
        found[start:end] = (view(start, end) - mean) @ basis
    found /= np.float16(np.sqrt(np.square(found[::50].astype(np.float32)).mean()))

    def foretold(start: int, end: int) -> Floats:
        return found[start:end].astype(np.float32)

    return foretold


def word_numbers(rows: NDArray[np.int32], view: View, alone: Floats) -> Floats:
    """What the model makes of each word on average, as few numbers.

    Args: rows: each token's word, from 1; 0 where it is unknown. view: what the model made of the
        tokens. alone: what it makes of words 1 and on, alone; a linear map of that stands in for
        the mean of a word that was not met, and is mixed into all others'.
    Returns: float32 of shape (words and one, numbers) of spread 1; the first row is the mean.
    """
    words = len(alone) + 1
    counts = np.bincount(rows, minlength=words).astype(np.float32)
    sums = _sums(rows, words, view)
    expected = np.concatenate(
        [np.zeros((1, sums.shape[1]), np.float32), _mapped(alone, sums, counts)]
    )
    means = (sums + _PRIOR * expected) / (counts + _PRIOR)[:, None]
    means[0] = means[1:].mean(0)
    means -= means[0]
    numbers = means @ _basis(means[1:], _WORD_NUMBERS)
    scaled: Floats = (numbers / numbers.std()).astype(np.float32)
    return scaled


def _sums(rows: NDArray[np.int32], words: int, view: View) -> Floats:
    """The sum of what is known of each word's tokens, a row a word."""
    sums = np.zeros((words, view(0, 1).shape[1]), np.float32)
    for start, end in _chunks(len(rows)):
        own = rows[start:end]
        order = np.argsort(own, kind="stable")
        met, first = np.unique(own[order], return_index=True)
        sums[met] += np.add.reduceat(view(start, end)[order], first)
    return sums


def _mapped(alone: Floats, sums: Floats, counts: Floats) -> Floats:
    """The means of words 1 and on, as ridge regression foretells them from the words alone."""
    known = np.flatnonzero(counts[1:] >= _KNOWN)
    weights = np.sqrt(np.minimum(counts[1:][known], _MOST_WEIGHT))[:, None]
    inputs = np.concatenate([alone, np.ones((len(alone), 1), np.float32)], axis=1)
    own, means = inputs[known] * weights, sums[1:][known] / counts[1:][known][:, None] * weights
    ridge = _RIDGE * np.eye(inputs.shape[1], dtype=np.float32)
    mapped: Floats = inputs @ np.linalg.solve(own.T @ own + ridge, own.T @ means)
    return mapped


def _basis(centred: Floats, count: int) -> Floats:
    """The first principal components, each divided by the square root of its deviation."""
    # In the order of eigenvalues the greatest is last; what never moves may come out below 0.
    variances, vectors = np.linalg.eigh(centred.T @ centred / len(centred))
    variances = np.maximum(variances, variances[-1] * 1e-6)[::-1][:count]
    basis: Floats = (vectors[:, ::-1][:, :count] * variances**-0.25).astype(np.float32)
    return basis


def _chunks(tokens: int) -> Iterator[tuple[int, int]]:
    return ((start, min(start + _CHUNK, tokens)) for start in range(0, tokens, _CHUNK))
