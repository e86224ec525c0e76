import pickle
import time

import pytest

from service.core.operator_rules import (
    NO_RULES,
    MatchKind,
    OperatorRule,
    OperatorRules,
    compile_pattern,
    find_rule,
    folded_pattern,
    folded_text,
    overrule,
)
from service.core.types import Category, Drop


def rule(
    kind: MatchKind,
    *texts: str,
    name: str = "tips",
    category: Category | None = Category.CONTACT,
    outlets: tuple[str, ...] = (),
    max_words: int | None = None,
) -> OperatorRule:
    fold = folded_pattern if kind is MatchKind.MATCHES else folded_text
    return OperatorRule(
        name=name,
        category=category,
        kind=kind,
        texts=tuple(map(fold, texts)),
        outlets=frozenset(outlets),
        max_words=max_words,
    )


@pytest.mark.parametrize(
    ("kind", "text", "block"),
    [
        (MatchKind.EQUALS, "Ask the desk", "ASK  the\u00a0desk"),
        (MatchKind.EQUALS, 'It\'s "on us"', "It’s “on us”"),
        (MatchKind.EQUALS, "Größe", "Gro\u0308ße"),
        (MatchKind.EQUALS, "news\u00adletter", "news\u200bletter"),
        (MatchKind.EQUALS, "“Straße”", '"STRASSE"'),
        (MatchKind.STARTS_WITH, "Ask the desk", "Ask the desk\nabout it."),
        (MatchKind.CONTAINS, "the desk", "Write to the DESK today."),
        (MatchKind.MATCHES, r"^ask (the|our) desk\b", "Ask our desk, any time."),
        (MatchKind.MATCHES, r"the desk’s own", "This is the desk's own number."),
        (MatchKind.MATCHES, "über uns", "Mehr ÜBER  UNS"),
        (MatchKind.MATCHES, "call.*now", "Call us\r\nright now"),
    ],
)
def test_block_is_matched_whatever_its_form(kind: MatchKind, text: str, block: str) -> None:
    assert find_rule([rule(kind, "something else", text)], block) is not None


@pytest.mark.parametrize(
    ("kind", "text", "block"),
    [
        (MatchKind.EQUALS, "Ask the desk", "Ask the desk now"),
        (MatchKind.STARTS_WITH, "Ask the desk", "Do ask the desk"),
        (MatchKind.CONTAINS, "ask the desk", "Ask at the desk"),
        (MatchKind.MATCHES, "^ask", "Do ask"),
        (MatchKind.MATCHES, "(?-i)desk", "DESK"),
    ],
)
def test_other_block_is_not_matched(kind: MatchKind, text: str, block: str) -> None:
    assert find_rule([rule(kind, text)], block) is None


def test_longer_block_than_the_limit_is_not_matched() -> None:
    limited = rule(MatchKind.CONTAINS, "desk", max_words=3)

    assert find_rule([limited], "Ask the\n desk") is not None
    assert find_rule([limited], "Ask at the desk") is None


def test_half_a_surrogate_pair_does_no_harm() -> None:
    assert find_rule([rule(MatchKind.MATCHES, "desk")], "desk \ud800") is not None


# With Python's own engine the first takes longer than the universe has had.
@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)*b", "(.*a){25}b"])
def test_no_pattern_hangs(pattern: str) -> None:
    search = compile_pattern(pattern)
    started = time.perf_counter()

    assert search(b"a" * 1_000_000 + b"!") is None
    assert time.perf_counter() - started < 10


PAGE_RULES = OperatorRules(
    rules=(
        rule(MatchKind.CONTAINS, "x", name="all"),
        rule(MatchKind.CONTAINS, "x", name="host", outlets=("courier.example",)),
        rule(MatchKind.CONTAINS, "x", name="name", outlets=("the courier",)),
        rule(MatchKind.CONTAINS, "x", name="kept", category=None, outlets=("the courier",)),
        rule(MatchKind.CONTAINS, "x", name="word", outlets=("example",)),
    )
)


@pytest.mark.parametrize(
    ("outlet", "url", "names"),
    [
        (None, None, ["all"]),
        ("The  COURIER", None, ["kept", "all", "name"]),
        ("Courier", "https://Courier.example:8080/4711", ["all", "host"]),
        (None, "https://courier.example./x", ["all", "host"]),
        (None, "http://www.news.courier.example/x", ["all", "host"]),
        (None, "courier.example/4711", ["all", "host"]),
        (None, "https://courier.example.org/", ["all"]),
        (None, "https://thecourier.example/", ["all"]),
        (None, "https://[courier/", ["all"]),
        ("www.courier.example", None, ["all", "host"]),
        ("Example", None, ["all", "word"]),
    ],
)
def test_rules_are_those_of_the_page(outlet: str | None, url: str | None, names: list[str]) -> None:
    found = PAGE_RULES.for_page(outlet=outlet, url=url)

    assert [rule.name for rule in found] == names


def test_rules_have_the_last_word_and_keeping_wins() -> None:
    page = OperatorRules(
        rules=(
            rule(MatchKind.CONTAINS, "desk", name="desk"),
            rule(MatchKind.CONTAINS, "story", "desk column", name="column", category=None),
            rule(MatchKind.CONTAINS, "desk today", name="later", category=Category.AD),
        )
    ).for_page(outlet=None, url=None)
    cleaned = Drop(category=Category.AD, rule="phrase")
    own = Drop(category=Category.CONTACT, rule="operator:desk")

    verdicts = overrule(
        page,
        ["To the desk today", "Call the desk", "The desk column", "The story", "An ad", "A fact"],
        [None, cleaned, None, cleaned, cleaned, None],
    )

    assert verdicts == (own, own, None, None, cleaned, None)


def test_rules_reach_another_process() -> None:
    rules = OperatorRules(rules=(rule(MatchKind.MATCHES, "desk$"),), digest="0123456789abcdef")

    assert pickle.loads(pickle.dumps(rules)) == rules


def test_version_tells_the_rules() -> None:
    assert NO_RULES.version_part is None
    assert OperatorRules(digest="0123456789abcdef").version_part == "rules.0123456789ab"
