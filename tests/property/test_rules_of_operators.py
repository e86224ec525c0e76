"""What must hold for the operators' rules, whatever they and the blocks are."""

import json

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import texts

from service.core.operator_rules import (
    MatchKind,
    OperatorRule,
    OperatorRules,
    find_rule,
    folded_text,
    overrule,
)
from service.core.types import Category, Drop
from service.errors import RulesError
from service.wire.rules_file import parse_rules

many = settings(max_examples=300, deadline=None, derandomize=True)
kinds = st.sampled_from([MatchKind.EQUALS, MatchKind.STARTS_WITH, MatchKind.CONTAINS])
outlets = st.none() | st.text(max_size=30)


def rule(kind: MatchKind, text: str) -> OperatorRule:
    return OperatorRule(name="own", category=Category.OTHER, kind=kind, texts=(folded_text(text),))


@many
@given(kinds, texts, st.sampled_from([" ", "\n", "\u00a0\t"]))
def test_a_blocks_own_text_matches_it(kind: MatchKind, text: str, space: str) -> None:
    assume(folded_text(text))

    assert find_rule([rule(kind, text)], space + space.join(text.split(" ")) + space) is not None


@many
@given(st.lists(texts, max_size=5), texts)
def test_what_no_rule_matches_keeps_its_verdict(blocks: list[str], text: str) -> None:
    own = [rule(MatchKind.CONTAINS, text + "never")]
    verdicts = [Drop(category=Category.AD, rule=str(number)) for number in range(len(blocks))]

    assert overrule(own, ["" for _ in blocks], verdicts) == tuple(verdicts)


@many
@given(outlets, outlets)
def test_every_page_has_the_rules_without_outlet(outlet: str | None, url: str | None) -> None:
    own = rule(MatchKind.EQUALS, "x")

    assert OperatorRules(rules=(own,)).for_page(outlet=outlet, url=url) == (own,)


def refusal(data: bytes) -> str:
    try:
        parse_rules(data, name="own.toml")
    except RulesError as error:
        return str(error)
    return ""


@many
@given(st.binary(max_size=100) | texts.map(str.encode))
def test_no_bytes_raise_but_the_error_of_rules(data: bytes) -> None:
    assert "\n" not in refusal(data)


@many
@given(st.sampled_from(list(MatchKind)), texts, texts)
def test_no_text_of_a_rule_raises(kind: MatchKind, text: str, example: str) -> None:
    # A JSON string is a TOML string.
    fields = {"name": "own", "category": "ad", "source": "x", kind: text, "removes": example}
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]

    assert "\n" not in refusal("\n".join(["[[rule]]", *lines]).encode())
