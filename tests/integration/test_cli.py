"""The commands that speak to Kafka, as processes of their own, on the real broker."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import unique_settings
from kafka import KafkaProducer
from local_kafka import LocalKafka
from worker_support.running import quotesieve

from service.settings import Settings

pytestmark = pytest.mark.broker


def test_topics_are_created_then_fit(kafka: LocalKafka) -> None:
    settings = unique_settings(kafka.bootstrap)

    before = quotesieve(settings, "topics", "check")
    created = quotesieve(settings, "topics", "create", "--partitions", "2")
    after = quotesieve(settings, "topics", "check")

    assert before.returncode == 2
    assert "run `quotesieve topics create`" in before.stderr
    assert before.stderr.count("\n") == 1
    assert created.stdout.count(": created\n") == 5
    assert after.returncode == 0
    assert "are fit" in after.stdout


def test_worker_without_its_topics_does_not_start(kafka: LocalKafka) -> None:
    done = quotesieve(unique_settings(kafka.bootstrap), "worker")

    assert done.returncode == 2
    assert "missing topics" in done.stderr
    assert done.stderr.count("\n") == 1


def test_published_files_arrive_as_messages(broker_settings: Settings, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>One.</p>", "utf-8")
    lines = tmp_path / "crawl.jsonl"
    lines.write_text('{"id": "two", "body": "Two."}\n', "utf-8")
    # Published to the topic that `tail quotes` reads, since there is none for raw articles.
    swapped = Settings(
        bootstrap_servers=broker_settings.bootstrap_servers,
        topic_raw=broker_settings.topic_quotes,
        topic_clean=broker_settings.topic_clean,
        topic_quotes=broker_settings.topic_raw,
        topic_dead_letter=broker_settings.topic_dead_letter,
        topic_memory=broker_settings.topic_memory,
    )

    published = quotesieve(swapped, "publish", str(page), str(lines))
    read = quotesieve(broker_settings, "tail", "quotes", "--json", "--from-start", "-n", "2")

    assert published.returncode == 0
    assert f"published 2 articles to {swapped.topic_raw}" in published.stderr
    assert set(read.stdout.splitlines()) == {
        '{"id":"page","content_type":"text/html","body":"<p>One.</p>"}',
        '{"id": "two", "body": "Two."}',
    }


def test_nothing_is_sent_when_a_line_is_wrong(broker_settings: Settings, tmp_path: Path) -> None:
    lines = tmp_path / "crawl.jsonl"
    lines.write_text('{"id": "a", "body": "x"}\n{"id": "b"}\n', "utf-8")

    done = quotesieve(broker_settings, "publish", str(lines))

    assert done.returncode == 2
    assert f"{lines}, line 2: the required field `body` is missing" in done.stderr


def dead_letter(settings: Settings, value: bytes | None) -> None:
    producer = KafkaProducer(bootstrap_servers=settings.servers)
    headers = [
        ("trace", b"\x00\xff"),
        ("quotesieve-reason", b"not_json"),
        ("quotesieve-stage", b"decode"),
        ("quotesieve-error", b"the message is not JSON"),
        ("quotesieve-source", b"raw/0/7"),
        ("quotesieve-version", b"0.1.0"),
    ]
    producer.send(settings.topic_dead_letter, key=b"k", value=value, headers=headers).get(30)
    producer.close()


@pytest.mark.parametrize(
    ("value", "text"), [(b"\xff{", None), ("Größe".encode(), "Größe"), (None, None)]
)
def test_dead_letters_are_told_byte_for_byte(
    broker_settings: Settings, value: bytes | None, text: str | None
) -> None:
    dead_letter(broker_settings, value)

    read = quotesieve(broker_settings, "tail", "dead-letters", "--json", "--from-start", "-n", "1")
    seen: dict[str, Any] = json.loads(read.stdout)

    assert seen["reason"] == "not_json"
    assert seen["source"] == "raw/0/7"
    assert seen["key"] == "k"
    assert seen["value"] == text
    assert seen["value_base64"] == (value and base64.b64encode(value).decode())
    assert seen["headers"] == [["trace", "AP8="]]


def test_dead_letters_are_readable(broker_settings: Settings) -> None:
    dead_letter(broker_settings, b"nonsense")

    read = quotesieve(broker_settings, "tail", "dead-letters", "--from-start", "-n", "1")

    assert "not_json at decode · from raw/0/7 · key 'k'" in read.stdout
    assert "nonsense" in read.stdout
