"""Composition root of the worker: makes every long-lived object, runs it, ends it."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from types import FrameType

from prometheus_client import CollectorRegistry, disable_created_metrics

from service import __version__
from service.broker import client_config
from service.logs import configure_logging
from service.metrics import Heartbeat, Metrics, MetricsServer
from service.plan import make_plan
from service.pool import ArticlePool, Processor, load_worker
from service.settings import Settings, Switch
from service.stream.app import StreamApp
from service.stream.health import Health
from service.stream.lag import LagWatch
from service.stream.memory import SharedMemory
from service.topics import check_topics

log = logging.getLogger(__name__)

_CLEAN = 0
_TROUBLE = 1

# After trouble nothing is committed any more; this is for leaving the group.
_CRASH_STOP_SECONDS = 5.0

# What an orderly end may take beyond the drain: threads and processes that have to go.
_EXIT_SECONDS = 2.0

_BEAT_SECONDS = 0.5

# The memory of 600 outlets is read in it; the first articles are better judged with all of it.
_MEMORY_SECONDS = 10.0


def run_worker(settings: Settings) -> int:
    """Consume until SIGTERM or SIGINT, then drain.

    Returns: the exit code: 0 after a clean drain; 1 after trouble with broker or pool, or when
    the drain could not be finished in time.
    Raises: SettingsError, TopicsError, InfrastructureError: it could not start.
    """
    plan = make_plan(settings)
    return serve(settings, partial(load_worker, plan), version=plan.version)


def serve(
    settings: Settings, factory: Callable[[], Processor], *, version: str = __version__
) -> int:
    """`run_worker` with another text work: `factory` makes it in each pool process."""
    configure_logging(level=settings.log_level, log_format=settings.log_format)
    stop = StopRequest(settings.drain_timeout_seconds)
    stop.install()
    check_topics(settings)
    # A time of birth for each of the series would double what is scraped.
    disable_created_metrics()  # type: ignore[no-untyped-call]
    metrics = Metrics(CollectorRegistry(), version=version)
    heartbeat = Heartbeat()
    with ArticlePool(
        factory,
        timeout_seconds=settings.article_timeout_seconds,
        processes=settings.processes,
        on_restart=metrics.pool_restarted,
    ) as pool:
        health = Health(
            heartbeat=heartbeat,
            pool=pool,
            article_timeout_seconds=settings.article_timeout_seconds,
        )
        with MetricsServer(
            settings.metrics_host_port,
            metrics.registry,
            health=health.live,
            readiness=health.ready,
        ) as server:
            log.info("Metrics and health are served.", extra={"port": server.port})
            pool.wait_ready()
            with (
                _shared_memory(settings, metrics) as memory,
                asyncio.Runner(loop_factory=_loop_factory()) as runner,
            ):
                return runner.run(
                    _consume(settings, pool, memory, metrics, health, heartbeat, stop)
                )


@contextlib.contextmanager
def _shared_memory(settings: Settings, metrics: Metrics) -> Iterator[SharedMemory | None]:
    """The memory of what outlets repeat, read as far as it is there; None if it is off."""
    if settings.memory is Switch.OFF:
        yield None
        return
    with SharedMemory(
        client_config(settings), topic=settings.topic_memory, metrics=metrics
    ) as memory:
        if not memory.wait_read(_MEMORY_SECONDS):
            log.warning("The memory of outlets is not read yet; it is while articles come.")
        yield memory


class StopRequest:
    """The first SIGTERM or SIGINT asks for a drain and starts its clock; a second ends at once.

    The clock runs in a thread: it ends the process, too, when the event loop is blocked.
    """

    def __init__(self, deadline_seconds: float) -> None:
        self.deadline_seconds = deadline_seconds
        self._asked = threading.Event()
        self._tell: Callable[[], object] | None = None
        self._watchdog = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def install(self) -> None:
        """Take over both signals, for the rest of the process's life."""
        self._watchdog.start()
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)

    def connect(self, tell: Callable[[], object]) -> None:
        """Have `tell` called on the first signal; until then a signal ends the start at once."""
        self._tell = tell

    def start_clock(self, seconds: float) -> None:
        """Give the process this long to end by itself, without a signal."""
        self.deadline_seconds = seconds
        self._asked.set()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._asked.is_set():
            os._exit(_TROUBLE)
        self._asked.set()
        if self._tell is None:
            # Nothing is in flight yet.
            sys.exit(_CLEAN)
        self._tell()

    def _watch(self) -> None:
        self._asked.wait()
        time.sleep(self.deadline_seconds + _EXIT_SECONDS)
        # The log itself may be what hangs.
        threading.Thread(
            target=log.critical, args=("The end takes too long.",), daemon=True
        ).start()
        time.sleep(0.2)
        os._exit(_TROUBLE)


async def _consume(
    settings: Settings,
    pool: ArticlePool,
    memory: SharedMemory | None,
    metrics: Metrics,
    health: Health,
    heartbeat: Heartbeat,
    stop: StopRequest,
) -> int:
    loop = asyncio.get_running_loop()
    beating = loop.create_task(_beat(heartbeat))
    over = asyncio.Event()
    stop.connect(partial(loop.call_soon_threadsafe, over.set))
    app = StreamApp(settings, pool=pool, metrics=metrics, memory=memory, on_crash=over.set)
    with LagWatch(
        client_config(settings),
        topic=settings.topic_raw,
        group=settings.group_id,
        assigned=lambda: app.assigned or frozenset(),
        fetched=app.fetched,
        metrics=metrics,
    ) as lag:
        health.watch(app, lag)
        log.info("Joining the consumer group.", extra={"group": settings.group_id})
        starting = loop.create_task(_start(app))
        await over.wait()
        code = await _end(app, stop)
    starting.cancel()
    beating.cancel()
    return code


async def _beat(heartbeat: Heartbeat) -> None:
    while True:
        heartbeat.beat()
        await asyncio.sleep(_BEAT_SECONDS)


async def _start(app: StreamApp) -> None:
    try:
        await app.start()
    except Exception as error:
        await app.crash(error)


async def _end(app: StreamApp, stop: StopRequest) -> int:
    if app.crashed:
        log.critical("The worker can't go on.", extra={"error": repr(app.crash_reason)})
        # Faust's threads don't end while a broker is away.
        stop.start_clock(_CRASH_STOP_SECONDS)
        await app.stop_within(_CRASH_STOP_SECONDS)
        return _TROUBLE
    log.info("Draining.")
    clean = await app.stop_within(stop.deadline_seconds)
    if app.crashed or not clean:
        log.error("The drain is not clean; the rest is replayed at the next start.")
        return _TROUBLE
    log.info("Drained.")
    return _CLEAN


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    if sys.platform == "win32":
        return asyncio.new_event_loop
    import uvloop

    return uvloop.new_event_loop
