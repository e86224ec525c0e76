"""The values that the text core takes and gives.

Positions are half-open and count Unicode code points of a named text: `raw` is the article's
body as received, `clean` is `CleanText.text`.
"""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """What a removed block is."""

    DONATION = "donation"
    SUBSCRIPTION = "subscription"
    NEWSLETTER = "newsletter"
    AD = "ad"
    SOCIAL = "social"
    CONTACT = "contact"
    LEGAL = "legal"
    NAVIGATION = "navigation"
    RELATED = "related"
    COMMENTS = "comments"
    BYLINE = "byline"
    OTHER = "other"


class QuoteKind(StrEnum):
    """direct: only words inside marks; mixed: marked words inside a paraphrase; indirect: none."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class SpeakerType(StrEnum):
    """person: one human being; organisation: a body, a report, a place; group: several people."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Half-open range [start, end) in code points of a named text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph-sized piece of the raw article, verbatim, without outer white space.

    `raw` is its place in the body; None where the body was HTML, whose text has no place in it.
    `in_body` tells whether the page's layout says that it is in the article; None: no layout.
    """

    text: str
    raw: Span | None
    in_body: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """The verdict on a block that does not belong to the article, and the rule that said so."""

    category: Category
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBlock:
    """A kept block's place in the clean text, and where it began in the body (None: HTML)."""

    clean: Span
    raw_start: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedBlock:
    """A removed block, verbatim, in input order."""

    block: Block
    drop: Drop


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """The article's own text: kept blocks verbatim, joined by a blank line."""

    text: str
    blocks: tuple[KeptBlock, ...]
    removed: tuple[RemovedBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who said it. `name`: fullest form in the article; `mention`: the words beside the quote.

    `role`: the article's own words for what a person is ("Deputy Foreign Minister").
    """

    name: str
    mention: str
    span: Span
    role: str | None
    type: SpeakerType


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """The reporting word ("said") in the clean text."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """The outlet or agency that the article cites for the quote, by its fullest name in it."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One quote. `clean.text[span.start:span.end] == text`, the words without their marks.

    `content` is the part of the statement that holds the quote, paraphrase and marks included.
    `statement` numbers the article's statements from 0; parts of a split quote share it.
    `confidence`: how likely it is a quote and its speaker right, 0 to 1; None where no language
    pipeline read the article.
    `context` is the sentence around the quote, verbatim.
    """

    kind: QuoteKind
    text: str
    span: Span
    speaker: Speaker | None
    cue: Cue | None
    reported_by: Reporter | None
    content: Span
    statement: int
    confidence: float | None
    context: str
