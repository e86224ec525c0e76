"""A pipeline of our own as the core wants it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from service.core.annotation import Annotate
from service.core.marks import Marked
from service.core.types import Span
from service.nlp import PACKAGED
from service.nlp.sequences import Reading

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_SPACE = re.compile(r"[^\S\n]")
# No word, address of a page or run of dots is as long; longer ones are cut.
_LONGEST_WORD = 128
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD}}}(?=\S)")
# The words that stay known, some 200 bytes each: spaCy's tokeniser is twice as fast on them.
_KNOWN = 50_000
# Articles after which it forgets the other words that it has met: some 100 new ones each.
_FORGET_AFTER = 500


class Pipeline:
    """A loaded pipeline as the core wants it; its memory stays bounded."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._left = 0
        self._zone: AbstractContextManager[object] | None = None

    def __call__(self, text: str, blocks: Sequence[Span], marked: Sequence[Marked]) -> Doc:
        """Annotate a text; the doc is good until the next call."""
        self._forget()
        plain = plain_spaces(text)
        doc = make_doc(self._nlp, plain)
        Reading.make(doc, plain, blocks, marked).give(doc)
        tagged: Doc = self._nlp(doc)
        return tagged

    def _forget(self) -> None:
        if self._zone is None and len(self._nlp.vocab) < _KNOWN:
            return
        if self._left == 0:
            if self._zone is not None:
                self._zone.__exit__(None, None, None)
            self._zone = self._nlp.memory_zone()
            self._zone.__enter__()
            self._left = _FORGET_AFTER
        self._left -= 1


def make_doc(nlp: Language, text: str) -> Doc:
    """Tokenise a text, in a time that grows with its length alone.

    spaCy takes marks off the ends of what stands between white space one by one, and looks at all
    of it for each.
    """
    if max(map(len, text.split()), default=0) <= _LONGEST_WORD:
        return nlp.tokenizer(text)
    from spacy.tokens import Doc

    borders = [0, *(word.end() for word in _LONG_WORD.finditer(text)), len(text)]
    docs = [nlp.tokenizer(text[start:end]) for start, end in pairwise(borders)]
    return Doc(
        nlp.vocab,
        words=[token.text for doc in docs for token in doc],
        spaces=[bool(token.whitespace_) for doc in docs for token in doc],
    )


def load_pipelines(folders: Mapping[str, Path]) -> dict[str, Annotate]:
    """Load the pipeline of each language, by its code."""
    return {language: load_pipeline(folder) for language, folder in folders.items()}


def load_pipeline(path: Path = PACKAGED) -> Annotate:
    """Load a pipeline from its folder; loading spaCy takes most of the time."""
    import spacy

    return Pipeline(spacy.load(path))


def plain_spaces(text: str) -> str:
    """A copy, every position kept: spaCy takes a no-break space for a word."""
    return _SPACE.sub(" ", text)
