"""Articles whose attributions are marked: standoff files and the project's own markup."""

from pathlib import Path

from service.nlp.labels import Role
from service.train.quotes.corpus import (
    Article,
    own_articles,
    read_own,
    read_polnear,
)

EVAL = Path(__file__).parents[2] / "eval" / "own"
TWO = """=== pier
{s1|Ann Holt} {c1|said} {q1|that the pier is shut}.

{q2|“Go,”} {s2|she} {c2|said}. {q2|“Now.”}
@ 2 name=Ann Holt
=== quay
Nothing is said here.
"""


def parts(article: Article, number: int, role: Role) -> list[str]:
    return [article.text[s.start : s.end] for s in article.markings[number].parts[role]]


def test_own_markup() -> None:
    pier, quay = read_own(TWO)

    assert (pier.id, quay.id) == ("pier", "quay")
    assert pier.text.startswith("Ann Holt said that the pier is shut.\n\n“Go,” she said.")
    assert parts(pier, 0, Role.CONTENT) == ["that the pier is shut"]
    assert parts(pier, 1, Role.CONTENT) == ["“Go,”", "“Now.”"]
    assert parts(pier, 1, Role.SOURCE) == ["she"]
    assert pier.notes == ("@ 2 name=Ann Holt",)
    assert quay.markings == ()


def test_each_attribution_of_the_material_is_whole() -> None:
    articles = own_articles()

    markings = [marking for article in articles for marking in article.markings]
    assert len(markings) > 1400
    assert all(one.parts[Role.CONTENT] for one in markings)
    assert all(one.parts[Role.SOURCE] or one.parts[Role.CUE] for one in markings)
    assert not any(sign in article.text for article in articles for sign in "{|}")


def test_the_own_set_names_who_speaks() -> None:
    articles = read_own((EVAL / "attributions.txt").read_text(encoding="utf-8"))

    markings = [marking for article in articles for marking in article.markings]
    assert len(articles) == 40
    assert all(one.parts[Role.CONTENT] for one in markings)
    assert [len(article.notes) for article in articles] == [
        len(article.markings) for article in articles
    ]
    assert all(" name=" in note for article in articles for note in article.notes)


def test_standoff_of_the_first_annotator(tmp_path: Path) -> None:
    text = "Holt said go, and now, too."
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "text" / "a_1.txt").write_text(text)
    (tmp_path / "attributions" / "a_1_b2.ann").write_text("")
    (tmp_path / "attributions" / "a_1_a1.ann").write_text(
        "T1\tSource 0 4\tHolt\nT2\tCue 5 9\tsaid\nT3\tContent 10 12;18 21\tgo now\n"
        "T4\tAttribution 5 9\tsaid\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
    )

    (article,) = read_polnear(tmp_path)

    assert parts(article, 0, Role.SOURCE) == ["Holt"]
    assert parts(article, 0, Role.CONTENT) == ["go", "now"]


def test_a_source_that_only_says_is_the_cue(tmp_path: Path) -> None:
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "text" / "a.txt").write_text("Holt said go.")
    (tmp_path / "attributions" / "a_x.ann").write_text(
        "T1\tCue 0 4\tHolt\nT2\tSource 5 9\tsaid\nT3\tContent 10 12\tgo\n"
        "E1\tAttribution:T2 Source:T2 Cue:T1 Content:T3\n"
    )

    (article,) = read_polnear(tmp_path)

    assert parts(article, 0, Role.SOURCE) == ["Holt"]
    assert parts(article, 0, Role.CUE) == ["said"]
