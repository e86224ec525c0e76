"""What the worker does when it, or a process of its pool, dies or hangs."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from local_kafka import LocalKafka
from worker_support.faulty import BLOCKED_SECONDS
from worker_support.kills import Plan, kill_under_load, settings_of_kills
from worker_support.running import (
    RunningWorker,
    article,
    committed,
    is_running,
    records,
    send,
    wait_for_records,
    wait_until,
)

from service.settings import Settings

pytestmark = [pytest.mark.broker, pytest.mark.timeout(180)]


@pytest.fixture
def settings(broker_settings: Settings) -> Settings:
    """Settings under which a dead worker's partitions move on soon: the broker's least, 6 s."""
    return msgspec.structs.replace(
        broker_settings,
        session_timeout_seconds=6.0,
        heartbeat_interval_seconds=1.0,
        article_timeout_seconds=60.0,
    )


def test_sigkill_under_500_articles_loses_none(settings: Settings, tmp_path: Path) -> None:
    keys = {f"a{number}".encode() for number in range(500)}
    send(settings, [(key, article(f"Text of {key.decode()}.")) for key in sorted(keys)])

    with RunningWorker(settings, tmp_path / "first") as worker:
        wait_for_records(settings, settings.topic_clean, 50)
        worker.kill()
    first = records(settings, settings.topic_clean)
    assert 50 <= len(first) < 500

    with RunningWorker(settings, tmp_path / "second") as worker:
        wait_until(lambda: sum(committed(settings).values()) == 500, "all is committed")
        assert worker.terminate() == 0
    clean = records(settings, settings.topic_clean)
    quotes = records(settings, settings.topic_quotes)

    assert {record.key for record in clean} == keys
    # One byte string a key, however often it was written.
    assert len({(record.key, record.value) for record in clean}) == 500
    assert len({(record.key, record.value) for record in quotes}) == 1000
    # Only what was in flight or not yet committed is written twice.
    assert len(clean) - 500 <= len(first)


def test_kills_of_two_workers_lose_nothing(kafka: LocalKafka, tmp_path: Path) -> None:
    """The short form of tests/long/test_kills.py."""
    settings = settings_of_kills(kafka.bootstrap)

    figures = kill_under_load(settings, Plan(articles=2000, kills=4), tmp_path)

    assert (figures.missing, figures.changed, figures.out_of_order) == (0, 0, 0)
    assert figures.poison_found == figures.poison_sent == 4
    assert figures.bad_codes == 0
    assert figures.slowest_end < settings.drain_timeout_seconds


def test_good_message_with_a_bad_one_behind_it_is_replayed(
    settings: Settings, tmp_path: Path
) -> None:
    """Faust alone would acknowledge the bad one, which takes no time, and so lose the good one."""
    send(settings, [(b"good", article("slow 3")), (b"bad", b"no JSON")], partition=0)

    with RunningWorker(settings, tmp_path / "first") as worker:
        wait_until(lambda: worker.metric("quotesieve_window_used_messages") == 2, "both are taken")
        worker.kill()
    assert committed(settings).get(0, 0) == 0

    with RunningWorker(settings, tmp_path / "second") as worker:
        wait_until(lambda: committed(settings) == {0: 2}, "both are committed")
        assert worker.terminate() == 0
    assert [one.key for one in records(settings, settings.topic_clean)] == [b"good"]
    assert [one.key for one in records(settings, settings.topic_dead_letter)] == [b"bad"]


@contextmanager
def two_workers(settings: Settings, folder: Path) -> Iterator[tuple[RunningWorker, RunningWorker]]:
    """Two workers of one group, both at work."""
    with (
        RunningWorker(settings, folder / "first") as first,
        RunningWorker(settings, folder / "second") as second,
    ):
        first.wait_ready()
        second.wait_ready()
        yield first, second


def test_others_take_over_from_a_killed_worker_in_time(settings: Settings, tmp_path: Path) -> None:
    with two_workers(settings, tmp_path) as (first, second):
        first.kill()
        killed = time.monotonic()
        send(settings, [(b"a%d" % number, article("Text.")) for number in range(30)])
        wait_until(lambda: sum(committed(settings).values()) == 30, "all is committed")
        took = time.monotonic() - killed
        assert second.terminate() == 0
    # What a dead worker had stands still until then; 5 s are for finding the group anew.
    assert took < settings.session_timeout_seconds + 5


def test_sigterm_during_a_rebalance_ends_in_time(settings: Settings, tmp_path: Path) -> None:
    settings = msgspec.structs.replace(settings, drain_timeout_seconds=8.0)
    send(settings, [(b"a%d" % number, article("slow 0.05")) for number in range(300)])
    with two_workers(settings, tmp_path) as (first, second):
        # The group waits for it until its session is over.
        second.kill()
        with RunningWorker(settings, tmp_path / "third") as third:
            wait_until(lambda: third.get("/healthz")[0] == 200, "another one comes")
            asked = time.monotonic()
            first.process.terminate()
            first.process.wait(settings.drain_timeout_seconds + 4)
            took = time.monotonic() - asked
            wait_until(lambda: sum(committed(settings).values()) == 300, "all is committed")
    # The watchdog leaves two seconds for threads and processes that have to go.
    assert took < settings.drain_timeout_seconds + 3
    assert len({one.key for one in records(settings, settings.topic_clean)}) == 300


def test_offset_stays_at_a_hanging_head_though_later_ones_finish(
    settings: Settings, tmp_path: Path
) -> None:
    """Faust alone would commit past it, first of all in a group that has committed nothing."""
    settings = msgspec.structs.replace(settings, processes=2)
    later = [(f"a{number}".encode(), article("Later.")) for number in range(5)]
    send(settings, [(b"head", article("hang")), *later], partition=0)
    send(settings, [(b"other", article("Other."))], partition=1)

    with RunningWorker(settings, tmp_path / "first") as worker:
        wait_until(lambda: worker.metric("quotesieve_window_used_messages") == 6, "all wait")
        # The process that is left takes one after the other, so before this one the later ones.
        send(settings, [(b"other-2", article("Other."))], partition=1)
        wait_until(lambda: committed(settings).get(1) == 2, "the other partition is committed")
        worker.kill()
    assert committed(settings).get(0, 0) == 0
    assert {one.key for one in records(settings, settings.topic_clean)} == {b"other", b"other-2"}

    settings = msgspec.structs.replace(settings, article_timeout_seconds=1.0)
    with RunningWorker(settings, tmp_path / "second") as worker:
        wait_until(lambda: committed(settings) == {0: 6, 1: 2}, "all is committed")
        assert worker.terminate() == 0
    clean = records(settings, settings.topic_clean)
    assert {record.key for record in clean} == {key for key, _ in later} | {b"other", b"other-2"}


def test_hung_article_becomes_a_dead_letter(settings: Settings, tmp_path: Path) -> None:
    settings = msgspec.structs.replace(settings, article_timeout_seconds=1.0)
    value = article("hang")
    send(settings, [(b"hung", value), (b"next", article("Next."))], partition=0)

    with RunningWorker(settings, tmp_path / "log") as worker:
        wait_until(lambda: committed(settings) == {0: 2}, "both are committed")
        restarts = worker.metric("quotesieve_pool_restarts_total")
        assert worker.terminate() == 0

    [dead] = records(settings, settings.topic_dead_letter)
    assert (dead.key, dead.value) == (b"hung", value)
    assert dict(dead.headers)["quotesieve-reason"] == b"timed_out"
    assert [record.key for record in records(settings, settings.topic_clean)] == [b"next"]
    assert restarts == 1


def test_article_that_kills_its_process_is_tried_twice(settings: Settings, tmp_path: Path) -> None:
    once = article(f"die-once {tmp_path / 'note'}")
    send(
        settings,
        [(b"once", once), (b"always", article("die")), (b"next", article("Next."))],
        partition=0,
    )

    with RunningWorker(settings, tmp_path / "log") as worker:
        wait_until(lambda: committed(settings) == {0: 3}, "all are committed")
        restarts = worker.metric("quotesieve_pool_restarts_total")
        assert worker.terminate() == 0

    [dead] = records(settings, settings.topic_dead_letter)
    assert (dead.key, dead.value) == (b"always", article("die"))
    assert dict(dead.headers)["quotesieve-reason"] == b"worker_died"
    assert {record.key for record in records(settings, settings.topic_clean)} == {b"once", b"next"}
    assert restarts == 3


def test_sigkill_leaves_no_process_behind(settings: Settings, tmp_path: Path) -> None:
    settings = msgspec.structs.replace(settings, processes=2)
    send(settings, [(b"hung", article("hang"))])

    with RunningWorker(settings, tmp_path / "log") as worker:
        wait_until(lambda: worker.metric("quotesieve_window_used_messages") == 1, "one hangs")
        below = worker.descendants()
        worker.kill()
        wait_until(lambda: not any(map(is_running, below)), "all processes are gone", seconds=5)
    assert len(below) >= 2


def test_sigterm_with_a_hung_article_ends_in_time_and_not_clean(
    settings: Settings, tmp_path: Path
) -> None:
    settings = msgspec.structs.replace(settings, processes=2, drain_timeout_seconds=4.0)
    send(settings, [(b"hung", article("hang"))], partition=0)
    send(settings, [(b"good", article("Good."))], partition=1)

    with RunningWorker(settings, tmp_path / "log") as worker:
        wait_for_records(settings, settings.topic_clean, 1)
        wait_until(lambda: worker.metric("quotesieve_window_used_messages") == 1, "one hangs")
        below = worker.descendants()
        assert worker.terminate() == 1
    assert committed(settings).get(0, 0) == 0
    assert not any(map(is_running, below))


def test_blocked_loop_is_seen_from_outside(settings: Settings, tmp_path: Path) -> None:
    with RunningWorker(settings, tmp_path / "log") as worker:
        worker.wait_ready()
        worker.signal(signal.SIGUSR1)
        send(settings, [(b"a", article("Waits."))], partition=0)
        wait_until(
            lambda: worker.get("/healthz")[0] == 503, "/healthz fails", seconds=BLOCKED_SECONDS
        )
        assert "has not run for" in worker.get("/readyz")[1]
        wait_until(
            lambda: worker.metric("quotesieve_consumer_lag_messages", partition="0") == 1,
            "the lag rises",
            seconds=BLOCKED_SECONDS,
        )
        assert worker.get("/healthz")[0] == 503
        # And once it runs again, all is well.
        wait_for_records(settings, settings.topic_clean, 1)
        worker.wait_ready()


def test_sigterm_ends_a_worker_whose_loop_is_blocked(settings: Settings, tmp_path: Path) -> None:
    settings = msgspec.structs.replace(settings, drain_timeout_seconds=1.0)
    with RunningWorker(settings, tmp_path / "log") as worker:
        worker.wait_ready()
        worker.signal(signal.SIGUSR1)
        wait_until(lambda: worker.get("/healthz")[0] == 503, "the loop is blocked")
        assert worker.terminate() == 1


def test_sigterm_waits_for_what_is_in_flight(settings: Settings, tmp_path: Path) -> None:
    send(settings, [(b"slow", article("slow 2"))])

    with RunningWorker(settings, tmp_path / "log") as worker:
        wait_until(lambda: worker.metric("quotesieve_window_used_messages") == 1, "it is in work")
        assert worker.terminate() == 0
    assert [record.key for record in records(settings, settings.topic_clean)] == [b"slow"]
    assert sum(committed(settings).values()) == 1
