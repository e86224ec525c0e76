"""Fixtures that several kinds of tests use."""

import uuid
from collections.abc import Iterator

import pytest
from local_kafka import LocalKafka

from service.settings import Settings
from service.topics import create_topics


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalKafka]:
    """A real broker for the whole session; a broker that can't start is an error, not a skip."""
    with LocalKafka(tmp_path_factory.mktemp("kafka")) as broker:
        yield broker


@pytest.fixture
def broker_settings(kafka: LocalKafka) -> Settings:
    """Settings for topics and a group that nobody else uses; the topics exist, 3 partitions."""
    settings = unique_settings(kafka.bootstrap)
    create_topics(settings, partitions=3, replication_factor=1)
    return settings


def unique_settings(bootstrap: str) -> Settings:
    """Settings with names of their own for topics and group."""
    name = uuid.uuid4().hex[:12]
    return Settings(
        bootstrap_servers=bootstrap,
        group_id=f"test-{name}",
        topic_raw=f"raw-{name}",
        topic_clean=f"clean-{name}",
        topic_quotes=f"quotes-{name}",
        topic_dead_letter=f"dead-letter-{name}",
        topic_memory=f"memory-{name}",
        metrics_address="127.0.0.1:0",
        processes=1,
    )
