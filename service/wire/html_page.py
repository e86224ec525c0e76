"""Reads an HTML page into pieces: what a reader sees as one paragraph, with its place in the page.

One parse by lxml serves the pieces and the extractor. lxml stops at 2,048 nested elements, so
`read_page` gives no page then; `html.html_to_text` has no such limit.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree, html

from service.core.types import Block

# Elements that begin a line (HTML standard, "Rendering", display: block and its kin).
_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_PLACES = _BLOCK | {"td", "th"}
# What says nothing to a reader, or is no text of the page.
_SILENT = frozenset(
    [
        "audio",
        "button",
        "canvas",
        "datalist",
        "embed",
        "head",
        "iframe",
        "input",
        "map",
        "math",
        "meter",
        "noframes",
        "noscript",
        "object",
        "optgroup",
        "option",
        "progress",
        "rp",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "video",
    ]
)
_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em"})
# What browsers put around <q>, and around one inside another (HTML standard, "Rendering").
MARKS, INNER_MARKS = ("“", "”"), ("‘", "’")
# HTML's white space, which a browser shows as one space; others are the page's own.
_WHITE = re.compile(r"[ \t\n\r\f]+")
# Of the 106 development pages the deepest has 51. Looks at a layout cost pieces times depth, and
# libxml2 leaves out what is nested deeper than 2,048 (HTML_PARSE_HUGE).
_MAX_DEPTH = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One line of the page.

    place: its nearest block-level element. link, bold, italic: shares of its characters, 0 to 1.
    links: how many links it touches.
    """

    text: str
    place: etree._Element
    link: float
    bold: float
    italic: float
    links: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A parsed page and its pieces, in the order of the source."""

    tree: etree._Element
    pieces: tuple[Piece, ...]


def read_page(markup: str) -> Page | None:
    """Parse a page or a fragment; None where there is no element or too deep a nesting."""
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    reader = _Reader()
    pieces = tuple(reader.read(tree))
    return None if reader.deepest >= _MAX_DEPTH else Page(tree=tree, pieces=pieces)


def blocks_of(page: Page, inside: Sequence[bool]) -> tuple[Block, ...]:
    """The page's pieces as blocks. Args: inside: one flag a piece: it is in the article's body."""
    return tuple(
        Block(text=piece.text, raw=None, in_body=one)
        for piece, one in zip(page.pieces, inside, strict=True)
    )


def encodable(text: str) -> str:
    """Replace lone surrogates: JSON can spell them, HTML parsers (UTF-8) can't take them."""
    return text.encode("utf-8", "replace").decode("utf-8")


@dataclass(slots=True)
class _Reader:
    """Walks the elements in order, gathering the runs of text of the line that is open."""

    runs: list[tuple[str, int, bool, bool]] = field(default_factory=list)
    place: etree._Element | None = None
    places: list[etree._Element] = field(default_factory=list)
    silent: int = 0
    link: int = 0
    links: int = 0
    bold: int = 0
    italic: int = 0
    quotes: int = 0
    depth: int = 0
    deepest: int = 0

    def read(self, tree: etree._Element) -> Iterator[Piece]:
        for event, element in etree.iterwalk(tree, events=("start", "end")):
            if event == "start":
                self.depth += 1
                self.deepest = max(self.deepest, self.depth)
                yield from self._enter(element)
            else:
                self.depth -= 1
                yield from self._leave(element)
        yield from self._line()

    def _enter(self, element: etree._Element) -> Iterator[Piece]:
        tag = str(element.tag)
        if self.silent or tag in _SILENT:
            self.silent += 1
            return
        if tag in _BLOCK or tag == "br":
            yield from self._line()
        elif tag in _PLACES and self.runs:
            self._add("\t")
        if tag in _PLACES:
            self.places.append(element)
        self._style(tag, 1)
        if tag == "q" and (element.text or len(element)):
            self._add((INNER_MARKS if self.quotes else MARKS)[0])
            self.quotes += 1
        self._add(element.text)

    def _leave(self, element: etree._Element) -> Iterator[Piece]:
        tag = str(element.tag)
        if self.silent:
            self.silent -= 1
        else:
            if tag == "q" and (element.text or len(element)):
                self.quotes -= 1
                self._add((INNER_MARKS if self.quotes else MARKS)[1])
            if tag in _BLOCK:
                yield from self._line()
            if tag in _PLACES:
                self.places.pop()
            self._style(tag, -1)
        if not self.silent:
            self._add(element.tail)

    def _style(self, tag: str, step: int) -> None:
        if tag == "a":
            self.links += step > 0
            self.link = self.links if step > 0 else 0
        elif tag in _BOLD:
            self.bold += step
        elif tag in _ITALIC:
            self.italic += step

    def _add(self, text: str | None) -> None:
        if not text or not (self.runs or text.strip()) or not self.places:
            return
        if not self.runs:
            self.place = self.places[-1]
        self.runs.append((text, self.link, self.bold > 0, self.italic > 0))

    def _line(self) -> Iterator[Piece]:
        """End the line that is open; blank ones are none."""
        runs, place = self.runs, self.place
        self.runs, self.place = [], None
        text = _WHITE.sub(" ", "".join(run[0] for run in runs)).strip()
        if not text or place is None:
            return
        sizes = [len(run[0].strip()) for run in runs]
        total = max(1, sum(sizes))
        marked = list(zip(sizes, runs, strict=True))
        yield Piece(
            text=text,
            place=place,
            link=sum(size for size, run in marked if run[1]) / total,
            bold=sum(size for size, run in marked if run[2]) / total,
            italic=sum(size for size, run in marked if run[3]) / total,
            links=len({run[1] for run in runs if run[1]}),
        )


# What authors of pages call their elements, by what is in them; a generic vocabulary, none of it
# of one outlet. Source: the names in 106 news pages and those that Readability and trafilatura use.
_NAMES = {
    "body": r"article-?body|article-?content|article-?text|story-?body|story-?text|entry-?content"
    r"|post-?content|post-?body|body-?text|body-?copy|content-?body|main-?content|page-?content"
    r"|rich-?text|prose|paragraph",
    "article": r"article|story|entry|post|hentry|news|blog|single",
    "content": r"content|body|text|main|copy",
    "comment": r"comment|disqus|discuss|reply|replies|respond|feedback|forum",
    "related": r"relat|recommend|recirc|more-?(from|stor|news|on|like|info|article|post)|also"
    r"|popular|trending|most-|read-?(more|next|also)|latest|teaser|promo|outbrain|taboola|similar"
    r"|suggest|up-?next|inline-?(link|story)|top-?(stor|news)|headlines|must-?(read|see)",
    "share": r"share|sharing|social|facebook|twitter|addthis|addtoany|follow|sns|pinterest|whatsapp"
    r"|tweet",
    "ask": r"newsletter|subscri|sign-?up|donat|member|paywall|e-?mail|opt-?in|support-?us|appeal"
    r"|contribut|fundrais|premium|regwall",
    "ad": r"\bads?\b|advert|sponsor|ad(slot|unit|box|wrap)|dfp|gpt|banner|partner|affiliate"
    r"|commercial|native",
    "menu": r"nav|menu|crumb|pagina|pager|toolbar|masthead|topbar|site-?header|skip|\btabs?\b|jump"
    r"|\btoc\b|table-?of-?contents",
    "side": r"aside|rail|widget|module|secondary|right-?(col|bar)|complement|side|panel|bottom",
    "foot": r"foot|copyright|legal|disclaim|terms|privacy|cookie|consent|gdpr|\bcredits?\b",
    "about": r"byline|author|dateline|timestamp|publish|date|meta|info|source|\btags?\b|taxonomy"
    r"|categor|kicker|eyebrow|label|\bbio\b|profile|contributor|writer|reporter|posted|\btime\b"
    r"|\bdek\b|standfirst|subtitle|subhead|topic|keyword|rubric",
    "head": r"head|title|\bhed\b",
    "media": r"caption|figure|image|img|photo|picture|gallery|video|media|slide|carousel|player"
    r"|embed|audio|podcast|thumb|lightbox|cutline|credit",
    "hidden": r"hidden|hide|pop-?up|modal|overlay|tooltip|visually|sr-only|screen-?reader|offscreen"
    r"|invisible|dialog|print-only|a11y|alert",
    "quote": r"quote|pull",
    "list": r"list|item|card|grid|feed|tile|stack|collection|archive|loop|river|stream",
    "box": r"fact|box|callout|highlight|summary|key-?(point|takeaway)|inset|insert|note|table"
    r"|recipe|ingredient",
}
KINDS = tuple(_NAMES)
_PATTERNS = tuple(re.compile(pattern) for pattern in _NAMES.values())
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def kinds(element: etree._Element) -> tuple[bool, ...]:
    """Which of `KINDS` the element's class and id name."""
    return _kinds_of(name(element))


def name(element: etree._Element) -> str:
    """The element's class and id, as one string."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


# The names of a site's elements recur on its pages; 20,000 are some hundred sites' (a few MB).
@lru_cache(maxsize=20_000)
def _kinds_of(names: str) -> tuple[bool, ...]:
    folded = _HUMP.sub("-", names[:500]).lower().replace("_", "-")
    return tuple(pattern.search(folded) is not None for pattern in _PATTERNS)


def ancestors(element: etree._Element) -> tuple[etree._Element, ...]:
    """The element and what it is in, from the inside."""
    return (element, *element.iterancestors())
