"""Sends fuzzed messages through `process`; fails for each that crashes, hangs or is told wrong.

    .venv/bin/python tests/fuzz/fuzz.py --messages 1000000

Message N is the same on every machine: `--first N --messages 1` shows it alone.
"""

import argparse
import os
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from fuzzed import message
from outcomes import faults
from rich.console import Console
from rich.progress import Progress

from service.errors import Failure
from service.plan import make_plan
from service.pool import load_worker
from service.settings import Settings

# Far below the service's own minute an article, which is what this is to find out early.
_LIMIT_SECONDS = 10
_CHUNK = 2000


class HungError(Exception):
    """A message took longer than the limit."""


@dataclass(slots=True)
class Tally:
    """What became of messages; `faults`: by number of message. Memory in MB, of one process."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[int, str]] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, -1)
    seconds: float = 0.0
    memory: dict[int, list[float]] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        """Put another one's counts to these."""
        self.outcomes += other.outcomes
        self.faults += other.faults
        self.slowest = max(self.slowest, other.slowest)
        self.seconds += other.seconds
        for pid, sizes in other.memory.items():
            self.memory.setdefault(pid, []).extend(sizes)


_worker = None


def _ring(number: int, frame: FrameType | None) -> None:
    raise HungError


def run_chunk(numbers: range) -> Tally:
    """Process messages one after the other in this process."""
    global _worker
    if _worker is None:
        _worker = load_worker(make_plan(Settings()))
        signal.signal(signal.SIGALRM, _ring)
    tally = Tally()
    for number in numbers:
        key, value = message(number)
        started = time.perf_counter()
        signal.alarm(_LIMIT_SECONDS)
        try:
            outcome = _worker.process(key, value)
            signal.alarm(0)
            found = faults(value, outcome)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            # A panic in a library that is written in Rust is no Exception.
            tally.faults.append((number, repr(error)[:200]))
            continue
        finally:
            signal.alarm(0)
        seconds = time.perf_counter() - started
        result = outcome.result
        tally.outcomes[result.reason if isinstance(result, Failure) else "article"] += 1
        tally.faults += [(number, fault) for fault in found]
        tally.slowest = max(tally.slowest, (seconds, number))
        tally.seconds += seconds
    tally.memory[os.getpid()] = [_memory_mb()]
    return tally


def _memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def chunks(first: int, count: int) -> Iterator[range]:
    """The numbers of the messages, some thousands at a time."""
    for start in range(first, first + count, _CHUNK):
        yield range(start, min(start + _CHUNK, first + count))


def run(first: int, count: int, processes: int) -> Tally:
    """Process messages side by side."""
    tally = Tally()
    with (
        ProcessPoolExecutor(processes) as pool,
        Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress,
    ):
        task = progress.add_task("fuzz", total=count)
        for numbers, part in zip(
            chunks(first, count), pool.map(run_chunk, chunks(first, count)), strict=True
        ):
            tally.add(part)
            progress.update(task, advance=len(numbers))
            for number, fault in part.faults:
                print(f"message {number}: {fault}", flush=True)
    return tally


def main() -> int:
    """Run and print what was found; 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    options = parser.parse_args()
    tally = run(options.first, options.messages, options.processes)
    for name, number in tally.outcomes.most_common():
        print(f"{number:>9,}  {name}")
    seconds, number = tally.slowest
    mean_ms = 1000 * tally.seconds / max(1, options.messages)
    print(f"slowest {seconds:.2f} s (message {number}); mean {mean_ms:.2f} ms")
    for sizes in tally.memory.values():
        first, last = sizes[0], sizes[-1]
        print(f"memory of a process: first {first:.0f} MB, last {last:.0f}, most {max(sizes):.0f}")
    print(f"faults: {len(tally.faults)}")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
