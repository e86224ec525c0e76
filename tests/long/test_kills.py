"""Many kills; `make faults` runs it, a few minutes long."""

from pathlib import Path

import msgspec
import pytest
from conftest import unique_settings
from local_kafka import LocalKafka
from worker_support.kills import Plan, kill_under_load

from service.settings import Switch
from service.topics import create_topics

pytestmark = [pytest.mark.broker, pytest.mark.timeout(1800)]


def test_50_kills_under_20000_messages_lose_nothing(
    kafka: LocalKafka, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = msgspec.structs.replace(
        unique_settings(kafka.bootstrap),
        session_timeout_seconds=6.0,
        heartbeat_interval_seconds=1.0,
        # What it learns would make other bytes of a replay.
        memory=Switch.OFF,
    )
    create_topics(settings, partitions=12, replication_factor=1)

    figures = kill_under_load(settings, Plan(articles=20_000, kills=50), tmp_path)

    with capsys.disabled():
        print(f"\n{figures}")
    assert (figures.missing, figures.changed, figures.out_of_order) == (0, 0, 0)
    assert figures.poison_found == figures.poison_sent == 40
    assert figures.bad_codes == 0
    assert figures.slowest_end < settings.drain_timeout_seconds
