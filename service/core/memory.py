"""Counts, by outlet, in which articles a block stood; bounded, and a function of what it was told.

The state is the last observation of each place, in the order in which they came. So it does not
matter whether an observation came twice, or whether those that were overwritten came at all: a
compacted log gives the same memory as the whole one.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from service.core.repeats import NAMES_OUTLET, NUMBERS, SLOTS, Observation

# A block is boilerplate when the newest so many different articles that have it lie among so many
# of the outlet. What stands in a third of the articles or more passes soon; of a formula of the
# news that stands in a tenth, one in a hundred is met so by chance, of one in a twenty-fifth none
# (three runs of `tests/eval/repeats.py`).
_DENSITIES = ((5, 10), (8, 32), (16, 100))

_LEAST_ARTICLES = 5

# Figures that change are what some lines are there to tell, such as a daily market report's.
_DENSITIES_WITH_NUMBERS = _DENSITIES[:1]

# Notes on authors are in a few articles only, but name their outlet, as no formula of the news.
_DENSITIES_WITH_NAME = ((5, SLOTS),)

# Two articles are one story, published again, when they share that much of their blocks.
_SAME_STORY = 0.5

# About 120 KB each with articles of 20 blocks. What is above it is forgotten, the outlet that
# published longest ago first.
_MOST_OUTLETS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    """An observation packed: a tuple of numbers takes five times as much."""

    marks: "array[int]"
    repeated: "array[int]"


class Memory:
    """What the outlets repeat, as far as it was told."""

    def __init__(self, *, most_outlets: int = _MOST_OUTLETS) -> None:
        self._most_outlets = most_outlets
        # Both levels are ordered by the last change.
        self._outlets: dict[str, dict[int, _Article]] = {}
        self._found: dict[str, frozenset[int]] = {}
        self.marks = 0

    def __contains__(self, outlet: str) -> bool:
        """Whether an outlet is remembered."""
        return outlet in self._outlets

    @property
    def outlets(self) -> int:
        """How many outlets are remembered."""
        return len(self._outlets)

    def learn(self, observation: Observation) -> None:
        """Take an article in, instead of the one that had its place."""
        self.forget(observation.outlet, observation.slot)
        articles = self._outlets.pop(observation.outlet, {})
        articles[observation.slot] = _pack(observation)
        self._outlets[observation.outlet] = articles
        self.marks += len(observation.marks)
        while len(self._outlets) > self._most_outlets:
            self._forget_outlet(next(iter(self._outlets)))

    def forget(self, outlet: str, slot: int) -> None:
        """Empty one place; nothing happens if it is empty."""
        self._found.pop(outlet, None)
        articles = self._outlets.get(outlet, {})
        article = articles.pop(slot, None)
        if article is not None:
            self.marks -= len(article.marks)
        if not articles:
            self._outlets.pop(outlet, None)

    def repeated(self, outlet: str) -> frozenset[int]:
        """The marks of an outlet's boilerplate.

        Costs some milliseconds when the outlet has changed since the last call.
        """
        found = self._found.get(outlet)
        if found is None and outlet in self._outlets:
            found = _find_repeated(list(reversed(self._outlets[outlet].values())))
            self._found[outlet] = found
        return found or frozenset()

    def observations(self) -> Iterator[Observation]:
        """All that is remembered, in an order that gives the same memory when learned again."""
        for outlet, articles in self._outlets.items():
            for slot, article in articles.items():
                yield Observation(
                    outlet=outlet,
                    slot=slot,
                    marks=tuple(article.marks),
                    repeated=tuple(article.repeated),
                )

    def _forget_outlet(self, outlet: str) -> None:
        self._found.pop(outlet, None)
        self.marks -= sum(len(article.marks) for article in self._outlets.pop(outlet).values())


def _pack(observation: Observation) -> _Article:
    return _Article(marks=array("Q", observation.marks), repeated=array("Q", observation.repeated))


def _find_repeated(newest_first: Sequence[_Article]) -> frozenset[int]:
    """Find what stood in enough different articles.

    An article's age is the number of articles of the outlet that came after it.
    """
    counts = Counter(chain.from_iterable(set(article.marks) for article in newest_first))
    often = {mark for mark, count in counts.items() if count >= _LEAST_ARTICLES}
    ages: defaultdict[int, list[int]] = defaultdict(list)
    for age, article in enumerate(newest_first):
        for mark in often.intersection(article.marks):
            ages[mark].append(age)
    stories = _Stories(newest_first)
    return frozenset(
        mark for mark in often if _is_dense(stories.different(ages[mark]), _densities(mark))
    )


def _densities(mark: int) -> Sequence[tuple[int, int]]:
    if mark & NUMBERS:
        return _DENSITIES_WITH_NUMBERS
    return _DENSITIES_WITH_NAME if mark & NAMES_OUTLET else _DENSITIES


def _is_dense(ages: Iterable[int], densities: Sequence[tuple[int, int]]) -> bool:
    """Tell whether the ages, newest first, meet one of the densities; takes as few as it needs."""
    spans = dict(densities)
    first = None
    for number, age in enumerate(ages, start=1):
        first = age if first is None else first
        if age - first < spans.get(number, 0):
            return True
        if number >= max(spans):
            return False
    return False


class _Stories:
    """Compares articles by the blocks that are their own."""

    def __init__(self, newest_first: Sequence[_Article]) -> None:
        self._articles = newest_first
        self._own: dict[int, set[int]] = {}

    def different(self, ages: Iterable[int]) -> Iterator[int]:
        """Those of the articles that are not one of the ones before, published again."""
        found: list[int] = []
        for age in ages:
            if not any(self._same(age, other) for other in found):
                found.append(age)
                yield age

    def _same(self, one: int, other: int) -> bool:
        left, right = self._blocks(one), self._blocks(other)
        shared = len(left & right)
        return shared >= _SAME_STORY * (len(left) + len(right) - shared)

    def _blocks(self, age: int) -> set[int]:
        if age not in self._own:
            article = self._articles[age]
            self._own[age] = set(article.marks) - set(article.repeated)
        return self._own[age]
