"""The anatomy of a page: what frames the article goes, the article stays word for word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.boilerplate import judge_blocks
from service.core.types import Category

HEADLINE = "Harbour Council Votes to Rebuild the Old Mole"
BANNER = (
    "×",
    "Reading without ads?",
    "There are no ads on these pages any more.",
    "Your gift helps to pay for that.",
    "Support us",
)
PARAGRAPHS = (
    "The harbour council voted on Tuesday to rebuild the old mole, which a storm broke in March.",
    '"Nobody here wants a second winter like this," said Ina Brekke, who chairs the council.',
    "Work on the mole is to begin in May and to cost 12 million crowns, according to the council.",
    "Brekke said the fishermen would keep their berths in the inner harbour until the autumn.",
    "The storm of 4 March tore 30 metres out of the mole and sank two boats behind it.",
    "The port had asked for repairs since 2019, when divers found the first cracks in the stone.",
    '"We told them every spring," said the harbour master, Olav Strand. "Now it costs double."',
    "The state is to pay half of the sum, and the harbour the rest out of its fees.",
    "Three of the council's eleven members voted against, because they want a wall of concrete.",
    "A company from Bergen that has built moles along the coast since 1950 is to do the work.",
)
ARTICLE = (HEADLINE, *PARAGRAPHS)
APPEAL = (
    "A message from the Harbour Post:",
    "Dear readers,",
    "The ministry has called our paper a threat and has fined two of our editors.",
    'Its letter says that our work "harms the port." We see that differently.',
    "We depend on you more than ever.",
    "Three dollars a month from enough of you would do. Please become a member.",
    "Once",
    "Monthly",
    "Continue",
    "Remind me later.",
)
MENU = ("Home", "News", "Sport", "Weather", "Opinion", "Search", "Log in", "Jobs", "Maps", "Tides")
BELOW = (
    "Related stories",
    "Ferry to the islands late again",
    "Why the school roof leaks",
    "3 comments",
    "seagull says:",
    "They should have built it of granite.",
    "About us",
    "Privacy policy",
    "© 2026 Harbour Post",
)


def _kept(*texts: str, title: str | None = None) -> list[str]:
    verdicts = judge_blocks(texts, title=title)
    return [text for text, verdict in zip(texts, verdicts, strict=True) if verdict is None]


def _categories(*texts: str) -> list[Category | None]:
    return [verdict and verdict.category for verdict in judge_blocks(texts)]


def test_banner_contact_line_and_appeal_go() -> None:
    contact = "Contact the author at i.holm@post.example"
    assert _kept(*BANNER, *ARTICLE, contact, *APPEAL) == list(ARTICLE)


def test_appeal_in_the_middle_goes() -> None:
    assert _kept(*ARTICLE[:3], *APPEAL, *ARTICLE[3:]) == list(ARTICLE)


def test_correction_stays_at_the_end_of_the_page() -> None:
    note = "Correction: An earlier version of this article gave a wrong year for the storm."
    assert _kept(*ARTICLE, note, "Sign up for our newsletter", "Your email") == [*ARTICLE, note]


def test_editors_note_that_asks_goes() -> None:
    note = "Editor's note: Like what we do? Become a member today."
    assert _kept(*ARTICLE, note) == list(ARTICLE)


def test_article_about_donations_stays_whole() -> None:
    trap = (
        "Fishermen donated 4,000 crowns to the campaign for the mole, its treasurer said.",
        "The campaign asked donors for support in a letter that was sent to every household.",
        '"Please give what you can, every crown helps us," the letter said, according to Brekke.',
    )
    assert _kept(*ARTICLE, *trap) == [*ARTICLE, *trap]


@pytest.mark.parametrize(
    "texts",
    [
        ("Granite and Patience", "By Ida Holm", "Share", *PARAGRAPHS[:5]),
        (*PARAGRAPHS[:2], "Advertisement", "What comes next", "Advertisement", *PARAGRAPHS[2:]),
        (*PARAGRAPHS[:2], "Share", "Nobody was hurt.", "Advertisement", *PARAGRAPHS[2:]),
    ],
    ids=["headline", "subheading", "short sentence"],
)
def test_short_blocks_of_the_article_stay_beside_labels(texts: tuple[str, ...]) -> None:
    labels = ("Share", "Advertisement")
    assert _kept(*texts) == [text for text in texts if text not in labels]


@pytest.mark.parametrize(
    "text",
    [
        "“Please give whatever you can,” the pastor told the crowd, according to a recording.",
        "The charity said donations had fallen and that it needed help to keep the shelter open.",
        "The newsletter of the angling club had warned of dead trout as early as 2016.",
        "She asked readers of her blog to sign up for water tests, and 400 did.",
    ],
    ids=["plea", "charity", "newsletter", "volunteers"],
)
def test_story_in_the_words_of_requests_stays(text: str) -> None:
    texts = (*ARTICLE[:3], text, *ARTICLE[3:])
    assert _kept(*texts) == list(texts)


def test_titles_below_a_related_header_go_and_a_subheading_stays() -> None:
    links = ("More on this topic", "Ferry late again", "Who owns the harbour?")
    texts = (*ARTICLE[:3], *links, "Work begins in May", *ARTICLE[3:], *links)
    assert _kept(*texts) == [*ARTICLE[:3], "Work begins in May", *ARTICLE[3:]]


def test_buttons_of_a_form_go_across_a_label_of_their_own() -> None:
    form = ("Please donate today to keep our newsroom alive.", "Choose amount", "$5", "Monthly")
    assert _kept(*ARTICLE[:3], *form, *ARTICLE[3:]) == list(ARTICLE)


def test_a_page_of_menus_alone_keeps_what_looks_least_like_one() -> None:
    kept = _kept(*MENU, *BELOW, *MENU)
    assert 0 < len(kept) < len(MENU)


def test_page_dump_leaves_headline_and_paragraphs() -> None:
    page = (*MENU, HEADLINE, "By Ida Holm", "Share", *PARAGRAPHS, *BELOW)
    assert _kept(*page) == list(ARTICLE)


def test_an_outlet_s_own_app_is_no_advertisement() -> None:
    call = "Download our free app for your iPhone or Android and get all alerts first."
    assert _categories(*ARTICLE[:4], call, *ARTICLE[4:])[4] is Category.SOCIAL


def test_a_title_to_read_next_is_related() -> None:
    link = "Related: The oldest pier on the coast"
    page = (*MENU, HEADLINE, "By Ida Holm", *PARAGRAPHS[:4], link, *PARAGRAPHS[4:], *BELOW)
    assert _categories(*page)[page.index(link)] is Category.RELATED


def test_page_dump_has_its_categories() -> None:
    categories = _categories(*MENU, HEADLINE, "By Ida Holm", *PARAGRAPHS, *BELOW)
    assert categories[:2] == [Category.NAVIGATION] * 2
    assert categories[-9:-6] == [Category.RELATED] * 3
    assert categories[-1] is Category.LEGAL


def test_title_is_kept_even_when_it_shares_no_word() -> None:
    title = "Granite and Patience"
    page = (*MENU, title, *PARAGRAPHS, *BELOW)
    assert _kept(*page, title=f"{title} | Harbour Post") == [title, *PARAGRAPHS]


def test_title_that_reads_like_a_request_is_kept() -> None:
    title = "Support our journalism"
    assert _kept(title, *PARAGRAPHS, title=title) == [title, *PARAGRAPHS]
    assert _kept(title, *PARAGRAPHS) == list(PARAGRAPHS)


def test_page_without_text_is_left_alone() -> None:
    scores = tuple(f"Holm IF {goals} - Moe BK {goals}" for goals in range(40))
    assert _kept(*scores) == list(scores)


def test_no_blocks() -> None:
    assert judge_blocks(()) == ()


@pytest.mark.parametrize("sign", ["-", '"', "“", "$", ".", "'", "a ", "support our ", "(ap "])
def test_long_runs_are_judged_in_time(sign: str) -> None:
    assert len(judge_blocks([sign * 50_000])) == 1


PIECES = st.sampled_from(
    [*MENU, *ARTICLE, *APPEAL, *BELOW, "", "„", "\ud800", "🙂", "مرحبا", "日本語"]
)


@given(st.lists(PIECES | st.text(max_size=60), max_size=60), st.none() | st.text(max_size=40))
def test_one_verdict_a_block_and_always_the_same(texts: list[str], title: str | None) -> None:
    verdicts = judge_blocks(texts, title=title)
    assert len(verdicts) == len(texts)
    assert judge_blocks(texts, title=title) == verdicts
