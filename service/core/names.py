"""Resolves mentions to the fullest name that the article uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from service.core.mentions import entity_range, mention_range
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
from service.core.sentences import Paragraph, Sentence

if TYPE_CHECKING:
    # The types alone; see service.core.quotes.
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One mention of a person or an organisation; `head` is its last token."""

    paragraph: int
    start: int
    end: int
    words: tuple[str, ...]
    person: bool

    @property
    def head(self) -> int:
        return self.end - 1


class NameIndex:
    """Every name of an article, to find the fullest form of any mention."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], outlets: frozenset[str] = frozenset()
    ) -> None:
        self._paragraphs = paragraphs
        tagged = [one for number, p in enumerate(paragraphs) for one in _named(number, p.doc)]
        self._named = sorted(
            [*tagged, *_untagged(paragraphs, tagged)], key=lambda one: (one.paragraph, one.start)
        )
        self._forms = NameForms(
            (one.words for one in self._named),
            (one.words for one in self._named if self._is_own_voice(one)),
        )
        self._persons = {
            one.words for one in self._named if one.person and " ".join(one.words) not in outlets
        }
        self._bodies: dict[str, dict[str, str]] | None = None
        self._heads = {(one.paragraph, one.head): one for one in self._named}

    def resolve(self, paragraph: int, start: int, end: int) -> str:
        """The fullest form in the article of who a token range means, else its own words."""
        doc = self._paragraphs[paragraph].doc
        text = doc[start:end].text
        words = name_words(doc, start, end)
        if doc[start].tag_ in ("WP", "WDT"):
            return self._antecedent(paragraph, doc[start]) or text
        if end - start == 1 and doc[start].lower_ in PRONOUNS:
            return self._pronoun(paragraph, doc[start]) or text
        if words and _is_name(doc, start, end, words):
            return " ".join(self.fullest(words))
        return self._role(doc, start, end) or self._organisation(doc, start, end) or text

    def fullest(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The longest name that a name shortens; the name itself where several people may be."""
        return self._forms.fullest(words)

    def _is_own_voice(self, one: Named) -> bool:
        """Whether the article's running text gives a name, and not a quotation or a headline.

        Inside marks people are called names ("Crooked Ann Holt"), and in a headline every word
        may belong to one ("Holt Slams Ann Ruiz").
        """
        paragraph = self._paragraphs[one.paragraph]
        return one.head not in paragraph.masked and not _is_headline(paragraph.doc)

    def _antecedent(self, paragraph: int, relative: Token) -> str | None:
        """ "Smith, who said": whom a relative pronoun stands for."""
        for verb in (relative.head, *relative.head.ancestors):
            if verb.dep_ in ("relcl", "acl"):
                return self.resolve(paragraph, *mention_range(verb.head))
        return None

    # Pronouns ---------------------------------------------------------------------------------

    def _pronoun(self, number: int, pronoun: Token) -> str | None:
        """The person that the nearest earlier sentence with one is about."""
        near = islice(self._before(number, pronoun.i), PRONOUN_REACH)
        for paragraph, sentence, end in near:
            person = self._about(paragraph, sentence, end, pronoun)
            if person is not None:
                return " ".join(self.fullest(person.words))
            if self._stranger(paragraph, sentence, end):
                return None
        return None

    def _before(self, number: int, index: int) -> Iterator[tuple[int, Sentence, int]]:
        """Sentences from the one that holds a token backwards, each with where to stop in it."""
        for paragraph in range(number, -1, -1):
            for sentence in reversed(self._paragraphs[paragraph].sentences):
                if paragraph < number:
                    yield paragraph, sentence, sentence.end
                elif sentence.start <= index:
                    yield paragraph, sentence, min(sentence.end, index)

    def _stranger(self, number: int, sentence: Sentence, end: int) -> bool:
        """Whether a sentence's subject is somebody without a name, who may be meant instead."""
        paragraph = self._paragraphs[number]
        return any(
            token.dep_ == "nsubj"
            and token.tag_ == "NN"
            and token.i not in paragraph.masked
            and is_human(token.lower_)
            and self._role(paragraph.doc, token.left_edge.i, token.i + 1) is None
            for token in paragraph.doc[sentence.start : end]
        )

    def _about(self, number: int, sentence: Sentence, end: int, pronoun: Token) -> Named | None:
        paragraph = self._paragraphs[number]
        named = [
            one
            for index in range(sentence.start, end)
            if index not in paragraph.masked
            and (one := self._heads.get((number, index))) is not None
            and self._may_be(one, pronoun.lower_)
        ]
        subjects = [one for one in named if paragraph.doc[one.head].dep_ in SUBJECTS]
        if subjects:
            return subjects[0]
        same = any(
            token.lower_ == pronoun.lower_ and token.i not in paragraph.masked
            for token in paragraph.doc[sentence.start : end]
        )
        people = {self.fullest(one.words) for one in named}
        return named[0] if len(people) == 1 and not same else None

    def _may_be(self, one: Named, pronoun: str) -> bool:
        full = self.fullest(one.words)
        if full not in self._persons and one.words not in self._persons:
            return False
        return self._gender(full) in (None, pronoun)

    def _gender(self, full: tuple[str, ...]) -> str | None:
        return gender_of_name(full) or gender_of_words(
            [word for one in self._named if one.words[-1] == full[-1] for word in self._lead(one)]
        )

    # Roles ------------------------------------------------------------------------------------

    def _role(self, doc: Doc, start: int, end: int) -> str | None:
        """ "the deputy foreign minister": the one person whom the article calls that."""
        if start > 0 and doc[start - 1].lower_ == "the":
            # The tagger took the bare title for a name.
            start -= 1
        if doc[start].lower_ not in ("the", "this", "that"):
            return None
        role = {token.lower_ for token in doc[start + 1 : end] if token.is_alpha}
        if not role:
            return None
        people = {
            self.fullest(one.words)
            for one in self._named
            if self.fullest(one.words) in self._persons and role <= self._described(one)
        }
        return " ".join(people.pop()) if len(people) == 1 else None

    def _described(self, one: Named) -> set[str]:
        return {*self._lead(one), *self._apposition(one), *self._apposed(one)}

    def _apposed(self, one: Named) -> list[str]:
        """The words of "the governor of the province," before a name."""
        doc = self._paragraphs[one.paragraph].doc
        head = doc[one.head]
        if head.dep_ != "appos" or head.head.tag_ != "NN" or head.head.i > one.start:
            return []
        return [token.lower_ for token in doc[head.head.left_edge.i : one.start]]

    def _organisation(self, doc: Doc, start: int, end: int) -> str | None:
        """ "the ministry": the fuller phrase with that head noun, when the article has only one."""
        if end - start != 2 or doc[start].lower_ != "the" or doc[start + 1].lower_ not in BODIES:
            return None
        if self._bodies is None:
            self._bodies = self._find_bodies()
        found = self._bodies.get(doc[start + 1].lower_, {})
        return next(iter(found.values())) if len(found) == 1 else None

    def _find_bodies(self) -> dict[str, dict[str, str]]:
        """By head noun: the fuller phrases, each in its first form by its lower-cased one."""
        found: dict[str, dict[str, str]] = {}
        for paragraph in self._paragraphs:
            for token in paragraph.doc:
                if token.lower_ not in BODIES or token.i in paragraph.masked:
                    continue
                start, end = mention_range(token)
                # The tagger may count "the" into an organisation's name or not.
                if token.text.islower() and start > 0 and paragraph.doc[start - 1].lower_ == "the":
                    start -= 1
                text = paragraph.doc[start:end].text
                plain = text.lower().removeprefix("the ")
                if plain != token.lower_ and not plain.startswith(VAGUE):
                    found.setdefault(token.lower_, {}).setdefault(plain, text)
        return found

    def _lead(self, one: Named) -> list[str]:
        """The lower-cased words before a name that describe it ("foreign minister")."""
        doc = self._paragraphs[one.paragraph].doc
        words: list[str] = []
        for token in reversed(list(doc[max(0, one.start - 8) : one.start])):
            if token.tag_ not in ("NN", "NNP", "NNS", "JJ", "HYPH"):
                break
            words.append(token.lower_.strip("."))
        return words

    def _apposition(self, one: Named) -> list[str]:
        """The words of ", the deputy foreign minister," after a name."""
        doc = self._paragraphs[one.paragraph].doc
        if one.end >= len(doc) or doc[one.end].text != ",":
            return []
        words: list[str] = []
        for token in doc[one.end + 1 : one.end + 12]:
            if token.is_punct or token.tag_.startswith(("VB", "W")):
                break
            words.append(token.lower_)
        return words


def name_words(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    """The words of a name without titles before it and "'s" behind it."""
    tokens = _name_tokens(doc, start, end)
    return tuple(doc[tokens[0].i : tokens[-1].i + 1].text.split()) if tokens else ()


def _name_tokens(doc: Doc, start: int, end: int) -> list[Token]:
    tokens = [token for token in doc[start:end] if not token.is_space]
    while len(tokens) > 1 and tokens[0].lower_.strip(".") in TITLES:
        tokens = tokens[1:]
    if len(tokens) > 2 and tokens[0].is_sent_start and _begins_at_second(tokens):
        # "Novelist Ann Holt", where the sentence's capital makes the trade part of the name.
        tokens = tokens[1:]
    while tokens and tokens[-1].tag_ in ("POS", ",", ".", "''", "``"):
        tokens = tokens[:-1]
    return tokens


def _begins_at_second(tokens: Sequence[Token]) -> bool:
    return _is_first_name(tokens[1]) and not _is_first_name(tokens[0])


def _is_name(doc: Doc, start: int, end: int, words: tuple[str, ...]) -> bool:
    return words[-1] != words[-1].lower() and all(
        token.tag_ in ("NNP", "NNPS", "POS", "DT", ".", "HYPH", "IN") or token.ent_type_
        for token in doc[start:end]
    )


def _is_headline(doc: Doc) -> bool:
    """Whether a paragraph ends without a full stop and has nearly all longer words capitalised."""
    if len(doc) == 0 or doc[-1].is_punct:
        return False
    return is_capitalised(token.text for token in doc)


def _named(number: int, doc: Doc) -> Iterator[Named]:
    for entity in doc.ents:
        if entity.label_ not in ("PERSON", "ORG") or "\n" in entity.text:
            continue
        start, end = entity_range(doc[entity.end - 1])
        words = name_words(doc, start, end)
        if 0 < len(words) <= LONGEST_NAME:
            # The tagger takes some persons for bodies; a first name in front tells them apart.
            person = entity.label_ == "PERSON" or (
                len(words) in (2, 3) and words[0].lower() in FIRST_NAMES
            )
            yield Named(paragraph=number, start=start, end=end, words=words, person=person)


def _untagged(paragraphs: Sequence[Paragraph], tagged: Sequence[Named]) -> Iterator[Named]:
    """Names of persons that the tagger left out: behind a title, or the surname of one it knows."""
    surnames = {one.words[-1] for one in tagged if one.person and len(one.words) > 1}
    for number, paragraph in enumerate(paragraphs):
        for start, end in _free_runs(paragraph.doc):
            tokens = _name_tokens(paragraph.doc, start, end)
            words = name_words(paragraph.doc, start, end)
            if not words or words[-1].lower() in TITLES or _goes_on(paragraph.doc, end):
                continue
            titled = len(tokens) < end - start and len(words) <= LONGEST_NAME
            if titled or (end - start == 1 and words[0] in surnames):
                first = tokens[0].i
                yield Named(paragraph=number, start=first, end=end, words=words, person=True)


def _goes_on(doc: Doc, end: int) -> bool:
    """Whether a run of capitals is only the title in front of a tagged name."""
    return end < len(doc) and doc[end].tag_ in ("NNP", "NNPS")


def _free_runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Runs of capitalised names that belong to no entity."""
    start: int | None = None
    for token in doc:
        if token.tag_ == "NNP" and not token.ent_type_:
            start = token.i if start is None else start
        elif start is not None:
            yield start, token.i
            start = None
    if start is not None:
        yield start, len(doc)


def _is_first_name(token: Token) -> bool:
    return token.lower_ in FIRST_NAMES
