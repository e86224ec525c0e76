"""Bytes of `articles.raw` to a raw article."""

from dataclasses import dataclass
from enum import StrEnum

import msgspec

from service.core.blocks import split_blocks
from service.core.repeats import page_outlet
from service.core.types import Block
from service.errors import DecodeError, Reason
from service.wire.html import html_blocks


class ContentType(StrEnum):
    """What `body` holds."""

    TEXT = "text/plain"
    HTML = "text/html"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """One decoded message of `articles.raw`; `id` is never empty, `body` never blank."""

    id: str
    body: str
    content_type: ContentType
    url: str | None
    outlet: str | None
    title: str | None
    language: str | None
    published_at: str | None
    crawled_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _RawMessage:
    """The message as its schema has it; see schemas/articles.raw.schema.json."""

    body: str
    id: str | None = None
    content_type: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    language: str | None = None
    published_at: str | None = None
    crawled_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _OutletFields:
    outlet: str | None = None
    url: str | None = None


_DECODER = msgspec.json.Decoder(_RawMessage)
_OUTLET_DECODER = msgspec.json.Decoder(_OutletFields)


def decode_article(key: bytes | None, value: bytes | None, *, max_message_bytes: int) -> RawArticle:
    """Decode one message.

    Args: max_message_bytes: the largest value that is worked on.
    Raises: DecodeError: with the reason, and a message that names the field.
    """
    message = _parse(_require_text(value, max_message_bytes))
    if not message.body.strip():
        raise DecodeError(Reason.EMPTY_BODY, "`body` holds nothing but white space")
    return RawArticle(
        id=message.id or _id_from_key(key),
        body=message.body,
        content_type=_content_type(message.content_type),
        url=message.url,
        outlet=message.outlet,
        title=message.title,
        language=message.language,
        published_at=message.published_at,
        crawled_at=message.crawled_at,
    )


def peek_outlet(value: bytes | None) -> str | None:
    """The outlet whose memory a message goes by, at a fraction of what decoding it costs.

    Returns: as `page_outlet`; None, too, for a message that can't be decoded.
    """
    try:
        fields = _OUTLET_DECODER.decode(value or b"")
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return page_outlet(outlet=fields.outlet, url=fields.url)


def article_blocks(article: RawArticle) -> tuple[Block, ...]:
    """Split an article into blocks; those of HTML have no place in the body."""
    if article.content_type is ContentType.TEXT:
        return split_blocks(article.body)
    return html_blocks(article.body)


def _require_text(value: bytes | None, max_message_bytes: int) -> str:
    if value is None:
        raise DecodeError(Reason.NULL_VALUE, "the message has no value (a tombstone?)")
    if not value.strip():
        raise DecodeError(Reason.EMPTY_VALUE, "the message's value is empty")
    if len(value) > max_message_bytes:
        raise DecodeError(
            Reason.TOO_LARGE,
            f"the message has {len(value)} bytes, more than the {max_message_bytes} of"
            " QUOTESIEVE_MAX_MESSAGE_BYTES",
        )
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DecodeError(
            Reason.NOT_UTF8, f"the message is not UTF-8: byte {error.start} is {error.reason}"
        ) from error


def _parse(text: str) -> _RawMessage:
    try:
        return _DECODER.decode(text)
    except msgspec.ValidationError as error:
        raise _validation_error(str(error)) from error
    except (msgspec.DecodeError, UnicodeError) as error:
        raise DecodeError(Reason.NOT_JSON, f"the message is not JSON: {error}") from error
    except RecursionError as error:
        raise DecodeError(Reason.NOT_JSON, "the message's JSON is nested too deeply") from error


def _validation_error(message: str) -> DecodeError:
    """Tell the three ways of being JSON of the wrong shape apart.

    msgspec gives one class for all; its messages are fixed and end in the field's path.
    """
    if "missing required field" in message:
        return DecodeError(Reason.MISSING_FIELD, "the required field `body` is missing")
    if "$." not in message:
        return DecodeError(Reason.NOT_AN_OBJECT, f"the message is JSON, but no object: {message}")
    return DecodeError(Reason.WRONG_TYPE, message.replace("`$.", "`"))


def _content_type(value: str | None) -> ContentType:
    """Take the media type without its parameters (`text/html; charset=utf-8`)."""
    if value is None:
        return ContentType.TEXT
    media_type = value.partition(";")[0].strip().lower()
    try:
        return ContentType(media_type)
    except ValueError as error:
        raise DecodeError(
            Reason.UNSUPPORTED_CONTENT_TYPE,
            "`content_type` must be `text/plain` or `text/html`",
        ) from error


def _id_from_key(key: bytes | None) -> str:
    if not key:
        raise DecodeError(Reason.MISSING_ID, "the message has neither an `id` nor a key")
    try:
        return key.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DecodeError(
            Reason.MISSING_ID, "the message has no `id`, and its key is not UTF-8"
        ) from error
