"""The tagger's network in floats, and how it learns.

A word's rows (form, ending, beginning, shape, vector) become its static part; with its state of
quotation it goes through two bidirectional LSTM layers. After the first, plain heads tell part of
speech, entity and relation, and a first guess of the labels is added to what the second layer
reads. A linear-chain CRF chooses the labels. `service.nlp._network` computes the same. A teacher
also reads what a language model makes of each word, which no network that ships can; that one
learns to foretell, from its own states, what the model and the teacher make of each word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from service.nlp import labels
from service.train.quotes.silver import ENTITY_NAMES
from service.train.quotes.views import View, Views
from service.train.quotes.vocabulary import Vocabulary

# Of a core's two; a half faster than one.
THREADS = 2
HEADS = ("part", "entity", "relation")
# Tokens of a step, about; sequences of like length share one.
_STEP_TOKENS = 3000
_LENGTHS = (8, 16, 24, 32, 48, 64, 96, 128, 192, 512)
_STATES = 4
_LABELS = labels.COUNT
# Shares dropped in training of what a teacher reads, and of the static part as a share of what each
# layer's states lose; by hand and on articles kept out of training.
_DROP_READ, _DROP_STATIC = 0.2, 0.7
_RATE, _WARM_UP, _LAST_RATE, _DECAY, _CLIP, _BETAS = 2.8e-3, 200, 0.02, 0.01, 2.0, (0.9, 0.98)
_MEAN = 0.998
# How much the labels of the CRF, of the first guess and of each plain head count, and what is to be
# foretold after each layer, at first: that fades until the end. The last by hand.
_CRF_WEIGHT, _GUESS_WEIGHT, _HEAD_WEIGHT = 4.0, 0.7, 0.15
_TOLD_WEIGHTS = (1.0, 0.5)
_MOVES, _FIRST, _LAST = (torch.from_numpy(array) for array in labels.transitions())

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What labels a sequence has, by people or by a teacher.

    `labels`: the probability of each label at each token, (tokens, labels). `moves`: how often each
    label (first axis) is expected before each (second).
    """

    labels: NDArray[np.float32]
    moves: NDArray[np.float32]

    @classmethod
    def certain(cls, gold: Sequence[int]) -> Opinion:
        """That of who is sure of each label."""
        moves = np.zeros((_LABELS, _LABELS), np.float32)
        np.add.at(moves, (np.asarray(gold[:-1], int), np.asarray(gold[1:], int)), 1)
        return cls(labels=np.eye(_LABELS, dtype=np.float32)[list(gold)], moves=moves)

    @classmethod
    def mean(cls, opinions: Sequence[Opinion]) -> Opinion:
        """That of several who count alike."""
        return cls(
            labels=np.mean([own.labels for own in opinions], axis=0),
            moves=np.mean([own.moves for own in opinions], axis=0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A sequence to learn from: rows (tokens, tables), states, silver (tokens, 3), its labels.

    `start`: its first token among those of all items.
    """

    start: int
    rows: NDArray[np.int32]
    states: NDArray[np.int32]
    silver: NDArray[np.int32]
    opinion: Opinion

    def __len__(self) -> int:
        """How many tokens it has."""
        return len(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """The shares that are dropped in training, so that a network does not learn by heart.

    `words`: of words, which become unknown; `vectors`: of the vectors of these; `rows`: of the
    numbers of joined rows; `states`: of each layer's states.
    """

    words: float
    vectors: float
    rows: float
    states: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train.

    `state` is the size of an LSTM's state, `static` of a word's static part.
    """

    seed: int
    epochs: int
    state: int
    static: int
    drop: Drop


def head_sizes(parts: Sequence[str], relations: Sequence[str]) -> dict[str, int]:
    """How many labels each plain head has."""
    return dict(zip(HEADS, (len(parts), len(ENTITY_NAMES), len(relations)), strict=True))


class Network(nn.Module):
    """The network, with what only training needs."""

    def __init__(
        self, plan: Plan, vocabulary: Vocabulary, heads: Mapping[str, int], views: Views
    ) -> None:
        super().__init__()
        random = torch.Generator().manual_seed(plan.seed)
        sizes, wide = vocabulary.sizes(), 2 * plan.state
        self.drop = plan.drop
        self.tables = nn.ModuleDict({name: nn.Embedding(*size) for name, size in sizes.items()})
        self.register_buffer("vectors", torch.from_numpy(vocabulary.vectors), persistent=False)
        width = sum(size for _, size in sizes.values()) + vocabulary.vectors.shape[1]
        self.static = nn.Linear(width, plan.static)
        self.read = None
        if views.read is not None:
            self.read = nn.Linear(_width(views.read), plan.static, bias=False)
        self.told = nn.ModuleList(nn.Linear(wide, _width(view)) for view in views.foretold)
        self.marks = nn.Embedding(_STATES, plan.static)
        self.norms = nn.ModuleList([nn.LayerNorm(size) for size in (plan.static, wide, wide)])
        self.layers = nn.ModuleList(
            nn.ModuleList([nn.LSTM(inputs, plan.state) for _ in "fb"])
            for inputs in (plan.static, wide)
        )
        self.heads = nn.ModuleDict({name: nn.Linear(wide, count) for name, count in heads.items()})
        self.tags, self.out = nn.Linear(wide, _LABELS), nn.Linear(wide, _LABELS)
        self.tag_vectors = nn.Linear(_LABELS, wide, bias=False)
        self.transitions = nn.Parameter(torch.zeros(_LABELS, _LABELS))
        self.first, self.last = (nn.Parameter(torch.zeros(_LABELS)) for _ in range(2))
        self._begin(random)

    def _begin(self, random: torch.Generator) -> None:
        """Set the weights to begin with."""
        for module in self.modules():
            if isinstance(module, nn.Embedding):
                nn.init.normal_(module.weight, 0, 0.1 if module is self.marks else 0.3, random)
            elif isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight, generator=random)
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
            elif isinstance(module, nn.LSTM):
                nn.init.xavier_uniform_(module.weight_ih_l0, generator=random)
                for gate in module.weight_hh_l0.chunk(4):
                    nn.init.orthogonal_(gate, generator=random)
                nn.init.zeros_(module.bias_hh_l0)
                nn.init.zeros_(module.bias_ih_l0)
                # An open gate: what is remembered stays at first.
                nn.init.ones_(module.bias_ih_l0.chunk(4)[1])

    def forward(self, rows: Tensor, states: Tensor, back: Tensor, read: Tensor | None) -> _Found:
        """What the network makes of sequences side by side, token first."""
        # Half as long as in 32-bit floats where a processor multiplies these; sums are exact.
        with torch.autocast("cpu", torch.bfloat16):
            x = self._static(rows) + self.marks(states)
            if self.read is not None and read is not None:
                x = x + self.read(self._drop(read, _DROP_READ))
            x = self._drop(self.norms[0](x.float()), _DROP_STATIC * self.drop.states, steady=True)
            low = self.norms[1](self._recur(0, x, back).float())
            low = self._drop(low, self.drop.states, steady=True)
            heads = [head(low).float() for head in self.heads.values()]
            guess = self.tags(low).float()
            x = low + self.tag_vectors(torch.softmax(guess, -1))
            high = self.norms[2]((x + self._recur(1, x, back)).float())
            high = self._drop(high, self.drop.states, steady=True)
        # In 32-bit floats: sums over labellings and squares want them.
        told = [tell(x) for tell, x in zip(self.told, (low, high), strict=False)]
        return _Found(labels=self.out(high), guess=guess, heads=heads, told=told, state=high)

    def _static(self, rows: Tensor) -> Tensor:
        norm, vector = rows[..., 0], rows[..., 4]
        if self.training:
            lost = torch.rand(norm.shape) < self.drop.words
            norm = norm.masked_fill(lost, 0)
            vector = vector.masked_fill(lost & (torch.rand(norm.shape) < self.drop.vectors), 0)
        parts = [self.tables["norm"](norm)]
        parts += [
            self.tables[name](rows[..., column])
            for column, name in enumerate(("suffix", "prefix", "shape"), start=1)
        ]
        parts.append(self.vectors[vector])
        static: Tensor = self.static(self._drop(torch.cat(parts, -1), self.drop.rows))
        return static

    def _drop(self, x: Tensor, share: float, *, steady: bool = False) -> Tensor:
        """Drop a share in training; `steady`: the same numbers at all tokens of a sequence."""
        if not self.training:
            return x
        kept = torch.rand((1, *x.shape[1:]) if steady else x.shape) >= share
        return x * (kept / (1 - share))

    def _recur(self, layer: int, x: Tensor, back: Tensor) -> Tensor:
        """One layer in both directions; `back` turns each sequence round, not its filling."""
        forwards, backwards = self.layers[layer]
        return torch.cat([forwards(x)[0], _turn(backwards(_turn(x, back))[0], back)], -1)

    def moves(self) -> tuple[Tensor, Tensor, Tensor]:
        """What each move, first and last label scores."""
        return self.transitions + _MOVES, self.first + _FIRST, self.last + _LAST

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """The weights as `service.nlp._network` names them, without `vectors`."""
        found = {f"table_{name}": table.weight for name, table in self.tables.items()}
        found |= {"static": self.static.weight.T, "static_bias": self.static.bias}
        found |= {"marks": self.marks.weight, "tag_vectors": self.tag_vectors.weight.T}
        for norm, place in zip(self.norms, ("", "0", "1"), strict=True):
            found |= {f"gain{place}": norm.weight, f"shift{place}": norm.bias}
        for number, layer in enumerate(self.layers):
            for side, one in zip("fb", layer, strict=True):
                found[f"input{number}{side}"] = one.weight_ih_l0.T
                found[f"recurrent{number}{side}"] = one.weight_hh_l0.T
                found[f"bias{number}{side}"] = one.bias_ih_l0 + one.bias_hh_l0
        for name, head in (("tags", self.tags), ("out", self.out), *self.heads.items()):
            found |= {name: head.weight.T, f"{name}_bias": head.bias}
        found |= {"transitions": self.transitions, "first": self.first, "last": self.last}
        return {name: value.detach().contiguous().numpy() for name, value in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Scores of the labels, of a first guess of them and of the heads; what was foretold.

    Each is of shape (tokens, items, numbers), as is `state`, which the scores are made of.
    """

    labels: Tensor
    guess: Tensor
    heads: list[Tensor]
    told: list[Tensor]
    state: Tensor


def _width(view: View) -> int:
    return int(view(0, 1).shape[1])


def _turn(x: Tensor, back: Tensor) -> Tensor:
    return x.gather(0, back[:, :, None].expand(-1, -1, x.shape[-1]))


def _total(emissions: Tensor, real: Tensor, moves: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """The log of the sum over all labellings of each sequence; `real`: which tokens are."""
    sums = first + emissions[0]
    for scores, is_real in zip(emissions[1:], real[1:], strict=True):
        after = torch.logsumexp(sums[:, :, None] + moves, 1) + scores
        sums = torch.where(is_real[:, None], after, sums)
    return torch.logsumexp(sums + last, 1)


def _crf_loss(network: Network, emissions: Tensor, batch: _Batch) -> Tensor:
    """How much lower than the total the labellings score that the opinions expect, summed."""
    expected = (emissions * batch.labels).sum((0, 2)) + (network.transitions * batch.moves).sum(
        (1, 2)
    )
    ends = (batch.real.sum(0) - 1)[None, :, None].expand(1, -1, _LABELS)
    expected = expected + (network.first * batch.labels[0]).sum(1)
    expected = expected + (network.last * batch.labels.gather(0, ends)[0]).sum(1)
    return (_total(emissions, batch.real, *network.moves()) - expected).sum()


def _entropy(scores: Tensor, gold: Tensor, real: Tensor) -> Tensor:
    each = functional.cross_entropy(scores.flatten(0, 1), gold.flatten(), reduction="none")
    return (each * real.flatten()).sum()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Items side by side, filled up to the longest; token first, but for `moves`."""

    rows: Tensor
    states: Tensor
    back: Tensor
    real: Tensor
    silver: Tensor
    labels: Tensor
    moves: Tensor
    read: Tensor | None
    foretold: list[Tensor]

    @classmethod
    def of(cls, items: Sequence[Item], views: Views) -> _Batch:
        longest = max(map(len, items))
        real = np.arange(longest)[:, None] < np.array([len(item) for item in items])

        def filled(arrays: Iterator[NDArray[np.generic]]) -> Tensor:
            return torch.from_numpy(
                np.stack([np.pad(a, ((0, longest - len(a)), (0, 0))) for a in arrays], 1)
            )

        def seen(view: View) -> Tensor:
            return filled(view(item.start, item.start + len(item)) for item in items)

        back = np.tile(np.arange(longest)[:, None], (1, len(items)))
        for column, item in enumerate(items):
            back[: len(item), column] = np.arange(len(item))[::-1]
        return cls(
            rows=filled(item.rows for item in items).long(),
            states=filled(item.states[:, None] for item in items)[..., 0].long(),
            back=torch.from_numpy(back),
            real=torch.from_numpy(real),
            silver=filled(item.silver for item in items).long(),
            labels=filled(item.opinion.labels for item in items),
            moves=torch.from_numpy(np.stack([item.opinion.moves for item in items])),
            read=None if views.read is None else seen(views.read),
            foretold=[seen(view) for view in views.foretold],
        )


def _loss(network: Network, batch: _Batch, left: float) -> Tensor:
    """What a step lowers; `left`: the share of steps that are left."""
    real = batch.real
    found = network(batch.rows, batch.states, batch.back, batch.read)
    loss = _CRF_WEIGHT * _crf_loss(network, found.labels, batch)
    guess = (batch.labels * torch.log_softmax(found.guess, -1)).sum(-1)
    loss = loss - _GUESS_WEIGHT * (guess * real).sum()
    for column, head in enumerate(found.heads):
        loss = loss + _HEAD_WEIGHT * _entropy(head, batch.silver[..., column], real)
    for weight, told, is_so in zip(_TOLD_WEIGHTS, found.told, batch.foretold, strict=False):
        loss = loss + weight * left * (((told - is_so) ** 2).mean(-1) * real).sum()
    return loss / real.sum()


# Learning ----------------------------------------------------------------------------------------


def train(
    items: Sequence[Item],
    vocabulary: Vocabulary,
    heads: Mapping[str, int],
    plan: Plan,
    report: Report,
    views: Views,
) -> Network:
    """Train one network; the same items, plan and processor give the same weights.

    Args: report: gets a line an epoch.
    Returns: the network with the mean of its weights over the last steps.
    """
    # Another number of threads would add up in another order.
    torch.set_num_threads(THREADS)
    torch.manual_seed(plan.seed)
    random = np.random.default_rng(plan.seed)
    network = Network(plan, vocabulary, heads, views)
    network.train()
    weights = list(network.parameters())
    optimizer = torch.optim.AdamW(_groups(network), lr=_RATE, betas=_BETAS, foreach=True)
    means = [weight.detach().clone() for weight in weights]
    steps, number = plan.epochs * len(_batches(items, random)), 0
    for epoch in range(plan.epochs):
        losses = []
        for members in _batches(items, random):
            number += 1
            rate = _RATE * min(1, number / _WARM_UP) * max(_LAST_RATE, 1 - number / steps)
            for group in optimizer.param_groups:
                group["lr"] = rate
            batch = _Batch.of([items[index] for index in members], views)
            loss = _loss(network, batch, 1 - number / steps)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(weights, _CLIP)
            optimizer.step()
            share = min(_MEAN, (number + 1) / (number + 10))
            torch._foreach_lerp_(means, [weight.detach() for weight in weights], 1 - share)
            losses.append(float(loss.detach()))
        report(f"epoch {epoch + 1} of {plan.epochs}: loss {np.mean(losses):.3f}")
    with torch.no_grad():
        for weight, mean in zip(weights, means, strict=True):
            weight.copy_(mean)
    network.eval()
    return network


def _groups(network: Network) -> list[dict[str, object]]:
    """Matrices decay, tables and the rest don't."""
    groups: tuple[list[nn.Parameter], list[nn.Parameter]] = ([], [])
    for name, weight in network.named_parameters():
        groups[weight.ndim == 2 and not name.startswith("tables")].append(weight)
    return [
        {"params": own, "weight_decay": decay}
        for own, decay in zip(groups, (0.0, _DECAY), strict=True)
    ]


def _batches(items: Sequence[Item], random: np.random.Generator | None) -> list[list[int]]:
    """Sequences of about one length, by number, in random order if there is chance."""
    groups: dict[int, list[int]] = {length: [] for length in _LENGTHS}
    for number, item in enumerate(items):
        groups[next(length for length in _LENGTHS if len(item) <= length)].append(number)
    batches = []
    for length, members in groups.items():
        size = _STEP_TOKENS // length
        ordered = members if random is None else random.permutation(members).tolist()
        batches += [ordered[k : k + size] for k in range(0, len(ordered), size)]
    return batches if random is None else [batches[k] for k in random.permutation(len(batches))]


def ask(
    network: Network, items: Sequence[Item], views: Views
) -> tuple[list[Opinion], NDArray[np.float16]]:
    """Ask a network for its opinion of each item, and for its last state at each token."""
    found: dict[int, Opinion] = {}
    last = items[-1]
    states = np.zeros((last.start + len(last), network.out.in_features), np.float16)
    moves, *ends = (scores.detach() for scores in network.moves())
    for members in _batches(items, None):
        batch = _Batch.of([items[index] for index in members], views)
        with torch.no_grad():
            told = network(batch.rows, batch.states, batch.back, batch.read)
        # The slope of the total by a score is how often what it scores is expected.
        scores = told.labels.requires_grad_()
        own = moves.expand(len(members), -1, -1).clone().requires_grad_()
        total = _total(scores, batch.real, own, *ends).sum()
        labels, pairs = (slope.numpy() for slope in torch.autograd.grad(total, (scores, own)))
        for column, index in enumerate(members):
            item = items[index]
            found[index] = Opinion(
                labels=labels[: len(item), column].copy(), moves=pairs[column].copy()
            )
            states[item.start : item.start + len(item)] = told.state[: len(item), column]
    return [found[index] for index in range(len(items))], states
