"""README's tables and examples are those of the code."""

import json
import re
from pathlib import Path

import msgspec
from click import Context
from prometheus_client import CollectorRegistry

from service.cli import cli
from service.core.types import Category
from service.errors import Reason
from service.metrics import Metrics
from service.settings import Settings, variable
from service.topics import topic_plans
from service.wire.decode import decode_article
from service.wire.rules_file import parse_rules

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """The rows of the table whose first heading is given, without code marks."""
    table = README.split(f"\n| {heading} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [
        [cell.strip().replace("`", "") for cell in row.strip("|").split(" | ")] for row in table
    ]


def shown(value: object) -> str:
    words = {None: "none"}
    return str(words.get(value, value))  # type: ignore[call-overload]


def test_settings_and_defaults() -> None:
    expected = {
        variable(field.name): shown(field.default) for field in msgspec.structs.fields(Settings)
    }
    expected["QUOTESIEVE_PROCESSES"] = "one a usable core"
    expected["QUOTESIEVE_TLS_CA_FILE"] = "the system's"

    assert {row[0]: row[1] for row in rows("variable")} == expected


def test_rights() -> None:
    worker, *_ = rows("who")
    expected = [", ".join(plan.worker_rights) for plan in topic_plans(Settings())]

    assert worker[1:] == [*expected, "READ"]


def test_metrics() -> None:
    metrics = Metrics(CollectorRegistry())
    expected = {
        f"{family.name}_total" if family.type == "counter" else family.name: family.type
        for family in metrics.registry.collect()
    }

    assert {row[0]: row[1] for row in rows("metric")} == expected


def test_each_fault_has_its_test() -> None:
    tests = Path(__file__).resolve().parents[1]
    code = "".join(path.read_text("utf-8") for path in tests.rglob("test_*.py"))

    named = {row[2] for row in rows("when | it does")}
    assert len(named) > 15
    assert [name for name in named if f"def {name}(" not in code] == []


def test_reasons() -> None:
    assert [row[:2] for row in rows("reason")] == [[reason, reason.stage] for reason in Reason]


def test_categories() -> None:
    sentence = README.split("have one of these categories:", 1)[1].split(".\n", 1)[0]

    assert re.findall(r"`(\w+)`", sentence) == list(Category)


def test_commands() -> None:
    named = {row[0].split()[1] for row in rows("command")}

    assert named == set(cli.list_commands(Context(cli)))


def test_example_message_is_one() -> None:
    example = README.split("```\n{", 1)[1].split("\n```", 1)[0]

    article = decode_article(None, ("{" + example).encode(), max_message_bytes=10_000)

    assert article.id == "courier-4711"
    assert json.loads("{" + example)["published_at"] == article.published_at


def test_example_rule_is_one_and_does_what_it_says() -> None:
    example = README.split("```toml\n", 1)[1].split("```", 1)[0]

    (rule,) = parse_rules(example.encode(), name="README.md").rules

    assert rule.name == "courier-code"
