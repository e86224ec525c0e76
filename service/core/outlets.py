"""Finds the outlets that an article itself introduces, known or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from service.core.mentions import PROPER, proper_range
from service.core.outlet_words import AMBIGUOUS_KINDS, PLAIN_KINDS, QUALIFYING, RELAY_FORMS

if TYPE_CHECKING:
    # The types alone; see service.core.quotes.
    from spacy.tokens import Doc, Token


def introduced_outlets(docs: Sequence[Doc]) -> frozenset[str]:
    """The names that an article introduces as outlets or uses as one.

    "the news agency X", "the newspaper X", and X in "X quoted A as saying", unless the article
    has a person whose last name is X.
    """
    surnames = {
        entity[-1].text
        for doc in docs
        for entity in doc.ents
        if entity.label_ == "PERSON" and len(entity) > 1
    }
    found = {name for doc in docs for name in _introduced(doc)}
    quoting = {name for doc in docs for name in _quoting(doc)}
    return frozenset(found | {name for name in quoting if name.split()[-1] not in surnames})


def outlet_after(doc: Doc, index: int) -> Token | None:
    """The last token of the name that follows a word for a kind of outlet."""
    if not _is_kind(doc, index):
        return None
    start = index + 1
    if start < len(doc) and doc[start].text == "The":
        start += 1
    if start >= len(doc) or doc[start].tag_ not in PROPER:
        return None
    return doc[proper_range(doc[start])[1] - 1]


def proper_run(token: Token) -> str:
    """The capitalised name that holds a token; empty where it belongs to none."""
    if token.tag_ not in PROPER:
        return ""
    start, end = proper_range(token)
    return str(token.doc[start:end].text)


def _is_kind(doc: Doc, index: int) -> bool:
    form = doc[index].lower_
    if doc[index].tag_ not in ("NN", "JJ"):
        return False
    return form in PLAIN_KINDS or (
        form in AMBIGUOUS_KINDS and index > 0 and doc[index - 1].lower_ in QUALIFYING
    )


def _introduced(doc: Doc) -> Iterator[str]:
    for token in doc:
        last = outlet_after(doc, token.i)
        if last is not None:
            yield str(doc[token.i + 1 : last.i + 1].text)


def _quoting(doc: Doc) -> Iterator[str]:
    for token in doc:
        if token.lower_ not in RELAY_FORMS or not any(c.lower_ == "as" for c in token.children):
            continue
        for child in token.children:
            if child.dep_ == "nsubj" and child.i < token.i and child.tag_ in PROPER:
                yield proper_run(child)
