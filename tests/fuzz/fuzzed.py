"""Makes raw messages that nobody should send, the same ones for the same number.

Five families: bytes at random, messages with a fault in their JSON, text of pieces that have made
trouble in parsers before, HTML of such pieces, and the sample articles with things done to them.
"""

import json
import random
from collections.abc import Callable
from pathlib import Path

_SAMPLES = Path(__file__).resolve().parents[2] / "deploy" / "samples"

# Marks in all forms, right-to-left text and its controls, joiners, white space of all kinds, and
# what cleaning and quotes look for.
_PIECES = """
“ ” " ' ‘ ’ „ ‟ « » ‹ › `` '' ‚ ‛ 「 」 ＂ &quot; &ldquo; ... … — – -- - • · * | > # ( ) [ ] { }
said says told asked according to by Mr. Mrs. Dr. President Sen. U.S. D-Ohio, he she they it who
Ana Ruiz Lee John Smith The Times Reuters RIA Novosti CNN minister spokesman mayor police officials
“No,” “We will go,” "I did," 'It is so,' he said. she said, asked Lee. told reporters that Q: RUIZ:
Donate now Subscribe Advertisement Read more Sign up Share this © 2026 Photo: Related: Comments
tips@x.example https://x.example/?q=1 #tag @name 5'10" '90s rock 'n' roll $3.5m 50% 3,000 1/2 e.g.
שלום مرحبا 你好 привет ñandú Ǆ ﬁ İ ß 𝒜 👩‍👩‍👧 é̷̛ ﷽
""".split()
_UNSEEN = [
    *"\0\1\t\v\f\x1b\x7f\x85\xa0\xad\u0300\u180e\u2000\u200b\u200d\u200f\u2028\u2029\u202d\u202e",
    *"\u2066\u2069\u3000\ufe0f\ufeff\ufffd\uffff\U000e0001\U0010ffff",
    *("\n", "\n\n", "\r\n", "\r", "\n\n\n\n", " ", "  "),
]
_TAGS = """
p div span a b i em blockquote q cite table tr td th ul ol li dl dt dd article section main aside
header footer nav h1 h2 h3 br hr img figure figcaption script style template noscript iframe svg
math form input button select option textarea title meta link base body html head pre code video
""".split()
_MARKUP = """
<!-- --> <![CDATA[ ]]> <!DOCTYPE <? ?> </ < > & &amp; &#x0; &#xD800; &#1114112; &nbsp; &notanentity;
<p <div class="donate" id='x' style="display:none" hidden aria-hidden="true" <a href="javascript:x"
""".split()
# All of text, and all of HTML.
PIECES = [*_PIECES, *_UNSEEN]
MARKUP = [*_MARKUP, *(f"<{tag}>" for tag in _TAGS), *(f"</{tag}>" for tag in _TAGS)]


def message(number: int) -> tuple[bytes | None, bytes | None]:
    """Key and value of the message with this number."""
    chance = random.Random(number)
    key = chance.choice([b"key", None, b"\xff", b""])
    return key, chance.choices(_FAMILIES, _SHARES)[0](chance)


def _size(chance: random.Random, most: int) -> int:
    """Mostly few, now and then many."""
    return int(most ** chance.random())


def _bytes(chance: random.Random) -> bytes | None:
    return None if chance.random() < 0.01 else chance.randbytes(_size(chance, 2000))


def _text(chance: random.Random) -> str:
    """Pieces one after the other; some texts of few kinds of them, over and over."""
    kinds = chance.choices(PIECES, k=_size(chance, 200))
    joint = chance.choice(["", " ", " ", " ", "\n", "\n\n"])
    pieces = [_piece(chance, kinds) for _ in range(_size(chance, 300))]
    return joint.join(pieces)


def _piece(chance: random.Random, kinds: list[str]) -> str:
    kind = chance.random()
    if kind < 0.97:
        return chance.choice(kinds)
    if kind < 0.99:
        return chance.choice(kinds) * _size(chance, 300)
    return chr(chance.choice([chance.randrange(0xD800), chance.randrange(0xE000, 0x110000)]))


def _html(chance: random.Random) -> str:
    parts: list[str] = []
    for _ in range(_size(chance, 200)):
        kind = chance.random()
        if kind < 0.4:
            parts.append(f"<{chance.choice(_TAGS)}>")
        elif kind < 0.6:
            parts.append(f"</{chance.choice(_TAGS)}>")
        elif kind < 0.7:
            parts.append(chance.choice(_MARKUP))
        elif kind < 0.72:
            parts.append(f"<{chance.choice(_TAGS)}>" * _size(chance, 2000))
        else:
            parts.append(chance.choice(PIECES) + " ")
    return "".join(parts)


def _sample(chance: random.Random) -> tuple[str, bool]:
    """A sample article that was cut, doubled, turned round and stuffed; whether it is HTML."""
    path = chance.choice(_PATHS)
    text = path.read_text("utf-8")
    for _ in range(_size(chance, 30)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + _size(chance, 400))
        part = chance.choice(
            [
                "",
                text[start:end] * 2,
                text[start:end][::-1],
                text[start:end].upper(),
                chance.choice([*PIECES, *_MARKUP]),
                text[start:end].replace(" ", chance.choice(_UNSEEN)),
                text[start:end].replace('"', chance.choice(_PIECES[:20])),
            ]
        )
        text = text[:start] + part + text[end:]
    start = chance.randrange(max(1, len(text) - 1000))
    return text[start : start + 1500], path.suffix == ".html"


_PATHS = sorted(_SAMPLES.iterdir())


def _article(chance: random.Random, body: str, *, html: bool) -> dict[str, object]:
    fields: dict[str, object] = {"id": "a", "body": body}
    if html:
        fields["content_type"] = "text/html"
    for name in ("title", "outlet", "url", "language"):
        if chance.random() < 0.2:
            fields[name] = chance.choice([None, "", "en", "de", "x-y", _text(chance)[:80]])
    return fields


def _encoded(fields: object, chance: random.Random) -> bytes:
    # With escapes, too, so that there can be halves of surrogate pairs.
    return json.dumps(fields, ensure_ascii=chance.random() < 0.3).encode("utf-8", "surrogatepass")


def _plain(chance: random.Random) -> bytes:
    return _encoded(_article(chance, _text(chance), html=False), chance)


def _page(chance: random.Random) -> bytes:
    return _encoded(_article(chance, _html(chance), html=True), chance)


def _changed(chance: random.Random) -> bytes:
    text, html = _sample(chance)
    return _encoded(_article(chance, text, html=html), chance)


def _faulty(chance: random.Random) -> bytes:
    """JSON with a fault: in a field's type, in its nesting, in its bytes."""
    fields = _article(chance, _text(chance), html=chance.random() < 0.3)
    field = chance.choice([*fields, "content_type", "crawled_at", "more"])
    fields[field] = chance.choice(
        [
            None,
            True,
            -1,
            1e308,
            [],
            {},
            [[]] * 9,
            {"a": {"b": 1}},
            "",
            "\ud800",
            "\udfff\ud800",
            "\0",
        ]
    )
    value = bytearray(_encoded(fields, chance))
    for _ in range(_size(chance, 20) - 1):
        place = chance.randrange(len(value))
        value[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
    if chance.random() < 0.2:
        value = bytearray(b'{"body":' + b"[" * _size(chance, 100_000))
    return bytes(value)


_FAMILIES: list[Callable[[random.Random], bytes | None]] = [
    _bytes,
    _faulty,
    _plain,
    _page,
    _changed,
]
_SHARES = [0.05, 0.2, 0.3, 0.2, 0.25]
