import pytest

from service.core.types import Span
from service.errors import DecodeError, Reason
from service.wire.decode import ContentType, article_blocks, decode_article

LIMIT = 1000


def test_all_fields_are_taken() -> None:
    value = (
        b'{"id": "a-1", "body": "Text.", "content_type": "text/html; charset=utf-8",'
        b' "url": "https://outlet.example/1", "outlet": "The Outlet", "title": "T",'
        b' "language": "en", "published_at": "2026-01-02", "crawled_at": "2026-01-03"}'
    )

    article = decode_article(b"key", value, max_message_bytes=LIMIT)

    assert article.id == "a-1"
    assert article.body == "Text."
    assert article.content_type is ContentType.HTML
    assert (article.url, article.outlet) == ("https://outlet.example/1", "The Outlet")
    assert (article.title, article.language) == ("T", "en")
    assert (article.published_at, article.crawled_at) == ("2026-01-02", "2026-01-03")


@pytest.mark.parametrize("value", [b'{"body": "x"}', b'{"id": null, "body": "x"}'])
def test_id_falls_back_to_the_key(value: bytes) -> None:
    article = decode_article("schlüssel".encode(), value, max_message_bytes=LIMIT)

    assert article.id == "schlüssel"


def test_own_id_comes_before_the_key() -> None:
    article = decode_article(b"\xff", b'{"id": "own", "body": "x"}', max_message_bytes=LIMIT)

    assert article.id == "own"


def test_unknown_fields_are_ignored() -> None:
    value = b'{"id": "a", "body": "x", "crawler": {"depth": [1, 2]}}'

    assert decode_article(None, value, max_message_bytes=LIMIT).body == "x"


def test_text_is_the_default() -> None:
    article = decode_article(b"k", b'{"body": "x"}', max_message_bytes=LIMIT)

    assert article.content_type is ContentType.TEXT


@pytest.mark.parametrize(
    ("key", "value", "reason", "told"),
    [
        (b"k", None, Reason.NULL_VALUE, "no value"),
        (b"k", b"", Reason.EMPTY_VALUE, "empty"),
        (b"k", b" \n", Reason.EMPTY_VALUE, "empty"),
        (b"k", b'{"body": "' + b"x" * LIMIT + b'"}', Reason.TOO_LARGE, "1012 bytes"),
        (b"k", b'{"body": "\xff"}', Reason.NOT_UTF8, "byte 10"),
        (b"k", b"not json", Reason.NOT_JSON, "not JSON"),
        (b"k", b'{"body": "x"', Reason.NOT_JSON, "not JSON"),
        (b"k", b'{"body": "\\ud800"}', Reason.NOT_JSON, "not JSON"),
        (b"k", b'["body"]', Reason.NOT_AN_OBJECT, "array"),
        (b"k", b"null", Reason.NOT_AN_OBJECT, "null"),
        (b"k", b'{"id": "a"}', Reason.MISSING_FIELD, "`body`"),
        (b"k", b'{"body": 7}', Reason.WRONG_TYPE, "`body`"),
        (b"k", b'{"body": null}', Reason.WRONG_TYPE, "`body`"),
        (b"k", b'{"id": 7, "body": "x"}', Reason.WRONG_TYPE, "`id`"),
        (b"k", b'{"body": "x", "published_at": 7}', Reason.WRONG_TYPE, "`published_at`"),
        (
            b"k",
            b'{"body": "x", "content_type": "application/pdf"}',
            Reason.UNSUPPORTED_CONTENT_TYPE,
            "text/html",
        ),
        (None, b'{"body": "x"}', Reason.MISSING_ID, "neither"),
        (b"", b'{"body": "x"}', Reason.MISSING_ID, "neither"),
        (b"\xff", b'{"body": "x"}', Reason.MISSING_ID, "not UTF-8"),
        (b"k", '{"body": " \\n\u00a0"}'.encode(), Reason.EMPTY_BODY, "white space"),
    ],
)
def test_bad_message_has_its_reason(
    key: bytes | None, value: bytes | None, reason: Reason, told: str
) -> None:
    with pytest.raises(DecodeError) as caught:
        decode_article(key, value, max_message_bytes=LIMIT)

    assert caught.value.reason is reason
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_deep_nesting_is_no_crash() -> None:
    value = b'{"id": "a", "body": "x", "n": ' + b"[" * 5000 + b"]" * 5000 + b"}"

    with pytest.raises(DecodeError) as caught:
        decode_article(None, value, max_message_bytes=100_000)

    assert caught.value.reason is Reason.NOT_JSON
    assert "nested too deeply" in str(caught.value)


def test_message_at_the_limit_is_taken() -> None:
    value = b'{"body": "' + b"x" * (LIMIT - 12) + b'"}'

    assert len(value) == LIMIT
    assert decode_article(b"k", value, max_message_bytes=LIMIT).body == "x" * (LIMIT - 12)


def test_blocks_of_text_know_their_place() -> None:
    article = decode_article(
        b"k", b'{"body": "One.\\r\\n\\r\\n  Two. \\u2028"}', max_message_bytes=LIMIT
    )

    one, two = article_blocks(article)

    assert (one.text, one.raw) == ("One.", Span(start=0, end=4))
    assert (two.text, two.raw) == ("Two.", Span(start=10, end=14))


def test_blocks_of_html_have_no_place() -> None:
    article = decode_article(
        b"k",
        b'{"content_type": "text/html", "body": "<p>One.</p><p>Two.</p>"}',
        max_message_bytes=LIMIT,
    )

    one, two = article_blocks(article)

    assert (one.text, one.raw) == ("One.", None)
    assert (two.text, two.raw) == ("Two.", None)
