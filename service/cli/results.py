"""Writes what became of articles, in the order in which they came."""

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future

from service.core.memory import Memory
from service.core.repeats import Observation
from service.errors import Failure
from service.pool import ArticlePool
from service.wire.decode import peek_outlet
from service.wire.encode import encode_result
from service.work import Outcome

# Messages in flight for each process: enough that none waits while an earlier, longer one holds
# up the order of the output.
_BATCH = 16

# An article is judged with what was learned of those before these: as many as a worker has in
# flight. A fixed number, so that the results do not depend on how fast the processes are.
_BEFORE_LEARNED = 64


def write_results(pool: ArticlePool, lines: Iterable[bytes], memory: Memory | None) -> int:
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
