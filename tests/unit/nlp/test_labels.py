"""Labels of tokens and the spans that they stand for."""

import numpy as np

from service.nlp.labels import OUTSIDE, Role, TokenSpan, decode, encode, transitions

SPANS = [
    TokenSpan(start=0, end=1, role=Role.SOURCE),
    TokenSpan(start=1, end=3, role=Role.CUE),
    TokenSpan(start=4, end=9, role=Role.CONTENT),
]


def test_spans_come_back_from_their_labels() -> None:
    assert list(decode(encode(10, SPANS))) == SPANS


def test_labels_of_spans_break_no_rule() -> None:
    moves, begins, ends = transitions()
    labels = encode(9, SPANS)

    assert begins[labels[0]] == ends[labels[-1]] == 0
    assert not moves[labels[:-1], labels[1:]].any()


def test_a_span_may_not_stop_in_its_middle() -> None:
    moves, begins, ends = transitions()
    begun = encode(2, [TokenSpan(start=0, end=2, role=Role.CUE)])

    assert np.all(np.array([moves[begun[0], OUTSIDE], ends[begun[0]], begins[begun[1]]]) < -1000)
