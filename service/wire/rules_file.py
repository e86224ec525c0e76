"""The bytes of an operators' rules file to rules; see schemas/operator-rules.schema.json."""

import difflib
import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

import msgspec
import re2

from service.core.operator_rules import (
    MatchKind,
    OperatorRule,
    OperatorRules,
    compile_pattern,
    find_rule,
    folded_pattern,
    folded_text,
    outlet_key,
)
from service.core.types import Category
from service.errors import RulesError

KEEP = "keep"

_TABLE = "rule"
_CATEGORIES = (KEEP, *Category)
_REQUIRED = {
    "name": "name the rule, such as `gazette-tip-line`",
    "category": f"write one of {', '.join(_CATEGORIES)}",
    "source": "say where the block was seen, and when",
}

# Characters of a text that a message shows; with the rest of the message a terminal line or two.
_SHOWN = 60

_ADDRESS = re.compile(r"\w+://|[^\s/]+\.[^\s/]+/")
_ASCII_CLASS = re.compile(r"\\[bBwW]")

_Text = Annotated[str, msgspec.Meta(min_length=1)]
_Texts = _Text | list[_Text]
_Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]


class RuleTable(msgspec.Struct, frozen=True, kw_only=True):
    """One `[[rule]]` as it is written; one text may stand where a list may."""

    name: _Name
    category: str
    source: _Text
    equals: _Texts = []
    starts_with: _Texts = []
    contains: _Texts = []
    matches: _Texts = []
    outlets: _Texts = []
    max_words: Annotated[int, msgspec.Meta(ge=1)] | None = None
    removes: _Texts = []
    keeps: _Texts = []


def parse_rules(data: bytes, *, name: str) -> OperatorRules:
    """Read a rules file, and try each of its rules on the examples that it gives.

    Args: name: the file's, for the error.
    Raises: RulesError: with all that is wrong.
    """
    tables, problems = _read_tables(data)
    problems += [problem for table in tables for problem in _problems(table)]
    problems += _repeated_names(tables)
    if problems:
        raise RulesError(name, problems)
    rules = OperatorRules(
        rules=tuple(_rule(table) for table in tables), digest=hashlib.sha256(data).hexdigest()
    )
    conflicts = [problem for table in tables for problem in _conflicts(table, rules)]
    if conflicts:
        raise RulesError(name, conflicts)
    return rules


def _read_tables(data: bytes) -> tuple[list[RuleTable], list[str]]:
    """The rules that can be read, and what is wrong with the others."""
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return [], [f"byte {error.start} is not UTF-8: save the file as UTF-8"]
    except tomllib.TOMLDecodeError as error:
        advice = ": write patterns in single quotes" if "\\" in str(error) else ""
        return [], [f"not TOML: {error}{advice}"]
    except RecursionError:
        return [], ["not a rules file: its lists are nested too deeply"]
    problems = [
        f"`{key}` is unknown: begin each rule with [[{_TABLE}]]"
        for key in document
        if key != _TABLE
    ]
    written = document.get(_TABLE, [])
    if not isinstance(written, list) or not all(isinstance(table, dict) for table in written):
        return [], [*problems, f"write [[{_TABLE}]], in double brackets, before each rule"]
    tables: list[RuleTable] = []
    for number, table in enumerate(written, start=1):
        try:
            tables.append(_convert(table))
        except _Misshapen as error:
            problems += [f"rule {_label(number, table)}, {problem}" for problem in error.problems]
    return tables, problems


class _Misshapen(Exception):
    """A table has fields that a rule has not, or lacks some, or has one of the wrong type."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(*problems)
        self.problems = problems


def _convert(table: Mapping[str, Any]) -> RuleTable:
    fields = RuleTable.__struct_fields__
    problems = [f"`{name}`: {_advice(name, fields)}" for name in table if name not in fields]
    problems += [f"`{name}`: {text}" for name, text in _REQUIRED.items() if name not in table]
    if problems:
        raise _Misshapen(problems)
    try:
        return msgspec.convert(table, RuleTable)
    except msgspec.ValidationError as error:
        raise _Misshapen([_readable(str(error))]) from error


def _label(number: int, table: Mapping[str, Any]) -> str:
    name = table.get("name")
    return f"`{name}`" if isinstance(name, str) else f"{number}"


def _advice(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"unknown; write `{near[0]}`" if near else f"unknown; known are {', '.join(known)}"


# What msgspec calls the types, and what a person does.
_TYPES = {
    "`str | array`": "a text or a list of texts",
    "`int | null`": "a whole number",
    "`int`": "a whole number",
    "`str`": "a text",
    " of length >= 1": " that is not empty",
}


def _readable(message: str) -> str:
    """Turn msgspec's "Expected ... - at `$.field`" into the field and what it takes."""
    problem, _, path = message.partition(" - at ")
    field = path.strip("`").removeprefix("$.").partition("[")[0]
    if "matching regex" in problem:
        problem = "expected 1 to 64 lower-case letters, digits and hyphens"
    problem = problem.partition(", got")[0].replace("Expected", "expected")
    for name, plain in _TYPES.items():
        problem = problem.replace(name, plain)
    return f"`{field}`: {problem}"


def _problems(table: RuleTable) -> Iterator[str]:
    found = [*_category_problems(table), *_text_problems(table), *_outlet_problems(table)]
    # The examples of a rule that is wrong itself tell nothing.
    for problem in found or _example_problems(table):
        yield f"rule `{table.name}`, {problem}"


def _category_problems(table: RuleTable) -> Iterator[str]:
    if table.category not in _CATEGORIES:
        near = difflib.get_close_matches(table.category, _CATEGORIES, n=1) or _CATEGORIES
        yield f"`category`: `{table.category}` is none; write {', '.join(near)}"
        return
    field, _ = _example_fields(table)
    if not _texts(getattr(table, field)):
        yield f"`{field}`: give a block that the rule {field}"


def _text_problems(table: RuleTable) -> Iterator[str]:
    written = [kind for kind in MatchKind if getattr(table, kind)]
    if len(written) != 1:
        yield f"write one of {', '.join(f'`{kind}`' for kind in MatchKind)}, not {len(written)}"
    for kind in written:
        for text in _texts(getattr(table, kind)):
            problem = _pattern_problem(text) if kind is MatchKind.MATCHES else _blank(text)
            if problem:
                yield f"`{kind}`: {problem}"


def _blank(text: str) -> str | None:
    return None if folded_text(text) else "a text is blank"


def _pattern_problem(pattern: str) -> str | None:
    try:
        search = compile_pattern(folded_pattern(pattern))
    except re2.error as error:
        return f"`{_cut(pattern)}`: {error.args[0].decode()}"
    if search(b""):
        return f"`{_cut(pattern)}` matches an empty text, and so every block"
    return None


def _outlet_problems(table: RuleTable) -> Iterator[str]:
    for outlet in _texts(table.outlets):
        if _ADDRESS.match(outlet):
            yield f"`outlets`: `{_cut(outlet)}` is an address: write its host alone"
        elif not outlet_key(outlet):
            yield "`outlets`: a text is blank"


def _example_problems(table: RuleTable) -> Iterator[str]:
    rule = _rule(table)
    hit, miss = _example_fields(table)
    for text in _texts(getattr(table, hit)):
        if find_rule([rule], text) is None:
            yield f"`{hit}`: “{_cut(text)}” is not matched{_why_not(rule, text)}"
    for text in _texts(getattr(table, miss)):
        if find_rule([rule], text) is not None:
            yield f"`{miss}`: “{_cut(text)}” is matched, too: narrow `{rule.kind}`"


def _why_not(rule: OperatorRule, text: str) -> str:
    words = len(text.split())
    if rule.max_words is not None and words > rule.max_words:
        return f": it has {words} words, more than `max_words`"
    patterns = rule.texts if rule.kind is MatchKind.MATCHES else ()
    if not text.isascii() and any(_ASCII_CLASS.search(pattern) for pattern in patterns):
        return r": \b and \w know ASCII letters alone; write \pL for any letter"
    return f": correct `{rule.kind}` or the example"


def _repeated_names(tables: Sequence[RuleTable]) -> list[str]:
    counts = Counter(table.name for table in tables)
    return [
        f"rule `{name}`, `name`: {count} rules have it; rename all but one"
        for name, count in counts.items()
        if count > 1
    ]


def _conflicts(table: RuleTable, rules: OperatorRules) -> Iterator[str]:
    """Examples of a rule of which another rule makes the opposite, at an outlet of the first."""
    examples = [("removes", text) for text in _texts(table.removes)]
    examples += [("keeps", text) for text in _texts(table.keeps)]
    outlets: list[str | None] = [*_texts(table.outlets)]
    for outlet in outlets or [None]:
        page = rules.for_page(outlet=outlet, url=outlet)
        for field, text in examples:
            found = find_rule(page, text)
            if found is not None and (found.category is None) is not (field == "keeps"):
                does = "keeps" if found.category is None else "removes"
                yield (
                    f"rule `{table.name}`, `{field}`: rule `{found.name}` {does} “{_cut(text)}”:"
                    " change one of the two"
                )


def _rule(table: RuleTable) -> OperatorRule:
    kind = next(kind for kind in MatchKind if getattr(table, kind))
    fold = folded_pattern if kind is MatchKind.MATCHES else folded_text
    return OperatorRule(
        name=table.name,
        category=None if table.category == KEEP else Category(table.category),
        kind=kind,
        texts=tuple(fold(text) for text in _texts(getattr(table, kind))),
        outlets=frozenset(outlet_key(outlet) for outlet in _texts(table.outlets)),
        max_words=table.max_words,
    )


def _example_fields(table: RuleTable) -> tuple[str, str]:
    """The fields of the examples that the rule must match, and of those that it must not."""
    return ("keeps", "removes") if table.category == KEEP else ("removes", "keeps")


def _texts(written: str | list[str]) -> list[str]:
    return [written] if isinstance(written, str) else written


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
