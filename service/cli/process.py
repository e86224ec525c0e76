"""`quotesieve process`."""

import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import BinaryIO

import click

from service.cli.inputs import STANDARD_INPUT
from service.cli.progress import progress_bar
from service.errors import Failure, UsageError
from service.operator_rules import load_rules
from service.pool import ArticlePool, load_worker
from service.settings import Settings
from service.wire.encode import encode_result
from service.work import Limits, Outcome

# Messages in flight for each process: enough that none waits while an earlier, longer one holds
# up the order of the output.
_BATCH = 16


@click.command(epilog="Example: quotesieve process crawl.jsonl > results.jsonl")
@click.argument("file", default=STANDARD_INPUT)
@click.option(
    "--jobs",
    type=click.IntRange(1, 1024),
    help="Processes; one a core unless given.",
)
def process(file: str, jobs: int | None) -> None:
    """Process raw articles without Kafka.

    FILE is JSON Lines of messages as on articles.raw; standard input unless given. Prints a line
    for each line, in order: {"article": …, "quotes": […], "error": null}, with the same bytes
    inside as the topics get, or {"article": null, "quotes": [], "error": {…}}.
    """
    settings = Settings.from_env(os.environ)
    rules = load_rules(settings.rules_path)
    with ExitStack() as stack:
        lines = stack.enter_context(_open(file))
        progress = stack.enter_context(progress_bar())
        pool = stack.enter_context(
            ArticlePool(
                partial(load_worker, _limits(settings), rules),
                timeout_seconds=settings.article_timeout_seconds,
                processes=jobs or settings.processes,
            )
        )
        tracked = progress.track(lines, total=_line_count(file), description="process")
        failed = _write_results(pool, tracked)
    if failed:
        click.echo(f"quotesieve: {failed} lines could not be processed; see `error`", err=True)


def _limits(settings: Settings) -> Limits:
    return Limits(
        max_message_bytes=settings.max_message_bytes, max_record_bytes=settings.max_record_bytes
    )


def _open(file: str) -> BinaryIO:
    if file == STANDARD_INPUT:
        return sys.stdin.buffer
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise UsageError(f"can't read `{file}`: {error.strerror}") from error


def _line_count(file: str) -> int | None:
    """For the progress bar alone; None where the input can be read only once."""
    path = Path(file)
    if file == STANDARD_INPUT or not path.is_file() or not sys.stderr.isatty():
        return None
    with path.open("rb") as lines:
        return sum(1 for _ in lines)


def _write_results(pool: ArticlePool, lines: Iterable[bytes]) -> int:
    """Print a result a line, in order. Returns: how many are errors."""
    failed = 0
    for outcome in _in_order(pool, lines):
        failed += isinstance(outcome.result, Failure)
        sys.stdout.buffer.write(encode_result(outcome.result) + b"\n")
        sys.stdout.buffer.flush()
    return failed


def _in_order(pool: ArticlePool, lines: Iterable[bytes]) -> Iterator[Outcome]:
    pending: deque[Future[Outcome]] = deque()
    for line in lines:
        pending.append(pool.submit(None, line.rstrip(b"\r\n")))
        while pending and (len(pending) >= _BATCH * pool.processes or pending[0].done()):
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()
