import importlib.util
import subprocess
import sys
from pathlib import Path

import make_venv
import pytest
import system_packages

COMPILER = ["g++", "libc6-dev"]
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the package manager is asked for; it installs nothing."""
    asked: list[str] = []
    monkeypatch.setattr(make_venv, "try_install", lambda *, debian, brew: asked.append(debian))
    return asked


def test_nothing_is_missing_where_python_modules_compile() -> None:
    assert make_venv._missing() == []


@pytest.mark.parametrize("compiler", ["no-such-compiler", "false"])
def test_a_compiler_that_does_not_work_is_missing(
    compiler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXX", compiler)

    assert make_venv._missing() == COMPILER


def test_headers_and_ensurepip_are_missing_where_debian_leaves_them_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(make_venv, "_HEADERS", tmp_path)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    expected = [f"python{VERSION}-venv", *COMPILER, f"python{VERSION}-dev"]
    assert make_venv._missing() == expected


def test_without_a_compiler_one_line_says_what_to_install(
    installed: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CXX", "no-such-compiler")
    monkeypatch.setattr(subprocess, "run", _run_compiler_alone)

    code = make_venv.main(str(tmp_path / "venv"))

    assert code == 2
    assert installed == ["g++ libc6-dev"]
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert "apt-get install" in lines[0]
    assert " g++ libc6-dev " in lines[0]


_RUN = subprocess.run


def _run_compiler_alone(
    command: list[str], **options: object
) -> subprocess.CompletedProcess[bytes]:
    """Makes no virtual environment, which would take seconds."""
    made = subprocess.CompletedProcess[bytes](command, 0)
    return made if "venv" in command else _RUN(command, **options)  # type: ignore[call-overload]


def test_each_package_is_an_argument_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: name == "brew" and name)

    assert system_packages._commands("g++ libc6-dev", "one two") == [
        ["brew", "install", "--quiet", "one", "two"]
    ]
