"""`quotesieve tail`."""

import base64
import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import click
from kafka import KafkaConsumer
from rich.console import Console, RenderableType

from service.broker import client_config
from service.broker_errors import kafka_errors_told
from service.dead_letters import read_headers
from service.settings import Settings
from service.topics import Right, check_topic
from service.view import article_view, dead_letter_view, quote_view

_TOPICS: dict[str, Callable[[Settings], str]] = {
    "articles": lambda settings: settings.topic_clean,
    "quotes": lambda settings: settings.topic_quotes,
    "dead-letters": lambda settings: settings.topic_dead_letter,
}

# What a dead letter of the service's tells of itself.
_TOLD = ("reason", "stage", "error", "source", "version", "attempt")


@click.command(epilog="Example: quotesieve tail quotes --from-start --json | jq .speaker.name")
@click.argument("what", type=click.Choice(list(_TOPICS)))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.option("--from-start", is_flag=True, help="Begin with the oldest record, not with new ones.")
@click.option("-n", "--limit", type=click.IntRange(min=1), help="End after that many records.")
def tail(what: str, as_json: bool, from_start: bool, limit: int | None) -> None:
    """Print records as they come out of a topic, until Ctrl-C.

    Articles and quotes have with --json the very bytes of the topic. A dead letter has key and
    value as text where they are UTF-8 and in Base64 always.
    """
    settings = Settings.from_env(os.environ)
    topic = _TOPICS[what](settings)
    check_topic(settings, topic, Right.READ)
    console = Console(soft_wrap=True)
    for number, record in enumerate(_records(settings, topic, from_start), 1):
        if as_json:
            # Bytes as they are: Rich or a text stream would re-wrap or re-encode them.
            click.get_binary_stream("stdout").write(_json_line(what, record) + b"\n")
            click.get_binary_stream("stdout").flush()
        else:
            console.print(_view(what, record))
        if number == limit:
            return


def _records(settings: Settings, topic: str, from_start: bool) -> Iterator[Any]:
    """Read a topic without a group, so that looking leaves no trace."""
    with ExitStack() as stack:
        stack.enter_context(kafka_errors_told(settings))
        consumer = KafkaConsumer(
            topic,
            **client_config(settings),
            group_id=None,
            auto_offset_reset="earliest" if from_start else "latest",
        )
        stack.callback(consumer.close)
        yield from consumer


def _json_line(what: str, record: Any) -> bytes:
    if what == "dead-letters":
        return json.dumps(dead_letter(record), ensure_ascii=False).encode()
    return bytes(record.value)


def _view(what: str, record: Any) -> RenderableType:
    if what == "dead-letters":
        return dead_letter_view(dead_letter(record))
    value = json.loads(record.value)
    return article_view(value) if what == "articles" else quote_view(value)


def dead_letter(record: Any) -> dict[str, Any]:
    """A dead letter's record as JSON: what its added headers say, the rest as it came."""
    letter = read_headers(record.headers)
    return {
        **{name: getattr(letter, name, None) for name in _TOLD},
        "key": _text(record.key),
        "value": _text(record.value),
        "key_base64": _base64(record.key),
        "value_base64": _base64(record.value),
        "headers": [
            [name, _base64(value)] for name, value in (letter.headers if letter else record.headers)
        ],
    }


def _text(value: bytes | None) -> str | None:
    try:
        return None if value is None else value.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _base64(value: bytes | None) -> str | None:
    return None if value is None else base64.b64encode(value).decode()
