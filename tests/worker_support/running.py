"""A worker process under test, and the topics as a test sees them."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
from aiokafka import AIOKafkaProducer
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.consumer.fetcher import ConsumerRecord
from kafka.errors import KafkaError
from prometheus_client.parser import text_string_to_metric_families

from service.broker import client_config
from service.dead_letters import Headers
from service.settings import Secret, Settings, variable

_TESTS = Path(__file__).resolve().parent.parent

# Longest wait for anything; far above the few seconds that each thing takes alone, for a machine
# that does other things as well.
PATIENCE_SECONDS = 60.0


def wait_until(condition: Callable[[], object], what: str, *, seconds: float = 0.0) -> None:
    """Wait for a condition; fail, naming it, when it does not come."""
    deadline = time.monotonic() + (seconds or PATIENCE_SECONDS)
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.05)


class RunningWorker:
    """A worker in a process of its own; a context manager that leaves none behind."""

    def __init__(self, settings: Settings, log: Path, *, faulty: bool = True) -> None:
        """Plan it.

        Args: log: where its standard error goes. faulty: with worker_support.faulty, else the
        real `quotesieve worker`.
        """
        module = ["worker_support.faulty"] if faulty else ["service", "worker"]
        self._command = [sys.executable, "-m", *module]
        self._environment = environment(settings)
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "RunningWorker":
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                cwd=self._log.parent,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()
        if error is not None:
            sys.stderr.write(self._log.read_text("utf-8")[-6000:])

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        """The process; it must have been started."""
        assert self._process is not None
        return self._process

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def kill(self) -> None:
        """SIGKILL, and wait for its end."""
        self.process.kill()
        self.process.wait()

    def terminate(self) -> int:
        """SIGTERM; returns the exit code."""
        self.process.terminate()
        return self.wait()

    def wait(self) -> int:
        """Wait for its end; returns the exit code."""
        return self.process.wait(PATIENCE_SECONDS)

    def log_entries(self) -> list[dict[str, Any]]:
        """What it has logged; lines that are no JSON become the `message`."""
        lines = self._log.read_text("utf-8").splitlines() if self._log.exists() else []
        return [json.loads(line) if line[:1] == "{" else {"message": line} for line in lines]

    def wait_ready(self) -> None:
        """Wait until it says that it processes messages."""
        wait_until(lambda: self.get("/readyz")[0] == 200, "the worker is ready")

    def get(self, path: str) -> tuple[int, str]:
        """Ask its metrics port; status 0 as long as nothing answers."""
        ports = [entry["port"] for entry in self.log_entries() if "port" in entry]
        if not ports:
            return 0, ""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{ports[-1]}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def metric(self, name: str, **labels: str) -> float:
        """The sum of a metric's samples that have these labels."""
        families = text_string_to_metric_families(self.get("/metrics")[1])
        samples = [sample for family in families for sample in family.samples]
        return sum(
            sample.value
            for sample in samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    def descendants(self) -> set[int]:
        """The ids of all processes below it (Linux)."""
        return descendants(self.process.pid)


def descendants(pid: int) -> set[int]:
    """The ids of all processes below one (Linux)."""
    found: set[int] = set()
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            found |= {child} | descendants(child)
    return found


def is_running(pid: int) -> bool:
    """Whether a process is there and no zombie (Linux)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def environment(settings: Settings) -> dict[str, str]:
    """This process's environment, with these settings in it."""
    own = {
        variable(field): value.reveal() if isinstance(value, Secret) else str(value)
        for field, value in msgspec.structs.asdict(settings).items()
        if value is not None
    }
    return {**os.environ, "PYTHONPATH": f"{_TESTS}{os.pathsep}{_TESTS.parent}", **own}


def quotesieve(
    settings: Settings, *arguments: str, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        env=environment(settings),
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def article(body: str, **fields: object) -> bytes:
    """The value of a raw message."""
    return json.dumps({"body": body, **fields}).encode()


def send(
    settings: Settings,
    messages: Iterable[tuple[bytes | None, bytes | None]],
    *,
    headers: Headers = (),
    partition: int | None = None,
    compression: str | None = None,
) -> None:
    """Put raw messages onto the raw topic, in order."""
    producer = KafkaProducer(
        **client_config(settings),
        max_request_size=100_000_000,
        compression_type=compression,
        acks="all",
    )
    topic = settings.topic_raw
    with contextlib.closing(producer):
        for key, value in messages:
            if key is None and value is None:
                producer.flush()
                send_nothing(settings, topic, headers=headers, partition=partition or 0)
            else:
                producer.send(
                    topic, key=key, value=value, headers=list(headers), partition=partition
                )
        producer.flush()


def send_nothing(
    settings: Settings, topic: str, *, headers: Headers = (), partition: int = 0
) -> None:
    """Send a record without key and value; the clients' own `send` refuse it, the broker not."""

    async def body() -> None:
        async with AIOKafkaProducer(bootstrap_servers=settings.bootstrap_servers) as producer:
            batch = producer.create_batch()
            batch.append(timestamp=None, key=None, value=None, headers=list(headers))
            await (await producer.send_batch(batch, topic, partition=partition))

    asyncio.run(body())


def records(settings: Settings, topic: str) -> list[ConsumerRecord]:
    """All records of a topic so far, by partition and offset."""
    consumer = KafkaConsumer(**client_config(settings), max_partition_fetch_bytes=100_000_000)
    with contextlib.closing(consumer):
        numbers = sorted(consumer.partitions_for_topic(topic) or ())
        partitions = [TopicPartition(topic, number) for number in numbers]
        consumer.assign(partitions)
        consumer.seek_to_beginning()
        ends = consumer.end_offsets(partitions)
        found: list[ConsumerRecord] = []
        while any(consumer.position(at) < end for at, end in ends.items()):
            for batch in consumer.poll(timeout_ms=200).values():
                found.extend(batch)
    return sorted(found, key=lambda record: (record.partition, record.offset))


def count(settings: Settings, topic: str) -> int:
    """How many records a topic has so far."""
    return sum(_ends(settings, topic).values())


def wait_for_records(settings: Settings, topic: str, number: int) -> list[ConsumerRecord]:
    """Wait until a topic has that many records; returns them all."""
    consumer = KafkaConsumer(**client_config(settings))
    with contextlib.closing(consumer):
        wait_until(
            lambda: sum(_end_offsets(consumer, topic).values()) >= number,
            f"{topic} has {number} records",
        )
    return records(settings, topic)


def _ends(settings: Settings, topic: str) -> dict[TopicPartition, int]:
    with contextlib.closing(KafkaConsumer(**client_config(settings))) as consumer:
        return _end_offsets(consumer, topic)


def _end_offsets(consumer: KafkaConsumer, topic: str) -> dict[TopicPartition, int]:
    numbers = consumer.partitions_for_topic(topic) or ()
    ends: dict[TopicPartition, int] = consumer.end_offsets(
        [TopicPartition(topic, number) for number in numbers]
    )
    return ends


def committed(settings: Settings) -> dict[int, int]:
    """The group's committed offset of each raw partition that has one."""
    with contextlib.closing(KafkaAdminClient(**client_config(settings))) as admin:
        try:
            offsets = admin.list_group_offsets({settings.group_id: None})[settings.group_id]
        except KafkaError as error:
            # A broker that has had no group yet, or just came back, finds its coordinator first.
            if not error.retriable:
                raise
            return {}
    return {at.partition: found.offset for at, found in offsets.items() if found.offset >= 0}


def ends(settings: Settings) -> dict[int, int]:
    """The end offset of each raw partition."""
    return {at.partition: end for at, end in _ends(settings, settings.topic_raw).items()}
