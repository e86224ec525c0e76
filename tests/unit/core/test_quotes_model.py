"""The forms of the news that must come out right, with the real model; texts invented for it."""

import pytest
from docs import clean_text

from service.core.quotes import find_quotes
from service.core.types import Quote, QuoteKind
from service.nlp.pipeline import load_pipeline

pytestmark = pytest.mark.model

PIPELINES = {"en": load_pipeline()}


def find(body: str) -> tuple[Quote, ...]:
    """The quotes with words in marks, or of a turn."""
    found = find_quotes(clean_text(body), pipelines=PIPELINES, language="en")
    return tuple(quote for quote in found if quote.kind is not QuoteKind.INDIRECT)


def said(body: str) -> list[tuple[str, str | None]]:
    """Each quote's text and speaker's name."""
    return [(quote.text, quote.speaker and quote.speaker.name) for quote in find(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "Harbour master Ines Duarte said on Monday: “The pier will open in spring.”",
            [("The pier will open in spring.", "Ines Duarte")],
            id="cue-before",
        ),
        pytest.param(
            "“The pier,” Ines Duarte said, “will open. It is time.”",
            [("The pier,", "Ines Duarte"), ("will open. It is time.", "Ines Duarte")],
            id="cue-between",
        ),
        pytest.param(
            "“The pier will open,” said Ines Duarte, who runs the harbour. “It is time.”",
            [("The pier will open,", "Ines Duarte"), ("It is time.", "Ines Duarte")],
            id="inverted",
        ),
        pytest.param(
            "According to engineer Tom Okafor, the bridge is “beyond repair.”\n"
            "The work will take “at least two years,” according to Okafor.",
            [("beyond repair.", "Tom Okafor"), ("at least two years,", "Tom Okafor")],
            id="according-to",
        ),
        pytest.param(
            "Olga Brandt tweeted: “No comment until the verdict.”\n"
            "Her lawyer Piet van der Meer wrote on Twitter, “We will appeal.”",
            [
                ("No comment until the verdict.", "Olga Brandt"),
                ("We will appeal.", "Piet van der Meer"),
            ],
            id="tweets",
        ),
        pytest.param(
            "‘We were never asked’: islanders reject ferry plan",
            [("We were never asked", "islanders")],
            id="headline",
        ),
        pytest.param(
            "The statement said the delay was “regrettable but necessary.”\n"
            "“The defendant acted with intent,” the indictment says.",
            [
                ("regrettable but necessary.", "The statement"),
                ("The defendant acted with intent,", "the indictment"),
            ],
            id="papers",
        ),
        pytest.param(
            "“The trains are safe,” said a spokesman for Nordrail.\n"
            "A spokeswoman for the ministry, Lena Vogt, said the checks were “routine.”",
            [("The trains are safe,", "a spokesman for Nordrail"), ("routine.", "Lena Vogt")],
            id="spokesmen",
        ),
        pytest.param(
            "“Prices must fall,” the European Consumers Union said on Monday.",
            [("Prices must fall,", "European Consumers Union")],
            id="organisation",
        ),
        pytest.param(
            "“Prices must fall,” the Nordic news agency Kystnytt said on Monday.",
            [("Prices must fall,", "Kystnytt")],
            id="described-organisation",
        ),
        pytest.param(
            "“I heard two shots and then nothing,” a witness said.",
            [("I heard two shots and then nothing,", "a witness")],
            id="unnamed",
        ),
        pytest.param(
            "Coach Raymond Adeyemi was furious after the match.\n“We gave it away.”",
            [("We gave it away.", "Raymond Adeyemi")],
            id="paragraph-before",
        ),
        pytest.param(
            "Ines Duarte wrote to the council:\n“The pier is old.\n“It must be rebuilt.”",
            [("The pier is old.\n\n“It must be rebuilt.", "Ines Duarte")],
            id="several-paragraphs",
        ),
        pytest.param(
            "“Did you see the car?” prosecutor Mara Lind asked.\n“Yes,” Joe Hale replied.\n"
            "“Which colour was it?”\n“Blue.”",
            [
                ("Did you see the car?", "Mara Lind"),
                ("Yes,", "Joe Hale"),
                ("Which colour was it?", "Mara Lind"),
                ("Blue.", "Joe Hale"),
            ],
            id="dialogue",
        ),
        pytest.param(
            "Ina Holt: I would do it again.\nReporter: Would you really?\nIna Holt: Yes.",
            [
                ("I would do it again.", "Ina Holt"),
                ("Would you really?", "Reporter"),
                ("Yes.", "Ina Holt"),
            ],
            id="interview",
        ),
        pytest.param(
            "Judge Amara Nwosu told the court that Pell had shown “a complete lack of remorse.”\n"
            "“You will serve 12 years,” the judge said.",
            [
                ("a complete lack of remorse.", "Amara Nwosu"),
                ("You will serve 12 years,", "Amara Nwosu"),
            ],
            id="court",
        ),
        pytest.param(
            "Real captain Sergio Bianchi, 34, said: “We wanted it more.” Midfielder João Al-Amin "
            "agreed. “They were tired,” he said.",
            [("We wanted it more.", "Sergio Bianchi"), ("They were tired,", "João Al-Amin")],
            id="sport",
        ),
        pytest.param(
            "Edith Marlowe, the poet, died on Sunday. “Mother wrote until the last morning,” her "
            "son, Daniel Marlowe Jr., said.",
            [("Mother wrote until the last morning,", "Daniel Marlowe Jr.")],
            id="obituary",
        ),
        pytest.param(
            "Staffan de Vries and Abdul al-Rahman led the talks. “We are close,” de Vries said. "
            "“Not close enough,” al-Rahman replied. “Patience,” said J. K. Lindqvist-Moore.",
            [
                ("We are close,", "Staffan de Vries"),
                ("Not close enough,", "Abdul al-Rahman"),
                ("Patience,", "J. K. Lindqvist-Moore"),
            ],
            id="particles-hyphens-initials",
        ),
        pytest.param(
            "Deputy Health Minister Karin Olsen visited the ward on Tuesday.\n"
            "The deputy health minister said the ward was “an example to us all.”\n"
            "“It works,” she said.",
            [("an example to us all.", "Karin Olsen"), ("It works,", "Karin Olsen")],
            id="role-and-pronoun",
        ),
        pytest.param(
            "Deputy Health Minister Karin Olsen met Piet Brandt on Tuesday.\n"
            "The deputy health minister praised the ward of Piet Brandt.\n"
            "“It works,” she said.",
            [("It works,", "Karin Olsen")],
            id="pronoun-of-a-role",
        ),
        pytest.param(
            "Residents were angry. “They never told us,” said Marta Kowalska, 61. Her neighbour "
            "shrugged. “What did you expect?” he asked.",
            [("They never told us,", "Marta Kowalska"), ("What did you expect?", "he")],
            id="nobody-rather-than-the-wrong-one",
        ),
        pytest.param(
            "'We won't pay,' said Colin Firthby, the workers' leader.",
            [("We won't pay,", "Colin Firthby")],
            id="single-marks",
        ),
    ],
)  # fmt: skip
def test_who_says_what(body: str, expected: list[tuple[str, str | None]]) -> None:
    assert said(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "The so-called “smart city” has no power.",
        "Her novel “The Long Tide” won a prize in May.",
        "John “Jack” Sparrowe was there.",
        "The “golden boys” of 1998 danced all night.",
        "He spoke on the radio show “Morning Harbour” on Monday.",
    ],
)
def test_marks_that_nobody_says(body: str) -> None:
    assert said(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Reuters quoted Paulo Teixeira as saying: “The budget will hold.”", "Reuters"),
        ("“Nobody will pay more,” Paulo Teixeira told the Lisbon Herald.", "Lisbon Herald"),
        ("“We are done,” Paulo Teixeira said in an interview with CNN.", "CNN"),
        ("The offer was “an insult,” Paulo Teixeira said, Atasana reported.", "Atasana"),
        ("Paulo Teixeira said it was “wrong,” according to news agency Atasana.", "Atasana"),
        ("Paulo Teixeira said that it was “an insult,” Reuters reported.", "Reuters"),
        ("Paulo Teixeira hit back, saying it was “an insult,” Reuters reported.", "Reuters"),
    ],
)  # fmt: skip
def test_who_passes_it_on(body: str, expected: str) -> None:
    (quote,) = find(body)

    assert quote.speaker is not None
    assert quote.speaker.name == "Paulo Teixeira"
    assert quote.reported_by is not None
    assert quote.reported_by.name == expected


def test_agency_is_named_by_its_fullest_form() -> None:
    body = (
        "“It will hold,” Paulo Teixeira said on Monday, the news agency Atasana Daily reported.\n"
        "Teixeira said it was “an insult,” Atasana reported."
    )

    names = [quote.reported_by and quote.reported_by.name for quote in find(body)]

    assert names == ["Atasana Daily", "Atasana Daily"]


def test_fragments_are_mixed_and_sentences_direct() -> None:
    body = "“We go,” Holt said. He said the plan was “naive” and “dangerous.”"

    assert [quote.kind.value for quote in find(body)] == ["direct", "mixed", "mixed"]


def test_article_alone_and_again_gives_the_same() -> None:
    body = "“We go,” said Ina Holt.\n“We stay,” said Tom Okafor."

    alone = find(body)
    find("“Nothing to see,” a guard said.")

    assert find(body) == alone
