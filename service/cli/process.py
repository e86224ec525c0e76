"""`quotesieve process`."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from service.cli import STANDARD_INPUT
from service.cli.progress import progress_bar
from service.errors import UsageError
from service.plan import make_plan
from service.pool import ArticlePool, load_worker
from service.settings import Settings

if TYPE_CHECKING:
    from service.core.memory import Memory


@click.command(epilog="Example: quotesieve process crawl.jsonl > results.jsonl")
@click.argument("file", default=STANDARD_INPUT)
@click.option(
    "--jobs",
    type=click.IntRange(1, 1024),
    help="Processes; one a core unless given.",
)
@click.option(
    "--memory",
    "memory_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File of what outlets repeat: read first, written at the end; none unless given.",
)
def process(file: str, jobs: int | None, memory_file: Path | None) -> None:
    """Process raw articles without Kafka.

    FILE is JSON Lines of messages as on articles.raw; standard input unless given. Prints a line
    for each line, in order: {"article": …, "quotes": […], "error": null}, with the same bytes
    inside as the topics get, or {"article": null, "quotes": [], "error": {…}}.
    """
    settings = Settings.from_env(os.environ)
    plan = make_plan(settings)
    memory = None if memory_file is None else _read(memory_file)
    with ExitStack() as stack:
        lines = stack.enter_context(_open(file))
        progress = stack.enter_context(progress_bar())
        pool = stack.enter_context(
            ArticlePool(
                partial(load_worker, plan),
                timeout_seconds=settings.article_timeout_seconds,
                processes=jobs or settings.processes,
            )
        )
        # The pool's processes load the same at the same time: first results come the sooner.
        from service.cli.results import write_results

        tracked = progress.track(lines, total=_line_count(file), description="process")
        failed = write_results(pool, tracked, memory)
    if memory is not None and memory_file is not None:
        _write(memory_file, memory)
    if failed:
        click.echo(f"quotesieve: {failed} lines could not be processed; see `error`", err=True)


# As slow to import as the work itself, so only where a memory is asked for.
def _read(memory_file: Path) -> Memory:
    from service.cli.memory_file import read_memory

    return read_memory(memory_file)


def _write(memory_file: Path, memory: Memory) -> None:
    from service.cli.memory_file import write_memory

    write_memory(memory_file, memory)


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
