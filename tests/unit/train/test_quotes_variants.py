"""Copies of articles with other words."""

import numpy as np
import spacy

from service.train.quotes.corpus import read_own
from service.train.quotes.examples import Prepared, prepare
from service.train.quotes.silver import Silver
from service.train.quotes.variants import varied
from service.train.quotes.vocabulary import Vectors

PARTS = ("DT", "NN", "NNP", "OTHER", "VBD")
PART_OF = {"said": "VBD", "told": "VBD", "the": "DT", "cat": "NN", "dog": "NN"} | {
    "berlin": "NNP",
    "paris": "NNP",
}
# Words of like direction are alike; "the" is as near to "cat" as "dog" is, but no noun.
VECTORS = Vectors(
    words=("said", "told", "cat", "dog", "the", "berlin", "paris"),
    table=np.array(
        [[1, 0, 0], [1, 0.1, 0], [0, 1, 0], [0, 1, 0.1], [0, 1, 0.1], [0, 0, 1], [0, 0.1, 1]],
        np.float32,
    ),
)
TEXT = """=== a
{s1|The cat} {c1|said} in Berlin: “{q1|The dog told PARIS.}”
The dog told Berlin, the cat said Paris. The cat and the dog, the cat, the dog. That cat was Berlin.
=== b
The cat said so. The dog told Paris. The dog and the cat were in Berlin. The unicorn was the cat.
"""


def _varied() -> tuple[list[Prepared], list[Prepared]]:
    nlp = spacy.blank("en")
    articles = [prepare(nlp, article) for article in read_own(TEXT)]
    labels = tuple(
        np.array(
            [[PARTS.index(PART_OF.get(token.lower_, "OTHER")), 0, 0] for token in article.doc],
            np.int32,
        )
        for article in articles
    )
    silver = Silver(part_names=PARTS, relation_names=(), labels=labels)
    return articles, varied(articles, silver, VECTORS)


def test_words_become_like_ones_of_their_part_of_speech() -> None:
    articles, copies = _varied()

    pairs = {
        (old.lower_, new.lower_)
        for article, copy in zip(articles, copies, strict=True)
        for old, new in zip(article.doc, copy.doc, strict=True)
        if old.text != new.text
    }
    like = {("said", "told"), ("cat", "dog"), ("berlin", "paris")}
    assert pairs
    assert pairs <= like | {(new, old) for old, new in like}


def test_word_becomes_the_same_throughout_its_article() -> None:
    articles, copies = _varied()

    for article, copy in zip(articles, copies, strict=True):
        became: dict[str, set[str]] = {}
        for old, new in zip(article.doc, copy.doc, strict=True):
            became.setdefault(old.lower_, set()).add(new.lower_)
        assert all(len(words) == 1 for words in became.values())


def test_capitals_spaces_and_attributions_stay() -> None:
    articles, copies = _varied()

    for article, copy in zip(articles, copies, strict=True):
        for old, new in zip(article.doc, copy.doc, strict=True):
            assert (old.is_title, old.is_upper) == (new.is_title, new.is_upper)
            assert old.whitespace_ == new.whitespace_
        for old_one, new_one in zip(article.examples, copy.examples, strict=True):
            assert old_one.labels() == new_one.labels()
            assert old_one.state.tolist() == new_one.state.tolist()
            texts = [token.lower_ for token in copy.doc[new_one.start : new_one.end]]
            assert [forms.lower for forms in new_one.forms] == texts


def test_copies_are_the_same_every_time() -> None:
    assert [copy.doc.text for copy in _varied()[1]] == [copy.doc.text for copy in _varied()[1]]
