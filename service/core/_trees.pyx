"""Gradient-boosted trees, packed into bytes by `service.train.trees` and walked at full speed.

The packed form is little-endian: the magic `QTRE`; as 32-bit counts the version (1), features,
outputs, trees and nodes; of each tree its output, then of each tree its number of nodes (16 bits
both); of each node the feature that it looks at (16 bits, 0xFFFF: a leaf); of each node a float32,
its threshold or what the leaf adds. A tree's nodes stand breadth first, so the children of its k-th
inner node, from 0, are the nodes 2k + 1 and 2k + 2 of the tree and need no storing.
"""

import struct

import numpy as np

cimport cython
from libc.stdint cimport uint16_t, uint32_t
from libc.string cimport memset

_MAGIC = b"QTRE"
_VERSION = 1
_HEADER = struct.Struct("<4s5I")
_LEAF = 0xFFFF
_NODE = np.dtype([("threshold", np.float32), ("feature", np.uint16), ("step", np.uint16)])

cdef enum:
    # Walks that go in step: while one waits for memory, the others go on. 250 trees of 24 leaves
    # take 5.6 us a row with 1 lane, 3.2 with 4, 2.4 with 8, 2.3 with 16 (gcc 12, x86-64).
    LANES = 8


cdef class Trees:
    """Boosted trees that turn rows of `features` numbers into rows of `outputs` sums."""

    def __init__(self):
        raise TypeError("Trees are made by Trees.from_bytes(data)")

    @classmethod
    def from_bytes(cls, bytes data not None):
        """Unpack trees and check all of them, so that no walk can leave its tree.

        Raises: ValueError: not the packed form of this version, or damaged.
        """
        cdef Trees trees = Trees.__new__(Trees)
        trees.features, trees.outputs, tree_count, node_count = _read_header(data)
        targets, sizes, features, numbers = _read_arrays(data, tree_count, node_count)
        leaves = features == _LEAF
        _check(sizes.min() > 0 and sizes.sum() == node_count, "sizes that do not add up")
        _check((targets < trees.outputs).all(), "an output out of range")
        _check((leaves | (features < trees.features)).all(), "a feature out of range")
        _check(np.isfinite(numbers).all(), "a number that is not finite")
        trees._lay_out(features, numbers, leaves, sizes)
        trees._order(targets, sizes, leaves)
        return trees

    def _lay_out(self, features, numbers, leaves, sizes):
        # One node more, a leaf that adds nothing, for walks that only fill a bundle.
        nodes = np.zeros(len(features) + 1, _NODE)
        nodes["threshold"] = np.append(np.where(leaves, np.inf, numbers), np.inf)
        nodes["feature"][:-1] = np.where(leaves, 0, features)
        nodes["step"][:-1] = _steps(leaves, sizes)
        self.nodes = nodes
        self.values = np.append(np.where(leaves, numbers, 0), 0).astype(np.float32)

    def _order(self, targets, sizes, leaves):
        """Put trees of about one depth into a bundle: it walks as far as its deepest tree."""
        starts = np.cumsum(sizes) - sizes
        depths = np.array([_depth(tree) for tree in np.split(leaves, starts[1:])])
        order = np.argsort(depths, kind="stable")
        fill = -len(order) % LANES
        self.roots = np.append(starts[order], [len(leaves)] * fill).astype(np.uint32)
        self.targets = np.append(targets[order], [0] * fill).astype(np.uint16)
        bundled = np.append(depths[order], [0] * fill).reshape(-1, LANES)
        self.depths = bundled.max(axis=1).astype(np.uint16)

    def predict(self, const float[:, ::1] features not None):
        """Score rows.

        Args: features: float32, C-contiguous, of shape (rows, `features`), without NaN.
        Returns: float64 of shape (rows, `outputs`): the sums of the leaves that each row reaches.
        Raises: ValueError: another shape or type.
        """
        cdef Py_ssize_t row
        if features.shape[1] != self.features:
            raise ValueError(f"rows have {features.shape[1]} features, not {self.features}")
        scores = np.empty((features.shape[0], self.outputs))
        cdef double[:, ::1] sums = scores
        # Unchecked: both have that many rows.
        with nogil, cython.boundscheck(False):
            for row in range(features.shape[0]):
                self.score_row(&features[row, 0], &sums[row, 0])
        return scores

    # Unchecked: `from_bytes` has seen that each step leads to a node of the same tree, that a walk
    # of a bundle's depth ends at a leaf and that features and outputs are below their numbers.
    @cython.boundscheck(False)
    @cython.wraparound(False)
    # Trees that `from_bytes` has not made have no bundle, and read nothing.
    @cython.initializedcheck(False)
    cdef void score_row(self, const float *row, double *scores) noexcept nogil:
        cdef const Node *at[LANES]
        cdef const Node *first = &self.nodes[0]
        cdef Py_ssize_t bundle
        cdef int lane, step
        memset(scores, 0, self.outputs * sizeof(double))
        for bundle in range(self.depths.shape[0]):
            for lane in range(LANES):
                at[lane] = first + self.roots[bundle * LANES + lane]
            for step in range(self.depths[bundle]):
                for lane in range(LANES):
                    at[lane] += at[lane].step + (row[at[lane].feature] > at[lane].threshold)
            for lane in range(LANES):
                scores[self.targets[bundle * LANES + lane]] += self.values[at[lane] - first]


def _read_header(data):
    """The counts of features, outputs, trees and nodes."""
    _check(len(data) >= _HEADER.size, "no header")
    magic, version, *counts = _HEADER.unpack_from(data)
    _check(magic == _MAGIC and version == _VERSION, "another format or version")
    features, outputs, trees, nodes = counts
    _check(0 < features < _LEAF and 0 < outputs < _LEAF and 0 < trees, "a count out of range")
    _check(len(data) == _HEADER.size + 4 * trees + 6 * nodes, "another length than announced")
    return counts


def _read_arrays(data, trees, nodes):
    """Each tree's output and size, each node's feature and number."""
    arrays = []
    start = _HEADER.size
    for kind, count in (("<u2", trees), ("<u2", trees), ("<u2", nodes), ("<f4", nodes)):
        packed = np.frombuffer(data, kind, count, start)
        arrays.append(packed.astype(packed.dtype.newbyteorder("=")))
        start += packed.nbytes
    targets, sizes, features, numbers = arrays
    return targets, sizes.astype(np.int64), features, numbers


def _steps(leaves, sizes):
    """From each inner node to its first child; 0 of leaves."""
    starts = np.cumsum(sizes) - sizes
    places = np.arange(len(leaves)) - np.repeat(starts, sizes)
    inner = np.cumsum(~leaves) - ~leaves
    # Of the same tree, before each node.
    inner -= np.repeat(inner[starts], sizes)
    _check((places <= 2 * inner).all(), "a node without a parent")
    inner_of_tree = np.add.reduceat(~leaves, starts, dtype=np.int64)
    _check((2 * inner_of_tree + 1 == sizes).all(), "a node without children")
    return np.where(leaves, 0, 2 * inner + 1 - places)


def _depth(leaves):
    """The steps to the deepest leaf of one tree."""
    inner = np.cumsum(~leaves)
    depth = last = 0
    while last + 1 < len(leaves):
        # The last child of this level's last inner node ends the next level.
        last = 2 * int(inner[last])
        depth += 1
    return depth


def _check(fine, what):
    if not fine:
        raise ValueError(f"damaged trees: {what}")
