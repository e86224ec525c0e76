"""The schemas of the topics, ready to validate with."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

FOLDER = Path(__file__).resolve().parent.parent / "schemas"
NAMES = (
    "articles.raw",
    "articles.clean",
    "articles.quotes",
    "articles.dead-letter",
    "articles.memory",
    "process-result",
    "operator-rules",
)


def schema(name: str) -> dict[str, Any]:
    """One schema as JSON."""
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))
    return loaded


_REGISTRY = Registry().with_resources(
    (schema(name)["$id"], Resource.from_contents(schema(name))) for name in NAMES
)


def validator(name: str) -> Draft202012Validator:
    """A validator of one schema that can follow its references."""
    return Draft202012Validator(schema(name), registry=_REGISTRY, format_checker=FormatChecker())
