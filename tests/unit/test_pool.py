"""The process pool, with real processes."""

import multiprocessing
import os
import signal
from collections.abc import Iterator, Set
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import pytest
from worker_support.processors import FaultyProcessor
from worker_support.running import article, wait_until

from service.errors import Failure, InfrastructureError, Reason, Stage
from service.pool import ArticlePool, usable_cores
from service.wire.encode import EncodedArticle
from service.work import Outcome, WorkStats

KEY = b"key"
GOOD = article("Good.")


class EnvironmentProcessor:
    """Gives a variable of its environment as the message of a failure."""

    def process(
        self, key: bytes | None, value: bytes | None, repeated: Set[int] | None = None
    ) -> Outcome:
        """Look the key up."""
        text = os.environ.get((key or b"").decode(), "")
        failure = Failure(reason=Reason.INTERNAL_ERROR, stage=Stage.EXTRACT, message=text)
        return Outcome(result=failure, stats=WorkStats())


class RaisingProcessor:
    """Breaks its promise never to raise."""

    def process(
        self, key: bytes | None, value: bytes | None, repeated: Set[int] | None = None
    ) -> Outcome:
        """Raise."""
        raise ValueError("article text")


def _failing_factory() -> FaultyProcessor:
    raise OSError("no model here")


def _dying_factory(note: Path) -> FaultyProcessor:
    with note.open("a") as file:
        file.write("x")
    os.kill(os.getpid(), signal.SIGKILL)
    return FaultyProcessor()


def _failure(future: Future[Outcome]) -> Failure:
    result = future.result(60).result
    assert isinstance(result, Failure)
    return result


def _is_good(future: Future[Outcome]) -> bool:
    return isinstance(future.result(60).result, EncodedArticle)


def _process_ids() -> set[int | None]:
    return {child.pid for child in multiprocessing.active_children()}


@pytest.fixture
def restarts() -> list[None]:
    """Gets an element for each restart of a process."""
    return []


@pytest.fixture
def pool(restarts: list[None]) -> Iterator[ArticlePool]:
    """Two processes, a second for each message."""
    with ArticlePool(
        FaultyProcessor,
        timeout_seconds=1.0,
        processes=2,
        on_restart=partial(restarts.append, None),
    ) as pool:
        pool.wait_ready()
        yield pool


def test_outcome_is_that_of_the_processor(pool: ArticlePool) -> None:
    assert pool.submit(KEY, GOOD).result(60) == FaultyProcessor().process(KEY, GOOD)


def test_hung_message_fails_alone(pool: ArticlePool, restarts: list[None]) -> None:
    hung = pool.submit(KEY, article("hang"))
    others = [pool.submit(KEY, GOOD) for _ in range(10)]
    assert all(map(_is_good, others))
    assert not hung.done()
    assert _failure(hung).reason is Reason.TIMED_OUT
    assert _is_good(pool.submit(KEY, GOOD))
    assert len(restarts) == 1


def test_killing_message_fails_alone_after_two_tries(
    pool: ArticlePool, restarts: list[None]
) -> None:
    killing = pool.submit(KEY, article("die"))
    others = [pool.submit(KEY, GOOD) for _ in range(10)]
    assert _failure(killing) == Failure(
        reason=Reason.WORKER_DIED, stage=Stage.EXTRACT, message="ended its process 2 times"
    )
    assert all(map(_is_good, others))
    assert len(restarts) == 2


def test_message_whose_process_dies_once_succeeds(
    pool: ArticlePool, restarts: list[None], tmp_path: Path
) -> None:
    assert _is_good(pool.submit(KEY, article(f"die-once {tmp_path / 'note'}")))
    assert len(restarts) == 1


def test_process_killed_while_idle_is_replaced(pool: ArticlePool) -> None:
    before = _process_ids()
    for pid in before:
        os.kill(pid or 0, signal.SIGKILL)
    wait_until(lambda: not _process_ids(), "the processes are dead")
    assert all(map(_is_good, [pool.submit(KEY, GOOD) for _ in range(4)]))
    assert not before & _process_ids()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_to_the_process_group_do_not_end_the_work(
    pool: ArticlePool, restarts: list[None], number: signal.Signals
) -> None:
    """A terminal sends Ctrl-C to all, systemd SIGTERM; the parent drains first."""
    working = [pool.submit(KEY, article("slow 0.3")) for _ in range(2)]
    for pid in _process_ids():
        os.kill(pid or 0, number)
    assert all(map(_is_good, working))
    assert restarts == []


def test_processor_that_raises_counts_as_dead(capfd: pytest.CaptureFixture[str]) -> None:
    with ArticlePool(RaisingProcessor, timeout_seconds=5.0, processes=1) as pool:
        assert _failure(pool.submit(KEY, GOOD)).reason is Reason.WORKER_DIED
    assert "article text" not in capfd.readouterr().err


def test_cancelled_message_is_not_worked_on(pool: ArticlePool, tmp_path: Path) -> None:
    busy = [pool.submit(KEY, article("slow 0.3")) for _ in range(2)]
    note = tmp_path / "note"
    cancelled = pool.submit(KEY, article(f"die-once {note}"))
    assert cancelled.cancel()
    assert all(map(_is_good, busy))
    assert _is_good(pool.submit(KEY, GOOD))
    assert not note.exists()


def test_factory_that_fails_breaks_the_pool() -> None:
    with ArticlePool(_failing_factory, timeout_seconds=1.0, processes=2) as pool:
        queued = pool.submit(KEY, GOOD)
        with pytest.raises(InfrastructureError, match="OSError: no model here"):
            pool.wait_ready()
        with pytest.raises(InfrastructureError, match="no model here"):
            queued.result(60)
        with pytest.raises(InfrastructureError, match="no model here"):
            pool.submit(KEY, GOOD)
        assert not pool.alive


def test_process_that_dies_in_its_start_breaks_the_pool_after_three(tmp_path: Path) -> None:
    note = tmp_path / "note"
    factory = partial(_dying_factory, note)
    with (
        ArticlePool(factory, timeout_seconds=1.0, processes=1) as pool,
        pytest.raises(InfrastructureError, match="3 times in a row"),
    ):
        pool.wait_ready()
    assert note.read_text() == "xxx"


def test_kill_ends_the_processes_and_fails_what_is_left(pool: ArticlePool) -> None:
    futures = [pool.submit(KEY, article("hang")) for _ in range(4)]
    wait_until(lambda: sum(future.running() for future in futures) == 2, "two hang")
    pool.kill()
    assert _process_ids() == set()
    assert [type(future.exception(0)) for future in futures] == [InfrastructureError] * 4
    with pytest.raises(InfrastructureError, match="closed"):
        pool.submit(KEY, GOOD)


def test_processes_start_no_threads_for_numbers() -> None:
    with ArticlePool(EnvironmentProcessor, timeout_seconds=5.0, processes=1) as pool:
        names = [b"OMP_NUM_THREADS", b"OPENBLAS_NUM_THREADS", b"MKL_NUM_THREADS"]
        assert [_failure(pool.submit(name, None)).message for name in names] == ["1"] * 3


def test_a_process_a_core_unless_told(pool: ArticlePool) -> None:
    assert pool.processes == len(_process_ids()) == 2
    assert usable_cores() == len(os.sched_getaffinity(0))


@pytest.mark.parametrize(
    ("cpu_max", "expected"),
    [("100000 100000\n", 1), ("10000 100000\n", 1), ("max 100000\n", None), ("", None)],
)
def test_cores_are_limited_by_a_containers_quota(
    cpu_max: str, expected: int | None, tmp_path: Path
) -> None:
    file = tmp_path / "cpu.max"
    file.write_text(cpu_max, "ascii")

    assert usable_cores(file) == (expected or usable_cores(tmp_path / "absent"))
