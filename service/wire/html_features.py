"""Measures the pieces of a page: what they say, where they are, what extractors make of them.

`measure_page` gives one row a piece; the trees in `service/models/html.bin` read the columns by
their place, so each change here needs `quotesieve train-blocks`.
"""

import json
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from lxml import etree
from numpy.typing import ArrayLike, NDArray

from service.core.rules.line import Line, measure
from service.core.types import Category
from service.wire.html_page import KINDS, Page, ancestors, kinds, name

Columns = dict[str, NDArray[np.float32]]
Shingle = tuple[str, ...]

# Farther than any page is deep, "there is none" for a distance.
_FAR = 99.0
_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]]*(?=\s|$)|다\.")
_CLOSED = re.compile(r"[.!?…。！？:][\"'”’»)\]]*$")
_DATE = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}"
    r"|\b\d{1,2}\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\d{1,2}:\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b(19|20)\d\d\b|\bago\b",
    re.IGNORECASE,
)
_QUOTES = re.compile(r'["“”«»„‘]')
_ADDRESS = re.compile(r"https?://|www\.|@\w")
_SIGNS = re.compile(r"[|»›•→]")
_WORD = re.compile(r"\w+")
_TAGS = [
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "td",
    "th",
    "blockquote",
    "pre",
    "figcaption",
    "section",
    "article",
    "dd",
    "dt",
    "tr",
]
# So many steps up, a name is about the piece.
_NEAR = 3
# Elements that say what is in them, and the roles (WAI-ARIA) that say the same of any element.
_CONTAINERS = [
    "article",
    "main",
    "aside",
    "nav",
    "header",
    "footer",
    "figure",
    "form",
    "table",
    "ul",
    "blockquote",
    "section",
    "figcaption",
    "li",
    "details",
]
_ROLES = {
    "main": "main",
    "navigation": "nav",
    "complementary": "aside",
    "banner": "header",
    "contentinfo": "footer",
    "article": "article",
    "search": "nav",
    "dialog": "aside",
}
_HIDDEN = "hidden"
_MARKS = (*_CONTAINERS, "article_body", _HIDDEN)
_CATEGORIES = {category: number for number, category in enumerate(Category, 1)}
# A shingle of four words is the unit in which the benchmark of article extraction counts.
_SHINGLE = 4
# Two sentences of a news page are about so long; what is shorter may be a title.
_PROSE_WORDS, _PROSE_CHARACTERS, _UNSPACED = 15, 60, 8
_PROSE_LINK = 0.4
# Of a piece's shingles, how many an extractor must have for it to have taken the piece.
_TAKEN = 0.8
_REACH = (-3, -2, -1, 1, 2, 3)
_SEEN_BY_NEIGHBOURS = [
    "words",
    "link",
    "precise",
    "loose",
    "container_pieces",
    "closed",
    "loose_line",
    "main_in",
    "tag_p",
    "bold",
    "near_related",
    "near_share",
    "near_ask",
    "near_about",
    "near_media",
    "form_taken",
    "parent_taken",
    "copies",
    "in_li",
    "headline",
    "points",
    "prose_line",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    """What the groups of columns share. paths: each piece's ancestors, from the inside."""

    page: Page
    words: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]
    paths: tuple[tuple[etree._Element, ...], ...]
    prose: NDArray[np.float32]

    @property
    def size(self) -> int:
        return len(self.words)


def measure_page(
    page: Page, *, precise: str, loose: str
) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Measure each piece of a page that has some.

    Args: precise, loose: the page's text by an extractor that leaves out too much, and by one that
    takes too much; "" where it found none.
    Returns: the names of the columns, and a float32 matrix, pieces by columns.
    """
    texts = [piece.text for piece in page.pieces]
    words = tuple(split_words(text) for text in texts)
    measured = _Measured(
        page=page,
        words=words,
        lines=tuple(measure(text) for text in texts),
        paths=tuple(ancestors(piece.place) for piece in page.pieces),
        prose=_prose(page, words),
    )
    columns = _shape(measured) | _wording(measured) | _structure(measured) | _names(measured)
    columns |= _containers(measured) | _extractors(measured, precise=precise, loose=loose)
    columns |= _metadata(measured)
    columns |= _neighbours(columns)
    return tuple(columns), np.stack(list(columns.values()), axis=1)


def _column(values: ArrayLike) -> NDArray[np.float32]:
    return np.asarray(values, np.float32)


def _prose(page: Page, words: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """Characters outside links of the pieces that read like running text; 0 for the others."""
    sizes = []
    for piece, tokens in zip(page.pieces, words, strict=True):
        size = len(piece.text)
        unspaced = size >= _PROSE_CHARACTERS and size > _UNSPACED * len(tokens)
        running = (len(tokens) >= _PROSE_WORDS or unspaced) and piece.link < _PROSE_LINK
        is_prose = running and _CLOSED.search(piece.text) is not None
        sizes.append(size * (1 - piece.link) if is_prose else 0.0)
    return _column(sizes)


def _shape(measured: _Measured) -> Columns:
    pieces, words = measured.page.pieces, measured.words
    texts = [piece.text for piece in pieces]
    copies = Counter(words)
    shares: dict[str, Callable[[str], float]] = {
        "characters": len,
        "sentences": lambda text: len(_SENTENCE.findall(text)),
        "closed": lambda text: _CLOSED.search(text) is not None,
        "colon_last": lambda text: text.endswith(":"),
        "upper": lambda text: _share(text, str.isupper),
        "digits": lambda text: _share(text, str.isdigit),
        "lower_first": lambda text: text[0].islower(),
        "commas": lambda text: text.count(",") + text.count("、"),
        "quotes": lambda text: len(_QUOTES.findall(text)),
        "date": lambda text: len(text) < 120 and _DATE.search(text) is not None,
        "bracket_first": lambda text: text[0] in "([",
        "dash_first": lambda text: text[0] in "-–—",
        "signs": lambda text: _SIGNS.search(text) is not None,
        "copyright": lambda text: "©" in text,
        "colon_early": lambda text: 0 <= text.find(":") < 25,
        "question": lambda text: text.endswith("?"),
        "call": lambda text: "!" in text,
        "address": lambda text: _ADDRESS.search(text) is not None,
    }
    columns = {key: _column([rule(text) for text in texts]) for key, rule in shares.items()}
    return columns | {
        "words": _column([len(tokens) for tokens in words]),
        "capitals": _column(
            [sum(word[0].isupper() for word in tokens) / max(1, len(tokens)) for tokens in words]
        ),
        "copies": _column([copies[tokens] for tokens in words]),
        "repeats": _repeats(words),
        "link": _column([piece.link for piece in pieces]),
        "links": _column([piece.links for piece in pieces]),
        "bold": _column([piece.bold for piece in pieces]),
        "italic": _column([piece.italic for piece in pieces]),
    }


def _share(text: str, rule: Callable[[str], bool]) -> float:
    return sum(map(rule, text)) / len(text)


def _repeats(words: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """Share of each piece's shingles that another piece has, too."""
    all_shingles = [set(shingles(tokens)) for tokens in words]
    counts = Counter(shingle for own in all_shingles for shingle in own)
    return _column(
        [sum(counts[shingle] > 1 for shingle in own) / max(1, len(own)) for own in all_shingles]
    )


def split_words(text: str) -> tuple[str, ...]:
    """The words of a text, in order."""
    return tuple(_WORD.findall(text))


def shingles(words: Sequence[str]) -> list[Shingle]:
    """The runs of four words, in order; none of fewer words."""
    return list(zip(*(words[start:] for start in range(_SHINGLE)), strict=False))


def _wording(measured: _Measured) -> Columns:
    lines = measured.lines
    return {
        "points": _column([line.points for line in lines]),
        "cue": _column([_CATEGORIES[line.cue.category] if line.cue else 0 for line in lines]),
        "label": _column([_CATEGORIES[line.label.category] if line.label else 0 for line in lines]),
        "weak_label": _column([line.weak_label for line in lines]),
        "speech": _column([line.speech for line in lines]),
        "prose_line": _column([line.prose for line in lines]),
    } | {
        f"class_{number}": _column([line.counts[number] for line in lines])
        for number in range(len(lines[0].counts))
    }


def _structure(measured: _Measured) -> Columns:
    places = [piece.place for piece in measured.page.pieces]
    columns = {f"tag_{tag}": _column([place.tag == tag for place in places]) for tag in _TAGS}
    columns |= _distances("in", _MARKS, measured.paths, _marks)
    hidden = columns.pop(f"in_{_HIDDEN}") < _FAR
    return columns | {
        "depth": _column([len(path) for path in measured.paths]),
        "hidden": _column(hidden),
        "nameless": _column([not name(place).strip() for place in places]),
        "place": _column(np.arange(measured.size) / measured.size),
    }


def _marks(element: etree._Element) -> tuple[bool, ...]:
    """Which of `_MARKS` the element has."""
    style = (element.get("style") or "").replace(" ", "").lower()
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    named = (element.tag, _ROLES.get(element.get("role") or ""))
    return (
        *(container in named for container in _CONTAINERS),
        "articleBody" in (element.get("itemprop") or ""),
        hidden or "display:none" in style,
    )


def _distances(
    key: str,
    names: Sequence[str],
    paths: Sequence[tuple[etree._Element, ...]],
    marks: Callable[[etree._Element], tuple[bool, ...]],
) -> Columns:
    """How many steps up the first ancestor is that has each mark, `_FAR` where none has it.

    Ancestors are shared, so each is looked at once: its distances are those of its parent, a step
    more, or 0 where it has the mark itself.
    """
    none = np.full(len(names), _FAR, np.float32)
    known: dict[etree._Element, NDArray[np.float32]] = {}
    for path in paths:
        unknown = next((n for n, element in enumerate(path) if element in known), len(path))
        for element in reversed(path[:unknown]):
            above = known.get(element.getparent(), none)
            farther = np.where(above < _FAR, above + 1, _FAR)
            known[element] = np.where(marks(element), 0, farther).astype(np.float32)
    rows = np.stack([known[path[0]] for path in paths])
    return {f"{key}_{part}": rows[:, number] for number, part in enumerate(names)}


def _names(measured: _Measured) -> Columns:
    # The last one is <html>, whose classes are about the browser.
    paths = [path[:-1] or path for path in measured.paths]
    columns = _distances("up", KINDS, paths, kinds)
    near = {f"near_{kind}": _column(columns[f"up_{kind}"] < _NEAR) for kind in KINDS}
    return columns | near


class _Totals:
    """What is below each element: characters, characters in links, pieces, prose, prose pieces."""

    def __init__(self, measured: _Measured) -> None:
        self._sums: dict[etree._Element, list[float]] = defaultdict(lambda: [0.0] * 5)
        for piece, path, prose in zip(
            measured.page.pieces, measured.paths, measured.prose.tolist(), strict=True
        ):
            size = len(piece.text)
            row = (size, size * piece.link, 1.0, prose, float(prose > 0))
            for element in path:
                sums = self._sums[element]
                for number, value in enumerate(row):
                    sums[number] += value
        self._rows: dict[etree._Element, tuple[float, ...]] = {}
        self.page = self._sums[measured.page.tree]
        self.page_prose = max(1.0, self.page[3])

    def prose(self, element: etree._Element) -> float:
        return self._sums[element][3]

    def row(self, element: etree._Element) -> tuple[float, ...]:
        """What `_TOTALS` names."""
        if element not in self._rows:
            self._rows[element] = self._row(element)
        return self._rows[element]

    def _row(self, element: etree._Element) -> tuple[float, ...]:
        size, linked, pieces, prose, prose_pieces = self._sums[element]
        whole = max(1.0, size)
        return prose / self.page_prose, linked / whole, pieces, prose_pieces, prose / whole


_TOTALS = ("prose", "link", "pieces", "prose_pieces", "density")
_LEVELS = ("container", "parent", "grandparent", "third")
_CLIMBS = (0.25, 0.5, 0.8)


def _containers(measured: _Measured) -> Columns:
    totals = _Totals(measured)
    columns: Columns = {}
    for level, key in enumerate(_LEVELS):
        rows = [totals.row(path[min(level, len(path) - 1)]) for path in measured.paths]
        columns |= _table(key, _TOTALS, rows)
    for share in _CLIMBS:
        rows = [_climb(totals, path, share) for path in measured.paths]
        columns |= _table(f"climb_{share}", ("steps", "prose", "link", "pieces"), rows)
    size, linked, pieces, prose, prose_pieces = totals.page
    whole = (("pieces", pieces), ("prose", prose), ("prose_pieces", prose_pieces))
    columns |= {f"page_{key}": _column([value] * measured.size) for key, value in whole}
    columns["page_link"] = _column([linked / max(1.0, size)] * measured.size)
    return columns | _relation("main", measured, _main(measured, totals))


def _climb(
    totals: _Totals, path: Sequence[etree._Element], share: float
) -> tuple[float, float, float, float]:
    """Steps up to where `share` of the page's prose is, and what the step before holds."""
    wanted = share * totals.page_prose
    # An element holds what its children hold, so this only rises.
    steps = bisect_left(path, wanted, key=totals.prose) % len(path)
    prose, link, pieces, _, _ = totals.row(path[max(0, steps - 1)])
    return steps, prose, link, pieces


def _table(key: str, names: Sequence[str], rows: Sequence[Sequence[float]]) -> Columns:
    values = _column(rows)
    return {f"{key}_{part}": values[:, number] for number, part in enumerate(names)}


def _main(measured: _Measured, totals: _Totals) -> etree._Element | None:
    """The element of the article as Readability finds it: by the paragraphs right below it."""
    scores: dict[etree._Element, float] = defaultdict(float)
    for path, prose in zip(measured.paths, measured.prose.tolist(), strict=True):
        weights = (float(path[0].tag not in ("p", "li")), 1.0, 0.5, 0.25)
        for element, weight in zip(path, weights, strict=False):
            scores[element] += weight * prose
    if not any(scores.values()):
        return None
    return max(scores, key=lambda element: scores[element] * (1 - totals.row(element)[1]))


def _relation(key: str, measured: _Measured, main: etree._Element | None) -> Columns:
    """Where each piece is to an element: inside, how deep, how far apart, before or after."""
    names = ("in", "down", "up", "side")
    if main is None:
        return _table(key, names, [(-1.0,) * 4] * measured.size)
    up = {element: steps for steps, element in enumerate(ancestors(main))}
    rows = []
    for path in measured.paths:
        down = next(steps for steps, element in enumerate(path) if element in up)
        rows.append((float(path[down] is main), down, up[path[down]]))
    inside = [number for number, row in enumerate(rows) if row[0]] or [0]
    sides = [(n > inside[-1]) - (n < inside[0]) for n in range(len(rows))]
    return _table(key, names, [(*row, side) for row, side in zip(rows, sides, strict=True)])


def _extractors(measured: _Measured, *, precise: str, loose: str) -> Columns:
    columns: Columns = {}
    for key, text in (("precise", precise), ("loose", loose)):
        extract = _Extract(text)
        columns[key] = _column([extract.share(words) for words in measured.words])
        columns[f"{key}_line"] = _column([words in extract.lines for words in measured.words])
        total = sum(map(len, measured.words))
        columns[f"{key}_size"] = _column([extract.size / max(1, total)] * measured.size)
    taken = columns["precise"] > _TAKEN
    return columns | _taken(measured, taken)


class _Extract:
    """What an extractor took: its lines and its runs of up to four words."""

    def __init__(self, text: str) -> None:
        lines = [tuple(_WORD.findall(line)) for line in text.split("\n")]
        words = [word for line in lines for word in line]
        self.lines = {line for line in lines if line}
        self.size = len(words)
        self._runs = {
            run
            for length in range(1, _SHINGLE + 1)
            for run in zip(*(words[start:] for start in range(length)), strict=False)
        }

    def share(self, words: tuple[str, ...]) -> float:
        """Share of the piece's shingles that were taken."""
        runs = shingles(words) or ([words] if words else [])
        return sum(run in self._runs for run in runs) / max(1, len(runs))


def _taken(measured: _Measured, taken: NDArray[np.bool_]) -> Columns:
    """Where a piece is to the prose that the precise extractor took, and how like it."""
    prose = np.where(taken, measured.prose, 0.0)
    total = max(1.0, float(prose.sum()))
    numbers = np.nonzero(prose)[0]
    first, last = (int(numbers[0]), int(numbers[-1])) if len(numbers) else (0, measured.size - 1)
    here = np.arange(measured.size)
    columns = {
        "before_taken": _column(first - here),
        "after_taken": _column(here - last),
        "between_taken": _column((here - first) / max(1, last - first)),
        "shared_words": _shared_words(measured, prose > 0),
    }
    for key, labels in _likeness(measured).items():
        columns |= _taken_alike(key, labels, prose, total, measured.prose)
    return columns | _relation("taken", measured, _common(measured, prose, total))


def _likeness(measured: _Measured) -> Mapping[str, Sequence[Hashable]]:
    """By what pieces are alike: the names of their elements, their parents, their looks."""
    pieces, paths = measured.page.pieces, measured.paths
    own = [(path[0].tag, name(path[0])) for path in paths]
    parents = [path[min(1, len(path) - 1)] for path in paths]
    return {
        "own": own,
        "name": [
            (*one, parent.tag, name(parent)) for one, parent in zip(own, parents, strict=True)
        ],
        "parent": parents,
        "sibling": [(path[0].tag, parent) for path, parent in zip(paths, parents, strict=True)],
        "grandparent": [path[min(2, len(path) - 1)] for path in paths],
        "path": [tuple(element.tag for element in path) for path in paths],
        "form": [
            (piece.place.tag, piece.bold > 0.8, piece.italic > 0.8, piece.link > 0.5)
            for piece in pieces
        ],
    }


def _taken_alike(
    key: str,
    labels: Sequence[Hashable],
    taken: NDArray[np.float32],
    total: float,
    prose: NDArray[np.float32],
) -> Columns:
    mine: dict[Hashable, float] = defaultdict(float)
    every: dict[Hashable, float] = defaultdict(float)
    counts = Counter(labels)
    for label, own, whole in zip(labels, taken.tolist(), prose.tolist(), strict=True):
        mine[label] += own
        every[label] += whole
    return {
        f"{key}_taken": _column([mine[label] / total for label in labels]),
        f"{key}_purity": _column([mine[label] / max(1.0, every[label]) for label in labels]),
        f"{key}_count": _column([counts[label] for label in labels]),
    }


def _common(measured: _Measured, prose: NDArray[np.float32], total: float) -> etree._Element | None:
    """The innermost element that holds four fifths of the prose that was taken."""
    sums: dict[etree._Element, float] = defaultdict(float)
    depths: dict[etree._Element, int] = {}
    for path, size in zip(measured.paths, prose.tolist(), strict=True):
        for steps, element in enumerate(path if size else ()):
            sums[element] += size
            depths[element] = len(path) - steps
    enough = [element for element, size in sums.items() if size >= _TAKEN * total]
    return max(enough, key=lambda element: depths[element], default=None)


def _shared_words(measured: _Measured, body: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Share of a piece's words of five letters or more that the body's other pieces have."""
    own = [{word.lower() for word in words if len(word) > 4} for words in measured.words]
    counts = Counter(
        word for words, inside in zip(own, body, strict=True) if inside for word in words
    )
    return _column(
        [
            sum(counts[word] > inside for word in words) / len(words) if words else -1.0
            for words, inside in zip(own, body.tolist(), strict=True)
        ]
    )


def _metadata(measured: _Measured) -> Columns:
    told = _told(measured.page.tree)
    body = _Extract("\n".join(told["body"]))
    titles, abstracts = _word_sets(told["headline"]), _word_sets(told["description"])
    authors = _word_sets([text for text in told["author"] if len(text) < _NAME_CHARACTERS])
    words = measured.words
    headline = _column([_alike(own, titles) for own in words])
    firsts = [number for number, path in enumerate(measured.paths) if path[0].tag == "h1"]
    best = int(headline.argmax()) if headline.max() > 0.5 else (firsts or [0])[0]
    here = np.arange(measured.size)
    return {
        "told_body": _column([body.share(own) if body.size else -1.0 for own in words]),
        "headline": headline,
        "description": _column([_alike(own, abstracts) for own in words]),
        "author": _column([_names_one(own, authors) for own in words]),
        "from_headline": _column(here - best),
        "is_headline": _column(here == best),
    }


_META = {
    "og:description": "description",
    "description": "description",
    "twitter:description": "description",
    "og:title": "headline",
    "twitter:title": "headline",
    "title": "headline",
    "author": "author",
    "article:author": "author",
}
_LD = {
    "articleBody": "body",
    "description": "description",
    "caption": "description",
    "headline": "headline",
}
_LD_DEPTH = 8
_TOLD_TEXTS = 30
# Longer "authors" are texts about them; longer pieces only mention one.
_NAME_CHARACTERS, _BYLINE_WORDS = 60, 25


def _told(tree: etree._Element) -> dict[str, list[str]]:
    """What the page says of itself: JSON-LD (schema.org), Open Graph, <title>."""
    told: dict[str, list[str]] = {"body": [], "headline": [], "description": [], "author": []}
    for script in tree.iter("script"):
        if (script.get("type") or "").lower().startswith("application/ld+json"):
            for key, value in _linked_data(script.text or ""):
                told[key].append(value)
    for meta in tree.iter("meta"):
        kind = _META.get((meta.get("property") or meta.get("name") or "").lower())
        if kind is not None:
            told[kind].append(meta.get("content") or "")
    told["headline"] += [title.text or "" for title in tree.iter("title")]
    return told


def _linked_data(source: str) -> Iterator[tuple[str, str]]:
    try:
        value = json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return
    yield from _strings(value, _LD_DEPTH)


def _strings(value: object, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, list) and depth:
        for item in value:
            yield from _strings(item, depth - 1)
    elif isinstance(value, dict) and depth:
        yield from _own_strings(value)
        for item in value.values():
            yield from _strings(item, depth - 1)


def _own_strings(value: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, kind in _LD.items():
        text = value.get(key)
        if isinstance(text, str):
            yield kind, text
    author = value.get("author")
    if isinstance(author, dict) and isinstance(author.get("name"), str):
        yield "author", author["name"]


def _word_sets(texts: Sequence[str]) -> list[set[str]]:
    """The words of each text that has some; galleries tell hundreds, the first are the page's."""
    sets = (set(_WORD.findall(text)) for text in texts[:_TOLD_TEXTS])
    return [words for words in sets if words]


def _alike(words: Sequence[str], others: Sequence[set[str]]) -> float:
    """Jaccard index of the piece's words and those of the most similar text."""
    own = set(words)
    return max((len(own & other) / len(own | other) for other in others), default=0.0)


def _names_one(words: Sequence[str], names: Sequence[set[str]]) -> float:
    """Share of an author's name that a short piece has."""
    if len(words) > _BYLINE_WORDS:
        return 0.0
    return max((len(name.intersection(words)) / len(name) for name in names), default=0.0)


def _neighbours(columns: Columns) -> Columns:
    shifted: Columns = {}
    for key in _SEEN_BY_NEIGHBOURS:
        column = columns[key]
        for step in _REACH:
            moved = np.full_like(column, -9.0)
            if abs(step) < len(column):
                target, origin = (slice(None, -step), slice(step, None))
                if step < 0:
                    target, origin = (slice(-step, None), slice(None, step))
                moved[target] = column[origin]
            shifted[f"{key}{step:+}"] = moved
    return shifted
