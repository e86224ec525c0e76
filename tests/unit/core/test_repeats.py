"""Marks of blocks, and which blocks go when the outlet is known to repeat them."""

import pytest

from service.core.pipeline import assemble, clean_blocks
from service.core.repeats import (
    NAMES_OUTLET,
    NUMBERS,
    RULE,
    SLOTS,
    drop_repeated,
    marks_of,
    observe,
    page_outlet,
)
from service.core.types import Block, Category, Drop

OUTLET = "the lanternpost"
FOOTER = "Whoever reads us on paper keeps forty people in work, from the attic to the vans."
STORY = (
    "Ferry to Velmora stays in port",
    "The ferry between Velmora and the islands stayed in port on Monday after a storm broke its"
    " anchor chain, and the company said that the captain would not sail before Friday.",
    "“Nobody sails in this,” said the captain, Ines Marlow, while the company counted parcels.",
    "Islanders bought bread from the last bakery; the storm is expected to pass on Thursday.",
)
JUDGED = Drop(category=Category.AD, rule="some-rule")


def removed(*texts: str, known: tuple[str, ...], title: str | None = None) -> list[str]:
    """The blocks that go when those of `known` are the outlet's boilerplate."""
    marks = frozenset(mark for text in known for mark in marks_of(text, outlet=OUTLET))
    verdicts = drop_repeated(texts, [None] * len(texts), title=title, outlet=OUTLET, repeated=marks)
    return [text for text, verdict in zip(texts, verdicts, strict=True) if verdict is not None]


@pytest.mark.parametrize(
    "other",
    [
        "whoever reads us on paper – keeps FORTY people in work; from the attic to the vans",
        "Whoever  reads us on paper keeps\u00a0forty people in work, from the attic to the vans!",
    ],
)
def test_case_punctuation_and_white_space_do_not_count(other: str) -> None:
    assert marks_of(other, outlet=OUTLET) == marks_of(FOOTER, outlet=OUTLET) != ()


def test_another_word_is_another_mark() -> None:
    assert marks_of(FOOTER.replace("forty", "fifty"), outlet=OUTLET) != marks_of(
        FOOTER, outlet=OUTLET
    )


def test_numbers_give_a_second_mark_without_their_values() -> None:
    exact, folded = marks_of("Updated 3 minutes ago by the night desk", outlet=OUTLET)
    other, same = marks_of("Updated 1,250 minutes ago by the night desk", outlet=OUTLET)

    assert (exact & NUMBERS, folded & NUMBERS) == (0, NUMBERS)
    assert exact != other
    assert folded == same == marks_of("Updated 0 minutes ago by the night desk", outlet=OUTLET)[1]


@pytest.mark.parametrize(
    ("outlet", "text", "expected"),
    [
        ("the lanternpost", "Ada Finch is the Lanternpost's own gardener.", NAMES_OUTLET),
        ("www.thelanternpost.co.uk", "Ada Finch gardens for The Lantern Post.", NAMES_OUTLET),
        ("st. orrin gazette", "Ada Finch gardens for the St Orrin Gazette.", NAMES_OUTLET),
        ("the lanternpost", "Ada Finch has been gardening since she could walk.", 0),
        ("post", "Ada Finch had to postpone all of her gardening.", 0),
    ],
)
def test_mark_says_whether_the_outlet_is_named(outlet: str, text: str, expected: int) -> None:
    assert [mark & NAMES_OUTLET for mark in marks_of(text, outlet=outlet)] == [expected]


@pytest.mark.parametrize("text", ["", "No.", "He did not say.", "LONDON (AP) —", "1,234,567,890"])
def test_short_blocks_have_no_mark(text: str) -> None:
    assert marks_of(text, outlet=OUTLET) == ()


@pytest.mark.parametrize(
    ("outlet", "url", "expected"),
    [
        ("The  LANTERNPOST", "https://www.other.example/1", "the lanternpost"),
        (None, "https://www.Lantern.example:8080/a?b", "lantern.example"),
        (" ", "lantern.example/a", "lantern.example"),
        (None, None, None),
        (None, "http://[bad", None),
        ("x" * 201, None, None),
    ],
)
def test_outlet_is_the_name_or_the_host(
    outlet: str | None, url: str | None, expected: str | None
) -> None:
    assert page_outlet(outlet=outlet, url=url) == expected


def test_known_block_goes_and_the_rest_stays() -> None:
    assert removed(*STORY, FOOTER, known=(FOOTER,)) == [FOOTER]
    assert removed(*STORY, FOOTER, known=()) == []


def test_verdict_says_so_and_takes_the_category_of_the_wording() -> None:
    appeal = "Please donate today to support our independent journalism."
    texts = (*STORY, FOOTER, appeal)
    marks = frozenset((*marks_of(FOOTER, outlet=OUTLET), *marks_of(appeal, outlet=OUTLET)))

    verdicts = drop_repeated(texts, [None] * len(texts), title=None, outlet=OUTLET, repeated=marks)

    assert verdicts[-2:] == (
        Drop(category=Category.OTHER, rule=RULE),
        Drop(category=Category.DONATION, rule=RULE),
    )


def test_verdicts_that_were_there_stand() -> None:
    texts = (*STORY, FOOTER)
    verdicts = drop_repeated(
        texts,
        [None] * 4 + [JUDGED],
        title=None,
        outlet=OUTLET,
        repeated=frozenset(marks_of(FOOTER, outlet=OUTLET)),
    )

    assert verdicts == (None, None, None, None, JUDGED)


@pytest.mark.parametrize(
    "line",
    [
        "The Associated Press contributed to this report.",
        "Correction: The ferry's captain is Ines Marlow, and not her brother.",
        "The ministry did not immediately respond to a request for comment.",
        "The Lanternpost has asked the ministry of fisheries for comment.",
        "The Lanternpost could not independently verify what either side said.",
        "Anyone with information is asked to call the police in Tressick.",
        "An earlier version of this article gave the wrong day.",
        "Die Behörde war für eine Stellungnahme zunächst nicht zu erreichen.",
    ],
)
def test_lines_that_speak_of_the_article_stay(line: str) -> None:
    assert removed(*STORY, line, FOOTER, known=(line, FOOTER)) == [FOOTER]


def test_background_of_a_series_stays() -> None:
    background = "The ferry company of Velmora lost an anchor in another storm two years ago."

    assert removed(*STORY, background, FOOTER, known=(background, FOOTER)) == [FOOTER]
    assert removed(FOOTER, *["Elsewhere it rained."] * 9, background, known=(background,)) == [
        background
    ]


def test_background_stays_where_no_spaces_are() -> None:
    story = "台風で港町の連絡船が止まり、島の住民は金曜日まで本土へ渡れなくなったと会社が発表した。"
    background = "連絡船の会社は二年前にも台風で錨を失い、島の住民が本土へ渡れなくなった。"
    strange = "毎朝の紙面を支えているのは、屋根裏から配達まで働く四十人の仲間たちです。"

    assert removed(story, background, strange, known=(background, strange)) == [strange]


def test_standing_headline_stays() -> None:
    column = "Five questions that the week has left open!"
    texts = (*STORY[1:], FOOTER)

    assert removed(column, *texts, known=(column, FOOTER)) == [FOOTER]
    # Below something else it is known by the title alone, the outlet's name behind it or not.
    below = ("Morning edition", column, *texts)
    assert removed(*below, known=(column, FOOTER), title=f"{column} | Lanternpost") == [FOOTER]


def test_statement_above_the_article_goes() -> None:
    assert removed(FOOTER, *STORY, known=(FOOTER,)) == [FOOTER]


def test_standing_heading_stays_over_its_text_and_goes_without() -> None:
    heading = "What we know about it until now"

    assert removed(*STORY[:2], heading, *STORY[2:], known=(heading,)) == []
    assert removed(*STORY, heading, FOOTER, known=(heading, FOOTER)) == [heading, FOOTER]


def test_article_published_again_stays_whole() -> None:
    assert removed(*STORY, FOOTER, known=(*STORY[1:], FOOTER)) == []


def blocks(*texts: str) -> list[Block]:
    return [Block(text=text, raw=None) for text in texts]


def test_observation_has_what_stays_and_what_went_as_repeated() -> None:
    page = blocks(*STORY, FOOTER, "An advertisement that some rule has taken out.")
    verdicts = [None, None, None, None, Drop(category=Category.OTHER, rule=RULE), JUDGED]

    seen = observe(page, assemble(page, verdicts), outlet=OUTLET, article_id="a")

    assert seen.outlet == OUTLET
    assert seen.marks == tuple(
        mark for text in (*STORY, FOOTER) for mark in marks_of(text, outlet=OUTLET)
    )
    assert seen.repeated == marks_of(FOOTER, outlet=OUTLET)


def test_place_is_that_of_the_id() -> None:
    page = blocks(*STORY)
    clean = assemble(page, [None] * 4)
    places = {
        observe(page, clean, outlet=OUTLET, article_id=str(number)).slot for number in range(3000)
    }
    again = {observe(page, clean, outlet=OUTLET, article_id="a").slot for _ in range(2)}

    assert places == set(range(SLOTS))
    assert len(again) == 1


def test_long_page_gives_its_first_and_last_blocks() -> None:
    texts = [f"The reader of line {'x' * number} is told nothing." for number in range(100)]
    page = blocks(*texts)

    seen = observe(page, assemble(page, [None] * 100), outlet=OUTLET, article_id="a")

    assert seen.marks == tuple(
        mark for text in (*texts[:32], *texts[-32:]) for mark in marks_of(text, outlet=OUTLET)
    )


def test_repeated_blocks_go_after_the_judge_and_without_an_outlet_nothing_goes() -> None:
    footer = "The lamp over the door of the old print shop burns until the last van has left."
    page = blocks(*STORY, footer)
    marks = frozenset(marks_of(footer, outlet=OUTLET))

    with_memory = clean_blocks(page, outlet=OUTLET, repeated=marks)
    without = clean_blocks(page, repeated=marks)

    assert [(one.block.text, one.drop.rule) for one in with_memory.removed] == [(footer, RULE)]
    assert without.removed == ()
