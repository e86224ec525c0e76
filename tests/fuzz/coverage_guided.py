"""Looks for inputs that crash decoding, HTML or blocks, led by what code each one reaches.

    pip install quotesieve[fuzz]
    python tests/fuzz/coverage_guided.py -max_total_time=600 CORPUS

It is libFuzzer's command line; CORPUS is a folder that it keeps inputs in. The first crash ends it,
with the input in a file.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import atheris

with atheris.instrument_imports(include=["service"]):
    from service.core.blocks import split_blocks
    from service.errors import DecodeError
    from service.wire.decode import article_blocks, decode_article
    from service.wire.html import html_blocks

_LIMIT = 1_048_576
_SEEDS = Path(__file__).resolve().parents[2] / "deploy" / "samples"


def decode(data: bytes) -> None:
    """Bytes are an article or an error that says why not."""
    try:
        article = decode_article(data[:8], data[8:], max_message_bytes=_LIMIT)
    except DecodeError:
        return
    assert article.id
    assert article.body.strip()
    article_blocks(article)


def blocks(data: bytes) -> None:
    """Blocks stand in the body, verbatim, in order, and nothing but white space between them."""
    body = data.decode("utf-8", "replace")
    end = 0
    for block in split_blocks(body):
        assert block.raw is not None
        assert body[block.raw.start : block.raw.end] == block.text
        assert not body[end : block.raw.start].strip()
        end = block.raw.end
    assert not body[end:].strip()


def html(data: bytes) -> None:
    """HTML is blocks of text, whatever it is."""
    for block in html_blocks(data.decode("utf-8", "surrogateescape")):
        assert block.text.strip() == block.text != ""


_TARGETS = (decode, blocks, html)


def test_one_input(data: bytes) -> None:
    """The first byte chooses what is tried."""
    if data:
        _TARGETS[data[0] % len(_TARGETS)](data[1:])


def _plant(corpus: Path) -> None:
    """Have it begin with the sample articles."""
    corpus.mkdir(parents=True, exist_ok=True)
    for path in _SEEDS.iterdir():
        for number in range(len(_TARGETS)):
            (corpus / f"{path.name}-{number}").write_bytes(bytes([number]) + path.read_bytes())
    message = (
        b'\x0012345678{"id": "a", "content_type": "text/html", "body": "<p>Text.", "title": null}'
    )
    (corpus / "message").write_bytes(message)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        if not argument.startswith("-"):
            _plant(Path(argument))
    atheris.Setup(sys.argv, test_one_input)
    atheris.Fuzz()
