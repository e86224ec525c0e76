"""Resolves mentions to the fullest name that the article uses, with role and type."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from service.core.lexicon import words
from service.core.name_forms import (
    BODIES,
    FIRST_NAMES,
    LONGEST_NAME,
    PRONOUN_REACH,
    PRONOUNS,
    SUBJECTS,
    TITLES,
    VAGUE,
    NameForms,
    gender_of_name,
    gender_of_words,
    is_capitalised,
    is_human,
)
from service.core.quotations.annotation import Annotated, Tokens
from service.core.types import SpeakerType

# Titles that tell no role.
_COURTESY = words("mr mrs ms miss mx dr sir dame lord lady")
_RELATIVES = words("who whom whose which that")
_POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
# What ties a name to a noun before it that speaks itself: "a spokesman for Holt".
_TIES = words("for of from with at by to under behind about against on in")
_PROPER = frozenset(("NNP", "NNPS"))
# Words of a description: "the deputy foreign minister", "former two-time champion".
_DESCRIBING = frozenset(("NN", "NNP", "NNPS", "NNS", "JJ", "HYPH", "CD", "VBN", "POS", "CC", "IN"))
# The longest description looked at before a name and behind it, in tokens.
_LEAD, _APPOSITION = 8, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One mention of a person or an organisation: its tokens and its words."""

    start: int
    end: int
    words: tuple[str, ...]
    person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who a mention means; `name` is the mention itself where nobody is named."""

    name: str
    role: str | None
    type: SpeakerType


class NameIndex:
    """Every name of an article, to find the fullest form of any mention."""

    def __init__(self, article: Annotated, outlets: frozenset[str] = frozenset()) -> None:
        self._article = article
        tagged = list(_tagged(article))
        self._named = sorted(
            [*tagged, *_untagged(article, tagged)], key=lambda one: (one.start, one.end)
        )
        self._begins = [one.start for one in self._named]
        self._own_voices = [one for one in self._named if self._is_own_voice(one)]
        self._forms = NameForms(
            (one.words for one in self._named),
            (one.words for one in self._own_voices),
        )
        self._persons = {
            one.words for one in self._named if one.person and " ".join(one.words) not in outlets
        }
        self._bodies: dict[str, dict[str, str]] | None = None

    def who(self, mention: Tokens) -> Who:
        """Who a mention means: its fullest form in the article, else its own words."""
        words = self._article.words[mention.start : mention.end]
        first = words[0].lower()
        if first in _RELATIVES:
            return self._antecedent(mention) or self._plain(mention)
        if len(words) == 1 and first in PRONOUNS:
            person = self._pronoun(mention.start)
            return self._person(person) if person else self._plain(mention, SpeakerType.PERSON)
        named = self._speaking(mention)
        if len(named) > 1:
            name = " and ".join(" ".join(self.fullest(one.words)) for one in named)
            return Who(name=name, role=None, type=SpeakerType.GROUP)
        if named:
            return self._named_who(named[0], mention)
        person = self._role_holder(mention)
        return self._person(person) if person else self._body(mention) or self._plain(mention)

    def name(self, mention: Tokens) -> str:
        """The fullest form of a mention."""
        return self.who(mention).name

    def fullest(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The longest name that a name shortens; the name itself where several people may be."""
        return self._forms.fullest(words)

    def _is_own_voice(self, one: Named) -> bool:
        """Whether the article's running text gives a name, and not a quotation or a headline.

        Inside marks people are called names ("Crooked Ann Holt"), and in a headline every word
        may belong to one ("Holt Slams Ann Ruiz").
        """
        return one.end - 1 not in self._article.masked and not self._is_headline(one.start)

    def _is_headline(self, index: int) -> bool:
        """Whether a paragraph ends without a full stop and has nearly all longer words capital."""
        article = self._article
        paragraph = article.paragraphs[article.paragraph(index)]
        inside = article.words[paragraph.start : paragraph.end]
        if not inside[-1][-1:].isalnum():
            return False
        return is_capitalised(inside)

    # Names ------------------------------------------------------------------------------------

    def _between(self, start: int, end: int) -> list[Named]:
        """The names whose tokens lie in a range, in order."""
        first = bisect_left(self._begins, start)
        last = bisect_left(self._begins, end)
        return [one for one in self._named[first:last] if one.end <= end]

    def _speaking(self, mention: Tokens) -> list[Named]:
        """The names in a mention that speak, not those that only tell which ("aide to Holt")."""
        inside = self._between(mention.start, mention.end)
        free = [one for one in inside if not self._only_tells_which(one, mention)]
        people = [one for one in free if one.person]
        if not people:
            return free[:1]
        first = people[0]
        joined = [
            one
            for one in people[1:]
            if self._article.words[one.start - 1].lower() in ("and", "&", ",")
            and self._are_joined(first, one)
        ]
        return [first, *joined]

    def _are_joined(self, first: Named, other: Named) -> bool:
        between = self._article.words[first.end : other.start]
        return "and" in between and len(between) <= _LEAD and other.words != first.words

    def _only_tells_which(self, one: Named, mention: Tokens) -> bool:
        words = self._article.words
        after = words[one.end : mention.end]
        if after[:1] and after[0] in _POSSESSIVES and len(after) > 1:
            return True
        before = [word.lower() for word in words[mention.start : one.start]]
        return (
            bool(before)
            and before[-1] != ","
            and any(word in _TIES for word in before[_last_comma(before) :])
            and one.start > mention.start
        )

    def _named_who(self, one: Named, mention: Tokens) -> Who:
        full = self.fullest(one.words)
        if one.person or full in self._persons:
            return self._person(full)
        text = self._article.text(mention)
        plain = len(one.words) == mention.end - mention.start
        name = " ".join(full) if plain or self._is_bare(one, mention) else _bare(text)
        return Who(name=name, role=None, type=SpeakerType.ORGANISATION)

    def _is_bare(self, one: Named, mention: Tokens) -> bool:
        """Whether a mention is a name with an article, a title or "'s" around it."""
        words = self._article.words
        around = [*words[mention.start : one.start], *words[one.end : mention.end]]
        return all(word.lower() in ("the", ",", *_POSSESSIVES) for word in around)

    def _person(self, full: tuple[str, ...]) -> Who:
        return Who(name=" ".join(full), role=self._title(full), type=SpeakerType.PERSON)

    def _plain(self, mention: Tokens, type: SpeakerType | None = None) -> Who:
        tags = self._article.tags[mention.start : mention.end]
        words = [word.lower() for word in self._article.words[mention.start : mention.end]]
        if type is None:
            type = _type(words, tags)
        return Who(name=_bare(self._article.text(mention)), role=None, type=type)

    def _antecedent(self, mention: Tokens) -> Who | None:
        """ "Smith, who said": whom a relative pronoun stands for."""
        low = self._article.paragraphs[self._article.paragraph(mention.start)].start
        near = self._between(low, mention.start)
        if not near or mention.start - near[-1].end > _APPOSITION:
            return None
        return self._named_who(near[-1], Tokens(start=near[-1].start, end=near[-1].end))

    # Pronouns ---------------------------------------------------------------------------------

    def _pronoun(self, index: int) -> tuple[str, ...] | None:
        """The person that the nearest earlier sentence with one is about."""
        article = self._article
        pronoun = article.words[index].lower()
        number = article.sentence(index)
        for near in range(number, max(-1, number - PRONOUN_REACH), -1):
            sentence = article.sentences[near]
            end = min(sentence.end, index) if near == number else sentence.end
            person = self._about(sentence.start, end, pronoun)
            if person is not None:
                return self.fullest(person.words)
            if self._stranger(sentence.start, end):
                return None
        return None

    def _stranger(self, start: int, end: int) -> bool:
        """Whether a sentence's subject is somebody without a name, who may be meant instead."""
        article = self._article
        return any(
            article.tags[index] == "NN"
            and index not in article.masked
            and article.relations[index] in SUBJECTS
            and is_human(article.words[index].lower())
            and self._role_holder(self._phrase(index)) is None
            for index in range(start, end)
        )

    def _phrase(self, head: int) -> Tokens:
        """The noun phrase that ends in a noun."""
        start = head
        tags = self._article.tags
        while start > 0 and tags[start - 1] in ("JJ", "NN", "NNP", "HYPH", "DT", "PRP$", "VBN"):
            start -= 1
        return Tokens(start=start, end=head + 1)

    def _about(self, start: int, end: int, pronoun: str) -> Named | None:
        article = self._article
        named = [
            one
            for one in self._between(start, end)
            if one.end - 1 not in article.masked and self._may_be(one, pronoun)
        ]
        subjects = [
            one
            for one in named
            if SUBJECTS.intersection(article.relations[one.start : one.end])
            and not self._is_owner(one)
        ]
        if subjects:
            return subjects[0]
        same = any(
            article.words[index].lower() == pronoun and index not in article.masked
            for index in range(start, end)
        )
        people = {self.fullest(one.words) for one in named}
        return named[0] if len(people) == 1 and not same else None

    def _is_owner(self, one: Named) -> bool:
        words = self._article.words
        return one.end < len(words) and words[one.end] in _POSSESSIVES

    def _may_be(self, one: Named, pronoun: str) -> bool:
        full = self.fullest(one.words)
        if full not in self._persons and one.words not in self._persons:
            return False
        return self._gender(full) in (None, pronoun)

    def _gender(self, full: tuple[str, ...]) -> str | None:
        return gender_of_name(full) or gender_of_words(
            [
                word.lower().strip(".")
                for one in self._named
                if one.words[-1] == full[-1]
                for word in self._lead(one)
            ]
        )

    # Roles ------------------------------------------------------------------------------------

    def _title(self, full: tuple[str, ...]) -> str | None:
        """The first description that the article's own words give of a person."""
        for one in self._own_voices:
            if self.fullest(one.words) == full:
                lead = self._lead(one)
                if any(word.lower().strip(".") not in _COURTESY for word in lead):
                    return self._article.text(
                        Tokens(start=one.start - len(lead), end=one.start)
                    ).strip()
                apposed = self._apposition(one)
                if apposed is not None:
                    return _bare(self._article.text(apposed))
        return None

    def _role_holder(self, mention: Tokens) -> tuple[str, ...] | None:
        """ "the deputy foreign minister": the one person whom the article calls that."""
        words = [word.lower() for word in self._article.words[mention.start : mention.end]]
        if words[0] not in ("the", "this", "that", "his", "her"):
            return None
        role = {word for word in words[1:] if word.isalpha()}
        if not role:
            return None
        people = {
            full
            for one in self._named
            if (full := self.fullest(one.words)) in self._persons and role <= self._described(one)
        }
        return people.pop() if len(people) == 1 else None

    def _described(self, one: Named) -> set[str]:
        described = {word.lower().strip(".") for word in self._lead(one)}
        apposed = self._apposition(one)
        if apposed is not None:
            words = self._article.words[apposed.start : apposed.end]
            described.update(word.lower() for word in words)
        return described | set(self._apposed(one))

    def _lead(self, one: Named) -> list[str]:
        """The words right before a name that describe it ("Foreign Minister")."""
        article = self._article
        start = one.start
        low = max(article.paragraphs[article.paragraph(one.start)].start, one.start - _LEAD)
        while start > low and article.tags[start - 1] in ("NN", "NNP", "NNS", "JJ", "HYPH"):
            start -= 1
        return article.words[start : one.start]

    def _apposed(self, one: Named) -> list[str]:
        """The words of "the governor of the province," before a name."""
        words, tags = self._article.words, self._article.tags
        end = one.start - 1 if one.start > 0 and words[one.start - 1] == "," else one.start
        start = end
        while start > max(0, end - _LEAD) and tags[start - 1] in (*_DESCRIBING, "DT", "PRP$"):
            start -= 1
            if words[start].lower() in ("the", "its", "his", "her", "their", "a"):
                return [word.lower() for word in words[start + 1 : end]]
        return []

    def _apposition(self, one: Named) -> Tokens | None:
        """The tokens of ", the deputy foreign minister," after a name."""
        article = self._article
        if one.end >= len(article.words) or article.words[one.end] != ",":
            return None
        limit = min(article.paragraphs[article.paragraph(one.start)].end, one.end + _APPOSITION)
        end = one.end + 1
        while end < limit and article.tags[end] in (*_DESCRIBING, "DT", "PRP$", "TO"):
            end += 1
        # Without an article or a noun it may go on otherwise.
        described = end > one.end + 1 and article.tags[one.end + 1] in ("DT", "NN", "JJ", "PRP$")
        return Tokens(start=one.end + 1, end=end) if described else None

    def _body(self, mention: Tokens) -> Who | None:
        """ "the ministry": the fuller phrase with that head noun, when the article has only one."""
        words = [word.lower() for word in self._article.words[mention.start : mention.end]]
        if len(words) != 2 or words[0] != "the" or words[1] not in BODIES:
            return None
        if self._bodies is None:
            self._bodies = self._find_bodies()
        found = self._bodies.get(words[1], {})
        if len(found) != 1:
            return None
        name = next(iter(found.values()))
        return Who(name=name, role=None, type=SpeakerType.ORGANISATION)

    def _find_bodies(self) -> dict[str, dict[str, str]]:
        """By head noun: the fuller phrases, each in its first form by its lower-cased one."""
        article = self._article
        found: dict[str, dict[str, str]] = {}
        for index, word in enumerate(article.words):
            if word.lower() not in BODIES or index in article.masked:
                continue
            phrase = self._body_phrase(index)
            text = article.text(phrase)
            plain = text.lower().removeprefix("the ")
            if plain != word.lower() and not plain.startswith(VAGUE):
                found.setdefault(word.lower(), {}).setdefault(plain, text)
        return found

    def _body_phrase(self, head: int) -> Tokens:
        """ "the Justice Ministry", "the Bank of Norland"."""
        start, end = self._phrase(head).start, head + 1
        tags, words = self._article.tags, self._article.words
        if words[head][0].isupper() and end + 1 < len(words) and words[end] in ("of", "for"):
            after = end + 1 + (words[end + 1] == "the")
            while after < len(words) and tags[after] in _PROPER:
                end = after = after + 1
        return Tokens(start=start, end=end)


def _last_comma(words: list[str]) -> int:
    return max((index + 1 for index, word in enumerate(words) if word == ","), default=0)


def _bare(text: str) -> str:
    """A mention without what hangs behind it ("Holt’s", "the ministry,")."""
    text = text.strip().rstrip(",")
    for ending in ("'s", "’s"):
        text = text.removesuffix(ending)
    return text


def _type(words: list[str], tags: list[str]) -> SpeakerType:
    heads = [
        (word, tag) for word, tag in zip(words, tags, strict=True) if tag.startswith(("NN", "PRP"))
    ]
    if not heads:
        return SpeakerType.GROUP if words[0] in ("many", "some", "most") else SpeakerType.PERSON
    word, tag = _head(words, tags)
    if word in ("they", "we") or tag == "NNS":
        return SpeakerType.GROUP
    if is_human(word) or tag == "PRP":
        return SpeakerType.PERSON
    return SpeakerType.ORGANISATION


def _head(words: list[str], tags: list[str]) -> tuple[str, str]:
    """The noun that a phrase is about: the last before a preposition or comma."""
    found = (words[0], tags[0])
    for word, tag in zip(words, tags, strict=True):
        if tag.startswith(("NN", "PRP")):
            found = (word, tag)
        elif found[1].startswith(("NN", "PRP")) and (tag in ("IN", "TO", ",", "WP", "WDT")):
            break
    return found


def _tagged(article: Annotated) -> Iterator[Named]:
    for tokens, kind in article.named:
        if kind not in ("PERSON", "ORG"):
            continue
        place = _name_place(article, tokens.start, tokens.end)
        if place is None:
            continue
        own = tuple(article.text(place).split())
        if 0 < len(own) <= LONGEST_NAME:
            # The tagger takes some persons for bodies; a first name in front tells them apart.
            person = kind == "PERSON" or (len(own) in (2, 3) and own[0].lower() in FIRST_NAMES)
            yield Named(start=place.start, end=place.end, words=own, person=person)


def _name_place(article: Annotated, start: int, end: int) -> Tokens | None:
    """The tokens of a name without titles before it and "'s" behind it."""
    words, tags = article.words, article.tags
    while start < end and (tags[start] in ("DT", "``", "''") or not words[start].strip()):
        start += 1
    while end - start > 1 and words[start].lower().strip(".") in TITLES:
        start += 1
    if end - start > 2 and _begins_at_second(article, start):
        # "Novelist Ann Holt", where the sentence's capital makes the trade part of the name.
        start += 1
    while end > start and (
        tags[end - 1] in ("POS", ",", ".", "``", "''") or words[end - 1] in _POSSESSIVES
    ):
        if words[end - 1][0].isalpha():
            break
        end -= 1
    return Tokens(start=start, end=end) if start < end else None


def _begins_at_second(article: Annotated, start: int) -> bool:
    first, second = (article.words[start + k].lower() for k in range(2))
    return second in FIRST_NAMES and first not in FIRST_NAMES


def _untagged(article: Annotated, tagged: list[Named]) -> Iterator[Named]:
    """Names of persons that the tagger left out: behind a title, or the surname of one it knows."""
    surnames = {one.words[-1] for one in tagged if one.person and len(one.words) > 1}
    for start, end in _free_runs(article):
        place = _name_place(article, start, end)
        if place is None:
            continue
        own = tuple(article.text(place).split())
        if own[-1].lower() in TITLES or _goes_on(article, end):
            continue
        titled = place.start > start and len(own) <= LONGEST_NAME
        called = len(own) in (2, 3) and own[0].lower() in FIRST_NAMES
        if titled or called or (end - start == 1 and own[0] in surnames):
            yield Named(start=place.start, end=place.end, words=own, person=True)


def _goes_on(article: Annotated, end: int) -> bool:
    """Whether a run of capitals is only the title in front of a tagged name."""
    return end < len(article.tags) and article.tags[end] in _PROPER


def _free_runs(article: Annotated) -> Iterator[tuple[int, int]]:
    """Runs of capitalised names that belong to no entity."""
    start: int | None = None
    for index, tag in enumerate(article.tags):
        if tag == "NNP" and not article.entities[index]:
            start = index if start is None else start
        elif start is not None:
            yield start, index
            start = None
    if start is not None:
        yield start, len(article.tags)
