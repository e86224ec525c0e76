from pathlib import Path

import pytest
from click import Context

from service import __version__
from service.cli import cli, run

COMMANDS = [
    ("worker",),
    ("topics",),
    ("topics", "create"),
    ("topics", "check"),
    ("publish",),
    ("replay",),
    ("tail",),
    ("process",),
    ("explain",),
    ("rules",),
    ("rules", "check"),
    ("rules", "try"),
    ("train-blocks",),
    ("train-quotes",),
]


def test_every_command_is_in_this_list() -> None:
    assert cli.list_commands(Context(cli)) == sorted({command[0] for command in COMMANDS})


@pytest.mark.parametrize("command", [(), *COMMANDS])
def test_help_has_an_example(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code = run([*command, "--help"])

    out, err = capsys.readouterr()
    assert code == 0
    assert f"Example: {'QUOTESIEVE_' if command == ('worker',) else 'quotesieve '}" in out
    assert err == ""


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"quotesieve, version {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["porcess"], "No such command 'porcess'"),
        (["process", "--job", "2"], "--jobs"),
        (["process", "--jobs", "none"], "'none' is not a valid integer"),
        (["process", "/nowhere.jsonl"], "can't read `/nowhere.jsonl`: No such file"),
        (["publish"], "Missing argument 'FILE...'"),
        (["publish", "/nowhere.txt"], "can't read `/nowhere.txt`: No such file"),
        (["publish", "a/page.txt", "b/page.html"], "would both be article `page`"),
        (["explain", "/nowhere.txt"], "can't read `/nowhere.txt`: No such file"),
        (["tail", "everything"], "'everything' is not one of 'articles', 'quotes'"),
        (["topics", "create", "--partitions", "0"], "0 is not in the range"),
    ],
)
def test_wrong_input_is_one_line_and_code_2(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(arguments)

    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    assert err.startswith("quotesieve: ")
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["worker"],
        ["topics", "check"],
        ["publish", "page.txt"],
        ["tail", "quotes"],
        ["process"],
        ["explain", "page.txt"],
    ],
)
def test_bad_setting_stops_every_command(
    arguments: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QUOTESIEVE_WINDOW", "wide")

    assert run(arguments) == 2
    assert capsys.readouterr().err == (
        "quotesieve: QUOTESIEVE_WINDOW=wide: expected a whole number\n"
    )


def test_bad_line_of_a_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "crawl.jsonl"
    file.write_text('{"id": "a", "body": "x"}\n{"id": "b", "body": 7}\n', "utf-8")

    assert run(["publish", str(file)]) == 2
    assert f"{file}, line 2: Expected `str`, got `int` - at `body`" in capsys.readouterr().err


def test_file_that_is_not_utf8_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "page.txt"
    file.write_bytes("Müller".encode("latin-1"))

    assert run(["explain", str(file)]) == 2
    assert f"`{file}` is not UTF-8; convert it first" in capsys.readouterr().err
