"""Sentences of an article."""

from marked_docs import NLP, annotated
from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as Entity

from service.core.annotation import Annotated
from service.core.mentions import find_names
from service.core.types import Span


def test_sentence_without_an_end_is_cut_and_covers_all() -> None:
    """What looks all over a sentence would else take the square of its length."""
    text = "Ann Holt " + "he said " * 1000
    article = Annotated(text, annotated(text, []), [Span(start=0, end=len(text))], [])

    lengths = [one.end - one.start for one in article.sentences]

    assert max(lengths) == 256
    assert sum(lengths) == len(NLP.make_doc(text))


def test_white_space_is_no_name_whatever_the_tagger_says() -> None:
    doc = Doc(NLP.vocab, words=["Ann", "\u2000", "Holt"], tags=["NNP", "NNP", "NNP"])
    doc.set_ents([Entity(doc, 1, 2, label="PERSON")])
    for name in ("sources", "cues", "contents"):
        doc.spans[name] = SpanGroup(doc, name=name)
    doc.spans["contents"].attrs.update(sources=[], cues=[], sure=[], sources_sure=[])
    text = doc.text

    article = Annotated(text, doc, [Span(start=0, end=len(text))], [])

    assert [article.tags[0], article.tags[1]] == ["NNP", "_SP"]
    assert article.named == []
    assert [one.words for one in find_names(article)] == []
