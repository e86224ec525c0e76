"""Finds the quotes of a clean article and who said them."""

from collections.abc import Sequence
from typing import Protocol

from spacy.tokens import Doc

from service.core.types import CleanText, Quote


class Annotate(Protocol):
    """A language pipeline: texts in, one spaCy Doc a text out, in order."""

    def __call__(self, texts: Sequence[str]) -> Sequence[Doc]: ...


def find_quotes(
    clean: CleanText, *, annotate: Annotate, language: str | None = None
) -> tuple[Quote, ...]:
    """Find the quotes of a clean article.

    Args: language: BCP 47 tag of the article, if known.
    Returns: quotes in order of their start; `clean.text[start:end] == text` for each.
    """
    return ()
