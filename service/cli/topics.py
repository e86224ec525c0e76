"""`quotesieve topics`."""

import os

import click

from service.settings import Settings


@click.group(epilog="Example: quotesieve topics create --partitions 12 --replication-factor 3")
def topics() -> None:
    """Create or check the Kafka topics."""


@topics.command(epilog="Example: quotesieve topics create --partitions 12 --replication-factor 3")
@click.option(
    "--partitions",
    type=click.IntRange(1, 10_000),
    default=6,
    show_default=True,
    help="Partitions of each topic but the memory's; at most that many workers share the work.",
)
@click.option(
    "--replication-factor",
    type=click.IntRange(1, 100),
    default=1,
    show_default=True,
    help="Brokers that hold each record; 3 is usual where there are as many.",
)
def create(partitions: int, replication_factor: int) -> None:
    """Create the topics that are missing; existing ones stay as they are."""
    settings = Settings.from_env(os.environ)
    from service.topics import check_topics, create_topics

    done = create_topics(settings, partitions=partitions, replication_factor=replication_factor)
    for name, created in done.items():
        click.echo(f"{name}: {'created' if created else 'exists'}")
    check_topics(settings)


@topics.command(epilog="Example: quotesieve topics check && quotesieve worker")
def check() -> None:
    """See that the topics exist and take the records that the service sends."""
    settings = Settings.from_env(os.environ)
    from service.topics import check_topics

    check_topics(settings)
    click.echo(f"the topics at {settings.bootstrap_servers} are fit")
