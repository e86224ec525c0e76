"""Dead letters are put back, on the real broker."""

import contextlib
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kafka import KafkaProducer
from kafka.consumer.fetcher import ConsumerRecord
from worker_support.running import (
    RunningWorker,
    article,
    committed,
    count,
    environment,
    quotesieve,
    records,
    send,
    send_nothing,
    wait_for_records,
    wait_until,
)

from service.broker import client_config
from service.dead_letters import added_headers, omitted_header
from service.errors import Failure, Reason
from service.settings import Settings

pytestmark = [pytest.mark.broker, pytest.mark.timeout(120)]

HOUR_MS = 3_600_000


def replay(settings: Settings, *arguments: str) -> list[str]:
    """Run the command; its lines."""
    done = quotesieve(settings, "replay", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def write_letters(settings: Settings, letters: list[dict[str, object]]) -> None:
    """Write dead letters: key, value, reason, source partition, headers and time of each."""
    producer = KafkaProducer(**client_config(settings), max_request_size=2_000_000)
    with contextlib.closing(producer):
        for number, letter in enumerate(letters):
            failure = Failure.of(Reason(letter.get("reason", "timed_out")), "because")
            source = f"{settings.topic_raw}/{letter.get('partition', 0)}/{number}"
            producer.send(
                settings.topic_dead_letter,
                key=letter.get("key"),
                value=letter.get("value"),
                partition=letter.get("partition", 0),
                timestamp_ms=letter.get("time_ms"),
                headers=[
                    *letter.get("headers", []),
                    *added_headers(failure, source=source),
                    *letter.get("after", []),
                ],
            )
        producer.flush()


def told(record: ConsumerRecord) -> tuple[int, bytes | None, bytes | None, list[object]]:
    return record.partition, record.key, record.value, list(record.headers)


def test_letters_of_a_reason_are_put_back_as_they_were(broker_settings: Settings) -> None:
    own = [("trace", b"\x00\xff"), ("trace", b"2")]
    write_letters(
        broker_settings,
        [
            {"key": b"a", "value": b"\xff{", "partition": 2, "headers": own},
            {"key": b"b", "value": b"2", "reason": "not_json"},
            {"key": b"a", "value": None, "partition": 2},
            {"key": None, "value": b"4", "reason": "worker_died", "partition": 1},
        ],
    )
    reasons = ("--reason", "timed_out", "--reason", "worker_died")

    counted = replay(broker_settings, *reasons, "--dry-run")
    assert count(broker_settings, broker_settings.topic_raw) == 0
    done = replay(broker_settings, *reasons)

    raw = broker_settings.topic_raw
    assert counted == ["timed_out: 2", "worker_died: 1", f"to be put back to {raw}: 3"]
    assert done == ["timed_out: 2", "worker_died: 1", f"put back to {raw}: 3"]
    second = ("quotesieve-attempt", b"2")
    assert [told(record) for record in records(broker_settings, raw)] == [
        (1, None, b"4", [second]),
        (2, b"a", b"\xff{", [*own, second]),
        (2, b"a", None, [second]),
    ]


def test_a_letter_is_put_back_once_unless_asked_for_again(broker_settings: Settings) -> None:
    raw = broker_settings.topic_raw
    write_letters(broker_settings, [{"key": b"a", "value": b"1"}])
    assert replay(broker_settings, "--reason", "timed_out")[-1] == f"put back to {raw}: 1"
    write_letters(
        broker_settings,
        [{"key": b"b", "value": b"2"}, {"key": b"c", "value": b"3", "reason": "not_json"}],
    )

    # Of all reasons, but those of one were put back before.
    assert replay(broker_settings) == ["not_json: 1", "timed_out: 1", f"put back to {raw}: 2"]
    assert replay(broker_settings) == [f"put back to {raw}: 0"]
    assert replay(broker_settings, "--again")[-1] == f"put back to {raw}: 3"
    assert replay(broker_settings) == [f"put back to {raw}: 0"]


def test_only_letters_since_a_time(broker_settings: Settings) -> None:
    now = round(time.time() * 1000)
    write_letters(
        broker_settings,
        [
            {"key": b"new", "value": b"1", "time_ms": now - HOUR_MS},
            # Times are those of the messages, so they do not go up with the offsets.
            {"key": b"old", "value": b"2", "time_ms": now - 3 * HOUR_MS},
        ],
    )
    since = time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime(now / 1000 - 2 * 3600))

    assert replay(broker_settings, "--since", since)[-1].endswith(": 1")
    assert replay(broker_settings, "--since", since)[-1].endswith(": 0")
    assert [one.key for one in records(broker_settings, broker_settings.topic_raw)] == [b"new"]
    # The older one is still there for who asks for all.
    assert replay(broker_settings)[-1].endswith(": 2")


def test_what_cannot_be_put_back_is_told_and_keeps_nothing_up(broker_settings: Settings) -> None:
    write_letters(
        broker_settings,
        [
            {"key": b"a", "value": None, "after": [omitted_header(2_000_000)]},
            {"key": b"b", "value": b"x" * 1_070_000},
            {"key": b"c", "value": b"4"},
        ],
    )
    send_nothing(
        broker_settings,
        broker_settings.topic_dead_letter,
        headers=added_headers(Failure.of(Reason.TIMED_OUT, "because"), source="raw/0/0"),
    )
    with contextlib.closing(KafkaProducer(**client_config(broker_settings))) as producer:
        producer.send(broker_settings.topic_dead_letter, key=b"d", value=b"5").get(30)

    lines = replay(broker_settings)

    raw = broker_settings.topic_raw
    assert lines == [
        "timed_out: 1",
        f"left where it is, larger than {raw} takes: 1",
        "left where it is, neither key nor value: 1",
        "left where it is, without its value; quotesieve-source says where that is: 1",
        "left where it is, written by somebody else: 1",
        f"put back to {raw}: 1",
    ]
    assert [record.key for record in records(broker_settings, raw)] == [b"c"]


def test_killed_replay_goes_on_where_it_was(broker_settings: Settings, tmp_path: Path) -> None:
    total = 6000
    write_letters(
        broker_settings,
        [{"key": b"k%d" % n, "value": b"%d" % n, "partition": n % 3} for n in range(total)],
    )
    raw = broker_settings.topic_raw
    first = subprocess.Popen(
        [sys.executable, "-m", "service", "replay"], env=environment(broker_settings)
    )
    wait_until(lambda: count(broker_settings, raw) >= 1000, "some are put back")
    first.kill()
    first.wait()
    before = count(broker_settings, raw)
    assert before < total

    replay(broker_settings)

    values = [record.value for record in records(broker_settings, raw)]
    assert set(values) == {b"%d" % n for n in range(total)}
    # One batch of letters at most is put back twice.
    assert len(values) - total <= 500


def test_what_fails_again_tells_its_attempt(broker_settings: Settings, tmp_path: Path) -> None:
    send(broker_settings, [(b"bad", b"no JSON"), (b"good", article("Text."))], partition=1)
    with RunningWorker(broker_settings, tmp_path / "log") as worker:
        for attempt in (1, 2, 3):
            wait_for_records(broker_settings, broker_settings.topic_dead_letter, attempt)
            if attempt < 3:
                replay(broker_settings, "--reason", "not_json")
        wait_until(lambda: committed(broker_settings) == {1: 4}, "all are committed")
        assert worker.terminate() == 0

    dead = records(broker_settings, broker_settings.topic_dead_letter)
    attempts = [dict(record.headers).get("quotesieve-attempt") for record in dead]
    assert attempts == [None, b"2", b"3"]
    assert {(record.key, record.value) for record in dead} == {(b"bad", b"no JSON")}
