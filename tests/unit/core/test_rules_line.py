"""What is measured of one block."""

import pytest

from service.core.rules.evidence import SURE
from service.core.rules.furniture import is_byline
from service.core.rules.headline import find_headline
from service.core.rules.labels import LABELS, WEAK_LABELS, label_key
from service.core.rules.line import measure
from service.core.rules.markers import is_note, opens_appeal
from service.core.rules.words import WORDS, WordClass, fold, tokenize
from service.core.types import Category


@pytest.mark.parametrize(
    "text",
    [
        "The ferry sank in the harbour on Monday after a fire in its engine room.",
        "Die Fähre sank am Montag im Hafen, nachdem im Maschinenraum ein Feuer ausgebrochen war.",
        "Паром затонул в гавани в понедельник после того, как в машинном отделении начался пожар.",
        "Kapal feri itu tenggelam pada hari senin setelah kebakaran mesin terjadi tadi malam.",
        "月曜日の夜、機関室で火災が発生した後、フェリーは港で沈没し、乗客は全員無事に避難したと海上保安庁は発表した。",
    ],
    ids=["en", "de", "ru", "id", "ja"],
)
def test_sentence_is_prose(text: str) -> None:
    assert measure(text).prose


@pytest.mark.parametrize(
    "text",
    [
        "Ferry Sinks In Harbour After Engine Fire On Monday Night Near Old Mole",
        "Holm 12 Moe 9 Brekke 7 Lie 4 Dahl 3 Berg 2 Vik 1.",
        "Nobody was hurt.",
        "Home",
        "",
    ],
    ids=["title", "table", "short", "menu", "empty"],
)
def test_other_block_is_no_prose(text: str) -> None:
    assert not measure(text).prose


@pytest.mark.parametrize(
    ("text", "closed"),
    [("He left.", True), ('"He left."', True), ("Gone?", True), ("He left", False)],
)
def test_closed(text: str, closed: bool) -> None:
    assert measure(text).closed is closed


def test_all_quoted_is_speech() -> None:
    assert measure('"We need your help to go on, and we need it now."').speech
    assert not measure('"We need your help," said the captain, who had called the guard.').speech


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("SHARE 14", Category.SOCIAL),
        ("› Donate ‹", Category.DONATION),
        ("- Anzeige -", Category.AD),
        ("Se connecter", Category.SUBSCRIPTION),
        ("Skip to content", Category.NAVIGATION),
    ],
)
def test_label_with_signs_and_counts(text: str, category: Category) -> None:
    label = measure(text).label
    assert label is not None
    assert label.category is category


@pytest.mark.parametrize("text", ["Donate and sail", "The share of the vote", "News of the fire"])
def test_longer_block_is_no_label(text: str) -> None:
    assert measure(text).label is None


@pytest.mark.parametrize("text", ["Monthly", "×", "$5", "15,- €", "€10 / Monat", "* * *"])
def test_weak_label(text: str) -> None:
    assert measure(text).weak_label


@pytest.mark.parametrize("text", ["$5 million deal", "Monthly rent rises", "1984"])
def test_no_weak_label(text: str) -> None:
    assert not measure(text).weak_label or text == "1984"


def test_labels_are_folded_as_blocks_are() -> None:
    entries = [*LABELS, *WEAK_LABELS]
    assert [entry for entry in entries if label_key(fold(entry)) != entry] == []


def test_words_of_the_classes_are_tokens() -> None:
    assert [word for word in WORDS if tokenize(fold(word)) != [word]] == []


def test_polite_pronoun_is_told_from_the_third_person() -> None:
    assert measure("Bitte helfen Sie mit Ihrer Spende.").count(WordClass.YOU) == 2
    assert measure("Dann kam sie mit ihrer Spende.").count(WordClass.YOU) == 0


def test_country_is_no_pronoun() -> None:
    assert measure("Ships of the US left the harbour.").count(WordClass.WE) == 0
    assert measure("Ships told us so.").count(WordClass.WE) == 1


def test_reader_and_outlet_and_giving_meet() -> None:
    asked = measure("Whatever you can spare will sustain our small magazine and its readers.")
    told = measure("The fund will sustain the small magazine and its readers, the state said.")
    assert asked.points > told.points
    assert told.points < SURE


def test_story_about_a_request_has_no_points() -> None:
    told = (
        "The senator said he would donate the money, and asked supporters to sign up for rallies."
    )
    assert measure(told).points < SURE


@pytest.mark.parametrize(
    "text",
    ["Dear readers,", "A message from our editor", "Since you're here…", "Liebe Leserinnen,"],
)
def test_opener(text: str) -> None:
    assert opens_appeal(measure(text))


@pytest.mark.parametrize(
    "text",
    ["A message in a bottle", "Dear and cheap boats", "Since you asked: a guide to the islands"],
)
def test_no_opener(text: str) -> None:
    assert not opens_appeal(measure(text))


@pytest.mark.parametrize(
    "text",
    [
        "Correction: The storm was in 1910.",
        "Editor's note: This article has been updated with a statement of the port.",
        "An earlier version of this story gave a wrong name.",
        "Anmerkung der Redaktion: Der Name wurde geändert.",
    ],
)
def test_note(text: str) -> None:
    assert is_note(measure(text))


@pytest.mark.parametrize(
    "text",
    [
        "Editor's note: Will you join us?",
        "The correction of the maps took nine years.",
        "This story was paid for by members of the Harbour Post.",
    ],
)
def test_no_note(text: str) -> None:
    assert not is_note(measure(text))


@pytest.mark.parametrize(
    "text",
    [
        "By Ida Holm",
        "Von Max Berg und Eva Lie",
        "12 October 2026, 18:04",
        "Updated 3 hours ago",
        "Sat 12 Jul, 7.48pm",
        "11 March · 7 min read",
        "3 ноября",
        "Nov. 3",
    ],
)
def test_byline(text: str) -> None:
    assert is_byline(text)


@pytest.mark.parametrize(
    "text",
    [
        "Holm wins by a mile",
        "Storm of 4 March sinks two",
        "Nine walks in 30 minutes",
        "The guard had left the harbour by then, and nobody saw it go.",
    ],
)
def test_no_byline(text: str) -> None:
    assert not is_byline(text)


STORY = [
    "The harbour council voted on Tuesday to rebuild the northern breakwater at last.",
    "Engineers of the harbour council found deep cracks in the northern breakwater.",
]


def headline(texts: list[str], body: list[int], title: str | None = None) -> list[int]:
    return find_headline(texts, body, title=title, line=lambda index: measure(texts[index]))


@pytest.mark.parametrize(
    ("title", "expected"), [(None, 1), ("Granite and patience", 0), ("Nothing of the kind", 1)]
)
def test_headline(title: str | None, expected: int) -> None:
    texts = ("Granite and Patience", "Council to rebuild breakwater", "By Ida Holm")
    assert headline([*texts, *STORY], [3, 4], title) == [expected]


def test_no_headline() -> None:
    assert headline(["Home", "Ferry late again", *STORY], [2, 3]) == []


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        (("Granite wins in the end", "By Ida Holm", "Sport"), [0]),
        (("Granite wins in the end", "Sport", "Granite wins in the end"), [2]),
        (("Granite wins in the end", "Sport", "World", "Tides"), []),
        (("A new breakwater for everybody", "Council decides to rebuild breakwater"), [0, 1]),
        (("A new breakwater", "Council decides to rebuild breakwater"), [1]),
        (("Market closes early on Monday", "Council decides to rebuild breakwater"), [1]),
    ],
    ids=["byline below", "repeated", "neither", "line below it", "too short", "another story"],
)
def test_headline_by_what_stands_around_it(above: tuple[str, ...], expected: list[int]) -> None:
    body = [len(above), len(above) + 1]
    assert headline([*above, *STORY], body) == expected


def test_abbreviation_of_the_country_is_no_pronoun() -> None:
    line = measure("U.S. envoys met the U.N. chief.")
    assert line.count(WordClass.YOU) + line.count(WordClass.WE) == 0
