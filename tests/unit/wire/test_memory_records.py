"""Observations as records and lines, and what is no observation."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from topic_schemas import validator

from service.core.repeats import SLOTS, Observation
from service.wire.decode import decode_article, peek_outlet
from service.wire.memory import (
    decode_line,
    decode_observation,
    decode_place,
    encode_line,
    encode_observation,
)

SEEN = Observation(outlet="a/b", slot=7, marks=(1, 2**64 - 1), repeated=(1,))
VALUE = b'{"marks":"AAAAAAAAAAH//////////w==","repeated":"AAAAAAAAAAE="}'
_MARKS = st.lists(st.integers(0, 2**64 - 1), max_size=5).map(tuple)
_OBSERVATIONS = st.builds(
    Observation,
    outlet=st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs"])),
    slot=st.integers(0, SLOTS - 1),
    marks=_MARKS,
    repeated=_MARKS,
)


def test_record_is_as_documented() -> None:
    record = encode_observation(SEEN)

    assert (record.key, record.value) == (b"a/b/7", VALUE)
    validator("articles.memory").validate(json.loads(record.value))
    assert encode_line(SEEN) == b'{"key":"a/b/7","value":' + VALUE + b"}"


@given(_OBSERVATIONS)
def test_record_and_line_come_back(seen: Observation) -> None:
    record = encode_observation(seen)

    assert decode_observation(record.key, record.value) == seen
    assert decode_place(record.key) == (seen.outlet, seen.slot)
    assert decode_line(encode_line(seen)) == seen


@pytest.mark.parametrize(
    "key", [None, b"", b"a", b"/7", b"a/", b"a/256", b"a/-1", b"a/07", b"\xff/7"]
)
def test_other_keys_are_no_places(key: bytes | None) -> None:
    assert decode_place(key) is None
    assert decode_observation(key, VALUE) is None


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"marks":"AAAA","repeated":""}',
        b'{"marks":"?","repeated":""}',
        b'{"marks":[1],"repeated":""}',
        b"[" * 100_000,
    ],
)
def test_other_values_are_no_observations(value: bytes) -> None:
    assert decode_observation(b"a/7", value) is None
    assert decode_line(b'{"key":"a/7","value":' + value + b"}") is None


@pytest.mark.parametrize(
    ("value", "outlet"),
    [
        (b'{"body": "x", "outlet": "The Post", "url": "https://x.example"}', "the post"),
        (b'{"body": "x", "url": "https://www.x.example/1"}', "x.example"),
        (b'{"body": "x"}', None),
        (b'{"body": "x", "outlet": 7}', None),
        (b"\xff", None),
        (b"[", None),
        (None, None),
    ],
)
def test_outlet_is_seen_without_decoding_the_article(
    value: bytes | None, outlet: str | None
) -> None:
    assert peek_outlet(value) == outlet


def test_broken_message_is_not_decoded_by_looking_at_its_outlet() -> None:
    value = b'{"id": "a", "body": "x", "outlet": "The Post"}'

    assert decode_article(None, value, max_message_bytes=1000).outlet == "The Post"
    assert peek_outlet(value[:-1]) is None
