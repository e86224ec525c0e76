"""What the tagger knows of a word by itself: rows of tables, looked up by its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.lexeme import Lexeme

Floats = NDArray[np.float32]

# The tables, in the order in which their rows are joined.
TABLES = ("norm", "suffix", "prefix", "shape", "vector")
# A product's inputs come in lanes of 16; what is over is zero.
LANES = 16
# Row 0 of each table stands for forms that it does not have.
UNKNOWN = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """A word's forms, by which it is looked up; spaCy's lexical attributes of these names."""

    norm: str
    lower: str
    prefix: str
    suffix: str
    shape: str

    @classmethod
    def of(cls, word: Lexeme) -> Forms:
        """Read the forms off a lexeme or a token."""
        return cls(
            norm=word.norm_,
            lower=word.lower_,
            prefix=word.prefix_,
            suffix=word.suffix_,
            shape=word.shape_,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundedTable:
    """A table of 8-bit numbers and the scale of each row."""

    whole: NDArray[np.int8]
    scale: Floats

    @classmethod
    def of(cls, table: Floats) -> RoundedTable:
        """Round a table of floats."""
        scale = (np.abs(table).max(axis=1) / 127 + 1e-12).astype(np.float32)
        whole = np.rint(table / scale[:, None]).astype(np.int8)
        return cls(whole=whole, scale=scale)

    def take(self, rows: Sequence[int]) -> Floats:
        """Some rows, as floats."""
        return self.whole[rows] * self.scale[rows][:, None]


def pack(names: Sequence[str]) -> NDArray[np.uint8]:
    """Names as one array of bytes; none has a line end in it."""
    return np.frombuffer("\n".join(names).encode(), np.uint8)


def unpack(packed: NDArray[np.generic]) -> list[str]:
    """The names that `pack` was given."""
    return packed.tobytes().decode().split("\n")


class WordIndex:
    """Finds the rows of a word in each table."""

    def __init__(self, rows: Mapping[str, Sequence[str]]) -> None:
        """Take the forms of each table in the order of their rows, from row 1."""
        self._rows = {
            name: {form: row for row, form in enumerate(rows[name], start=1)} for name in TABLES
        }

    def find(self, forms: Forms) -> tuple[int, ...]:
        """The rows of a word, one a table."""
        vectors = self._rows["vector"]
        return (
            self._rows["norm"].get(forms.norm, UNKNOWN),
            self._rows["suffix"].get(forms.suffix, UNKNOWN),
            self._rows["prefix"].get(forms.prefix, UNKNOWN),
            self._rows["shape"].get(forms.shape, UNKNOWN),
            vectors.get(forms.lower) or vectors.get(forms.norm, UNKNOWN),
        )


class WordTables:
    """Tables of 8-bit rows: one of each is joined into a word's features."""

    def __init__(
        self, rows: Mapping[str, Sequence[str]], tables: Mapping[str, RoundedTable]
    ) -> None:
        """Take the forms of each table, from its row 1, and the tables."""
        self._rows = rows
        self._tables = tables
        self.find = WordIndex(rows).find
        self.width = sum(tables[name].whole.shape[1] for name in TABLES)

    @classmethod
    def of(cls, rows: Mapping[str, Sequence[str]], tables: Mapping[str, Floats]) -> WordTables:
        """Round tables of floats, each with one row more than forms."""
        return cls(rows, {name: RoundedTable.of(tables[name]) for name in TABLES})

    def features(self, found: Sequence[tuple[int, ...]]) -> Floats:
        """The features of words, of shape (words, width filled up to lanes)."""
        padded = -(-self.width // LANES) * LANES
        features = np.zeros((len(found), padded), np.float32)
        start = 0
        for column, name in enumerate(TABLES):
            rows = self._tables[name].take([one[column] for one in found])
            features[:, start : start + rows.shape[1]] = rows
            start += rows.shape[1]
        return features

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """All that `from_arrays` needs."""
        arrays: dict[str, NDArray[np.generic]] = {}
        for name in TABLES:
            arrays[f"{name}_forms"] = pack(self._rows[name])
            arrays[f"{name}_rows"] = self._tables[name].whole
            arrays[f"{name}_scale"] = self._tables[name].scale
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> WordTables:
        """Make tables again of what `arrays` gave."""
        tables = {
            name: RoundedTable(whole=arrays[f"{name}_rows"], scale=arrays[f"{name}_scale"])
            for name in TABLES
        }
        return cls({name: unpack(arrays[f"{name}_forms"]) for name in TABLES}, tables)
