"""Publishes what became of a message, and returns when the broker has it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from service.errors import Failure, InfrastructureError
from service.stream.message import Message, Outgoing, dead_letter, outgoing, without_value
from service.wire.encode import EncodedArticle

# The first await buffers the record, the second is the broker's word on it.
Send = Callable[[Outgoing], Awaitable["asyncio.Future[object]"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputTopics:
    """The names of the topics that are written to."""

    clean: str
    quotes: str
    dead_letter: str


class Publisher:
    """Writes the records of one message: its quotes in order, then its clean article."""

    def __init__(
        self,
        *,
        topics: OutputTopics,
        send: Send,
        timeout_seconds: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Plan it.

        Args: timeout_seconds: how long the broker's word on records is waited for. An idempotent
        producer of aiokafka 0.14.0 has no limit of its own: it tries again for ever.
        """
        self._topics = topics
        self._send = send
        self._timeout_seconds = timeout_seconds
        self._clock = clock

    async def publish(self, message: Message, result: EncodedArticle | Failure) -> None:
        """Publish the article, or the message as a dead letter; done when the broker confirmed.

        Raises: InfrastructureError: the broker did not; some of the records may be there.
        """
        now = self._clock()
        if isinstance(result, Failure):
            topic = self._topics.dead_letter
            await self._deliver_dead_letter(dead_letter(message, result, topic=topic, now=now))
            return
        article_key = result.clean.key
        await self._deliver(
            outgoing(quote, message, topic=self._topics.quotes, article_key=article_key, now=now)
            for quote in result.quotes
        )
        # Last, so that who reads a clean article finds the quotes that it names.
        clean = outgoing(
            result.clean, message, topic=self._topics.clean, article_key=article_key, now=now
        )
        await self._deliver([clean])

    async def _deliver_dead_letter(self, record: Outgoing) -> None:
        try:
            await self._deliver([record])
        except InfrastructureError as error:
            if not isinstance(error.__cause__, MessageSizeTooLargeError):
                raise
            # It came compressed and does not fit as it is. Without this it would stop the
            # service; the header with its source says where the whole of it still is.
            await self._deliver([without_value(record)])

    async def _deliver(self, records: Iterable[Outgoing]) -> None:
        try:
            async with asyncio.timeout(self._timeout_seconds):
                await asyncio.gather(*[await self._send(record) for record in records])
        except (KafkaError, TimeoutError) as error:
            raise InfrastructureError(
                f"can't publish: {type(error).__name__}: {error}".strip()
            ) from error
