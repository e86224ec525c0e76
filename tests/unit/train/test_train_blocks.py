"""Training, on a small set of its own."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from service.cli import run
from service.core.block_model import Extent
from service.core.boilerplate import judge_blocks
from service.train import blocks, documents
from service.train.documents import fold_of, read_rows

STORY = [
    "The ferry Aurelia sank off Tarnholm harbour on Monday, the coast guard said in a statement.",
    "Divers found the ferry Aurelia at a depth of 40 metres near Tarnholm harbour on Tuesday.",
    "The owner of the Aurelia said that its engines had been checked in the spring.",
    "Tarnholm has had no ferry since, and the islanders have to go by way of the old bridge.",
]
APPEAL = ["Readers pay for this paper.", "Please give five crowns a month, and we go on."]
MENU = ["Home", "News", "Sport", "Weather", "Log in", "Search", "Jobs", "Tides", "Maps", "Shop"]


def appeal(number: int) -> dict[str, object]:
    name = f"{number}.example"
    host = {"id": f"host {number}"}
    own = [{"text": text, "label": "article", "insert_id": None} for text in STORY]
    added = [{"text": text, "label": "donation", "insert_id": name} for text in APPEAL]
    return {"id": name, "group": name, "lang": "en", "blocks": [*own, *added], "host": host}


def page(number: int) -> dict[str, object]:
    texts = [*MENU, *STORY, *APPEAL, *MENU]
    marked = [
        {"text": text, "label": "article" if text in STORY else "boilerplate", "kind": "p"}
        for text in texts
    ]
    name = f"page {number}.example"
    return {
        "id": name,
        "group": name,
        "lang": "en",
        "text": "\n".join(texts),
        "blocks": marked,
        "with": STORY[:1],
        "without": MENU[4:5],
    }


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twenty cases a set, and the first records of the real material."""
    write(tmp_path / "appeals" / "data" / "dev.jsonl", [appeal(number) for number in range(20)])
    pages = [page(number) for number in range(20)]
    write(tmp_path / "pages" / "data" / "dev.jsonl", pages)
    segments = "".join(json.dumps(row) + "\n" for row in pages)
    zipped = tmp_path / "pages" / "data" / "dev_segments.jsonl.gz"
    zipped.write_bytes(gzip.compress(segments.encode()))
    news = tmp_path / "quotes" / "data" / "train" / "text"
    news.mkdir(parents=True)
    for number in range(20):
        (news / f"{number}.txt").write_text("\n".join(STORY), "utf-8")
    material = tmp_path / "material"
    for path in documents.MATERIAL.glob("*-en.jsonl"):
        write(material / path.name, read_rows(path)[:25])
    monkeypatch.setattr(documents, "MATERIAL", material)
    for name in ("_FIRST", "_SECOND", "_KINDS"):
        monkeypatch.setattr(blocks, name, (getattr(blocks, name)[0], 8))
    return tmp_path


def test_the_same_data_give_the_same_model_which_finds_the_appeal(data: Path) -> None:
    said: list[str] = []
    first, second = blocks.train(data, said.append), blocks.train(data, said.append)

    assert first.data == second.data
    assert said
    judged = first.appeals[0]
    lines = judged.model.read(judged.document.lines)
    measured = judged.model.measure(lines, Extent.ARTICLE)
    odds = judged.model.article.odds(measured.described)
    assert odds[:4].max() < odds[4:].min()
    assert len(judge_blocks(judged.document.lines, model=judged.model)) == 6


def test_each_document_is_judged_by_a_model_of_other_publishers(data: Path) -> None:
    trained = blocks.train(data, lambda line: None)

    models = {judged.document.fold: judged.model for judged in trained.appeals}
    assert len({id(model) for model in models.values()}) == len(models) > 1
    assert all(judged.document.fold == fold_of(judged.document.id) for judged in trained.appeals)


def test_lines_that_a_fold_tests_teach_no_model_of_that_fold() -> None:
    shared = documents.Document(
        id="a",
        source="composed",
        fold=0,
        language="en",
        lines=[STORY[0], "Short."],
        truth=np.zeros(2, np.int8),
        kinds=np.full(2, -1, np.int8),
        extent=Extent.ARTICLE,
    )
    lines = blocks.Lines(blocks.make_lexicon(), shared.lines)

    unfair = blocks._unfair(shared, lines, [set(), set(lines.hashes[:1].tolist())])

    assert unfair.tolist() == [[True, True], [True, False]]


def test_a_folder_without_the_sets_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["train-blocks", "--data", str(tmp_path)]) == 2
    assert "there is no folder appeals/" in capsys.readouterr().err
