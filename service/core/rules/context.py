"""A block as seen among its neighbours: its measures, its kinship, what it weighs as an insert."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.core.rules.evidence import LIKELY, SURE
from service.core.rules.kinship import article_words, kinship
from service.core.rules.line import Line
from service.core.rules.markers import is_note
from service.core.rules.words import WordClass

# See `kinship` for the counts behind these: below FOREIGN lay two inserts in three and one
# paragraph in fifty, above OWN one insert in thirty and three paragraphs in five.
FOREIGN = 0.08
UNSURE = 0.15
OWN = 0.35

# A title, a caption or a subheading may be longer than a leftover of a form.
_LEFTOVER_WORDS = 14
_CALL_WORDS = 8
_ADDRESS_WORDS = 40
# Appeals set scenes in short sentences; a longer one that speaks to nobody is an article's.
_ASIDE_WORDS = 30
# Shared words of a shorter block are chance.
_TELLING_WORDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A line in its article. kin: see `kinship`; strength: `Line.points` with kinship in view."""

    line: Line
    kin: float
    strength: int

    @property
    def sure(self) -> bool:
        """The block goes by itself."""
        return self.strength >= SURE

    @property
    def likely(self) -> bool:
        """The block goes beside one that went."""
        return self.strength >= LIKELY

    @property
    def speaks_to_reader(self) -> bool:
        """It addresses the reader, or the outlet speaks of itself."""
        return self.line.count(WordClass.WE) + self.line.count(WordClass.YOU) > 0

    @property
    def calls_out(self) -> bool:
        """A short line to the reader ("You made it to the end!"), no sentence of the article."""
        short = self.line.words <= _CALL_WORDS and self.line.count(WordClass.YOU) > 0
        return short and self.kin < UNSURE and self.line.text.endswith(("!", "?"))

    @property
    def addresses_only(self) -> bool:
        """It speaks to the reader, shortly, and of nothing that the article is about."""
        foreign = self.speaks_to_reader and self.kin < FOREIGN and not self.tells_story
        return foreign and self.line.words <= _ADDRESS_WORDS

    @property
    def tells_story(self) -> bool:
        """A run must not swallow it: it is the article's own text or a note about it."""
        if is_note(self.line):
            return True
        if self.likely:
            return False
        if self.line.speech:
            return True
        if not self.line.prose:
            return self.line.words > _LEFTOVER_WORDS or self.kin >= OWN
        if self.kin >= UNSURE or self.line.count(WordClass.REPORT) > 0:
            return True
        if self.speaks_to_reader:
            return False
        return self.kin >= FOREIGN or self.line.words > _ASIDE_WORDS


def place(lines: Sequence[Line], body: Sequence[range]) -> list[Placed]:
    """Put each line into the context of the article's body."""
    inside = {index for stretch in body for index in stretch}
    words = article_words(lines[index] for index in sorted(inside))
    return [
        _placed(line, kinship(line, words, counted=index in inside))
        for index, line in enumerate(lines)
    ]


def _placed(line: Line, kin: float) -> Placed:
    shift = 0
    if kin >= OWN and len(line.content) >= _TELLING_WORDS:
        shift = -2
    elif kin < FOREIGN and line.points > 0 and line.words >= 5:
        shift = 2
    return Placed(line=line, kin=kin, strength=max(0, line.points + shift))
