"""Turns an HTML page into the text that a browser would show."""

from resiliparse.extract.html2text import extract_plain_text


def html_to_text(html: str) -> str:
    """Render a page's visible text: one line a paragraph-like element, no markup.

    Nothing is judged here: banners and menus stay, the text core decides about them.
    """
    return str(
        extract_plain_text(
            html,
            preserve_formatting=True,
            main_content=False,
            list_bullets=False,
            alt_texts=False,
            links=False,
            form_fields=False,
            noscript=False,
        )
    )
