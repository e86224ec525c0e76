"""Reads news that nobody has marked attributions in, for a teacher to mark.

The development sets of cleaning are from many publishers and about anything; PolNeAR is from seven
and about one election.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from service.train.documents import (
    Document,
    own_articles,
    plain_line,
    read_appeals,
    read_pages,
    read_segments,
)
from service.train.quotes.corpus import Article

# Shorter lines are labels and headlines; longer ones are pages whose lines were lost.
_LEAST_WORDS, _MOST_CHARACTERS = 8, 4000
# Words of an article that is worth reading.
_WORTH = 60
_ENDS = re.compile(r"[.!?…][\"”’')]*$")


def read_unmarked(data: Path, known: Iterable[Article]) -> list[Article]:
    """The English articles among the sets in `data` and the project's own, without attributions.

    A line that stands in one of the `known` articles, or a second time, is left out.
    """
    seen = {plain_line(line) for article in known for line in article.text.split("\n")}
    articles = []
    for name, lines in _sources(data):
        kept = []
        for line in map(str.strip, lines):
            plain = plain_line(line)
            if plain not in seen and _is_sentence(plain):
                seen.add(plain)
                kept.append(line)
        if sum(len(line.split()) for line in kept) >= _WORTH:
            articles.append(Article(id=name, text="\n".join(kept), markings=()))
    return articles


def _is_sentence(line: str) -> bool:
    return len(line.split()) >= _LEAST_WORDS and len(line) <= _MOST_CHARACTERS


def _sources(data: Path) -> Iterator[tuple[str, Sequence[str]]]:
    for document in (*read_appeals(data), *read_pages(data), *own_articles()):
        if document.language == "en":
            yield document.id, _lines(document, wanted=True)
    for document in read_segments(data):
        if document.language == "en":
            # Most lines of these have no label: what ends like a sentence is most likely article.
            yield document.id, [x for x in _lines(document, wanted=False) if _ENDS.search(x)]


def _lines(document: Document, *, wanted: bool) -> list[str]:
    """The lines that are marked as article, or else all that are not marked as something else."""
    return [
        line
        for line, truth in zip(document.lines, document.truth.tolist(), strict=True)
        if (truth == 0 if wanted else truth != 1)
    ]
