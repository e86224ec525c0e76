"""What the worker does when the broker refuses or is away, and when the group changes."""

import contextlib
import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from conftest import unique_settings
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from local_kafka import LocalKafka
from worker_support.running import (
    RunningWorker,
    article,
    committed,
    records,
    send,
    wait_for_records,
    wait_until,
)

from service.broker import client_config
from service.settings import Settings
from service.topics import create_topics

pytestmark = [pytest.mark.broker, pytest.mark.timeout(240)]

OUTAGE_SECONDS = 10.0


def test_refused_record_ends_the_worker_and_is_replayed(
    broker_settings: Settings, tmp_path: Path
) -> None:
    settings = msgspec.structs.replace(
        broker_settings, session_timeout_seconds=6.0, heartbeat_interval_seconds=1.0
    )
    value = article("Too much for the topic as it is. " * 50)
    with RunningWorker(settings, tmp_path / "first") as worker:
        worker.wait_ready()
        _limit(settings, settings.topic_clean, 1000)
        send(settings, [(b"small", article("Fits.")), (b"large", value)], partition=0)
        assert worker.wait() == 1
        messages = [entry["message"] for entry in worker.log_entries()]
    assert "The worker can't go on." in messages
    assert committed(settings).get(0, 0) <= 1
    assert records(settings, settings.topic_dead_letter) == []
    assert {one.key for one in records(settings, settings.topic_clean)} == {b"small"}

    _limit(settings, settings.topic_clean, 20_000_000)
    with RunningWorker(settings, tmp_path / "second") as worker:
        wait_until(lambda: committed(settings) == {0: 2}, "both are committed")
        assert worker.terminate() == 0
    assert {one.key for one in records(settings, settings.topic_clean)} == {b"small", b"large"}


def _limit(settings: Settings, topic: str, max_message_bytes: int) -> None:
    change = {"max.message.bytes": str(max_message_bytes)}
    with contextlib.closing(KafkaAdminClient(**client_config(settings))) as admin:
        admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, configs=change)])


@pytest.fixture
def own_kafka(tmp_path: Path) -> Iterator[LocalKafka]:
    """A broker of the test's own, to kill."""
    with LocalKafka(tmp_path / "kafka") as broker:
        yield broker


def test_broker_killed_under_load_and_back(own_kafka: LocalKafka, tmp_path: Path) -> None:
    settings = msgspec.structs.replace(
        unique_settings(own_kafka.bootstrap),
        # The outage outlasts the session: the group has to find itself anew.
        session_timeout_seconds=6.0,
        heartbeat_interval_seconds=1.0,
    )
    create_topics(settings, partitions=3, replication_factor=1)
    keys = {f"a{number}".encode() for number in range(300)}
    # With an outlet, so that the memory meets the outage, too.
    send(
        settings,
        [(key, article(f"slow 0.01 {key.decode()}", outlet="The Post")) for key in sorted(keys)],
    )

    with RunningWorker(settings, tmp_path / "log") as worker:
        wait_for_records(settings, settings.topic_clean, 20)
        own_kafka.kill()
        before = len(worker.log_entries())
        # An outage has no end to wait for but its own time.
        threading.Event().wait(OUTAGE_SECONDS)
        during = len(worker.log_entries()) - before
        own_kafka.start()
        wait_until(lambda: sum(committed(settings).values()) == len(keys), "all is committed")
        assert worker.terminate() == 0
    clean = records(settings, settings.topic_clean)

    assert {record.key for record in clean} == keys
    assert len({(record.key, record.value) for record in clean}) == len(keys)
    # aiokafka alone writes 250 lines a second.
    assert during < 10 * OUTAGE_SECONDS


def test_outage_longer_than_the_producer_waits_ends_the_worker(
    own_kafka: LocalKafka, tmp_path: Path
) -> None:
    settings = msgspec.structs.replace(
        unique_settings(own_kafka.bootstrap),
        producer_timeout_seconds=3.0,
        session_timeout_seconds=6.0,
        heartbeat_interval_seconds=1.0,
    )
    create_topics(settings, partitions=1, replication_factor=1)
    keys = {f"a{number}".encode() for number in range(100)}
    send(settings, [(key, article("slow 0.05")) for key in sorted(keys)])

    with RunningWorker(settings, tmp_path / "first") as worker:
        wait_for_records(settings, settings.topic_clean, 5)
        own_kafka.kill()
        assert worker.wait() == 1
        told = [entry["message"] for entry in worker.log_entries()]
    assert "The worker can't go on." in told
    own_kafka.start()
    with RunningWorker(settings, tmp_path / "second") as worker:
        wait_until(lambda: committed(settings) == {0: 100}, "all is committed")
        assert worker.terminate() == 0
    assert {record.key for record in records(settings, settings.topic_clean)} == keys


def test_sigterm_during_an_outage_ends_in_time(own_kafka: LocalKafka, tmp_path: Path) -> None:
    settings = msgspec.structs.replace(
        unique_settings(own_kafka.bootstrap), drain_timeout_seconds=4.0
    )
    create_topics(settings, partitions=1, replication_factor=1)
    value = article("slow 0.05", outlet="The Post")
    send(settings, [(f"a{n}".encode(), value) for n in range(200)])

    with RunningWorker(settings, tmp_path / "log") as worker:
        wait_for_records(settings, settings.topic_clean, 5)
        own_kafka.kill()
        worker.process.terminate()
        code = worker.process.wait(settings.drain_timeout_seconds + 4)
    assert code == 1


def test_workers_that_come_and_go_lose_nothing_and_keep_the_order_of_a_key(
    broker_settings: Settings, tmp_path: Path
) -> None:
    settings = msgspec.structs.replace(
        broker_settings, session_timeout_seconds=6.0, heartbeat_interval_seconds=1.0
    )
    # 30 articles in 20 versions each; `crawled_at` tells them apart.
    sent = [
        (f"a{number}".encode(), article(f"slow 0.02 {number}", crawled_at=f"{version:02}"))
        for version in range(20)
        for number in range(30)
    ]
    send(settings, sent)

    with RunningWorker(settings, tmp_path / "first") as first:
        wait_for_records(settings, settings.topic_clean, 30)
        with RunningWorker(settings, tmp_path / "second") as second:
            second.wait_ready()
            wait_until(
                lambda: second.metric("quotesieve_messages_published_total", topic="clean") > 10,
                "the second works as well",
            )
            assert first.terminate() == 0
            wait_until(lambda: sum(committed(settings).values()) == len(sent), "all is committed")
            assert second.terminate() == 0
    clean = records(settings, settings.topic_clean)

    versions: defaultdict[bytes, list[str]] = defaultdict(list)
    for record in clean:
        versions[record.key].append(json.loads(record.value)["crawled_at"])
    expected = [f"{version:02}" for version in range(20)]
    assert {key: sorted(set(found)) for key, found in versions.items()} == {
        f"a{number}".encode(): expected for number in range(30)
    }
    assert [key for key, found in versions.items() if found != sorted(found)] == []
    # Orderly rebalances replay next to nothing.
    assert len(clean) <= len(sent) + 5


def test_rebalance_waits_for_what_is_in_flight(broker_settings: Settings, tmp_path: Path) -> None:
    """Else its work would be done again by whoever gets its partition."""
    send(broker_settings, [(f"slow{n}".encode(), article("slow 4")) for n in range(3)], partition=0)
    settings = msgspec.structs.replace(broker_settings, processes=3)

    with RunningWorker(settings, tmp_path / "first") as first:
        wait_until(lambda: first.metric("quotesieve_window_used_messages") == 3, "all are in work")
        with RunningWorker(settings, tmp_path / "second") as second:
            second.wait_ready()
            taken = [
                worker.metric("quotesieve_messages_consumed_total") for worker in (first, second)
            ]
            wait_until(lambda: committed(settings) == {0: 3}, "all is committed")
    assert taken == [3, 0]
    assert len(records(settings, settings.topic_clean)) == 3
