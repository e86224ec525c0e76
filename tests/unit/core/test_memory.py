"""What the memory of an outlet finds, forgets and holds."""

from itertools import count

import pytest
from eval.repeats import simulate
from repeats_stream import BOILERPLATE, REAL

from service.core.memory import Memory
from service.core.repeats import NAMES_OUTLET, NUMBERS, SLOTS, Observation

LINE = 4
NUMBERED = 8 | NUMBERS
NAMED = 12 | NAMES_OUTLET


class Press:
    """An outlet whose articles have three blocks of their own each."""

    def __init__(self, memory: Memory, outlet: str = "lanternpost") -> None:
        self.memory = memory
        self.outlet = outlet
        self.numbers = count(100)
        self.slots = count()

    def publish(
        self, *marks: int, times: int = 1, slot: int | None = None, own: tuple[int, ...] = ()
    ) -> None:
        """Publish articles with these blocks besides their own."""
        for _ in range(times):
            new = tuple(4 * next(self.numbers) for _ in range(3))
            self.memory.learn(
                Observation(
                    outlet=self.outlet,
                    slot=next(self.slots) % SLOTS if slot is None else slot,
                    marks=(*(own or new), *marks),
                    repeated=(),
                )
            )

    @property
    def repeated(self) -> frozenset[int]:
        """What the memory finds."""
        return self.memory.repeated(self.outlet)


@pytest.fixture
def press() -> Press:
    """An outlet that has published thirty articles."""
    press = Press(Memory())
    press.publish(times=30)
    return press


def test_nothing_is_known_of_an_outlet_without_articles() -> None:
    assert Memory().repeated("lanternpost") == frozenset()


def test_block_of_every_article_is_found_with_the_fifth(press: Press) -> None:
    press.publish(LINE, times=4)
    assert press.repeated == set()
    press.publish(LINE)
    assert press.repeated == {LINE}


def test_block_of_every_third_article_is_found_with_the_eighth(press: Press) -> None:
    for _ in range(7):
        press.publish(LINE)
        press.publish(times=2)
    assert press.repeated == set()
    press.publish(LINE)
    assert press.repeated == {LINE}


def test_block_of_every_tenth_article_is_not_found_unless_it_names_the_outlet(
    press: Press,
) -> None:
    for _ in range(20):
        press.publish(LINE, NAMED)
        press.publish(times=9)
    assert press.repeated == {NAMED}


def test_numbers_without_their_values_must_be_in_every_other_article(press: Press) -> None:
    for _ in range(20):
        press.publish(LINE, NUMBERED)
        press.publish(times=2)
    assert press.repeated == {LINE}
    press.publish(NUMBERED, times=5)
    assert press.repeated == {LINE, NUMBERED}


def test_article_sent_again_counts_once(press: Press) -> None:
    press.publish(LINE, times=9, slot=7)
    assert press.repeated == set()


def test_story_published_again_counts_once(press: Press) -> None:
    press.publish(LINE, times=9, own=(1000, 1004, 1008))
    assert press.repeated == set()


def test_what_went_as_repeated_tells_no_story(press: Press) -> None:
    """Else five blocks of boilerplate would make one story of two short articles."""
    footer = tuple(range(40, 80, 4))
    for number in range(1000, 1005):
        press.memory.learn(
            Observation(
                outlet=press.outlet, slot=number % SLOTS, marks=(4 * number, *footer),
                repeated=footer,
            )
        )  # fmt: skip
    assert press.repeated == set(footer)


def test_what_is_not_met_any_more_is_forgotten(press: Press) -> None:
    press.publish(LINE, times=30)
    press.publish(times=SLOTS - 30)
    assert press.repeated == {LINE}
    press.publish(times=30)
    assert press.repeated == set()


def test_outlets_are_apart(press: Press) -> None:
    other = Press(press.memory, "the other")
    press.publish(LINE, times=3)
    other.publish(LINE, times=3)
    assert press.repeated == other.repeated == set()


def test_place_can_be_emptied(press: Press) -> None:
    press.publish(LINE, times=5)
    press.memory.forget(press.outlet, 30)
    press.memory.forget(press.outlet, 200)
    press.memory.forget("nobody", 0)
    assert press.repeated == set()
    assert (press.memory.outlets, press.memory.marks) == (1, 34 * 3 + 4)


def test_outlet_without_articles_is_not_held() -> None:
    press = Press(Memory())
    press.publish(slot=3)
    press.memory.forget(press.outlet, 3)
    assert (press.memory.outlets, press.memory.marks) == (0, 0)


def test_outlet_that_published_longest_ago_goes_first() -> None:
    memory = Memory(most_outlets=2)
    first, second, third = (Press(memory, name) for name in ("first", "second", "third"))
    first.publish(LINE, times=5)
    second.publish(LINE, times=5)
    first.publish(LINE)
    third.publish(LINE, times=5)

    assert (first.repeated, second.repeated, third.repeated) == ({LINE}, frozenset(), {LINE})
    assert (memory.outlets, memory.marks) == (2, 11 * 4)


@pytest.mark.parametrize("lag", [0, 64])
def test_simulated_stream(lag: int) -> None:
    """The figures of README; `tests/eval/repeats.py` prints them."""
    figures = simulate(lag=lag)
    first = {kind: figures.until[kind] for kind in BOILERPLATE}
    share = {kind: round(figures.removed[kind] / figures.seen[kind], 2) for kind in BOILERPLATE}
    lost = {kind: figures.removed[kind] for kind in REAL if figures.removed[kind]}

    assert (first, share, lost) == EXPECTED[lag]


EXPECTED = {
    0: (
        {"footer": 7, "new footer": 7, "banner": 9, "author's note": 21},
        {"footer": 0.99, "new footer": 0.99, "banner": 0.94, "author's note": 0.94},
        {},
    ),
    64: (
        {"footer": 71, "new footer": 71, "banner": 31, "author's note": 36},
        {"footer": 0.88, "new footer": 0.88, "banner": 0.81, "author's note": 0.89},
        {},
    ),
}
