"""`quotesieve rules`, and the commands that obey QUOTESIEVE_RULES_PATH."""

import hashlib
from pathlib import Path

import pytest

from service import __version__
from service.cli import run

GOOD = """
[[rule]]
name = "kiosk"
category = "contact"
source = "foot of the pages"
outlets = "The Courier"
equals = "The kiosk on the quay opens at six."
removes = "The kiosk on the quay opens at six."

[[rule]]
name = "buttons"
category = "keep"
source = "an article about buttons"
equals = "Subscribe now"
keeps = "Subscribe now"

[[rule]]
name = "labels"
category = "ad"
source = "everywhere"
equals = "Advertisement"
removes = "Advertisement"

[[rule]]
name = "unused"
category = "ad"
source = "another outlet"
outlets = "gazette.example"
contains = "kiosk"
removes = "The kiosk"
"""
# The three lines that the rules know, between two that nobody doubts.
PAGE = """The mayor opened a bridge on Monday and walked over it with her dog.

Advertisement

Subscribe now

The kiosk on the quay opens at six.

The dog did not like the bridge and was carried back by the fire brigade.
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A right rules file."""
    path = tmp_path / "rules.toml"
    path.write_text(GOOD, "utf-8")
    return path


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page of no outlet."""
    path = tmp_path / "bridge.txt"
    path.write_text(PAGE, "utf-8")
    return path


def test_right_file_is_told_with_its_version(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = hashlib.sha256(rules.read_bytes()).hexdigest()[:12]

    assert run(["rules", "check", str(rules)]) == 0
    assert capsys.readouterr().out == f"{rules}: rules 4, version {__version__}+rules.{digest}\n"


def test_file_of_the_setting_is_checked(
    rules: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTESIEVE_RULES_PATH", str(rules))

    assert run(["rules", "check"]) == 0
    assert capsys.readouterr().out.startswith(f"{rules}: rules 4, ")


def test_each_mistake_is_a_line(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = GOOD.replace('"contact"', '"contakt"').replace('name = "unused"', 'name = "Unused"')
    rules.write_text(wrong, "utf-8")

    code = run(["rules", "check", str(rules)])

    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        f"quotesieve: `{rules}`: rule `Unused`, `name`: expected 1 to 64 lower-case letters,"
        " digits and hyphens",
        f"quotesieve: `{rules}`: rule `kiosk`, `category`: `contakt` is none; write contact",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check"], "there is no file to check: name one, or set QUOTESIEVE_RULES_PATH"),
        (["check", "/nowhere.toml"], "`/nowhere.toml`: can't read it: No such file"),
        (["try", "/nowhere.toml", "page.txt"], "`/nowhere.toml`: can't read it: No such file"),
        (["try", "rules.toml"], "Missing argument 'FILE...'"),
    ],
)
def test_wrong_input_is_one_line_and_code_2(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rules", *arguments]) == 2

    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == 1


def test_try_shows_what_the_rules_change(
    rules: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rules", "try", str(rules), str(page), "--outlet", "the courier"]) == 0

    out = capsys.readouterr().out
    assert "✂ [ad · operator:labels] without it: ad · " in out
    assert "✓ [keep · operator:buttons] without it: subscription · " in out
    assert "✂ [contact · operator:kiosk] without it: kept\n  The kiosk on the quay" in out
    assert out.splitlines()[-4:] == [
        "kiosk: articles 1, blocks 1, changed 1",
        "buttons: articles 1, blocks 1, changed 1",
        "labels: articles 1, blocks 1, changed 0",
        "unused: articles 0, blocks 0, changed 0",
    ]


def test_try_takes_the_outlet_of_messages(
    rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = tmp_path / "crawl.jsonl"
    lines.write_text(
        '{"id": "a", "body": "The kiosk", "url": "https://gazette.example/a"}\n'
        '{"id": "b", "body": "The kiosk", "outlet": "The Courier"}\n'
        '{"id": "c", "body": "The kiosk on the quay opens at six.", "outlet": "The Courier"}\n',
        "utf-8",
    )

    assert run(["rules", "try", str(rules), str(lines)]) == 0

    out = capsys.readouterr().out
    assert out.splitlines()[-4:] == [
        "kiosk: articles 2, blocks 1, changed 1",
        "buttons: articles 3, blocks 0, changed 0",
        "labels: articles 3, blocks 0, changed 0",
        "unused: articles 1, blocks 1, changed 1",
    ]


@pytest.mark.parametrize("command", [["worker"], ["process"], ["explain", "page.txt"]])
def test_bad_file_of_the_setting_stops_the_start(
    command: list[str],
    rules: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rules.write_text(GOOD.replace('"contact"', '"contakt"'), "utf-8")
    monkeypatch.setenv("QUOTESIEVE_RULES_PATH", str(rules))

    code = run(command)

    assert code == 2
    assert capsys.readouterr().err == (
        f"quotesieve: QUOTESIEVE_RULES_PATH: `{rules}`: rule `kiosk`, `category`: `contakt` is"
        " none; write contact\n"
    )


@pytest.mark.model
def test_explain_names_the_rule(
    rules: Path,
    page: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rules.write_text(GOOD.replace('outlets = "The Courier"\n', ""), "utf-8")
    monkeypatch.setenv("QUOTESIEVE_RULES_PATH", str(rules))

    assert run(["explain", str(page)]) == 0

    out = capsys.readouterr().out
    assert "✂ [contact · operator:kiosk] The kiosk on the quay opens at six." in out
    assert "blocks kept 3, removed 2" in out
