"""Shows how the time of an article grows with its size, for shapes made to be slow.

    .venv/bin/python tests/fuzz/growth.py
    .venv/bin/python tests/fuzz/growth.py --made-up 300

Prints CPU seconds at each size up to the largest message, and the exponent of the growth over the
last three doublings; fails where that is above n log n's.
"""

import argparse
import json
import math
import multiprocessing
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

from fuzzed import MARKUP, PIECES

from service.errors import Failure
from service.plan import make_plan
from service.pool import load_worker
from service.settings import Settings

# Bytes of a message, up to the largest.
SIZES = [2**power for power in range(15, 21)]
# n log n has 1.08 between these sizes; the rest is for a busy machine.
_MOST_EXPONENT = 1.25
# Less than so many seconds are noise, and no trouble.
_NOISE_SECONDS = 0.5
_PATIENCE_SECONDS = 120

_STORY = (
    "The council voted on Tuesday to close the harbour bridge for two years of repairs.\n\n"
    '"We will rebuild it, and it will last," said Mayor Ann Lee, who has led the city since 2019. '
    "She told reporters that the money was there.\n\n"
    "According to John Smith, a spokesman for the port, ships will have to wait.\n\n"
)


def _filled(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece.encode()) + 1))[
        : size * len(piece) // len(piece.encode())
    ]


def _nested(opening: str, closing: str) -> Callable[[int], str]:
    def body(size: int) -> str:
        depth = size // len((opening + closing).encode())
        return opening * depth + closing * depth

    return body


def _counted(pattern: str, size: int) -> str:
    """A pattern with other numbers in each, as letters."""
    parts, length, number = [], 0, 0
    while length < size:
        letters = "".join(chr(97 + int(digit)) for digit in str(number))
        parts.append(pattern.format(letters))
        length += len(parts[-1])
        number += 1
    return "".join(parts)[:size]


# Name, whether it is HTML, and the body of a size.
SHAPES: list[tuple[str, bool, Callable[[int], str]]] = [
    ("an article, over and over", False, _filled(_STORY)),
    ("an article in one paragraph", False, _filled(_STORY.replace("\n\n", " "))),
    ("straight marks", False, _filled('"')),
    ("opening marks", False, _filled("“")),
    ("single marks", False, _filled("'")),
    ("marks between words", False, _filled('" a ')),
    ("curly marks in each other", False, _nested("“", "”")),
    ("two kinds of marks in each other", False, _nested("“a ‘", "’ a”")),
    ("open marks, a paragraph each", False, _filled("“We go.\n\n")),
    ("one word", False, _filled("Donate")),
    ("one word of capitals", False, _filled("A")),
    ("letters and dots", False, _filled("A.")),
    ("words without a sentence's end", False, _filled("said ")),
    ("capitalised words", False, _filled("Ann Lee ")),
    ("a name and a verb", False, _filled("Lee said ")),
    ("he said she said", False, _filled("he said she told him that ")),
    ("according to", False, _filled("according to Lee, ")),
    ("somebody, who said", False, _filled("Lee, who said it, ")),
    ("names without end", False, lambda size: _counted("Ann A{0} said. ", size)),
    ("people of one name", False, lambda size: _counted("Ann{0} Lee said no.\n\n", size)),
    ("and and and", False, _filled("Lee and ")),
    ("surnames and pronouns", False, _filled("Ann Lee left. Lee said she would, he said.\n\n")),
    ("outlets", False, _filled("the Times reported, ")),
    ("quoted as saying", False, _filled("RIA quoted Lee as saying no, ")),
    ("quotes in one sentence", False, _filled("“We go,” he said, ")),
    ("quotes without a speaker", False, _filled("“We go on.” ")),
    ("quotes of a sentence each", False, _filled("“We go on to the end,” Lee said.\n\n")),
    ("quotes over paragraphs", False, _filled("“We go on.\n\n“And on,” Lee said.\n\n")),
    ("commas", False, _filled("a, ")),
    ("colons", False, _filled("Lee: ")),
    ("lines of a letter", False, _filled("a\n")),
    ("turns of an interview", False, _filled("LEE: We go on.\n\nQ: Why?\n\n")),
    ("lines of an appeal", False, _filled("Donate now\n\n")),
    ("line ends", False, lambda size: "a" + "\n" * size),
    ("spaces", False, lambda size: "a" + " " * size + "b"),
    ("zero-width spaces", False, _filled("a\u200b")),
    ("combining accents", False, _filled("\u0301")),
    ("right-to-left controls", False, _filled("\u202eab\u202c ")),
    ("Hebrew", False, _filled("שלום ")),
    ("Chinese", False, _filled("他说我们会去的")),
    ("emoji", False, _filled("👩‍👩‍👧")),
    ("NUL", False, _filled("\0")),
    ("digits", False, _filled("1")),
    ("numbers", False, _filled("1,000.5 ")),
    ("dashes", False, _filled("-")),
    ("dots", False, _filled(".")),
    ("slashes", False, _filled("/a")),
    ("addresses of mail", False, _filled("a@b.example ")),
    ("at signs", False, _filled("a@")),
    ("addresses of pages", False, _filled("https://a.example/b ")),
    ("brackets", False, _nested("(", ")")),
    ("copyright lines", False, _filled("© 2026 The Times. All rights reserved.\n\n")),
    ("HTML: an article, over and over", True, _filled(f"<p>{_STORY}</p>")),
    ("HTML: div in div", True, _filled("<div>")),
    ("HTML: div in div, closed", True, _nested("<div>", "</div>")),
    ("HTML: lists in lists", True, _filled("<ul><li>a")),
    ("HTML: tables in tables", True, _filled("<table><tr><td>a")),
    ("HTML: b and p, crossed", True, _filled("<b><p>a</b>")),
    ("HTML: a in a", True, _filled("<a href=x>a")),
    ("HTML: font in p", True, _filled("<p><font size=1>a")),
    ("HTML: line breaks", True, _filled("a<br>")),
    ("HTML: paragraphs of a letter", True, _filled("<p>a")),
    ("HTML: attributes", True, lambda size: "<p " + "a=1 " * (size // 4) + ">a"),
    ("HTML: one attribute", True, lambda size: '<p class="' + "x " * (size // 2) + '">a'),
    ("HTML: comments", True, _filled("<!-- a -->")),
    ("HTML: an open comment", True, lambda size: "a<!--" + "-" * size),
    ("HTML: entities", True, _filled("&amp;")),
    ("HTML: less than", True, _filled("<")),
    ("HTML: scripts", True, _filled("<script>a</script>")),
]  # fmt: skip


def made_up(number: int) -> tuple[str, bool, Callable[[int], str]]:
    """A shape of one to six pieces that nobody thought of, over and over; the same for a number."""
    chance = random.Random(number)
    html = chance.random() < 0.3
    unit = chance.choice([" ", "", "\n\n"]).join(
        chance.choice(MARKUP if html and chance.random() < 0.5 else PIECES)
        for _ in range(chance.randint(1, 6))
    ) + chance.choice([" ", "\n", "\n\n"])
    return f"{'HTML' if html else 'text'} {number}: {unit!r}", html, _filled(unit)


def seconds(html: bool, body: str, size: int) -> tuple[float, str]:
    """How long an article takes, and what becomes of it."""
    value = _message(body, html=html)
    if len(value) > size:
        # Escapes; the message counts.
        value = _message(body[: len(body) * (size - 200) // len(value)], html=html)
    # Of the processor, so that a busy machine changes little.
    started = time.process_time()
    result = _worker.process(None, value).result
    took = time.process_time() - started
    return took, result.reason if isinstance(result, Failure) else "article"


def _message(body: str, *, html: bool) -> bytes:
    fields = {"id": "a", "content_type": "text/html" if html else "text/plain", "body": body}
    return json.dumps(fields, ensure_ascii=False).encode()


def _load() -> None:
    global _worker
    # The limits would end it where it begins to tell.
    settings = Settings(max_article_characters=2**21, max_article_quotes=2**19)
    _worker = load_worker(make_plan(settings))


def measure(html: bool, body: Callable[[int], str], sizes: list[int]) -> tuple[list[float], str]:
    """The seconds at each size up to the first that takes too long; and what became of the last."""
    found: list[float] = []
    outcome = ""
    with multiprocessing.get_context("fork").Pool(1) as pool:
        for size in sizes:
            answer = pool.apply_async(seconds, (html, body(size), size))
            try:
                took, outcome = answer.get(_PATIENCE_SECONDS)
            except multiprocessing.TimeoutError:
                found.append(math.inf)
                break
            found.append(took)
    return found, outcome


def exponent(sizes: list[int], found: list[float]) -> float:
    """Of the power of the size with which the time grows, at the large sizes."""
    last = len(found) - 1
    first = max(0, last - 3)
    if found[last] < _NOISE_SECONDS:
        return 0.0
    return math.log(found[last] / max(found[first], 1e-3)) / math.log(sizes[last] / sizes[first])


def main() -> int:
    """Print the table; 1 if anything grows too fast."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="shapes whose name has this in it")
    parser.add_argument("--made-up", type=int, default=0, help="so many shapes nobody thought of")
    options = parser.parse_args()
    shapes = [shape for shape in SHAPES if options.only in shape[0]]
    sizes = SIZES
    if options.made_up:
        shapes, sizes = [made_up(number) for number in range(options.made_up)], SIZES[1:4]
    # Before the first process is made, which has a copy of it.
    _load()
    print(
        "| shape | " + " | ".join(f"{size // 1024} KiB" for size in sizes) + " | power | outcome |"
    )
    print("|---" * (len(sizes) + 3) + "|")
    bad = 0
    for name, html, body in shapes:
        found, outcome = measure(html, body, sizes)
        power = exponent(sizes, found)
        slow = power > _MOST_EXPONENT
        bad += slow
        cells = [f"{took:.2f}" for took in found] + ["-"] * (len(sizes) - len(found))
        print(
            f"| {name} | {' | '.join(cells)} | {power:.2f}{' !' * slow} | {outcome} |", flush=True
        )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
