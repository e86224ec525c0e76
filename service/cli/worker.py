"""`quotesieve worker`."""

import os

import click

from service.settings import Settings


@click.command(epilog="Example: QUOTESIEVE_BOOTSTRAP_SERVERS=kafka:9092 quotesieve worker")
def worker() -> int:
    """Consume raw articles, publish clean articles, quotes and dead letters.

    Runs until SIGTERM or Ctrl-C, then finishes what is in flight. Uses every core; start more of
    them, on as many machines as there are partitions, to share the work.
    """
    settings = Settings.from_env(os.environ)
    # Faust takes half a second to import; the other commands do without it.
    from service.app import run_worker

    return run_worker(settings)
