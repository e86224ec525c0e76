from dataclasses import fields
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from topic_schemas import FOLDER, NAMES, schema

from service import __version__
from service.core.types import Category, QuoteKind, SpeakerType
from service.errors import Reason, Stage
from service.settings import Settings
from service.topics import topic_plans
from service.wire import decode, encode, memory


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_valid(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


def names(record: type) -> list[str]:
    return sorted(field.name for field in fields(record))


def properties(part: dict[str, Any]) -> list[str]:
    return sorted(part["properties"])


def test_fields_are_those_of_the_code() -> None:
    clean = schema("articles.clean")
    quote = schema("articles.quotes")
    parts = quote["properties"]

    assert properties(schema("articles.raw")) == names(decode._RawMessage)
    assert properties(clean) == names(encode._CleanRecord)
    assert properties(clean["properties"]["blocks"]["items"]) == names(encode._BlockRecord)
    assert properties(clean["properties"]["removed"]["items"]) == names(encode._RemovedRecord)
    assert properties(quote) == names(encode._QuoteRecord)
    assert properties(schema("articles.memory")) == sorted(memory._Observation.__struct_fields__)
    assert properties(parts["speaker"]["oneOf"][1]) == names(encode._SpeakerRecord)
    assert properties(parts["cue"]["oneOf"][1]) == names(encode._PassageRecord)
    assert properties(parts["content"]) == names(encode._PassageRecord)
    assert properties(parts["reported_by"]["oneOf"][1]) == names(encode._ReporterRecord)


def test_closed_sets_are_those_of_the_code() -> None:
    removed = schema("articles.clean")["properties"]["removed"]["items"]["properties"]
    dead_letter = schema("articles.dead-letter")["properties"]
    error = schema("process-result")["properties"]["error"]["oneOf"][1]["properties"]

    assert removed["category"]["enum"] == list(Category)
    quote = schema("articles.quotes")["properties"]
    assert quote["kind"]["enum"] == list(QuoteKind)
    assert quote["speaker"]["oneOf"][1]["properties"]["type"]["enum"] == list(SpeakerType)
    assert dead_letter["quotesieve-reason"]["enum"] == error["reason"]["enum"] == list(Reason)
    assert dead_letter["quotesieve-stage"]["enum"] == error["stage"]["enum"] == list(Stage)
    assert schema("articles.clean")["properties"]["content_type"]["enum"] == list(
        decode.ContentType
    )


ASYNCAPI: dict[str, Any] = yaml.safe_load((FOLDER / "asyncapi.yaml").read_text("utf-8"))


def test_asyncapi_names_the_topics_and_the_version() -> None:
    channels = ASYNCAPI["channels"]
    settings = Settings()

    assert ASYNCAPI["asyncapi"] == "3.0.0"
    assert ASYNCAPI["info"]["version"] == __version__
    assert ASYNCAPI["servers"]["kafka"]["host"] == settings.bootstrap_servers
    assert {
        channel["address"]: channel["bindings"]["kafka"]["topicConfiguration"]["cleanup.policy"]
        for channel in channels.values()
    } == {plan.name: plan.cleanup_policy.split(",") for plan in topic_plans(settings)}


def test_asyncapi_messages_are_the_schemas() -> None:
    messages = ASYNCAPI["components"]["messages"]

    assert messages["rawArticle"]["payload"]["schema"] == {"$ref": "articles.raw.schema.json"}
    assert messages["cleanArticle"]["payload"]["schema"] == {"$ref": "articles.clean.schema.json"}
    assert messages["quote"]["payload"]["schema"] == {"$ref": "articles.quotes.schema.json"}
    assert messages["observation"]["payload"]["schema"] == {"$ref": "articles.memory.schema.json"}
    assert messages["deadLetter"]["headers"]["schema"] == {
        "$ref": "articles.dead-letter.schema.json"
    }
