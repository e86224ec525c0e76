"""Values of the text core to the bytes of `articles.clean` and `articles.quotes`."""

import uuid
from collections import Counter
from dataclasses import dataclass

import msgspec
from msgspec import UNSET, UnsetType

from service import __version__
from service.core.types import (
    CleanText,
    Cue,
    Quote,
    QuoteKind,
    RemovedBlock,
    Reporter,
    Span,
    Speaker,
    SpeakerType,
)
from service.errors import EncodeError, Failure, Reason
from service.wire.decode import ContentType, RawArticle

# Fixed for ever: it makes the quote ids. uuid5(NAMESPACE_DNS, "quotesieve").
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "quotesieve")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One Kafka record to publish: key and value as they go onto the topic."""

    key: bytes
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedArticle:
    """The records of one article: its clean text, and its quotes in order of their start."""

    clean: Record
    quotes: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _BlockRecord:
    start: int
    end: int
    raw_start: int | UnsetType


@dataclass(frozen=True, slots=True, kw_only=True)
class _RemovedRecord:
    raw_start: int | UnsetType
    raw_end: int | UnsetType
    category: str
    rule: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _CleanRecord:
    id: str
    url: str | None
    outlet: str | None
    title: str | None
    language: str | None
    published_at: str | None
    crawled_at: str | None
    content_type: ContentType
    text: str
    blocks: list[_BlockRecord]
    removed: list[_RemovedRecord]
    quote_ids: list[str]
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _SpeakerRecord:
    name: str
    mention: str
    role: str | None
    type: SpeakerType
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _PassageRecord:
    """Words of the clean text and their place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReporterRecord:
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _QuoteRecord:
    quote_id: str
    article_id: str
    url: str | None
    outlet: str | None
    published_at: str | None
    kind: QuoteKind
    text: str
    start: int
    end: int
    speaker: _SpeakerRecord | None
    cue: _PassageRecord | None
    reported_by: _ReporterRecord | None
    content: _PassageRecord
    attribution_id: str
    confidence: float | None
    context: str
    version: str


def quote_id(article_id: str, text: str, occurrence: int) -> str:
    """The id of a quote: the same for a replay and for a later version.

    Args: occurrence: how many quotes of this article with the same text come before, from 0.
    """
    # A JSON array, so that no article id can run into a text.
    name = msgspec.json.encode([article_id, text, occurrence]).decode()
    return str(uuid.uuid5(_NAMESPACE, name))


def encode_article(
    article: RawArticle,
    clean: CleanText,
    quotes: tuple[Quote, ...],
    *,
    max_record_bytes: int,
    version: str = __version__,
) -> EncodedArticle:
    """Encode one article and its quotes.

    Args: max_record_bytes: the largest value that the topics take. version: what made them.
    Raises: EncodeError: when a value would be larger.
    """
    ids = _quote_ids(article.id, quotes)
    first_of_statement: dict[int, str] = {}
    records = []
    for quote, own_id in zip(quotes, ids, strict=True):
        attribution_id = first_of_statement.setdefault(quote.statement, own_id)
        value = msgspec.json.encode(
            _quote_record(article, clean, quote, own_id, attribution_id, version)
        )
        records.append(Record(key=own_id.encode(), value=value))
    encoded = EncodedArticle(
        clean=Record(
            key=article.id.encode(),
            value=msgspec.json.encode(_clean_record(article, clean, ids, version)),
        ),
        quotes=tuple(records),
    )
    _require_fit(encoded, max_record_bytes)
    return encoded


def encode_result(outcome: EncodedArticle | Failure) -> bytes:
    """One line of `process`, without its line end; holds the same bytes as the topics get."""
    if isinstance(outcome, Failure):
        return b'{"article":null,"quotes":[],"error":' + msgspec.json.encode(outcome) + b"}"
    quotes = b",".join(record.value for record in outcome.quotes)
    return b'{"article":' + outcome.clean.value + b',"quotes":[' + quotes + b'],"error":null}'


def _quote_ids(article_id: str, quotes: tuple[Quote, ...]) -> list[str]:
    seen: Counter[str] = Counter()
    ids = []
    for quote in quotes:
        ids.append(quote_id(article_id, quote.text, seen[quote.text]))
        seen[quote.text] += 1
    return ids


def _require_fit(encoded: EncodedArticle, max_record_bytes: int) -> None:
    largest = max(len(record.value) for record in (encoded.clean, *encoded.quotes))
    if largest > max_record_bytes:
        raise EncodeError(
            Reason.RESULT_TOO_LARGE,
            f"a record of the result has {largest} bytes, more than the {max_record_bytes} that"
            " its topic takes",
        )


def _clean_record(
    article: RawArticle, clean: CleanText, ids: list[str], version: str
) -> _CleanRecord:
    return _CleanRecord(
        id=article.id,
        url=article.url,
        outlet=article.outlet,
        title=article.title,
        language=article.language,
        published_at=article.published_at,
        crawled_at=article.crawled_at,
        content_type=article.content_type,
        text=clean.text,
        blocks=[
            _BlockRecord(
                start=kept.clean.start,
                end=kept.clean.end,
                raw_start=UNSET if kept.raw_start is None else kept.raw_start,
            )
            for kept in clean.blocks
        ],
        removed=[_removed_record(removed) for removed in clean.removed],
        quote_ids=ids,
        version=version,
    )


def _removed_record(removed: RemovedBlock) -> _RemovedRecord:
    raw = removed.block.raw
    return _RemovedRecord(
        raw_start=UNSET if raw is None else raw.start,
        raw_end=UNSET if raw is None else raw.end,
        category=removed.drop.category,
        rule=removed.drop.rule,
        text=removed.block.text,
    )


def _quote_record(
    article: RawArticle,
    clean: CleanText,
    quote: Quote,
    own_id: str,
    attribution_id: str,
    version: str,
) -> _QuoteRecord:
    return _QuoteRecord(
        quote_id=own_id,
        article_id=article.id,
        url=article.url,
        outlet=article.outlet,
        published_at=article.published_at,
        kind=quote.kind,
        text=quote.text,
        start=quote.span.start,
        end=quote.span.end,
        speaker=_speaker_record(quote.speaker),
        cue=_cue_record(quote.cue),
        reported_by=_reporter_record(quote.reported_by),
        content=_passage(clean.text[quote.content.start : quote.content.end], quote.content),
        attribution_id=attribution_id,
        confidence=quote.confidence,
        context=quote.context,
        version=version,
    )


def _speaker_record(speaker: Speaker | None) -> _SpeakerRecord | None:
    if speaker is None:
        return None
    return _SpeakerRecord(
        name=speaker.name,
        mention=speaker.mention,
        role=speaker.role,
        type=speaker.type,
        start=speaker.span.start,
        end=speaker.span.end,
    )


def _cue_record(cue: Cue | None) -> _PassageRecord | None:
    return None if cue is None else _passage(cue.text, cue.span)


def _passage(text: str, span: Span) -> _PassageRecord:
    return _PassageRecord(text=text, start=span.start, end=span.end)


def _reporter_record(reporter: Reporter | None) -> _ReporterRecord | None:
    if reporter is None:
        return None
    return _ReporterRecord(name=reporter.name, start=reporter.span.start, end=reporter.span.end)
