"""Finds who reports what in one sentence: cue words with their speakers."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from service.core.cues import (
    OUTLET_NAMES,
    OUTLET_WORDS,
    QUOTED_FORMS,
    RELAY_FORMS,
    REPORT_FORMS,
    SPEECH_NOUNS,
    STANCE_FORMS,
)
from service.core.lexicon import words
from service.core.mentions import mention_range, nominal_after, nominal_before
from service.core.sentences import Paragraph, Part, Sentence, is_speech

_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
_CLIMBED = words("conj xcomp advcl aux auxpass ccomp pcomp prep dep parataxis")
_RELATIVE = words("who that which whom")
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
# Words between a cue and the marks that keep them together ("said that the “…").
_GLUE = frozenset(("that", "in", "on", "a", "the", "as", "an"))
# How far a tail's subject may lie, in tokens: "…," Smith, 52, a builder from Leeds, said.
_TAIL_REACH = 14
# Climbing a parse further than this finds the subject of another statement.
_CLIMB = 6
_DASHES = frozenset(("―", "—", "–", "-", "--", "~"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A cue, tokens [start, end), with the head tokens of who speaks and who passes it on.

    `strong`: it reports speech; else it only may hold quoted words.
    """

    start: int
    end: int
    speaker: Token | None
    strong: bool
    reporter: Token | None = None


class Frame:
    """The words of a sentence outside its marks, as the marked parts see them."""

    def __init__(self, paragraph: Paragraph, sentence: Sentence) -> None:
        self.doc = paragraph.doc
        self.masked = paragraph.masked
        self.sentence = sentence
        found = [self._link(token) for token in self.tokens()]
        self.links = [link for link in found if link is not None]

    def tokens(self) -> Iterator[Token]:
        """The sentence's tokens outside marks."""
        for token in self.doc[self.sentence.start : self.sentence.end]:
            if token.i not in self.masked:
                yield token

    # Cues -------------------------------------------------------------------------------------

    def _link(self, token: Token) -> Link | None:
        form = token.lower_
        if form == "according":
            return self._according(token)
        if form in RELAY_FORMS and (relayed := self._relayed(token)) is not None:
            return relayed
        if token.dep_ == "pcomp" and token.head.head.lower_ in RELAY_FORMS:
            return None
        if is_speech(token):
            return self._verb(token, strong=True)
        if form in STANCE_FORMS and token.tag_.startswith("VB"):
            return self._verb(token, strong=False)
        return self._noun(token) if form in SPEECH_NOUNS else None

    def _verb(self, verb: Token, *, strong: bool) -> Link:
        speaker = self.subject(verb)
        return Link(start=verb.i, end=verb.i + 1, speaker=speaker, strong=strong)

    def _according(self, token: Token) -> Link | None:
        if token.i + 2 >= self.sentence.end or self.doc[token.i + 1].lower_ != "to":
            return None
        head = nominal_after(self.doc, token.i + 2, self.sentence.end)
        return Link(start=token.i, end=token.i + 2, speaker=head, strong=True)

    def _relayed(self, verb: Token) -> Link | None:
        """ "X quoted Y as saying": Y speaks, X passes it on."""
        quoted = next(
            (c for c in verb.children if c.i > verb.i and c.dep_ in ("dobj", "nsubj")), None
        )
        if quoted is None or not any(child.lower_ == "as" for child in verb.children):
            return None
        reporter = self._parsed(verb) or self._placed(verb)
        return Link(start=verb.i, end=verb.i + 1, speaker=quoted, strong=True, reporter=reporter)

    def _noun(self, noun: Token) -> Link | None:
        """ "Smith's claim", "his slogan": a noun of speech with its owner."""
        owner = next((child for child in noun.children if child.dep_ == "poss"), None)
        if owner is None or owner.i in self.masked:
            return None
        return Link(start=noun.i, end=noun.i + 1, speaker=owner, strong=False)

    # Who speaks -------------------------------------------------------------------------------

    def subject(self, verb: Token) -> Token | None:
        """The head of the phrase that speaks at a verb: by its place, by the parse."""
        return self._inverted(verb) or self._parsed(verb) or self._placed(verb)

    def _inverted(self, verb: Token) -> Token | None:
        """ "…," said Smith: the verb stands between the marks and a noun phrase."""
        before = verb.i - 1
        while (
            before > self.sentence.start and self.doc[before].is_punct and before not in self.masked
        ):
            before -= 1
        if before not in self.masked:
            return None
        head = nominal_after(self.doc, verb.i + 1, self.sentence.end)
        return head if head is not None and head.i not in self.masked else None

    def _parsed(self, verb: Token) -> Token | None:
        seen = verb
        for _ in range(_CLIMB):
            found = self._own_subject(seen)
            if found is not None:
                return found
            if seen.dep_ in ("relcl", "acl"):
                return seen.head if self._may_speak(seen.head) else None
            if seen.dep_ not in _CLIMBED or seen.head.i in self.masked:
                return None
            seen = seen.head
        return None

    def _own_subject(self, verb: Token) -> Token | None:
        agent = next((child for child in verb.children if child.dep_ == "agent"), None)
        if agent is not None:
            return next((child for child in agent.children if child.dep_ == "pobj"), None)
        for child in verb.children:
            if child.dep_ not in _SUBJECTS or not self._may_speak(child):
                continue
            if child.dep_ == "nsubjpass" and verb.lower_ not in QUOTED_FORMS:
                continue
            if child.lower_ in _RELATIVE and verb.dep_ in ("relcl", "acl", "ccomp"):
                return verb.head if self._may_speak(verb.head) else None
            return child
        return None

    def _may_speak(self, token: Token) -> bool:
        return token.i not in self.masked and token.tag_[:1] in "NPWDCJ"

    def _placed(self, verb: Token) -> Token | None:
        left = verb.i
        while left > self.sentence.start and left - 1 not in self.masked and verb.i - left < 6:
            left -= 1
        return nominal_before(self.doc, verb.i, left)

    # Which cue --------------------------------------------------------------------------------

    def choose(self, part: Part) -> Link | None:
        """The link that reports a part, best first: by touch, as a tail, before it, after it."""
        before = [link for link in self.links if link.end <= part.start]
        after = [link for link in self.links if link.start >= part.end]
        if before and before[-1].strong and self._touches(before[-1], part):
            return before[-1]
        tail = self._tail(part, after)
        if tail is not None and not self._passes_on(tail, before):
            return tail
        governing = [link for link in before if link.speaker is not None]
        if governing:
            return self._outermost(governing)
        spoken = [link for link in after if link.speaker is not None]
        return next(iter(spoken or before or after), None)

    def _passes_on(self, tail: Link, before: list[Link]) -> bool:
        """Whether an outlet only closes what another said: "He said … “x,” Reuters reported."."""
        if tail.speaker is None or not is_outlet(tail.speaker):
            return False
        return any(link.strong and link.speaker is not None for link in before)

    def _outermost(self, before: list[Link]) -> Link:
        """Climb from the nearest cue to the statement that holds it: "A said that B claimed …"."""
        chosen = before[-1]
        for link in reversed(before[:-1]):
            if link.strong and self._holds(link, chosen):
                chosen = link
        return chosen

    def _holds(self, outer: Link, inner: Link) -> bool:
        """Whether the inner statement is a clause of what the outer one reports."""
        return self.doc[outer.start] in self.doc[inner.start].ancestors

    def _touches(self, link: Link, part: Part) -> bool:
        between = self.doc[link.end : part.start]
        return all(token.is_punct or token.lower_ in _GLUE for token in between)

    def _tail(self, part: Part, after: list[Link]) -> Link | None:
        """The reporting clause right behind a part: "…," Smith said."""
        for link in after:
            between = self.doc[part.end : link.start]
            if len(between) > _TAIL_REACH or any(token.i in self.masked for token in between):
                return None
            if link.strong and self.doc[link.start].tag_ != "VBG" and self._is_tail(part, link):
                return link
        return None

    def _is_tail(self, part: Part, link: Link) -> bool:
        if not any(token.tag_ in _FINITE for token in self.doc[part.end : link.start]):
            return True
        return link.speaker is not None and part.end <= link.speaker.i <= part.end + 3

    # Who passes it on -------------------------------------------------------------------------

    def reporter(self, chosen: Link) -> Token | None:
        """The outlet or agency that the sentence cites for what a link reports, but its speaker."""
        if chosen.reporter is not None:
            return chosen.reporter
        for link in self.links:
            speaker = link.speaker
            if speaker is None or link == chosen or speaker == chosen.speaker:
                continue
            if self.doc[link.start].lower_ in REPORT_FORMS and is_outlet(speaker):
                return speaker
        return self._listener(chosen)

    def _listener(self, chosen: Link) -> Token | None:
        """ "told Reuters", "said in an interview with the Post"."""
        for token in self.doc[chosen.end : self.sentence.end]:
            if token.i in self.masked:
                break
            verb_object = token.head.i == chosen.start and token.dep_ in ("dobj", "dative")
            if (verb_object or _is_interviewer(token)) and is_outlet(token):
                return token
        return None


def _is_interviewer(token: Token) -> bool:
    return (
        token.dep_ == "pobj"
        and token.head.lower_ in ("with", "to", "by", "on")
        and (
            token.head.head.lower_
            in ("interview", "statement", "interviewed", "told", "spoke", "said")
        )
    )


def is_outlet(head: Token) -> bool:
    """Whether a noun phrase names a paper, broadcaster or agency."""
    if head.tag_ not in ("NNP", "NNPS"):
        return False
    start, end = mention_range(head)
    words = [token.lower_ for token in head.doc[start:end]]
    lead = {token.lower_ for token in head.doc[max(0, start - 2) : start]}
    if lead & {"agency", "newspaper", "magazine", "broadcaster", "channel", "outlet", "newswire"}:
        return True
    return bool(OUTLET_NAMES.intersection(words)) or (
        head.ent_type_ != "PERSON" and bool(OUTLET_WORDS.intersection(words))
    )
