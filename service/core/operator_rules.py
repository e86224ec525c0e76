"""Rules that operators add for their outlets; they have the last word on the blocks they match.

A block is compared folded: neither case, white space, invisible characters nor the form of
quotation marks and apostrophes counts. Only comparing folds; kept text stays verbatim.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from urllib.parse import urlsplit

import re2

from service.core.types import Category, Drop

# Stands before a rule's name in records: no rule of the service has a colon in its name.
# Of a file's SHA-256 in hex, those that a version tells.
VERSION_DIGITS = 12
PREFIX = "operator:"

# Bytes that one pattern's automaton may take. RE2's own default is eight times that, which a file
# of a thousand patterns would multiply in each process; beyond it RE2 is slower, still linear.
_PATTERN_BYTES = 1_048_576

# Quotation marks and apostrophes to their straight forms; soft hyphens and zero widths to nothing.
_FORMS = str.maketrans(
    dict.fromkeys("’‘ʼ‛´", "'")
    | dict.fromkeys("“”„‟«»", '"')
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
)


class MatchKind(StrEnum):
    """How a rule's texts are compared with a block; also the field of the rules file."""

    EQUALS = "equals"
    STARTS_WITH = "starts_with"
    CONTAINS = "contains"
    MATCHES = "matches"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRule:
    """One rule; it matches a block that one of its `texts` fits.

    `category`: None keeps the block. `texts`: as `folded_text` gives them, or for `MATCHES`
    patterns as `folded_pattern` does. `outlets`: as `outlet_key` gives them; empty: all.
    `max_words`: a longer block is never matched.
    """

    name: str
    category: Category | None
    kind: MatchKind
    texts: tuple[str, ...]
    outlets: frozenset[str] = frozenset()
    max_words: int | None = None

    @property
    def drop(self) -> Drop | None:
        """The verdict on the blocks that it matches."""
        if self.category is None:
            return None
        return Drop(category=self.category, rule=PREFIX + self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRules:
    """All rules of a file in its order, and the file's SHA-256 in hex; no file: None."""

    rules: tuple[OperatorRule, ...] = ()
    digest: str | None = None

    @property
    def version_part(self) -> str | None:
        """What the service's version gets in records: other rules make other bytes of an article.

        Two of a thousand files agree by chance once in half a billion.
        """
        return None if self.digest is None else f"rules.{self.digest[:VERSION_DIGITS]}"

    def for_page(self, *, outlet: str | None, url: str | None) -> tuple[OperatorRule, ...]:
        """The rules that hold for a page, those that keep before those that remove.

        Args: outlet, url: as the message has them.
        """
        names = _page_keys(outlet, url)
        found = [rule for rule in self.rules if not rule.outlets or rule.outlets & names]
        return tuple(sorted(found, key=lambda rule: rule.category is not None))


NO_RULES = OperatorRules()


def overrule(
    rules: Sequence[OperatorRule], texts: Sequence[str], verdicts: Sequence[Drop | None]
) -> tuple[Drop | None, ...]:
    """Replace the verdicts on the blocks that a rule matches; the others stand.

    Args: rules: of the page, as `for_page` gives them. texts, verdicts: of its blocks, in order.
    """
    found = (find_rule(rules, text) for text in texts)
    return tuple(
        verdict if rule is None else rule.drop
        for rule, verdict in zip(found, verdicts, strict=True)
    )


def find_rule(rules: Sequence[OperatorRule], text: str) -> OperatorRule | None:
    """The first rule that matches a block."""
    if not rules:
        return None
    block = _fold_block(text)
    return next((rule for rule in rules if _matches(rule, block)), None)


def folded_text(text: str) -> str:
    """A text as blocks are compared with it."""
    return _with_single_spaces(text).casefold()


def folded_pattern(pattern: str) -> str:
    """A regular expression as blocks are searched with it: its quotation marks straight."""
    return _with_one_form(pattern)


@cache
def compile_pattern(pattern: str) -> Callable[[bytes], object | None]:
    """Compile a folded pattern; its search takes UTF-8, is linear in time, blind to case.

    Raises: re2.error: it is none, or too large; `args[0]` says why, in bytes.
    """
    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    options.log_errors = False
    options.max_mem = _PATTERN_BYTES
    # Bytes are searched: for a str re2 would work out the place of each match, unused here.
    search: Callable[[bytes], object | None] = re2.compile(pattern.encode(), options).search
    return search


def outlet_key(name: str) -> str:
    """An outlet's name or host as it is compared: folded, a host without "www."."""
    return folded_text(name).removeprefix("www.")


def _page_keys(outlet: str | None, url: str | None) -> frozenset[str]:
    """The outlet's name, and the url's host with the domains that it belongs to."""
    names = [] if outlet is None else [outlet_key(outlet)]
    labels = host_of(url).rstrip(".").split(".")
    # No domain of one label: an outlet called "News" is not every host that ends in ".news".
    domains = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    return frozenset([*names, *domains])


def host_of(url: str | None) -> str:
    """The host of an address, with or without its scheme; empty if there is none."""
    if url is None:
        return ""
    try:
        return urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        # Brackets that hold no IPv6 address; crawlers hand on what a page had.
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _FoldedBlock:
    """`lower` is for texts; `searched`, in its own case and UTF-8, for patterns."""

    lower: str
    searched: bytes
    words: int


def _fold_block(text: str) -> _FoldedBlock:
    spaced = _with_single_spaces(text)
    return _FoldedBlock(
        lower=spaced.casefold(),
        # Half a surrogate pair has no UTF-8; no pattern can ask for it.
        searched=spaced.encode("utf-8", "replace"),
        words=spaced.count(" ") + 1,
    )


def _matches(rule: OperatorRule, block: _FoldedBlock) -> bool:
    if rule.max_words is not None and block.words > rule.max_words:
        return False
    match rule.kind:
        case MatchKind.EQUALS:
            return block.lower in rule.texts
        case MatchKind.STARTS_WITH:
            return block.lower.startswith(rule.texts)
        case MatchKind.CONTAINS:
            return any(text in block.lower for text in rule.texts)
        case MatchKind.MATCHES:
            return any(compile_pattern(text)(block.searched) for text in rule.texts)


def _with_single_spaces(text: str) -> str:
    return " ".join(_with_one_form(text).split())


def _with_one_form(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text).translate(_FORMS)
