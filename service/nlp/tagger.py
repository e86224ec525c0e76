"""The spaCy component that marks sources, cues and contents, and what the names need besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import ensure_path

from service.nlp._network import Network
from service.nlp.labels import Role, TokenSpan, decode
from service.nlp.sequences import Reading, cut
from service.nlp.weights import restored
from service.nlp.words import Forms, WordTables, unpack

if TYPE_CHECKING:
    from spacy.lexeme import Lexeme
    from spacy.vocab import Vocab


FACTORY = "attribution_tagger"
_FILE = "model.npz"
# The names of the groups in `Doc.spans`, in the order of `Role`.
GROUPS = ("sources", "cues", "contents")
# Tokens worked on at once: a token takes about 8 kB while its sequence is read.
_MOST_TOKENS = 8192
# Words whose vectors are kept, at half a kilobyte each; then all are forgotten.
_MOST_WORDS = 50_000
_WORD_TABLES = "words"


class AttributionTagger:
    """Marks the spans of attributions in `Doc.spans`: groups `sources`, `cues` and `contents`.

    Each group's `attrs["sure"]` holds each span's probability, 0 to 1. Tokens get their tag
    (Penn Treebank) and their dependency label, without a head; entities are persons (PERSON),
    bodies (ORG), places and peoples (GPE).
    """

    def __init__(self, vocab: Vocab, name: str = FACTORY) -> None:
        self.vocab = vocab
        self.name = name
        self._arrays: dict[str, NDArray[np.generic]] = {}

    def set_model(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        """Take weights and tables; see `service.train.quotes.network` for what they are."""
        self._arrays = dict(arrays)
        self._tables = WordTables.from_arrays(
            {
                key.removeprefix(f"{_WORD_TABLES}_"): array
                for key, array in arrays.items()
                if key.startswith(f"{_WORD_TABLES}_")
            }
        )
        self._network = Network(restored(arrays))
        self._parts = self._keys("part_names")
        self._relations = self._keys("relation_names")
        self._entities = unpack(arrays["entity_names"])
        self._rows: dict[int, int] = {}
        self._vectors = np.zeros((1024, self._network.width), np.float32)

    def _keys(self, name: str) -> NDArray[np.uint64]:
        """spaCy's numbers for the names of labels."""
        keys = [self.vocab.strings.add(one) for one in unpack(self._arrays[name])]
        # Numbers of 64 bits without a sign: left alone, some would become floats.
        return np.array(keys, np.uint64)

    def __call__(self, doc: Doc) -> Doc:
        """Tag one doc; its reading may be known (`Reading.give`)."""
        reading = Reading.of(doc)
        ranges = list(cut(doc, reading.paragraphs))
        rows = self._words(doc)
        found: list[tuple[TokenSpan, float]] = []
        part, relation = np.zeros((2, len(doc)), np.uint64)
        entity = np.zeros(len(doc), np.int8)
        for batch in _batches(ranges):
            places = np.concatenate([np.arange(start, end) for start, end in batch])
            offsets = np.cumsum([0, *(end - start for start, end in batch)]).astype(np.int32)
            labels, sure, parts, entities, relations = self._network.tag(
                self._vectors, rows[places], reading.state[places], offsets
            )
            found += _spans(places, labels, sure)
            part[places] = self._parts[parts]
            relation[places] = self._relations[relations]
            entity[places] = entities
        doc.from_array(["TAG", "DEP"], np.stack([part, relation], axis=1))
        doc.set_ents([*_entities(doc, entity.tolist(), self._entities)])
        _set_groups(doc, found)
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 1) -> Iterator[Doc]:
        """Tag docs one by one: a doc is a batch of its paragraphs."""
        return map(self, stream)

    def _words(self, doc: Doc) -> NDArray[np.int32]:
        """The row of each token's word; new words get theirs."""
        keys = doc.to_array(ORTH).tolist()
        rows = self._rows
        new = {key for key in keys if key not in rows}
        if new:
            if len(rows) + len(new) > _MOST_WORDS:
                rows.clear()
                new = set(keys)
            self._add(sorted(new))
        return np.array([rows[key] for key in keys], np.int32)

    def _add(self, keys: Sequence[int]) -> None:
        words: list[Lexeme] = [self.vocab[key] for key in keys]
        found = [self._tables.find(Forms.of(word)) for word in words]
        vectors = self._network.embed(self._tables.features(found))
        first = len(self._rows)
        needed = first + len(keys)
        if needed > len(self._vectors):
            grown = np.zeros((max(needed, 2 * len(self._vectors)), vectors.shape[1]), np.float32)
            grown[:first] = self._vectors[:first]
            self._vectors = grown
        self._vectors[first:needed] = vectors
        self._rows.update(zip(keys, range(first, needed), strict=True))

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the model into a folder, one file of plain arrays."""
        folder = ensure_path(path)
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(folder / _FILE, **self._arrays)  # type: ignore[arg-type]

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> AttributionTagger:
        """Read the model from a folder; runs no code from it."""
        with np.load(ensure_path(path) / _FILE, allow_pickle=False) as arrays:
            self.set_model({key: arrays[key] for key in arrays.files})
        return self


@Language.factory(
    FACTORY,
    assigns=["doc.spans", "doc.ents", "token.tag", "token.dep"],
)
def make_tagger(nlp: Language, name: str) -> AttributionTagger:
    """What spaCy calls to make the component."""
    return AttributionTagger(nlp.vocab, name)


def _batches(ranges: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    batch: list[tuple[int, int]] = []
    tokens = 0
    for start, end in ranges:
        if batch and tokens + end - start > _MOST_TOKENS:
            yield batch
            batch, tokens = [], 0
        batch.append((start, end))
        tokens += end - start
    if batch:
        yield batch


def _spans(
    places: NDArray[np.int64], labels: NDArray[np.int8], sure: NDArray[np.float32]
) -> Iterator[tuple[TokenSpan, float]]:
    """The spans of a batch at their tokens of the doc, each as sure as its least sure token."""
    for span in decode(labels.tolist()):
        start, end = int(places[span.start]), int(places[span.end - 1]) + 1
        least = float(sure[span.start : span.end].min())
        yield TokenSpan(start=start, end=end, role=span.role), least


def _entities(doc: Doc, labels: Sequence[int], names: Sequence[str]) -> Iterator[Span]:
    """Entities of labels that begin ("B-ORG") or go on ("I-ORG")."""
    start = None
    for index, label in enumerate([*labels, 0]):
        name = names[label]
        if start is not None and not (
            name[:1] == "I" and name[2:] == names[labels[start]][2:] and index < len(labels)
        ):
            yield Span(doc, start, index, label=names[labels[start]][2:])
            start = None
        if start is None and name != "O":
            start = index


def _set_groups(doc: Doc, found: Sequence[tuple[TokenSpan, float]]) -> None:
    for role in Role:
        own = sorted(one for one in found if one[0].role is role)
        spans = [Span(doc, span.start, span.end, label=role.name) for span, _ in own]
        group = SpanGroup(doc, name=GROUPS[role], spans=spans)
        group.attrs["sure"] = [sure for _, sure in own]
        doc.spans[GROUPS[role]] = group
