"""`quotesieve train-blocks`."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from service.core.block_model import BlockModel
from service.core.boilerplate import judge_blocks, judge_layout
from service.core.types import Block, Category, Drop
from service.errors import UsageError

_MODEL = Path(__file__).parent.parent / "models" / "blocks.npz"
_HTML_MODEL = "html.bin"
# The labels of the appeals' scorer; the service tells more kinds apart.
_APPEAL_LABELS = frozenset(
    (
        Category.DONATION,
        Category.SUBSCRIPTION,
        Category.NEWSLETTER,
        Category.AD,
        Category.SOCIAL,
        Category.CONTACT,
        Category.LEGAL,
    )
)


@click.command("train-blocks", epilog="Example: quotesieve train-blocks --data ../shared/eval")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder with the development sets appeals/, pages/ and quotes/.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=_MODEL,
    help="Where the model goes, with html.bin beside it; the package's own file unless given.",
)
@click.option(
    "--predictions",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the judgements of models that did not see the publisher, for `make eval`.",
)
def train_blocks(data: Path, out: Path, predictions: Path | None) -> None:
    """Train the judges of blocks and of layouts, the same bytes for the same data. 15 minutes.

    Needs the packages of `pip install quotesieve[train]`.
    """
    for name in ("appeals", "pages", "quotes"):
        if not (data / name).is_dir():
            raise UsageError(f"there is no folder {name}/ in `{data}`: give --data another folder")
    try:
        from service.train.blocks import train
        from service.train.html import train_html
    except ModuleNotFoundError as error:
        raise UsageError(
            f"{error.name} is missing: install what training needs, quotesieve[train]"
        ) from error
    trained = train(data, lambda line: click.echo(line, err=True))
    out.write_bytes(trained.data)
    click.echo(f"{out}: {len(trained.data)} bytes")
    layouts = train_html(data)
    html_out = out.with_name(_HTML_MODEL)
    html_out.write_bytes(layouts.data)
    click.echo(f"{html_out}: {len(layouts.data)} bytes")
    if predictions is not None:
        predictions.mkdir(parents=True, exist_ok=True)
        _write(predictions / "appeals.jsonl", map(_predict, trained.appeals))
        _write(predictions / "pages.jsonl", map(_predict, (*trained.pages, *trained.segments)))
        models = {judged.document.id: judged.model for judged in trained.pages}
        html = (_predict_html(id, page, models[id]) for id, page in layouts.pages.items())
        _write(predictions / "html.jsonl", html)


def _predict(judged: Any) -> dict[str, Any]:
    """One line of the scorers' format; blocks of pages are lines that are not empty."""
    verdicts = judge_blocks(judged.document.lines, model=judged.model)
    keep = [verdict is None for verdict in verdicts]
    return {"id": judged.document.id, "keep": keep, "labels": [_label(v) for v in verdicts]}


def _predict_html(id: str, page: Sequence[Block], model: BlockModel) -> dict[str, Any]:
    texts = [block.text for block in page]
    verdicts = judge_layout(texts, [block.in_body is True for block in page], model=model)
    kept = (text for text, verdict in zip(texts, verdicts, strict=True) if verdict is None)
    return {"id": id, "clean_text": "\n".join(kept)}


def _label(verdict: Drop | None) -> str:
    if verdict is None:
        return "article"
    return verdict.category if verdict.category in _APPEAL_LABELS else "other_boilerplate"


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
