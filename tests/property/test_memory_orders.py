"""What must hold for every order of observations whatsoever."""

from hypothesis import given, settings
from hypothesis import strategies as st

from service.core.memory import Memory
from service.core.repeats import Observation

# Few values, so that places, blocks and outlets meet often.
_MARKS = st.lists(st.integers(0, 9), max_size=4).map(tuple)
_OBSERVATIONS = st.builds(
    Observation,
    outlet=st.sampled_from(["a", "b", "c"]),
    slot=st.integers(0, 7),
    marks=_MARKS,
    repeated=_MARKS,
)
_LOGS = st.lists(_OBSERVATIONS, max_size=60)

many = settings(max_examples=200, deadline=None, derandomize=True)


def told(log: list[Observation], *, most_outlets: int = 3) -> Memory:
    memory = Memory(most_outlets=most_outlets)
    for observation in log:
        memory.learn(observation)
    return memory


def state(memory: Memory) -> tuple[object, ...]:
    found = {outlet: memory.repeated(outlet) for outlet in "abc"}
    return (list(memory.observations()), found, memory.outlets, memory.marks)


def compacted(log: list[Observation]) -> list[Observation]:
    """The last of each place, in order, as Kafka compacts a topic."""
    last = {(one.outlet, one.slot): number for number, one in enumerate(log)}
    return [one for number, one in enumerate(log) if last[one.outlet, one.slot] == number]


@many
@given(_LOGS)
def test_compacted_log_gives_the_same_memory(log: list[Observation]) -> None:
    assert state(told(compacted(log))) == state(told(log))


@many
@given(_LOGS)
def test_log_read_twice_gives_the_same_memory(log: list[Observation]) -> None:
    assert state(told([*log, *log])) == state(told(log))


@many
@given(_LOGS)
def test_looking_changes_nothing(log: list[Observation]) -> None:
    memory = Memory(most_outlets=3)
    for observation in log:
        memory.learn(observation)
        memory.repeated(observation.outlet)

    assert state(memory) == state(told(log))


@many
@given(_LOGS)
def test_what_is_remembered_can_be_learned_again(log: list[Observation]) -> None:
    memory = told(log)

    assert state(told(list(memory.observations()))) == state(memory)


@many
@given(_LOGS)
def test_bounds_hold(log: list[Observation]) -> None:
    memory = told(log, most_outlets=2)
    held = list(memory.observations())

    assert memory.outlets == len({one.outlet for one in held}) <= 2
    assert memory.marks == sum(len(one.marks) for one in held)
    assert len({(one.outlet, one.slot) for one in held}) == len(held)


@many
@given(_LOGS)
def test_only_what_was_seen_is_found(log: list[Observation]) -> None:
    memory = told(log)
    seen = {mark for one in memory.observations() for mark in one.marks}

    assert {mark for outlet in "abc" for mark in memory.repeated(outlet)} <= seen
