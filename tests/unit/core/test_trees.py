import copy
import pickle
import struct
from collections.abc import Callable
from contextlib import suppress

import lightgbm
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core._trees import Trees
from service.train.trees import pack

HEADER = struct.Struct("<4s5I")
ROWS, FEATURES = 400, 12


def booster(**settings: object) -> lightgbm.Booster:
    """30 trees grown on random numbers, of which every other is a small integer."""
    features = random_rows(seed=1)
    target = features[:, 0] * features[:, 1] + features[:, 3] > 0
    fixed = {"verbose": -1, "num_leaves": 24, "min_data_in_leaf": 3, "num_threads": 1}
    data = lightgbm.Dataset(features, target.astype(int) + (features[:, 5] > 0))
    return lightgbm.train({**fixed, "use_missing": False, **settings}, data, 30)


def random_rows(*, seed: int) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(ROWS, FEATURES)).astype(np.float32)
    rows[:, 1::2] = np.round(2 * rows[:, 1::2])
    return rows


def packed(
    *,
    header: tuple[object, ...] = (b"QTRE", 1, 2, 1, 1, 3),
    targets: tuple[int, ...] = (0,),
    sizes: tuple[int, ...] = (3,),
    features: tuple[int, ...] = (1, 0xFFFF, 0xFFFF),
    numbers: tuple[float, ...] = (0.5, -1.0, 2.0),
) -> bytes:
    """One tree: -1 where the second of two features is at most .5, else 2."""
    arrays = (("<u2", targets), ("<u2", sizes), ("<u2", features), ("<f4", numbers))
    return HEADER.pack(*header) + b"".join(np.array(row, kind).tobytes() for kind, row in arrays)


@pytest.mark.parametrize(
    "settings",
    [
        {"objective": "regression"},
        {"objective": "multiclass", "num_class": 3},
        {"objective": "regression", "num_leaves": 200, "min_data_in_leaf": 1},
    ],
    ids=["one output", "three outputs", "deep trees"],
)
def test_scores_are_lightgbms(settings: dict[str, object]) -> None:
    grown = booster(**settings)
    rows = random_rows(seed=2)

    scores = Trees.from_bytes(pack(grown)).predict(rows)

    expected = grown.predict(rows, raw_score=True).reshape(ROWS, -1)
    assert scores.shape == expected.shape
    assert np.abs(scores - expected).max() < 1e-5
    assert np.ptp(scores) > 0.1


def test_features_at_a_threshold_go_where_lightgbm_sends_them() -> None:
    # Between neighbouring float32 numbers LightGBM puts thresholds that no float32 is.
    base = np.nextafter(np.float32(1), np.float32(2))
    rows = np.full((200, 1), base, np.float32)
    rows[::2] = np.nextafter(base, np.float32(2))
    data = lightgbm.Dataset(rows, np.arange(200) % 2)
    grown = lightgbm.train({"verbose": -1, "use_missing": False, "num_threads": 1}, data, 5)

    scores = Trees.from_bytes(pack(grown)).predict(rows)

    assert np.abs(scores[:, 0] - grown.predict(rows, raw_score=True)).max() < 1e-5
    assert scores[0, 0] < scores[1, 0]


def test_the_same_trees_pack_into_the_same_bytes() -> None:
    assert pack(booster(objective="regression")) == pack(booster(objective="regression"))


def test_equal_goes_left() -> None:
    trees = Trees.from_bytes(packed())

    scores = trees.predict(np.array([[9, 0.5], [9, 0.6]], np.float32))

    assert (trees.features, trees.outputs) == (2, 1)
    assert scores.tolist() == [[-1.0], [2.0]]


def test_a_tree_may_be_one_leaf() -> None:
    data = packed(
        header=(b"QTRE", 1, 1, 2, 1, 1), targets=(1,), sizes=(1,), features=(0xFFFF,), numbers=(3,)
    )

    assert Trees.from_bytes(data).predict(np.zeros((1, 1), np.float32)).tolist() == [[0.0, 3.0]]


def test_no_rows_give_no_scores() -> None:
    assert Trees.from_bytes(packed()).predict(np.zeros((0, 2), np.float32)).shape == (0, 1)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no header"),
        (packed(header=(b"QTRX", 1, 2, 1, 1, 3)), "another format or version"),
        (packed(header=(b"QTRE", 2, 2, 1, 1, 3)), "another format or version"),
        (packed(header=(b"QTRE", 1, 0, 1, 1, 3)), "a count out of range"),
        (packed(header=(b"QTRE", 1, 2, 0, 1, 3)), "a count out of range"),
        (packed(header=(b"QTRE", 1, 2, 1, 0, 3)), "a count out of range"),
        (packed(header=(b"QTRE", 1, 2, 1, 1, 2)), "another length than announced"),
        (packed()[:-1], "another length than announced"),
        (packed() + b"\0", "another length than announced"),
        (packed(sizes=(4,)), "sizes that do not add up"),
        (packed(targets=(1,)), "an output out of range"),
        (packed(features=(2, 0xFFFF, 0xFFFF)), "a feature out of range"),
        (packed(numbers=(float("nan"), 1, 1)), "a number that is not finite"),
        (packed(numbers=(0.5, 1, float("inf"))), "a number that is not finite"),
        (packed(features=(0xFFFF, 1, 0xFFFF)), "a node without a parent"),
        (packed(features=(1, 1, 0xFFFF)), "a node without children"),
    ],
)
def test_damaged_bytes_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=f"^damaged trees: {message}$"):
        Trees.from_bytes(data)


GROWN = pack(booster(objective="regression"))


@given(st.integers(0, len(GROWN) - 1), st.binary(min_size=1, max_size=8))
def test_whatever_bytes_are_accepted_can_be_scored(place: int, patch: bytes) -> None:
    data = (GROWN[:place] + patch + GROWN[place + len(patch) :])[: len(GROWN)]
    scores = np.zeros(1)

    with suppress(ValueError):
        trees = Trees.from_bytes(data)
        scores = trees.predict(np.ones((3, trees.features), np.float32))

    assert np.isfinite(scores).all()


@given(st.binary(max_size=200))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="damaged trees"):
        Trees.from_bytes(data)


@pytest.mark.parametrize(
    "rows",
    [
        np.zeros((1, 3), np.float32),
        np.zeros((1, 2), np.float64),
        np.zeros(2, np.float32),
        np.zeros((2, 2), np.float32).T[:, ::-1],
    ],
    ids=["features", "type", "dimensions", "layout"],
)
def test_rows_of_another_shape_are_refused(rows: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"features|dtype|dimensions|contiguous"):
        Trees.from_bytes(packed()).predict(rows)


def test_trees_come_from_bytes_alone() -> None:
    with pytest.raises(TypeError, match="from_bytes"):
        Trees()


def test_a_copy_is_whole_and_a_pickle_refused() -> None:
    trees = Trees.from_bytes(packed())

    assert copy.copy(trees).predict(np.ones((1, 2), np.float32)).tolist() == [[2.0]]
    with pytest.raises(TypeError, match="__reduce__"):
        pickle.dumps(trees)


def test_trees_that_nobody_filled_score_nothing() -> None:
    assert Trees.__new__(Trees).predict(np.zeros((3, 0), np.float32)).shape == (3, 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda model: model.update(average_output=True), "averaged"),
        (
            lambda model: model["tree_info"][0]["tree_structure"].update(decision_type="=="),
            "category",
        ),
        (
            lambda model: model["tree_info"][0]["tree_structure"].update(missing_type="NaN"),
            "missing",
        ),
        (lambda model: model.update(max_feature_idx=70_000), "more than"),
    ],
)
def test_other_models_are_not_packed(change: Callable[..., None], message: str) -> None:
    class Changed:
        def dump_model(self) -> dict[str, object]:
            model = booster(objective="regression").dump_model()
            change(model)
            return model

    with pytest.raises(ValueError, match=message):
        pack(Changed())
