"""What must hold for every input whatsoever; with the real model."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import messages
from topic_schemas import validator

from service.core.blocks import split_blocks
from service.nlp.pipeline import load_pipeline
from service.plan import make_plan
from service.settings import Settings
from service.wire.encode import encode_result
from service.work import Worker
from service.work_plan import WorkPlan

pytestmark = pytest.mark.model

WORKER = Worker(
    pipelines={"en": load_pipeline()}, plan=WorkPlan(limits=make_plan(Settings()).limits)
)
RESULT = validator("process-result")

many = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def process(value: bytes) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(encode_result(WORKER.process(b"key", value).result))
    return loaded


@many
@given(messages)
def test_good_message_gives_a_result_that_fits_the_schema(value: bytes) -> None:
    result = process(value)

    RESULT.validate(result)
    assert result["error"] is None


@many
@given(st.binary(max_size=200))
def test_no_bytes_raise(value: bytes) -> None:
    RESULT.validate(process(value))


@many
@given(messages)
def test_blocks_are_verbatim_and_complete(value: bytes) -> None:
    article = process(value)["article"]
    message = json.loads(value)
    body = message["body"]
    html = message.get("content_type") == "text/html"
    raw = {} if html else {block.raw.start: block.text for block in split_blocks(body) if block.raw}

    kept = [article["text"][block["start"] : block["end"]] for block in article["blocks"]]
    found = {
        **{
            block["raw_start"]: text
            for block, text in zip(article["blocks"], kept, strict=True)
            if "raw_start" in block
        },
        **{
            removed["raw_start"]: body[removed["raw_start"] : removed["raw_end"]]
            for removed in article["removed"]
            if "raw_start" in removed
        },
    }

    assert "\n\n".join(kept) == article["text"]
    assert found == raw


def part_fits(text: str, part: dict[str, Any] | None, words: str) -> bool:
    return part is None or text[part["start"] : part["end"]] == part[words]


@many
@given(messages)
def test_positions_are_those_of_the_text(value: bytes) -> None:
    result = process(value)
    text = result["article"]["text"] if result["article"] else ""
    quotes = result["quotes"]

    assert [quote["text"] for quote in quotes] == [
        text[quote["start"] : quote["end"]] for quote in quotes
    ]
    assert all(part_fits(text, quote["speaker"], "mention") for quote in quotes)
    assert all(part_fits(text, quote["cue"], "text") for quote in quotes)
    assert all(quote["context"] in text for quote in quotes)
    assert [quote["start"] for quote in quotes] == sorted(quote["start"] for quote in quotes)
    assert result["article"]["quote_ids"] == [quote["quote_id"] for quote in quotes]


@many
@given(messages)
def test_same_input_same_bytes(value: bytes) -> None:
    first = encode_result(WORKER.process(b"key", value).result)

    assert encode_result(WORKER.process(b"key", value).result) == first


@many
@given(st.lists(messages, min_size=2, max_size=4))
def test_neighbours_change_nothing(values: list[bytes]) -> None:
    together = [encode_result(WORKER.process(None, value).result) for value in values]
    alone = [encode_result(WORKER.process(None, value).result) for value in reversed(values)]

    assert together == alone[::-1]
