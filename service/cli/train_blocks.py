"""`quotesieve train-blocks`."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from service.core import block_model
from service.errors import UsageError
from service.wire import html_body

_MODEL = Path(__file__).parent.parent / "models" / block_model.MODEL


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
        from service.train.predictions import predict_blocks, predict_layout
    except ModuleNotFoundError as error:
        raise UsageError(
            f"{error.name} is missing: install what training needs, quotesieve[train]"
        ) from error
    trained = train(data, lambda line: click.echo(line, err=True))
    out.write_bytes(trained.data)
    click.echo(f"{out}: {len(trained.data)} bytes")
    layouts = train_html(data)
    html_out = out.with_name(html_body.MODEL)
    html_out.write_bytes(layouts.data)
    click.echo(f"{html_out}: {len(layouts.data)} bytes")
    if predictions is not None:
        predictions.mkdir(parents=True, exist_ok=True)
        for name, cases in (
            ("appeals", trained.appeals),
            ("pages", (*trained.pages, *trained.segments)),
        ):
            rows = (predict_blocks(one.document.id, one.document.lines, one.model) for one in cases)
            _write(predictions / f"{name}.jsonl", rows)
        models = {judged.document.id: judged.model for judged in trained.pages}
        html = (predict_layout(id, page, models[id]) for id, page in layouts.pages.items())
        _write(predictions / "html.jsonl", html)


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
