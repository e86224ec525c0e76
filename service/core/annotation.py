"""What the core reads of a language pipeline's doc, and sentences around marked stretches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from service.core.marks import Marked
from service.core.types import Span

if TYPE_CHECKING:
    # The types alone: loading spaCy takes 0.7 s and 95 MB, which only the pool's processes need.
    from spacy.tokens import Doc

TERMINAL = frozenset(".!?…")
CLOSERS = frozenset("\"'”’»)]")
# Tags of proper nouns.
PROPER = frozenset(("NNP", "NNPS"))
_NONE = -1


class Annotate(Protocol):
    """A language pipeline: a text with its blocks and marked stretches in, its doc out.

    Tokens have tags (Penn Treebank), dependency labels and entities (PERSON, ORG, GPE).
    `doc.spans` has the groups `sources`, `cues` and `contents`; `attrs` of the last tells, one a
    content: `sure` (its probability), `sources` and `cues` (the number of its own in that group,
    -1: none), `sources_sure` (how likely that one is).
    """

    def __call__(self, text: str, blocks: Sequence[Span], marked: Sequence[Marked]) -> Doc: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Tokens [start, end) of an article's doc."""

    start: int
    end: int

    def meets(self, other: Tokens) -> bool:
        """Whether they share a token."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What somebody says or thinks: its tokens, those of its source and its cue if it has them.

    `sure`: how likely it is one, `source_sure`: how likely that source is its own; 0 to 1.
    """

    tokens: Tokens
    source: Tokens | None
    cue: Tokens | None
    sure: float
    source_sure: float


# spaCy's tag of white space.
_SPACE = "_SP"
# Tokens; a longer one is cut, as much is looked for all over a sentence. The longest of the 3,053
# in PolNeAR's development part has 193, of the 28,271 in its training part 344.
_LONGEST_SENTENCE = 256


class Annotated:
    """An article's doc with its paragraphs, sentences and the tokens inside marks."""

    def __init__(
        self, text: str, doc: Doc, blocks: Sequence[Span], marked: Sequence[Marked]
    ) -> None:
        # As arrays: a Token is made anew at each access.
        table = doc.to_array(["IDX", "LENGTH", "TAG", "DEP", "ENT_TYPE"])
        starts, lengths, tags, relations, entities = table.T.tolist()
        self.starts: list[int] = starts
        self.words: list[str] = [
            text[start : start + length] for start, length in zip(starts, lengths, strict=True)
        ]
        # White space is no word, whatever the tagger takes it for.
        self.tags = [
            tag if word.strip() else _SPACE
            for word, tag in zip(self.words, _names(doc, tags), strict=True)
        ]
        self.relations = _names(doc, relations)
        self.entities = _names(doc, entities)
        self._text = text
        self.paragraphs = [tokens for b in blocks if (tokens := self.within(b)) is not None]
        # Of each marked stretch, its tokens in each paragraph that has some.
        self.marked = [
            [part for segment in one.segments if (part := self.within(segment)) is not None]
            for one in marked
        ]
        self.masked = frozenset(
            index
            for parts in self.marked
            for part in parts
            for index in range(part.start, part.end)
        )
        self.contents = _contents(doc)
        self.named = [
            (Tokens(start=entity.start, end=entity.end), str(entity.label_))
            for entity in doc.ents
            if not entity.text.isspace()
        ]
        self.sources = [Tokens(start=one.start, end=one.end) for one in doc.spans["sources"]]
        self.cues = [Tokens(start=one.start, end=one.end) for one in doc.spans["cues"]]
        self.sentences = [
            sentence for paragraph in self.paragraphs for sentence in self._cut(paragraph)
        ]
        self._begins = [sentence.start for sentence in self.sentences]
        self._paragraph_begins = [paragraph.start for paragraph in self.paragraphs]

    def within(self, span: Span) -> Tokens | None:
        """The tokens that begin in a range of the text."""
        first = bisect_left(self.starts, span.start)
        last = bisect_left(self.starts, span.end)
        if first < len(self.starts) and self.starts[first] > span.start and first > 0:
            # A token that goes on over the border, as "$“50" may.
            first -= self.starts[first - 1] + len(self.words[first - 1]) > span.start
        return Tokens(start=first, end=last) if first < last else None

    def span(self, tokens: Tokens) -> Span:
        """The place of tokens in the text."""
        last = tokens.end - 1
        return Span(start=self.starts[tokens.start], end=self.starts[last] + len(self.words[last]))

    def text(self, tokens: Tokens) -> str:
        """The words of tokens, verbatim."""
        span = self.span(tokens)
        return self._text[span.start : span.end]

    def sentence(self, index: int) -> int:
        """The number of the sentence that holds a token, or of the last one before it."""
        return max(bisect_right(self._begins, index) - 1, 0)

    def paragraph(self, index: int) -> int:
        """The number of the paragraph that holds a token."""
        return max(bisect_right(self._paragraph_begins, index) - 1, 0)

    def _cut(self, paragraph: Tokens) -> list[Tokens]:
        """Sentences; a marked stretch ends one where it ends like one and another begins."""
        sentences = []
        start = paragraph.start
        for index in range(paragraph.start + 1, paragraph.end):
            if self._is_border(index) or index - start == _LONGEST_SENTENCE:
                sentences.append(Tokens(start=start, end=index))
                start = index
        return [*sentences, Tokens(start=start, end=paragraph.end)]

    def _is_border(self, index: int) -> bool:
        following = self.words[index]
        if following[:1].islower() or (following in CLOSERS and index - 1 not in self.masked):
            return False
        if index - 1 in self.masked:
            # Inside a stretch there is no border; behind one, its last words decide.
            inside = index in self.masked and self.words[index - 1] not in CLOSERS
            return not inside and self._ends_sentence(index - 1) and not self._is_punctuation(index)
        return self.words[index - 1][-1:] in TERMINAL and not self._is_abbreviation(index - 1)

    def _ends_sentence(self, index: int) -> bool:
        word = self.words[index]
        if word in CLOSERS and index > 0:
            word = self.words[index - 1]
        return word[-1:] in TERMINAL

    def _is_punctuation(self, index: int) -> bool:
        return not any(letter.isalnum() for letter in self.words[index]) and (
            index not in self.masked
        )

    def _is_abbreviation(self, index: int) -> bool:
        word = self.words[index]
        return len(word) > 1 and word[0].isalpha() and self.tags[index] != "."


def _names(doc: Doc, keys: Sequence[int]) -> list[str]:
    """The strings of spaCy's numbers."""
    names = {key: str(doc.vocab.strings[key]) for key in set(keys)}
    return [names[key] for key in keys]


def _contents(doc: Doc) -> list[Content]:
    group = doc.spans["contents"]
    sources, cues = list(doc.spans["sources"]), list(doc.spans["cues"])
    attrs = group.attrs
    return [
        Content(
            tokens=Tokens(start=span.start, end=span.end),
            source=_chosen(sources, source),
            cue=_chosen(cues, cue),
            sure=sure,
            source_sure=source_sure,
        )
        for span, source, cue, sure, source_sure in zip(
            group, attrs["sources"], attrs["cues"], attrs["sure"], attrs["sources_sure"],
            strict=True,
        )
    ]  # fmt: skip


def _chosen(spans: Sequence[object], number: int) -> Tokens | None:
    if number == _NONE:
        return None
    span = spans[number]
    return Tokens(start=span.start, end=span.end)  # type: ignore[attr-defined]
