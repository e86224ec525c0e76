"""HTML to blocks: the lines of a page, and which of them are the article's body."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.pipeline import clean_blocks
from service.wire import html_body
from service.wire.html import html_blocks

_PARAGRAPHS = (
    "The harbour council voted on Tuesday to move the old lighthouse forty metres inland.",
    "“The sea has taken nine metres of the cliff since my father kept the lamp,” said Berit Holm,"
    " who chairs the council, after a meeting that went on until midnight.",
    "Engineers from Tarnvik will cut the tower from its footing in May, lift it onto rails and pull"
    " it by winch, a metre an hour, to a bed of concrete that has been poured already.",
    "The move costs 2.1 million crowns, and the county pays two thirds of the sum.",
    "Visitors may watch from the pier, and the lamp will be lit again on the first of September.",
)
_ASIDE = "Read more: Ferry prices go up again"
_APPEAL = (
    "Our newsroom is paid for by readers like you. If you value independent journalism, please"
    " donate today and help us to keep it free for everyone."
)
_PAGE = f"""<!doctype html><html><head><title>Lighthouse to move</title></head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li>
<li><a href="/s">Sport</a></li><li><a href="/w">Weather</a></li></ul></nav></header>
<main><article><h1>Lighthouse to move</h1><p class="byline">By <a href="/k">Kari Lund</a></p>
<div class="article-body"><p>{_PARAGRAPHS[0]}</p><p>{_PARAGRAPHS[1]}</p>
<p><strong><a href="/f">{_ASIDE}</a></strong></p><p>{_PARAGRAPHS[2]}</p><p>{_APPEAL}</p>
<p>{_PARAGRAPHS[3]}</p><p>{_PARAGRAPHS[4]}</p></div></article></main>
<aside class="related"><h3>Most read</h3><ul><li><a href="/1">Storm shuts the mountain road</a></li>
<li><a href="/2">Two new teachers for the island school</a></li></ul></aside>
<footer><p>© Tarnvik Post. All rights reserved.</p></footer></body></html>"""


def _texts(html: str) -> list[str]:
    return [block.text for block in html_blocks(html)]


def _kept(html: str, *, title: str | None = None) -> list[str]:
    return clean_blocks(html_blocks(html), title=title).text.split("\n\n")


def test_block_elements_and_line_breaks_part_blocks_and_inline_ones_do_not() -> None:
    html = (
        "<h1>Mole</h1><p>The <b>harbour</b>\n <a href='/x'>council</a> voted.<br>Twice</p><div>So"
    )
    assert _texts(html) == ["Mole", "The harbour council voted.", "Twice", "So"]


def test_scripts_styles_and_form_fields_say_nothing_but_what_follows_them_does() -> None:
    html = "<style>p {}</style><p>One<script>var a;</script> two<input value='x'><select><option>O"
    assert _texts(html) == ["One two"]


def test_cells_of_a_row_are_one_block() -> None:
    html = "<table><tr><td>Brekke</td><td>12</td></tr><tr><td>Holm</td><td>9</td></tr></table>"
    assert _texts(html) == ["Brekke 12", "Holm 9"]


def test_quote_elements_have_the_marks_that_a_browser_shows() -> None:
    html = "<p>She said <q>he said <q>go</q> twice</q> and <q></q>left.</p>"
    assert _texts(html) == ["She said “he said ‘go’ twice” and left."]


def test_summary_and_caption_are_blocks_of_their_own() -> None:
    html = "<details><summary>More</summary>Text</details><figure><figcaption>A boat</figcaption>B"
    assert _texts(html) == ["More", "Text", "A boat", "B"]


def test_page_keeps_the_headline_and_the_article_verbatim() -> None:
    assert _kept(_PAGE) == ["Lighthouse to move", *_PARAGRAPHS]


def test_headline_stays_where_the_crawler_names_it() -> None:
    assert _kept(_PAGE, title="Lighthouse to move") == ["Lighthouse to move", *_PARAGRAPHS]


def test_fragment_of_paragraphs_stays_whole() -> None:
    assert _kept("".join(f"<p>{text}</p>" for text in _PARAGRAPHS)) == list(_PARAGRAPHS)


def test_layout_decides_alone_where_the_extractor_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> str:
        raise RecursionError

    monkeypatch.setattr(html_body.trafilatura, "extract", fail)
    assert set(_PARAGRAPHS[1:3]) <= set(_kept(_PAGE))


def test_copy_of_the_whole_article_in_one_element_goes() -> None:
    long = [f"{text} {_PARAGRAPHS[(n + 1) % 5]}" for n, text in enumerate(_PARAGRAPHS)]
    body = "".join(f"<p>{text}</p>" for text in long)
    html = f"<article>{body}<div>{' '.join(long)}</div></article>"
    assert _kept(html) == long


@pytest.mark.parametrize("html", ["", " ", "<!-- a", "<script>a", "<html>", "<frameset>"])
def test_markup_without_text_has_no_blocks(html: str) -> None:
    assert html_blocks(html) == ()


def test_too_deep_a_nesting_is_read_without_a_look_at_the_layout() -> None:
    blocks = html_blocks("<div>" * 5000 + "<p>Deep down</p>" + "</div>" * 5000 + "<p>After</p>")
    assert [(block.text, block.in_body) for block in blocks] == [
        ("Deep down", None),
        ("After", None),
    ]


@pytest.mark.timeout(60)
def test_million_nested_elements_are_read_in_seconds() -> None:
    assert [block.text for block in html_blocks("<div>" * 1_000_000 + "Bottom")] == ["Bottom"]


def test_same_page_gives_the_same_blocks() -> None:
    assert html_blocks(_PAGE) == html_blocks(_PAGE)


@given(st.text(alphabet="<>/!-&;=\"' \n\x00pdivbrscrptaletboqh1\ud800", max_size=200))
def test_never_raises_on_broken_markup(text: str) -> None:
    assert isinstance(html_blocks(text), tuple)


_PIECES = ["<q>", "</q>", "<td>", "</td>", "<p>", "<table>", "<a>", "</a>", "<svg>", "<!--", "a b"]


@given(st.lists(st.sampled_from(_PIECES), max_size=20).map("".join))
def test_never_raises_on_crossed_elements(text: str) -> None:
    assert isinstance(html_blocks(text), tuple)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit", ["<q> a ", "<main> — <q> said ", "<blockquote><p>a", "<b><p>a</b>"]
)
def test_deep_pages_cost_no_more_than_their_size(unit: str) -> None:
    """By the square of the depth they would take many minutes."""
    words = re.findall(r"\w+(?![\w>])", re.sub("<[^>]*>", " ", unit))

    found = " ".join(block.text for block in html_blocks(unit * 8000))

    assert [found.count(word) for word in words] == [8000] * len(words)
