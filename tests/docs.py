"""Docs built by hand, so that a rule is tested and not a model."""

from collections.abc import Sequence

import spacy
from spacy.tokens import Doc

from service.core.blocks import split_blocks
from service.core.marks import pair_marks
from service.core.pipeline import BLOCK_SEPARATOR
from service.core.sentences import Paragraph, build_paragraph
from service.core.types import CleanText, KeptBlock, Span

# The vocabulary knows what a word looks like (lower case, punctuation); no model.
_VOCAB = spacy.blank("en").vocab


def build_doc(rows: str) -> Doc:
    """One token a line: word, tag, dependency, head's number, and an entity label if any.

    A word that begins with "_" is glued to the one before.
    """
    table = [row.split() for row in rows.strip().splitlines()]
    words = [row[0].removeprefix("_") for row in table]
    spaces = [not row[0].startswith("_") for row in table[1:]] + [False]
    return Doc(
        _VOCAB,
        words=words,
        spaces=spaces,
        tags=[row[1] for row in table],
        deps=[row[2] for row in table],
        heads=[int(row[3]) for row in table],
        ents=_iob([row[4] if len(row) > 4 else "" for row in table]),
    )


def _iob(labels: Sequence[str]) -> list[str]:
    pairs = zip(["", *labels], labels, strict=False)
    return [
        "O" if not label else f"{'I' if before == label else 'B'}-{label}"
        for before, label in pairs
    ]


def paragraph(doc: Doc) -> Paragraph:
    """A doc as the only paragraph of a text, its marks laid over it."""
    span = Span(start=0, end=len(doc.text))
    return build_paragraph(doc, span, list(enumerate(pair_marks(doc.text, [span]))))


def clean_text(body: str) -> CleanText:
    """An article of which every block is kept."""
    texts = [block.text for block in split_blocks(body)]
    kept: list[KeptBlock] = []
    position = 0
    for text in texts:
        span = Span(start=position, end=position + len(text))
        kept.append(KeptBlock(clean=span, raw_start=None))
        position = span.end + len(BLOCK_SEPARATOR)
    return CleanText(text=BLOCK_SEPARATOR.join(texts), blocks=tuple(kept), removed=())
