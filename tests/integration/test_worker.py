"""The worker on a real broker: good and bad messages, start and end."""

import asyncio
import json
import signal
import socket
import threading
import time
from collections import defaultdict
from pathlib import Path

import msgspec
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.partitioner import DefaultPartitioner
from conftest import unique_settings
from local_kafka import LocalKafka, free_port
from worker_support.running import (
    RunningWorker,
    article,
    committed,
    records,
    send,
    wait_for_records,
    wait_until,
)

from service.plan import make_plan
from service.pool import load_worker
from service.settings import Settings
from service.wire.encode import EncodedArticle

pytestmark = pytest.mark.broker

LAG = "quotesieve_consumer_lag_messages"
SAMPLES = Path(__file__).resolve().parents[2] / "deploy" / "samples"


@pytest.mark.model
def test_samples_through_topics_are_what_the_work_gives(
    broker_settings: Settings, tmp_path: Path
) -> None:
    messages = [_sample_message(path) for path in sorted(SAMPLES.iterdir())]
    worker = load_worker(make_plan(broker_settings))
    expected = [worker.process(key, value).result for key, value in messages]
    encoded = [result for result in expected if isinstance(result, EncodedArticle)]
    quotes = [quote for result in encoded for quote in result.quotes]
    assert len(encoded) == len(messages) == 4
    assert len(quotes) >= 4

    with RunningWorker(broker_settings, tmp_path / "log", faulty=False) as running:
        send(broker_settings, messages)
        clean = wait_for_records(broker_settings, broker_settings.topic_clean, 4)
        # All quotes are there before their article is.
        published = records(broker_settings, broker_settings.topic_quotes)
        assert running.terminate() == 0

    assert {record.key: record.value for record in clean} == {
        result.clean.key: result.clean.value for result in encoded
    }
    assert sorted((one.key, one.value) for one in published) == sorted(
        (quote.key, quote.value) for quote in quotes
    )
    by_article = defaultdict(list)
    for record in published:
        by_article[json.loads(record.value)["article_id"]].append(record)
    partition = DefaultPartitioner()
    assert {
        name: ({one.partition for one in found}, [one.key.decode() for one in found])
        for name, found in by_article.items()
    } == {
        value["id"]: (
            {partition(value["id"].encode(), [0, 1, 2], [0, 1, 2])},
            value["quote_ids"],
        )
        for value in (json.loads(result.clean.value) for result in encoded)
        if value["quote_ids"]
    }


def _sample_message(path: Path) -> tuple[bytes, bytes]:
    content_type = {".html": "text/html"}.get(path.suffix, "text/plain")
    value = article(path.read_text("utf-8"), content_type=content_type, outlet="Sample")
    return path.stem.encode(), value


HEADERS = [("trace", b"\x00\xff"), ("trace", b"second of the same name"), ("empty", b"")]
LIMIT = Settings().max_message_bytes

# Key, value, and what must be said of it.
BAD: list[tuple[bytes | None, bytes | None, str, str]] = [
    (b"k", None, "decode", "null_value"),
    (None, None, "decode", "null_value"),
    (b"k", b"", "decode", "empty_value"),
    (b"k", b" \n\t ", "decode", "empty_value"),
    (b"k", b'{"body": "\xff\xfe"}', "decode", "not_utf8"),
    (b"k", b'{"body": "unfinished', "decode", "not_json"),
    (b"k", b'{"body": "x", "deep": ' + b"[" * 100_000, "decode", "not_json"),
    (b"k", b'["body"]', "decode", "not_an_object"),
    (b"k", b'{"title": "no body"}', "decode", "missing_field"),
    (b"k", b'{"body": 7}', "decode", "wrong_type"),
    (b"k", b'{"body": "x", "published_at": 7}', "decode", "wrong_type"),
    (b"k", b'{"body": "  "}', "decode", "empty_body"),
    (b"k", b'{"body": "x", "content_type": "image/png"}', "decode", "unsupported_content_type"),
    (None, b'{"body": "no id"}', "decode", "missing_id"),
    (b"\xff\x00key", b'{"body": "no id"}', "decode", "missing_id"),
    (b"k", b'{"body": "' + b"x" * (LIMIT - 11) + b'"}', "decode", "too_large"),
]


def test_bad_messages_become_dead_letters_byte_for_byte(
    broker_settings: Settings, tmp_path: Path
) -> None:
    # Neighbours on both sides of each, in the same partition.
    good = [(f"good-{number}".encode(), article("Good.")) for number in range(len(BAD) + 1)]
    # The largest that is taken, with a field that nobody knows.
    good[0] = (b"good-0", b'{"unknown": 1, "body": "' + b"x" * (LIMIT - 26) + b'"}')
    assert len(good[0][1]) == LIMIT
    bad = [(key, value) for key, value, _, _ in BAD]
    mixed = [message for pair in zip(good, bad, strict=False) for message in pair] + good[-1:]
    send(broker_settings, mixed, headers=HEADERS, partition=1)

    with RunningWorker(broker_settings, tmp_path / "log") as worker:
        clean = wait_for_records(broker_settings, broker_settings.topic_clean, len(good))
        dead = wait_for_records(broker_settings, broker_settings.topic_dead_letter, len(bad))
        worker.wait_ready()
        wait_until(lambda: committed(broker_settings) == {1: len(mixed)}, "all is committed")
        consumed = worker.metric("quotesieve_messages_consumed_total")
        cleaned = worker.metric("quotesieve_messages_published_total", topic="clean")
        dead_letters = worker.metric("quotesieve_dead_letters_total")
        wait_until(
            lambda: worker.get("/metrics")[1].count('lag_messages{partition="1"} 0.0'),
            "the lag is seen to be gone",
        )
        assert worker.terminate() == 0

    assert (consumed, cleaned, dead_letters) == (len(mixed), len(good), len(bad))
    assert sorted(record.key for record in clean) == sorted(key for key, _ in good)
    by_source = {dict(record.headers)["quotesieve-source"]: record for record in dead}
    sources = [f"{broker_settings.topic_raw}/1/{2 * n + 1}".encode() for n in range(len(BAD))]
    assert [
        (by_source[source].key, by_source[source].value, by_source[source].headers[:3])
        for source in sources
    ] == [(key, value, HEADERS) for key, value, _, _ in BAD]
    assert [
        tuple(dict(by_source[source].headers)[f"quotesieve-{name}"] for name in ("stage", "reason"))
        for source in sources
    ] == [(stage.encode(), reason.encode()) for _, _, stage, reason in BAD]
    errors = [dict(record.headers)["quotesieve-error"] for record in dead]
    assert all(errors)


def test_dead_letter_too_large_for_its_topic_goes_without_its_value(
    broker_settings: Settings, tmp_path: Path
) -> None:
    """Compressed, a message of any size comes past the raw topic's own limit."""
    huge = b"x" * (2 * LIMIT)
    send(broker_settings, [(b"huge", huge)], headers=HEADERS, compression="gzip", partition=0)
    send(broker_settings, [(b"good", article("Good."))], partition=0)

    with RunningWorker(broker_settings, tmp_path / "log") as worker:
        wait_for_records(broker_settings, broker_settings.topic_clean, 1)
        dead = records(broker_settings, broker_settings.topic_dead_letter)
        assert worker.terminate() == 0

    headers = dict(dead[0].headers[3:])
    assert (len(dead), dead[0].key, dead[0].value) == (1, b"huge", None)
    assert headers["quotesieve-reason"] == b"too_large"
    assert headers["quotesieve-source"] == f"{broker_settings.topic_raw}/0/0".encode()
    assert headers["quotesieve-value-omitted-bytes"] == str(len(huge)).encode()


def test_sigterm_under_load_ends_in_time_and_loses_nothing(
    broker_settings: Settings, tmp_path: Path
) -> None:
    messages = [(f"a{n}".encode(), article(f"slow 0.02 {n}")) for n in range(600)]
    send(broker_settings, messages)

    with RunningWorker(broker_settings, tmp_path / "log") as worker:
        wait_for_records(broker_settings, broker_settings.topic_clean, 20)
        started = time.monotonic()
        assert worker.terminate() == 0
        seconds = time.monotonic() - started

    published = records(broker_settings, broker_settings.topic_clean)
    assert 20 <= len(published) < len(messages)
    assert sum(committed(broker_settings).values()) == len(published)
    assert len({record.key for record in published}) == len(published)
    assert seconds < broker_settings.drain_timeout_seconds


def test_second_signal_ends_at_once(broker_settings: Settings, tmp_path: Path) -> None:
    send(broker_settings, [(b"a", article("hang"))])

    with RunningWorker(broker_settings, tmp_path / "log") as worker:
        wait_until(lambda: worker.metric("quotesieve_window_used_messages") == 1, "it hangs")
        worker.signal(signal.SIGINT)
        wait_until(lambda: "Draining." in _messages(worker), "the drain begins")
        started = time.monotonic()
        worker.signal(signal.SIGINT)
        assert worker.wait() == 1
        assert time.monotonic() - started < 2


def _messages(worker: RunningWorker) -> list[str]:
    return [entry["message"] for entry in worker.log_entries()]


def test_missing_topics_are_told_at_the_start(kafka: LocalKafka, tmp_path: Path) -> None:
    settings = unique_settings(kafka.bootstrap)
    with RunningWorker(settings, tmp_path / "log", faulty=False) as worker:
        assert worker.wait() == 2
        [entry] = worker.log_entries()
    assert "topics create" in entry["message"]
    assert settings.topic_raw in entry["message"]


def test_taken_metrics_port_is_told_at_the_start(broker_settings: Settings, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        settings = msgspec.structs.replace(broker_settings, metrics_address=address)
        with RunningWorker(settings, tmp_path / "log", faulty=False) as worker:
            assert worker.wait() == 2
            [entry] = worker.log_entries()
    assert address in entry["message"]
    assert "QUOTESIEVE_METRICS_ADDRESS" in entry["message"]


def test_broker_that_is_not_there_is_told_at_the_start(tmp_path: Path) -> None:
    settings = unique_settings(f"127.0.0.1:{free_port()}")
    with RunningWorker(settings, tmp_path / "log", faulty=False) as worker:
        assert worker.wait() == 1
        [entry] = [one for one in worker.log_entries() if "level" not in one]
    assert settings.bootstrap_servers in entry["message"]


def test_signal_during_the_start_ends_it_cleanly(broker_settings: Settings, tmp_path: Path) -> None:
    with RunningWorker(broker_settings, tmp_path / "log", faulty=False) as worker:
        wait_until(lambda: worker.get("/healthz")[0] == 200, "the metrics port answers")
        assert worker.terminate() == 0
        assert not [entry for entry in worker.log_entries() if "Traceback" in entry["message"]]


def test_messages_of_transactions_leave_no_one_waiting(
    broker_settings: Settings, tmp_path: Path
) -> None:
    """A transaction ends in a marker: an offset without a message, in the middle or at the end."""
    settings = msgspec.structs.replace(broker_settings, article_timeout_seconds=0.1)
    keys = [f"a{number}".encode() for number in range(5)]
    asyncio.run(_send_in_transactions(settings, keys))

    with RunningWorker(settings, tmp_path / "log") as worker:
        clean = wait_for_records(settings, settings.topic_clean, 5)
        # After the last message; the marker that follows is not committed.
        wait_until(lambda: committed(settings) == {0: 9}, "all is committed")
        wait_until(lambda: worker.metric(LAG, partition="0") == 1, "the lag is seen")
        # Past the patience of the check: twice the time limit and 5 s.
        threading.Event().wait(6)
        assert worker.get("/readyz")[0] == 200
        assert worker.terminate() == 0
    assert {record.key for record in clean} == set(keys)


async def _send_in_transactions(settings: Settings, keys: list[bytes]) -> None:
    async with AIOKafkaProducer(
        bootstrap_servers=settings.bootstrap_servers, transactional_id=settings.group_id
    ) as producer:
        for key in keys:
            async with producer.transaction():
                await producer.send_and_wait(
                    settings.topic_raw, article("Text."), key=key, partition=0
                )
