import io
import json
from pathlib import Path

import pytest

from service.cli.inputs import read_messages

LIMIT = 10_000


def test_pages_become_messages(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("\ufeffÜber “alles”.\n", "utf-8")
    (tmp_path / "two.html").write_text("<p>Two.</p>", "utf-8")
    names = (str(tmp_path / "one.txt"), str(tmp_path / "two.html"))

    one, two = read_messages(names, max_message_bytes=LIMIT)

    assert one.article_id == "one"
    assert json.loads(one.value) == {
        "id": "one",
        "content_type": "text/plain",
        "body": "Über “alles”.\n",
    }
    assert two.article_id == "two"
    assert json.loads(two.value)["content_type"] == "text/html"


def test_lines_are_taken_byte_for_byte(tmp_path: Path) -> None:
    file = tmp_path / "crawl.jsonl"
    file.write_bytes(b'{"id":  "a", "body": "x", "more": 1}\r\n\n{"body": "y", "id": "b"}')

    first, second = read_messages((str(file),), max_message_bytes=LIMIT)

    assert first.value == b'{"id":  "a", "body": "x", "more": 1}'
    assert (second.article_id, second.value) == ("b", b'{"body": "y", "id": "b"}')


def test_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b'{"id": "a", "body": "x"}\n'))
    monkeypatch.setattr("sys.stdin", stdin)

    (message,) = read_messages(("-",), max_message_bytes=LIMIT)

    assert message.article_id == "a"
