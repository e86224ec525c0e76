"""`quotesieve replay`."""

import os
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import click
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError, MessageSizeTooLargeError
from kafka.structs import OffsetAndMetadata

from service.broker import client_config
from service.broker_errors import kafka_errors_told
from service.cli.progress import progress_bar
from service.dead_letters import DeadLetter, headers_of_retry, read_headers
from service.errors import Reason
from service.settings import Settings
from service.topics import Right, check_topic

# Letters that are sent before the broker's word on them is waited for and progress is kept; a
# killed replay puts so many back twice at most.
_BATCH = 500

_POLL_MS = 500

# How long and how often the broker is asked again for what it will soon be able to tell.
_INSIST_SECONDS, _PAUSE_SECONDS = 10.0, 0.2

# The broker and the topic know what they take; no limit of the client's own below a broker's.
_MAX_REQUEST_BYTES = 104_857_600


_T = TypeVar("_T")


class _Time(click.ParamType):
    name = "time"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        try:
            time = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"`{value}` is no time such as 2026-11-24T08:00Z or 2026-11-24", param, ctx)
        return time if time.tzinfo else time.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """Which letters are put back: of these reasons, from this time on (ms since 1970)."""

    reasons: tuple[Reason, ...]
    since_ms: int | None
    again: bool
    dry_run: bool

    def group(self, settings: Settings, reason: Reason) -> str:
        """The group under which the broker keeps how far a reason's letters were put back."""
        since = "" if self.since_ms is None else f".since-{self.since_ms}"
        return f"{settings.group_id}.replay.{reason}{since}"


@dataclass(slots=True, kw_only=True)
class _Count:
    """Letters by reason that were put back, and those that could not be, by why."""

    sent: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)


@click.command(
    epilog="Example: quotesieve replay --reason timed_out --since 2026-11-24T08:00Z --dry-run"
)
@click.option(
    "--reason",
    "reasons",
    multiple=True,
    type=click.Choice([reason.value for reason in Reason]),
    metavar="REASON",
    help="Put those with this reason back; can be given several times. All, if not given.",
)
@click.option(
    "--since", type=_Time(), help="Leave those before this time where they are (UTC, or with zone)."
)
@click.option("--again", is_flag=True, help="Put those back, too, that have been before.")
@click.option("--dry-run", is_flag=True, help="Count them, send nothing.")
def replay(reasons: tuple[str, ...], since: datetime | None, again: bool, dry_run: bool) -> None:
    """Put dead letters back onto the topic of raw articles, after what failed has been mended.

    Each goes with its key, value and headers to the partition that it came from, in order. One that
    fails again is a dead letter again, with the number of the attempt in quotesieve-attempt. How
    far it came is kept for each reason and --since: the same command goes on where it was
    interrupted, and later puts back only what is new.
    """
    settings = Settings.from_env(os.environ)
    check_topic(settings, settings.topic_dead_letter, Right.READ)
    check_topic(settings, settings.topic_raw, Right.WRITE)
    plan = _Plan(
        reasons=tuple(map(Reason, reasons)) or tuple(Reason),
        since_ms=None if since is None else round(since.timestamp() * 1000),
        again=again,
        dry_run=dry_run,
    )
    with ExitStack() as stack:
        stack.enter_context(kafka_errors_told(settings))
        count = _Replay(settings, plan, stack).run()
    for reason, number in sorted(count.sent.items()):
        click.echo(f"{reason}: {number}")
    for why, number in sorted(count.left.items()):
        click.echo(f"left where it is, {why}: {number}")
    verb = "to be put back" if dry_run else "put back"
    click.echo(f"{verb} to {settings.topic_raw}: {count.sent.total()}")


class _Replay:
    """One run of the command."""

    def __init__(self, settings: Settings, plan: _Plan, stack: ExitStack) -> None:
        config = client_config(settings)
        self._settings = settings
        self._plan = plan
        self._admin = KafkaAdminClient(**config)
        stack.callback(self._admin.close)
        self._consumer = KafkaConsumer(**config, group_id=None, enable_auto_commit=False)
        stack.callback(self._consumer.close)
        self._producer = KafkaProducer(
            **config,
            acks="all",
            # One refused record would be the end of an idempotent producer (kafka-python 3.0.12).
            enable_idempotence=False,
            # So that none overtakes another when it is sent again.
            max_in_flight_requests_per_connection=1,
            max_request_size=_MAX_REQUEST_BYTES,
        )
        stack.callback(self._producer.close)
        self._progress = stack.enter_context(progress_bar())
        self._count = _Count()
        self._pending: list[tuple[DeadLetter, Any]] = []

    def run(self) -> _Count:
        """Put all back that is in the topic now."""
        topic = self._settings.topic_dead_letter
        numbers = sorted(self._consumer.partitions_for_topic(topic) or ())
        partitions = [TopicPartition(topic, number) for number in numbers]
        done = self._done(partitions)
        ends = self._consumer.end_offsets(partitions)
        starts = self._starts(ends, done)
        task = self._progress.add_task(
            "replay", total=sum(max(ends[at] - starts[at], 0) for at in partitions)
        )
        for at in partitions:
            own = {reason: offsets[at] for reason, offsets in done.items()}
            reached = starts[at]
            try:
                for record in self._records(at, reached, ends[at]):
                    self._take(record, own)
                    self._progress.update(task, advance=record.offset + 1 - reached)
                    reached = record.offset + 1
                    if len(self._pending) >= _BATCH:
                        self._keep(at, own, reached)
                # Markers of transactions may follow the last letter.
                reached = max(reached, ends[at])
            finally:
                # After Ctrl-C, too: what was sent need not be sent again.
                self._keep(at, own, reached)
        return self._count

    def _done(self, partitions: list[TopicPartition]) -> dict[Reason, dict[TopicPartition, int]]:
        """How far each reason's letters were put back before; -1: not at all."""
        if self._plan.again:
            return {reason: dict.fromkeys(partitions, -1) for reason in self._plan.reasons}
        groups = {self._plan.group(self._settings, reason): reason for reason in self._plan.reasons}
        found = _insist(lambda: self._admin.list_group_offsets(dict.fromkeys(groups, partitions)))
        return {
            reason: {at: found[group][at].offset for at in partitions}
            for group, reason in groups.items()
        }

    def _starts(
        self,
        ends: Mapping[TopicPartition, int],
        done: Mapping[Reason, Mapping[TopicPartition, int]],
    ) -> dict[TopicPartition, int]:
        partitions = list(ends)
        first = self._consumer.beginning_offsets(partitions)
        if self._plan.since_ms is not None:
            times = self._consumer.offsets_for_times(dict.fromkeys(partitions, self._plan.since_ms))
            first = {at: times[at].offset if times[at] else ends[at] for at in partitions}
        return {
            at: max(first[at], min(offsets[at] for offsets in done.values())) for at in partitions
        }

    def _records(self, at: TopicPartition, start: int, end: int) -> Iterator[Any]:
        self._consumer.assign([at])
        self._consumer.seek(at, start)
        while self._consumer.position(at) < end:
            for record in self._consumer.poll(timeout_ms=_POLL_MS).get(at, ()):
                if record.offset < end:
                    yield record

    def _take(self, record: Any, done: Mapping[Reason, int]) -> None:
        """Put one letter back, if it is one of those."""
        if self._plan.since_ms is not None and record.timestamp < self._plan.since_ms:
            return
        letter = read_headers(record.headers)
        if letter is None:
            self._count.left["written by somebody else"] += 1
        elif letter.reason in done and record.offset >= done[Reason(letter.reason)]:
            self._put_back(letter, record)

    def _put_back(self, letter: DeadLetter, record: Any) -> None:
        if letter.omitted_bytes is not None:
            self._count.left["without its value; quotesieve-source says where that is"] += 1
        elif record.key is None and record.value is None:
            self._count.left["neither key nor value"] += 1
        elif self._plan.dry_run:
            self._count.sent[letter.reason] += 1
        else:
            future = self._producer.send(
                self._settings.topic_raw,
                key=record.key,
                value=record.value,
                headers=list(headers_of_retry(letter)),
                partition=self._source_partition(letter),
            )
            self._pending.append((letter, future))

    def _source_partition(self, letter: DeadLetter) -> int | None:
        """Where the message came from: its key's other messages are there, too."""
        topic, _, place = letter.source.partition("/")
        number = place.partition("/")[0]
        known: Collection[int] = self._producer.partitions_for(self._settings.topic_raw)
        if topic == self._settings.topic_raw and number.isdecimal() and int(number) in known:
            return int(number)
        return None

    def _keep(self, at: TopicPartition, done: Mapping[Reason, int], reached: int) -> None:
        """Have the broker keep how far letters were put back, once it has them."""
        self._confirm()
        if self._plan.dry_run:
            return
        for reason, offset in done.items():
            if reached > offset:
                self._keep_offset(self._plan.group(self._settings, reason), at, reached)

    def _confirm(self) -> None:
        pending, self._pending = self._pending, []
        for letter, future in pending:
            try:
                future.get()
            except MessageSizeTooLargeError:
                self._count.left[f"larger than {self._settings.topic_raw} takes"] += 1
            else:
                self._count.sent[letter.reason] += 1

    def _keep_offset(self, group: str, at: TopicPartition, offset: int) -> None:
        def keep() -> None:
            kept = {at: OffsetAndMetadata(offset, "", -1)}
            for error in self._admin.alter_group_offsets(group, kept).values():
                if error.errno:
                    raise error(f"progress in {group}")

        _insist(keep)


def _insist(ask: Callable[[], _T]) -> _T:
    """Ask again for a while; a broker's first group has to wait for a topic that is made for it."""
    ended = time.monotonic() + _INSIST_SECONDS
    while True:
        try:
            return ask()
        except KafkaError as error:
            if not error.retriable or time.monotonic() > ended:
                raise
            time.sleep(_PAUSE_SECONDS)
