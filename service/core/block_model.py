"""The learned judge of blocks: what of a page is not its article, and of which kind that is."""

import functools
import importlib.resources
import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Self

import numpy as np
import numpy.typing as npt

from service.core._lines import Lexicon, Lines, Vocabulary, second_pass
from service.core._trees import Trees
from service.core.rules.labels import LABELS, WEAK_LABELS
from service.core.rules.words import WORDS
from service.core.types import Category

MODEL = "blocks.npz"

Floats = npt.NDArray[np.float32]
Odds = npt.NDArray[np.float64]

# The order is that of the numbers in trained artefacts: add at the end.
KINDS = (
    Category.DONATION,
    Category.SUBSCRIPTION,
    Category.NEWSLETTER,
    Category.AD,
    Category.SOCIAL,
    Category.CONTACT,
    Category.LEGAL,
    Category.OTHER,
    Category.NAVIGATION,
    Category.RELATED,
    Category.COMMENTS,
    Category.BYLINE,
)
_LABELLED = (
    Category.SUBSCRIPTION,
    Category.NEWSLETTER,
    Category.DONATION,
    Category.AD,
    Category.SOCIAL,
    Category.NAVIGATION,
    Category.LEGAL,
    Category.RELATED,
    Category.COMMENTS,
    Category.CONTACT,
)
_WEAK = 20
# What `Lexicon` gives each whole block that is known by hand; `_lines` knows related and comments.
LABEL_NUMBERS = {text: _WEAK for text in WEAK_LABELS} | {
    text: _LABELLED.index(category) + 1 for text, category in LABELS.items()
}
# By that number: what a block known as a whole is; those that only their neighbours tell have none.
LABEL_CATEGORIES = dict(enumerate(_LABELLED, start=1))
# Columns of `Vocabulary` scores: page, insert, then one a kind of insert.
INSERT_KINDS = 8
SCORES = 2 + INSERT_KINDS


def make_lexicon() -> Lexicon:
    """The words and blocks known by hand, hashed; about 10 ms."""
    return Lexicon(WORDS, LABEL_NUMBERS)


class Extent(Enum):
    """What the blocks that are judged are together.

    ARTICLE: an article, maybe with inserts. PAGE: the dump of a whole page. BODY: the article of a
    page, chosen before, with what is left between its paragraphs.
    """

    ARTICLE = auto()
    PAGE = auto()
    BODY = auto()

    def describe(self, lines: Lines, scores: Floats) -> Floats:
        """As `Lines.describe`. Args: scores: of `Lines.weigh`."""
        return lines.describe(scores, self is Extent.PAGE, self is Extent.BODY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Two passes of trees over the blocks of one kind of input."""

    first: Trees
    second: Trees

    def odds(self, described: Floats) -> Odds:
        """Log-odds a block that it is not the article. Args: described: of `Lines.describe`."""
        before = self.first.predict(described)[:, 0].copy()
        again = np.concatenate((described, second_pass(before)), axis=1)
        return self.second.predict(again)[:, 0]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockModel:
    """Scores blocks; made from one file of bytes, no code in it.

    article: for articles with inserts among the paragraphs. page: for dumps of whole pages.
    kinds: one output a member of `KINDS`.
    """

    lexicon: Lexicon
    vocabulary: Vocabulary
    article: Head
    page: Head
    kinds: Trees

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Unpack a model as `service.train.blocks` packs it.

        Raises: ValueError: damaged, or made for another version.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                parts = {name: arrays[name] for name in arrays.files}
            weights = parts["weights"].astype(np.float32) * parts["scales"]
            trees = {
                name: Trees.from_bytes(parts[name].tobytes())
                for name in ("article_1", "article_2", "page_1", "page_2", "kinds")
            }
            vocabulary = Vocabulary(parts["keys"], weights, parts["biases"])
        except (KeyError, OSError, EOFError) as error:
            raise ValueError(f"damaged block model: {error}") from error
        return cls(
            lexicon=make_lexicon(),
            vocabulary=vocabulary,
            article=Head(first=trees["article_1"], second=trees["article_2"]),
            page=Head(first=trees["page_1"], second=trees["page_2"]),
            kinds=trees["kinds"],
        )

    def read(self, texts: Sequence[str]) -> Lines:
        """Read blocks. Args: texts: verbatim, in order."""
        return Lines(self.lexicon, list(texts))

    def measure(self, lines: Lines, extent: Extent) -> "Measured":
        """Measure blocks that were read, in view of what they are together."""
        scores = lines.weigh(self.vocabulary)
        return Measured(lines=lines, scores=scores, described=extent.describe(lines, scores))

    def name_kinds(
        self,
        measured: "Measured",
        removed: npt.NDArray[np.bool_],
        wanted: npt.NDArray[np.bool_],
    ) -> list[Category]:
        """The likeliest category of removed blocks, their runs of removed blocks in view.

        Args: wanted: which of the removed ones to name.
        Returns: one a wanted block, in order.
        """
        outputs = self.kinds.predict(kind_features(measured, removed)[wanted])
        return [KINDS[index] for index in outputs.argmax(axis=1).tolist()]


@functools.cache
def shipped_model() -> BlockModel:
    """The model that comes with this version: a constant of the package, unpacked once."""
    return BlockModel.from_bytes(packaged_model(MODEL))


def packaged_model(name: str) -> bytes:
    """A file of `service/models`, which is a part of the package like its code."""
    return (importlib.resources.files("service") / "models" / name).read_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A page's blocks as numbers. scores: of `Lines.weigh`; described: of `Lines.describe`."""

    lines: Lines
    scores: Floats
    described: Floats


def kind_features(measured: Measured, removed: npt.NDArray[np.bool_]) -> Floats:
    """What tells a block's category: its description and the mean scores of its removed run.

    Returns: float32 (blocks, columns).
    """
    kinds = measured.scores[:, 2:SCORES]
    runs = kinds.copy()
    words = measured.lines.measures[:, :1]
    weighted = kinds * np.sqrt(words)
    for start, stop in find_runs(removed):
        total = np.sqrt(words[start:stop]).sum() + 1e-3
        runs[start:stop] = weighted[start:stop].sum(axis=0) / total
    return np.concatenate((measured.described, runs), axis=1)


def find_runs(flags: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The stretches of flagged blocks, as half-open ranges, in order."""
    edges = np.flatnonzero(np.diff(flags.astype(np.int8), prepend=0, append=0)).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))
