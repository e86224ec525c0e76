"""The tagger's network in floats, and how it learns.

A word's rows (form, ending, beginning, shape, vector) become its static part; with its state of
quotation it goes through two bidirectional LSTM layers. After the first, plain heads tell part of
speech, entity and relation, and a first guess of the labels is added to what the second layer
reads. A linear-chain CRF chooses the labels. `service.nlp._network` computes the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

# One thread: two trainings share the machine's cores, and sums keep their order.
os.environ.setdefault(
    "XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
)

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from service.nlp import labels
from service.train.quotes.silver import ENTITY_NAMES
from service.train.quotes.vocabulary import Vocabulary

Weights = dict[str, Any]

SIZE = 128
# Tokens of a step, about; and the lengths to which sequences are filled up: each one compiles anew.
_STEP_TOKENS = 1500
_LENGTHS = (8, 16, 24, 32, 48, 64, 96, 128, 192, 512)
_STATES = 4
_LABELS = labels.COUNT
_HEADS = ("part", "entity", "relation")
# Shares of inputs dropped in training: of whole words, of the joined rows, of the static part, of
# what each layer gives. Chosen on articles kept out of training.
_DROP_WORD, _DROP_VECTOR, _DROP_ROWS, _DROP_STATIC, _DROP_LAYER = 0.12, 0.3, 0.175, 0.35, 0.5
_RATE, _WARM_UP, _LAST_RATE, _DECAY, _CLIP = 2e-3, 200, 0.02, 0.01, 2.0
_MEAN = 0.998
# How much the labels of the CRF, of the first guess and of each plain head count.
_CRF_WEIGHT, _GUESS_WEIGHT, _HEAD_WEIGHT = 4.0, 0.7, 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A sequence to learn from: rows (tokens, tables), states, labels, silver (tokens, 3).

    `soft`: what teachers think of each label, (tokens, labels), if they were asked.
    """

    rows: NDArray[np.int32]
    states: NDArray[np.int32]
    labels: NDArray[np.int32]
    silver: NDArray[np.int32]
    soft: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train: `state` is the size of an LSTM's state, `teaching` the weight of teachers."""

    seed: int
    epochs: int
    state: int = 128
    teaching: float = 0.0


def initial(plan: Plan, vocabulary: Vocabulary, heads: Mapping[str, int]) -> Weights:
    """Weights to begin with."""
    random = np.random.default_rng(plan.seed)
    weights: dict[str, NDArray[np.floating[Any]]] = {
        f"table_{name}": random.normal(0, 0.3, shape) for name, shape in vocabulary.sizes().items()
    }
    width = sum(size for _, size in vocabulary.sizes().values()) + vocabulary.vectors.shape[1]
    weights["static"], weights["static_bias"] = _glorot(random, width, SIZE), np.zeros(SIZE)
    weights["marks"] = random.normal(0, 0.1, (_STATES, SIZE))
    weights["gain"], weights["shift"] = np.ones(SIZE), np.zeros(SIZE)
    wide = 2 * plan.state
    for layer, inputs in enumerate((SIZE, wide)):
        for side in "fb":
            weights[f"input{layer}{side}"] = _glorot(random, inputs, 4 * plan.state)
            weights[f"recurrent{layer}{side}"] = _orthogonal(random, plan.state)
            # An open gate: what is remembered stays at first.
            bias = np.zeros(4 * plan.state)
            bias[plan.state : 2 * plan.state] = 1
            weights[f"bias{layer}{side}"] = bias
        weights[f"gain{layer}"], weights[f"shift{layer}"] = np.ones(wide), np.zeros(wide)
    for name, count in (("tags", _LABELS), ("out", _LABELS), *heads.items()):
        weights[name], weights[f"{name}_bias"] = _glorot(random, wide, count), np.zeros(count)
    weights["tag_vectors"] = _glorot(random, _LABELS, wide)
    weights["transitions"] = np.zeros((_LABELS, _LABELS))
    weights["first"], weights["last"] = np.zeros(_LABELS), np.zeros(_LABELS)
    return {name: jnp.asarray(array, jnp.float32) for name, array in weights.items()}


def head_sizes(parts: Sequence[str], relations: Sequence[str]) -> dict[str, int]:
    """How many labels each plain head has."""
    return dict(zip(_HEADS, (len(parts), len(ENTITY_NAMES), len(relations)), strict=True))


def _glorot(random: np.random.Generator, inputs: int, outputs: int) -> NDArray[np.float64]:
    limit = np.sqrt(6 / (inputs + outputs))
    return random.uniform(-limit, limit, (inputs, outputs))


def _orthogonal(random: np.random.Generator, size: int) -> NDArray[np.float64]:
    return np.concatenate(
        [np.linalg.qr(random.normal(size=(size, size)))[0] for _ in range(4)], axis=1
    )


# The network -------------------------------------------------------------------------------------


def _normalise(x: Any, gain: Any, shift: Any) -> Any:
    x = x - x.mean(-1, keepdims=True)
    return x * jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + 1e-5) * gain + shift


def _recur(weights: Weights, layer: int, x: Any, back: Any) -> Any:
    """One layer in both directions; `back` turns each sequence round and leaves the filling."""
    forwards = x @ weights[f"input{layer}f"] + weights[f"bias{layer}f"]
    backwards = _turn(x, back) @ weights[f"input{layer}b"] + weights[f"bias{layer}b"]

    def cell(state: Any, gates: Any, recurrent: Any) -> Any:
        hidden, memory = state
        i, f, g, o = jnp.split(gates + hidden @ recurrent, 4, axis=-1)
        memory = jax.nn.sigmoid(f) * memory + jax.nn.sigmoid(i) * jnp.tanh(g)
        return jax.nn.sigmoid(o) * jnp.tanh(memory), memory

    def step(states: Any, gates: Any) -> Any:
        one = cell(states[0], gates[0], weights[f"recurrent{layer}f"])
        other = cell(states[1], gates[1], weights[f"recurrent{layer}b"])
        return (one, other), (one[0], other[0])

    zero = jnp.zeros((x.shape[1], weights[f"recurrent{layer}f"].shape[0]))
    _, (one, other) = jax.lax.scan(step, ((zero, zero), (zero, zero)), (forwards, backwards))
    return jnp.concatenate([one, _turn(other, back)], -1)


def _turn(x: Any, back: Any) -> Any:
    return jnp.take_along_axis(x, back[:, :, None], axis=0)


class _Dropout:
    """Drops numbers at random in training, and nothing otherwise."""

    def __init__(self, key: Any) -> None:
        self._keys = None if key is None else iter(jax.random.split(key, 8))

    def flags(self, shape: tuple[int, ...], share: float) -> Any:
        """Which to drop."""
        if self._keys is None:
            return jnp.zeros(shape, bool)
        return jax.random.uniform(next(self._keys), shape) < share

    def __call__(self, x: Any, share: float, *, steady: bool = True) -> Any:
        """Drop a share; `steady`: the same numbers at all tokens of a sequence."""
        if self._keys is None:
            return x
        shape = (1, *x.shape[1:]) if steady else x.shape
        return jnp.where(self.flags(shape, share), 0, x / (1 - share))


def _forward(
    weights: Weights, vectors: Any, rows: Any, states: Any, back: Any, key: Any
) -> tuple[Any, Any, list[Any]]:
    """Scores of labels, of the first guess and of the heads, each (tokens, sequences, labels)."""
    drop = _Dropout(key)
    lost = drop.flags(rows.shape[:2], _DROP_WORD)
    blind = lost & drop.flags(rows.shape[:2], _DROP_VECTOR)
    parts = [weights["table_norm"][jnp.where(lost, 0, rows[..., 0])]]
    parts += [
        weights[f"table_{name}"][rows[..., column]]
        for column, name in enumerate(("suffix", "prefix", "shape"), start=1)
    ]
    parts.append(vectors[jnp.where(blind, 0, rows[..., 4])])
    x = drop(jnp.concatenate(parts, -1), _DROP_ROWS, steady=False)
    x = x @ weights["static"] + weights["static_bias"] + weights["marks"][states]
    x = drop(_normalise(x, weights["gain"], weights["shift"]), _DROP_STATIC)
    x = _normalise(_recur(weights, 0, x, back), weights["gain0"], weights["shift0"])
    x = drop(x, _DROP_LAYER)
    heads = [x @ weights[name] + weights[f"{name}_bias"] for name in _HEADS]
    guess = x @ weights["tags"] + weights["tags_bias"]
    x = x + jax.nn.softmax(guess, -1) @ weights["tag_vectors"]
    x = x + _recur(weights, 1, x, back)
    x = drop(_normalise(x, weights["gain1"], weights["shift1"]), _DROP_LAYER)
    return x @ weights["out"] + weights["out_bias"], guess, heads


_MOVES, _FIRST, _LAST = labels.transitions()


def _scores(weights: Weights) -> tuple[Any, Any, Any]:
    """What each move, first and last label scores."""
    return weights["transitions"] + _MOVES, weights["first"] + _FIRST, weights["last"] + _LAST


def _total(emissions: Any, real: Any, moves: Any, first: Any, last: Any) -> Any:
    """The log of the sum over all labellings of each sequence; `real`: which tokens are."""

    def step(sums: Any, token: Any) -> Any:
        scores, is_real = token
        after = jax.nn.logsumexp(sums[:, :, None] + moves, axis=1) + scores
        return jnp.where(is_real[:, None], after, sums), None

    sums, _ = jax.lax.scan(step, first + emissions[0], (emissions[1:], real[1:]))
    return jax.nn.logsumexp(sums + last, axis=1)


def _crf_loss(weights: Weights, emissions: Any, gold: Any, real: Any) -> Any:
    moves, first, last = _scores(weights)
    ends = jnp.take_along_axis(gold, real.sum(0)[None] - 1, 0)[0]
    chosen = (jnp.take_along_axis(emissions, gold[..., None], -1)[..., 0] * real).sum(0)
    chosen += first[gold[0]] + last[ends] + (moves[gold[:-1], gold[1:]] * real[1:]).sum(0)
    total = _total(emissions, real, moves, first, last)
    return jnp.where(real[0], total - chosen, 0).sum()


def _entropy(scores: Any, gold: Any, real: Any) -> Any:
    chosen = jnp.take_along_axis(jax.nn.log_softmax(scores, -1), gold[..., None], -1)[..., 0]
    return -(chosen * real).sum()


def _loss(weights: Weights, vectors: Any, batch: Any, key: Any, teaching: float) -> Any:
    rows, states, back, real, gold, silver, soft = batch
    emissions, guess, heads = _forward(weights, vectors, rows, states, back, key)
    loss = _CRF_WEIGHT * _crf_loss(weights, emissions, gold, real)
    if teaching:
        # An item without teachers' opinions has none to follow.
        taught = -(soft * jax.nn.log_softmax(emissions, -1)).sum(-1)
        known = soft.sum(-1) > 0
        loss = (1 - teaching) * loss + teaching * _CRF_WEIGHT * (taught * known * real).sum()
    loss += _GUESS_WEIGHT * _entropy(guess, gold, real)
    for column, head in enumerate(heads):
        loss += _HEAD_WEIGHT * _entropy(head, silver[..., column], real)
    return loss / real.sum()


# Learning ----------------------------------------------------------------------------------------


@partial(jax.jit, donate_argnums=(0,), static_argnames=("teaching",))
def _step(
    state: Any, vectors: Any, batch: Any, key: Any, rate: Any, number: Any, *, teaching: float
) -> tuple[Any, Any]:
    """One step of AdamW with clipped gradients; the mean of the weights goes along."""
    weights, means, squares, average = state
    loss, slopes = jax.value_and_grad(_loss)(weights, vectors, batch, key, teaching)
    norm = jnp.sqrt(sum((slope * slope).sum() for slope in slopes.values()))
    scale = jnp.minimum(1, _CLIP / (norm + 1e-6))
    share = jnp.minimum(_MEAN, (number + 1) / (number + 10))
    for name, slope in slopes.items():
        means[name] = 0.9 * means[name] + 0.1 * scale * slope
        squares[name] = 0.98 * squares[name] + 0.02 * (scale * slope) ** 2
        change = (means[name] / (1 - 0.9**number)) / (
            jnp.sqrt(squares[name] / (1 - 0.98**number)) + 1e-8
        )
        if slope.ndim == 2 and not name.startswith("table"):
            change += _DECAY * weights[name]
        weights[name] = weights[name] - rate * change
        average[name] = share * average[name] + (1 - share) * weights[name]
    return (weights, means, squares, average), loss


def train(
    items: Sequence[Item], vocabulary: Vocabulary, heads: Mapping[str, int], plan: Plan
) -> dict[str, NDArray[np.float32]]:
    """Train one network; the same items and plan give the same weights.

    Returns: the mean of the weights over the last steps, without `vectors`.
    """
    weights = initial(plan, vocabulary, heads)
    state = (weights, _zeros(weights), _zeros(weights), {k: v + 0 for k, v in weights.items()})
    vectors = jnp.asarray(vocabulary.vectors)
    random = np.random.default_rng(plan.seed)
    key = jax.random.PRNGKey(plan.seed)
    steps = plan.epochs * sum(1 for _ in _batches(items, random))
    number = 0
    for _ in range(plan.epochs):
        for length, members in _batches(items, random):
            number += 1
            key, own = jax.random.split(key)
            rate = _RATE * min(1, number / _WARM_UP) * max(_LAST_RATE, 1 - number / steps)
            batch = _fill([items[index] for index in members], length)
            state, _ = _step(
                state, vectors, batch, own, rate, float(number), teaching=plan.teaching
            )
    return {name: np.array(array) for name, array in state[3].items()}


def _zeros(weights: Weights) -> Weights:
    return {name: jnp.zeros_like(array) for name, array in weights.items()}


def _batches(
    items: Sequence[Item], random: np.random.Generator | None
) -> Iterator[tuple[int, list[int]]]:
    """Sequences of about one length, by number, in random order if there is chance."""
    groups: dict[int, list[int]] = {length: [] for length in _LENGTHS}
    for number, item in enumerate(items):
        groups[next(length for length in _LENGTHS if len(item.labels) <= length)].append(number)
    batches = []
    for length, members in groups.items():
        size = _STEP_TOKENS // length
        ordered = members if random is None else random.permutation(members).tolist()
        batches += [(length, ordered[k : k + size]) for k in range(0, len(ordered), size)]
    order = range(len(batches)) if random is None else random.permutation(len(batches))
    return (batches[index] for index in order)


def _fill(items: Sequence[Item], length: int) -> tuple[NDArray[Any], ...]:
    """Items side by side, filled up to a length; token first."""
    size = _STEP_TOKENS // length
    rows = np.zeros((length, size, items[0].rows.shape[1]), np.int32)
    states, gold = np.zeros((2, length, size), np.int32)
    back = np.tile(np.arange(length, dtype=np.int32)[:, None], (1, size))
    real = np.zeros((length, size), bool)
    silver = np.zeros((length, size, len(_HEADS)), np.int32)
    soft = np.zeros((length, size, _LABELS), np.float32)
    for column, item in enumerate(items):
        end = len(item.labels)
        rows[:end, column], states[:end, column] = item.rows, item.states
        gold[:end, column], silver[:end, column] = item.labels, item.silver
        back[:end, column] = np.arange(end - 1, -1, -1)
        real[:end, column] = True
        if item.soft is not None:
            soft[:end, column] = item.soft
    return rows, states, back, real, gold, silver, soft


@jax.jit
def _marginals(weights: Weights, vectors: Any, rows: Any, states: Any, back: Any, real: Any) -> Any:
    emissions = _forward(weights, vectors, rows, states, back, None)[0]
    moves, first, last = _scores(weights)
    # The slope of the total by a score is the probability of its label.
    return jax.grad(lambda e: (_total(e, real, moves, first, last) * real[0]).sum())(emissions)


def opinions(
    weights: Mapping[str, NDArray[np.float32]], vectors: NDArray[np.float32], items: Sequence[Item]
) -> list[NDArray[np.float32]]:
    """What a network thinks of each label of each token."""
    ready = {name: jnp.asarray(array) for name, array in weights.items()}
    found: dict[int, NDArray[np.float32]] = {}
    for length, members in _batches(items, None):
        rows, states, back, real, *_ = _fill([items[index] for index in members], length)
        chances = np.array(_marginals(ready, jnp.asarray(vectors), rows, states, back, real))
        for column, index in enumerate(members):
            found[index] = chances[: len(items[index].labels), column]
    return [found[index] for index in range(len(items))]


def taught(items: Sequence[Item], said: Sequence[Sequence[NDArray[np.float32]]]) -> list[Item]:
    """Items with the mean of several teachers' opinions."""
    return [
        replace(item, soft=np.mean(own, axis=0)) for item, *own in zip(items, *said, strict=True)
    ]
