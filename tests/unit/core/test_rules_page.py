"""Where the article of a page begins and ends."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.rules.line import measure
from service.core.rules.page import extend, find_body, is_page, maximal_stretches

MENU = ("Home", "News", "Sport", "Weather", "Opinion", "Search", "Log in", "Jobs", "Maps", "Tides")
FOOTER = ("Contact", "Imprint", "Privacy", "Terms", "Sitemap")
STORY = (
    "The ferry to the northern islands sank in the harbour on Monday after a fire in its engine.",
    "All 41 passengers left the ferry in time, the coast guard said, and nobody was hurt.",
    "The engine of the ferry had been repaired in the winter, according to the coast guard.",
    "Passengers praised the crew, who had counted them twice before they left the ferry.",
)
COMMENTS = (
    "12 comments",
    "seagull says:",
    "I always said that this rusty bucket would go down one day, and nobody listened to me.",
    "granite says:",
    "My uncle worked on that thing for years and he would never have let his children on it.",
)


def _page(*texts: str) -> bool:
    return is_page([measure(text) for text in texts])


def _body(*texts: str) -> list[str]:
    found = find_body([measure(text) for text in texts])
    return [texts[index] for stretch in found for index in stretch]


def _extended(*texts: str) -> list[str]:
    """What the body is, as one stretch, when it is found to be the STORY alone."""
    start = texts.index(STORY[0])
    (found,) = extend([measure(text) for text in texts], (range(start, start + len(STORY)),))
    return list(texts[found.start : found.stop])


def test_dump_with_menus_is_a_page() -> None:
    assert _page(*MENU, *STORY, *FOOTER)


def test_article_with_inserts_is_no_page() -> None:
    assert not _page("Share", *STORY, "Sign up", "Your email", "Donate")


def test_article_with_a_long_list_is_no_page() -> None:
    assert not _page(*STORY, *(f"Island {number}: no ferry" for number in range(25)))


def test_body_is_the_running_text() -> None:
    assert _body(*MENU, *STORY, *FOOTER) == list(STORY)


def test_comments_are_not_the_body() -> None:
    assert _body(*MENU, *STORY, *COMMENTS, *FOOTER) == list(STORY)


def test_more_comments_than_article_are_not_the_body() -> None:
    comments = (*COMMENTS[:1], *COMMENTS[1:] * 8)
    assert _body(*MENU, *STORY, *comments, *FOOTER) == list(STORY)


def test_more_teasers_than_article_are_not_the_body() -> None:
    teasers = (
        "Related articles",
        "Passengers praise the ferry company",
        "Passengers of the northern islands praised another ferry crew in a harbour last winter.",
        "Ferry engine repaired",
        "The engine of the other ferry to the islands was repaired in the harbour on Monday night.",
    )
    found = _body(*MENU, *STORY[:2], *teasers, *FOOTER)
    assert found == list(STORY[:2])


def test_short_sentence_and_subheading_stay_inside() -> None:
    story = (STORY[0], "Nobody was hurt.", "Fire in the engine", *STORY[1:])
    assert _body(*MENU, *story, *FOOTER) == list(story)


def test_paragraphs_in_a_row_stay_even_with_words_of_their_own() -> None:
    gulls = "Gulls nest there every spring, and nobody minds their noise at all."
    seals = "Seals lie about on flat rocks near a wooden hut and sleep."
    sheep = "Farmers bring some sheep across by rowing boat when grass is high."
    story = (*STORY, gulls, "A quiet place", seals, sheep)
    assert _body(*MENU, *story, *FOOTER) == list(story)


def test_language_that_the_lists_lack_has_a_body() -> None:
    story = (
        "Kapal feri itu tenggelam pada hari senin setelah kebakaran mesin terjadi tadi malam.",
        "Semua penumpang kapal selamat, kata penjaga pantai, karena awak kapal bertindak cepat.",
    )
    assert _body(*MENU, *story, *FOOTER) == list(story)


def test_no_running_text_has_no_body() -> None:
    assert _body(*MENU, *FOOTER) == []


TABLE = ("Seats", "Ferry 1: 90", "Ferry 2: 120", "Ferry 3: 75", "Ferry 4: 30")
LATER = "The harbour will open again in March."
STRANGER = "Zebras can see well."


def test_sentence_beyond_a_table_is_the_articles() -> None:
    assert _extended(*STORY, *TABLE, LATER, *FOOTER) == [*STORY, *TABLE, LATER]


def test_sentence_without_a_known_word_must_be_near() -> None:
    near = (*STORY, "Share", "Ferry, undated", STRANGER)
    assert _extended(*near, *FOOTER) == list(near)
    assert _extended(*STORY, *TABLE, STRANGER, *FOOTER) == list(STORY)


def test_teasers_are_not_reached_beyond_the_first() -> None:
    teasers = ("Cats", "Cats sleep on roofs.", "Dogs", "Dogs bark at night.", "Bees", STRANGER)
    assert _extended(*STORY, *teasers, *FOOTER) == [*STORY, *teasers[:2]]
    cut = ("Cats", "Cats will sleep on ...")
    assert _extended(*STORY, *cut, *FOOTER) == list(STORY)


@pytest.mark.parametrize(
    "border",
    ["Related stories", "3 comments", "© 2026 Tide Post", "About the author", "Tags: boats"],
)
def test_nothing_is_reached_across_a_border(border: str) -> None:
    assert _extended(*STORY, border, LATER, *FOOTER) == list(STORY)


def test_byline_is_a_border_below_the_body_alone() -> None:
    byline = "By Ida Holm, 3 May 2026"
    assert _extended(*STORY, byline, LATER) == list(STORY)
    assert _extended(*MENU, LATER, byline, *STORY) == [LATER, byline, *STORY]


def test_end_of_a_long_article_is_left_to_the_weights() -> None:
    long = STORY * 6
    start = len(MENU)
    lines = [measure(text) for text in (*MENU, *long, *TABLE, LATER)]
    body = (range(start, start + len(long)),)
    assert extend(lines, body) == body


def test_lead_above_a_list_is_reached() -> None:
    above = ("It burned all night.", "Ferry 1", "Ferry 2", "Ferry 3", "Advertisement")
    assert _extended(*MENU, *above, *STORY, *FOOTER) == [*above, *STORY]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([], []),
        ([-1.0, -2.0], []),
        ([4.0, -5.0, 3.0, -3.0, 1.0, 2.0, -2.0, 2.0, -2.0, 1.0, 5.0], [(0, 1), (2, 3), (4, 11)]),
        ([1.0, -2.0, 3.0], [(0, 1), (2, 3)]),
        ([3.0, -1.0, 2.0], [(0, 3)]),
    ],
    ids=["empty", "negative", "of the paper", "apart", "joined"],
)
def test_maximal_stretches(weights: list[float], expected: list[tuple[int, int]]) -> None:
    found = maximal_stretches(weights)
    assert [(stretch.start, stretch.stop) for _, stretch in found] == expected


def _by_definition(weights: Sequence[int], start: int, stop: int) -> list[tuple[int, int]]:
    """The heaviest range (the shortest, then first of equals), and so on beside it."""
    ranges = [(a, b) for a in range(start, stop) for b in range(a + 1, stop + 1)]
    best = max(ranges, key=lambda r: (sum(weights[r[0] : r[1]]), r[0] - r[1], -r[0]), default=None)
    if best is None or sum(weights[best[0] : best[1]]) <= 0:
        return []
    before = _by_definition(weights, start, best[0])
    return [*before, best, *_by_definition(weights, best[1], stop)]


@given(st.lists(st.integers(-5, 5), max_size=14))
def test_maximal_stretches_are_those_of_the_definition(weights: list[int]) -> None:
    found = maximal_stretches([float(weight) for weight in weights])
    totals = [sum(weights[stretch.start : stretch.stop]) for _, stretch in found]
    assert [total for total, _ in found] == totals
    expected = _by_definition(weights, 0, len(weights))
    assert totals == [sum(weights[start:stop]) for start, stop in expected]
