import json
import uuid

import pytest

from service.core.types import (
    Block,
    Category,
    CleanText,
    Cue,
    Drop,
    KeptBlock,
    Quote,
    QuoteKind,
    RemovedBlock,
    Reporter,
    Span,
    Speaker,
    SpeakerType,
)
from service.errors import EncodeError, Failure, Reason, Stage
from service.wire.decode import ContentType, RawArticle
from service.wire.encode import encode_article, encode_result, quote_id

ARTICLE = RawArticle(
    id="a-1",
    body="Give now\n“No,” Ana Ruiz said. “No.”",
    content_type=ContentType.TEXT,
    url="https://outlet.example/1",
    outlet="The Outlet",
    title=None,
    language="en",
    published_at="2026-01-02",
    crawled_at=None,
)
TEXT = "“No,” Ana Ruiz said. “No,”"
CLEAN = CleanText(
    text=TEXT,
    blocks=(KeptBlock(clean=Span(start=0, end=len(TEXT)), raw_start=9),),
    removed=(
        RemovedBlock(
            block=Block(text="Give now", raw=Span(start=0, end=8)),
            drop=Drop(category=Category.DONATION, rule="appeal"),
        ),
    ),
)


def quote(start: int, end: int, statement: int) -> Quote:
    return Quote(
        kind=QuoteKind.DIRECT,
        text=TEXT[start:end],
        span=Span(start=start, end=end),
        speaker=Speaker(
            name="Ana Ruiz",
            mention="Ana Ruiz",
            span=Span(start=6, end=14),
            role="mayor",
            type=SpeakerType.PERSON,
        ),
        cue=Cue(text="said", span=Span(start=15, end=19)),
        reported_by=Reporter(name="Delta FM", span=Span(start=0, end=1)),
        content=Span(start=start - 1, end=end + 1),
        statement=statement,
        confidence=0.914,
        context=TEXT,
    )


QUOTES = (quote(1, 4, 0), quote(22, 25, 0))


def test_clean_record_holds_everything() -> None:
    encoded = encode_article(ARTICLE, CLEAN, QUOTES, max_record_bytes=10_000)
    record = json.loads(encoded.clean.value)

    assert encoded.clean.key == b"a-1"
    assert record["text"] == TEXT
    assert record["blocks"] == [{"start": 0, "end": len(TEXT), "raw_start": 9}]
    assert record["removed"] == [
        {
            "raw_start": 0,
            "raw_end": 8,
            "category": "donation",
            "rule": "appeal",
            "text": "Give now",
        }
    ]
    assert record["quote_ids"] == [quote.key.decode() for quote in encoded.quotes]
    assert record["published_at"] == "2026-01-02"
    assert record["title"] is None


def test_quote_record_holds_everything() -> None:
    encoded = encode_article(ARTICLE, CLEAN, QUOTES, max_record_bytes=10_000)
    record = json.loads(encoded.quotes[0].value)

    assert record["quote_id"] == encoded.quotes[0].key.decode()
    assert record["article_id"] == "a-1"
    assert record["outlet"] == "The Outlet"
    assert record["kind"] == "direct"
    assert TEXT[record["start"] : record["end"]] == record["text"] == "No,"
    assert record["speaker"] == {
        "name": "Ana Ruiz",
        "mention": "Ana Ruiz",
        "role": "mayor",
        "type": "person",
        "start": 6,
        "end": 14,
    }
    assert record["cue"] == {"text": "said", "start": 15, "end": 19}
    assert record["reported_by"] == {"name": "Delta FM", "start": 0, "end": 1}
    assert record["content"] == {"text": TEXT[:5], "start": 0, "end": 5}
    assert record["confidence"] == 0.914
    assert record["context"] == TEXT


def test_parts_of_a_statement_share_the_first_ones_id() -> None:
    encoded = encode_article(ARTICLE, CLEAN, QUOTES, max_record_bytes=10_000)
    first, second = (json.loads(record.value) for record in encoded.quotes)

    assert first["attribution_id"] == second["attribution_id"] == first["quote_id"]
    assert first["quote_id"] != second["quote_id"]


def test_html_has_no_raw_positions() -> None:
    clean = CleanText(
        text="A",
        blocks=(KeptBlock(clean=Span(start=0, end=1), raw_start=None),),
        removed=(
            RemovedBlock(
                block=Block(text="Ad", raw=None), drop=Drop(category=Category.AD, rule="label")
            ),
        ),
    )

    record = json.loads(encode_article(ARTICLE, clean, (), max_record_bytes=10_000).clean.value)

    assert record["blocks"] == [{"start": 0, "end": 1}]
    assert record["removed"] == [{"category": "ad", "rule": "label", "text": "Ad"}]


def test_quote_id_is_the_promised_uuid() -> None:
    # Written down once: a change here would orphan every quote published before it.
    assert quote_id("a-1", "No,", 0) == "efd4dd9b-8eae-5c01-b76c-23f26f46c6a9"
    assert uuid.UUID(quote_id("a-1", "No,", 0)).version == 5


@pytest.mark.parametrize(
    "other", [("a-2", "No,", 0), ("a-1", "No", 0), ("a-1", "No,", 1), ('a-1","No', "", 0)]
)
def test_quote_ids_differ(other: tuple[str, str, int]) -> None:
    assert quote_id(*other) != quote_id("a-1", "No,", 0)


def test_record_too_large_for_its_topic_is_an_error() -> None:
    whole = encode_article(ARTICLE, CLEAN, QUOTES, max_record_bytes=10_000)
    largest = max(len(record.value) for record in (whole.clean, *whole.quotes))

    assert encode_article(ARTICLE, CLEAN, QUOTES, max_record_bytes=largest) == whole
    with pytest.raises(EncodeError) as caught:
        encode_article(ARTICLE, CLEAN, QUOTES, max_record_bytes=largest - 1)
    assert caught.value.reason is Reason.RESULT_TOO_LARGE


def test_result_line_holds_the_records_bytes() -> None:
    encoded = encode_article(ARTICLE, CLEAN, QUOTES, max_record_bytes=10_000)

    line = encode_result(encoded)

    assert encoded.clean.value in line
    assert encoded.quotes[0].value + b"," + encoded.quotes[1].value in line
    assert json.loads(line)["error"] is None


def test_failure_line() -> None:
    failure = Failure(reason=Reason.NOT_JSON, stage=Stage.DECODE, message="no JSON")

    assert json.loads(encode_result(failure)) == {
        "article": None,
        "quotes": [],
        "error": {"reason": "not_json", "stage": "decode", "message": "no JSON"},
    }
