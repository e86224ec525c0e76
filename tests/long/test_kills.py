"""Many kills; `make faults` runs it, a few minutes long."""

from pathlib import Path

import pytest
from local_kafka import LocalKafka
from worker_support.kills import Plan, kill_under_load, settings_of_kills

pytestmark = [pytest.mark.broker, pytest.mark.timeout(1800)]


def test_50_kills_under_20000_messages_lose_nothing(
    kafka: LocalKafka, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_of_kills(kafka.bootstrap)

    figures = kill_under_load(settings, Plan(articles=20_000, kills=50), tmp_path)

    with capsys.disabled():
        print(f"\n{figures}")
    assert (figures.missing, figures.changed, figures.out_of_order) == (0, 0, 0)
    assert figures.poison_found == figures.poison_sent == 40
    assert figures.bad_codes == 0
    assert figures.slowest_end < settings.drain_timeout_seconds
