"""Runs the text work in processes of their own, one message each at a time.

Every process has a pipe and a thread of its own in the parent. Nothing is shared between them:
who died or hung is known for sure, the others go on, and only that one is replaced. (Pebble's
pool shares one locked pipe: when a process was killed with the lock, the others stood still for
120 s and then the whole pool was broken; tried with Pebble 5.2.3.)
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import math
import multiprocessing
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Set
from concurrent.futures import Future, wait
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_sentinel
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from service.errors import Failure, InfrastructureError, Reason
from service.work_plan import WorkPlan

if TYPE_CHECKING:
    from service.work import Outcome, Worker

# One retry: the kernel's memory killer may pick a process that did nothing wrong.
_ATTEMPTS = 2

# A process that dies while it loads its model may have met a busy machine; three in a row have not.
_START_ATTEMPTS = 3

# Loading takes 1-3 s; far above it, for a machine that is busy with other things.
_START_SECONDS = 120.0

# How long an idle process may take to see that its pipe was closed.
_STOP_SECONDS = 2.0

_PR_SET_PDEATHSIG = 1

# Numeric libraries start a thread a core each; with a process a core these only disturb.
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Processor(Protocol):
    """What works in a pool process; see `service.work.Worker`."""

    def process(
        self, key: bytes | None, value: bytes | None, repeated: Set[int] | None = None
    ) -> Outcome: ...


def load_worker(plan: WorkPlan) -> Worker:
    """Load the languages' pipelines; give it as `partial(load_worker, plan)` to the pool."""
    # Only the pool's processes need spaCy and the text work, and these start the sooner.
    from service.nlp.pipeline import load_pipelines
    from service.work import Worker

    return Worker(pipelines=load_pipelines(plan.folders), plan=plan)


def usable_cores(cpu_max: Path = Path("/sys/fs/cgroup/cpu.max")) -> int:
    """The cores that this process may use: those it may run on, or fewer by a container's quota.

    Args: cpu_max: control group version 2's file, "QUOTA PERIOD" in microseconds or "max PERIOD".
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    try:
        quota, period = cpu_max.read_text("ascii").split()
        return max(min(cores or 1, math.ceil(int(quota) / int(period))), 1)
    except (OSError, ValueError):
        # No quota ("max"), or no such control group.
        return cores or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    key: bytes | None
    value: bytes | None
    repeated: Set[int] | None
    future: Future[Outcome]


class ArticlePool:
    """A fixed number of processes that process messages; a context manager.

    A message that ends its process is tried once more and then gets a Failure, as does one that
    runs past the time limit; neither hurts its neighbours.
    """

    def __init__(
        self,
        factory: Callable[[], Processor],
        *,
        timeout_seconds: float,
        processes: int | None = None,
        on_restart: Callable[[], None] = lambda: None,
    ) -> None:
        """Start the processes; they load their models side by side.

        Args: factory: makes the processor in each process, so it must be importable there.
        timeout_seconds: for one message. processes: one a usable core if None. on_restart: told
        of each process that is replaced, from any thread.
        """
        self.processes = processes or usable_cores()
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._broken: InfrastructureError | None = None
        # Taken by `submit` and by whoever breaks or closes the pool, so that no task comes late.
        self._lock = threading.Lock()
        for variable in _THREAD_VARIABLES:
            os.environ.setdefault(variable, "1")
        # Before the threads: it sets their signal mask back when it starts.
        resource_tracker.ensure_running()
        self._slots = [
            _Slot(self, factory, timeout_seconds=timeout_seconds, on_restart=on_restart)
            for _ in range(self.processes)
        ]
        for slot in self._slots:
            slot.start()
        # Else the interpreter would wait for the processes for ever at an exit without `close`.
        atexit.register(self.kill)

    def __enter__(self) -> ArticlePool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.kill()

    @property
    def alive(self) -> bool:
        """Whether messages can be processed; False for good once the pool broke or was closed."""
        return self._broken is None

    def wait_ready(self) -> None:
        """Wait until every process has loaded its model.

        Raises: InfrastructureError: one can't.
        """
        wait([slot.ready for slot in self._slots])
        self._require_whole()

    def submit(
        self, key: bytes | None, value: bytes | None, repeated: Set[int] | None = None
    ) -> Future[Outcome]:
        """Queue one message; first come, first served.

        Args: repeated: what the processor is told of its outlet; see `Worker.process`.
        Returns: a future that gives the outcome, or raises InfrastructureError when the pool
        broke or was closed.
        Raises: InfrastructureError: it already did.
        """
        task = _Task(key=key, value=value, repeated=repeated, future=Future())
        with self._lock:
            self._require_whole()
            self._tasks.put(task)
        return task.future

    def kill(self) -> None:
        """End all processes at once, busy or not; what is still queued fails."""
        atexit.unregister(self.kill)
        self.fail(InfrastructureError("the process pool was closed"))
        for slot in self._slots:
            slot.end()
        for slot in self._slots:
            slot.join()

    def next_task(self) -> _Task | None:
        """For the slots: wait for a task; None ends the slot."""
        return self._tasks.get()

    def fail(self, error: InfrastructureError) -> None:
        """For the slots: no process can be had any more; fail all that is queued."""
        with self._lock:
            self._broken = self._broken or error
            while not self._tasks.empty():
                task = self._tasks.get_nowait()
                if task is not None and task.future.set_running_or_notify_cancel():
                    task.future.set_exception(error)
            for _ in self._slots:
                self._tasks.put(None)

    def _require_whole(self) -> None:
        if self._broken is not None:
            raise InfrastructureError(str(self._broken)) from self._broken


class _Died(Exception):
    """The process ended under its message."""


class _Slot(threading.Thread):
    """One process, and the thread that feeds it.

    The thread starts the process and lives as long as the pool: the kernel's death signal comes
    when the thread that started a process ends, not when its whole parent does.
    """

    def __init__(
        self,
        pool: ArticlePool,
        factory: Callable[[], Processor],
        *,
        timeout_seconds: float,
        on_restart: Callable[[], None],
    ) -> None:
        super().__init__(name="pool-slot", daemon=True)
        self.ready: Future[None] = Future()
        self._pool = pool
        self._factory = factory
        self._timeout_seconds = timeout_seconds
        self._on_restart = on_restart
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._ending = False

    def run(self) -> None:
        _block_signals()
        try:
            self._start_process()
            self.ready.set_result(None)
            while (task := self._pool.next_task()) is not None:
                self._work(task)
        except InfrastructureError as error:
            self._pool.fail(error)
        finally:
            self._stop_process()
            if not self.ready.done():
                self.ready.set_result(None)

    def end(self) -> None:
        """End the process under whatever it does; from another thread."""
        self._ending = True
        process = self._process
        if process is not None and process.pid is not None:
            process.kill()

    def _work(self, task: _Task) -> None:
        if not task.future.set_running_or_notify_cancel():
            return
        try:
            task.future.set_result(self._outcome(task))
        except InfrastructureError as error:
            task.future.set_exception(error)
            raise

    def _outcome(self, task: _Task) -> Outcome:
        for _ in range(_ATTEMPTS):
            if self._process is None or not self._process.is_alive():
                self._replace_process()
            try:
                return self._ask(task)
            except TimeoutError:
                self._replace_process()
                return _failed(
                    Reason.TIMED_OUT, f"not done within {self._timeout_seconds:g} seconds"
                )
            except _Died:
                self._replace_process()
        return _failed(Reason.WORKER_DIED, f"ended its process {_ATTEMPTS} times")

    def _ask(self, task: _Task) -> Outcome:
        if self._pipe is None:
            raise _Died
        try:
            self._pipe.send((task.key, task.value, task.repeated))
            if not self._pipe.poll(self._timeout_seconds):
                raise TimeoutError
            outcome = self._pipe.recv()
        except TimeoutError:
            raise
        except (EOFError, OSError) as error:
            raise _Died from error
        from service.work import Outcome

        assert isinstance(outcome, Outcome)
        return outcome

    def _replace_process(self) -> None:
        self._on_restart()
        self._start_process()

    def _start_process(self) -> None:
        for _ in range(_START_ATTEMPTS):
            self._stop_process()
            if self._ending:
                raise InfrastructureError("the process pool was closed")
            if self._try_start():
                return
        raise InfrastructureError(
            f"a pool process died {_START_ATTEMPTS} times in a row while it loaded its model"
        )

    def _try_start(self) -> bool:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, os.getpid()), name="quotesieve-pool", daemon=True
        )
        try:
            self._process.start()
            theirs.close()
            self._pipe.send(self._factory)
            if not self._pipe.poll(_START_SECONDS):
                return False
            trouble = self._pipe.recv()
        except (EOFError, OSError):
            return False
        if trouble is not None:
            raise InfrastructureError(f"a pool process can't load its model: {trouble}")
        return True

    def _stop_process(self) -> None:
        process, self._process = self._process, None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if process is not None and process.pid is not None:
            process.kill()
            process.join(_STOP_SECONDS)


def _failed(reason: Reason, message: str) -> Outcome:
    from service.work import Outcome, WorkStats

    failure = Failure.of(reason, message)
    return Outcome(result=failure, stats=WorkStats())


def _block_signals() -> None:
    """Keep Ctrl-C, and SIGTERM to the whole process group, from the processes started here.

    The parent decides when they end. A mask is inherited from the first instruction on, where
    ignoring the signals in the process would come after a second of imports.
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})


def _serve(pipe: Connection, parent: int) -> None:
    """The life of a pool process: get the factory, say that it worked, serve until told to end."""
    _die_with_parent(parent)
    with contextlib.suppress(EOFError, BrokenPipeError):
        factory = pipe.recv()
        try:
            processor = factory()
        except Exception as error:
            pipe.send(f"{type(error).__name__}: {error}")
            return
        pipe.send(None)
        while True:
            key, value, repeated = pipe.recv()
            try:
                outcome = processor.process(key, value, repeated)
            except Exception:
                # It promised not to raise. Ending is noticed; a traceback may hold article text.
                return
            pipe.send(outcome)


def _die_with_parent(parent: int) -> None:
    """End this process when its parent ends, however that ends and whatever this one is doing."""
    threading.Thread(target=_watch_parent, daemon=True).start()
    if sys.platform == "linux":
        # A thread can't run while C code holds the interpreter; the kernel can.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _watch_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_sentinel([parent.sentinel])
        os._exit(1)
