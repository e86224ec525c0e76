"""The five topics: what they must be like, creating them, checking them."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import (
    KafkaError,
    KafkaTimeoutError,
    TopicAlreadyExistsError,
)

from service.errors import InfrastructureError, TopicsError
from service.settings import HEADER_BYTES, SecurityProtocol, Settings, Switch

# How long a command waits for a broker that does not answer.
_BOOTSTRAP_TIMEOUT_MS = 10_000


# An outlet that has published nothing for so long has changed its page meanwhile.
_MEMORY_RETENTION_DAYS = 90

# A record has some 300 bytes; the limit is on batches, and the producer makes such of 16 KiB.
_MEMORY_BATCH_BYTES = 65_536

# About 50,000 articles.
_MEMORY_SEGMENT_BYTES = 16_777_216


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPlan:
    """A topic as the service needs it; `max_message_bytes` is the least that it must take.

    `partitions`: None leaves their number to the operator. `options`: Kafka's own, for its making.
    """

    name: str
    variable: str
    max_message_bytes: int
    cleanup_policy: str
    partitions: int | None = None
    options: Mapping[str, str] = field(default_factory=dict)


def topic_plans(settings: Settings) -> tuple[TopicPlan, ...]:
    """The topics in the order of the data's way through them; the memory's if it is used.

    `articles.clean` and `articles.quotes` are compacted: their keys are the same for a replay or
    a better version, so a reader from the start sees each record once.
    """
    memory = () if settings.memory is Switch.OFF else (_memory_plan(settings),)
    message = settings.max_message_bytes + HEADER_BYTES
    record = settings.max_record_bytes + HEADER_BYTES
    return (
        TopicPlan(
            name=settings.topic_raw,
            variable="QUOTESIEVE_TOPIC_RAW",
            max_message_bytes=message,
            cleanup_policy="delete",
        ),
        TopicPlan(
            name=settings.topic_clean,
            variable="QUOTESIEVE_TOPIC_CLEAN",
            max_message_bytes=record,
            cleanup_policy="compact",
        ),
        TopicPlan(
            name=settings.topic_quotes,
            variable="QUOTESIEVE_TOPIC_QUOTES",
            max_message_bytes=record,
            cleanup_policy="compact",
        ),
        TopicPlan(
            name=settings.topic_dead_letter,
            variable="QUOTESIEVE_TOPIC_DEAD_LETTER",
            max_message_bytes=message + HEADER_BYTES,
            cleanup_policy="delete",
        ),
        *memory,
    )


def _memory_plan(settings: Settings) -> TopicPlan:
    """The memory's topic is read whole at every start, so it must stay small."""
    return TopicPlan(
        name=settings.topic_memory,
        variable="QUOTESIEVE_TOPIC_MEMORY",
        max_message_bytes=_MEMORY_BATCH_BYTES,
        # Compacted by place; outlets that publish no more go with the time.
        cleanup_policy="compact,delete",
        # One order for all readers.
        partitions=1,
        options={
            "retention.ms": str(_MEMORY_RETENTION_DAYS * 86_400_000),
            # Kafka leaves the newest segment as it is; its default is one GiB.
            "segment.bytes": str(_MEMORY_SEGMENT_BYTES),
        },
    )


def client_config(settings: Settings) -> dict[str, Any]:
    """What every kafka-python client of the service is given."""
    config: dict[str, Any] = {
        "bootstrap_servers": settings.servers,
        "client_id": "quotesieve",
        "security_protocol": settings.security_protocol.value,
        "ssl_cafile": settings.tls_ca_file,
        "bootstrap_timeout_ms": _BOOTSTRAP_TIMEOUT_MS,
    }
    if settings.security_protocol in (SecurityProtocol.SASL_PLAINTEXT, SecurityProtocol.SASL_SSL):
        config["sasl_mechanism"] = settings.sasl_mechanism.value
        config["sasl_plain_username"] = settings.sasl_username
        config["sasl_plain_password"] = settings.sasl_password
    return config


def create_topics(
    settings: Settings, *, partitions: int, replication_factor: int
) -> dict[str, bool]:
    """Create those of the topics that are missing; existing ones stay as they are.

    Returns: by topic name, whether it was created now.
    Raises: InfrastructureError: the broker can't be reached or refuses.
    """
    with _admin(settings) as admin:
        return {
            plan.name: _create(admin, plan, partitions, replication_factor)
            for plan in topic_plans(settings)
        }


def check_topics(settings: Settings) -> None:
    """See that the topics exist and take the records that the service sends.

    Raises: TopicsError: says what to change. InfrastructureError: the broker can't be reached.
    """
    plans = topic_plans(settings)
    with _admin(settings) as admin:
        existing = set(admin.list_topics())
        missing = [plan for plan in plans if plan.name not in existing]
        if missing:
            names = ", ".join(f"{plan.name} ({plan.variable})" for plan in missing)
            raise TopicsError(f"missing topics: {names}; run `quotesieve topics create`")
        limits = {plan.name: _max_message_bytes(admin, plan.name) for plan in plans}
        _require_partitions(admin, plans)
    _require_limits(settings, plans, limits)


def _create(
    admin: KafkaAdminClient, plan: TopicPlan, partitions: int, replication_factor: int
) -> bool:
    options = {
        "num_partitions": plan.partitions or partitions,
        "replication_factor": replication_factor,
        "configs": {
            "max.message.bytes": str(plan.max_message_bytes),
            "cleanup.policy": plan.cleanup_policy,
            **plan.options,
        },
    }
    try:
        admin.create_topics({plan.name: options}, wait_for_metadata=True)
    except TopicAlreadyExistsError:
        return False
    return True


def _max_message_bytes(admin: KafkaAdminClient, topic: str) -> int:
    resource = ConfigResource(ConfigResourceType.TOPIC, topic, configs={"max.message.bytes": None})
    described = admin.describe_configs([resource], config_filter="all")
    entry: Mapping[str, Any] = described["topic"][topic]["max.message.bytes"]
    return int(entry["value"])


def _require_partitions(admin: KafkaAdminClient, plans: tuple[TopicPlan, ...]) -> None:
    wanted = {plan.name: plan for plan in plans if plan.partitions is not None}
    for topic in admin.describe_topics(list(wanted)) if wanted else ():
        plan, found = wanted[topic["name"]], len(topic["partitions"])
        if found != plan.partitions:
            raise TopicsError(
                f"topic {plan.name} has {found} partitions and must have {plan.partitions}: delete"
                f" it, or name another ({plan.variable}), and run `quotesieve topics create`"
            )


def _require_limits(
    settings: Settings, plans: tuple[TopicPlan, ...], limits: Mapping[str, int]
) -> None:
    raw, *outputs = plans
    # Whatever comes in must fit as a dead letter, else one message would stop the service.
    largest_in = limits[raw.name] + HEADER_BYTES
    for plan in outputs:
        needed = plan.max_message_bytes
        if plan.name == settings.topic_dead_letter:
            needed = max(needed, largest_in)
        if limits[plan.name] < needed:
            raise TopicsError(
                f"topic {plan.name} takes records of {limits[plan.name]} bytes and must take"
                f" {needed}: set its max.message.bytes to that, or lower"
                " QUOTESIEVE_MAX_MESSAGE_BYTES and the max.message.bytes of"
                f" {raw.name}"
            )


@contextlib.contextmanager
def _admin(settings: Settings) -> Iterator[KafkaAdminClient]:
    with (
        kafka_errors_told(settings),
        contextlib.closing(KafkaAdminClient(**client_config(settings))) as admin,
    ):
        yield admin


@contextlib.contextmanager
def kafka_errors_told(settings: Settings) -> Iterator[None]:
    """Turn kafka-python's errors into ones for a person.

    Raises: InfrastructureError: the broker can't be reached or refuses.
    """
    try:
        yield
    except KafkaError as error:
        raise InfrastructureError(_broker_trouble(settings, error)) from error


def _broker_trouble(settings: Settings, error: KafkaError) -> str:
    """One line about a broker that can't be reached or refuses."""
    where = f"Kafka at {settings.bootstrap_servers} (QUOTESIEVE_BOOTSTRAP_SERVERS)"
    if isinstance(error, KafkaTimeoutError):
        # kafka-python says the same of a wrong address, a wrong protocol and a wrong password.
        return (
            f"{where} does not answer to {settings.security_protocol}: check that it is up, the"
            " address, and QUOTESIEVE_SECURITY_PROTOCOL, _TLS_CA_FILE, _SASL_MECHANISM,"
            " _SASL_USERNAME and _SASL_PASSWORD"
        )
    return f"{where} can't be used: {type(error).__name__}: {error}"
