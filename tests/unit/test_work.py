import json
from dataclasses import replace

import pytest

from service.core.operator_rules import MatchKind, OperatorRule, OperatorRules
from service.core.types import Category, CleanText
from service.errors import Failure, Reason, Stage
from service.wire.encode import EncodedArticle
from service.work import Outcome, Size, Worker
from service.work_plan import Limits, WorkPlan

LIMITS = Limits(
    max_message_bytes=10_000,
    max_record_bytes=100_000,
    max_article_characters=10_000,
    max_article_quotes=100,
)
PLAN = WorkPlan(limits=LIMITS)


def test_good_message_gives_records_and_stats() -> None:
    outcome = Worker(pipelines={}, plan=PLAN).process(
        None, b'{"id": "a", "language": "xx", "body": "Four words are here."}'
    )

    assert isinstance(outcome.result, EncodedArticle)
    assert outcome.result.clean.key == b"a"
    assert (outcome.stats.words_in, outcome.stats.words_kept) == (4, 4)
    assert sorted(outcome.stats.seconds) == ["clean", "decode", "encode", "quotes"]


def test_bad_message_gives_a_failure_and_the_time_it_took() -> None:
    outcome = Worker(pipelines={}, plan=PLAN).process(None, b"[]")

    assert isinstance(outcome.result, Failure)
    assert outcome.result.reason is Reason.NOT_AN_OBJECT
    assert sorted(outcome.stats.seconds) == ["decode"]


@pytest.mark.parametrize(
    ("limit", "reason", "told"),
    [
        ("max_article_characters", Reason.ARTICLE_TOO_LONG, "has 31 characters, more than the 30"),
        ("max_article_quotes", Reason.TOO_MANY_QUOTES, "has 2 quotes, more than the 1 of QUOTESI"),
    ],
)
def test_what_is_more_than_a_limit_fails_whole(limit: str, reason: Reason, told: str) -> None:
    message = json.dumps(
        {"id": "a", "language": "xx", "body": "“One is here.” “Two are here.”\n\n."}
    )
    most = {Reason.ARTICLE_TOO_LONG: 31, Reason.TOO_MANY_QUOTES: 2}[reason]

    def process(number: int) -> Outcome:
        limits = replace(LIMITS, **{limit: number})
        worker = Worker(pipelines={}, plan=WorkPlan(limits=limits))
        return worker.process(None, message.encode())

    assert isinstance(process(most).result, EncodedArticle)
    failed = process(most - 1)
    assert isinstance(failed.result, Failure)
    assert failed.result.reason is reason
    assert told in failed.result.message
    assert failed.stats.sizes[Size.MESSAGE_BYTES] == len(message)
    assert failed.stats.sizes[Size.ARTICLE_CHARACTERS] == 31


def test_bug_gives_a_failure_without_article_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(clean: CleanText, **_: object) -> None:
        raise ValueError(f"secret {clean.text}")

    monkeypatch.setattr("service.work.find_quotes", broken)

    outcome = Worker(pipelines={}, plan=PLAN).process(None, b'{"id": "a", "body": "b"}')

    assert isinstance(outcome.result, Failure)
    assert outcome.result.reason is Reason.INTERNAL_ERROR
    assert outcome.result.stage is Stage.EXTRACT
    assert outcome.result.message.startswith("ValueError in ")
    assert "broken" in outcome.result.message
    assert "secret" not in outcome.result.message


def test_operators_rules_hold_for_the_pages_of_their_outlet() -> None:
    rule = OperatorRule(
        name="words",
        category=Category.OTHER,
        kind=MatchKind.CONTAINS,
        texts=("four words",),
        outlets=frozenset({"courier.example"}),
    )
    worker = Worker(pipelines={}, plan=WorkPlan(limits=LIMITS, rules=OperatorRules(rules=(rule,))))
    message = {"id": "a", "language": "xx", "body": "Four words are here.\n\nThree are here."}

    here = worker.process(None, json.dumps({**message, "url": "//courier.example/a"}).encode())
    elsewhere = worker.process(None, json.dumps(message).encode())

    assert isinstance(here.result, EncodedArticle)
    assert isinstance(elsewhere.result, EncodedArticle)
    article = json.loads(here.result.clean.value)
    assert article["text"] == "Three are here."
    assert [(block["category"], block["rule"]) for block in article["removed"]] == [
        ("other", "operator:words")
    ]
    assert here.stats.blocks_removed == {"other": 1}
    assert json.loads(elsewhere.result.clean.value)["removed"] == []
