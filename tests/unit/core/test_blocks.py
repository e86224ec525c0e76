"""A block is a paragraph: a line of its own, or the lines that a fixed width made of one."""

from hypothesis import given
from hypothesis import strategies as st

from service.core.blocks import split_blocks

WRAPPED = """\
Oslo, 3 May - The harbour council voted on Tuesday to rebuild the old
mole, which a storm broke in March, and to pay for it from the fund that
was set up after the flood.

"Nobody here wants a second winter like this," said Ina Brekke, who has
chaired the council for nine years and who was re-elected in the spring
without a rival.
"""


def _texts(body: str) -> list[str]:
    return [block.text for block in split_blocks(body)]


def test_lines_are_blocks_without_outer_space() -> None:
    assert _texts("  One \n\n\tTwo\r\nThree\u2028Four") == ["One", "Two", "Three", "Four"]


def test_blank_body_has_no_blocks() -> None:
    assert split_blocks(" \n\t\u00a0\n") == ()


def test_wrapped_paragraphs_are_one_block_each() -> None:
    first, second = _texts(WRAPPED)
    assert first.endswith("from the fund that\nwas set up after the flood.")
    assert second.startswith('"Nobody here')


def test_wrapped_with_carriage_returns() -> None:
    assert len(_texts(WRAPPED.replace("\n", "\r\n"))) == 2


def test_menu_lines_are_not_wrapped() -> None:
    menu = "\n".join(["Home", "News", "Sport", "Opinion"])
    assert _texts(f"{menu}\n\n{menu}") == menu.split() * 2


def test_lines_of_whole_sentences_are_not_wrapped() -> None:
    line = "The harbour council voted on Tuesday to rebuild the old northern mole."
    assert _texts("\n".join([line] * 5) + "\n\n" + line) == [line] * 6


def test_one_long_line_means_that_nothing_is_wrapped() -> None:
    long = "The council also voted on the ferry, on the school and on the road. " * 3
    assert len(_texts(WRAPPED + "\n" + long)) == 7


@given(st.text(alphabet="ab .\n\r\u2028\u00a0“", max_size=400))
def test_blocks_are_verbatim_ordered_and_complete(body: str) -> None:
    blocks = split_blocks(body)
    spans = [block.raw for block in blocks if block.raw is not None]
    assert [body[span.start : span.end] for span in spans] == [block.text for block in blocks]
    assert spans == sorted(spans)
    assert "".join("".join(block.text.split()) for block in blocks) == "".join(body.split())
