"""A text work that hangs or dies on demand, and otherwise costs no language model."""

import os
import signal
import time
from collections.abc import Set
from pathlib import Path

from service.core.pipeline import clean_blocks
from service.core.repeats import RULE, observe, page_outlet
from service.core.types import CleanText, Quote, QuoteKind, Span
from service.errors import ArticleError
from service.settings import Settings
from service.wire.decode import article_blocks, decode_article
from service.wire.encode import encode_article
from service.work import Outcome, WorkStats, load_cleaning

# "hang": sleeps for good; "die": ends its process each time; "die-once PATH": the first time,
# which it notes in the file; "slow SECONDS": takes that long.
HANG, DIE, DIE_ONCE, SLOW = "hang", "die", "die-once", "slow"


class FaultyProcessor:
    """Makes trouble on a body that begins with a word above; cleans any other by the real code.

    Each article gets its first two characters as its quotes.
    """

    def __init__(self) -> None:
        load_cleaning()

    def process(
        self, key: bytes | None, value: bytes | None, repeated: Set[int] | None = None
    ) -> Outcome:
        """As `Worker.process`."""
        limits = Settings()
        try:
            article = decode_article(key, value, max_message_bytes=limits.max_message_bytes)
            _make_trouble(article.body)
            blocks = article_blocks(article)
            outlet = page_outlet(outlet=article.outlet, url=article.url)
            clean = clean_blocks(blocks, outlet=outlet, repeated=repeated or set())
            result = encode_article(
                article, clean, _two_quotes(clean), max_record_bytes=limits.max_record_bytes
            )
        except ArticleError as error:
            return Outcome(result=error.failure, stats=WorkStats())
        seen = observe(blocks, clean, outlet=outlet, article_id=article.id) if outlet else None
        stats = WorkStats(
            seconds={"decode": 0.001},
            blocks_repeated=sum(removed.drop.rule == RULE for removed in clean.removed),
        )
        return Outcome(result=result, stats=stats, observation=seen)


def _make_trouble(body: str) -> None:
    word, argument, *_ = [*body.split(), "", ""]
    if word == HANG:
        time.sleep(3600)
    elif word == SLOW:
        time.sleep(float(argument))
    elif word == DIE or (word == DIE_ONCE and _first_time(Path(argument))):
        os.kill(os.getpid(), signal.SIGKILL)


def _first_time(note: Path) -> bool:
    if note.exists():
        return False
    note.touch()
    return True


def _two_quotes(clean: CleanText) -> tuple[Quote, ...]:
    words = [Span(start=0, end=1), Span(start=1, end=2)]
    return tuple(
        Quote(
            kind=QuoteKind.DIRECT,
            text=clean.text[span.start : span.end],
            span=span,
            speaker=None,
            cue=None,
            reported_by=None,
            content=span,
            statement=number,
            confidence=None,
            context=clean.text,
        )
        for number, span in enumerate(words)
    )
