"""A cluster of three brokers, of which one is killed, and then another."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec
import pytest
from conftest import unique_settings
from local_kafka import LocalKafka, Quorum, free_port
from worker_support.running import (
    RunningWorker,
    article,
    committed,
    records,
    send,
    wait_until,
)

from service.topics import create_topics

pytestmark = [pytest.mark.broker, pytest.mark.timeout(600)]


def test_cluster_that_loses_one_broker_and_then_two(tmp_path: Path) -> None:
    """Three copies of each record, of which two must be there: one broker may be away, no more."""
    with cluster(tmp_path, brokers=3) as brokers:
        settings = msgspec.structs.replace(
            unique_settings(",".join(broker.bootstrap for broker in brokers)),
            session_timeout_seconds=6.0,
            heartbeat_interval_seconds=1.0,
            article_timeout_seconds=2.0,
        )
        create_topics(settings, partitions=3, replication_factor=3)
        keys = [f"a{number}".encode() for number in range(600)]
        send(settings, [(key, article(f"slow 0.02 {key.decode()}")) for key in keys])
        with RunningWorker(settings, tmp_path / "log") as worker:
            published = partial(worker.metric, "quotesieve_messages_published_total", topic="clean")
            wait_until(lambda: published() > 20, "it works")
            brokers[0].kill()
            before = published()
            wait_until(lambda: published() > before + 100, "it goes on with two of three")
            brokers[1].kill()
            wait_until(lambda: worker.get("/readyz")[0] == 503, "it says that it stands still")
            assert worker.get("/healthz")[0] == 200
            assert worker.metric("quotesieve_window_used_messages") > 0
            stands = published()
            assert stands < len(keys)
            for broker in brokers[:2]:
                broker.launch()
            for broker in brokers[:2]:
                broker.wait_up()
            wait_until(lambda: sum(committed(settings).values()) == len(keys), "all is committed")
            wait_until(lambda: worker.get("/readyz")[0] == 200, "it says that it works again")
            assert worker.terminate() == 0
        clean = records(settings, settings.topic_clean)
    assert {record.key for record in clean} == set(keys)
    assert len({(record.key, record.value) for record in clean}) == len(keys)


@contextlib.contextmanager
def cluster(folder: Path, *, brokers: int) -> Iterator[list[LocalKafka]]:
    """Brokers of one cluster, all running."""
    ports = {node: free_port() for node in range(1, brokers + 1)}
    first = Quorum(node=1, controller_ports=ports)
    found = [
        LocalKafka(folder / f"kafka-{node}", quorum=replace(first, node=node)) for node in ports
    ]
    with contextlib.ExitStack() as stack:
        for broker in found:
            broker.launch()
            stack.callback(broker.kill)
        for broker in found:
            broker.wait_up()
        yield found
