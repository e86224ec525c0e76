"""Ties marked stretches to the words that report them and to who is quoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.core.marks import Marked
from service.core.mentions import mention_range
from service.core.reporting import Frame, Link
from service.core.sentences import Paragraph, Part, Sentence
from service.core.types import QuoteKind
from service.core.unspoken import is_unspoken

if TYPE_CHECKING:
    # The types alone; see service.core.quotes.
    from spacy.tokens import Token

_OPENING = "\"'“”„‟‘‚‛«»‹›`「『 [("
_CLOSING = "\"'”’»›」』"
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
    paragraphs: Sequence[Paragraph], marked: Sequence[Marked], outlets: frozenset[str]
) -> list[Attribution | None]:
    """Attribute every marked stretch.

    Args: outlets: names that the article introduces as outlets.
    Returns: one value a stretch, in order; None where it is no quotation.
    """
    return _Attributor(paragraphs, marked, outlets).run()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A sentence, by its paragraph's number and its own."""

    paragraph: int
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """The last attribution of a paragraph; `asks`: its words end with "?"."""

    attribution: Attribution
    asks: bool


class _Attributor:
    """Walks the sentences in order; what one says may stand for the marks after it."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], marked: Sequence[Marked], outlets: frozenset[str]
    ) -> None:
        self._paragraphs = paragraphs
        self._outlets = outlets
        self._found: list[Attribution | None] = [None] * len(marked)
        self._last: tuple[int, Attribution] | None = None
        self._turns: dict[int, _Turn] = {}
        self._frames: dict[_Place, Frame] = {}
        self._statements = 0

    def run(self) -> list[Attribution | None]:
        for number, paragraph in enumerate(self._paragraphs):
            for index, sentence in enumerate(paragraph.sentences):
                if sentence.parts:
                    self._sentence(_Place(paragraph=number, sentence=index))
        return self._found

    def _sentence(self, place: _Place) -> None:
        frame = self._frame(place)
        heads: dict[int, Attribution] = {}
        for part in frame.sentence.parts:
            # A quotation over several paragraphs is attributed by the first of them that can.
            known = self._found[part.marked]
            if known is not None and known.speaker is not None:
                continue
            found = self._part(place, frame, part, heads)
            if found is not None:
                self._found[part.marked] = found
                self._last = (place.paragraph, found)
                asks = frame.text(part.start, part.end).rstrip(_CLOSING).endswith("?")
                self._turns[place.paragraph] = _Turn(attribution=found, asks=asks)

    def _part(
        self, place: _Place, frame: Frame, part: Part, heads: dict[int, Attribution]
    ) -> Attribution | None:
        """Attribute one part; `heads`: what the sentence's cues gave so far, by their start."""
        kind = _kind(frame, part)
        link, tie = frame.choose(part)
        if is_unspoken(frame, part, kind, link, tie):
            return None
        if link is None:
            return self._uncued(place, frame, part, kind)
        head = heads.get(link.start)
        if head is None:
            heads[link.start] = self._new(self._reported(place, frame, link, kind))
            return heads[link.start]
        if head.kind is QuoteKind.DIRECT and _is_set_off(frame, part):
            return head
        return replace(head, kind=kind)

    def _uncued(self, place: _Place, frame: Frame, part: Part, kind: QuoteKind) -> Attribution:
        signed = _signature(frame, part)
        bare = Attribution(kind=kind, speaker=_where(place.paragraph, signed), statement=0)
        if signed is not None or kind is not QuoteKind.DIRECT:
            return self._new(bare)
        earlier = self._announced(place, kind) or self._continued(place, kind)
        if earlier is not None:
            return self._new(earlier)
        if self._last is None or self._last[0] < place.paragraph - 1:
            return self._new(bare)
        if self._last[0] == place.paragraph:
            return replace(self._last[1], kind=kind)
        return self._new(replace(self._next_turn(place.paragraph), kind=kind))

    def _next_turn(self, number: int) -> Attribution:
        """Who speaks in a paragraph that says nothing of it: the one before goes on.

        In a conversation, where the two paragraphs before have two speakers and one of them asks,
        it is the other's turn.
        """
        one, other = self._turns[number - 1], self._turns.get(number - 2)
        if other is None or not (one.asks or other.asks):
            return one.attribution
        same = self._mention(one.attribution) == self._mention(other.attribution)
        return one.attribution if same else other.attribution

    def _mention(self, attribution: Attribution) -> str | None:
        where = attribution.speaker
        if where is None:
            return None
        return str(self._paragraphs[where.paragraph].doc[where.start : where.end].text)

    def _announced(self, place: _Place, kind: QuoteKind) -> Attribution | None:
        """A sentence or paragraph before that ends in a colon: "Smith wrote:"."""
        before = self._before(place)
        if before is None:
            return None
        frame = self._frame(before)
        if frame.doc[frame.sentence.end - 1].text != ":":
            return None
        link = next((one for one in reversed(frame.links) if one.speaker is not None), None)
        return None if link is None else self._reported(before, frame, link, kind)

    def _continued(self, place: _Place, kind: QuoteKind) -> Attribution | None:
        """The sentence before tells without marks who goes on: 'Smith agreed. "…"'."""
        before = self._before(place)
        if before is None or self._sentence_at(before).parts:
            return None
        frame = self._frame(before)
        link = frame.stated() or frame.topic()
        if link is None:
            return None
        return self._reported(before, frame, link, kind)

    def _before(self, place: _Place) -> _Place | None:
        if place.sentence > 0:
            return _Place(paragraph=place.paragraph, sentence=place.sentence - 1)
        if place.paragraph == 0 or not self._paragraphs[place.paragraph - 1].sentences:
            return None
        last = len(self._paragraphs[place.paragraph - 1].sentences) - 1
        return _Place(paragraph=place.paragraph - 1, sentence=last)

    def _sentence_at(self, place: _Place) -> Sentence:
        return self._paragraphs[place.paragraph].sentences[place.sentence]

    def _frame(self, place: _Place) -> Frame:
        """The sentence's frame; it is asked for again by the sentences after it."""
        if place not in self._frames:
            self._frames[place] = Frame(
                self._paragraphs[place.paragraph], self._sentence_at(place), outlets=self._outlets
            )
        return self._frames[place]

    def _reported(self, place: _Place, frame: Frame, link: Link, kind: QuoteKind) -> Attribution:
        number = place.paragraph
        return Attribution(
            kind=kind,
            speaker=_where(number, link.speaker),
            cue=Where(paragraph=number, start=link.start, end=link.end) if link.worded else None,
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
    inside = frame.text(part.start, part.end).lstrip(_OPENING)
    whole = bool(inside) and not inside[0].islower()
    return QuoteKind.DIRECT if whole and _is_set_off(frame, part) else QuoteKind.MIXED


def _is_set_off(frame: Frame, part: Part) -> bool:
    """Whether nothing of the sentence runs into a part: it begins it, or follows a comma."""
    if part.start == frame.sentence.start:
        return True
    before = frame.doc[part.start - 1]
    return before.is_punct or before.i in frame.masked
