"""`quotesieve explain`."""

import os
from collections.abc import Mapping

import click
from rich.console import Console
from rich.rule import Rule

from service.cli.inputs import read_messages
from service.core.annotation import Annotate
from service.core.pipeline import clean_blocks
from service.core.quotes import find_quotes
from service.plan import make_plan
from service.settings import Settings
from service.view import explanation, explanation_summary
from service.wire.decode import RawArticle, article_blocks, decode_article
from service.work_plan import WorkPlan


@click.command(epilog="Example: quotesieve explain page.html | less -R")
@click.argument("file")
def explain(file: str) -> None:
    """Show what becomes of an article and why.

    FILE is as for `publish`: HTML, text, or JSON Lines of messages. Removed blocks are marked
    with their category and rule, quotes with speaker, cue and reporter.
    """
    settings = Settings.from_env(os.environ)
    plan = make_plan(settings)
    limit = plan.limits.max_message_bytes
    messages = list(read_messages((file,), max_message_bytes=limit))
    # The pipelines take a second to load; wrong input is told before.
    from service.nlp.pipeline import load_pipelines

    pipelines = load_pipelines(plan.folders)
    console = Console(soft_wrap=True, highlight=False)
    for message in messages:
        article = decode_article(None, message.value, max_message_bytes=limit)
        _explain_article(console, article, plan, pipelines)


def _explain_article(
    console: Console, article: RawArticle, plan: WorkPlan, pipelines: Mapping[str, Annotate]
) -> None:
    blocks = article_blocks(article)
    own = plan.rules.for_page(outlet=article.outlet, url=article.url)
    clean = clean_blocks(blocks, title=article.title, rules=own)
    quotes = find_quotes(
        clean, pipelines=pipelines, language=article.language, least=plan.least_confidence
    )
    console.print(Rule(article.id))
    for view in explanation(blocks, clean, quotes):
        console.print(view)
    console.print(explanation_summary(clean, quotes))
