"""Sentences of an article."""

from marked_docs import NLP, annotated

from service.core.annotation import Annotated
from service.core.types import Span


def test_sentence_without_an_end_is_cut_and_covers_all() -> None:
    """What looks all over a sentence would else take the square of its length."""
    text = "Ann Holt " + "he said " * 1000
    article = Annotated(text, annotated(text, []), [Span(start=0, end=len(text))], [])

    lengths = [one.end - one.start for one in article.sentences]

    assert max(lengths) == 256
    assert sum(lengths) == len(NLP.make_doc(text))
