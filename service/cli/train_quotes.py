"""`quotesieve train-quotes`."""

from pathlib import Path

import click

from service.errors import UsageError


@click.command(
    "train-quotes",
    epilog="Example: quotesieve train-quotes --polnear ../shared/eval/quotes/data "
    "--unmarked ../shared/eval --out quotes",
)
@click.option(
    "--polnear",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder of the PolNeAR corpus, with train/text and train/attributions.",
)
@click.option(
    "--unmarked",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder of the sets `appeals` and `pages` (as for train-blocks): news without marks.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder that the pipeline is written into, in spaCy's form; what it held is deleted.",
)
@click.option(
    "--keep-out",
    is_flag=True,
    help="Leave out every 14th article, to choose settings by.",
)
def train_quotes(polnear: Path, unmarked: Path, out: Path, keep_out: bool) -> None:
    """Train a pipeline that marks who says what, the same one for the same data.

    Needs the packages of `pip install quotesieve[train-quotes]`.
    """
    if not (polnear / "train" / "attributions").is_dir():
        raise UsageError(
            f"there is no folder train/attributions/ in `{polnear}`: give --polnear another folder"
        )
    if not (unmarked / "pages" / "data").is_dir():
        raise UsageError(
            f"there is no folder pages/data/ in `{unmarked}`: give --unmarked another folder"
        )
    if out.exists() and not (out / "config.cfg").is_file():
        raise UsageError(f"`{out}` holds no pipeline and would be deleted: give --out another one")
    try:
        from service.train.quotes import learn
        from service.train.quotes.vocabulary import load_vectors

        vectors = load_vectors()
    except ModuleNotFoundError as error:
        raise UsageError(
            f"{error.name} is missing: install what training needs, quotesieve[train-quotes]"
        ) from error
    articles = learn.read_articles(polnear, all_of_train=not keep_out)
    others = learn.read_others(unmarked, polnear, articles)
    lesson = learn.make_lesson(articles, others, vectors)
    nlp = learn.train(lesson, lambda line: click.echo(line, err=True))
    learn.save(nlp, out)
    click.echo(f"{out}: written")
