"""News without marks, as the teacher of quotes gets it."""

import gzip
import json
from pathlib import Path
from typing import Any

from service.train.quotes.corpus import Article
from service.train.quotes.unmarked import read_unmarked

ONE, TWO, THREE = (
    f"The {number} paragraph of the story goes on for a while, said the editor of the paper, who"
    f" had been asked about it by {number} readers and by nobody else."
    for number in ("first", "second", "third")
)
APPEAL = "Please give us what you can, for we are out of paper and of ink and of all else."
LONG = " ".join(["On and on it went that day."] * 12)


def block(text: str, label: str) -> dict[str, str]:
    return {"text": text, "label": label, "kind": "p"}


def page(name: str, language: str = "en", **more: Any) -> dict[str, Any]:
    return {"id": name, "group": "paper.example", "lang": language, **more}


def write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    (folder / name).write_bytes(gzip.compress(lines) if name.endswith(".gz") else lines)


def read(tmp_path: Path, known: list[Article]) -> dict[str, list[str]]:
    """The lines of each article of the data written to a folder; the project's own left out."""
    write(
        tmp_path / "appeals" / "data",
        "dev.jsonl",
        [
            page("a", blocks=[block(ONE, "article"), block(APPEAL, "donation"),
                              block(LONG, "article")]),
            page("german", "de", blocks=[block(LONG + " Nein.", "article")]),
        ],
    )  # fmt: skip
    write(
        tmp_path / "pages" / "data",
        "dev.jsonl",
        [page("p", blocks=[block(TWO, "article"), block(APPEAL, "ad"), block(ONE, "article"),
                           block("Read more", "article"), block(LONG + " Yes.", "article")])],
    )  # fmt: skip
    text = "\n".join(
        [THREE, APPEAL, "A headline which has no full stop at its end at all", LONG * 2]
    )
    write(
        tmp_path / "pages" / "data",
        "dev_segments.jsonl.gz",
        [page("s", text=text, **{"with": [], "without": [APPEAL]})],
    )
    found = read_unmarked(tmp_path, known)
    return {one.id: one.text.split("\n") for one in found if one.id in ("a", "german", "p", "s")}


def test_lines_of_articles_in_english_once_each(tmp_path: Path) -> None:
    assert read(tmp_path, []) == {
        "a": [ONE, LONG],
        "p": [TWO, LONG + " Yes."],
        "s": [THREE, LONG * 2],
    }


def test_lines_of_known_articles_are_left_out(tmp_path: Path) -> None:
    known = Article(id="known", text=f"A title\n{TWO}\n{LONG}  Yes.", markings=())

    assert read(tmp_path, [known]) == {"a": [ONE, LONG], "s": [THREE, LONG * 2]}
