"""The five topics: what they must be like, creating them, checking them."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import (
    CoordinatorNotAvailableError,
    GroupAuthorizationFailedError,
    TopicAlreadyExistsError,
    TopicAuthorizationFailedError,
    UnknownTopicOrPartitionError,
)

from service.broker import client_config, user
from service.broker_errors import kafka_errors_told
from service.errors import TopicsError
from service.settings import HEADER_BYTES, Settings, Switch

# An outlet that has published nothing for so long has changed its page meanwhile.
_MEMORY_RETENTION_DAYS = 90

# A record has some 300 bytes; the limit is on batches, and the producer makes such of 16 KiB.
_MEMORY_BATCH_BYTES = 65_536

# About 50,000 articles.
_MEMORY_SEGMENT_BYTES = 16_777_216


class Right(StrEnum):
    """What a user may do with a topic or group; Kafka's own names."""

    READ = "READ"
    WRITE = "WRITE"
    DESCRIBE_CONFIGS = "DESCRIBE_CONFIGS"


# The limits of each topic are looked at before the start.
_READS = (Right.READ, Right.DESCRIBE_CONFIGS)
_WRITES = (Right.WRITE, Right.DESCRIBE_CONFIGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicPlan:
    """A topic as the service needs it; `max_message_bytes` is the least that it must take.

    `partitions`: None leaves their number to the operator. `options`: Kafka's own, for its making.
    """

    name: str
    variable: str
    max_message_bytes: int
    cleanup_policy: str
    worker_rights: tuple[Right, ...]
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
            worker_rights=_READS,
        ),
        TopicPlan(
            name=settings.topic_clean,
            variable="QUOTESIEVE_TOPIC_CLEAN",
            max_message_bytes=record,
            cleanup_policy="compact",
            worker_rights=_WRITES,
        ),
        TopicPlan(
            name=settings.topic_quotes,
            variable="QUOTESIEVE_TOPIC_QUOTES",
            max_message_bytes=record,
            cleanup_policy="compact",
            worker_rights=_WRITES,
        ),
        TopicPlan(
            name=settings.topic_dead_letter,
            variable="QUOTESIEVE_TOPIC_DEAD_LETTER",
            max_message_bytes=message + HEADER_BYTES,
            cleanup_policy="delete",
            worker_rights=_WRITES,
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
        worker_rights=(Right.READ, *_WRITES),
        # One order for all readers.
        partitions=1,
        options={
            "retention.ms": str(_MEMORY_RETENTION_DAYS * 86_400_000),
            # Kafka leaves the newest segment as it is; its default is one GiB.
            "segment.bytes": str(_MEMORY_SEGMENT_BYTES),
        },
    )


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
    """See that all topics exist and take what a worker sends, and that it may do what it must.

    Raises: TopicsError: says what to change. InfrastructureError: the broker can't be reached.
    """
    plans = topic_plans(settings)
    with _admin(settings) as admin:
        found = _describe(admin, settings, plans)
        for plan in plans:
            _require_rights(settings, plan, found[plan.name], plan.worker_rights)
            _require_partitions(plan, found[plan.name])
        _require_group(admin, settings)
        limits = {plan.name: _max_message_bytes(admin, plan) for plan in plans}
    _require_limits(settings, plans, limits)


def check_topic(settings: Settings, name: str, right: Right) -> None:
    """See that one of the topics exists, and that a command may do what it must.

    Raises: TopicsError: says what to change. InfrastructureError: the broker can't be reached.
    """
    [plan] = [plan for plan in topic_plans(settings) if plan.name == name]
    with _admin(settings) as admin:
        found = _describe(admin, settings, [plan])
    _require_rights(settings, plan, found[name], (right,))


def _describe(
    admin: KafkaAdminClient, settings: Settings, plans: Sequence[TopicPlan]
) -> dict[str, Mapping[str, Any]]:
    """What the broker tells of topics, by name; all of them exist."""
    found = {topic["name"]: topic for topic in admin.describe_topics([p.name for p in plans])}
    missing, hidden = (
        [plan for plan in plans if found[plan.name]["error_code"] == error.errno]
        for error in (UnknownTopicOrPartitionError, TopicAuthorizationFailedError)
    )
    if missing:
        raise TopicsError(f"missing topics: {_named(missing)}; run `quotesieve topics create`")
    if hidden:
        raise TopicsError(
            f"`{user(settings)}` may not see the topics {_named(hidden)}: give it the rights that"
            " README.md lists"
        )
    return found


def _named(plans: Sequence[TopicPlan]) -> str:
    return ", ".join(f"{plan.name} ({plan.variable})" for plan in plans)


def _require_rights(
    settings: Settings, plan: TopicPlan, found: Mapping[str, Any], rights: Sequence[Right]
) -> None:
    # A broker that gives no rights to anybody names all of them.
    lacking = [right for right in rights if right not in found["authorized_operations"]]
    if lacking:
        raise TopicsError(
            f"`{user(settings)}` may not {' and '.join(lacking)} the topic {plan.name}"
            f" ({plan.variable}): give it the rights that README.md lists"
        )


def _require_group(admin: KafkaAdminClient, settings: Settings) -> None:
    """See that the worker may be in its group."""
    group = settings.group_id
    try:
        found = admin.describe_groups([group])[group]
    except GroupAuthorizationFailedError:
        rights: Sequence[str] = ()
    except CoordinatorNotAvailableError:
        # A broker that has had no group yet.
        return
    else:
        if found["authorized_operations"] is None:
            # A group that nobody has been in; it is told then.
            return
        rights = found["authorized_operations"]
    if Right.READ not in rights:
        raise TopicsError(
            f"`{user(settings)}` may not read in the group {group} (QUOTESIEVE_GROUP_ID): give it"
            " the rights that README.md lists"
        )


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


def _max_message_bytes(admin: KafkaAdminClient, plan: TopicPlan) -> int:
    wanted = {"max.message.bytes": None}
    resource = ConfigResource(ConfigResourceType.TOPIC, plan.name, configs=wanted)
    described = admin.describe_configs([resource], config_filter="all")
    entry: Mapping[str, Any] = described["topic"][plan.name]["max.message.bytes"]
    return int(entry["value"])


def _require_partitions(plan: TopicPlan, found: Mapping[str, Any]) -> None:
    count = len(found["partitions"])
    if plan.partitions not in (None, count):
        raise TopicsError(
            f"topic {plan.name} has {count} partitions and must have {plan.partitions}: delete"
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
