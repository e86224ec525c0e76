"""The memory of what outlets repeat, shared by the workers of a group, on a real broker."""

import json
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
from kafka import KafkaAdminClient, KafkaProducer
from worker_support.running import (
    RunningWorker,
    article,
    committed,
    ends,
    records,
    send,
    wait_until,
)

from service.broker import client_config
from service.settings import Settings, Switch

pytestmark = [pytest.mark.broker, pytest.mark.timeout(180)]

FOOTER = "The lamp over the door of the old print shop burns until the last van has left."
# Of an article of `body`: two paragraphs with numbers, each with and without, and the footer.
MARKS = 5
READ = "quotesieve_memory_records_total"


def body(number: int) -> str:
    """An article of its own, with the outlet's footer."""
    words = ("harbour", "orchard", "railway", "museum", "hospital", "council", "forest")
    word = words[number % len(words)]
    text = (
        f"The {word} of street number {number} was painted green on day {number * 7} of the year."
    )
    return f"{text}\nA neighbour of the {word} counted {number * 13} brushes afterwards.\n{FOOTER}"


def publish(settings: Settings, numbers: Iterable[int], *, partition: int) -> None:
    """Send articles of one outlet to one partition, so to one worker."""
    messages = [
        (f"a{number}".encode(), article(body(number), outlet="The Lanternpost"))
        for number in numbers
    ]
    send(settings, messages, partition=partition)


def wait_committed(settings: Settings) -> None:
    """Wait until all articles are done."""
    wait_until(
        lambda: sum(committed(settings).values()) == sum(ends(settings).values()), "all are done"
    )


def wait_learned(worker: RunningWorker, number: int) -> None:
    """Wait until a worker has read so many observations, and looked at what they say."""
    wait_until(lambda: worker.metric(READ, event="read") >= number, f"{number} are read")
    wait_until(
        lambda: worker.metric("quotesieve_memory_fingerprints") >= number * MARKS,
        "they are looked at",
    )
    assert worker.metric("quotesieve_memory_outlets") == 1


def rules(settings: Settings) -> dict[str, list[str]]:
    """By article, the rules that removed a block, in the last of its records."""
    return {
        (record.key or b"").decode(): [one["rule"] for one in json.loads(record.value)["removed"]]
        for record in records(settings, settings.topic_clean)
    }


def test_worker_learns_from_another_and_after_a_restart(
    broker_settings: Settings, tmp_path: Path
) -> None:
    settings = broker_settings
    with RunningWorker(settings, tmp_path / "first") as first:
        first.wait_ready()
        publish(settings, range(6), partition=0)
        wait_committed(settings)
        wait_learned(first, 6)
        publish(settings, [10], partition=0)
        wait_committed(settings)
        with RunningWorker(settings, tmp_path / "second") as second:
            # It has read what the first one learned before it takes an article.
            second.wait_ready()
            first.terminate()
            publish(settings, [20], partition=0)
            wait_committed(settings)
            removed = second.metric("quotesieve_blocks_repeated_total")
            assert second.terminate() == 0
    with RunningWorker(settings, tmp_path / "third") as third:
        third.wait_ready()
        publish(settings, [30], partition=1)
        wait_committed(settings)
        assert third.terminate() == 0

    found = rules(settings)
    assert {name: found[name] for name in ("a0", "a3", "a10", "a20", "a30")} == {
        "a0": [],
        "a3": [],
        "a10": ["repeated"],
        "a20": ["repeated"],
        "a30": ["repeated"],
    }
    assert removed == 1
    # What was learned last is written before the worker ends.
    assert len(records(settings, settings.topic_memory)) == 9


def test_memory_that_is_off_learns_nothing(broker_settings: Settings, tmp_path: Path) -> None:
    settings = msgspec.structs.replace(broker_settings, memory=Switch.OFF)
    with RunningWorker(settings, tmp_path / "log") as worker:
        worker.wait_ready()
        publish(settings, range(8), partition=0)
        wait_committed(settings)
        publish(settings, [10], partition=0)
        wait_committed(settings)
        assert worker.terminate() == 0

    assert rules(settings)["a10"] == []
    assert records(settings, settings.topic_memory) == []


def test_broken_records_are_passed_over(broker_settings: Settings, tmp_path: Path) -> None:
    settings = broker_settings
    producer = KafkaProducer(**client_config(settings))
    broken = [(b"no place", b"{}"), (b"a/7", b"\xff"), (b"a/8", b"[1]"), (b"\xff", None)]
    for key, value in broken:
        producer.send(settings.topic_memory, key=key, value=value)
    producer.close()

    with RunningWorker(settings, tmp_path / "log") as worker:
        worker.wait_ready()
        publish(settings, range(6), partition=0)
        wait_committed(settings)
        wait_learned(worker, 6)
        assert worker.metric(READ, event="broken") == len(broken)
        publish(settings, [10], partition=0)
        wait_committed(settings)
        assert worker.terminate() == 0

    assert rules(settings)["a10"] == ["repeated"]


def test_articles_do_not_wait_for_a_memory_that_is_gone(
    broker_settings: Settings, tmp_path: Path
) -> None:
    settings = broker_settings
    with RunningWorker(settings, tmp_path / "log") as worker:
        worker.wait_ready()
        admin = KafkaAdminClient(**client_config(settings))
        admin.delete_topics([settings.topic_memory])
        admin.close()
        publish(settings, range(30), partition=0)
        wait_committed(settings)
        wait_until(lambda: worker.metric(READ, event="lost") > 0, "the loss is counted")
        assert worker.terminate() == 0

    assert len(rules(settings)) == 30
    assert len(records(settings, settings.topic_clean)) == 30
