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
from service.cli.memory_file import read_memory, write_memory
from service.cli.progress import progress_bar
from service.core.memory import Memory
from service.core.repeats import Observation
from service.errors import Failure, UsageError
from service.plan import make_plan
from service.pool import ArticlePool, load_worker
from service.settings import Settings
from service.wire.decode import peek_outlet
from service.wire.encode import encode_result
from service.work import Outcome

# Messages in flight for each process: enough that none waits while an earlier, longer one holds
# up the order of the output.
_BATCH = 16


# An article is judged with what was learned of those before these: as many as a worker has in
# flight. A fixed number, so that the results do not depend on how fast the processes are.
_BEFORE_LEARNED = 64


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
    memory = None if memory_file is None else read_memory(memory_file)
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
        tracked = progress.track(lines, total=_line_count(file), description="process")
        failed = _write_results(pool, tracked, memory)
    if memory is not None and memory_file is not None:
        write_memory(memory_file, memory)
    if failed:
        click.echo(f"quotesieve: {failed} lines could not be processed; see `error`", err=True)


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


def _write_results(pool: ArticlePool, lines: Iterable[bytes], memory: Memory | None) -> int:
    """Print a result a line, in order. Returns: how many are errors."""
    failed = 0
    outcomes = _in_order(pool, lines) if memory is None else _learning(pool, lines, memory)
    for outcome in outcomes:
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


def _learning(pool: ArticlePool, lines: Iterable[bytes], memory: Memory) -> Iterator[Outcome]:
    """As `_in_order`; each line with what the memory knows, which learns of it later on."""
    pending: deque[Future[Outcome]] = deque()
    unlearned: deque[Observation | None] = deque()
    for line in lines:
        while len(pending) + len(unlearned) >= _BEFORE_LEARNED:
            if not unlearned:
                outcome = pending.popleft().result()
                unlearned.append(outcome.observation)
                yield outcome
            _learn(memory, unlearned.popleft())
        value = line.rstrip(b"\r\n")
        outlet = peek_outlet(value)
        repeated = None if outlet is None else memory.repeated(outlet)
        pending.append(pool.submit(None, value, repeated))
        while pending and pending[0].done():
            outcome = pending.popleft().result()
            unlearned.append(outcome.observation)
            yield outcome
    for observation in unlearned:
        _learn(memory, observation)
    while pending:
        outcome = pending.popleft().result()
        _learn(memory, outcome.observation)
        yield outcome


def _learn(memory: Memory, observation: Observation | None) -> None:
    if observation is not None:
        memory.learn(observation)
