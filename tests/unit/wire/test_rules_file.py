"""The rules file: what it takes, and the line that each mistake gets."""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from topic_schemas import schema

from service.core.operator_rules import MatchKind, OperatorRule, find_rule
from service.core.types import Category
from service.errors import RulesError
from service.wire.rules_file import RuleTable, parse_rules

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = (ROOT / "deploy" / "rules-sample.toml").read_bytes()
SCHEMA = schema("operator-rules")

RULE = """
[[rule]]
name = "desk"
category = "contact"
source = "foot of the pages, 2026"
contains = "Call the desk"
removes = "Call the desk at any hour."
"""
KEEP = """
[[rule]]
name = "column"
category = "keep"
source = "weekly column, 2026"
starts_with = "The desk writes"
keeps = "The desk writes: call the desk, they said."
"""


def problems(text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(RulesError) as caught:
        parse_rules(text.encode() if isinstance(text, str) else text, name="own.toml")
    return caught.value.problems


def changed(line: str, text: str = RULE) -> str:
    """A rule with one line more, in place of the line of the same field if it has one."""
    field = line.split("=")[0]
    kept = [other for other in text.splitlines() if not other.startswith(field)]
    return "\n".join([*kept, line])


def test_rule_is_read_in_full() -> None:
    more = (
        'outlets = ["The Courier", "www.courier.example"]\nmax_words = 9\nkeeps = ["The desk."]\n'
    )
    data = b"\xef\xbb\xbf" + (RULE + more).encode()

    rules = parse_rules(data, name="own.toml")

    assert rules.rules == (
        OperatorRule(
            name="desk",
            category=Category.CONTACT,
            kind=MatchKind.CONTAINS,
            texts=("call the desk",),
            outlets=frozenset({"the courier", "courier.example"}),
            max_words=9,
        ),
    )
    assert rules.digest == hashlib.sha256(data).hexdigest()


def test_file_without_a_rule_is_one() -> None:
    assert parse_rules(b"# none yet\n", name="own.toml").rules == ()


def test_rule_that_keeps_is_read() -> None:
    (rule,) = parse_rules(KEEP.encode(), name="own.toml").rules

    assert rule.category is None
    assert rule.drop is None


MISTAKES = [
    (changed('catgory = "ad"'), "rule `desk`, `catgory`: unknown; write `category`"),
    (changed("zone = 3"), "rule `desk`, `zone`: unknown; known are name, category, source"),
    (changed('name = "The Desk"'), "rule `The Desk`, `name`: expected 1 to 64 lower-case letters"),
    (changed("name = 7"), "rule 1, `name`: expected a text"),
    (changed('category = "contacts"'), "`category`: `contacts` is none; write contact"),
    (changed('category = "zzz"'), "`zzz` is none; write keep, donation, subscription, newsletter"),
    (changed('source = ""'), "rule `desk`, `source`: expected a text that is not empty"),
    (changed("contains = 3"), "`contains`: expected a text or a list of texts"),
    (changed('contains = ["x", 3]'), "rule `desk`, `contains`: expected a text"),
    (changed('contains = " \u00a0"'), "rule `desk`, `contains`: a text is blank"),
    (changed("max_words = 0"), "rule `desk`, `max_words`: expected a whole number >= 1"),
    (changed('max_words = "many"'), "rule `desk`, `max_words`: expected a whole number"),
    (changed('equals = "y"'), "write one of `equals`, `starts_with`, `contains`, `matches`, not 2"),
    (
        changed("contains = []"),
        "write one of `equals`, `starts_with`, `contains`, `matches`, not 0",
    ),
    (changed('outlets = ["https://courier.example"]'), "is an address: write its host alone"),
    (changed('outlets = "courier.example/"'), "`courier.example/` is an address"),
    (changed('outlets = ["www."]'), "rule `desk`, `outlets`: a text is blank"),
    (changed("removes = []"), "rule `desk`, `removes`: give a block that the rule removes"),
    (changed("keeps = []", KEEP), "rule `column`, `keeps`: give a block that the rule keeps"),
    (
        changed('removes = "Call the night desk."'),
        "`removes`: “Call the night desk.” is not matched: correct `contains` or the example",
    ),
    (
        changed("max_words = 4"),
        "`removes`: “Call the desk at any hour.” is not matched: it has 6 words, more than",
    ),
    (
        changed('keeps = "He would call the desk every night before he went to sleep, said Moll."'),
        "“He would call the desk every night before he went to sleep, …” is matched, too: narrow",
    ),
    (
        changed('removes = "The desk writes in."', KEEP),
        "rule `column`, `removes`: “The desk writes in.” is matched, too: narrow `starts_with`",
    ),
    (RULE + RULE, "rule `desk`, `name`: 2 rules have it; rename all but one"),
    (
        KEEP + changed('removes = "The desk writes: call the desk, all."'),
        "rule `desk`, `removes`: rule `column` keeps “The desk writes: call the desk, all.”",
    ),
    (
        changed('outlets = "news.courier.example"')
        + '\nkeeps = "The desk."\n[[rule]]\nname = "short"\ncategory = "ad"\nsource = "x"\n'
        'outlets = "courier.example"\nequals = "The desk."\nremoves = "The desk."',
        "rule `desk`, `keeps`: rule `short` removes “The desk.”: change one of the two",
    ),
    ("rules = []", "`rules` is unknown: begin each rule with [[rule]]"),
    (RULE.replace("[[rule]]", "[rule]"), "write [[rule]], in double brackets, before each rule"),
    ("rule = [1]", "write [[rule]], in double brackets, before each rule"),
    (RULE + "max_words", "not TOML: "),
    (changed(r'contains = "a\sb"'), "write patterns in single quotes"),
    (b"\xff", "byte 0 is not UTF-8: save the file as UTF-8"),
    ("rule = " + "[" * 5000, "its lists are nested too deeply"),
]


@pytest.mark.parametrize(("text", "told"), MISTAKES, ids=[told[:40] for _, told in MISTAKES])
def test_mistake_is_named_with_what_to_change(text: str | bytes, told: str) -> None:
    (problem,) = problems(text)

    assert told in problem
    assert "\n" not in problem


def pattern(text: str, example: str = "Call the desk.") -> str:
    kept = [line for line in RULE.splitlines() if not line.startswith(("contains", "removes"))]
    return "\n".join([*kept, f"matches = '{text}'", f'removes = "{example}"'])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("(desk", "`matches`: `(desk`: missing ): (desk"),
        ("(?=desk)", "`matches`: `(?=desk)`: invalid perl operator: (?="),
        ("(?:(?:desk{999}){999}){999}", "invalid repetition size"),
        (r"\pL{900}x", "pattern too large"),
        ("(desk)?", "`(desk)?` matches an empty text, and so every block"),
    ],
)
def test_unfit_pattern_is_refused(text: str, told: str) -> None:
    (problem,) = problems(pattern(text))

    assert told in problem


def test_word_edges_of_other_alphabets_are_explained() -> None:
    (problem,) = problems(pattern(r"\büber uns", "Mehr über uns"))

    assert r"is not matched: \b and \w know ASCII letters alone; write \pL" in problem


def test_all_mistakes_are_told_at_once() -> None:
    data = changed("max_words = 0") + changed('category = "nonsense"', KEEP) + pattern("(desk")

    found = problems(data)

    assert [problem.split(",")[0] for problem in found] == [
        "rule `desk`",
        "rule `column`",
        "rule `desk`",
    ]


def test_error_is_one_line_that_names_the_file() -> None:
    error = RulesError("own.toml", ["one", "two", "three", "four", "five"])

    assert str(error) == (
        "`own.toml`: one; two; three; 2 more: run `quotesieve rules check own.toml`"
    )
    assert str(RulesError("own.toml", ["one", "two"])) == "`own.toml`: one; two"


def test_sample_does_what_its_comments_say() -> None:
    rules = parse_rules(SAMPLE, name="sample")
    page = rules.for_page(outlet="Bellmere Today", url="https://bellmere-today.example/1")

    found = [
        find_rule(page, block)
        for block in (
            "Have a tip? Write to newsroom@bellmere-today.example or call 0555 010 0190.",
            "4 MIN READ",
            "From the night desk: have a tip? No? Then read on.",
            "The city council of Bellmere voted on Monday night.",
        )
    ]

    assert [rule and rule.name for rule in found] == [
        "bellmere-tips",
        "reading-time",
        "bellmere-night-desk",
        None,
    ]


def test_schema_takes_the_sample() -> None:
    Draft202012Validator(SCHEMA).validate(tomllib.loads(SAMPLE.decode()))


def test_schema_has_the_fields_and_categories_of_the_code() -> None:
    rule: dict[str, Any] = SCHEMA["properties"]["rule"]["items"]

    assert sorted(rule["properties"]) == sorted(RuleTable.__struct_fields__)
    assert rule["properties"]["category"]["enum"] == ["keep", *Category]
    assert [choice["required"] for choice in rule["oneOf"]] == [[kind] for kind in MatchKind]


@pytest.mark.parametrize(
    "text",
    [
        changed('catgory = "ad"'),
        changed('equals = "y"'),
        changed('category = "zzz"'),
        changed('name = "The Desk"'),
        changed("max_words = 0"),
        changed('source = ""'),
        changed("removes = []"),
        changed("keeps = []", KEEP),
    ],
)
def test_schema_refuses_what_the_service_refuses(text: str) -> None:
    assert problems(text) != ()
    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(tomllib.loads(text))))
