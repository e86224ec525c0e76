import pytest

from service.nlp import load_annotate

pytestmark = pytest.mark.model

annotate = load_annotate()
SENTENCE = "The harbour master said “we will go” to Ana Ruiz on Monday. "


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE * 400,
        SENTENCE.replace(". ", ", ") * 400,
        "x" * 25_000,
        "",
        " " * 25_000,
        "a" * 9_999 + "  " + SENTENCE * 3,
    ],
)
def test_long_text_is_one_doc_with_every_position(text: str) -> None:
    (doc,) = annotate([text])

    assert doc.text == text
    assert [text[token.idx : token.idx + len(token)] for token in doc] == [t.text for t in doc]


def test_long_text_is_read_as_its_parts_are() -> None:
    long, short = annotate([SENTENCE * 400, SENTENCE])

    words = len(short)
    assert [token.tag_ for token in long[:words]] == [token.tag_ for token in short]
    assert [(entity.text, entity.label_) for entity in long.ents[: len(short.ents)]] == [
        (entity.text, entity.label_) for entity in short.ents
    ]
    assert len(list(long.sents)) == 400


def test_texts_keep_their_order_among_long_ones() -> None:
    texts = ["One.", SENTENCE * 400, "Two.", SENTENCE * 200, ""]

    assert [doc.text for doc in annotate(texts)] == texts
