"""`make run`: the whole service on this machine, with the sample articles going through it.

Starts a broker of its own unless QUOTESIEVE_BOOTSTRAP_SERVERS names one. Runs until Ctrl-C, which
stops all that was started.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from local_kafka import KafkaSetupError, LocalKafka, die_with_parent, free_port, is_listening
from rich.console import Console
from system_packages import say

from service.broker import client_config
from service.cli.tail import dead_letter
from service.errors import QuotesieveError
from service.settings import Settings, variable
from service.view import article_view, dead_letter_view, quote_view

_HERE = Path(__file__).resolve().parent
_SAMPLES = sorted((_HERE / "samples").iterdir())
_DATA = _HERE.parent / ".cache" / "run"
_COMMAND = [sys.executable, "-m", "service"]
_KAFKA_PORT = 9092

# The worker itself ends within QUOTESIEVE_DRAIN_TIMEOUT_SECONDS; this is for one that does not.
_KILL_AFTER_SECONDS = 10.0

_POLL_MS = 200

_interrupted = threading.Event()


def main() -> int:
    """Run it. Returns: the exit code."""
    started = time.monotonic()
    # SIGTERM stops as Ctrl-C does: through the exit stack, last started first.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        with ExitStack() as stack:
            return _run_service(stack, started)
    except (KafkaSetupError, QuotesieveError) as error:
        say(str(error))
        return 2
    except subprocess.CalledProcessError as error:
        # The command itself has said why.
        return int(error.returncode)
    except KeyboardInterrupt:
        say("stopped")
        return 0


def _interrupt(_number: int, _frame: object) -> None:
    # Python drops what is raised inside a callback of the garbage collector, so the loop asks, too.
    _interrupted.set()
    raise KeyboardInterrupt


def _run_service(stack: ExitStack, started: float) -> int:
    environment = _environment(stack)
    settings = Settings.from_env(environment)
    subprocess.run([*_COMMAND, "topics", "create"], env=environment, check=True)
    worker = _start_worker(stack, environment, settings)
    consumer = _consumer(settings)
    stack.callback(consumer.close)
    subprocess.run([*_COMMAND, "publish", *_SAMPLES], env=environment, check=True)
    printer = _Printer(settings, started)
    while worker.poll() is None:
        if _interrupted.is_set():
            raise KeyboardInterrupt
        for records in consumer.poll(timeout_ms=_POLL_MS).values():
            for record in records:
                printer.take(record)
    say(f"the worker ended with code {worker.returncode}")
    return worker.returncode or 1


def _environment(stack: ExitStack) -> dict[str, str]:
    """The settings for all that is started here; starts the broker if none is named."""
    environment = {**os.environ}
    # The worker's own account of a normal start would drown the articles.
    environment.setdefault(variable("log_level"), "error")
    metrics = variable("metrics_address")
    if not environment.get(metrics) and is_listening(Settings().metrics_host_port[1]):
        environment[metrics] = f"127.0.0.1:{free_port()}"
    servers = variable("bootstrap_servers")
    if not environment.get(servers):
        environment[servers] = _start_kafka(stack)
    return environment


def _start_kafka(stack: ExitStack) -> str:
    port = free_port() if is_listening(_KAFKA_PORT) else _KAFKA_PORT
    # A folder a port, so that two runs do not share one; made anew, so that a run begins clean.
    folder = _DATA / str(port)
    shutil.rmtree(folder, ignore_errors=True)
    kafka = stack.enter_context(LocalKafka(folder, port=port))
    return kafka.bootstrap


def _start_worker(
    stack: ExitStack, environment: dict[str, str], settings: Settings
) -> subprocess.Popen[bytes]:
    worker = subprocess.Popen(
        [*_COMMAND, "worker"],
        env=environment,
        # Ctrl-C must reach this process alone, which then stops the rest in order.
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    patience = settings.drain_timeout_seconds + _KILL_AFTER_SECONDS
    stack.callback(_stop_worker, worker, patience)
    return worker


def _stop_worker(worker: subprocess.Popen[bytes], patience: float) -> None:
    worker.terminate()
    try:
        worker.wait(patience)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _consumer(settings: Settings) -> KafkaConsumer:
    """Read what comes out from now on, without a group."""
    consumer = KafkaConsumer(**client_config(settings), group_id=None)
    topics = (settings.topic_clean, settings.topic_quotes, settings.topic_dead_letter)
    partitions = [
        TopicPartition(topic, number)
        for topic in topics
        for number in consumer.partitions_for_topic(topic)
    ]
    consumer.assign(partitions)
    consumer.seek_to_end(*partitions)
    for partition in partitions:
        # Asks the broker now; left to the first poll, what comes out before it would be missed.
        consumer.position(partition)
    return consumer


class _Printer:
    """Prints each article with its quotes, as soon as all of them have come."""

    def __init__(self, settings: Settings, started: float) -> None:
        self._settings = settings
        self._started = started
        self._console = Console(soft_wrap=True, highlight=False)
        self._quotes: dict[str, dict[str, Any]] = {}
        self._waiting: dict[str, dict[str, Any]] = {}
        self._printed = 0

    def take(self, record: Any) -> None:
        """Take one record of any of the three topics."""
        if record.topic == self._settings.topic_dead_letter:
            self._console.print(dead_letter_view(dead_letter(record)))
            return
        value = json.loads(record.value)
        if record.topic == self._settings.topic_quotes:
            if not self._quotes and not self._printed:
                say(f"first quote {time.monotonic() - self._started:.1f} s after the start")
            self._quotes[value["quote_id"]] = value
        else:
            self._waiting[value["id"]] = value
        self._print_whole()

    def _print_whole(self) -> None:
        whole = [
            article
            for article in self._waiting.values()
            if self._quotes.keys() >= set(article["quote_ids"])
        ]
        for article in whole:
            del self._waiting[article["id"]]
            self._console.print(article_view(article))
            for quote_id in article["quote_ids"]:
                self._console.print(quote_view(self._quotes.pop(quote_id)))
            self._console.print()
            self._printed += 1
            if self._printed == len(_SAMPLES):
                self._print_addresses()

    def _print_addresses(self) -> None:
        metrics = self._settings.metrics_address
        servers = self._settings.bootstrap_servers
        self._console.print(
            f"metrics http://{metrics}/metrics · health http://{metrics}/healthz"
            f" and http://{metrics}/readyz · Kafka {servers}"
        )
        self._console.print(
            f"try, in another terminal: {variable('bootstrap_servers')}={servers}"
            " .venv/bin/quotesieve publish FILE"
        )
        self._console.print("Ctrl-C stops everything")


if __name__ == "__main__":
    sys.exit(main())
