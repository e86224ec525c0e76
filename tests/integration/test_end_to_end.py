"""The commands as their users run them: `process`, `publish`, `worker`, `tail`, and `make run`."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import unique_settings
from local_kafka import LocalKafka, is_listening
from samples import EXPECTED, FILES, VALUES
from worker_support.running import (
    PATIENCE_SECONDS,
    RunningWorker,
    article,
    descendants,
    environment,
    is_running,
    send,
    wait_for_records,
    wait_until,
)

from service.settings import Settings

pytestmark = [pytest.mark.broker, pytest.mark.model, pytest.mark.timeout(180)]

RUN = Path(__file__).resolve().parents[2] / "deploy" / "run.py"


def quotesieve(settings: Settings, *arguments: str, given: bytes = b"") -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        env=environment(settings),
        input=given,
        check=True,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
    )
    return done.stdout


def test_topics_hold_what_process_prints(broker_settings: Settings, tmp_path: Path) -> None:
    printed = quotesieve(broker_settings, "process", "--jobs", "2", given=b"\n".join(VALUES))
    results: list[dict[str, Any]] = [json.loads(line) for line in printed.splitlines()]
    quotes = sum(len(result["quotes"]) for result in results)

    quotesieve(broker_settings, "publish", *map(str, FILES))
    with RunningWorker(broker_settings, tmp_path / "log", faulty=False):
        wait_for_records(broker_settings, broker_settings.topic_clean, len(FILES))
        read = ("--json", "--from-start", "--limit")
        clean = quotesieve(broker_settings, "tail", "articles", *read, str(len(FILES)))
        quoted = quotesieve(broker_settings, "tail", "quotes", *read, str(quotes))

    lines = {json.loads(line)["id"]: line for line in clean.splitlines()}
    quote_lines = {json.loads(line)["quote_id"]: line for line in quoted.splitlines()}
    assert printed.splitlines() == [
        b'{"article":%b,"quotes":[%b],"error":null}'
        % (
            lines[result["article"]["id"]],
            b",".join(quote_lines[name] for name in result["article"]["quote_ids"]),
        )
        for result in results
    ]


def test_process_gives_a_line_for_a_line_whatever_comes(broker_settings: Settings) -> None:
    given = b"\n".join([VALUES[0], b"", b"[]", b'{"id": "a"}', b"\xff", VALUES[1], b'{"body": 1}'])

    printed = quotesieve(broker_settings, "process", "--jobs", "2", given=given)
    again = quotesieve(broker_settings, "process", "--jobs", "1", given=given)

    reasons = [
        result["error"] and result["error"]["reason"]
        for result in map(json.loads, printed.splitlines())
    ]
    assert reasons == [
        None,
        "empty_value",
        "not_an_object",
        "missing_field",
        "not_utf8",
        None,
        "wrong_type",
    ]
    assert again == printed


def test_worker_and_process_obey_the_operators_rules(
    broker_settings: Settings, tmp_path: Path
) -> None:
    sample = Path(__file__).resolve().parents[2] / "deploy" / "rules-sample.toml"
    settings = msgspec.structs.replace(broker_settings, rules_path=str(sample))
    read = "The bridge was opened on Monday.\n\n6 min read\n\nIt was closed again on Tuesday."
    value = article(read, id="bridge", outlet="The Courier")

    (printed,) = quotesieve(settings, "process", "--jobs", "1", given=value).splitlines()
    send(settings, [(None, value)])
    with RunningWorker(settings, tmp_path / "log", faulty=False) as worker:
        (record,) = wait_for_records(settings, settings.topic_clean, 1)
        build = worker.get("/metrics")[1]

    result = json.loads(record.value)
    assert printed == b'{"article":%b,"quotes":[],"error":null}' % record.value
    assert [(block["category"], block["rule"]) for block in result["removed"]] == [
        ("other", "operator:reading-time")
    ]
    assert "+rules." in result["version"]
    assert f'quotesieve_build_info{{version="{result["version"]}"}} 1.0' in build


@contextmanager
def make_run(variables: dict[str, str], log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """`make run` without make; ended by force if the test fails."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, str(RUN)], env=variables, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def everything_is_printed(log: Path, process: "subprocess.Popen[bytes]") -> bool:
    assert process.poll() is None, log.read_text("utf-8")
    return "Ctrl-C stops everything" in log.read_text("utf-8")


def test_make_run_shows_the_samples_and_stops_all_it_started(tmp_path: Path) -> None:
    log = tmp_path / "log"
    variables = {
        name: value for name, value in os.environ.items() if not name.startswith("QUOTESIEVE_")
    }
    with make_run(variables, log) as process:
        wait_until(lambda: everything_is_printed(log, process), "all samples are printed")
        started = descendants(process.pid)
        process.send_signal(signal.SIGINT)
        code = process.wait(PATIENCE_SECONDS)
    shown = log.read_text("utf-8")

    # The broker, the worker and at least one process of its pool.
    assert len(started) >= 3
    assert [pid for pid in started if is_running(pid)] == []
    assert code == 0
    assert [f"article {name}" in shown for name in EXPECTED] == [True] * len(EXPECTED)
    assert "— Ilse Brandvold · Varnholm harbour master · cue quoted" in shown
    assert "· reported by Kystnytt · direct · sure 0." in shown
    assert "http://127.0.0.1:" in shown
    assert "Traceback" not in shown


def test_make_run_uses_the_broker_that_is_named(kafka: LocalKafka, tmp_path: Path) -> None:
    log = tmp_path / "log"
    variables = environment(unique_settings(kafka.bootstrap))
    with make_run(variables, log) as process:
        wait_until(lambda: everything_is_printed(log, process), "all samples are printed")
        process.terminate()
        code = process.wait(PATIENCE_SECONDS)

    assert code == 0
    assert f"Kafka {kafka.bootstrap}" in log.read_text("utf-8")
    assert is_listening(int(kafka.bootstrap.rpartition(":")[2]))
