"""The lock files pin all that is installed, by version and hash."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKED_EXTRAS = {
    "tests/requirements.lock": ("build", "train", "eval", "test"),
    "deploy/requirements.lock": ("build",),
}


def normal(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, str]:
    """Of each locked requirement, its own line and its hashes."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    return {normal(re.split("[=<>! ]", line)[0]): line for line in text.splitlines() if line}


@pytest.mark.parametrize("name", LOCKED_EXTRAS)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    loose = [
        line for line in locked(name).values() if not re.search(r"==\S+.* --hash=sha256:", line)
    ]

    assert loose == []


@pytest.mark.parametrize("name", LOCKED_EXTRAS)
def test_all_that_the_project_asks_for_is_locked(name: str) -> None:
    wanted = [
        *PROJECT["dependencies"],
        *(one for extra in LOCKED_EXTRAS[name] for one in PROJECT["optional-dependencies"][extra]),
    ]

    names = {normal(re.split(r"[\[=<>! ;]", one)[0]) for one in wanted}
    assert names - locked(name).keys() == set()


def test_what_is_deployed_is_what_was_tested() -> None:
    tested, deployed = map(locked, LOCKED_EXTRAS)

    assert {name: line.split()[0] for name, line in deployed.items()}.items() <= {
        name: line.split()[0] for name, line in tested.items()
    }.items()
