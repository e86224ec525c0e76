"""How the app sets Faust and its clients up; nothing connects."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from service.metrics import Metrics
from service.settings import SaslMechanism, Secret, SecurityProtocol, Settings
from service.stream.app import StreamApp


class NoPool:
    """A pool that is never asked."""

    submit = None


def _settings_of_producer(settings: Settings) -> dict[str, Any]:
    """What the app would give aiokafka's producer."""

    async def body() -> dict[str, Any]:
        metrics = Metrics(CollectorRegistry())
        app = StreamApp(settings, pool=NoPool(), metrics=metrics, on_crash=lambda: None)
        app.finalize()
        producer = app.producer
        return {
            **producer._settings_default(),
            **producer._settings_auth(),
            **producer._settings_extra(),
        }

    return asyncio.run(body())


def test_producer_neither_loses_nor_doubles() -> None:
    options = _settings_of_producer(Settings())
    assert (options["acks"], options["enable_idempotence"]) == ("all", True)


def test_producer_gives_up_after_its_setting() -> None:
    assert _settings_of_producer(Settings(producer_timeout_seconds=7))["request_timeout_ms"] == 7000


def test_all_brokers_are_given() -> None:
    options = _settings_of_producer(Settings(bootstrap_servers="a:1, [::1]:2"))
    assert options["bootstrap_servers"] == ["a:1", "[::1]:2"]


@pytest.mark.parametrize(
    ("protocol", "encrypted"),
    [(SecurityProtocol.SASL_PLAINTEXT, False), (SecurityProtocol.SASL_SSL, True)],
)
def test_sasl_is_handed_on(protocol: SecurityProtocol, encrypted: bool) -> None:
    options = _settings_of_producer(
        Settings(
            security_protocol=protocol,
            sasl_mechanism=SaslMechanism.SCRAM_SHA_512,
            sasl_username="user",
            sasl_password=Secret("password"),
        )
    )
    assert options["security_protocol"] == protocol
    assert options["sasl_mechanism"] == "SCRAM-SHA-512"
    assert options["sasl_plain_username"] == "user"
    assert options["sasl_plain_password"] == "password"
    assert (options["ssl_context"] is not None) is encrypted


def test_tls_is_handed_on() -> None:
    options = _settings_of_producer(Settings(security_protocol=SecurityProtocol.SSL))
    assert options["security_protocol"] == "SSL"
    assert options["ssl_context"].check_hostname


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faust would make a folder for tables in the current one."""
    monkeypatch.chdir(tmp_path)

    async def body() -> None:
        metrics = Metrics(CollectorRegistry())
        app = StreamApp(Settings(), pool=NoPool(), metrics=metrics, on_crash=lambda: None)
        await app.on_first_start()

    asyncio.run(body())
    assert list(tmp_path.iterdir()) == []
