"""Cuts paragraphs into sentences around their marked stretches.

A parser's own sentence borders fail beside quotation marks, and a sentence here holds whole
marked stretches: `"Why? I don't know," she said.` is one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.core.cues import PARTICLES, SPEECH_FORMS, SURE_FORMS
from service.core.marks import Marked
from service.core.types import Span

if TYPE_CHECKING:
    # The types alone; see service.core.quotes.
    from spacy.tokens import Doc, Token

_LOUD = frozenset("?!")
_TERMINAL = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»)]")
# The longest subject looked through for a trailing "…, the group's president, said": in tokens.
_TAIL_REACH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A marked stretch's tokens in one paragraph, marks included; `marked` is its number.

    `ends_sentence`: its last word is followed by a full stop or the like; `is_loud`: by ? or !.
    """

    marked: int
    start: int
    end: int
    ends_sentence: bool
    is_loud: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Tokens [start, end) of a paragraph, with the marked parts inside."""

    start: int
    end: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One block: its doc, its place in the clean text, its sentences, its masked tokens."""

    doc: Doc
    span: Span
    sentences: tuple[Sentence, ...]
    masked: frozenset[int]

    def char_span(self, start: int, end: int) -> Span:
        """Turn a token range into a range of the clean text."""
        last = self.doc[end - 1]
        return Span(
            start=self.span.start + self.doc[start].idx,
            end=self.span.start + last.idx + len(last),
        )


def build_paragraph(doc: Doc, span: Span, marked: Sequence[tuple[int, Marked]]) -> Paragraph:
    """Lay the marked stretches over a paragraph's tokens and cut it into sentences.

    Args: marked: the stretches with a segment in this paragraph, numbered, in order.
    """
    # Both are made anew at each access, so a long line would cost the square of its length.
    text, starts = doc.text, [token.idx for token in doc]
    found = [_part(text, starts, span, number, one) for number, one in marked]
    parts = [part for part in found if part is not None]
    masked = frozenset(index for part in parts for index in range(part.start, part.end))
    sentences = _cut(doc, parts, masked)
    return Paragraph(doc=doc, span=span, sentences=tuple(sentences), masked=masked)


def _part(text: str, starts: Sequence[int], span: Span, number: int, marked: Marked) -> Part | None:
    """The tokens of a stretch in a paragraph; `starts`: where each token begins."""
    for segment in marked.segments:
        if span.start <= segment.start < span.end:
            start, end = segment.start - span.start, segment.end - span.start
            inside = text[start:end].rstrip("\"'”’»«“ ")
            first = max(bisect_right(starts, start) - 1, 0)
            last = bisect_left(starts, end)
            if first >= last:
                return None
            return Part(
                marked=number,
                start=first,
                end=last,
                ends_sentence=inside[-1:] in _TERMINAL,
                is_loud=inside[-1:] in _LOUD,
            )
    return None


def _cut(doc: Doc, parts: Sequence[Part], masked: frozenset[int]) -> list[Sentence]:
    sentences: list[Sentence] = []
    ends = {part.end: part for part in parts}
    firsts = [part.start for part in parts]
    start = 0
    for index in range(1, len(doc) + 1):
        last = index == len(doc)
        if last or _is_border(doc, start, index, ends.get(index), masked):
            inside = parts[bisect_left(firsts, start) : bisect_left(firsts, index)]
            sentences.append(Sentence(start=start, end=index, parts=tuple(inside)))
            start = index
    return sentences


def _is_border(
    doc: Doc, start: int, index: int, ended: Part | None, masked: frozenset[int]
) -> bool:
    """Whether a sentence from `start` ends before `index`; `ended`: the part that ends there."""
    following = doc[index]
    if ended is not None:
        if ended.ends_sentence and _is_introduced(doc, start, ended.start, masked):
            return not following.text[:1].islower() and not following.is_punct
        return ended.ends_sentence and _starts_sentence(doc, index, masked, loud=ended.is_loud)
    if index - 1 in masked:
        return False
    if index not in masked and (following.text in _CLOSERS or following.text[:1].islower()):
        return False
    previous = doc[index - 1]
    return (
        previous.tag_ == "."
        or previous.text in _TERMINAL
        or (following.is_sent_start is True and previous.text[-1] in _TERMINAL)
    )


def _is_introduced(doc: Doc, start: int, end: int, masked: frozenset[int]) -> bool:
    """Whether tokens [start, end) report what follows: no reporting clause comes behind it."""
    before = [token for token in doc[start:end] if token.i not in masked]
    return bool(before) and (before[-1].text == ":" or any(is_speech(one) for one in before))


def _starts_sentence(doc: Doc, index: int, masked: frozenset[int], *, loud: bool) -> bool:
    """Whether what follows a part that ends a sentence is a sentence of its own.

    Args: loud: the part ends with "?" or "!", which stand where a comma would before "Smith said".
    """
    if index in masked:
        return True
    following = doc[index]
    if following.text[:1].islower() or following.is_punct:
        return False
    return not _opens_tail(doc, index, masked, loose=loud)


def _opens_tail(doc: Doc, index: int, masked: frozenset[int], *, loose: bool) -> bool:
    """Whether tokens from `index` are a reporting clause that closes the marks before it.

    Args: loose: what follows the verb does not matter ("…?" Smith asked the court.)
    """
    for token in doc[index : index + _TAIL_REACH]:
        if token.i in masked or token.tag_ == ".":
            return False
        if is_speech(token):
            return (loose and not _reports_clause(token)) or _is_bare(doc, token, masked)
        if token.tag_.startswith("VB") and token.dep_ not in ("aux", "relcl", "acl"):
            return False
    return False


def _is_bare(doc: Doc, verb: Token, masked: frozenset[int]) -> bool:
    """Whether a verb takes nothing of its own: what it reports stands in marks before it."""
    if verb.i + 1 == len(doc) or doc[verb.i + 1].tag_ in (".", ",", ":", "RB", "IN", "NNP"):
        return not _reports_clause(verb)
    return verb.i + 1 in masked


def _reports_clause(verb: Token) -> bool:
    return any(child.dep_ == "ccomp" and child.i > verb.i for child in verb.children)


def is_speech(token: Token) -> bool:
    """Whether a token is a verb that reports speech."""
    form = token.lower_
    if form in SURE_FORMS:
        return True
    if form not in SPEECH_FORMS:
        return _has_particle(token)
    return token.tag_.startswith("VB") or _looks_verbal(token)


def _has_particle(token: Token) -> bool:
    particles = PARTICLES.get(token.lower_)
    following = token.i + 1
    return (
        particles is not None
        and following < len(token.doc)
        and token.doc[following].lower_ in particles
    )


def _looks_verbal(token: Token) -> bool:
    """A form at a clause's edge beside a name, which the tagger took for a noun: "…," Ann notes."""
    doc, form = token.doc, token.lower_
    if not form.endswith(("ed", "s")):
        return False
    before = doc[token.i - 1] if token.i > 0 else None
    after = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if before is None:
        return after is not None and after.tag_ == "NNP"
    at_end = after is None or after.is_punct
    return at_end and before.tag_ in ("NNP", "PRP") and token.text.islower()
