"""The consumer that README.md shows to readers of quotes."""

import contextlib
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.consumer.fetcher import ConsumerRecord
from worker_support.running import RunningWorker, article, records, send, wait_until

from service.broker import client_config
from service.settings import Settings

pytestmark = [pytest.mark.broker, pytest.mark.timeout(120)]

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
CODE = README.split("```python\n", 1)[1].split("```", 1)[0]
NAMES = 'SERVERS, QUOTES, CLEAN = "127.0.0.1:9092", "articles.quotes", "articles.clean"'

FIRST = 'The news.\n\n"We will rebuild it," said Ann Lee. "It will last," said Bo Holt.'
SECOND = 'The news.\n\n"We will rebuild it," said Ann Lee. "It cannot fail," said Bo Holt.'
LATEST = ["It cannot fail,", "We will rebuild it,"]


@contextmanager
def reading(settings: Settings, folder: Path) -> Iterator[None]:
    """The consumer, on these topics and with its database in a folder."""
    assert NAMES in CODE
    values = (settings.bootstrap_servers, settings.topic_quotes, settings.topic_clean)
    code = CODE.replace(NAMES, f"SERVERS, QUOTES, CLEAN = {values!r}")
    process = subprocess.Popen([sys.executable, "-c", code], cwd=folder)
    try:
        yield
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()


def texts(folder: Path) -> list[str]:
    """The quotes that hold, as who reads the database sees them."""
    if not (folder / "quotes.db").exists():
        return []
    with contextlib.closing(sqlite3.connect(folder / "quotes.db")) as database:
        try:
            rows = database.execute("select value from current_quote").fetchall()
        except sqlite3.OperationalError:
            # It is being made.
            return []
    return sorted(json.loads(value)["text"] for (value,) in rows)


def work(settings: Settings, folder: Path) -> None:
    """Have a worker process two versions of an article, and something after them."""
    send(settings, [(b"a", article(FIRST)), (b"a", article(SECOND))], partition=0)
    with RunningWorker(settings, folder / "log", faulty=False) as worker:
        wait_until(lambda: len(records(settings, settings.topic_clean)) == 2, "both are done")
        assert worker.terminate() == 0


def written(settings: Settings) -> list[ConsumerRecord]:
    """All records of quotes, then all of clean articles."""
    return [*records(settings, settings.topic_quotes), *records(settings, settings.topic_clean)]


def write(settings: Settings, found: list[ConsumerRecord]) -> None:
    """Write records once more, the oldest first, as replays do."""
    with contextlib.closing(KafkaProducer(**client_config(settings))) as producer:
        for one in found:
            producer.send(one.topic, key=one.key, value=one.value, partition=one.partition)
        producer.flush()


def test_each_quote_that_holds_is_there_once(broker_settings: Settings, tmp_path: Path) -> None:
    work(broker_settings, tmp_path)
    write(broker_settings, written(broker_settings))

    with reading(broker_settings, tmp_path):
        wait_until(lambda: texts(tmp_path) == LATEST, "only what holds is there")


def test_a_reader_that_was_killed_goes_on(broker_settings: Settings, tmp_path: Path) -> None:
    send(broker_settings, [(b"a", article(FIRST))], partition=0)
    with RunningWorker(broker_settings, tmp_path / "log", faulty=False):
        with reading(broker_settings, tmp_path):
            wait_until(lambda: len(texts(tmp_path)) == 2, "the first version is there")
        send(broker_settings, [(b"a", article(SECOND))], partition=0)
        with reading(broker_settings, tmp_path):
            wait_until(lambda: texts(tmp_path) == LATEST, "the second version is there")


def test_a_compacted_topic_tells_the_same(broker_settings: Settings, tmp_path: Path) -> None:
    topics = (broker_settings.topic_quotes, broker_settings.topic_clean)
    soon = {"segment.ms": "100", "min.cleanable.dirty.ratio": "0.01", "max.compaction.lag.ms": "1"}
    with contextlib.closing(KafkaAdminClient(**client_config(broker_settings))) as admin:
        admin.alter_configs(
            [ConfigResource(ConfigResourceType.TOPIC, topic, configs=soon) for topic in topics]
        )
    work(broker_settings, tmp_path)
    found = written(broker_settings)

    def is_compacted() -> bool:
        # What is in the newest segment stays, and a record that comes later begins another.
        write(broker_settings, found)
        return records(broker_settings, broker_settings.topic_clean)[0].offset > 0

    wait_until(is_compacted, "the oldest records are gone")
    with reading(broker_settings, tmp_path):
        wait_until(lambda: texts(tmp_path) == LATEST, "only what holds is there")
