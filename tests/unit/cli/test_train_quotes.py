"""What `train-quotes` refuses before it loads anything."""

from pathlib import Path

from click.testing import CliRunner

from service.cli.train_quotes import train_quotes as command
from service.errors import UsageError


def problem(data: Path, out: Path) -> str:
    arguments = ["--polnear", str(data), "--unmarked", str(data), "--out", str(out)]
    result = CliRunner().invoke(command, arguments)
    assert isinstance(result.exception, UsageError)
    return str(result.exception)


def test_a_folder_without_the_corpus(tmp_path: Path) -> None:
    assert "give --polnear another folder" in problem(tmp_path, tmp_path / "out")


def test_a_folder_without_news(tmp_path: Path) -> None:
    (tmp_path / "train" / "attributions").mkdir(parents=True)

    assert "give --unmarked another folder" in problem(tmp_path, tmp_path / "out")


def test_a_folder_with_something_else_in_it_is_not_deleted(tmp_path: Path) -> None:
    (tmp_path / "train" / "attributions").mkdir(parents=True)
    (tmp_path / "pages" / "data").mkdir(parents=True)
    out = tmp_path / "out"
    out.mkdir()
    (out / "letter.txt").write_text("dear")

    assert "give --out another one" in problem(tmp_path, out)
    assert (out / "letter.txt").exists()
