"""Resolves mentions to the fullest name that the article uses, with role and type."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from service.core.annotation import CLOSERS, PROPER, TERMINAL, Annotated, Tokens
from service.core.lexicon import words
from service.core.mentions import POSSESSIVES, Named, find_names
from service.core.name_forms import (
    BODIES,
    BODY_ENDINGS,
    COMPANIES,
    CROWDS,
    PAPERS,
    PRONOUN_REACH,
    PRONOUNS,
    SUBJECTS,
    VAGUE,
    NameForms,
    gender_of_name,
    gender_of_words,
    is_capitalised,
    is_human,
)
from service.core.types import SpeakerType

_DETERMINERS = words("the its his her their a an")
_KNOWN = words("the this that his her their its")
# What speaks and is nobody.
_NOBODY = BODY_ENDINGS | COMPANIES | PAPERS
# Titles that tell no role.
_COURTESY = words("mr mrs ms miss mx dr sir dame lord lady")
_RELATIVES = words("who whom whose which that")
# What ties a name to a noun before it that speaks itself: "a spokesman for Holt".
_TIES = words("for of from with at by to under behind about against on in")
# Words of a description: "the deputy foreign minister", "former two-time champion".
_DESCRIBING = frozenset(("NN", "NNP", "NNPS", "NNS", "JJ", "HYPH", "CD", "VBN", "POS", "CC", "IN"))
# The tags of "the environmental group" before a name.
_LEADING = frozenset(("DT", "JJ", "NN", "NNS", "HYPH", "POS"))
# The longest description looked at before a name and behind it, in tokens.
_LEAD, _APPOSITION = 8, 12
# How far back in its paragraphs a name is looked for, in tokens; two of PolNeAR's development part
# have 257 at most, five pairs in its training part more than this.
_NEAR = 500


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
        self._named = find_names(article)
        self._by_last: dict[str, list[Named]] = {}
        for one in self._named:
            self._by_last.setdefault(one.words[-1], []).append(one)
        self._begins = [one.start for one in self._named]
        self._headlines: dict[int, bool] = {}
        self._own_voices = [one for one in self._named if self._is_own_voice(one)]
        self._forms = NameForms(
            (one.words for one in self._named),
            (one.words for one in self._own_voices),
        )
        self._persons = {
            one.words
            for one in self._named
            if one.person and not any(set(one.words) <= set(name.split()) for name in outlets)
        }
        self._descriptions: dict[int, frozenset[str]] = {}
        self._titles: dict[tuple[str, ...], str | None] = {}
        self._voices: dict[tuple[str, ...], list[Named]] | None = None
        self._roles: dict[str, frozenset[int]] | None = None
        self._holders: dict[frozenset[str], tuple[str, ...] | None] = {}
        self._titled: dict[str, str | None] = {}
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

    def _meant(self, one: Named) -> tuple[str, ...]:
        """Whom a mention means: its fullest form, or of several bearers of a surname the one.

        A courtesy title may tell them apart; else only one of them is named nearby before.
        """
        full = self.fullest(one.words)
        if len(full) > 1 or not one.person:
            return full
        bearers = self._forms.bearers(one.words)
        if len(bearers) < 2:
            return full
        article = self._article
        title = article.words[one.start - 1].lower().strip(".") if one.start else ""
        gender = gender_of_words([title])
        alike = [name for name in bearers if gender and gender_of_name(name) == gender]
        if len(alike) == 1:
            return alike[0]
        low = article.paragraphs[max(0, article.paragraph(one.start) - 1)].start
        low = max(low, one.start - _NEAR)
        near = {name for other in self._between(low, one.start) if (name := other.words) in bearers}
        return near.pop() if len(near) == 1 else full

    def longest(self, name: str) -> str:
        """The same of a name in one string."""
        return " ".join(self.fullest(tuple(name.split())))

    def _is_own_voice(self, one: Named) -> bool:
        """Whether the article's running text gives a name, and not a quotation or a headline.

        Inside marks people are called names ("Crooked Ann Holt"), and in a headline every word
        may belong to one ("Holt Slams Ann Ruiz").
        """
        return one.end - 1 not in self._article.masked and not self._is_headline(one.start)

    def _is_headline(self, index: int) -> bool:
        """Whether a paragraph ends without a full stop and has nearly all longer words capital."""
        number = self._article.paragraph(index)
        if number not in self._headlines:
            paragraph = self._article.paragraphs[number]
            inside = self._article.words[paragraph.start : paragraph.end]
            self._headlines[number] = self._is_unfinished(index) and is_capitalised(inside)
        return self._headlines[number]

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
        people = self._behind_titles(people)
        first = people[0]
        joined = [
            one
            for one in people[1:]
            if self._article.words[one.start - 1].lower() in ("and", "&", ",")
            and self._are_joined(first, one)
        ]
        return [first, *joined]

    def _behind_titles(self, people: list[Named]) -> list[Named]:
        """Without those in front of another that nothing parts: "Fenwick boss Terry Cobb"."""
        words = self._article.words
        while len(people) > 1 and not {",", "and", "&"}.intersection(
            words[people[0].end : people[1].start]
        ):
            people = people[1:]
        return people

    def _are_joined(self, first: Named, other: Named) -> bool:
        between = self._article.words[first.end : other.start]
        return "and" in between and len(between) <= _LEAD and other.words != first.words

    def _only_tells_which(self, one: Named, mention: Tokens) -> bool:
        words = self._article.words
        after = words[one.end : mention.end]
        if after[:1] and after[0] in POSSESSIVES and len(after) > 1:
            return True
        if self._is_home(one, mention):
            return True
        before = [word.lower() for word in words[mention.start : one.start]]
        return (
            bool(before)
            and before[-1] != ","
            and any(word in _TIES for word in before[_last_comma(before) :])
            and one.start > mention.start
        )

    def _is_home(self, one: Named, mention: Tokens) -> bool:
        """Whether a name says whose coach somebody is: "the Castleby coach, Ann Holt"."""
        return (
            one.end < mention.end
            and self._article.tags[one.end] == "NN"
            and any(other.start > one.end for other in self._between(one.end, mention.end))
        )

    def _named_who(self, one: Named, mention: Tokens) -> Who:
        full = self._meant(one)
        if full in self._persons or one.words in self._persons:
            return self._person(full)
        text = self._article.text(mention)
        plain = len(one.words) == mention.end - mention.start
        name = " ".join(full) if plain or self._is_bare(one, mention) else _bare(text)
        return Who(name=name, role=None, type=SpeakerType.ORGANISATION)

    def _is_bare(self, one: Named, mention: Tokens) -> bool:
        """Whether a mention is a name with "'s" behind it or a description in front.

        "The environmental group Green Steppe" is Green Steppe.
        """
        article = self._article
        behind = article.words[one.end : mention.end]
        start = one.start
        while start > mention.start and article.tags[start - 1] in PROPER:
            start -= 1
        described = start > mention.start and article.words[start - 1][0].islower()
        leading = _LEADING | PROPER if described else _LEADING
        return all(word in (",", *POSSESSIVES) for word in behind) and all(
            article.tags[index] in leading for index in range(mention.start, start)
        )

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
        low = max(low, mention.start - _NEAR)
        noun = self._noun_before(low, mention.start)
        near = self._between(low, mention.start)
        if near and (noun is None or noun.start < near[-1].end):
            if mention.start - near[-1].end > _APPOSITION:
                return None
            return self._named_who(near[-1], Tokens(start=near[-1].start, end=near[-1].end))
        return None if noun is None else self._plain(noun)

    def _noun_before(self, low: int, index: int) -> Tokens | None:
        """The phrase "a stranger near mile 20" that ends before a token and a comma at most."""
        tags = self._article.tags
        for head in range(index - 1, max(low, index - _LEAD), -1):
            if tags[head] in ("NN", "NNS") and tags[head + 1] in ("WP", "WDT", ",", "IN"):
                phrase = self._phrase(head)
                # "a stranger near mile 20", but "based on rules that".
                hangs = tags[max(low, phrase.start - 2) : phrase.start]
                if len(hangs) == 2 and hangs[0].startswith("NN") and hangs[1] == "IN":
                    continue
                return phrase
        return None

    # Pronouns ---------------------------------------------------------------------------------

    def _pronoun(self, index: int) -> tuple[str, ...] | None:
        """The person that the nearest earlier sentence with one is about."""
        article = self._article
        pronoun = article.words[index].lower()
        number = article.sentence(index)
        for near in range(number, max(-1, number - PRONOUN_REACH), -1):
            sentence = article.sentences[near]
            end = min(sentence.end, index) if near == number else sentence.end
            roles = self._human_subjects(sentence.start, end)
            person = self._about(sentence.start, end, pronoun, roles)
            if person is not None:
                return person
            if roles:
                # Somebody without a name, who may be meant instead.
                return None
        return None

    def _human_subjects(self, start: int, end: int) -> list[Tokens]:
        """The subjects among some tokens that are a person by what they are: "the minister"."""
        article = self._article
        return [
            self._phrase(index)
            for index in range(start, end)
            if article.tags[index] == "NN"
            and index not in article.masked
            and article.relations[index] in SUBJECTS
            and is_human(article.words[index].lower())
        ]

    def _phrase(self, head: int) -> Tokens:
        """The noun phrase that ends in a noun."""
        start = head
        tags = self._article.tags
        while start > 0 and tags[start - 1] in ("JJ", "NN", "NNP", "HYPH", "DT", "PRP$", "VBN"):
            start -= 1
        return Tokens(start=start, end=head + 1)

    def _about(
        self, start: int, end: int, pronoun: str, roles: list[Tokens]
    ) -> tuple[str, ...] | None:
        """Whom some tokens are about: a subject by name, by role, or the only person there."""
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
            return self._meant(subjects[0])
        if roles:
            held = self._role_holder(roles[0])
            return held if held and self._gender(held) in (None, pronoun) else None
        same = any(
            article.words[index].lower() == pronoun and index not in article.masked
            for index in range(start, end)
        )
        people = {self.fullest(one.words) for one in named}
        return self._meant(named[0]) if len(people) == 1 and not same else None

    def _is_owner(self, one: Named) -> bool:
        words = self._article.words
        return one.end < len(words) and words[one.end] in POSSESSIVES

    def _may_be(self, one: Named, pronoun: str) -> bool:
        full = self.fullest(one.words)
        if full not in self._persons and one.words not in self._persons:
            return False
        return self._gender(full) in (None, pronoun)

    def _gender(self, full: tuple[str, ...]) -> str | None:
        last = full[-1]
        if last not in self._titled:
            leads = (word for one in self._by_last[last] for word in self._lead(one))
            self._titled[last] = gender_of_words([word.lower().strip(".") for word in leads])
        return gender_of_name(full) or self._titled[last]

    # Roles ------------------------------------------------------------------------------------

    def _title(self, full: tuple[str, ...]) -> str | None:
        """The first description that the article's own words give of a person."""
        if full not in self._titles:
            self._titles[full] = self._find_title(full)
        return self._titles[full]

    def _find_title(self, full: tuple[str, ...]) -> str | None:
        if self._voices is None:
            self._voices = {}
            for one in self._own_voices:
                self._voices.setdefault(self.fullest(one.words), []).append(one)
        for one in self._voices.get(full, []):
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
        known = words[0] in _KNOWN
        if not known and not self._is_unfinished(mention.start):
            return None
        role = {word for word in words[known:] if word.isalpha()}
        if not role:
            return None
        return self._called(frozenset(role))

    def _called(self, role: frozenset[str]) -> tuple[str, ...] | None:
        """The one person whom the article calls by all words of a role."""
        if role not in self._holders:
            self._holders[role] = self._find_holder(role)
        return self._holders[role]

    def _find_holder(self, role: frozenset[str]) -> tuple[str, ...] | None:
        if self._roles is None:
            self._roles = self._find_roles()
        mentions = frozenset.intersection(*(self._roles.get(word, frozenset()) for word in role))
        people = {self.fullest(self._named[number].words) for number in mentions}
        return people.pop() if len(people) == 1 else None

    def _find_roles(self) -> dict[str, frozenset[int]]:
        """By each word of a description, the numbers of the mentions of persons that have it."""
        found: dict[str, set[int]] = {}
        for number, one in enumerate(self._named):
            if self.fullest(one.words) in self._persons:
                for word in self._described(one):
                    found.setdefault(word, set()).add(number)
        return {word: frozenset(numbers) for word, numbers in found.items()}

    def _is_unfinished(self, index: int) -> bool:
        """Whether a paragraph ends without a full stop: a headline, which leaves "the" out."""
        article = self._article
        paragraph = article.paragraphs[article.paragraph(index)]
        last = paragraph.end - 1
        while last > paragraph.start and article.words[last] in CLOSERS:
            last -= 1
        return article.words[last][-1:] not in TERMINAL

    def _described(self, one: Named) -> frozenset[str]:
        """The words that tell what somebody named is, around the name."""
        if one.start not in self._descriptions:
            self._descriptions[one.start] = frozenset(self._describe(one))
        return self._descriptions[one.start]

    def _describe(self, one: Named) -> set[str]:
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
            if tags[start - 1] != "IN" and words[start].lower() in _DETERMINERS:
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
        if len(words) != 2 or words[0] != "the":
            return None
        if words[1] in COMPANIES:
            return self._company(words[1], mention.start)
        if words[1] not in BODIES:
            return None
        if self._bodies is None:
            self._bodies = self._find_bodies()
        found = self._bodies.get(words[1], {})
        if len(found) != 1:
            return None
        name = next(iter(found.values()))
        return Who(name=name, role=None, type=SpeakerType.ORGANISATION)

    def _company(self, noun: str, before: int) -> Who | None:
        """ "the airline": the one body called so before, or the only body before."""
        named: dict[tuple[str, ...], bool] = {}
        for one in self._own_voices:
            if one.start < before and not one.person:
                full = self.fullest(one.words)
                named[full] = named.get(full, False) or noun in self._described(one)
        called = [full for full, described in named.items() if described] or list(named)
        if len(called) != 1:
            return None
        return Who(name=" ".join(called[0]), role=None, type=SpeakerType.ORGANISATION)

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
        if end + 1 < len(words) and words[end] in ("of", "for"):
            after = end + 1 + (words[end + 1] == "the")
            while after < len(words) and tags[after] in (*PROPER, "NN", "NNS"):
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
    if word in ("they", "we") or tag == "NNS" or word in CROWDS:
        return SpeakerType.GROUP
    if word == "it" or tag.startswith("NNP") or word in _NOBODY:
        return SpeakerType.PERSON if is_human(word) else SpeakerType.ORGANISATION
    return SpeakerType.PERSON


def _head(words: list[str], tags: list[str]) -> tuple[str, str]:
    """The noun that a phrase is about: the last before a preposition or comma."""
    found = (words[0], tags[0])
    for word, tag in zip(words, tags, strict=True):
        if tag.startswith(("NN", "PRP")):
            found = (word, tag)
        elif found[1].startswith(("NN", "PRP")) and (tag in ("IN", "TO", ",", "WP", "WDT")):
            break
    return found
