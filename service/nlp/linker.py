"""The spaCy component that ties each content to its source and its cue."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.util import ensure_path

from service.core._trees import Trees
from service.nlp._pairs import pair_features
from service.nlp.labels import Role, TokenSpan
from service.nlp.sequences import Reading, words_of
from service.nlp.tagger import GROUPS

if TYPE_CHECKING:
    from spacy.tokens import Doc

FACTORY = "attribution_linker"
_FILE = "trees.bin"
# A source or cue less likely than this is none; by hand, not tuned yet.
LEAST = 0.2
NONE = -1
_STOPS = frozenset((".", "?", "!", ";"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What pairs are described with: see `pair_features`."""

    stops: NDArray[np.int32]
    commas: NDArray[np.int32]
    state: NDArray[np.int8]

    @classmethod
    def of(cls, words: Sequence[str], state: NDArray[np.int8]) -> Surroundings:
        """Count a text's tokens."""
        return cls(
            stops=_count(word in _STOPS for word in words),
            commas=_count(word == "," for word in words),
            state=state,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of a content and another span, by their numbers, and their features, row by row."""

    numbers: NDArray[np.int32]
    features: NDArray[np.float32]


def describe(spans: Sequence[TokenSpan], around: Surroundings, paragraph: tuple[int, int]) -> Pairs:
    """Describe what may belong together among the spans of a paragraph, which are in order."""
    rows = np.array([(one.start, one.end, one.role) for one in spans], np.int32).reshape(-1, 3)
    numbers, features = pair_features(rows, around.stops, around.commas, around.state, *paragraph)
    return Pairs(numbers=numbers, features=features)


class AttributionLinker:
    """Ties the spans of `Doc.spans`.

    `doc.spans["contents"].attrs` gets, one a content, the number of its span in `sources` and
    in `cues` (-1: none), and how likely each is (0 to 1).
    """

    def __init__(self, name: str = FACTORY) -> None:
        self.name = name
        self._data = b""

    def set_model(self, data: bytes) -> None:
        """Take packed trees."""
        self._data = data
        self._trees = Trees.from_bytes(data)

    def __call__(self, doc: Doc) -> Doc:
        """Tie the contents of one doc."""
        reading = Reading.take(doc)
        around = Surroundings.of(words_of(doc, reading.text), reading.state)
        spans, numbers = _all_spans(doc)
        best = [[(NONE, 0.0), (NONE, 0.0)] for _ in doc.spans[GROUPS[Role.CONTENT]]]
        begins = [span.start for span in spans]
        for start, end in reading.paragraphs:
            first, last = bisect_left(begins, start), bisect_left(begins, end)
            pairs = describe(spans[first:last], around, (start, end))
            for (content, other), odds in zip(
                pairs.numbers.tolist(), self.probabilities(pairs.features), strict=True
            ):
                link = best[numbers[first + content]]
                role = spans[first + other].role
                if odds > max(LEAST, link[role][1]):
                    link[role] = (numbers[first + other], odds)
        _write(doc, best)
        return doc

    def probabilities(self, features: NDArray[np.float32]) -> list[float]:
        """How likely each pair belongs together."""
        if not len(features):
            return []
        chances: list[float] = (1 / (1 + np.exp(-self._trees.predict(features)[:, 0]))).tolist()
        return chances

    def pipe(self, stream: Iterable[Doc], batch_size: int = 1) -> Iterator[Doc]:
        """Tie docs one by one."""
        return map(self, stream)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the trees into a folder."""
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _FILE).write_bytes(self._data)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> AttributionLinker:
        """Read the trees from a folder."""
        self.set_model((ensure_path(path) / _FILE).read_bytes())
        return self


@Language.factory(FACTORY, requires=["doc.spans"], assigns=["doc.spans"])
def make_linker(nlp: Language, name: str) -> AttributionLinker:
    """What spaCy calls to make the component."""
    return AttributionLinker(name)


def _all_spans(doc: Doc) -> tuple[list[TokenSpan], list[int]]:
    """The spans of all groups in the order of the text, and each one's number in its group."""
    found = sorted(
        (TokenSpan(start=span.start, end=span.end, role=role), number)
        for role in Role
        for number, span in enumerate(doc.spans[GROUPS[role]])
    )
    return [span for span, _ in found], [number for _, number in found]


def _write(doc: Doc, best: Sequence[Sequence[tuple[int, float]]]) -> None:
    attrs = doc.spans[GROUPS[Role.CONTENT]].attrs
    for role in (Role.SOURCE, Role.CUE):
        attrs[GROUPS[role]] = [link[role][0] for link in best]
        attrs[f"{GROUPS[role]}_sure"] = [link[role][1] for link in best]


def _count(flags: Iterable[bool]) -> NDArray[np.int32]:
    return np.cumsum([0, *flags]).astype(np.int32)
