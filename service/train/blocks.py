"""Trains the judge of blocks, and says how it does on publishers that it has not seen."""

import io
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from service.core._lines import Lines, Vocabulary, second_pass
from service.core._trees import Trees
from service.core.block_model import (
    INSERT_KINDS,
    KINDS,
    SCORES,
    BlockModel,
    Extent,
    Floats,
    Measured,
    Odds,
    kind_features,
    make_lexicon,
)
from service.train.documents import (
    FOLDS,
    UNKNOWN,
    Document,
    compose,
    cut_bodies,
    gather_hosts,
    own_articles,
    own_pages,
    read_appeals,
    read_inserts,
    read_news,
    read_pages,
    read_segments,
    reframe,
)
from service.train.trees import pack

Say = Callable[[str], None]

# A word sequence counts if three different blocks have it: what fewer have made the score of unseen
# text a matter of chance (leak at .6 % lost 8.4 % without, 6.2 % with; by publisher).
_LEAST_BLOCKS = 3
# Weights below this change no score by more than rounding does.
_LEAST_WEIGHT = 0.02
# Inverse strengths of regularisation: page or article, insert or article, kind of insert.
_PAGE_C, _INSERT_C, _KIND_C = 2.0, 3.0, 3.0
_WEIGHT_STEPS = 127
# Log-odds of a kind of which a fold has no example.
_NEVER = -6.0
# What a model that has not seen the page must be sure of (log-odds) to teach the next one.
_SURE_ARTICLE, _SURE_NOT = -1.5, 1.5
_BODY, _BODY_WORDS, _BODY_BLOCKS = -1.0, 120, 40
_GUESSED_WEIGHT, _TOLD_WEIGHT = 0.5, 2.0
# Blocks of a composed article that are farther than 3 from an insert: one in three is enough.
_NEAR, _FAR_SHARE = 3, 0.35
_LONG_LINE = 8

# 24 leaves were the best of the design's trials; 63 bins train in half the time of 255 for the same
# figures. The first pass only tells the second one of the neighbours: 100 trees at twice the rate
# give the same figures as 260 (word F1 of pages .944 and .945). A limit of depth changes nothing
# either, and saves the walks a quarter of their steps.
_SETTINGS = {
    "objective": "binary",
    "seed": 3,
    "num_leaves": 24,
    "max_depth": 8,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "min_data_in_leaf": 30,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "use_missing": False,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
# Settings, and how many trees (a class).
_FIRST = (_SETTINGS | {"learning_rate": 0.12}, 100)
_SECOND = (_SETTINGS | {"learning_rate": 0.06}, 260)
_KINDS = (_SECOND[0] | {"objective": "multiclass", "num_class": len(KINDS), "num_leaves": 8}, 50)


@dataclass(slots=True, kw_only=True, eq=False)
class _Case:
    """A document with what is computed of it. unfair: by fold, blocks that a fold tests."""

    document: Document
    lines: Lines
    starts: npt.NDArray[np.int64]
    features: npt.NDArray[np.uint32]
    unfair: npt.NDArray[np.bool_]
    near: npt.NDArray[np.bool_]
    described: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    scores: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    first: Odds = field(default_factory=lambda: np.zeros(0))

    def usable(self, fold: int | None) -> npt.NDArray[np.bool_]:
        """The blocks that may teach a model that is tested on a fold (None: on none)."""
        usable = (self.document.truth != UNKNOWN) & self.near
        return usable if fold is None else np.asarray(usable & ~self.unfair[fold], np.bool_)

    def weights(self) -> Odds:
        """Longer blocks count more, but a hundred words not a hundred times one."""
        weights = np.sqrt(self.lines.measures[:, 0] + 1.0) * self.document.weight
        if self.document.guessed.size:
            weights = weights * np.where(self.document.guessed, _GUESSED_WEIGHT, _TOLD_WEIGHT)
        return np.asarray(weights, np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """A vocabulary before it is rounded."""

    keys: npt.NDArray[np.uint32]
    weights: Floats
    biases: Floats

    def vocabulary(self) -> Vocabulary:
        steps, scales = self.rounded()
        return Vocabulary(self.keys, steps.astype(np.float32) * scales, self.biases)

    def rounded(self) -> tuple[npt.NDArray[np.int8], Floats]:
        """Weights as whole steps, and the size of a step, by output."""
        scales = np.maximum(np.abs(self.weights).max(axis=0), 1e-6) / _WEIGHT_STEPS
        return np.round(self.weights / scales).astype(np.int8), scales.astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A trained model, and the judgements of its documents by models that did not see them."""

    data: bytes
    appeals: list["Judged"]
    pages: list["Judged"]
    segments: list["Judged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A document with the out-of-fold model of its fold."""

    document: Document
    model: BlockModel


def train(data: Path, say: Say) -> Trained:
    """Train on the evaluation sets under `data` and on the project's own material.

    Deterministic: one thread a model, fixed seeds. Four minutes on two cores.
    """
    appeals, pages, segments = read_appeals(data), read_pages(data), read_segments(data)
    articles, marked = own_articles(), [*pages, *own_pages()]
    whole = [*marked, *segments]
    news, inserts = read_news(data), read_inserts(appeals)
    tested = [*appeals, *pages, *segments]
    say("round 1: pages alone, to learn the bodies of half-labelled pages")
    hosts = gather_hosts(appeals, articles, news, [])
    composed = [*appeals, *articles, *compose(inserts, hosts)]
    first = _Trainer(say, composed, whole, tested, folds=range(FOLDS))
    first.learn_words()
    first.learn_first_pass(first.pages)
    bodies = _guess(first.pages)
    say("round 2: all")
    hosts = gather_hosts(appeals, articles, news, bodies)
    reframed = reframe(pages, inserts, hosts)
    composed = [*appeals, *articles, *cut_bodies(marked), *compose(inserts, hosts)]
    second = _Trainer(say, composed, [*whole, *reframed], tested, folds=[*range(FOLDS), None])
    models = second.learn_all()
    unpacked = {fold: BlockModel.from_bytes(models[fold]) for fold in range(FOLDS)}

    def judged(documents: Iterable[Document]) -> list[Judged]:
        return [Judged(document=one, model=unpacked[one.fold]) for one in documents]

    return Trained(
        data=models[None],
        appeals=judged(appeals),
        pages=judged(pages),
        segments=judged(segments),
    )


def _guess(cases: Iterable[_Case]) -> list[tuple[Document, list[str]]]:
    """Fill in what the first round is sure of. Returns: the bodies of the pages."""
    bodies = []
    for case in cases:
        document = case.document
        odds = case.first
        if document.source == "segments":
            unknown = document.truth == UNKNOWN
            truth = document.truth.copy()
            truth[unknown & (odds < _SURE_ARTICLE)] = 0
            truth[unknown & (odds > _SURE_NOT)] = 1
            document.truth, document.guessed = truth, unknown
            kept = odds < _BODY
        elif document.source == "pages":
            kept = document.truth == 0
        else:
            continue
        lines = [line for line, keep in zip(document.lines, kept, strict=True) if keep]
        if sum(len(line.split()) for line in lines) > _BODY_WORDS:
            bodies.append((document, lines[:_BODY_BLOCKS]))
    return bodies


class _Trainer:
    """One round of training, once without each of `folds`; None leaves nothing out."""

    def __init__(
        self,
        say: Say,
        articles: Sequence[Document],
        pages: Sequence[Document],
        tested: Sequence[Document],
        *,
        folds: Sequence[int | None],
    ) -> None:
        self._say = say
        self._folds = folds
        lexicon = make_lexicon()
        dice = np.random.Generator(np.random.PCG64(11))
        measured = [(one, Lines(lexicon, one.lines)) for one in (*articles, *pages)]
        secret = _secret_lines([(one, lines) for one, lines in measured if one in set(tested)])
        cases = [
            _Case(
                document=one,
                lines=lines,
                starts=lines.starts,
                features=lines.features,
                unfair=_unfair(one, lines, secret),
                near=_near(one, dice),
            )
            for one, lines in measured
            if one.lines
        ]
        self.articles = [case for case in cases if case.document.extent is not Extent.PAGE]
        self.pages = [case for case in cases if case.document.extent is Extent.PAGE]
        self._words: dict[int | None, _Words] = {}

    @property
    def _cases(self) -> list[_Case]:
        return [*self.articles, *self.pages]

    def learn_words(self) -> None:
        """Weigh the words without each of the folds."""
        rows = _distinct_rows(self._cases)
        for fold in self._folds:
            self._words[fold] = _learn_words(rows, fold)
            self._say(f"words without fold {fold}: {len(self._words[fold].keys)}")
        vocabularies = {fold: words.vocabulary() for fold, words in self._words.items()}
        for case in self._cases:
            case.scores = case.lines.weigh(vocabularies[case.document.fold])
            case.described = case.document.extent.describe(case.lines, case.scores)

    def learn_first_pass(self, cases: Sequence[_Case]) -> dict[int | None, bytes]:
        """Out-of-fold log-odds into `first`. Returns: packed trees by the fold left out."""
        packed = self._by_fold(lambda fold: _boost(cases, fold, _described, _FIRST))
        for case in cases:
            trees = Trees.from_bytes(packed[case.document.fold])
            case.first = trees.predict(case.described)[:, 0].copy()
        return packed

    def learn_second_pass(self, cases: Sequence[_Case]) -> dict[int | None, bytes]:
        """Learn from the first pass's log-odds. Returns: packed trees by the fold left out."""
        return self._by_fold(lambda fold: _boost(cases, fold, _described_again, _SECOND))

    def _by_fold(self, fit: Callable[[int | None], bytes]) -> dict[int | None, bytes]:
        """Fit the model of each fold, as many at once as there are cores: each has one thread."""
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            return dict(zip(self._folds, pool.map(fit, self._folds), strict=True))

    def learn_all(self) -> dict[int | None, bytes]:
        """Train everything. Returns: packed models by the fold left out."""
        self.learn_words()
        parts = {}
        for name, cases in (("article", self.articles), ("page", self.pages)):
            parts[f"{name}_1"] = self.learn_first_pass(cases)
            parts[f"{name}_2"] = self.learn_second_pass(cases)
            self._say(f"{name}: both passes")
        parts["kinds"] = self._by_fold(lambda fold: _boost_kinds(self._cases, fold))
        return {
            fold: _pack_model(
                self._words[fold], {name: packed[fold] for name, packed in parts.items()}
            )
            for fold in self._folds
        }


def _secret_lines(tested: Iterable[tuple[Document, Lines]]) -> list[set[int]]:
    """By fold: the longer lines of what it tests; sets share articles, so folds alone leak."""
    secret: list[set[int]] = [set() for _ in range(FOLDS)]
    for document, lines in tested:
        long = lines.measures[:, 0] >= _LONG_LINE
        secret[document.fold].update(lines.hashes[long].tolist())
    return secret


def _unfair(document: Document, lines: Lines, secret: Sequence[set[int]]) -> npt.NDArray[np.bool_]:
    hashes = lines.hashes.tolist()
    unfair = np.array([[h in fold for h in hashes] for fold in secret], bool)
    unfair[document.fold] = True
    return unfair


def _near(document: Document, dice: np.random.Generator) -> npt.NDArray[np.bool_]:
    if document.source != "composed":
        return np.ones(len(document.lines), bool)
    around = np.convolve(document.truth != 0, np.ones(2 * _NEAR + 1))[_NEAR:-_NEAR] > 0
    return around | (dice.random(len(document.lines)) < _FAR_SHARE)


# ---------------------------------------------------------------------------------------- words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Distinct blocks. owner: place in `features` of each feature's block."""

    features: npt.NDArray[np.uint32]
    owner: npt.NDArray[np.int64]
    truth: npt.NDArray[np.int8]
    kinds: npt.NDArray[np.int8]
    page: npt.NDArray[np.bool_]
    languages: npt.NDArray[np.str_]
    weights: Odds
    unfair: npt.NDArray[np.bool_]


def _distinct_rows(cases: Iterable[_Case]) -> _Rows:
    seen = set()
    picked: list[tuple[_Case, int]] = []
    for case in cases:
        document = case.document
        for index, hashed in enumerate(case.lines.hashes.tolist()):
            page = document.extent is Extent.PAGE
            key = (hashed, page, document.fold, int(document.truth[index]))
            # What a model only guessed must not teach words: it would teach its own errors.
            guessed = bool(document.guessed.size and document.guessed[index])
            if document.truth[index] != UNKNOWN and not guessed and key not in seen:
                seen.add(key)
                picked.append((case, index))
    slices = [case.features[case.starts[i] : case.starts[i + 1]] for case, i in picked]
    return _Rows(
        features=np.concatenate(slices),
        owner=np.repeat(np.arange(len(slices)), [len(one) for one in slices]),
        truth=np.array([case.document.truth[i] for case, i in picked]),
        kinds=np.array([case.document.kinds[i] for case, i in picked]),
        page=np.array([case.document.extent is Extent.PAGE for case, _ in picked]),
        languages=np.array([case.document.language for case, _ in picked]),
        weights=np.array(
            [min(3.0, np.sqrt(case.lines.measures[i, 0] + 1) / 2) for case, i in picked]
        ),
        unfair=np.array([case.unfair[:, i] for case, i in picked]),
    )


def _learn_words(rows: _Rows, fold: int | None) -> _Words:
    fair = np.ones(len(rows.truth), bool) if fold is None else ~rows.unfair[:, fold]
    found, counts = np.unique(rows.features[fair[rows.owner]], return_counts=True)
    keys = found[counts >= _LEAST_BLOCKS]
    matrix = _matrix(rows, keys)
    weights = np.zeros((len(keys), SCORES), np.float32)
    biases = np.zeros(SCORES, np.float32)

    def fit(output: int, chosen: npt.NDArray[np.bool_], wanted: Odds, c: float, w: Odds) -> None:
        if np.ptp(wanted[chosen]) == 0:
            biases[output] = _NEVER
            return
        model = LogisticRegression(C=c, solver="liblinear", max_iter=60)
        model.fit(matrix[chosen], wanted[chosen], sample_weight=w[chosen])
        weights[:, output] = model.coef_[0]
        biases[output] = model.intercept_[0]

    truth = rows.truth.astype(np.float64)
    fit(0, fair & rows.page, truth, _PAGE_C, rows.weights)
    fit(1, fair & ~rows.page, truth, _INSERT_C, _balanced(rows, fair & ~rows.page))
    for kind in range(INSERT_KINDS):
        chosen = fair & (rows.kinds >= 0) & (rows.kinds < INSERT_KINDS)
        fit(2 + kind, chosen, (rows.kinds == kind).astype(float), _KIND_C, np.ones(len(rows.truth)))
    loud = np.abs(weights).max(axis=1) > _LEAST_WEIGHT
    return _Words(keys=keys[loud], weights=weights[loud], biases=biases)


def _matrix(rows: _Rows, keys: npt.NDArray[np.uint32]) -> csr_matrix:
    """Each block's known features, scaled by the root of their number as `Lines.weigh` does."""
    places = np.minimum(np.searchsorted(keys, rows.features), len(keys) - 1)
    known = keys[places] == rows.features
    owners = rows.owner[known]
    counts = np.bincount(owners, minlength=len(rows.truth))
    values = 1 / np.sqrt(counts[owners])
    starts = np.concatenate(([0], np.cumsum(counts)))
    return csr_matrix(
        (values, places[known].astype(np.int32), starts), shape=(len(rows.truth), len(keys))
    )


def _balanced(rows: _Rows, chosen: npt.NDArray[np.bool_]) -> Odds:
    """Weights that keep a language from being a sign: some have more inserts than articles."""
    weights = rows.weights.copy()
    for language in sorted(set(rows.languages[chosen].tolist())):
        own = chosen & (rows.languages == language)
        inserts, articles = own & (rows.truth == 1), own & (rows.truth == 0)
        if not inserts.any() or not articles.any():
            continue
        ratio = weights[articles].sum() / weights[inserts].sum()
        if ratio > 1:
            weights[inserts] *= np.sqrt(ratio)
            weights[articles] /= np.sqrt(ratio)
        else:
            weights[articles] *= min(5.0, 1 / ratio)
    return weights


# ---------------------------------------------------------------------------------------- trees


def _described(case: _Case) -> Floats:
    return case.described


def _described_again(case: _Case) -> Floats:
    return np.concatenate((case.described, second_pass(case.first)), axis=1)


def _boost(
    cases: Sequence[_Case],
    fold: int | None,
    describe: Callable[[_Case], Floats],
    boosting: tuple[dict[str, Any], int],
) -> bytes:
    chosen = [(case, case.usable(fold)) for case in cases if case.document.fold != fold]
    dataset = lightgbm.Dataset(
        np.concatenate([describe(case)[usable] for case, usable in chosen]),
        np.concatenate([case.document.truth[usable] for case, usable in chosen]),
        weight=np.concatenate([case.weights()[usable] for case, usable in chosen]),
    )
    settings, trees = boosting
    return pack(lightgbm.train(settings, dataset, trees))


def _boost_kinds(cases: Sequence[_Case], fold: int | None) -> bytes:
    features, kinds = [], []
    for case in cases:
        if case.document.fold == fold:
            continue
        chosen = case.usable(fold) & (case.document.kinds >= 0)
        if not chosen.any():
            continue
        measured = Measured(lines=case.lines, scores=case.scores, described=case.described)
        features.append(kind_features(measured, case.document.truth == 1)[chosen])
        kinds.append(case.document.kinds[chosen])
    dataset = lightgbm.Dataset(np.concatenate(features), np.concatenate(kinds))
    settings, trees = _KINDS
    return pack(lightgbm.train(settings, dataset, trees))


def _pack_model(words: _Words, trees: dict[str, bytes]) -> bytes:
    """One compressed NumPy archive, the same bytes for the same model."""
    weights, scales = words.rounded()
    order = np.argsort(words.keys)
    arrays: dict[str, Any] = {
        name: np.frombuffer(packed, np.uint8) for name, packed in trees.items()
    }
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        keys=words.keys[order],
        weights=weights[order],
        scales=scales,
        biases=words.biases,
        **arrays,
    )
    return buffer.getvalue()
