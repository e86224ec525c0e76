"""Kills workers at random while they work, and counts what is missing after it."""

import random
import signal
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from conftest import unique_settings
from kafka.consumer.fetcher import ConsumerRecord

from service.settings import Settings, Switch
from service.topics import create_topics
from worker_support.running import (
    RunningWorker,
    article,
    committed,
    records,
    send,
    wait_until,
)

# One of so many messages is no JSON; so many versions has each article.
_POISON_EVERY, _VERSIONS = 500, 20
# Of the kills, those by SIGTERM.
_ORDERLY = 0.3
_PAUSE_SECONDS = (1.0, 5.0)
_PATIENCE_SECONDS = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is sent, over how long, and how often a worker is killed meanwhile."""

    articles: int
    kills: int
    workers: int = 2

    @property
    def seconds(self) -> float:
        """The time that the kills take, about; messages come as long."""
        return self.kills * sum(_PAUSE_SECONDS) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was found; `slowest_end`: the seconds of the slowest SIGTERM."""

    sent: int
    missing: int
    duplicates: int
    changed: int
    out_of_order: int
    poison_sent: int
    poison_found: int
    sigkills: int
    sigterms: int
    slowest_end: float
    bad_codes: int

    def __str__(self) -> str:
        return (
            f"{self.sent} messages, {self.sigkills} SIGKILL, {self.sigterms} SIGTERM:"
            f" {self.missing} missing, {self.poison_found} of {self.poison_sent} poisonous ones"
            f" dead-lettered, {self.duplicates} records twice"
            f" ({100 * self.duplicates / self.sent:.1f} %), {self.changed} of other bytes,"
            f" {self.out_of_order} out of order; slowest SIGTERM {self.slowest_end:.1f} s"
        )


def settings_of_kills(bootstrap: str) -> Settings:
    """Settings whose topics exist: 12 partitions; a dead worker is missed after 6 s."""
    settings = msgspec.structs.replace(
        unique_settings(bootstrap),
        session_timeout_seconds=6.0,
        heartbeat_interval_seconds=1.0,
        # What it learns would make other bytes of a replay.
        memory=Switch.OFF,
    )
    create_topics(settings, partitions=12, replication_factor=1)
    return settings


def kill_under_load(settings: Settings, plan: Plan, folder: Path) -> Figures:
    """Send messages while workers are killed and started again; wait until all is committed."""
    chance = random.Random(0)
    messages = _messages(plan.articles)
    ended: list[tuple[float, int]] = []
    sigkills = 0
    with ExitStack() as stack:
        stack.enter_context(_sending(settings, messages, plan.seconds))
        workers = [
            stack.enter_context(RunningWorker(settings, folder / f"{number}.log"))
            for number in range(plan.workers)
        ]
        workers[0].wait_ready()
        for number in range(plan.kills):
            time.sleep(chance.uniform(*_PAUSE_SECONDS))
            victim = chance.randrange(plan.workers)
            if chance.random() < _ORDERLY:
                started = time.monotonic()
                code = workers[victim].terminate()
                ended.append((time.monotonic() - started, code))
            else:
                workers[victim].signal(signal.SIGKILL)
                workers[victim].process.wait()
                sigkills += 1
            log = folder / f"{plan.workers + number}.log"
            workers[victim] = stack.enter_context(RunningWorker(settings, log))
        wait_until(
            lambda: sum(committed(settings).values()) == len(messages),
            "all is committed",
            seconds=_PATIENCE_SECONDS,
        )
    return _figures(settings, messages, sigkills, ended)


def _messages(count: int) -> list[tuple[bytes, bytes]]:
    """Versions of articles, and among them what is no JSON."""
    articles = count // _VERSIONS
    return [
        (b"poison%d" % number, b"no JSON %d" % number)
        if number % _POISON_EVERY == 7
        else (
            b"a%d" % (number % articles),
            article(f"Of article {number % articles}.", crawled_at=f"{number // articles:03}"),
        )
        for number in range(count)
    ]


@contextmanager
def _sending(
    settings: Settings, messages: list[tuple[bytes, bytes]], seconds: float
) -> Iterator[None]:
    """Send messages bit by bit, in a thread."""
    parts = max(1, round(seconds * 2))
    size = -(-len(messages) // parts)

    def run() -> None:
        for start in range(0, len(messages), size):
            send(settings, messages[start : start + size])
            time.sleep(0.3)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield
    thread.join(_PATIENCE_SECONDS)


def _figures(
    settings: Settings,
    messages: list[tuple[bytes, bytes]],
    sigkills: int,
    ended: list[tuple[float, int]],
) -> Figures:
    clean = records(settings, settings.topic_clean)
    quotes = records(settings, settings.topic_quotes)
    dead = records(settings, settings.topic_dead_letter)
    poison = {message for message in messages if message[0].startswith(b"poison")}
    wanted = Counter(key for key, _ in messages if not key.startswith(b"poison"))
    found = {(record.key, record.value) for record in clean}
    versions: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for record in clean:
        versions[record.key].append(record.value)
    return Figures(
        sent=len(messages),
        missing=sum((wanted - Counter(key for key, _ in found)).values()),
        duplicates=len(clean) - len(found) + len(dead) - len({one.key for one in dead}),
        # A version of an article has one byte string, and so has a quote.
        changed=sum((Counter(key for key, _ in found) - wanted).values()) + _changed(quotes),
        out_of_order=sum(map(_skips, versions.values())),
        poison_sent=len(poison),
        poison_found=len(poison & {(one.key, one.value) for one in dead}),
        sigkills=sigkills,
        sigterms=len(ended),
        slowest_end=max((seconds for seconds, _ in ended), default=0.0),
        bad_codes=sum(code != 0 for _, code in ended),
    )


def _changed(quotes: list[ConsumerRecord]) -> int:
    """Quotes of one id that are not of one byte string."""
    values: defaultdict[bytes, set[bytes]] = defaultdict(set)
    for record in quotes:
        values[record.key].add(record.value)
    return sum(len(found) > 1 for found in values.values())


def _skips(values: list[bytes]) -> int:
    """How often an article's versions go on by more than one; a replay goes back before it."""
    numbers = {value: number for number, value in enumerate(sorted(set(values), key=_version))}
    highest, skips = -1, 0
    for value in values:
        skips += numbers[value] > highest + 1
        highest = max(highest, numbers[value])
    return skips + (numbers[values[-1]] != highest)


def _version(value: bytes) -> bytes:
    return value.partition(b'"crawled_at":"')[2][:3]
