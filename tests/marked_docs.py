"""Docs whose sources, cues and contents are marked by hand."""

from collections.abc import Sequence

import spacy
from spacy.tokens import Doc, Span, SpanGroup

from service.core.annotation import Annotated
from service.core.types import Span as Place

NLP = spacy.blank("en")
PERSON = ("Ann Holt", "Holt")
# The tags of words that rules ask for; others are verbs.
TAGS = {
    "Ann": "NNP",
    "Holt": "NNP",
    "CNN": "NNP",
    "saying": "VBG",
    "After": "IN",
    "for": "IN",
    "She": "PRP",
}


def annotated(
    text: str, contents: Sequence[tuple[str, str | None, str | None]], sure: float = 0.9
) -> Doc:
    """A doc with contents and the source and cue of each, given by their words."""
    doc = NLP.make_doc(text)
    for token in doc:
        token.tag_ = TAGS.get(token.text, "VBD")
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


def article(rows: str) -> Annotated:
    """An article of one paragraph, one token a line: word, tag, relation, entity if any.

    A word that begins with "_" is glued to the one before. Nobody says anything in it.
    """
    table = [row.split() for row in rows.strip().splitlines()]
    doc = Doc(
        NLP.vocab,
        words=[row[0].removeprefix("_") for row in table],
        spaces=[not row[0].startswith("_") for row in table[1:]] + [False],
        tags=[row[1] for row in table],
        deps=[row[2] for row in table],
        heads=[0] * len(table),
        ents=[f"B-{row[3]}" if len(row) > 3 else "O" for row in table],
    )
    for name in ("sources", "cues", "contents"):
        doc.spans[name] = SpanGroup(doc, name=name)
    links = ("sure", "sources", "cues", "sources_sure")
    doc.spans["contents"].attrs.update({link: [] for link in links})
    return Annotated(doc.text, doc, [Place(start=0, end=len(doc.text))], [])
