"""How a verdict spreads from a request to its neighbours, and where it stops."""

import pytest

from service.core.boilerplate import judge_blocks
from service.core.types import Category

ARTICLE = (
    "The harbour council voted on Tuesday to rebuild the old mole, which a storm broke in March.",
    "Work on the mole is to begin in May and to cost 12 million crowns, according to the council.",
    "Ina Brekke, who chairs the council, said the fishermen would keep their harbour berths.",
)
REQUEST = "Please donate today to keep our newsroom alive."


def _kept(*texts: str) -> list[str]:
    verdicts = judge_blocks((*ARTICLE, *texts))
    return [text for text, verdict in zip((*ARTICLE, *texts), verdicts, strict=True) if not verdict]


def _category(text: str, *after: str) -> Category | None:
    verdict = judge_blocks((*ARTICLE, text, *after))[len(ARTICLE)]
    return verdict and verdict.category


def test_two_likely_blocks_vouch_for_each_other() -> None:
    first, second = "From just $3", "A 30-day free trial"
    assert _kept(first, ARTICLE[0]) == [*ARTICLE, first, ARTICLE[0]]
    assert _kept(first, second, ARTICLE[0]) == [*ARTICLE, ARTICLE[0]]


def test_letter_that_addresses_its_reader_stays() -> None:
    letter = ("Dear friends,", "You know that my boat and your nets went down in the same night.")
    assert _kept(*letter, *ARTICLE) == [*ARTICLE, *letter, *ARTICLE]


def test_article_in_the_words_of_an_ad_stays() -> None:
    text = (
        "Fishermen with berths of the harbour council get ad-free tickets on Tuesday, Brekke too."
    )
    assert _kept(text) == [*ARTICLE, text]
    assert _kept("Try an ad-free week with Marlin Post.") == list(ARTICLE)


@pytest.mark.parametrize(
    "text",
    [
        "Correction: It was 1911.",
        "“Somebody stole everything from our kitchen, even spoons and yellow curtains.”",
        "Divers will search the fairway for boulders as soon as the wind has dropped, said Brekke.",
    ],
    ids=["note", "speech", "report"],
)
def test_block_of_the_article_between_requests_stays(text: str) -> None:
    assert _kept(REQUEST, text, REQUEST) == [*ARTICLE, text]


def test_what_the_outlet_says_between_requests_goes() -> None:
    between = "Our editors stood on the mole in that storm, and we will stand there in the next."
    assert _kept(REQUEST, between, REQUEST) == list(ARTICLE)


def test_note_in_the_words_of_an_ad_stays() -> None:
    note = "Correction: A shop, not a bank, paid: the episode was sponsored by Marlin Tackle."
    assert _kept(note) == [*ARTICLE, note]


def test_update_that_asks_loudly_goes() -> None:
    note = "Update: Donate now to support independent journalism and help us keep this site free."
    assert _kept(note) == list(ARTICLE)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Subscribe to our weekly newsletter", Category.NEWSLETTER),
        ("Subscribe now for $1 a week", Category.SUBSCRIPTION),
        ("Switch off your ad blocker to support our work", Category.AD),
        ("Subscribe to our podcast on Spotify", Category.SOCIAL),
        ("Donate now to support our work", Category.DONATION),
    ],
)
def test_narrower_category_wins(text: str, category: Category) -> None:
    assert _category(text) is category


def test_small_print_has_the_category_of_its_form() -> None:
    form = ("I agree to the privacy policy.", "Sign up for our newsletter", "© 2026 Harbour Post")
    assert _category(*form) is Category.NEWSLETTER
    assert _category(form[0]) is Category.LEGAL
    assert _category(form[2], *form[:2]) is Category.LEGAL


def test_last_words_of_the_article_stay_below_an_insert() -> None:
    last = "It is better to shut that tunnel at once."
    assert _kept(REQUEST, last) == [*ARTICLE, last]
    assert _kept(REQUEST, "It takes a minute.") == list(ARTICLE)
