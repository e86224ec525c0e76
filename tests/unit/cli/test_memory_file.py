"""`process --memory`."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from service.cli import run
from service.cli.memory_file import read_memory, write_memory
from service.core.memory import Memory
from service.core.repeats import Observation
from service.errors import UsageError

FOOTER = "The lamp over the door of the old print shop burns until the last van has left."
SEEN = Observation(outlet="a", slot=7, marks=(4, 8), repeated=(4,))


def crawl(path: Path, numbers: Iterable[int]) -> Path:
    """A file of articles of one outlet; of a language without quotes' speakers, which is fast."""
    lines = [
        json.dumps(
            {
                "id": f"a{number}",
                "outlet": "The Lanternpost",
                "language": "xx",
                "body": f"The ferry {'x' * (number % 40)}Aurelia brought {number} tons of coal.\n"
                f"Its captain, Ole {'y' * (number % 37)}Marn, said that the sea had been calm.\n"
                f"{FOOTER}",
            }
        )
        for number in numbers
    ]
    path.write_text("\n".join(lines), "utf-8")
    return path


def process(capfdbinary: pytest.CaptureFixture[bytes], *arguments: object) -> bytes:
    """Run `quotesieve process`; returns what it prints."""
    assert run(["process", *map(str, arguments)]) == 0
    return capfdbinary.readouterr().out


def rules(printed: bytes) -> list[list[str]]:
    """The rules that removed a block, by line."""
    results = [json.loads(line) for line in printed.splitlines()]
    return [[one["rule"] for one in result["article"]["removed"]] for result in results]


@pytest.mark.model
def test_file_teaches_the_next_run_and_the_end_of_the_same(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    memory = tmp_path / "memory.jsonl"
    first = crawl(tmp_path / "first.jsonl", range(72))
    second = crawl(tmp_path / "second.jsonl", range(100, 103))

    learning = process(capfdbinary, first, "--memory", memory, "--jobs", 2)
    learned = process(capfdbinary, second, "--memory", memory, "--jobs", 1)
    without = process(capfdbinary, second, "--jobs", 1)

    # Known with the fifth article; an article is judged with what is 64 articles old.
    assert rules(learning) == [[]] * 68 + [["repeated"]] * 4
    assert rules(learned) == [["repeated"]] * 3
    assert rules(without) == [[]] * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "first.jsonl",
        "memory.jsonl",
        "second.jsonl",
    ]


@pytest.mark.model
def test_results_and_file_do_not_depend_on_the_processes(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    lines = crawl(tmp_path / "crawl.jsonl", range(75))
    one, two = tmp_path / "one", tmp_path / "two"

    assert process(capfdbinary, lines, "--memory", one, "--jobs", 1) == process(
        capfdbinary, lines, "--memory", two, "--jobs", 2
    )
    assert one.read_bytes() == two.read_bytes() != b""


def test_written_memory_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "memory"
    memory = read_memory(path)
    memory.learn(SEEN)
    write_memory(path, memory)

    assert list(read_memory(path).observations()) == [SEEN]


def test_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "memory"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(UsageError, match=r"can't write .*: No space left on device"):
        write_memory(path, Memory())
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("memory", b"old")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"key":"a/7","value":{"marks":"","repeated":""}}\n{}\n', "memory, line 2: no line"),
        (b"\xff\x00", "memory, line 1: no line that `process --memory` wrote"),
    ],
)
def test_wrong_file_is_told_before_anything_is_processed(
    content: bytes, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "memory"
    path.write_bytes(content)

    assert run(["process", str(tmp_path / "absent.jsonl"), "--memory", str(path)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert told in err


def test_folder_that_is_not_there_is_told_before_anything_is_processed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "nowhere" / "memory"

    assert run(["process", str(tmp_path / "absent.jsonl"), "--memory", str(path)]) == 2
    assert "is no writable folder" in capsys.readouterr().err
