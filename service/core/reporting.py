"""Finds who reports what in one sentence: cue words with their speakers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from service.core.cues import (
    QUOTED_FORMS,
    SPEECH_NOUNS,
    STANCE_FORMS,
)
from service.core.lexicon import words
from service.core.mentions import SPEAKING_ENTITIES, mention_range, nominal_after, nominal_before
from service.core.outlet_words import (
    OUTLET_KINDS,
    OUTLET_NAMES,
    OUTLET_WORDS,
    RELAY_FORMS,
    REPORT_FORMS,
)
from service.core.outlets import outlet_after, proper_run
from service.core.sentences import Paragraph, Part, Sentence, is_speech

if TYPE_CHECKING:
    # The types alone; see service.core.quotes.
    from spacy.tokens import Token

_OBJECTS = frozenset(("dobj", "pobj", "npadvmod"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
_ADDRESSEE = frozenset(("dobj", "dative"))
_CLIMBED = words("dobj pobj npadvmod conj xcomp advcl aux auxpass ccomp pcomp prep dep parataxis")
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
# Words between a cue and the marks that keep them together ("said on Monday that “…").
_GLUE = frozenset(("that", "on"))
# A name that "reported" what another said is an outlet, known or not.
_PASSING = frozenset(("reported", "reports"))
# How far a tail's subject may lie, in tokens: "…," Smith, 52, a builder from Leeds, said.
_TAIL_REACH = 14
# Cues looked at on either side of a part. A sentence of PolNeAR holds at most 5, so that only
# a page without full stops costs less.
_MOST_LINKS = 40
# Climbing a parse further than this finds the subject of another statement.
_CLIMB = 6
_PRONOUNS = words("he she they we i")
# Adverbs and auxiliaries between a subject and its verb.
_BETWEEN = frozenset(("RB", "MD", "VBZ", "VBD", "VBP"))
# "Smith's claim that there were “…": tokens from the noun to the marks.
_NOUN_REACH = 5
_NAME_TAGS = frozenset(
    ("NNP", "NNPS", ",", "NN", "DT", "POS", "JJ", "IN", "-LRB-", "-RRB-", "HYPH")
)


class Tie(StrEnum):
    """How a marked stretch hangs on its cue: from sure to none."""

    BESIDE = "beside"  # Smith said: "…"
    TAIL = "tail"  # "…," Smith said
    COLON = "colon"  # Smith: "…"
    BEFORE = "before"  # Smith said that it was a "…"
    AFTER = "after"  # The "…" will end, Smith said
    GOVERNED = "governed"  # Smith toured the "…"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A cue, tokens [start, end), with the head tokens of who speaks and who passes it on.

    `strong`: it reports speech; else it only may hold quoted words. `worded`: the cue is a word
    that reports, not a colon or any verb.
    """

    start: int
    end: int
    speaker: Token | None
    strong: bool
    reporter: Token | None = None
    worded: bool = True


class Frame:
    """The words of a sentence outside its marks, as the marked parts see them."""

    def __init__(
        self, paragraph: Paragraph, sentence: Sentence, *, outlets: frozenset[str] = frozenset()
    ) -> None:
        self.doc = paragraph.doc
        self.masked = paragraph.masked
        self.sentence = sentence
        self._outlets = outlets
        found = [self._link(token) for token in self.tokens()]
        self.links = [link for link in found if link is not None]
        self.relays = [link for link in self.links if self._is_reporter(link)]

    def tokens(self) -> Iterator[Token]:
        """The sentence's tokens outside marks."""
        for token in self.doc[self.sentence.start : self.sentence.end]:
            if token.i not in self.masked:
                yield token

    def text(self, start: int, end: int) -> str:
        """The text of tokens [start, end)."""
        return str(self.doc[start:end].text)

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

    def _verb(self, verb: Token, *, strong: bool) -> Link | None:
        if _is_passive(verb):
            agent = _agent(verb)
            if agent is None:
                return None
            return Link(start=verb.i, end=verb.i + 1, speaker=agent, strong=strong)
        speaker = self.subject(verb)
        return Link(start=verb.i, end=verb.i + 1, speaker=speaker, strong=strong)

    def _according(self, token: Token) -> Link | None:
        if token.i + 2 >= self.sentence.end or self.doc[token.i + 1].lower_ != "to":
            return None
        objects = (child for child in self.doc[token.i + 1].children if child.dep_ == "pobj")
        head = next(objects, None) or nominal_after(self.doc, token.i + 2, self.sentence.end)
        if head is not None and head.lower_ in OUTLET_KINDS:
            # "news agency Zephyr", where the parser takes an unknown name for something else.
            head = nominal_after(self.doc, head.i + 1, self.sentence.end) or head
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
        near = any(0 <= part.start - noun.i <= _NOUN_REACH for part in self.sentence.parts)
        owner = next((child for child in noun.children if child.dep_ == "poss"), None)
        if not near or owner is None or owner.i in self.masked:
            return None
        return Link(start=noun.i, end=noun.i + 1, speaker=owner, strong=False)

    # Who speaks -------------------------------------------------------------------------------

    def subject(self, verb: Token) -> Token | None:
        """The head of the phrase that speaks at a verb: by its place, by the parse."""
        return (
            self._inverted(verb) or self._adjacent(verb) or self._parsed(verb) or self._placed(verb)
        )

    def _adjacent(self, verb: Token) -> Token | None:
        """A name right before the verb, whatever the parse makes of what stands before it."""
        index = verb.i - 1
        while index > self.sentence.start and self.doc[index].tag_ in _BETWEEN:
            index -= 1
        if index > self.sentence.start and self.doc[index].text == ")":
            while index > self.sentence.start and self.doc[index].text != "(":
                index -= 1
            index -= 1
        token = self.doc[max(index, 0)]
        if verb.tag_ in ("VBG", "VB") or token.i in self.masked or index < self.sentence.start:
            return None
        named = token.ent_type_ == "PERSON" and token.dep_ not in ("pobj", "dobj", "poss")
        return token if named or token.lower_ in _PRONOUNS else None

    def _inverted(self, verb: Token) -> Token | None:
        """ "…," said Smith: the verb stands between the marks and a noun phrase."""
        if verb.tag_ in ("VBG", "VB"):
            return None
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
            if seen.dep_ in ("relcl", "acl") and not _is_medium(seen):
                return seen.head if self._may_speak(seen.head) else None
            if _is_medium(seen):
                seen = seen.head
            if seen.dep_ not in _CLIMBED or seen.head.i in self.masked:
                return None
            seen = seen.head
        return None

    def _own_subject(self, verb: Token) -> Token | None:
        for child in reversed(list(verb.children)):
            if child.dep_ not in _SUBJECTS or not self._may_speak(child):
                continue
            if child.dep_ == "nsubjpass" and verb.lower_ not in QUOTED_FORMS:
                return None
            return child
        return None

    def _may_speak(self, token: Token) -> bool:
        return token.i not in self.masked and token.tag_[:1] in "NPWDCJ"

    def _placed(self, verb: Token) -> Token | None:
        left = verb.i
        while left > self.sentence.start and left - 1 not in self.masked and verb.i - left < 6:
            left -= 1
        return nominal_before(self.doc, verb.i, left)

    def stated(self) -> Link | None:
        """The sentence's main statement: the first of speech that no other one holds."""
        near = self.links[:_MOST_LINKS]
        strong = [link for link in near if link.strong and link.speaker is not None]
        free = [one for one in strong if not any(self._holds(other, one) for other in strong)]
        return next(iter(free), None)

    def topic(self) -> Link | None:
        """The person whom the sentence is about, whatever its verb."""
        for token in self.tokens():
            if token.dep_ == "nsubj" and token.ent_type_ == "PERSON" and token.head.dep_ == "ROOT":
                verb = token.head
                return Link(start=verb.i, end=verb.i + 1, speaker=token, strong=False, worded=False)
        return None

    # Which cue --------------------------------------------------------------------------------

    def choose(self, part: Part) -> tuple[Link | None, Tie]:
        """The link that reports a part, and how: the surest tie that there is."""
        first = bisect_right(self.links, part.start, key=lambda link: link.end)
        last = bisect_left(self.links, part.end, key=lambda link: link.start)
        before = self.links[max(0, first - _MOST_LINKS) : first]
        after = self.links[last : last + _MOST_LINKS]
        if before and self._touches(before[-1], part):
            return before[-1], Tie.BESIDE
        tail = self._tail(part, after)
        if tail is not None and not self._passes_on(tail, before):
            return tail, Tie.TAIL
        return self._distant(part, before, after)

    def _distant(
        self, part: Part, before: list[Link], after: list[Link]
    ) -> tuple[Link | None, Tie]:
        governing = [link for link in before if link.speaker is not None]
        if governing:
            strong = [link for link in governing if link.strong]
            return self._outermost(strong or governing), Tie.BEFORE
        spoken = next((link for link in after if link.speaker is not None), None)
        if spoken is not None:
            return spoken, Tie.AFTER
        introduced = self._introduced(part)
        if introduced is not None:
            return introduced, Tie.COLON
        governed = self._governed(part)
        return governed, Tie.NONE if governed is None else Tie.GOVERNED

    def _introduced(self, part: Part) -> Link | None:
        """ "Smith: “…”, "Smith was blunt: “…": a colon makes the subject before it speak."""
        colon = part.start - 1
        if colon <= self.sentence.start or self.doc[colon].text != ":":
            return None
        words = [
            token for token in self.doc[self.sentence.start : colon] if token.i not in self.masked
        ]
        speaker = next((token for token in words if token.dep_ in _SUBJECTS), None)
        if speaker is None and all(token.tag_ in _NAME_TAGS for token in words):
            speaker = nominal_before(self.doc, colon, self.sentence.start)
        if speaker is None:
            return None
        return Link(start=colon, end=colon + 1, speaker=speaker, strong=False, worded=False)

    def _governed(self, part: Part) -> Link | None:
        """A fragment's verb, whichever it is, speaks by its subject: "He toured the “…"."""
        inside = self.doc[part.start : part.end]
        heads = [
            token.head
            for token in inside
            if token.head.i < part.start and token.head.i not in self.masked
        ]
        for head in heads[:1]:
            for verb in (head, *head.ancestors):
                if verb.tag_.startswith("VB") and verb.i not in self.masked:
                    speaker = self._parsed(verb)
                    if speaker is not None and self._is_someone(speaker):
                        return Link(start=verb.i, end=verb.i + 1, speaker=speaker, strong=False)
        return None

    def _is_someone(self, token: Token) -> bool:
        return token.lower_ in _PRONOUNS or token.ent_type_ in SPEAKING_ENTITIES

    def _passes_on(self, tail: Link, before: list[Link]) -> bool:
        """Whether an outlet only closes what another said: "He said … “x,” Reuters reported."."""
        return self._is_reporter(tail) and any(
            link.strong and link.speaker is not None for link in before
        )

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
        return link.strong and all(
            token.is_punct or token.lower_ in _GLUE or token.ent_type_ in ("DATE", "TIME")
            for token in between
        )

    def _tail(self, part: Part, after: list[Link]) -> Link | None:
        """The reporting clause right behind a part: "…," Smith said."""
        for link in after:
            between = self.doc[part.end : link.start]
            if len(between) > _TAIL_REACH or any(token.i in self.masked for token in between):
                return None
            verb = self.doc[link.start]
            finite = verb.tag_ != "VBG" or verb.lower_ == "according"
            if link.strong and finite and self._is_tail(part, link):
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
        for link in self.relays:
            if link.start != chosen.start and link.speaker != chosen.speaker:
                return link.speaker
        return self._listener(chosen)

    def _is_reporter(self, link: Link) -> bool:
        """Whether an outlet speaks, or a name that no person bears "reported" it."""
        speaker, form = link.speaker, self.doc[link.start].lower_
        if speaker is None or form not in REPORT_FORMS:
            return False
        named = speaker.tag_ == "NNP" and speaker.ent_type_ != "PERSON"
        return self._is_outlet(speaker) or (named and form in _PASSING)

    def _is_outlet(self, head: Token) -> bool:
        return is_outlet(head) or proper_run(head) in self._outlets

    def _listener(self, chosen: Link) -> Token | None:
        """ "told Reuters", "said in an interview with the Post"."""
        for token in self.doc[chosen.end : self.sentence.end]:
            if token.i in self.masked:
                break
            addressed = token.head.i == chosen.start and token.dep_ in _ADDRESSEE
            if not (addressed or _is_interviewer(token)):
                continue
            named = outlet_after(self.doc, token.i)
            if named is not None or self._is_outlet(token):
                return named or token
        return None


def _is_passive(verb: Token) -> bool:
    """Whether the one who speaks is not the subject: "was called", "a bill called"."""
    if verb.tag_ != "VBN" or verb.lower_ in QUOTED_FORMS:
        return False
    helpers = [child.dep_ for child in verb.children]
    return "auxpass" in helpers or (verb.dep_ == "acl" and "aux" not in helpers)


def _is_medium(verb: Token) -> bool:
    """ "put out a statement saying", "at one point calling": the noun above speaks for another."""
    return verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.dep_ in _OBJECTS


def _agent(verb: Token) -> Token | None:
    by = next((child for child in verb.children if child.dep_ == "agent"), None)
    return None if by is None else next((c for c in by.children if c.dep_ == "pobj"), None)


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
        return head.lower_ in OUTLET_KINDS
    start, end = mention_range(head)
    words = [token.lower_ for token in head.doc[start:end]]
    lead = {token.lower_ for token in head.doc[max(0, start - 2) : start]}
    if lead & OUTLET_KINDS:
        return True
    return bool(OUTLET_NAMES.intersection(words)) or (
        head.ent_type_ != "PERSON" and bool(OUTLET_WORDS.intersection(words))
    )
