"""The metrics and the port that serves them."""

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from prometheus_client import CollectorRegistry

from service import __version__
from service.core.types import Category, QuoteKind
from service.errors import Failure, Reason, SettingsError, Stage
from service.metrics import Check, Heartbeat, Metrics, MetricsServer
from service.wire.encode import EncodedArticle, Record
from service.work import Outcome, Size, WorkStats

RECORD = Record(key=b"k", value=b"v")
STATS = WorkStats(
    seconds={"decode": 0.002, "quotes": 0.02},
    sizes={Size.MESSAGE_BYTES: 900, Size.ARTICLE_CHARACTERS: 600, Size.ARTICLE_QUOTES: 4},
    words_in=100,
    words_kept=80,
    blocks_removed={"ad": 2, "donation": 1},
    quotes={(QuoteKind.DIRECT, True): 3, (QuoteKind.MIXED, False): 1},
)
GOOD = Outcome(result=EncodedArticle(clean=RECORD, quotes=(RECORD,) * 4), stats=STATS)
BAD = Outcome(
    result=Failure(reason=Reason.NOT_JSON, stage=Stage.DECODE, message="no"),
    stats=WorkStats(sizes={Size.MESSAGE_BYTES: 7}),
)


@pytest.fixture
def registry() -> CollectorRegistry:
    """A registry of the test's own."""
    return CollectorRegistry()


@pytest.fixture
def metrics(registry: CollectorRegistry) -> Metrics:
    """Metrics on it."""
    return Metrics(registry)


def _value(registry: CollectorRegistry, name: str, **labels: str) -> float | None:
    return registry.get_sample_value(f"quotesieve_{name}", labels)


def _labels(registry: CollectorRegistry, name: str) -> set[tuple[str, ...]]:
    return {
        tuple(value for _, value in sorted(sample.labels.items()))
        for family in registry.collect()
        for sample in family.samples
        if sample.name == f"quotesieve_{name}"
    }


def test_every_series_is_there_from_the_start(
    registry: CollectorRegistry, metrics: Metrics
) -> None:
    assert _labels(registry, "messages_published_total") == {
        ("clean",),
        ("quotes",),
        ("dead_letter",),
    }
    assert _labels(registry, "dead_letters_total") == {(reason, reason.stage) for reason in Reason}
    assert _labels(registry, "blocks_removed_total") == {(one,) for one in Category}
    assert _labels(registry, "quotes_total") == {
        (kind, speaker) for kind in QuoteKind for speaker in ("yes", "no")
    }
    assert _labels(registry, "stage_duration_seconds_count") == {
        ("decode",),
        ("clean",),
        ("quotes",),
        ("encode",),
        ("publish",),
    }
    assert _labels(registry, "build_info") == {(__version__,)}


def test_article_is_counted(registry: CollectorRegistry, metrics: Metrics) -> None:
    metrics.consumed()
    assert _value(registry, "window_used_messages") == 1
    metrics.finished(GOOD, publish_seconds=0.004, delay_seconds=1.5)
    assert _value(registry, "window_used_messages") == 0
    assert _value(registry, "messages_consumed_total") == 1
    assert _value(registry, "messages_published_total", topic="clean") == 1
    assert _value(registry, "messages_published_total", topic="quotes") == 4
    assert _value(registry, "messages_published_total", topic="dead_letter") == 0
    assert _value(registry, "words_in_total") == 100
    assert _value(registry, "words_kept_total") == 80
    assert _value(registry, "blocks_removed_total", category="ad") == 2
    assert _value(registry, "quotes_total", kind="direct", speaker="yes") == 3
    assert _value(registry, "quotes_total", kind="mixed", speaker="no") == 1
    assert _value(registry, "stage_duration_seconds_sum", stage="quotes") == 0.02
    assert _value(registry, "stage_duration_seconds_sum", stage="publish") == 0.004
    assert _value(registry, "stage_duration_seconds_count", stage="encode") == 0
    assert _value(registry, "end_to_end_delay_seconds_sum") == 1.5
    assert _value(registry, "message_size_bytes_sum") == 900
    assert _value(registry, "article_length_characters_sum") == 600
    assert _value(registry, "article_quotes_sum") == 4


def test_dead_letter_is_counted(registry: CollectorRegistry, metrics: Metrics) -> None:
    metrics.consumed()
    metrics.finished(BAD, publish_seconds=0.004, delay_seconds=None)
    assert _value(registry, "dead_letters_total", stage="decode", reason="not_json") == 1
    assert _value(registry, "messages_published_total", topic="dead_letter") == 1
    assert _value(registry, "messages_published_total", topic="clean") == 0
    assert _value(registry, "end_to_end_delay_seconds_count") == 0
    assert _value(registry, "message_size_bytes_sum") == 7
    assert _value(registry, "article_length_characters_count") == 0


def test_clock_that_is_behind_gives_no_negative_delay(
    registry: CollectorRegistry, metrics: Metrics
) -> None:
    metrics.consumed()
    metrics.finished(GOOD, publish_seconds=0.0, delay_seconds=-3.0)
    assert _value(registry, "end_to_end_delay_seconds_sum") == 0


def test_lag_is_of_the_partitions_that_are_assigned(
    registry: CollectorRegistry, metrics: Metrics
) -> None:
    metrics.set_lag({0: 5, 1: 7}, gone=())
    metrics.set_lag({1: 6}, gone=[0])
    assert _value(registry, "consumer_lag_messages", partition="0") is None
    assert _value(registry, "consumer_lag_messages", partition="1") == 6


def test_restarts_are_counted(registry: CollectorRegistry, metrics: Metrics) -> None:
    metrics.pool_restarted()
    assert _value(registry, "pool_restarts_total") == 1


@pytest.fixture
def server(registry: CollectorRegistry, metrics: Metrics) -> Iterator[MetricsServer]:
    """A server that is alive but not ready."""
    failing = Check(name="progress", passed=False, detail="stuck")
    passing = Check(name="loop", passed=True, detail="unused")
    with MetricsServer(
        ("127.0.0.1", 0), registry, health=lambda: [passing], readiness=lambda: [passing, failing]
    ) as server:
        yield server


def _get(server: MetricsServer, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_port_serves_metrics(server: MetricsServer) -> None:
    status, body = _get(server, "/metrics")
    assert status == 200
    assert "# TYPE quotesieve_stage_duration_seconds histogram" in body


def test_port_serves_health(server: MetricsServer) -> None:
    status, body = _get(server, "/healthz")
    assert (status, json.loads(body)) == (200, {"loop": "ok"})


def test_body_says_which_check_fails(server: MetricsServer) -> None:
    status, body = _get(server, "/readyz")
    assert (status, json.loads(body)) == (503, {"loop": "ok", "progress": "stuck"})


def test_other_paths_are_not_found(server: MetricsServer) -> None:
    status, body = _get(server, "/")
    assert (status, body) == (404, "try /metrics, /healthz, /readyz\n")


def test_silent_client_holds_nobody_up(server: MetricsServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port)):
        assert _get(server, "/healthz")[0] == 200


def test_taken_port_is_told(server: MetricsServer, registry: CollectorRegistry) -> None:
    with pytest.raises(SettingsError, match=f"can't listen on 127.0.0.1:{server.port}"):
        MetricsServer(("127.0.0.1", server.port), registry, health=lambda: [], readiness=lambda: [])


def test_heartbeat_ages_until_the_next_beat() -> None:
    now = [10.0]
    heartbeat = Heartbeat(clock=lambda: now[0])
    now[0] = 13.0
    assert heartbeat.age_seconds == 3.0
    heartbeat.beat()
    assert heartbeat.age_seconds == 0.0
