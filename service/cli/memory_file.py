"""The memory of what outlets repeat, in a file."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from service.core.memory import Memory
from service.core.repeats import Observation
from service.errors import UsageError
from service.wire.memory import decode_line, encode_line


def read_memory(path: Path) -> Memory:
    """Read a memory; a file that is not there yet is an empty one.

    Raises: UsageError: it is no such file, or could not be written in the end.
    """
    if not os.access(path.resolve().parent, os.W_OK):
        raise UsageError(f"can't write `{path}`: `{path.resolve().parent}` is no writable folder")
    memory = Memory()
    for observation in _observations(path) if path.exists() else ():
        memory.learn(observation)
    return memory


def write_memory(path: Path, memory: Memory) -> None:
    """Write a memory; whoever reads the file meanwhile gets all of the old one or of the new.

    Raises: UsageError: the disk is full, say.
    """
    path = path.resolve()
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:
            try:
                for observation in memory.observations():
                    file.write(encode_line(observation) + b"\n")
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink()
                raise
    except OSError as error:
        raise UsageError(f"can't write `{path}`: {error.strerror}") from error


def _observations(path: Path) -> Iterator[Observation]:
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                observation = decode_line(line)
                if observation is None:
                    raise UsageError(
                        f"{path}, line {number}: no line that `process --memory` wrote; name"
                        " another file"
                    )
                yield observation
    except OSError as error:
        raise UsageError(f"can't read `{path}`: {error.strerror}") from error
