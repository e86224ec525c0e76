"""The tagger's network in floats, and how it learns.

A word's rows (form, ending, beginning, shape, vector) become its static part; with its state of
quotation it goes through two bidirectional LSTM layers. After the first, plain heads tell part of
speech, entity and relation, and a first guess of the labels is added to what the second layer
reads. A linear-chain CRF chooses the labels. `service.nlp._network` computes the same. A teacher
also reads what a language model makes of each word, which no network that ships can.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from service.nlp import labels
from service.train.quotes.silver import ENTITY_NAMES
from service.train.quotes.vocabulary import Vocabulary

HEADS = ("part", "entity", "relation")
# Tokens of a step, about; sequences of like length share one.
_STEP_TOKENS = 1500
_LENGTHS = (8, 16, 24, 32, 48, 64, 96, 128, 192, 512)
_STATES = 4
_LABELS = labels.COUNT
# Shares of inputs dropped in training: of whole words, of the vectors of these, of the joined rows,
# of the static part, of what each layer gives, of a language model's numbers. Chosen on articles
# kept out of training, the last by hand.
_DROP_WORD, _DROP_VECTOR, _DROP_ROWS, _DROP_STATIC, _DROP_LAYER = 0.12, 0.3, 0.175, 0.35, 0.5
_DROP_CONTEXT = 0.2
_RATE, _WARM_UP, _LAST_RATE, _DECAY, _CLIP, _BETAS = 2e-3, 200, 0.02, 0.01, 2.0, (0.9, 0.98)
_MEAN = 0.998
# How much the labels of the CRF, of the first guess and of each plain head count.
_CRF_WEIGHT, _GUESS_WEIGHT, _HEAD_WEIGHT = 4.0, 0.7, 0.15
_MOVES, _FIRST, _LAST = (torch.from_numpy(array) for array in labels.transitions())

# What a language model makes of tokens [start, end) of all items, of shape (tokens, numbers).
Context = Callable[[int, int], NDArray[np.float32]]
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A sequence to learn from: rows (tokens, tables), states, labels, silver (tokens, 3).

    `start`: its first token among those of all items. `soft`: what a teacher thinks of each label,
    (tokens, labels), if one was asked.
    """

    start: int
    rows: NDArray[np.int32]
    states: NDArray[np.int32]
    labels: NDArray[np.int32]
    silver: NDArray[np.int32]
    soft: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train.

    `state`: the size of an LSTM's state, `static` of a word's static part. `teaching`: the weight
    of a teacher's opinions, 0 to 1.
    """

    seed: int
    epochs: int
    state: int = 192
    static: int = 128
    teaching: float = 0.0


def head_sizes(parts: Sequence[str], relations: Sequence[str]) -> dict[str, int]:
    """How many labels each plain head has."""
    return dict(zip(HEADS, (len(parts), len(ENTITY_NAMES), len(relations)), strict=True))


class Network(nn.Module):
    """The network; `numbers` are those of a language model for a token, 0 if it reads none."""

    def __init__(
        self, plan: Plan, vocabulary: Vocabulary, heads: Mapping[str, int], numbers: int = 0
    ) -> None:
        super().__init__()
        random = torch.Generator().manual_seed(plan.seed)
        sizes, wide = vocabulary.sizes(), 2 * plan.state
        self.tables = nn.ModuleDict({name: nn.Embedding(*size) for name, size in sizes.items()})
        self.register_buffer("vectors", torch.from_numpy(vocabulary.vectors), persistent=False)
        width = sum(size for _, size in sizes.values()) + vocabulary.vectors.shape[1]
        self.static = nn.Linear(width, plan.static)
        self.context = nn.Linear(numbers, plan.static, bias=False) if numbers else None
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

    def forward(
        self, rows: Tensor, states: Tensor, back: Tensor, context: Tensor | None
    ) -> tuple[Tensor, Tensor, list[Tensor]]:
        """Scores of labels, of the first guess and of the heads, each (tokens, items, labels)."""
        # Half as long as in 32-bit floats where a processor multiplies these; sums are exact.
        with torch.autocast("cpu", torch.bfloat16):
            x = self._static(rows) + self.marks(states)
            if self.context is not None and context is not None:
                x = x + self.context(self._drop(context, _DROP_CONTEXT))
            x = self._drop(self.norms[0](x.float()), _DROP_STATIC, steady=True)
            x = self._drop(self.norms[1](self._recur(0, x, back).float()), _DROP_LAYER, steady=True)
            heads = [head(x).float() for head in self.heads.values()]
            guess = self.tags(x).float()
            x = x + self.tag_vectors(torch.softmax(guess, -1))
            x = self.norms[2]((x + self._recur(1, x, back)).float())
            x = self._drop(x, _DROP_LAYER, steady=True)
        return self.out(x), guess, heads

    def _static(self, rows: Tensor) -> Tensor:
        norm, vector = rows[..., 0], rows[..., 4]
        if self.training:
            lost = torch.rand(norm.shape) < _DROP_WORD
            norm = norm.masked_fill(lost, 0)
            vector = vector.masked_fill(lost & (torch.rand(norm.shape) < _DROP_VECTOR), 0)
        parts = [self.tables["norm"](norm)]
        parts += [
            self.tables[name](rows[..., column])
            for column, name in enumerate(("suffix", "prefix", "shape"), start=1)
        ]
        parts.append(self.vectors[vector])
        static: Tensor = self.static(self._drop(torch.cat(parts, -1), _DROP_ROWS))
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


def _turn(x: Tensor, back: Tensor) -> Tensor:
    return x.gather(0, back[:, :, None].expand(-1, -1, x.shape[-1]))


def _total(network: Network, emissions: Tensor, real: Tensor) -> Tensor:
    """The log of the sum over all labellings of each sequence; `real`: which tokens are."""
    moves, first, last = network.moves()
    sums = first + emissions[0]
    for scores, is_real in zip(emissions[1:], real[1:], strict=True):
        after = torch.logsumexp(sums[:, :, None] + moves, 1) + scores
        sums = torch.where(is_real[:, None], after, sums)
    return torch.logsumexp(sums + last, 1)


def _crf_loss(network: Network, emissions: Tensor, gold: Tensor, real: Tensor) -> Tensor:
    moves, first, last = network.moves()
    ends = gold.gather(0, real.sum(0)[None] - 1)[0]
    chosen = (emissions.gather(-1, gold[..., None])[..., 0] * real).sum(0)
    chosen = chosen + first[gold[0]] + last[ends] + (moves[gold[:-1], gold[1:]] * real[1:]).sum(0)
    return (_total(network, emissions, real) - chosen).sum()


def _entropy(scores: Tensor, gold: Tensor, real: Tensor) -> Tensor:
    each = functional.cross_entropy(scores.flatten(0, 1), gold.flatten(), reduction="none")
    return (each * real.flatten()).sum()


def _soft_entropy(scores: Tensor, soft: Tensor, real: Tensor) -> Tensor:
    return -((soft * torch.log_softmax(scores, -1)).sum(-1) * real).sum()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Items side by side, filled up to the longest; token first."""

    rows: Tensor
    states: Tensor
    back: Tensor
    real: Tensor
    labels: Tensor
    silver: Tensor
    soft: Tensor
    context: Tensor | None

    @classmethod
    def of(cls, items: Sequence[Item], context: Context | None) -> _Batch:
        longest = max(len(item.labels) for item in items)
        shape = (longest, len(items))
        rows, states = np.zeros((*shape, items[0].rows.shape[1]), np.int64), np.zeros(shape, int)
        back = np.tile(np.arange(longest)[:, None], (1, len(items)))
        real, gold = np.zeros(shape, bool), np.zeros(shape, np.int64)
        silver = np.zeros((*shape, len(HEADS)), np.int64)
        soft = np.zeros((*shape, _LABELS), np.float32)
        around: list[NDArray[np.float32]] = []
        for column, item in enumerate(items):
            end = len(item.labels)
            rows[:end, column], states[:end, column] = item.rows, item.states
            gold[:end, column], silver[:end, column] = item.labels, item.silver
            back[:end, column] = np.arange(end - 1, -1, -1)
            real[:end, column] = True
            if item.soft is not None:
                soft[:end, column] = item.soft
            if context is not None:
                own = context(item.start, item.start + end)
                around.append(np.pad(own, ((0, longest - end), (0, 0))))
        return cls(
            rows=torch.from_numpy(rows),
            states=torch.from_numpy(states),
            back=torch.from_numpy(back),
            real=torch.from_numpy(real),
            labels=torch.from_numpy(gold),
            silver=torch.from_numpy(silver),
            soft=torch.from_numpy(soft),
            context=torch.from_numpy(np.stack(around, 1)) if around else None,
        )


def _loss(network: Network, batch: _Batch, teaching: float) -> Tensor:
    real, gold = batch.real, batch.labels
    emissions, guess, heads = network(batch.rows, batch.states, batch.back, batch.context)
    loss = (1 - teaching) * _CRF_WEIGHT * _crf_loss(network, emissions, gold, real)
    if teaching:
        loss = loss + teaching * _CRF_WEIGHT * _soft_entropy(emissions, batch.soft, real)
        shares = teaching * batch.soft + (1 - teaching) * functional.one_hot(gold, _LABELS)
        loss = loss + _GUESS_WEIGHT * _soft_entropy(guess, shares, real)
    else:
        loss = loss + _GUESS_WEIGHT * _entropy(guess, gold, real)
    for column, head in enumerate(heads):
        loss = loss + _HEAD_WEIGHT * _entropy(head, batch.silver[..., column], real)
    return loss / real.sum()


# Learning ----------------------------------------------------------------------------------------


def train(
    items: Sequence[Item],
    vocabulary: Vocabulary,
    heads: Mapping[str, int],
    plan: Plan,
    report: Report,
    context: Context | None = None,
) -> Network:
    """Train one network; the same items, plan and processor give the same weights.

    Args: report: gets a line an epoch. context: makes it a teacher, which reads that, too.
    Returns: the network with the mean of its weights over the last steps.
    """
    # One thread: sums keep their order.
    torch.set_num_threads(1)
    torch.manual_seed(plan.seed)
    random = np.random.default_rng(plan.seed)
    numbers = 0 if context is None else context(0, 1).shape[1]
    network = Network(plan, vocabulary, heads, numbers)
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
            batch = _Batch.of([items[index] for index in members], context)
            loss = _loss(network, batch, plan.teaching)
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
        groups[next(length for length in _LENGTHS if len(item.labels) <= length)].append(number)
    batches = []
    for length, members in groups.items():
        size = _STEP_TOKENS // length
        ordered = members if random is None else random.permutation(members).tolist()
        batches += [ordered[k : k + size] for k in range(0, len(ordered), size)]
    return batches if random is None else [batches[k] for k in random.permutation(len(batches))]


def opinions(
    network: Network, items: Sequence[Item], context: Context | None = None
) -> list[NDArray[np.float32]]:
    """What a network thinks of each label of each token: (tokens, labels), an array an item."""
    found: dict[int, NDArray[np.float32]] = {}
    for members in _batches(items, None):
        batch = _Batch.of([items[index] for index in members], context)
        with torch.no_grad():
            emissions = network(batch.rows, batch.states, batch.back, batch.context)[0]
        # The slope of the total by a score is the probability of its label.
        scores = emissions.requires_grad_()
        slopes = torch.autograd.grad(_total(network, scores, batch.real).sum(), scores)[0].numpy()
        for column, index in enumerate(members):
            found[index] = slopes[: len(items[index].labels), column].copy()
    return [found[index] for index in range(len(items))]


def taught(items: Sequence[Item], said: Sequence[NDArray[np.float32]], marked: int) -> list[Item]:
    """Items with a teacher's opinions; those from number `marked` get its labels, too."""
    return [
        replace(item, soft=soft, labels=item.labels if number < marked else _most_likely(soft))
        for number, (item, soft) in enumerate(zip(items, said, strict=True))
    ]


def _most_likely(chances: NDArray[np.float32]) -> NDArray[np.int32]:
    """The labels of the greatest product of chances, of those that may follow each other."""
    scores = np.log(chances + 1e-9)
    moves, first, last = labels.transitions()
    best, before = first + scores[0], []
    for row in scores[1:]:
        reached = best[:, None] + moves
        before.append(reached.argmax(0))
        best = reached.max(0) + row
    found = [int((best + last).argmax())]
    for row in reversed(before):
        found.append(int(row[found[-1]]))
    return np.array(found[::-1], np.int32)
