"""Reads articles whose attributions people have marked: PolNeAR's form, and the project's own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.core.lexicon import words
from service.core.types import Span
from service.nlp.labels import Role

# The project's own articles, and the files that hold them.
_MATERIAL = Path(__file__).parent.parent / "material"
_OWN = "quotes-*.txt"
# "{s3|Ann Holt}": a part of attribution 3.
_MARKUP = re.compile(r"\{([scq])(\d+)\|([^{}|]*)\}")
_LETTERS = {"s": Role.SOURCE, "c": Role.CUE, "q": Role.CONTENT}
_HEADER = re.compile(r"^=== *(.+)$", re.M)
_NOTE = re.compile(r"^@.*\n?", re.M)
_ROLES = {"Source": Role.SOURCE, "Cue": Role.CUE, "Content": Role.CONTENT}
# Annotators took a source for a cue and the other way round here and there: a "source" of nothing
# but these words is one.
_SAYING = words("""
    said says say told tells added adds wrote tweeted argued noted explained asked according
    to""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """The parts of one attribution, by role; places in the article's text."""

    parts: dict[Role, tuple[Span, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article and its attributions; `notes`: the lines of an own article that begin with @."""

    id: str
    text: str
    markings: tuple[Marking, ...]
    notes: tuple[str, ...] = ()


def read_polnear(folder: Path) -> list[Article]:
    """Read one split: text/NAME.txt, attributions/NAME_ANNOTATOR.ann in brat's standoff form.

    Of an article that several annotators marked the first is taken, by the order of their names.
    """
    annotations: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        annotations[path.stem.rsplit("_", 1)[0]].append(path)
    articles = []
    for name in sorted(annotations):
        # Line ends as they are: the places count them.
        text = (folder / "text" / f"{name}.txt").read_bytes().decode()
        standoff = annotations[name][0].read_bytes().decode()
        markings = tuple(_ordered(text, one) for one in _read_standoff(standoff))
        articles.append(Article(id=name, text=text, markings=markings))
    return articles


def _read_standoff(standoff: str) -> Iterator[dict[Role, list[Span]]]:
    spans: dict[str, list[Span]] = {}
    events: list[str] = []
    for line in standoff.split("\n"):
        kind, _, rest = line.partition("\t")
        if re.fullmatch(r"T\d+", kind):
            places = rest.split("\t", 1)[0].split(" ", 1)[1]
            spans[kind] = [_span(place) for place in places.split(";")]
        elif re.fullmatch(r"E\d+", kind):
            events.append(rest)
    for event in events:
        parts: dict[Role, list[Span]] = {role: [] for role in Role}
        for argument in event.split():
            role, _, key = argument.partition(":")
            known = _ROLES.get(role.rstrip("0123456789"))
            if known is not None:
                parts[known] += spans.get(key, [])
        yield parts


def _span(place: str) -> Span:
    start, end = place.split()
    return Span(start=int(start), end=int(end))


def _ordered(text: str, parts: dict[Role, list[Span]]) -> Marking:
    source, cue = (
        [word.lower() for span in parts[role] for word in text[span.start : span.end].split()]
        for role in (Role.SOURCE, Role.CUE)
    )
    if source and cue and _SAYING.issuperset(source) and not _SAYING.issuperset(cue):
        parts[Role.SOURCE], parts[Role.CUE] = parts[Role.CUE], parts[Role.SOURCE]
    return Marking(parts={role: tuple(sorted(parts[role])) for role in Role})


def read_own(text: str) -> list[Article]:
    """Read articles in the project's own markup.

    "=== ID" begins an article; "{s3|Ann Holt}", "{c3|said}" and "{q3|…}" are the source, the cue
    and the content of attribution 3; lines that begin with @ are notes and no text.
    """
    pieces = _HEADER.split(text)[1:]
    return [
        _own_article(id.strip(), body) for id, body in zip(pieces[::2], pieces[1::2], strict=True)
    ]


def _own_article(id: str, body: str) -> Article:
    notes = tuple(line.strip() for line in _NOTE.findall(body))
    body = _NOTE.sub("", body).strip()
    parts: dict[int, dict[Role, list[Span]]] = defaultdict(lambda: {role: [] for role in Role})
    text = ""
    position = 0
    for match in _MARKUP.finditer(body):
        text += body[position : match.start()]
        span = Span(start=len(text), end=len(text) + len(match[3]))
        parts[int(match[2])][_LETTERS[match[1]]].append(span)
        text += match[3]
        position = match.end()
    markings = [
        Marking(parts={role: tuple(spans) for role, spans in parts[number].items()})
        for number in sorted(parts)
    ]
    return Article(id=id, text=text + body[position:], markings=tuple(markings), notes=notes)


def own_articles() -> list[Article]:
    """The project's own articles, by file and in its order."""
    found = sorted(_MATERIAL.glob(_OWN))
    return [article for path in found for article in read_own(path.read_text(encoding="utf-8"))]
