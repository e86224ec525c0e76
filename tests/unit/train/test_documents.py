"""What the judge of blocks learns from."""

from collections import Counter

import numpy as np

from service.core.block_model import KINDS, Extent
from service.core.types import Category
from service.train.documents import (
    FOLDS,
    UNKNOWN,
    compose,
    cut_bodies,
    fold_of,
    gather_hosts,
    make_page,
    own_articles,
    own_pages,
    read_inserts,
    read_material,
)

INSERT = (("Give us five coins.", "Tweet this."), ("donation", "social"))
HOST = [f"Paragraph {number} of the story." for number in range(8)]


def test_material_has_one_known_label_a_line() -> None:
    known = {"article", "headline", "caption", "note", *(kind.value for kind in KINDS)}
    rows = [row for prefix in ("inserts", "pages", "articles") for _, row in read_material(prefix)]
    labelled = [row for row in rows if "labels" in row]

    assert {label for row in labelled for label in row["labels"]} <= known
    assert all(len(row["lines"]) == len(row["labels"]) > 0 for row in labelled)


def test_material_has_all_kinds_in_the_languages_of_the_news() -> None:
    inserts = Counter((row["language"], row["category"]) for _, row in read_material("inserts"))
    kinds = ("donation", "subscription", "newsletter", "ad", "social", "contact", "legal")

    assert min(inserts[language, kind] for language in ("en", "de", "fr") for kind in kinds) >= 5
    assert min(inserts[language, kind] for language in ("es", "pt", "it") for kind in kinds) >= 5


def test_own_articles_are_article_for_the_most_part_and_own_pages_are_not() -> None:
    assert np.mean([document.truth.any() for document in own_articles()]) < 0.25
    assert all((document.truth == 0).sum() >= 3 for document in own_articles())
    assert all({0, 1} <= set(document.truth.tolist()) for document in own_pages())


def test_a_page_s_headline_and_captions_are_around_its_article() -> None:
    lines = ["Cat found", "A cat (picture)", *HOST[:2]]
    labels = ["headline", "caption", "article", "article"]

    page = make_page("a", {"language": "en", "lines": lines, "labels": labels})

    assert page.truth.tolist() == [1, 1, 0, 0]


def test_composed_articles_keep_each_block_and_its_label() -> None:
    fold = fold_of("a")
    hosts = gather_hosts([], [], [], [])
    hosts[fold, "en"].append(HOST)

    documents = compose({(fold, "en"): [INSERT]}, hosts)

    planted = documents[0]
    kinds = dict(zip(planted.lines, planted.kinds.tolist(), strict=True))
    assert planted.fold == fold
    assert kinds["Give us five coins."] == KINDS.index(Category.DONATION)
    assert kinds["Tweet this."] == KINDS.index(Category.SOCIAL)
    assert [line for line, y in zip(planted.lines, planted.truth, strict=True) if y == 0] == HOST


def test_composing_is_the_same_each_time() -> None:
    inserts = read_inserts([])
    hosts = gather_hosts(
        [], own_articles(), [("a", HOST), *((str(n), HOST) for n in range(50))], []
    )

    first, second = (compose(inserts, hosts) for _ in range(2))

    assert [document.lines for document in first] == [document.lines for document in second]
    assert {document.fold for document in first} == set(range(FOLDS))
    assert np.mean([document.truth.mean() for document in first]) > 0.1


def test_a_body_is_what_is_between_its_first_and_last_paragraph() -> None:
    lines = ["Menu", *HOST[:2], "Read also: Cat found", "A cat (picture)", HOST[2], "Imprint"]
    labels = ("navigation", "article", "article", "related", "caption", "article", "legal")
    marked = {"language": "en", "lines": lines, "labels": labels}
    page = make_page("a", marked)

    (body,) = cut_bodies([page])

    assert body.lines == lines[1:-1]
    assert body.truth.tolist() == [0, 0, 1, UNKNOWN, 0]
    assert body.extent is Extent.BODY


def test_a_page_of_a_line_or_two_has_no_body_to_learn_from() -> None:
    marked = {
        "language": "en",
        "lines": ["Menu", *HOST[:2]],
        "labels": ["navigation", *2 * ["article"]],
    }

    assert cut_bodies([make_page("a", marked)]) == []
