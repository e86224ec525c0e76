"""Documents to learn from: labelled blocks of the evaluation sets and of the project's material."""

import gzip
import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from service.core.block_model import KINDS, Extent
from service.core.types import Category

MATERIAL = Path(__file__).parent / "material"
FOLDS = 5
# Whether a block belongs to the article: 0 it does, 1 it does not, -1 nobody says.
UNKNOWN = -1

_KIND_NUMBERS = {kind.value: number for number, kind in enumerate(KINDS)}
_KIND_NUMBERS["other_boilerplate"] = _KIND_NUMBERS[Category.OTHER]
_KEPT_LABELS = ("article", "headline")
_NEUTRAL_LABELS = ("caption", "note")

# Where inserts stand in the development articles: on top of one in seven, below two in five, else
# between paragraphs; a third of the articles has more than one.
_ON_TOP, _BELOW, _MORE = 0.15, 0.4, 0.35
_LONG_HOST, _CUT_HOST, _CUT_HOSTS = 25, 6, 0.6
# Briefs: an article of a few paragraphs gives an insert's neighbours little to say.
_BRIEFS, _BRIEF = 0.3, (3, 7)
# Subheadings are rare in articles of news agencies, which are most of the hosts.
_WITH_SUBHEADINGS, _SUBHEADING_WORDS = 0.3, 7
_HOSTS_AN_INSERT = 2
_PLAIN_HOSTS, _PLAIN_BLOCKS = 0.35, 40
_LEAST_BODY = 3
# There are more own pages than marked ones; at a weight of 1 real pages lost 2 points of precision.
_OWN_PAGE_WEIGHT = 0.25
# What the development pages leave out of the article and the service keeps, or a matter of taste.
_TASTE = frozenset({"headline", "caption", "byline", "date"})


@dataclass(slots=True, kw_only=True, eq=False)
class Document:
    """The blocks of a page or an article.

    truth: int8 a block, see `UNKNOWN`. kinds: a block's number in `KINDS`, -1 for none known.
    fold: documents of one publisher share it. source: the set it is from. weight: of its blocks.
    extent: what its blocks are together.
    """

    id: str
    source: str
    fold: int
    language: str
    lines: list[str]
    truth: npt.NDArray[np.int8]
    kinds: npt.NDArray[np.int8]
    extent: Extent
    weight: float = 1.0
    # Of `UNKNOWN` blocks, those that got a truth from what an earlier model was sure of.
    guessed: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    # Blocks that teach the judge of articles nothing.
    neutral: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    meta: dict[str, Any] = field(default_factory=dict)


Labelled = tuple[Sequence[str], Sequence[str]]
# By fold and language.
Hosts = dict[tuple[int, str], list[Sequence[str]]]


def fold_of(group: str) -> int:
    """A publisher's fold, the same in all sets."""
    return int(hashlib.sha1(group.encode()).hexdigest(), 16) % FOLDS


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read JSON Lines, gzipped or not."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def read_appeals(data: Path) -> list[Document]:
    """The development articles with inserts, and the trap articles."""
    documents = []
    for row in read_rows(data / "appeals" / "data" / "dev.jsonl"):
        blocks = row["blocks"]
        document = _labelled(
            row["id"],
            "appeals",
            fold_of(row["group"]),
            row["lang"],
            ([block["text"] for block in blocks], [block["label"] for block in blocks]),
            extent=Extent.ARTICLE,
        )
        document.meta = {"row": row}
        documents.append(document)
    return documents


def read_pages(data: Path) -> list[Document]:
    """The development pages, each block marked article or boilerplate."""
    documents = []
    for row in read_rows(data / "pages" / "data" / "dev.jsonl"):
        lines = [block["text"] for block in row["blocks"]]
        truth = np.array([block["label"] != "article" for block in row["blocks"]], np.int8)
        document = _dump(row, "pages", lines, truth)
        document.neutral = np.array([block["kind"] in _TASTE for block in row["blocks"]], bool)
        documents.append(document)
    return documents


def read_segments(data: Path) -> list[Document]:
    """Pages of which only a few passages are marked as wanted or unwanted."""
    documents = []
    for row in read_rows(data / "pages" / "data" / "dev_segments.jsonl.gz"):
        lines = [line for line in row["text"].split("\n") if line]
        document = _dump(row, "segments", lines, _passages(lines, row["with"], row["without"]))
        document.weight = 0.5
        documents.append(document)
    return documents


def _dump(
    row: dict[str, Any], source: str, lines: list[str], truth: npt.NDArray[np.int8]
) -> Document:
    """The dump of a whole page, whose kinds of boilerplate nobody has marked."""
    return Document(
        id=row["id"],
        source=source,
        fold=fold_of(row["group"]),
        language=row["lang"],
        lines=lines,
        truth=truth,
        kinds=np.full(len(lines), -1, np.int8),
        extent=Extent.PAGE,
        meta={"row": row},
    )


def _passages(
    lines: Sequence[str], wanted: Iterable[str], unwanted: Iterable[str]
) -> npt.NDArray[np.int8]:
    truth = np.full(len(lines), UNKNOWN, np.int8)
    plain = [plain_line(line) for line in lines]
    for passages, value in ((unwanted, 1), (wanted, 0)):
        for passage in map(plain_line, passages):
            for index, line in enumerate(plain):
                # Shorter passages ("Share") stand in too many blocks.
                if len(passage) > 5 and passage in line:
                    truth[index] = value
    return truth


def plain_line(text: str) -> str:
    """A line with single spaces and without invisible characters, to compare by."""
    return re.sub(r"\s+", " ", re.sub("[\u00ad\u200b\u2060\ufeff]", "", text)).strip()


def read_news(data: Path) -> list[tuple[str, list[str]]]:
    """The training articles of the quote corpus: name and paragraphs."""
    articles = []
    for path in sorted((data / "quotes" / "data" / "train" / "text").iterdir()):
        lines = [plain_line(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
        if len(lines) >= 4:
            articles.append((path.name, lines))
    return articles


def read_material(prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The project's own material: a name and the record, of all files that begin like that."""
    for path in sorted(MATERIAL.glob(f"{prefix}*.jsonl")):
        for number, row in enumerate(read_rows(path)):
            yield f"{path.name}:{number}", row


def own_pages() -> list[Document]:
    """Whole pages written for training."""
    return [make_page(name, row) for name, row in read_material("pages")]


def make_page(name: str, row: dict[str, Any]) -> Document:
    """Make a page out of a record of the material: its language, lines and labels."""
    page = _labelled(
        name,
        "own pages",
        fold_of(name),
        row["language"],
        (row["lines"], row["labels"]),
        extent=Extent.PAGE,
    )
    # As in the development pages; the headline is found by rules.
    page.truth[page.neutral] = 1
    page.weight = _OWN_PAGE_WEIGHT
    return page


def own_articles() -> list[Document]:
    """Articles written for training, most of them about what inserts are about; some have a few."""
    return [
        _labelled(
            name,
            "own articles",
            fold_of(name),
            row["language"],
            (row["lines"], row.get("labels") or ["article"] * len(row["lines"])),
            extent=Extent.ARTICLE,
        )
        for name, row in read_material("articles")
    ]


def _labelled(
    name: str, source: str, fold: int, language: str, blocks: Labelled, *, extent: Extent
) -> Document:
    pairs = [(line.strip(), label) for line, label in zip(*blocks, strict=True) if line.strip()]
    return Document(
        id=name,
        source=source,
        fold=fold,
        language=language,
        lines=[line for line, _ in pairs],
        truth=np.array([_truth(label) for _, label in pairs], np.int8),
        kinds=np.array([_KIND_NUMBERS.get(label, -1) for _, label in pairs], np.int8),
        extent=extent,
        neutral=np.array([label in _TASTE for _, label in pairs], bool),
    )


def _truth(label: str) -> int:
    if label in _NEUTRAL_LABELS:
        return UNKNOWN
    return int(label not in _KEPT_LABELS)


def read_inserts(appeals: Sequence[Document]) -> dict[tuple[int, str], list[Labelled]]:
    """All inserts, once each, by fold and language: the project's own and those of the appeals."""
    inserts: dict[tuple[int, str], list[Labelled]] = defaultdict(list)
    for name, row in read_material("inserts"):
        pairs = [p for p in zip(row["lines"], row["labels"], strict=True) if p[0].strip()]
        lines, labels = zip(*pairs, strict=True)
        inserts[fold_of(name), row["language"]].append((lines, labels))
    seen = set()
    for document in appeals:
        blocks = document.meta["row"]["blocks"]
        for insert in dict.fromkeys(block["insert_id"] for block in blocks if block["insert_id"]):
            own = [b for b in blocks if b["insert_id"] == insert and b["label"] != "article"]
            if own and insert not in seen:
                seen.add(insert)
                labelled = ([b["text"] for b in own], [b["label"] for b in own])
                inserts[document.fold, document.language].append(labelled)
    return inserts


def gather_hosts(
    appeals: Sequence[Document],
    articles: Sequence[Document],
    news: Sequence[tuple[str, list[str]]],
    bodies: Sequence[tuple[Document, Sequence[str]]],
) -> Hosts:
    """Articles to plant inserts in. Args: bodies: what an earlier model kept of whole pages."""
    hosts: Hosts = defaultdict(list)
    for name, lines in news:
        hosts[fold_of(name), "en"].append(lines)
    for document in articles:
        hosts[document.fold, document.language].append(_article_lines(document))
    seen = set()
    for document in appeals:
        own = _article_lines(document)
        host = document.meta["row"]["host"]["id"]
        if len(own) >= 4 and host not in seen:
            seen.add(host)
            hosts[document.fold, document.language].append(own)
    for document, body in bodies:
        hosts[document.fold, document.language].append(body)
    return hosts


def _article_lines(document: Document) -> list[str]:
    return [line for line, y in zip(document.lines, document.truth, strict=True) if y == 0]


def compose(inserts: dict[tuple[int, str], list[Labelled]], hosts: Hosts) -> list[Document]:
    """Plant each insert in two articles of its fold and language; add articles without any."""
    dice = random.Random(7)
    documents: list[Document] = []
    for (fold, language), own in inserts.items():
        articles = hosts.get((fold, language)) or hosts[fold, "en"]
        for blocks in _planted(dice, own, articles):
            name = f"composed {len(documents)}"
            documents.append(_composed(name, fold, language, blocks))
    for (fold, language), articles in hosts.items():
        for lines in articles:
            if dice.random() < _PLAIN_HOSTS:
                whole = lines[:_PLAIN_BLOCKS]
                for kept in (whole, whole[: dice.randint(*_BRIEF)]):
                    blocks = (kept, ["article"] * len(kept))
                    documents.append(_composed(f"host {len(documents)}", fold, language, blocks))
    return documents


def _planted(
    dice: random.Random, inserts: Sequence[Labelled], articles: Sequence[Sequence[str]]
) -> Iterator[Labelled]:
    short = [line for lines in articles for line in lines[1:] if _may_be_subheading(line)]
    for insert in inserts:
        for _ in range(_HOSTS_AN_INSERT):
            host = _cut(dice, dice.choice(articles))
            if short and dice.random() < _WITH_SUBHEADINGS:
                host.insert(dice.randint(1, len(host)), dice.choice(short))
            planted = [insert]
            while dice.random() < _MORE:
                planted.append(dice.choice(inserts))
            yield _plant(dice, host, planted)


def _may_be_subheading(line: str) -> bool:
    return len(line.split()) <= _SUBHEADING_WORDS and not line.endswith((".", "!"))


def reframe(
    pages: Sequence[Document], inserts: dict[tuple[int, str], list[Labelled]], hosts: Hosts
) -> list[Document]:
    """Put another article with inserts into the frame of each page, of its fold and language."""
    dice = random.Random(13)
    documents = []
    for page in pages:
        body = np.flatnonzero(page.truth == 0)
        own = inserts.get((page.fold, page.language))
        articles = hosts.get((page.fold, page.language))
        if not body.size or not own or not articles:
            continue
        lines, labels = next(_planted(dice, [dice.choice(own)], articles))
        inside = _labelled("", "", page.fold, page.language, (lines, labels), extent=Extent.PAGE)
        above, below = slice(0, int(body[0])), slice(int(body[-1]) + 1, None)
        documents.append(
            _made_of(
                page,
                "reframed",
                [*page.lines[above], *inside.lines, *page.lines[below]],
                np.concatenate((page.truth[above], inside.truth, page.truth[below])),
                np.concatenate((page.kinds[above], inside.kinds, page.kinds[below])),
                extent=Extent.PAGE,
            )
        )
    return documents


def cut_bodies(pages: Sequence[Document]) -> list[Document]:
    """The stretch of each page from its article's first block to the last, with what is between.

    That is what the judge of articles gets of a page: there it learns related titles and credits.
    """
    documents = []
    for page in pages:
        body = np.flatnonzero(page.truth == 0)
        if body.size < _LEAST_BODY:
            continue
        inside = slice(int(body[0]), int(body[-1]) + 1)
        documents.append(
            _made_of(
                page,
                "body",
                page.lines[inside],
                np.where(page.neutral[inside], UNKNOWN, page.truth[inside]).astype(np.int8),
                page.kinds[inside],
                extent=Extent.BODY,
            )
        )
    return documents


def _made_of(
    page: Document,
    source: str,
    lines: list[str],
    truth: npt.NDArray[np.int8],
    kinds: npt.NDArray[np.int8],
    *,
    extent: Extent,
) -> Document:
    """A document made of a page's blocks, of its publisher and language."""
    return Document(
        id=f"{source} {page.id}",
        source=source,
        fold=page.fold,
        language=page.language,
        lines=lines,
        truth=truth,
        kinds=kinds,
        extent=extent,
        weight=0.5,
    )


def _composed(name: str, fold: int, language: str, blocks: Labelled) -> Document:
    document = _labelled(name, "composed", fold, language, blocks, extent=Extent.ARTICLE)
    document.weight = 0.5
    return document


def _cut(dice: random.Random, host: Sequence[str]) -> list[str]:
    """Shorten some of the long hosts: inserts in short articles are harder."""
    if dice.random() < _BRIEFS:
        return list(host[: dice.randint(*_BRIEF)])
    if len(host) <= 12 or dice.random() > _CUT_HOSTS:
        return list(host)
    length = dice.randint(_CUT_HOST, min(len(host), _LONG_HOST))
    start = dice.randint(0, len(host) - length) if dice.random() < 0.3 else 0
    return list(host[start : start + length])


def _plant(dice: random.Random, host: Sequence[str], inserts: Sequence[Labelled]) -> Labelled:
    places = [_place(dice, len(host)) for _ in inserts]
    lines: list[str] = []
    labels: list[str] = []
    for index in range(len(host) + 1):
        for place, (own, kinds) in zip(places, inserts, strict=True):
            if place == index:
                lines += own
                labels += kinds
        if index < len(host):
            lines.append(host[index])
            labels.append("article")
    return lines, labels


def _place(dice: random.Random, length: int) -> int:
    where = dice.random()
    if where < _ON_TOP:
        return 0
    if where < _ON_TOP + _BELOW:
        return length
    return dice.randint(1, max(1, length - 1))
