"""Training on layouts: small sets of invented pages, laid out as the development sets are."""

import gzip
import json
from pathlib import Path

import numpy as np

from service.core._trees import Trees
from service.train.html import train_html
from service.wire.html_body import describe
from service.wire.html_page import read_page

_PLACES = ("harbour", "mountain road", "old school", "ferry", "town hall", "river mill")


def _page(number: int) -> tuple[str, list[dict[str, str]]]:
    place = _PLACES[number % len(_PLACES)]
    article = [
        f"The {place} was closed on day {step} of the month, said the council, which had met twice"
        f" about it, and number {number} of the plan was put off until the spring."
        for step in range(8)
    ]
    menu = ["Home", "News", "Sport", f"Site {number}"]
    head = "".join(f"<li><a href='/'>{text}</a></li>" for text in menu)
    body = "".join(f"<p>{text}</p>" for text in article)
    blocks = [{"text": text, "label": "boilerplate"} for text in menu]
    blocks += [{"text": text, "label": "article"} for text in article]
    return f"<body><nav><ul>{head}</ul></nav><article>{body}</article></body>", blocks


def _write(folder: Path, count: int) -> None:
    (folder / "pages" / "data").mkdir(parents=True)
    rows = []
    for number in range(count):
        markup, blocks = _page(number)
        (folder / "pages" / f"{number}.html.gz").write_bytes(gzip.compress(markup.encode()))
        rows.append(
            {
                "id": str(number),
                "group": f"site-{number}",
                "html": f"{number}.html.gz",
                "blocks": blocks,
            }
        )
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "pages" / "data" / "dev.jsonl").write_text(lines, encoding="utf-8")


def test_trees_tell_unseen_articles_from_menus(tmp_path: Path) -> None:
    _write(tmp_path, 20)
    judged = train_html(tmp_path).pages
    inside = [[block.in_body for block in judged[str(number)]] for number in range(20)]
    assert inside == [[False] * 4 + [True] * 8] * 20


def test_packed_trees_read_the_columns_that_are_measured(tmp_path: Path) -> None:
    _write(tmp_path, 20)
    markup, _ = _page(20)
    page = read_page(markup)
    assert page is not None
    _, features = describe(page, markup)
    odds = Trees.from_bytes(train_html(tmp_path).data).predict(features)[:, 0]
    assert np.array_equal(odds > 0, [False] * 4 + [True] * 8)


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    _write(tmp_path, 12)
    assert train_html(tmp_path).data == train_html(tmp_path).data
