"""What the service publishes of a text, for the scorers."""

import sys
from pathlib import Path

from service.core.annotation import Annotate
from service.core.quotes import find_quotes
from service.core.types import CleanText, Quote
from service.settings import Settings

# Scorers are run as commands, too; what they share with the tests lies one folder up.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from docs import clean_text

__all__ = ["clean_text", "published_quotes"]


def published_quotes(clean: CleanText, annotate: Annotate) -> tuple[Quote, ...]:
    """The quotes of an English article at the default threshold of confidence."""
    least = Settings().least_confidence
    return find_quotes(clean, pipelines={"en": annotate}, language="en", least=least)
