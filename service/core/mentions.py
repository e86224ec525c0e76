"""Finds where an article names persons and organisations."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from service.core.annotation import PROPER, Annotated, Tokens
from service.core.lexicon import words
from service.core.name_forms import (
    BODY_ENDINGS,
    FIRST_NAMES,
    LONGEST_NAME,
    POSTNOMINALS,
    TITLES,
    gender_of_first_name,
    is_trade,
)
from service.core.outlet_words import OUTLET_NAMES

POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
# Small words inside surnames; listed by hand: Dutch, German, Romance and Arabic ones.
_PARTICLES = words("""
    van der den de het ter ten von zu zum zur del della di da dal dos das do du des la le los las
    al el bin bint ibn abu san st""")
# Endings of peoples and parties that stand before a surname ("Republican Holt").
_NOT_FIRST = ("ican", "ish", "ese", "crat", "ative", "ist")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One mention of a person or an organisation: its tokens and its words."""

    start: int
    end: int
    words: tuple[str, ...]
    person: bool


def find_names(article: Annotated) -> list[Named]:
    """Every name of a person or an organisation, in order."""
    tagged = list(_tagged(article))
    return sorted([*tagged, *_untagged(article, tagged)], key=lambda one: (one.start, one.end))


def _tagged(article: Annotated) -> Iterator[Named]:
    for tokens, kind in _whole(article):
        place = _name_place(article, tokens.start, tokens.end)
        if place is None:
            continue
        own = tuple(article.text(place).split())
        if 0 < len(own) <= LONGEST_NAME:
            # The tagger takes some persons for bodies; a first name in front tells them apart.
            called = len(own) in (2, 3) and own[0].lower() in FIRST_NAMES
            person = (kind == "PERSON" and not _is_body(own)) or called
            yield Named(start=place.start, end=place.end, words=own, person=person)


def _is_body(own: tuple[str, ...]) -> bool:
    """Whether a name that was taken for a person's is that of a body: "KSV", "Vitrum Group"."""
    last = own[-1]
    alone = len(own) == 1 and len(last) > 1
    known = last.lower() in OUTLET_NAMES or last.isupper()
    return last.lower() in BODY_ENDINGS or (alone and known)


def _whole(article: Annotated) -> Iterator[tuple[Tokens, str]]:
    """Persons and organisations; of a person's name the parts together that were tagged apart."""
    last: Tokens | None = None
    for tokens, kind in article.named:
        if kind == "PERSON":
            tokens = _stretched(article, tokens)
            if last is not None and tokens.start <= last.end:
                last = Tokens(start=min(last.start, tokens.start), end=max(last.end, tokens.end))
                continue
            if last is not None:
                yield last, "PERSON"
            last = tokens
        elif kind == "ORG":
            yield _with_capitals(article, tokens), kind
    if last is not None:
        yield last, "PERSON"


def _with_capitals(article: Annotated, tokens: Tokens) -> Tokens:
    """A body's name with the capitals before it that belong to nothing else: "Safe Furrow"."""
    start = tokens.start
    low = article.sentences[article.sentence(start)].start
    while (
        start - 1 > low
        and article.words[start - 1][0].isupper()
        and article.words[start - 1] != "The"
        and article.entities[start - 1] in ("", "ORG")
    ):
        start -= 1
    return Tokens(start=start, end=tokens.end)


def _stretched(article: Annotated, tokens: Tokens) -> Tokens:
    """A name with its particles and what stands before or behind them: "Ludo van den Berg".

    A surname alone takes the capital in front of it that no title and no other name explains.
    """
    start, end = tokens.start, tokens.end
    while _is_particle(article, start - 1) or _is_joined(article, start - 1):
        start -= 1
    alone = end - start == 1 or _is_particle(article, start) or _is_joined(article, start)
    if alone and _may_be_first(article, start - 1):
        start -= 1
    if end - tokens.start == 1 and _is_given(article, tokens.start, end):
        end += 1
    last = end - 1 if _is_particle(article, end - 1) else end
    while _is_particle(article, last) or _is_joined(article, last):
        last += 1
    if last != end and _is_free_capital(article, last):
        end = last + 1
    elif last > end and _is_joined(article, last - 1):
        end = last
    return Tokens(start=start, end=end)


def _is_given(article: Annotated, start: int, end: int) -> bool:
    """Whether a name of one word is a first name in front of the surname that the tagger left."""
    known = gender_of_first_name(article.words[start].lower()) is not None
    return known and _is_free_capital(article, end) and not _is_free_capital(article, end + 1)


def _is_particle(article: Annotated, index: int) -> bool:
    return 0 <= index < len(article.words) and article.words[index].lower() in _PARTICLES


def _is_joined(article: Annotated, index: int) -> bool:
    """Whether a token is the hyphen of "Al-Amin", or one of the halves around it."""
    return any(_is_hyphen(article, near) for near in (index - 1, index, index + 1))


def _is_hyphen(article: Annotated, index: int) -> bool:
    words, starts = article.words, article.starts
    return (
        0 < index < len(words) - 1
        and words[index] == "-"
        and starts[index - 1] + len(words[index - 1]) == starts[index]
        and starts[index] + 1 == starts[index + 1]
        and (words[index - 1][0].isupper() or words[index - 1] in _PARTICLES)
        and words[index + 1][0].isupper()
    )


def _may_be_first(article: Annotated, index: int) -> bool:
    if not _is_free_capital(article, index) or _describes(article.words[index]):
        return False
    return not _is_free_capital(article, index - 1) or _describes(article.words[index - 1])


def _describes(word: str) -> bool:
    """Whether a capitalised word in front of a name is no part of it: a title, trade or party."""
    form = word.lower().strip(".")
    return form in TITLES or is_trade(form) or form.endswith(_NOT_FIRST)


def _is_free_capital(article: Annotated, index: int) -> bool:
    """Whether a token is a capitalised proper noun of no other entity, in running text."""
    return (
        0 <= index < len(article.words)
        and article.tags[index] == "NNP"
        and (article.entities[index] in ("", "PERSON") or article.words[index].istitle())
        and article.words[index][0].isupper()
    )


def _name_place(article: Annotated, start: int, end: int) -> Tokens | None:
    """The tokens of a name without titles before it and "'s" behind it."""
    words, tags = article.words, article.tags
    while start < end and (tags[start] in ("DT", "``", "''") or not words[start].strip()):
        start += 1
    while end - start > 1 and words[start].lower().strip(".") in TITLES:
        start += 1
    if _begins_at_second(article, start, end):
        # "Novelist Ann Holt", where the sentence's capital makes the trade part of the name.
        start += 1
    while end - start > 2 and words[end - 1].lower() in POSTNOMINALS:
        end -= 1
    while end > start and (
        tags[end - 1] in ("POS", ",", ".", "``", "''") or words[end - 1] in POSSESSIVES
    ):
        if words[end - 1][0].isalpha():
            break
        end -= 1
    return Tokens(start=start, end=end) if start < end else None


def _begins_at_second(article: Annotated, start: int, end: int) -> bool:
    if end - start <= 2:
        return False
    first, second = (article.words[start + k].lower() for k in range(2))
    if first in FIRST_NAMES or second in _PARTICLES or not second.isalpha():
        return False
    return second in FIRST_NAMES or is_trade(first)


def _untagged(article: Annotated, tagged: list[Named]) -> Iterator[Named]:
    """Names of persons that the tagger left out: behind a title, or the surname of one it knows."""
    surnames = {one.words[-1] for one in tagged if one.person and len(one.words) > 1}
    covered = {index for one in tagged for index in range(one.start, one.end)}
    for start, end in _free_runs(article, covered):
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
    return end < len(article.tags) and article.tags[end] in PROPER


def _free_runs(article: Annotated, covered: Set[int]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised names that belong to no entity."""
    start: int | None = None
    for index, tag in enumerate(article.tags):
        if tag == "NNP" and not article.entities[index] and index not in covered:
            start = index if start is None else start
        elif start is not None:
            yield start, index
            start = None
    if start is not None:
        yield start, len(article.tags)
