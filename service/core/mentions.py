"""Finds the words that name somebody: the noun phrase around a head token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.core.lexicon import words

if TYPE_CHECKING:
    # The types alone; see service.core.quotes.
    from spacy.tokens import Doc, Token

# Entity types that can speak; places and groups do too ("Moscow said", "Democrats say").
SPEAKING_ENTITIES = words("PERSON ORG GPE NORP")
PROPER = words("NNP NNPS")
_NOMINAL = words("NN NNS NNP NNPS PRP WP DT CD")
_LEFT = words("det poss compound amod nummod nmod case quantmod predet")
# "a spokesman for Y", "a member of Y": the phrase that tells which one.
_WHICH = words("for of from with at")


def entity_range(token: Token) -> tuple[int, int]:
    """The token range of the named entity that holds a token; the token's own range if none."""
    doc, start, end = token.doc, token.i, token.i + 1
    if not token.ent_type_:
        return start, end
    while doc[start].ent_iob_ == "I" and start > 0:
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return _strip_entity(doc, token.i, start, end)


def _strip_entity(doc: Doc, head: int, start: int, end: int) -> tuple[int, int]:
    """Drop a leading article and a trailing "'s", which the tagger counts in."""
    while end - 1 > head and doc[end - 1].tag_ in ("POS", ".", ",", "''"):
        end -= 1
    while start < head and doc[start].tag_ in ("DT", "``", "''"):
        start += 1
    return start, end


def mention_range(head: Token) -> tuple[int, int]:
    """The token range of the phrase that names whoever `head` stands for."""
    named = _apposed_person(head)
    if named is not None:
        return entity_range(named)
    start, end = _phrase(head)
    described = _described_person(head.doc, start, end) if head.tag_ == "NN" else None
    if described is not None:
        return entity_range(described)
    for other in head.conjuncts:
        if other.i > head.i and other.i - end <= 3 and other.tag_ in _NOMINAL:
            end = _phrase(other)[1]
    return start, end


def _phrase(head: Token) -> tuple[int, int]:
    if head.ent_type_ in SPEAKING_ENTITIES:
        return entity_range(head)
    if head.tag_ in PROPER:
        return proper_range(head)
    if head.tag_ in ("NN", "NNS", "CD", "JJ", "DT"):
        return _noun_phrase(head)
    return head.i, head.i + 1


def _apposed_person(head: Token) -> Token | None:
    """ "a spokeswoman, Hope Smith": the name, where the head itself names nobody."""
    if head.tag_ not in ("NN", "NNS"):
        return None
    named = (child for child in head.children if child.dep_ == "appos")
    return next((child for child in named if child.ent_type_ == "PERSON"), None)


def _described_person(doc: Doc, start: int, end: int) -> Token | None:
    """ "Smith, a spokeswoman, said": the name that a phrase between commas describes."""
    enclosed = start > 1 and end < len(doc) and doc[start - 1].text == doc[end].text == ","
    return doc[start - 2] if enclosed and doc[start - 2].ent_type_ == "PERSON" else None


def proper_range(head: Token) -> tuple[int, int]:
    """The token range of the capitalised name around a token of it."""
    doc, start, end = head.doc, head.i, head.i + 1
    while start > 0 and doc[start - 1].tag_ in PROPER:
        start -= 1
    while end < len(doc) and doc[end].tag_ in PROPER:
        end += 1
    return start, end


def _noun_phrase(head: Token) -> tuple[int, int]:
    start = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ in _LEFT and start - 1 <= child.right_edge.i:
            start = child.left_edge.i
    end = head.i + 1
    following = head.doc[end] if end < len(head.doc) else None
    if following is not None and following.head == head and following.lower_ in _WHICH:
        end = max(
            [end, *(_phrase(child)[1] for child in following.children if child.dep_ == "pobj")]
        )
    return start, end


def nominal_before(doc: Doc, end: int, start: int) -> Token | None:
    """The head of the last noun phrase in [start, end), adverbs and auxiliaries skipped."""
    for token in reversed(list(_tokens(doc, start, end))):
        if token.tag_ in _NOMINAL and token.dep_ not in ("npadvmod", "pobj"):
            return token
    return None


def nominal_after(doc: Doc, start: int, end: int) -> Token | None:
    """The head of a noun phrase that begins right at `start`."""
    last: Token | None = None
    for token in _tokens(doc, start, end):
        if token.tag_ in _NOMINAL or token.tag_ in ("JJ", "PRP$", "POS", "HYPH", "VBN", "JJR"):
            last = token if token.tag_ in _NOMINAL else last
        else:
            break
    return last


def _tokens(doc: Doc, start: int, end: int) -> Iterator[Token]:
    return iter(doc[max(start, 0) : max(end, 0)])
