"""Quotes read from a doc whose sources, cues and contents are marked by hand."""

from collections.abc import Sequence

import pytest
from docs import clean_text
from marked_docs import annotated
from spacy.tokens import Doc

from service.core.marks import Marked
from service.core.quotes import find_quotes
from service.core.types import Quote, QuoteKind, Span, SpeakerType


def quotes_of(
    text: str, *contents: tuple[str, str | None, str | None], least: float = 0.0
) -> tuple[Quote, ...]:
    def annotate(body: str, blocks: Sequence[Span], marked: Sequence[Marked]) -> Doc:
        return annotated(body, contents)

    return find_quotes(clean_text(text), pipelines={"en": annotate}, least=least)


def test_a_direct_quote_and_its_speaker() -> None:
    (quote,) = quotes_of("“We go,” Ann Holt said.", ("“We go,”", "Ann Holt", "said"))

    assert (quote.kind, quote.text) == (QuoteKind.DIRECT, "We go,")
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.speaker.type) == ("Ann Holt", SpeakerType.PERSON)
    assert quote.cue is not None
    assert quote.cue.text == "said"
    assert quote.context == "“We go,” Ann Holt said."


def test_marks_in_a_paraphrase_are_mixed_and_carry_the_whole_statement() -> None:
    text = "Ann Holt said that it was “a shame” for all."

    (quote,) = quotes_of(text, ("that it was “a shame” for all", "Ann Holt", "said"))

    assert (quote.kind, quote.text) == (QuoteKind.MIXED, "a shame")
    assert quote.content is not None
    assert text[quote.content.start : quote.content.end] == "that it was “a shame” for all"


def test_a_statement_without_marks_is_indirect() -> None:
    (quote,) = quotes_of("Ann Holt said that we go.", ("that we go", "Ann Holt", "said"))

    assert (quote.kind, quote.text) == (QuoteKind.INDIRECT, "that we go")


def test_marks_that_nobody_says_are_no_quote() -> None:
    assert quotes_of("The “smart” bin of Ann Holt is full.") == ()


def test_a_participle_belongs_to_who_is_in_front_of_it_not_to_the_outlet_behind() -> None:
    text = "Ann Holt took a jab, saying that it was a “breach of law,” TASS reported."

    (quote,) = quotes_of(text, ("that it was a “breach of law,”", "TASS", "saying"))

    assert quote.speaker is not None
    assert quote.speaker.mention == "Ann Holt"
    assert quote.cue is not None
    assert quote.cue.text == "saying"
    assert quote.reported_by is not None
    assert quote.reported_by.name == "TASS"


def test_a_turn_that_nobody_is_said_to_say_is_who_is_asked_s() -> None:
    text = (
        "“Which colour?” Ann Holt asked.\n\n“Blue,” Ray said.\n\n"
        "“And where?” Ann Holt asked.\n\n“Here.”"
    )

    *_, last = quotes_of(
        text,
        ("“Which colour?”", "Ann Holt", "asked"),
        ("“Blue,”", "Ray", "said"),
        ("“And where?”", "Ann Holt", "asked"),
    )

    assert last.text == "Here."
    assert last.speaker is not None
    assert last.speaker.mention == "Ray"


def test_a_subhead_in_marks_is_no_turn() -> None:
    assert quotes_of("Ann Holt came.\n\n‘All Bets Are Off.’\n\nIt rained.") == ()


def test_a_headline_whose_speaker_is_behind_a_colon() -> None:
    (quote,) = quotes_of("‘Never asked’: Ann Holt rejects a plan")

    assert quote.speaker is not None
    assert quote.speaker.mention == "Ann Holt"


def test_both_parts_of_who_is_quoted_as_saying_are_one_statement() -> None:
    first, second = quotes_of(
        "“We go,” TASS quoted Ann Holt as saying. “Now.”",
        ("“We go,”", "Ann Holt", "quoted"),
        ("“Now.”", "Ann Holt", "as saying"),
    )

    assert first.statement == second.statement


def test_who_stands_right_behind_a_quotation_says_it() -> None:
    text = "“We go,” Ann Holt said. “Now,” added Bob Ray of rain."

    _, second, _ = quotes_of(
        text,
        ("“We go,”", "Ann Holt", "said"),
        ("“Now,”", "Ann Holt", "said"),
        ("of rain", "Bob Ray", "added"),
    )

    assert second.text == "Now,"
    assert second.speaker is not None
    assert (second.speaker.mention, second.reported_by) == ("Bob Ray", None)


def test_a_headlines_colon_names_who_says_it() -> None:
    text = "‘We go’: Ann Holt rejects plan"

    (quote,) = quotes_of(text, (text, None, None))

    assert (quote.kind, quote.text) == (QuoteKind.DIRECT, "We go")
    assert quote.speaker is not None
    assert quote.speaker.name == "Ann Holt"


def test_the_title_of_a_work_is_no_quote() -> None:
    text = "Ann Holt spoke on the show “Morning Harbour” on Monday."

    assert quotes_of(text, ("“Morning Harbour”", "Ann Holt", "spoke")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ann Holt spoke of her book, “Morning Harbour,” on Monday.",
        "Ann Holt sang the anthem “We Are Gonna Sail” on Monday.",
        "Ann Holt spoke of the documentary “13th” on Monday.",
    ],
    ids=["behind-a-comma", "parted-word", "number"],
)
def test_what_is_no_word_in_lower_case_may_be_a_title(text: str) -> None:
    title = text[text.index("“") : text.index("”") + 1]

    assert quotes_of(text, (title, "Ann Holt", "spoke" if "spoke" in text else "sang")) == ()


def test_a_statement_with_a_title_in_marks_is_indirect() -> None:
    said = "that he lent out the book “Morning Harbour” and missed it"

    (quote,) = quotes_of(f"Ann Holt said {said}.", (said, "Ann Holt", "said"))

    assert (quote.kind, quote.text) == (QuoteKind.INDIRECT, said)


def speakers_of(
    text: str, *contents: tuple[str, str | None, str | None]
) -> list[tuple[str, str | None, str | None]]:
    return [
        (quote.text, quote.speaker and quote.speaker.mention, quote.cue and quote.cue.text)
        for quote in quotes_of(text, *contents)
        if quote.kind is not QuoteKind.INDIRECT
    ]


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        pytest.param(
            "Ann Holt told of rain, “so late,” as a memo of May put it.",
            ("rain, “so late,”", "Ann Holt", "told of"),
            ("so late,", "a memo of May", "put it"),
            id="who-puts-it",
        ),
        pytest.param(
            "Ann Holt told of rain, “so late,” as\n\nRay put it.",
            ("rain, “so late,”", "Ann Holt", "told of"),
            ("so late,", "Ann Holt", "told of"),
            id="not-who-puts-it-in-the-next-paragraph",
        ),
        pytest.param(
            "Ann Holt credited a man who yelled, “Get up!”",
            ("a man who yelled, “Get up!”", "Ann Holt", "credited"),
            ("Get up!", "who", "yelled"),
            id="who-is-told-of",
        ),
        pytest.param(
            "The spot ran footage of Ann Holt asking last week, “Is it late?”",
            ("“Is it late?”", "The spot", "ran"),
            ("Is it late?", "Ann Holt", "asking"),
            id="who-is-right-before-asking",
        ),
        pytest.param(
            "Ann Holt came. The spot went to CNN saying, “We go.”",
            ("“We go.”", "The spot", "went"),
            ("We go.", "The spot", "went"),
            id="not-an-outlet-right-before-saying",
        ),
        pytest.param(
            "As Ann Holt went on about “so much rain,” the mayor slept.",
            ("“so much rain,”", "the mayor", "went on about"),
            ("so much rain,", "Ann Holt", "went on about"),
            id="who-is-right-before-the-verb-not-behind",
        ),
    ],
)
def test_who_is_beside_a_quotation_says_it(
    text: str, content: tuple[str, str, str], expected: tuple[str, str, str]
) -> None:
    assert speakers_of(text, content) == [expected]


@pytest.mark.parametrize(
    ("behind", "source", "cue"),
    [
        ("the union wrote", "the union", "wrote"),
        ("as a memo had it", "a memo", "had it"),
        ("according to the memo", "the memo", "according to"),
    ],
)
def test_who_closes_the_sentence_of_a_quotation_says_it(behind: str, source: str, cue: str) -> None:
    text = f"Ann Holt told of rain: “We go,” {behind}, in May."

    found = speakers_of(text, ("“We go,”", "Ann Holt", "told of"), ("in May", source, cue))

    assert found == [("We go,", source, cue)]


@pytest.mark.parametrize(
    ("quotation", "behind", "source", "cue"),
    [("We go,", "She added.", "She", "added"), ("We go.", "A coach agreed.", "A coach", "agreed")],
    ids=["pronoun", "sentence"],
)
def test_who_is_before_the_colon_says_it_if_what_is_behind_tells_nothing(
    quotation: str, behind: str, source: str, cue: str
) -> None:
    text = f"Ann Holt told of rain: “{quotation}” {behind} In May."

    first, *_ = speakers_of(
        text, (f"“{quotation}”", "Ann Holt", "told of"), ("In May", source, cue)
    )

    assert first == (quotation, "Ann Holt", "told of")


@pytest.mark.parametrize(
    "text",
    [
        "After saying it was “so late”, Ann Holt left.",
        "Ann Holt was booed for saying it was “so late”.",
    ],
)
def test_the_subject_says_what_stands_behind_for_saying(text: str) -> None:
    told = ("so late", "Ann Holt", "saying")

    assert speakers_of(text, ("it was “so late”", None, "saying")) == [told]
    # One of another sentence is none of it.
    farther = f"The mayor spoke. {text}"
    assert speakers_of(farther, ("it was “so late”", "The mayor", "saying")) == [told]


def test_a_later_surname_gets_the_full_name() -> None:
    text = "Ann Holt came late.\n\n“We go,” Holt said."

    (quote,) = quotes_of(text, ("“We go,”", "Holt", "said"))

    assert quote.speaker is not None
    assert quote.speaker.name == "Ann Holt"


def test_the_next_paragraph_goes_on_with_the_same_speaker() -> None:
    text = "“We go,” Ann Holt said.\n\n“Now it is late.”"

    first, second = quotes_of(
        text, ("“We go,”", "Ann Holt", "said"), ("“Now it is late.”", None, None)
    )

    assert first.speaker is not None
    assert second.speaker == first.speaker


def test_an_unsure_indirect_quote_is_left_out() -> None:
    found_all = quotes_of("Ann Holt said that we go.", ("that we go", "Ann Holt", "said"))
    sure = quotes_of("Ann Holt said that we go.", ("that we go", "Ann Holt", "said"), least=0.99)

    assert len(found_all) == 1
    assert sure == ()


def refuse(text: str, blocks: Sequence[Span], marked: Sequence[Marked]) -> Doc:
    raise AssertionError("the pipeline is not needed")


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Der Rat sagte: „Wir gehen.“", "de"),
        ("Le conseil a dit : « Wir gehen. »", "fr-CA"),
        ("Совет сказал: «Wir gehen.»", None),
    ],
)
def test_other_languages_get_quotes_without_speakers(body: str, language: str | None) -> None:
    (quote,) = find_quotes(clean_text(body), pipelines={"en": refuse}, language=language)

    assert quote.text == "Wir gehen."
    assert (quote.speaker, quote.cue, quote.reported_by) == (None, None, None)
    assert quote.confidence is None
    assert quote.context in body


def test_a_pipeline_reads_its_own_language() -> None:
    def annotate(body: str, blocks: Sequence[Span], marked: Sequence[Marked]) -> Doc:
        return annotated(body, [("„Wir gehen.“", "Ann Holt", "sagte")])

    clean = clean_text("Ann Holt sagte: „Wir gehen.“")

    (quote,) = find_quotes(clean, pipelines={"en": refuse, "de": annotate}, language="de-CH")

    assert quote.speaker is not None
    assert quote.speaker.name == "Ann Holt"
