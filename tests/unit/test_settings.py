import os
from pathlib import Path

import msgspec
import pytest

from service.errors import SettingsError
from service.settings import LogFormat, Secret, Settings


def test_defaults_hold_together() -> None:
    settings = Settings.from_env({"PATH": "/bin", "HOME": "/root"})

    assert settings == Settings()
    assert settings.metrics_host_port == ("127.0.0.1", 9108)
    assert settings.max_record_bytes > settings.max_message_bytes


def test_values_take_their_types() -> None:
    settings = Settings.from_env(
        {
            "QUOTESIEVE_BOOTSTRAP_SERVERS": "one:9092, [::1]:9093",
            "QUOTESIEVE_PROCESSES": "3",
            "QUOTESIEVE_DRAIN_TIMEOUT_SECONDS": "2.5",
            "QUOTESIEVE_LOG_FORMAT": "json",
        }
    )

    assert settings.servers == ["one:9092", "[::1]:9093"]
    assert settings.processes == 3
    assert settings.drain_timeout_seconds == 2.5
    assert settings.log_format is LogFormat.JSON


def test_empty_variable_is_unset() -> None:
    assert Settings.from_env({"QUOTESIEVE_PROCESSES": ""}) == Settings()


@pytest.mark.parametrize(
    ("environ", "message"),
    [
        ({"WINDOW": "0"}, "QUOTESIEVE_WINDOW=0: expected a whole number >= 1"),
        ({"WINDOW": "many"}, "QUOTESIEVE_WINDOW=many: expected a whole number"),
        ({"PROCESSES": "two"}, "QUOTESIEVE_PROCESSES=two: expected a whole number"),
        ({"LOG_FORMAT": "xml"}, "QUOTESIEVE_LOG_FORMAT=xml: expected one of auto, text, json"),
        ({"DRAIN_TIMEOUT_SECONDS": "nan"}, "expected a number > 0.0"),
        (
            {"WINDWO": "1"},
            "unknown setting QUOTESIEVE_WINDWO: remove it, or correct it (QUOTESIEVE_WINDOW?)",
        ),
        ({"METRICS_ADDRESS": "9108"}, "`9108` is not host:port"),
        ({"BOOTSTRAP_SERVERS": "kafka"}, "`kafka` is not host:port"),
        ({"BOOTSTRAP_SERVERS": "[::x]:1"}, "is not host:port"),
        ({"BOOTSTRAP_SERVERS": "[1:2]:1"}, "`[1:2]` is not an IPv6 address"),
        ({"BOOTSTRAP_SERVERS": "kafka:99999"}, "`kafka:99999` is not host:port"),
        ({"TOPIC_RAW": "a b"}, "QUOTESIEVE_TOPIC_RAW=a b: expected"),
        ({"TOPIC_RAW": "articles.clean"}, "must be five different topics"),
        ({"TOPIC_MEMORY": "articles.clean"}, "must be five different topics"),
        ({"MEMORY": "yes"}, "QUOTESIEVE_MEMORY=yes: expected one of on, off"),
        ({"HEARTBEAT_INTERVAL_SECONDS": "4"}, "at most a third"),
        ({"SECURITY_PROTOCOL": "SASL_SSL"}, "needs QUOTESIEVE_SASL_USERNAME"),
        ({"SASL_USERNAME": "me"}, "set it to SASL_SSL"),
        ({"PIPELINES": "en"}, "`en` is not language=folder"),
        ({"PIPELINES": "en=packaged,English=/x"}, "`English=/x` is not language=folder"),
        ({"PIPELINES": "de=packaged"}, "no pipeline for de comes with the package"),
        ({"PIPELINES": "de=/nowhere"}, "`/nowhere` holds no config.cfg"),
        ({"LEAST_CONFIDENCE": "1.1"}, "QUOTESIEVE_LEAST_CONFIDENCE=1.1: expected a number <= 1"),
        (
            {"SECURITY_PROTOCOL": "SSL", "TLS_CA_FILE": "/nowhere/ca.pem"},
            "QUOTESIEVE_TLS_CA_FILE: can't read `/nowhere/ca.pem`",
        ),
        (
            {"TLS_CA_FILE": "/nowhere/ca.pem"},
            "QUOTESIEVE_TLS_CA_FILE is set, but QUOTESIEVE_SECURITY_PROTOCOL is PLAINTEXT",
        ),
        ({"SECURITY_PROTOCOL": "SSL", "TLS_KEY_FILE": __file__}, "set both or none of them"),
        (
            {"SASL_PASSWORD_FILE": "/nowhere/password"},
            "QUOTESIEVE_SASL_PASSWORD_FILE: can't read `/nowhere/password`",
        ),
        ({"SASL_PASSWORD_FILE": os.devnull}, f"`{os.devnull}` is empty"),
        ({"SASL_PASSWORD": "a", "SASL_PASSWORD_FILE": __file__}, "are both set: remove one"),
    ],
)
def test_bad_setting_names_the_variable(environ: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({f"QUOTESIEVE_{name}": value for name, value in environ.items()})

    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_message_shows_the_password() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env(
            {"QUOTESIEVE_SASL_PASSWORD": "hunter2", "QUOTESIEVE_SECURITY_PROTOCOL": "SASL_SSL"}
        )

    assert "hunter2" not in str(caught.value)


def test_settings_do_not_show_the_password() -> None:
    login = {"SECURITY_PROTOCOL": "SASL_SSL", "SASL_USERNAME": "me", "SASL_PASSWORD": "hunter2"}

    settings = Settings.from_env({f"QUOTESIEVE_{name}": value for name, value in login.items()})

    assert settings.sasl_password == Secret("hunter2")
    assert settings.sasl_password.reveal() == "hunter2"
    assert "hunter2" not in f"{settings} {settings!r} {msgspec.structs.asdict(settings)}"


def test_password_may_be_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text(" hunter2 \r\n")
    login = {
        "SECURITY_PROTOCOL": "SASL_SSL",
        "SASL_USERNAME": "me",
        "SASL_PASSWORD_FILE": str(tmp_path / "password"),
    }

    settings = Settings.from_env({f"QUOTESIEVE_{name}": value for name, value in login.items()})

    assert settings.sasl_password == Secret(" hunter2 ")


def test_languages_have_their_pipelines(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").touch()

    settings = Settings.from_env({"QUOTESIEVE_PIPELINES": f"en=packaged, de={tmp_path}"})

    assert settings.pipeline_folders == {"en": "packaged", "de": str(tmp_path)}
