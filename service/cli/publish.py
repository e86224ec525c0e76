"""`quotesieve publish`."""

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import Any

import click
from kafka import KafkaProducer

from service.broker import client_config
from service.broker_errors import kafka_errors_told
from service.cli import STANDARD_INPUT
from service.cli.inputs import RawMessage, read_messages
from service.cli.progress import progress_bar
from service.settings import HEADER_BYTES, Settings
from service.topics import Right, check_topic

# Records in flight; awaiting each alone would cost a round trip a record.
_IN_FLIGHT = 1000


@click.command(epilog="Example: quotesieve publish crawl.jsonl page.txt page.html")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def publish(files: tuple[str, ...]) -> None:
    """Publish raw articles.

    FILE is JSON Lines of messages (.jsonl, .ndjson, .json, or - for standard input), or one
    article as HTML (.html, .htm) or text (anything else), whose id is the file's name without its
    ending. Everything is checked first; nothing is sent when anything is wrong.
    """
    settings = Settings.from_env(os.environ)
    limit = settings.max_message_bytes
    if STANDARD_INPUT in files:
        # It can be read only once, so it is held; files are read twice instead.
        held = list(read_messages(files, max_message_bytes=limit))
        total, messages = len(held), iter(held)
    else:
        total = sum(1 for _ in read_messages(files, max_message_bytes=limit))
        messages = read_messages(files, max_message_bytes=limit)
    check_topic(settings, settings.topic_raw, Right.WRITE)
    _send(settings, messages, total)
    click.echo(
        f"published {total} {'article' if total == 1 else 'articles'} to {settings.topic_raw}",
        err=True,
    )


def _send(settings: Settings, messages: Iterable[RawMessage], total: int) -> None:
    with ExitStack() as stack:
        stack.enter_context(kafka_errors_told(settings))
        producer = KafkaProducer(
            **client_config(settings),
            acks="all",
            enable_idempotence=True,
            max_request_size=settings.max_message_bytes + HEADER_BYTES,
        )
        stack.callback(producer.close)
        progress = stack.enter_context(progress_bar())
        _send_all(settings, producer, progress.track(messages, total, description="publish"))


def _send_all(settings: Settings, producer: KafkaProducer, messages: Iterable[RawMessage]) -> None:
    pending: list[Any] = []
    for message in messages:
        pending.append(
            producer.send(settings.topic_raw, key=message.article_id.encode(), value=message.value)
        )
        if len(pending) >= _IN_FLIGHT:
            _confirm(pending)
            pending = []
    _confirm(pending)


def _confirm(pending: Sequence[Any]) -> None:
    for future in pending:
        # Raises what the broker answered; the client gives up after its own delivery timeout.
        future.get()
