"""The components in a spaCy pipeline, with weights by chance and trees made by hand."""

from pathlib import Path

import numpy as np
import pytest
import spacy
from nlp_arrays import component_arrays
from spacy.language import Language

from service.core.marks import pair_marks
from service.core.types import Span
from service.nlp._pairs import FEATURES
from service.nlp.labels import Role, TokenSpan
from service.nlp.linker import Surroundings, describe
from service.nlp.sequences import Reading, cut, lines, quotation, token_ranges, token_starts
from service.nlp.tagger import FACTORY, GROUPS

TEXT = "Holt said: “We go,” and left.\n\nNobody knew why she said so.\n" * 3


@pytest.fixture
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe(FACTORY).set_model(component_arrays())
    return pipeline


def test_spans_are_in_groups_and_sure(nlp: Language) -> None:
    doc = nlp(TEXT)

    assert set(GROUPS) <= set(doc.spans)
    sure = [one for name in GROUPS for one in doc.spans[name].attrs["sure"]]
    assert len(sure) == sum(len(doc.spans[name]) for name in GROUPS) > 0
    assert 0 <= min(sure) <= max(sure) <= 1
    assert all(token.tag_ for token in doc if not token.is_space)


def test_tags_and_relations_are_those_of_the_model(nlp: Language) -> None:
    doc = nlp(TEXT)

    words = [token for token in doc if "\n" not in token.text]
    assert {token.tag_ for token in words} <= {"NNP", "NN", "VBD", ".", "IN"}
    assert {token.dep_ for token in words} <= {"nsubj", "dobj", "ROOT", "punct"}


def test_a_saved_pipeline_loads_and_tags_the_same(nlp: Language, tmp_path: Path) -> None:
    before = nlp(TEXT)
    nlp.to_disk(tmp_path)

    after = spacy.load(tmp_path)(TEXT)

    spans = [
        [(s.start, s.end, s.label_) for n in GROUPS for s in d.spans[n]] for d in (before, after)
    ]
    assert spans[0] == spans[1]
    assert [token.tag_ for token in before] == [token.tag_ for token in after]


def test_a_known_layout_is_not_found_again(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    Reading.make(doc, TEXT, [Span(start=0, end=4)], ()).give(doc)

    tagged = nlp(doc)

    assert [token.tag_ != "" for token in tagged[:3]] == [True, False, False]


def test_states_of_quotation() -> None:
    doc = spacy.blank("en").make_doc("He said “we go now” twice.")
    blocks = lines(doc.text)

    state = quotation(token_starts(doc), len(doc.text), pair_marks(doc.text, blocks))

    assert state.tolist() == [0, 0, 1, 2, 2, 2, 3, 0, 0]


def test_long_paragraphs_are_cut_behind_a_sentence() -> None:
    doc = spacy.blank("en").make_doc("One two three four. " * 300)
    ranges = token_ranges(token_starts(doc), lines(doc.text))

    pieces = list(cut(doc, ranges))

    assert len(pieces) > 2
    assert [doc[end - 1].text for _, end in pieces] == ["."] * len(pieces)
    assert [start for start, _ in pieces[1:]] == [end for _, end in pieces[:-1]]


def test_pairs_of_a_content_and_what_may_belong_to_it() -> None:
    words = ["Holt", "said", "we", "go", ",", "she", "added", "."]
    around = Surroundings.of(words, np.zeros(len(words), np.int8))
    spans = [
        TokenSpan(start=0, end=1, role=Role.SOURCE),
        TokenSpan(start=1, end=2, role=Role.CUE),
        TokenSpan(start=2, end=4, role=Role.CONTENT),
        TokenSpan(start=5, end=6, role=Role.SOURCE),
    ]

    pairs = describe(spans, around, (0, len(words)))

    assert sorted(pairs.numbers.tolist()) == [[2, 0], [2, 1], [2, 3]]
    before = {
        other: row[0]
        for (_, other), row in zip(pairs.numbers.tolist(), pairs.features, strict=True)
    }
    assert before == {0: 1, 1: 1, 3: 0}
    assert pairs.features.shape == (3, FEATURES)
