"""All metrics, on a registry that is given, and the port that serves them and the health checks.

Labels are closed sets, and every series is there from the start, so that a rate never misses the
first event. The port is served by threads of its own: it answers while the event loop is blocked.
"""

import json
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from types import TracebackType
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, make_wsgi_app

from service import __version__
from service.core.types import Category, QuoteKind
from service.errors import Failure, Reason, SettingsError
from service.work import Outcome, Size, WorkStats

# Seconds. Text work takes 5-50 ms an article (measured), a publish 1-10 ms; the top
# bucket is the default time limit of an article.
_STAGE_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 60)

# Seconds from a record's timestamp to its acknowledgement: from an idle worker to a day's backlog.
_DELAY_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 21600, 86400)

# Up to the largest message and the longest article by default, and beyond.
_SIZE_BUCKETS = {
    Size.MESSAGE_BYTES: (1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_048_576, 10_485_760),
    Size.ARTICLE_CHARACTERS: (300, 1000, 3000, 10_000, 30_000, 100_000, 400_000, 4_000_000),
    Size.ARTICLE_QUOTES: (0, 1, 3, 10, 30, 100, 300, 1000, 2000, 20_000),
}
_SIZE_NAMES = {
    Size.MESSAGE_BYTES: ("quotesieve_message_size_bytes", "Bytes of a message's value."),
    Size.ARTICLE_CHARACTERS: (
        "quotesieve_article_length_characters",
        "Characters of an article's text before cleaning.",
    ),
    Size.ARTICLE_QUOTES: ("quotesieve_article_quotes", "Quotes of an article."),
}

_STAGES = ("decode", "clean", "quotes", "encode", "publish")
_ROLES = ("clean", "quotes", "dead_letter")


class MemoryEvent(StrEnum):
    """What became of a record of the memory: read; broken, so passed over; written; lost."""

    READ = "read"
    BROKEN = "broken"
    WRITTEN = "written"
    LOST = "lost"


class Metrics:
    """Everything that is counted, timed and gauged; safe to use from any thread."""

    def __init__(self, registry: CollectorRegistry, *, version: str = __version__) -> None:
        self.registry = registry
        self._flow = _Flow(registry)
        self._work = _Work(registry)
        self._lag = Gauge(
            "quotesieve_consumer_lag_messages",
            "End offset minus committed offset of each partition that this worker has.",
            ["partition"],
            registry=registry,
        )
        self._memory = _Memory(registry)
        self._pool_restarts = Counter(
            "quotesieve_pool_restarts", "Pool processes that were replaced.", registry=registry
        )
        build = Gauge(
            "quotesieve_build_info", "1, with the version as label.", ["version"], registry=registry
        )
        build.labels(version).set(1)

    def set_window(self, size: int) -> None:
        """Tell how many messages may be in flight."""
        self._flow.window_size.set(size)

    def consumed(self) -> None:
        """One message was taken into the window."""
        self._flow.consumed.inc()
        self._flow.window_used.inc()

    def returned(self) -> None:
        """One message left the window without a result; its partition was revoked."""
        self._flow.returned.inc()
        self._flow.window_used.dec()

    def finished(
        self, outcome: Outcome, *, publish_seconds: float, delay_seconds: float | None
    ) -> None:
        """One message was published and acknowledged.

        Args: delay_seconds: since the message's timestamp; None if it has none.
        """
        self._flow.finished(outcome, delay_seconds)
        self._work.observe(outcome.stats)
        self._work.seconds.labels("publish").observe(publish_seconds)

    def pool_restarted(self) -> None:
        """One pool process was replaced."""
        self._pool_restarts.inc()

    def memory_records(self, event: MemoryEvent, count: int = 1) -> None:
        """So many records of the memory were written, read and so on."""
        self._memory.records.labels(event).inc(count)

    def set_memory(self, *, outlets: int, marks: int) -> None:
        """Tell how much the memory holds."""
        self._memory.outlets.set(outlets)
        self._memory.marks.set(marks)

    def set_lag(self, lag: Mapping[int, int], *, gone: Iterable[int]) -> None:
        """Set the lag by partition; forget the partitions that are gone."""
        for partition in gone:
            self._lag.remove(str(partition))
        for partition, messages in lag.items():
            self._lag.labels(str(partition)).set(messages)


class _Flow:
    """Messages in, messages out: consumed = clean + dead letters + returned + in the window."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.consumed = Counter(
            "quotesieve_messages_consumed", "Messages taken from the raw topic.", registry=registry
        )
        self.returned = Counter(
            "quotesieve_messages_returned",
            "Messages given up at a rebalance; the partition's next worker takes them again.",
            registry=registry,
        )
        self.window_used = Gauge(
            "quotesieve_window_used_messages", "Messages in flight.", registry=registry
        )
        self.window_size = Gauge(
            "quotesieve_window_size_messages", "Messages that may be in flight.", registry=registry
        )
        published = "Messages that the broker has confirmed, by the topic's role."
        self._published = _counter(
            "quotesieve_messages_published", published, {"topic": _ROLES}, registry
        )
        self._dead_letters = Counter(
            "quotesieve_dead_letters",
            "Messages that could not be processed.",
            ["stage", "reason"],
            registry=registry,
        )
        for reason in Reason:
            self._dead_letters.labels(stage=reason.stage, reason=reason)
        self._delay_seconds = Histogram(
            "quotesieve_end_to_end_delay_seconds",
            "From a message's timestamp to its acknowledgement.",
            buckets=_DELAY_BUCKETS,
            registry=registry,
        )

    def finished(self, outcome: Outcome, delay_seconds: float | None) -> None:
        self.window_used.dec()
        if delay_seconds is not None:
            self._delay_seconds.observe(max(delay_seconds, 0.0))
        result = outcome.result
        if isinstance(result, Failure):
            self._dead_letters.labels(stage=result.stage, reason=result.reason).inc()
            self._published.labels("dead_letter").inc()
        else:
            self._published.labels("clean").inc()
            self._published.labels("quotes").inc(len(result.quotes))


class _Work:
    """What the text work did, and how long it took."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.seconds = Histogram(
            "quotesieve_stage_duration_seconds",
            "Time that one message took in a stage.",
            ["stage"],
            buckets=_STAGE_BUCKETS,
            registry=registry,
        )
        for stage in _STAGES:
            self.seconds.labels(stage)
        self._sizes = {
            size: Histogram(name, text, buckets=_SIZE_BUCKETS[size], registry=registry)
            for size, (name, text) in _SIZE_NAMES.items()
        }
        self._words_in = Counter(
            "quotesieve_words_in", "Words of the articles as received.", registry=registry
        )
        self._words_kept = Counter(
            "quotesieve_words_kept", "Words of the clean articles.", registry=registry
        )
        removed = "Blocks taken out of articles."
        self._blocks_removed = _counter(
            "quotesieve_blocks_removed", removed, {"category": Category}, registry
        )
        self._blocks_repeated = Counter(
            "quotesieve_blocks_repeated",
            "Those of the blocks taken out that the outlet repeats.",
            registry=registry,
        )
        labels = {"kind": QuoteKind, "speaker": ("yes", "no")}
        self._quotes = _counter("quotesieve_quotes", "Quotes found.", labels, registry)

    def observe(self, stats: WorkStats) -> None:
        for stage, seconds in stats.seconds.items():
            self.seconds.labels(stage).observe(seconds)
        for size, number in stats.sizes.items():
            self._sizes[size].observe(number)
        self._words_in.inc(stats.words_in)
        self._words_kept.inc(stats.words_kept)
        for category, count in stats.blocks_removed.items():
            self._blocks_removed.labels(category).inc(count)
        self._blocks_repeated.inc(stats.blocks_repeated)
        for (kind, has_speaker), count in stats.quotes.items():
            self._quotes.labels(kind, "yes" if has_speaker else "no").inc(count)


class _Memory:
    """What the workers of the group remember of outlets."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.outlets = Gauge(
            "quotesieve_memory_outlets", "Outlets that are remembered.", registry=registry
        )
        self.marks = Gauge(
            "quotesieve_memory_fingerprints",
            "Fingerprints of blocks that are remembered.",
            registry=registry,
        )
        text = "Records of the memory's topic, by what became of them."
        self.records = _counter("quotesieve_memory_records", text, {"event": MemoryEvent}, registry)


def _counter(
    name: str, help_text: str, labels: Mapping[str, Iterable[str]], registry: CollectorRegistry
) -> Counter:
    """Make a counter and each of its series."""
    counter = Counter(name, help_text, list(labels), registry=registry)
    for values in product(*labels.values()):
        counter.labels(*values)
    return counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One condition of a health check and, if it fails, why."""

    name: str
    passed: bool
    detail: str = ""


class Heartbeat:
    """When the event loop last ran; written by it, read from other threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()

    def beat(self) -> None:
        """The loop runs."""
        self._last = self._clock()

    @property
    def age_seconds(self) -> float:
        """How long ago the loop last ran."""
        return self._clock() - self._last


class MetricsServer:
    """Serves /metrics, /healthz and /readyz on one port, from threads of its own."""

    def __init__(
        self,
        address: tuple[str, int],
        registry: CollectorRegistry,
        *,
        health: Callable[[], Iterable[Check]],
        readiness: Callable[[], Iterable[Check]],
    ) -> None:
        """Bind the port; `start` answers on it.

        Raises: SettingsError: the address can't be bound.
        """
        routes = {
            "/metrics": make_wsgi_app(registry),
            "/healthz": _check_app(health),
            "/readyz": _check_app(readiness),
        }
        try:
            self._server = make_server(
                *address,
                _router(routes),
                server_class=_ServerV6 if ":" in address[0] else _Server,
                handler_class=_QuietHandler,
            )
        except OSError as error:
            raise SettingsError(
                f"can't listen on {address[0]}:{address[1]} (QUOTESIEVE_METRICS_ADDRESS):"
                f" {error.strerror}"
            ) from error
        self._thread = threading.Thread(
            target=self._server.serve_forever, name="metrics", daemon=True
        )

    @property
    def port(self) -> int:
        """The bound port; of use where port 0 was asked for."""
        return self._server.server_port

    def __enter__(self) -> "MetricsServer":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True
    # A probe that stays connected must not hold the exit up.
    block_on_close = False

    def server_bind(self) -> None:
        """Bind without the reverse name look-up of the base class, which can take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name = str(self.server_address[0])
        self.server_port = self.server_address[1]
        self.setup_environ()


class _ServerV6(_Server):
    address_family = socket.AF_INET6


class _QuietHandler(WSGIRequestHandler):
    # Seconds; a client that connects and says nothing would keep its thread for ever.
    timeout = 10

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a probe every few seconds is no news."""


def _router(routes: Mapping[str, WSGIApplication]) -> WSGIApplication:
    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        route = routes.get(environ["PATH_INFO"])
        if route is None:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [f"try {', '.join(routes)}\n".encode()]
        return route(environ, start_response)

    return app


def _check_app(checks: Callable[[], Iterable[Check]]) -> WSGIApplication:
    """200 when every check passes, else 503; the body says which fail and why."""

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        results = list(checks())
        passed = all(check.passed for check in results)
        status = "200 OK" if passed else "503 Service Unavailable"
        start_response(status, [("Content-Type", "application/json")])
        body = {check.name: "ok" if check.passed else check.detail for check in results}
        return [json.dumps(body).encode() + b"\n"]

    return app
