"""Every phrase rule finds its block, and leaves a like sentence of the news alone."""

import pytest
from phrase_cases import CASES

from service.core.boilerplate import judge_blocks
from service.core.rules.evidence import SURE
from service.core.rules.line import measure
from service.core.rules.phrases import CUES, find_cues
from service.core.rules.words import fold, tokenize

ARTICLE = (
    "The harbour council voted on Tuesday to rebuild the northern breakwater after the storm.",
    "Engineers from Bergen inspected the breakwater in March and found deep cracks in its stones.",
    "Work on the northern breakwater is expected to begin in May, the council announced.",
    "The storm of 4 March tore 30 metres out of the breakwater and sank two boats behind it.",
    "The port had asked for repairs since 2019, when divers found the first cracks in the stone.",
    '"We told them every spring," said the harbour master, Olav Strand. "Now it costs double."',
    "The state is to pay half of the sum, and the harbour the rest out of its fees.",
    "Three of the council's eleven members voted against, because they want a wall of concrete.",
    "A company from Bergen that has built moles along the coast since 1950 is to do the work.",
    "Fishermen will keep their berths in the inner harbour until the autumn, the council said.",
)
SURE_CUES = {cue.rule: cue for cue in CUES if cue.points >= SURE}


def _fired(text: str) -> set[str]:
    folded = fold(text)
    return {cue.rule for cue in find_cues(folded.lower(), tokenize(folded))}


def test_every_rule_has_a_case() -> None:
    assert list(CASES) == list(dict.fromkeys(cue.rule for cue in CUES))


def test_rule_names_are_unique() -> None:
    assert len({cue.rule for cue in CUES}) == len(CUES)


@pytest.mark.parametrize("rule", CASES)
def test_rule_finds_its_block(rule: str) -> None:
    assert rule in _fired(CASES[rule][0])


@pytest.mark.parametrize("rule", SURE_CUES)
def test_sure_rule_drops_its_block(rule: str) -> None:
    *article, last = judge_blocks((*ARTICLE, CASES[rule][0]))
    assert article == [None] * len(ARTICLE)
    assert last is not None


@pytest.mark.parametrize("rule", CASES)
def test_like_sentence_has_too_few_points(rule: str) -> None:
    assert measure(CASES[rule][1]).points < SURE


@pytest.mark.parametrize("rule", SURE_CUES)
def test_like_sentence_does_not_fire_a_sure_rule(rule: str) -> None:
    assert rule not in _fired(CASES[rule][1])


def test_quoted_request_is_not_the_blocks_own() -> None:
    request = "Please donate today and support our work for the coast"
    assert measure(request).points >= SURE
    assert measure(f'The leaflet read: "{request}," the court heard.').points == 0
