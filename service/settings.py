"""The service's settings, from `QUOTESIEVE_*` environment variables."""

import difflib
import ipaddress
import os
import re
import typing
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec

from service.errors import SettingsError

PREFIX = "QUOTESIEVE_"

# What a record may be larger than the message it came from: every quote carries its sentence,
# every removed block its place. Ten times fits a page of two-word lines.
_RECORD_GROWTH = 10

# Room for a key, headers and Kafka's framing around a value, and for what a dead letter adds.
HEADER_BYTES = 16_384

# What a pipeline's folder is called that comes with the package.
PACKAGED = "packaged"

# Kafka's own rule for topic names (org.apache.kafka.common.internals.Topic).
_TopicName = Annotated[str, msgspec.Meta(pattern=r"^[a-zA-Z0-9._-]{1,249}$")]
_Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
_Seconds = Annotated[float, msgspec.Meta(gt=0, le=86_400)]


class LogFormat(StrEnum):
    """`auto`: `text` on a terminal, `json` otherwise."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """The least severe record that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Switch(StrEnum):
    """Whether something is used."""

    ON = "on"
    OFF = "off"


class SecurityProtocol(StrEnum):
    """How the broker is spoken to; Kafka's own names."""

    PLAINTEXT = "PLAINTEXT"
    SSL = "SSL"
    SASL_PLAINTEXT = "SASL_PLAINTEXT"
    SASL_SSL = "SASL_SSL"


class SaslMechanism(StrEnum):
    """How the service says who it is; Kafka's own names."""

    PLAIN = "PLAIN"
    SCRAM_SHA_256 = "SCRAM-SHA-256"
    SCRAM_SHA_512 = "SCRAM-SHA-512"


class Secret:
    """A text that no log, message or traceback shows.

    No dataclass: msgspec would look for its fields.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text, for whom it is meant."""
        return self._text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings; field `topic_raw` is read from `QUOTESIEVE_TOPIC_RAW`, and so on."""

    bootstrap_servers: str = "127.0.0.1:9092"
    group_id: Annotated[str, msgspec.Meta(min_length=1, max_length=249)] = "quotesieve"
    topic_raw: _TopicName = "articles.raw"
    topic_clean: _TopicName = "articles.clean"
    topic_quotes: _TopicName = "articles.quotes"
    topic_dead_letter: _TopicName = "articles.dead-letter"
    topic_memory: _TopicName = "articles.memory"
    # Off: blocks are judged by themselves and their article alone.
    memory: Switch = Switch.ON
    metrics_address: str = "127.0.0.1:9108"
    # None: one process a usable core.
    processes: Annotated[int, msgspec.Meta(ge=1, le=1024)] | None = None
    # Messages in flight; 32-128 kept every process busy in the design's trials.
    window: Annotated[int, msgspec.Meta(ge=1, le=4096)] = 64
    # Text work takes 5-50 ms an article; a minute is a hang, not a long article.
    article_timeout_seconds: _Seconds = 60.0
    # Below the 30 s after which Kubernetes kills.
    drain_timeout_seconds: _Seconds = 25.0
    commit_interval_seconds: _Seconds = 1.0
    # After a SIGKILL a worker's partitions stand still this long.
    session_timeout_seconds: _Seconds = 10.0
    heartbeat_interval_seconds: _Seconds = 3.0
    # How long a record may wait for the broker in an outage before the worker gives up.
    producer_timeout_seconds: _Seconds = 90.0
    # What Kafka's own topics and producers take unless told otherwise.
    max_message_bytes: Annotated[int, msgspec.Meta(ge=1024, le=104_857_600)] = 1_048_576
    # Characters of an article's text. The longest of the development sets has 56,000; the slowest
    # text that is known (tests/fuzz/growth.py) takes a third of the time limit at this length.
    max_article_characters: Annotated[int, msgspec.Meta(ge=1000, le=104_857_600)] = 400_000
    # One in 200 characters at the greatest length; PolNeAR's development part has one in 170.
    max_article_quotes: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 2000
    # File of the operators' own cleaning rules.
    rules_path: str | None = None
    # Who says what is told by a pipeline a language: `en=packaged,de=/srv/quotes-de`.
    pipelines: str = "en=packaged"
    # Less sure quotes are left out (indirect) or lose their speaker. Of 0, .3, .35, .4 and .45 this
    # one gives the highest F1 of attributions with their source on PolNeAR's development part.
    least_confidence: _Share = 0.35
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.AUTO
    security_protocol: SecurityProtocol = SecurityProtocol.PLAINTEXT
    sasl_mechanism: SaslMechanism = SaslMechanism.PLAIN
    sasl_username: str | None = None
    sasl_password: Secret | None = None
    # File that holds the password, instead of it: an orchestrator's secret.
    sasl_password_file: str | None = None
    # PEM file of the authorities that are trusted; None: those of the system.
    tls_ca_file: str | None = None
    # PEM files of the certificate by which the service says who it is, and its key.
    tls_cert_file: str | None = None
    tls_key_file: str | None = None

    @property
    def uses_sasl(self) -> bool:
        """Whether the service says by a name and a password who it is."""
        return self.security_protocol in (
            SecurityProtocol.SASL_PLAINTEXT,
            SecurityProtocol.SASL_SSL,
        )

    @property
    def uses_tls(self) -> bool:
        """Whether what is said to the broker is encrypted."""
        return self.security_protocol in (SecurityProtocol.SSL, SecurityProtocol.SASL_SSL)

    @property
    def max_record_bytes(self) -> int:
        """The largest record that the service publishes, in bytes."""
        return self.max_message_bytes * _RECORD_GROWTH

    @property
    def servers(self) -> list[str]:
        """The bootstrap servers, `host:port` each."""
        return [server.strip() for server in self.bootstrap_servers.split(",")]

    @property
    def pipeline_folders(self) -> dict[str, str]:
        """The folder of each language's pipeline, or PACKAGED, by the language's code."""
        pairs = (pair.strip().split("=", 1) for pair in self.pipelines.split(","))
        return {language: folder for language, folder in pairs}

    @property
    def metrics_host_port(self) -> tuple[str, int]:
        """Where metrics and health listen."""
        return host_port("QUOTESIEVE_METRICS_ADDRESS", self.metrics_address)

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read and check the settings.

        Raises: SettingsError: names the variable and says what to change.
        """
        values = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in environ.items()
            # An empty variable is an unset one, as in a compose file.
            if name.startswith(PREFIX) and value
        }
        _require_known(values)
        try:
            settings = msgspec.convert(values, cls, strict=False, dec_hook=_secret)
        except msgspec.ValidationError as error:
            raise SettingsError(_readable(str(error), values)) from error
        settings = _with_password(settings)
        _cross_check(settings)
        return settings


def _require_known(values: Mapping[str, str]) -> None:
    for field in sorted(set(values) - set(Settings.__struct_fields__)):
        near = difflib.get_close_matches(field, Settings.__struct_fields__, n=1)
        advice = f"{variable(near[0])}?" if near else "README.md lists the settings"
        raise SettingsError(
            f"unknown setting {variable(field)}: remove it, or correct it ({advice})"
        )


def _secret(kind: type, value: str) -> Secret:
    """The one type that msgspec does not know."""
    assert kind is Secret
    return Secret(value)


def _with_password(settings: Settings) -> Settings:
    """The settings with the password out of its file, if it is in one.

    Raises: SettingsError
    """
    path = settings.sasl_password_file
    if path is None:
        return settings
    if settings.sasl_password is not None:
        raise SettingsError(
            "QUOTESIEVE_SASL_PASSWORD and QUOTESIEVE_SASL_PASSWORD_FILE are both set: remove one"
        )
    try:
        # A line end is an editor's, no password's.
        password = Path(path).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"QUOTESIEVE_SASL_PASSWORD_FILE: can't read `{path}`") from error
    if not password:
        raise SettingsError(f"QUOTESIEVE_SASL_PASSWORD_FILE: `{path}` is empty")
    return msgspec.structs.replace(settings, sasl_password=Secret(password))


def variable(field: str) -> str:
    """The environment variable of a field."""
    return PREFIX + field.upper()


# What msgspec calls the types, and what a person does.
_TYPE_NAMES = {"`int | null`": "a whole number", "`int`": "a whole number", "`float`": "a number"}


def _readable(message: str, values: Mapping[str, str]) -> str:
    """Turn msgspec's "Expected ... - at `$.field`" into the variable, its value and what it takes.

    No message shows the password: any string is one.
    """
    problem, _, path = message.partition(" - at ")
    field = path.strip("`").removeprefix("$.")
    if problem.startswith("Invalid enum value"):
        choices = typing.get_type_hints(Settings)[field]
        problem = "expected one of " + ", ".join(choices)
    problem = problem.partition(", got")[0].replace("Expected", "expected")
    for name, plain in _TYPE_NAMES.items():
        problem = problem.replace(name, plain)
    return f"{variable(field)}={values[field]}: {problem}"


def _cross_check(settings: Settings) -> None:
    for server in settings.servers:
        host_port("QUOTESIEVE_BOOTSTRAP_SERVERS", server)
    host_port("QUOTESIEVE_METRICS_ADDRESS", settings.metrics_address)
    _check_topics(settings)
    if settings.heartbeat_interval_seconds * 3 > settings.session_timeout_seconds:
        raise SettingsError(
            "QUOTESIEVE_HEARTBEAT_INTERVAL_SECONDS must be at most a third of"
            " QUOTESIEVE_SESSION_TIMEOUT_SECONDS, else one late heartbeat costs the partitions"
        )
    _check_security(settings)
    _check_pipelines(settings)


def host_port(name: str, address: str) -> tuple[str, int]:
    """Host and port of an address of a setting; the host of an IPv6 address without its brackets.

    Raises: SettingsError
    """
    match = re.fullmatch(r"(?:\[([0-9a-fA-F:.]+)\]|([^\s:\[\]]+)):(\d{1,5})", address)
    if match is None or not 0 <= int(match[3]) <= 65_535:
        raise SettingsError(f"{name}: `{address}` is not host:port, such as 127.0.0.1:9092")
    if match[1] is not None:
        _check_ipv6(name, match[1])
    return match[1] or match[2], int(match[3])


def _check_ipv6(name: str, host: str) -> None:
    try:
        ipaddress.IPv6Address(host)
    except ValueError as error:
        raise SettingsError(f"{name}: `[{host}]` is not an IPv6 address") from error


def _check_topics(settings: Settings) -> None:
    topics = [
        settings.topic_raw,
        settings.topic_clean,
        settings.topic_quotes,
        settings.topic_dead_letter,
        settings.topic_memory,
    ]
    if len(set(topics)) < len(topics):
        raise SettingsError(
            "QUOTESIEVE_TOPIC_RAW, _CLEAN, _QUOTES, _DEAD_LETTER and _MEMORY must be five different"
            " topics"
        )


def _check_pipelines(settings: Settings) -> None:
    for pair in settings.pipelines.split(","):
        language, _, folder = pair.strip().partition("=")
        if not re.fullmatch(r"[a-z]{2,3}", language) or not folder:
            raise SettingsError(
                f"QUOTESIEVE_PIPELINES: `{pair.strip()}` is not language=folder, such as"
                f" en={PACKAGED} or de=/srv/quotes-de"
            )
        if folder != PACKAGED and not (Path(folder) / "config.cfg").is_file():
            raise SettingsError(
                f"QUOTESIEVE_PIPELINES: `{folder}` holds no config.cfg; name the folder of a spaCy"
                " pipeline"
            )
        if folder == PACKAGED and language != "en":
            raise SettingsError(
                f"QUOTESIEVE_PIPELINES: no pipeline for {language} comes with the package; name a"
                " folder"
            )


def _check_security(settings: Settings) -> None:
    sasl, protocol = settings.uses_sasl, settings.security_protocol
    if sasl and not (settings.sasl_username and settings.sasl_password):
        raise SettingsError(
            f"QUOTESIEVE_SECURITY_PROTOCOL={protocol} needs QUOTESIEVE_SASL_USERNAME and"
            " QUOTESIEVE_SASL_PASSWORD or QUOTESIEVE_SASL_PASSWORD_FILE"
        )
    if settings.sasl_username and not sasl:
        raise SettingsError(
            f"QUOTESIEVE_SASL_USERNAME is set, but QUOTESIEVE_SECURITY_PROTOCOL is {protocol}: set"
            " it to SASL_SSL or SASL_PLAINTEXT"
        )
    _check_tls_files(settings)


def _check_tls_files(settings: Settings) -> None:
    files = {
        "QUOTESIEVE_TLS_CA_FILE": settings.tls_ca_file,
        "QUOTESIEVE_TLS_CERT_FILE": settings.tls_cert_file,
        "QUOTESIEVE_TLS_KEY_FILE": settings.tls_key_file,
    }
    for name, path in files.items():
        if path is None:
            continue
        if not settings.uses_tls:
            raise SettingsError(
                f"{name} is set, but QUOTESIEVE_SECURITY_PROTOCOL is {settings.security_protocol}:"
                " set it to SASL_SSL or SSL"
            )
        if not os.access(path, os.R_OK):
            raise SettingsError(f"{name}: can't read `{path}`; name a PEM file")
    if (settings.tls_cert_file is None) != (settings.tls_key_file is None):
        raise SettingsError(
            "QUOTESIEVE_TLS_CERT_FILE and QUOTESIEVE_TLS_KEY_FILE: set both or none of them"
        )
