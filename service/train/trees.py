"""Packs what LightGBM has learned into the bytes that `service.core._trees` reads."""

import struct
from collections import deque
from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np

_HEADER = struct.Struct("<4s5I")
_MAGIC = b"QTRE"
_VERSION = 1
_LEAF = 0xFFFF


class Booster(Protocol):
    """What is needed of `lightgbm.Booster`."""

    def dump_model(self) -> dict[str, Any]:
        """The model as nested dictionaries."""


def pack(booster: Booster) -> bytes:
    """Pack a booster's trees; the same trees give the same bytes.

    `Trees.predict` then gives its raw scores (no sigmoid, no softmax), one an output, for float32
    features. Leaves are rounded to float32: a score is off by about 1e-7 a tree of leaves near 1.

    Raises: ValueError: trees that look at categories or at missing values, that average, or that
    are too large.
    """
    model = booster.dump_model()
    if model["average_output"]:
        raise ValueError("the trees are averaged, not boosted: use boosting=gbdt")
    outputs = model["num_tree_per_iteration"]
    trees = [list(_nodes(tree["tree_structure"])) for tree in model["tree_info"]]
    nodes = [node for tree in trees for node in tree]
    sizes = (outputs, model["max_feature_idx"] + 1, *map(len, trees))
    if max(sizes) >= _LEAF:
        raise ValueError(f"more than {_LEAF - 1} outputs, features or nodes of a tree")
    return b"".join(
        (
            _HEADER.pack(
                _MAGIC, _VERSION, model["max_feature_idx"] + 1, outputs, len(trees), len(nodes)
            ),
            _array([index % outputs for index in range(len(trees))], "<u2"),
            _array([len(tree) for tree in trees], "<u2"),
            _array([feature for feature, _ in nodes], "<u2"),
            _array([number for _, number in nodes], "<f4"),
        )
    )


def _nodes(root: dict[str, Any]) -> Iterator[tuple[int, float]]:
    """Each node's feature and threshold, or the mark of a leaf and its value; breadth first."""
    waiting = deque([root])
    while waiting:
        node = waiting.popleft()
        if "leaf_value" in node:
            yield _LEAF, node["leaf_value"]
            continue
        if node["decision_type"] != "<=" or node["missing_type"] != "None":
            raise ValueError("a split on a category or a missing value: use use_missing=False")
        yield node["split_feature"], _round_down(node["threshold"])
        waiting += (node["left_child"], node["right_child"])


def _round_down(threshold: float) -> float:
    """The largest float32 that is not above: `x <= threshold` stays the same for each float32 x."""
    rounded = np.float32(threshold)
    # As floats: NumPy would round the threshold, too, before it compared.
    if float(rounded) > threshold:
        rounded = np.nextafter(rounded, np.float32(-np.inf))
    return float(rounded)


def _array(numbers: list[int] | list[float], kind: str) -> bytes:
    return np.array(numbers, kind).tobytes()
