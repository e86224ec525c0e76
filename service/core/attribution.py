"""Ties marked stretches to the words that report them and to who is quoted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from service.core.marks import Marked
from service.core.mentions import mention_range
from service.core.reporting import Frame, Link
from service.core.sentences import Paragraph, Part
from service.core.types import QuoteKind

_DASHES = frozenset(("―", "—", "–", "-", "--"))
# The longest signature behind a quotation ("… ― Jane Smith, teacher"), in tokens.
_SIGNATURE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A token range [start, end) of one paragraph, by number."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """What the text says about one marked stretch; None where it says nothing."""

    kind: QuoteKind
    speaker: Where | None = None
    cue: Where | None = None
    reporter: Where | None = None
    statement: int


def attribute(
    paragraphs: Sequence[Paragraph], marked: Sequence[Marked]
) -> list[Attribution | None]:
    """Attribute every marked stretch.

    Returns: one value a stretch, in order; None where it is no quotation.
    """
    return _Attributor(paragraphs, marked).run()


class _Attributor:
    """Walks the sentences in order; what one says may stand for the marks after it."""

    def __init__(self, paragraphs: Sequence[Paragraph], marked: Sequence[Marked]) -> None:
        self._paragraphs = paragraphs
        self._marked = marked
        self._found: list[Attribution | None] = [None] * len(marked)
        self._last: tuple[int, Attribution] | None = None
        self._statements = 0

    def run(self) -> list[Attribution | None]:
        for number, paragraph in enumerate(self._paragraphs):
            for index, sentence in enumerate(paragraph.sentences):
                if sentence.parts:
                    self._sentence(number, index, Frame(paragraph, sentence))
        return self._found

    def _sentence(self, number: int, index: int, frame: Frame) -> None:
        statements: dict[int, int] = {}
        for part in frame.sentence.parts:
            if self._found[part.marked] is not None:
                continue
            link = frame.choose(part)
            if link is None:
                found = self._uncued(number, index, frame, part)
            else:
                statement = statements.setdefault(link.start, self._statements)
                self._statements = max(self._statements, statement + 1)
                found = self._cued(number, frame, part, link, statement)
            self._found[part.marked] = found
            if found is not None:
                self._last = (number, found)

    def _cued(
        self, number: int, frame: Frame, part: Part, link: Link, statement: int
    ) -> Attribution:
        return Attribution(
            kind=_kind(frame, part),
            speaker=_where(number, link.speaker),
            cue=Where(paragraph=number, start=link.start, end=link.end),
            reporter=_where(number, frame.reporter(link)),
            statement=statement,
        )

    def _uncued(self, number: int, index: int, frame: Frame, part: Part) -> Attribution | None:
        kind = _kind(frame, part)
        signed = _signature(frame, part)
        if signed is not None:
            return self._new(Attribution(kind=kind, speaker=_where(number, signed), statement=0))
        if kind is not QuoteKind.DIRECT:
            return self._new(Attribution(kind=kind, statement=0))
        announced = self._announced(number, index, kind)
        if announced is not None:
            return self._new(announced)
        continued = self._continued(number, index, kind)
        if continued is not None:
            return self._new(continued)
        if self._last is None or self._last[0] < number - 1:
            return self._new(Attribution(kind=kind, statement=0))
        last = replace(self._last[1], kind=kind)
        return last if self._last[0] == number else self._new(last)

    def _announced(self, number: int, index: int, kind: QuoteKind) -> Attribution | None:
        """A sentence or paragraph before that ends in a colon: "Smith wrote:"."""
        if index > 0:
            before, sentence = number, self._paragraphs[number].sentences[index - 1]
        elif number > 0 and self._paragraphs[number - 1].sentences:
            before, sentence = number - 1, self._paragraphs[number - 1].sentences[-1]
        else:
            return None
        if self._paragraphs[before].doc[sentence.end - 1].text != ":":
            return None
        frame = Frame(self._paragraphs[before], sentence)
        link = next((one for one in reversed(frame.links) if one.speaker is not None), None)
        return None if link is None else self._by(before, frame, link, kind)

    def _continued(self, number: int, index: int, kind: QuoteKind) -> Attribution | None:
        """The sentence before reports the same speaker without marks: 'Smith agreed. "…"'."""
        if index == 0 or self._paragraphs[number].sentences[index - 1].parts:
            return None
        frame = Frame(self._paragraphs[number], self._paragraphs[number].sentences[index - 1])
        link = frame.stated()
        return None if link is None else self._by(number, frame, link, kind)

    def _by(self, number: int, frame: Frame, link: Link, kind: QuoteKind) -> Attribution:
        return Attribution(
            kind=kind,
            speaker=_where(number, link.speaker),
            cue=Where(paragraph=number, start=link.start, end=link.end),
            reporter=_where(number, frame.reporter(link)),
            statement=0,
        )

    def _new(self, attribution: Attribution) -> Attribution:
        self._statements += 1
        return replace(attribution, statement=self._statements - 1)


def _signature(frame: Frame, part: Part) -> Token | None:
    """The name behind a dash that signs a quotation: "…" ― Jane Smith."""
    after = frame.doc[part.end : frame.sentence.end]
    if len(after) < 2 or len(after) > _SIGNATURE or after[0].text not in _DASHES:
        return None
    return next((token for token in reversed(list(after)) if token.tag_ == "NNP"), None)


def _where(number: int, head: Token | None) -> Where | None:
    if head is None:
        return None
    start, end = mention_range(head)
    return Where(paragraph=number, start=start, end=end)


def _kind(frame: Frame, part: Part) -> QuoteKind:
    """Direct where the marks hold a whole sentence, set off from the words around it."""
    doc = frame.doc
    inside = [token for token in doc[part.start : part.end] if token.text.strip("\"'“”‘’«»„`")]
    if not inside:
        return QuoteKind.MIXED
    before = doc[part.start - 1] if part.start > frame.sentence.start else None
    set_off = before is None or before.is_punct or before.i in frame.masked
    first = inside[0].text[:1]
    if set_off and (first.isupper() or first.isdigit() or not first.isalpha()):
        return QuoteKind.DIRECT
    return QuoteKind.MIXED
