import json
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cleaning
import pytest
from figures import Figure, Origin, Scored
from own_cleaning import Judged, figures

from service.core.types import Category, Drop

FLOORS = '[own."lost%"]\nbetter = "lower"\nfloor = 2.0\n'


def judged(case: str, label: str, text: str, *, gone: Category | None = None) -> Judged:
    verdict = Drop(category=gone, rule="r") if gone else None
    return Judged(case=case, label=label, text=text, verdict=verdict)


def test_figures_of_an_own_set() -> None:
    blocks = [
        judged("a", "headline", "one two", gone=None),
        judged("a", "article", "one two three four five six", gone=Category.AD),
        judged("a", "caption", "one two three", gone=Category.AD),
        judged("b", "article", "one two", gone=None),
        judged("b", "donation", "one two three", gone=None),
        judged("b", "ad", "one", gone=Category.AD),
        judged("b", "legal", "one two", gone=Category.AD),
    ]

    assert figures(blocks) == {"leak%": 50.0, "lost%": 60.0, "intact%": 50.0, "category%": 50.0}


def appeal(language: str, kind: str, *, words: int, left: int) -> dict[str, Any]:
    count = Counter({("w", ""): words, ("k", ""): left})
    return {"kind": kind, "lang": language, "group": language + kind, "c": count}


def test_leak_in_other_languages_counts_inserts_alone() -> None:
    cases = [
        appeal("en", "inject", words=100, left=100),
        appeal("de", "inject", words=10, left=3),
        appeal("fr", "seed", words=10, left=0),
        appeal("de", "trap", words=5, left=5),
    ]
    scorer = SimpleNamespace(
        run=lambda path, split, ci: ({}, cases, [], {}),
        agg=lambda cases: {"leak%": 7.0},
        labels=lambda cases: {"lab_cat%": 8.0},
    )

    (scored,) = cleaning.score_appeals(scorer, Path("p"), Origin.SHIPPED)  # type: ignore[arg-type]

    assert scored.figures["leak_not_en%"].value == 15.0
    assert scored.figures["leak%"] == Figure(value=7.0, low=7.0, high=7.0)
    assert scored.figures["lab_cat%"].value == 8.0


def test_predictions_of_the_folder_are_taken_where_it_has_them(tmp_path: Path) -> None:
    given, made = tmp_path / "given", tmp_path / "made"
    given.mkdir()
    made.mkdir()
    (given / "html.jsonl").write_text("given")
    predictions = cleaning.Predictions(given, made)

    html = predictions.find("html", [{"id": "x"}], lambda row: row)
    pages = predictions.find("pages", [{"id": "x"}], lambda row: row)

    assert html == (given / "html.jsonl", Origin.OUT_OF_FOLD)
    assert pages == (made / "pages.jsonl", Origin.SHIPPED)
    assert json.loads(pages[0].read_text()) == {"id": "x"}


@pytest.fixture
def evaluate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the command on one own figure. Returns: its exit code."""
    (tmp_path / "floors.toml").write_text(FLOORS)
    monkeypatch.setattr(cleaning, "_FLOORS", tmp_path / "floors.toml")

    def run(value: float, *arguments: str) -> int:
        lost = Figure(value=value, low=value, high=value)
        own = [Scored(name="own", origin=Origin.OWN, figures={"lost%": lost})]
        monkeypatch.setattr(cleaning.own_cleaning, "score_all", lambda: own)
        monkeypatch.setattr(sys, "argv", ["cleaning.py", *arguments])
        return cleaning.main()

    return run


def test_without_development_sets_it_says_so_and_scores_the_own(
    evaluate: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = evaluate(1.0, "--data", str(tmp_path))

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert lines[0].startswith(f"no development sets at {tmp_path}")
    assert lines[-1] == "no figure below its floor"


def test_a_figure_below_its_floor_fails(evaluate: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(2.5) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "below the floor: own lost%"


def test_a_folder_without_predictions_is_refused(
    evaluate: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "appeals").mkdir()
    (tmp_path / "pages").mkdir()

    code = evaluate(1.0, "--data", str(tmp_path), "--predictions", str(tmp_path))

    assert code == 2
    assert capsys.readouterr().err.startswith("no predictions (*.jsonl) in")
