"""`quotesieve rules`."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import click
from rich.console import Console
from rich.rule import Rule

from service import __version__
from service.cli.inputs import read_messages
from service.core.operator_rules import OperatorRule, find_rule
from service.core.pipeline import clean_blocks
from service.core.types import Drop
from service.errors import RulesError, UsageError
from service.operator_rules import read_rules
from service.settings import Settings
from service.view import ruling_view
from service.wire.decode import RawArticle, article_blocks, decode_article

_WRONG = 2


@click.group(epilog="Example: quotesieve rules check rules.toml")
def rules() -> None:
    """Check cleaning rules of your own, and see what they do.

    README.md tells how to write them.
    """


@rules.command(epilog="Example: quotesieve rules check rules.toml")
@click.argument("file", required=False)
def check(file: str | None) -> int:
    """See that a rules file is right and that its rules do what their examples say.

    FILE is that of QUOTESIEVE_RULES_PATH unless given. Prints a line for each mistake.
    """
    path = file or Settings.from_env(os.environ).rules_path
    if path is None:
        raise UsageError("there is no file to check: name one, or set QUOTESIEVE_RULES_PATH")
    try:
        found = read_rules(path)
    except RulesError as error:
        for problem in error.problems:
            click.echo(f"quotesieve: `{path}`: {problem}", err=True)
        return _WRONG
    click.echo(f"{path}: rules {len(found.rules)}, version {__version__}+{found.version_part}")
    return 0


@rules.command("try", epilog="Example: quotesieve rules try rules.toml crawl.jsonl | less -R")
@click.argument("rules_file", metavar="RULES")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--outlet", help="Take all articles for this outlet's, say where FILE is a page.")
def try_rules(rules_file: str, files: tuple[str, ...], outlet: str | None) -> None:
    """Show the blocks that rules decide on, and what cleaning makes of them without.

    FILE is as for `publish`: HTML, text, or JSON Lines of messages. The last lines tell of each
    rule on how many articles it holds, how many of their blocks it matches, and how many of these
    it keeps or removes against the cleaning.
    """
    limit = Settings.from_env(os.environ).max_message_bytes
    found = read_rules(rules_file)
    console = Console(soft_wrap=True, highlight=False)
    counts = {rule.name: _Counts() for rule in found.rules}
    for message in read_messages(files, max_message_bytes=limit):
        article = decode_article(None, message.value, max_message_bytes=limit)
        article = article if outlet is None else replace(article, outlet=outlet)
        page = found.for_page(outlet=article.outlet, url=article.url)
        rulings = list(_rulings(article, page))
        _count(counts, page, rulings)
        _print_rulings(console, article, rulings)
    for name, count in counts.items():
        console.print(
            f"{name}: articles {count.articles}, blocks {count.blocks}, changed {count.changed}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ruling:
    """A block that a rule decides on; `cleaning`: the verdict without it, None keeps."""

    text: str
    rule: OperatorRule
    cleaning: Drop | None


@dataclass(slots=True)
class _Counts:
    articles: int = 0
    blocks: int = 0
    changed: int = 0


def _rulings(article: RawArticle, page: Sequence[OperatorRule]) -> Iterator[_Ruling]:
    blocks = article_blocks(article)
    removed = clean_blocks(blocks, title=article.title).removed
    cleaning = {id(item.block): item.drop for item in removed}
    for block in blocks:
        rule = find_rule(page, block.text)
        if rule is not None:
            yield _Ruling(text=block.text, rule=rule, cleaning=cleaning.get(id(block)))


def _count(
    counts: dict[str, _Counts], page: Sequence[OperatorRule], rulings: Sequence[_Ruling]
) -> None:
    for rule in page:
        counts[rule.name].articles += 1
    for ruling in rulings:
        count = counts[ruling.rule.name]
        count.blocks += 1
        count.changed += (ruling.rule.drop is None) is not (ruling.cleaning is None)


def _print_rulings(console: Console, article: RawArticle, rulings: Sequence[_Ruling]) -> None:
    if rulings:
        console.print(Rule(article.id))
    for ruling in rulings:
        console.print(ruling_view(ruling.text, ruling.rule, cleaning=ruling.cleaning))
