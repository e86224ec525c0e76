"""The acceptance of the text core: whole pages of the service's own, with the real model."""

import json
from typing import Any

import pytest
from samples import EXPECTED, FILES, VALUES
from topic_schemas import validator

from service.nlp.pipeline import load_pipeline
from service.plan import make_plan
from service.settings import Settings
from service.wire.encode import encode_result
from service.work import Worker
from service.work_plan import WorkPlan

pytestmark = pytest.mark.model

WORKER = Worker(
    pipelines={"en": load_pipeline()},
    plan=WorkPlan(limits=make_plan(Settings()).limits),
)
RESULTS: dict[str, dict[str, Any]] = {
    file.stem: json.loads(encode_result(WORKER.process(None, value).result))
    for file, value in zip(FILES, VALUES, strict=True)
}
names = pytest.mark.parametrize("name", list(EXPECTED))


def marked(name: str) -> list[dict[str, Any]]:
    """The quotes that stand in marks."""
    return [quote for quote in RESULTS[name]["quotes"] if quote["kind"] != "indirect"]


def test_every_sample_is_expected() -> None:
    assert list(RESULTS) == list(EXPECTED)


@names
def test_result_fits_its_schema(name: str) -> None:
    validator("process-result").validate(RESULTS[name])


@names
def test_the_article_is_kept_and_nothing_else(name: str) -> None:
    expected = EXPECTED[name]
    blocks = RESULTS[name]["article"]["text"].split("\n\n")

    assert blocks[0].startswith(expected.first)
    assert blocks[-1].startswith(expected.last)
    assert expected.kept <= len(blocks) <= expected.kept + expected.captions


@names
def test_quotes_have_their_speaker_and_reporter(name: str) -> None:
    expected = EXPECTED[name].quotes
    found = [
        (
            quote["text"][: len(begin)],
            quote["speaker"] and quote["speaker"]["name"],
            quote["reported_by"] and quote["reported_by"]["name"],
        )
        for quote, (begin, _, _) in zip(marked(name), expected, strict=False)
    ]

    assert len(marked(name)) == len(expected)
    assert found == list(expected)


def test_parts_of_a_statement_are_joined() -> None:
    first, second, third, *_ = marked("harbour-strike")

    assert first["attribution_id"] == second["attribution_id"]
    assert third["attribution_id"] != first["attribution_id"]
