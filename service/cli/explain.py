"""`quotesieve explain`."""

import os

import click
from rich.console import Console
from rich.rule import Rule

from service.cli.inputs import read_messages
from service.core.operator_rules import OperatorRules
from service.core.pipeline import clean_blocks
from service.core.quotes import Annotate, find_quotes
from service.operator_rules import load_rules
from service.settings import Settings
from service.view import explanation, explanation_summary
from service.wire.decode import RawArticle, article_blocks, decode_article


@click.command(epilog="Example: quotesieve explain page.html | less -R")
@click.argument("file")
def explain(file: str) -> None:
    """Show what becomes of an article and why.

    FILE is as for `publish`: HTML, text, or JSON Lines of messages. Removed blocks are marked
    with their category and rule, quotes with speaker, cue and reporter.
    """
    settings = Settings.from_env(os.environ)
    limit = settings.max_message_bytes
    rules = load_rules(settings.rules_path)
    messages = list(read_messages((file,), max_message_bytes=limit))
    # The pipeline takes a second to load; wrong input is told before.
    from service.nlp import load_annotate

    annotate = load_annotate()
    console = Console(soft_wrap=True, highlight=False)
    for message in messages:
        article = decode_article(None, message.value, max_message_bytes=limit)
        _explain_article(console, article, rules, annotate)


def _explain_article(
    console: Console, article: RawArticle, rules: OperatorRules, annotate: Annotate
) -> None:
    blocks = article_blocks(article)
    own = rules.for_page(outlet=article.outlet, url=article.url)
    clean = clean_blocks(blocks, title=article.title, rules=own)
    quotes = find_quotes(clean, annotate=annotate, language=article.language)
    console.print(Rule(article.id))
    for view in explanation(blocks, clean, quotes):
        console.print(view)
    console.print(explanation_summary(clean, quotes))
