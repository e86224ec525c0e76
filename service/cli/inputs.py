"""Files that hold raw articles: JSON Lines of messages, or one article as text or HTML."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from service.cli import STANDARD_INPUT
from service.errors import DecodeError, UsageError
from service.wire.decode import decode_article

_MESSAGE_ENDINGS = {".jsonl", ".ndjson", ".json"}
_HTML_ENDINGS = {".html", ".htm", ".xhtml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMessage:
    """One message's value as it goes onto `articles.raw`, its article's id, and its origin."""

    article_id: str
    value: bytes
    origin: str


def read_messages(names: tuple[str, ...], *, max_message_bytes: int) -> Iterator[RawMessage]:
    """Read and check the messages of files, in order; `-` is JSON Lines on standard input.

    Raises: UsageError: names the file, the line and what is wrong with it.
    """
    _require_unlike_stems(names)
    for name in names:
        if name == STANDARD_INPUT:
            yield from _json_lines(sys.stdin.buffer, "standard input", max_message_bytes)
            continue
        path = Path(name)
        try:
            if path.suffix.lower() in _MESSAGE_ENDINGS:
                with path.open("rb") as lines:
                    yield from _json_lines(lines, name, max_message_bytes)
            else:
                yield _page(path, max_message_bytes)
        except OSError as error:
            raise UsageError(f"can't read `{name}`: {error.strerror}") from error


def _require_unlike_stems(names: tuple[str, ...]) -> None:
    """Two pages of one name would be one article to everything downstream."""
    seen: dict[str, Path] = {}
    pages = [Path(name) for name in names if Path(name).suffix.lower() not in _MESSAGE_ENDINGS]
    for page in pages:
        other = seen.setdefault(page.stem, page)
        if other is not page:
            raise UsageError(
                f"`{other}` and `{page}` would both be article `{page.stem}`: rename one of them,"
                " or give their ids in JSON Lines"
            )


def _json_lines(lines: Iterable[bytes], name: str, max_message_bytes: int) -> Iterator[RawMessage]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _checked(line.rstrip(b"\r\n"), f"{name}, line {number}", max_message_bytes)


def _page(path: Path, max_message_bytes: int) -> RawMessage:
    try:
        body = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"`{path}` is not UTF-8; convert it first") from error
    html = path.suffix.lower() in _HTML_ENDINGS
    message = {
        "id": path.stem,
        "content_type": "text/html" if html else "text/plain",
        "body": body,
    }
    return _checked(msgspec.json.encode(message), str(path), max_message_bytes)


def _checked(value: bytes, origin: str, max_message_bytes: int) -> RawMessage:
    try:
        article = decode_article(None, value, max_message_bytes=max_message_bytes)
    except DecodeError as error:
        raise UsageError(f"{origin}: {error}") from error
    return RawMessage(article_id=article.id, value=value, origin=origin)
