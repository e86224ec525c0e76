"""Quotes read from a doc whose sources, cues and contents are marked by hand."""

from collections.abc import Sequence

import spacy
from docs import clean_text
from spacy.tokens import Doc, Span, SpanGroup

from service.core.marks import Marked
from service.core.quotations.quotes import find_quotes
from service.core.types import Quote, QuoteKind, SpeakerType
from service.core.types import Span as Place

NLP = spacy.blank("en")
PERSON = ("Ann Holt", "Holt")


def annotated(
    text: str, contents: Sequence[tuple[str, str | None, str | None]], sure: float = 0.9
) -> Doc:
    """A doc with contents and the source and cue of each, given by their words."""
    doc = NLP.make_doc(text)
    for token in doc:
        token.tag_ = "NNP" if token.text in ("Ann", "Holt") else "VBD"
        token.dep_ = "nsubj" if token.text == "Holt" else "dep"
    doc.set_ents([span for name in PERSON[:1] if (span := found(doc, name, "PERSON"))])
    groups: dict[str, list[Span]] = {"sources": [], "cues": [], "contents": []}
    links: dict[str, list[int]] = {"sources": [], "cues": []}
    for content, source, cue in contents:
        groups["contents"].append(found(doc, content, "CONTENT"))
        for name, words in (("sources", source), ("cues", cue)):
            if words is not None:
                groups[name].append(found(doc, words, name))
            links[name].append(-1 if words is None else len(groups[name]) - 1)
    for name, spans in groups.items():
        doc.spans[name] = SpanGroup(doc, name=name, spans=spans)
    attrs = doc.spans["contents"].attrs
    attrs.update(links, sure=[sure] * len(contents), sources_sure=[sure] * len(contents))
    return doc


def found(doc: Doc, words: str, label: str) -> Span:
    start = doc.text.rindex(words)
    return doc.char_span(start, start + len(words), label=label, alignment_mode="expand")


def quotes_of(
    text: str, *contents: tuple[str, str | None, str | None], least: float = 0.0
) -> tuple[Quote, ...]:
    def annotate(body: str, blocks: Sequence[Place], marked: Sequence[Marked]) -> Doc:
        return annotated(body, contents)

    return find_quotes(clean_text(text), annotate=annotate, least=least)


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


def test_without_a_pipeline_the_marks_alone_tell() -> None:
    (quote,) = find_quotes(clean_text("Der Rat sagte: „Wir gehen.“"), annotate=None)

    assert (quote.text, quote.speaker) == ("Wir gehen.", None)
