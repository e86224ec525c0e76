"""What is published of an outcome, and when publishing is done."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiokafka.errors import KafkaTimeoutError, MessageSizeTooLargeError
from stream_fakes import NOW, FakeMessage, encoded

from service.errors import Failure, InfrastructureError, Reason, Stage
from service.stream.message import Outgoing
from service.stream.publisher import OutputTopics, Publisher
from service.wire.encode import EncodedArticle

FAILURE = Failure(reason=Reason.NOT_JSON, stage=Stage.DECODE, message="no JSON")


class FakeBroker:
    """Keeps records; `confirm` decides what becomes of each."""

    def __init__(self, confirm: Callable[[Outgoing], BaseException | None]) -> None:
        self.sent: list[Outgoing] = []
        self.confirmed: list[Outgoing] = []
        self._confirm = confirm

    async def send(self, record: Outgoing) -> "asyncio.Future[object]":
        """Buffer a record; its future is done a turn of the loop later."""
        # Whatever came before in another topic is confirmed by now.
        assert all(one.topic == record.topic for one in self.sent[len(self.confirmed) :])
        self.sent.append(record)
        return asyncio.ensure_future(self._later(record))

    async def _later(self, record: Outgoing) -> object:
        await asyncio.sleep(0.001)
        self.confirmed.append(record)
        error = self._confirm(record)
        if error is not None:
            raise error
        return None


def _publish(broker: FakeBroker, result: EncodedArticle | Failure) -> None:
    topics = OutputTopics(clean="clean", quotes="quotes", dead_letter="dead")
    publisher = Publisher(topics=topics, send=broker.send, timeout_seconds=0.1, clock=lambda: NOW)
    published: Awaitable[None] = publisher.publish(FakeMessage(), result)

    async def run() -> None:
        await published

    asyncio.run(run())


def test_quotes_are_confirmed_in_order_before_the_article_is_sent() -> None:
    broker = FakeBroker(lambda record: None)
    _publish(broker, encoded(b"a", quotes=3))
    assert [(one.topic, one.key) for one in broker.confirmed] == [
        ("quotes", b"q0"),
        ("quotes", b"q1"),
        ("quotes", b"q2"),
        ("clean", b"a"),
    ]
    assert {one.partition_key for one in broker.sent} == {b"a"}


def test_failure_goes_to_the_dead_letters_alone() -> None:
    broker = FakeBroker(lambda record: None)
    _publish(broker, FAILURE)
    assert [(one.topic, one.key, one.value) for one in broker.confirmed] == [
        ("dead", b"key", b"value")
    ]


@pytest.mark.parametrize("result", [encoded(b"a", quotes=2), FAILURE])
def test_refusal_after_buffering_is_trouble(result: EncodedArticle | Failure) -> None:
    broker = FakeBroker(lambda record: KafkaTimeoutError())
    with pytest.raises(InfrastructureError, match="can't publish: KafkaTimeoutError"):
        _publish(broker, result)
    assert "clean" not in {one.topic for one in broker.sent}


def test_dead_letter_that_does_not_fit_goes_without_its_value() -> None:
    broker = FakeBroker(lambda record: MessageSizeTooLargeError() if record.value else None)
    _publish(broker, FAILURE)
    assert [one.value for one in broker.sent] == [b"value", None]


def test_article_that_does_not_fit_is_trouble() -> None:
    broker = FakeBroker(lambda record: MessageSizeTooLargeError())
    with pytest.raises(InfrastructureError):
        _publish(broker, encoded())


def test_broker_that_says_nothing_is_trouble_after_a_time() -> None:
    class SilentBroker(FakeBroker):
        async def _later(self, record: Outgoing) -> object:
            await asyncio.sleep(3600)
            return None

    with pytest.raises(InfrastructureError, match="can't publish: TimeoutError"):
        _publish(SilentBroker(lambda record: None), encoded(b"a", quotes=1))
