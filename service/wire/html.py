"""Turns an HTML page into its text, and into blocks that know whether they are in the body."""

import re
from collections.abc import Sequence

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import ElementNode, HTMLTree, Node

from service.core.blocks import split_blocks
from service.core.types import Block
from service.wire.html_body import find_body
from service.wire.html_page import INNER_MARKS, MARKS, blocks_of, encodable, read_page

_LIST = re.compile(r"<(/?)[uo]l\b", re.IGNORECASE)


def html_blocks(html: str) -> tuple[Block, ...]:
    """Split a page or a fragment into blocks, and tell those of the article's body; never raises.

    Returns: blocks in the order of the source. Of markup that is nested too deeply for a look at
    its layout they don't know where they are.
    """
    page = read_page(html)
    if page is None:
        return tuple(Block(text=block.text, raw=None) for block in split_blocks(html_to_text(html)))
    return blocks_of(page, find_body(page, html).tolist())


def html_to_text(html: str) -> str:
    """Render a page's text: one line a paragraph-like element, no markup; never raises.

    Nothing is judged here: banners and menus stay, the text core decides about them. Elements that
    a style sheet or a script hides stay too: pages unfold articles that way, and leaving them out
    changed no figure on 106 news pages. Figures go, with their captions: keeping these cost .005
    F1 there and let 4 % more of the words between paragraphs through.
    """
    # Resiliparse indents lists in lists, whose depth in a hostile page squared is gigabytes.
    tree = HTMLTree.parse(encodable(_LIST.sub(r"<\1div", html)))
    body = tree.body
    if body is None:
        return ""
    _write_marks(tree, body)
    _part_summaries(tree, body)
    return str(
        extract_plain_text(
            tree,
            preserve_formatting=True,
            main_content=False,
            list_bullets=False,
            alt_texts=False,
            links=False,
            form_fields=False,
            noscript=False,
        )
    )


def _write_marks(tree: HTMLTree, body: ElementNode) -> None:
    """Put quotation marks where a browser shows them: a quote without them is not found."""
    for element in _found(body, "q"):
        if element.first_child is not None:
            opening, closing = INNER_MARKS if _is_inside_another(element) else MARKS
            element.prepend(_made(tree.create_text_node(opening)))
            element.append(_made(tree.create_text_node(closing)))


def _is_inside_another(element: ElementNode) -> bool:
    parent = element.parent_element
    return parent is not None and parent.closest("q") is not None


def _part_summaries(tree: HTMLTree, body: ElementNode) -> None:
    """End the line of a <summary>, which the renderer runs into what it unfolds."""
    for element in _found(body, "summary"):
        element.append(_made(tree.create_element("br")))


def _found(body: ElementNode, selector: str) -> Sequence[ElementNode]:
    """Elements in order; from a slice, as each step through Resiliparse's own list makes all."""
    elements: Sequence[ElementNode] = body.query_selector_all(selector)[:]
    return elements


def _made(node: Node | None) -> Node:
    """A node that the tree has made; it gives none only when it has no document."""
    if node is None:
        raise ValueError("the HTML tree has no document")
    return node
