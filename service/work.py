"""All that happens to one message between the topics: decode, clean, quotes, encode, timed.

Runs in a pool process. Timings go back with the result, so that one process owns the metrics.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from service.core.annotation import Annotate
from service.core.block_model import shipped_model
from service.core.pipeline import clean_blocks
from service.core.quotes import find_quotes
from service.core.repeats import RULE, Observation, observe, page_outlet
from service.core.types import CleanText, Quote, QuoteKind
from service.errors import ArticleError, Failure, LimitError, Reason
from service.wire.decode import RawArticle, article_blocks, decode_article
from service.wire.encode import EncodedArticle, encode_article
from service.wire.html_body import shipped_trees
from service.work_plan import Limits, WorkPlan


class Size(StrEnum):
    """What of a message has a limit, apart from its time."""

    MESSAGE_BYTES = "message_bytes"
    ARTICLE_CHARACTERS = "article_characters"
    ARTICLE_QUOTES = "article_quotes"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkStats:
    """What the metrics want to know of one message; never a word of its text.

    `seconds`: by step (decode, clean, quotes, encode), those that ran. `sizes`: what is limited,
    as far as it is known. `quotes`: count by kind and whether a speaker was found.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    sizes: dict[Size, int] = field(default_factory=dict)
    words_in: int = 0
    words_kept: int = 0
    blocks_removed: dict[str, int] = field(default_factory=dict)
    blocks_repeated: int = 0
    quotes: dict[tuple[QuoteKind, bool], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one message; `observation`: what its outlet's memory may learn of it."""

    result: EncodedArticle | Failure
    stats: WorkStats
    observation: Observation | None = None


def load_cleaning() -> None:
    """Load what cleaning needs (some .2 s), so that no article's time limit has to pay for it."""
    shipped_model()
    shipped_trees()


class Worker:
    """Processes messages, one at a time; holds the languages' loaded pipelines."""

    def __init__(self, *, pipelines: Mapping[str, Annotate], plan: WorkPlan) -> None:
        load_cleaning()
        self._pipelines = pipelines
        self._plan = plan

    def process(
        self, key: bytes | None, value: bytes | None, repeated: Set[int] | None = None
    ) -> Outcome:
        """Process one message; never raises: what fails is in the outcome.

        Args: repeated: marks of the outlet's boilerplate; None where there is no memory.
        """
        clock = _Clock()
        try:
            return self._process(key, value, repeated, clock)
        except ArticleError as error:
            stats = WorkStats(seconds=clock.seconds, sizes=clock.sizes)
            return Outcome(result=error.failure, stats=stats)
        except Exception as error:
            # A bug on one message must not stop its neighbours. The error's own text may hold
            # article text, so only its class and place are told.
            stats = WorkStats(seconds=clock.seconds, sizes=clock.sizes)
            return Outcome(result=_bug(error), stats=stats)

    def _process(
        self,
        key: bytes | None,
        value: bytes | None,
        repeated: Set[int] | None,
        clock: "_Clock",
    ) -> Outcome:
        limits = self._plan.limits
        clock.sizes[Size.MESSAGE_BYTES] = len(value or b"")
        with clock.step("decode"):
            article = decode_article(key, value, max_message_bytes=limits.max_message_bytes)
            blocks = article_blocks(article)
            characters = sum(len(block.text) for block in blocks)
            clock.sizes[Size.ARTICLE_CHARACTERS] = characters
            _require_length(characters, limits)
        with clock.step("clean"):
            rules = self._plan.rules.for_page(outlet=article.outlet, url=article.url)
            outlet = _remembered_outlet(article, repeated)
            clean = clean_blocks(
                blocks, title=article.title, outlet=outlet, repeated=repeated or set(), rules=rules
            )
            observation = outlet and observe(blocks, clean, outlet=outlet, article_id=article.id)
        with clock.step("quotes"):
            quotes = find_quotes(
                clean,
                pipelines=self._pipelines,
                language=article.language,
                least=self._plan.least_confidence,
            )
            clock.sizes[Size.ARTICLE_QUOTES] = len(quotes)
            _require_number(len(quotes), limits)
        with clock.step("encode"):
            encoded = encode_article(
                article,
                clean,
                quotes,
                max_record_bytes=limits.max_record_bytes,
                version=self._plan.version,
            )
        stats = _stats(clean, quotes, clock)
        return Outcome(result=encoded, stats=stats, observation=observation or None)


class _Clock:
    """What a message takes: seconds by step, and sizes."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.sizes: dict[Size, int] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = time.perf_counter() - started


def _remembered_outlet(article: RawArticle, repeated: Set[int] | None) -> str | None:
    return None if repeated is None else page_outlet(outlet=article.outlet, url=article.url)


def _bug(error: Exception) -> Failure:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = "" if frame is None else f" in {frame.tb_frame.f_code.co_qualname}:{frame.tb_lineno}"
    return Failure.of(Reason.INTERNAL_ERROR, f"{type(error).__name__}{place}")


def _require_length(characters: int, limits: Limits) -> None:
    if characters > limits.max_article_characters:
        raise LimitError(
            Reason.ARTICLE_TOO_LONG,
            f"the article has {characters} characters, more than the"
            f" {limits.max_article_characters} of QUOTESIEVE_MAX_ARTICLE_CHARACTERS",
        )


def _require_number(quotes: int, limits: Limits) -> None:
    if quotes > limits.max_article_quotes:
        raise LimitError(
            Reason.TOO_MANY_QUOTES,
            f"the article has {quotes} quotes, more than the {limits.max_article_quotes} of"
            " QUOTESIEVE_MAX_ARTICLE_QUOTES",
        )


def _stats(clean: CleanText, quotes: tuple[Quote, ...], clock: "_Clock") -> WorkStats:
    kept = len(clean.text.split())
    removed = sum(len(removed.block.text.split()) for removed in clean.removed)
    return WorkStats(
        seconds=clock.seconds,
        sizes=clock.sizes,
        words_in=kept + removed,
        words_kept=kept,
        blocks_repeated=sum(removed.drop.rule == RULE for removed in clean.removed),
        blocks_removed=dict(Counter(removed.drop.category.value for removed in clean.removed)),
        quotes=dict(Counter((quote.kind, quote.speaker is not None) for quote in quotes)),
    )
