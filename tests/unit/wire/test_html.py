"""HTML to lines: what a reader sees as one paragraph is one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.wire.html import html_to_text


def _lines(html: str) -> list[str]:
    return [line.strip() for line in html_to_text(html).splitlines() if line.strip()]


def test_block_elements_are_lines_and_inline_ones_are_not() -> None:
    html = (
        "<h1>Old mole</h1><p>The <b>harbour</b> <a href='/x'>council</a> voted.</p><div>So.</div>"
    )
    assert _lines(html) == ["Old mole", "The harbour council voted.", "So."]


def test_line_breaks_part_lines_and_source_white_space_does_not() -> None:
    assert _lines("<p>One\n   two<br>three</p>") == ["One two", "three"]


def test_list_items_have_no_bullets() -> None:
    assert _lines("<ul><li>Home</li><li>News</li></ul>") == ["Home", "News"]


def test_table_rows_are_lines() -> None:
    html = "<table><tr><td>Brekke</td><td>12</td></tr><tr><td>Holm</td><td>9</td></tr></table>"
    assert [line.split() for line in _lines(html)] == [["Brekke", "12"], ["Holm", "9"]]


def test_entities_are_characters() -> None:
    assert _lines("<p>Fish &amp; ships &ldquo;ahoy&rdquo; &#8364;5</p>") == [
        "Fish & ships “ahoy” €5"
    ]


def test_head_scripts_styles_and_form_fields_say_nothing() -> None:
    html = (
        "<head><title>Tab</title><style>p {}</style></head><body><script>var a;</script>"
        "<form><input value='typed'><select><option>One</select></form><p>Text.</p></body>"
    )
    assert _lines(html) == ["Text."]


def test_quote_elements_have_the_marks_that_a_browser_shows() -> None:
    html = "<p>She said <q>he said <q>go</q> twice</q> and <q></q>left.</p>"
    assert _lines(html) == ["She said “he said ‘go’ twice” and left."]


def test_summary_is_a_line_of_its_own() -> None:
    assert _lines("<details><summary>More</summary>Unfolded.</details>") == ["More", "Unfolded."]


def test_figures_go_with_their_captions() -> None:
    html = "<p>A</p><figure><img alt='boat'><figcaption>A boat</figcaption></figure><p>B</p>"
    assert _lines(html) == ["A", "B"]


def test_lone_surrogate_is_replaced() -> None:
    assert _lines("<p>broken \ud83d emoji</p>") == ["broken ? emoji"]


@given(st.text())
def test_never_raises(text: str) -> None:
    assert isinstance(html_to_text(text), str)


@given(st.text(alphabet="<>/!-&;=\"' \n\x00pdivbrscrptaletbo\ud800", max_size=200))
def test_never_raises_on_broken_markup(text: str) -> None:
    assert isinstance(html_to_text(text), str)


FRAGMENTS = ["<q>", "</q>", "<summary>", "</summary>", "<p>", "<table>", "<frameset>", "<!--", "a"]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=20).map("".join))
def test_never_raises_on_nested_quotes(text: str) -> None:
    assert isinstance(html_to_text(text), str)


@pytest.mark.parametrize("tag", ["ul", "OL"])
def test_lists_in_lists_make_no_text_of_their_own(tag: str) -> None:
    """Indented by their depth they would be of its square: here two gigabytes."""
    text = html_to_text(f"<{tag}><li>a" * 30_000)

    assert len(text) < 200_000
    assert text.split() == ["a"] * 30_000
