import contextlib

import msgspec
import pytest
from conftest import unique_settings
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from local_kafka import LocalKafka, free_port

from service.errors import InfrastructureError, TopicsError
from service.settings import Settings, Switch
from service.topics import check_topics, create_topics

pytestmark = pytest.mark.broker


def test_created_topics_pass_the_check(broker_settings: Settings) -> None:
    check_topics(broker_settings)

    again = create_topics(broker_settings, partitions=3, replication_factor=1)

    assert list(again.values()) == [False] * 5


def test_missing_topics_are_named(kafka: LocalKafka) -> None:
    settings = unique_settings(kafka.bootstrap)

    with pytest.raises(TopicsError) as caught:
        check_topics(settings)

    assert f"{settings.topic_quotes} (QUOTESIEVE_TOPIC_QUOTES)" in str(caught.value)
    assert "quotesieve topics create" in str(caught.value)


def test_dead_letters_must_hold_what_the_raw_topic_takes(broker_settings: Settings) -> None:
    admin = KafkaAdminClient(bootstrap_servers=broker_settings.servers)
    admin.alter_configs(
        [
            ConfigResource(
                ConfigResourceType.TOPIC,
                broker_settings.topic_raw,
                configs={"max.message.bytes": "5000000"},
            )
        ]
    )
    admin.close()

    with pytest.raises(TopicsError) as caught:
        check_topics(broker_settings)

    assert f"topic {broker_settings.topic_dead_letter} takes" in str(caught.value)
    assert "must take 5016384" in str(caught.value)


def test_absent_broker_is_named() -> None:
    settings = unique_settings(f"127.0.0.1:{free_port()}")

    with pytest.raises(InfrastructureError) as caught:
        check_topics(settings)

    assert settings.bootstrap_servers in str(caught.value)
    assert "QUOTESIEVE_BOOTSTRAP_SERVERS" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_memory_has_one_partition(broker_settings: Settings) -> None:
    settings = msgspec.structs.replace(
        broker_settings, topic_memory=f"{broker_settings.topic_raw}-2"
    )
    with contextlib.closing(KafkaAdminClient(bootstrap_servers=settings.servers)) as admin:
        options = {"num_partitions": 2, "replication_factor": 1}
        admin.create_topics({settings.topic_memory: options}, wait_for_metadata=True)

    with pytest.raises(TopicsError) as caught:
        check_topics(settings)

    assert f"topic {settings.topic_memory} has 2 partitions and must have 1" in str(caught.value)
    assert "QUOTESIEVE_TOPIC_MEMORY" in str(caught.value)


def test_memory_that_is_off_needs_no_topic(kafka: LocalKafka) -> None:
    settings = msgspec.structs.replace(unique_settings(kafka.bootstrap), memory=Switch.OFF)

    created = create_topics(settings, partitions=1, replication_factor=1)
    check_topics(settings)

    assert settings.topic_memory not in created
    assert len(created) == 4
