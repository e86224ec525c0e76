"""Scores the service's quotes on articles of the project's own with every attribution marked.

`own/attributions.txt` holds articles in the markup of `service.train.quotes.corpus`, all invented;
a note "@ N name=…; type=…; role=…; by=…" tells who attribution N's source is, "name=-" that it has
none. A predicted statement meets a marked attribution with which it shares at least half of the
tokens that either has. Figures: content tokens F1; attribution F1; attribution+name F1 (met, and
the speaker's name right: same words, whatever article, case and titles); name (right, of those
met whose source is noted), precision (right, of those met that got a name), type and reporter
(right, of those met and right in name); marked (of attributions with marks inside, those met).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from figures import Origin, Scored, bootstrap
from published import clean_text, published_quotes

from service.core.annotation import Annotate
from service.core.types import Quote, Span
from service.nlp.labels import Role
from service.train.quotes.corpus import Article, read_own

_SET = Path(__file__).parent / "own" / "attributions.txt"
_WORD = re.compile(r"\w+")
_NOTE = re.compile(r"@ *(\d+) +(.*)")
_MARKS = frozenset("\"“”‘’'")
_LEAST_SHARED = 0.5
_NO_PART = frozenset(["the", "a", "an", "mr", "mrs", "ms", "dr", "sir"])

Statement = tuple[frozenset[int], Quote]


def score(annotate: Annotate) -> Scored:
    """The figures of the set, with intervals over its articles."""
    articles = read_own(_SET.read_text("utf-8"))
    counted = [count(article, annotate) for article in articles]
    figures = bootstrap(counted, _figures, groups=[article.id for article in articles])
    return Scored(name="own attributions", origin=Origin.OWN, figures=figures)


def count(article: Article, annotate: Annotate) -> Counter[str]:
    """What the service gets right of one article."""
    clean = clean_text(article.text)
    if clean.text != article.text:
        raise ValueError(f"{article.id}: its paragraphs are not one blank line apart")
    quotes = published_quotes(clean, annotate)
    found = list(_statements(article.text, quotes))
    gold = [_tokens(article.text, marking.parts[Role.CONTENT]) for marking in article.markings]
    counts = Counter(
        gold=len(gold),
        found=len(found),
        tokens_gold=len(frozenset().union(*gold)),
        tokens_found=len(frozenset().union(*(tokens for tokens, _ in found))),
        tokens_both=len(frozenset().union(*gold) & frozenset().union(*(t for t, _ in found))),
    )
    notes = _notes(article)
    for number, tokens in enumerate(gold):
        has_marks = _has_marks(article, number)
        counts["marked"] += has_marks
        met = _met(tokens, found)
        if met is None:
            continue
        counts["met"] += 1
        counts["marked met"] += has_marks
        counts.update(_judged(met, notes[number]))
    return counts


def _judged(quote: Quote, note: Mapping[str, str]) -> Iterator[str]:
    name = None if note["name"] == "-" else note["name"]
    given = quote.speaker and quote.speaker.name
    if name is None:
        if given is None:
            yield "name right of none"
        return
    yield "noted"
    if given is None:
        return
    yield "given"
    if _plain(given) != _plain(name):
        return
    yield "name right"
    if quote.speaker is not None and quote.speaker.type == note["type"]:
        yield "type right"
    by = quote.reported_by and quote.reported_by.name
    if _plain(by or "") == _plain(note.get("by", "")):
        yield "reporter right"


def _figures(counted: Sequence[Counter[str]]) -> dict[str, float]:
    total = sum(counted, Counter())
    with_name = total["name right"] + total["name right of none"]
    return {
        "content tokens": _f1(total["tokens_both"], total["tokens_found"], total["tokens_gold"]),
        "attribution": _f1(total["met"], total["found"], total["gold"]),
        "attribution+name": _f1(with_name, total["found"], total["gold"]),
        "name": _share(total["name right"], total["noted"]),
        "precision": _share(total["name right"], total["given"]),
        "type": _share(total["type right"], total["name right"]),
        "reporter": _share(total["reporter right"], total["name right"]),
        "marked": _share(total["marked met"], total["marked"]),
    }


def _f1(right: int, found: int, gold: int) -> float:
    return _share(2 * right, found + gold)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def _statements(text: str, quotes: Sequence[Quote]) -> Iterator[Statement]:
    """The tokens of each statement's contents, with its first quote that has a speaker."""
    members: dict[int, list[Quote]] = defaultdict(list)
    for quote in quotes:
        members[quote.statement].append(quote)
    for parts in members.values():
        tokens = _tokens(text, [part.content for part in parts])
        yield tokens, next((part for part in parts if part.speaker), parts[0])


def _tokens(text: str, spans: Sequence[Span]) -> frozenset[int]:
    """Where the words of some spans begin."""
    return frozenset(
        word.start() for span in spans for word in _WORD.finditer(text, span.start, span.end)
    )


def _met(gold: frozenset[int], found: Sequence[Statement]) -> Quote | None:
    shares = [(len(gold & tokens) / max(1, len(gold | tokens)), quote) for tokens, quote in found]
    share, quote = max(shares, key=lambda one: one[0], default=(0.0, None))
    return quote if share >= _LEAST_SHARED else None


def _has_marks(article: Article, number: int) -> bool:
    parts = article.markings[number].parts[Role.CONTENT]
    return any(_MARKS.intersection(article.text[part.start : part.end]) for part in parts)


def _notes(article: Article) -> list[dict[str, str]]:
    """The note of each attribution, in their order."""
    notes = {
        int(match[1]): dict(field.strip().split("=", 1) for field in match[2].split(";"))
        for match in map(_NOTE.match, article.notes)
        if match is not None
    }
    return [notes[number] for number in sorted(notes)]


def _plain(name: str) -> tuple[str, ...]:
    words = [word.strip(".,").lower() for word in re.sub(r"['’]s?\b", "", name).split()]
    return tuple(word for word in words if word and word not in _NO_PART)
