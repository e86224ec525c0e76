"""What the health checks say."""

import time
from dataclasses import dataclass, field, replace

from service.metrics import Heartbeat
from service.stream.health import Health

TIMEOUT = 60.0


@dataclass(kw_only=True)
class FakeLanes:
    """Lanes in some state."""

    idle_seconds: float = 0.0
    in_flight: int = 0

    @property
    def last_progress(self) -> float:
        """When the last message was finished."""
        return time.monotonic() - self.idle_seconds


@dataclass(kw_only=True)
class State:
    """A worker's parts; as it is, all is well."""

    loop_age: float = 0.0
    alive: bool = True
    assigned: frozenset[int] | None = frozenset({0})
    rebalancing: bool = False
    lanes: FakeLanes = field(default_factory=FakeLanes)
    unfetched: int = 0


def _failing(state: State, *, started: bool = True) -> dict[str, str]:
    now = [0.0]
    heartbeat = Heartbeat(clock=lambda: now[0])
    now[0] = state.loop_age
    health = Health(heartbeat=heartbeat, pool=state, article_timeout_seconds=TIMEOUT)
    health = _watching(health, state) if started else health
    return {check.name: check.detail for check in health.ready() if not check.passed}


def _watching(health: Health, state: State) -> Health:
    health.watch(state, state)
    return health


def test_worker_that_is_well_is_ready() -> None:
    assert _failing(State()) == {}


def test_worker_without_partitions_is_ready() -> None:
    """There may be more workers than partitions; it stands by."""
    assert _failing(State(assigned=frozenset())) == {}


def test_worker_that_starts_is_not_ready() -> None:
    assert list(_failing(State(), started=False)) == ["assigned"]
    assert list(_failing(State(assigned=None))) == ["assigned"]


def test_blocked_loop_fails_both_checks() -> None:
    state = State(loop_age=7.0)
    assert _failing(state) == {"loop": "has not run for 7 seconds"}
    assert _failing(replace(state, loop_age=4.0)) == {}


def test_broken_pool_fails() -> None:
    assert list(_failing(State(alive=False))) == ["pool"]


def test_rebalance_fails() -> None:
    assert list(_failing(State(rebalancing=True))) == ["stable"]


def test_no_progress_fails_only_with_messages_that_wait() -> None:
    stuck = FakeLanes(idle_seconds=2 * TIMEOUT + 6, in_flight=3)
    told = "5 messages wait, and none was finished for 126 seconds"
    assert _failing(State(lanes=stuck, unfetched=2)) == {"progress": told}
    assert list(_failing(State(lanes=replace(stuck, in_flight=0), unfetched=2))) == ["progress"]
    assert _failing(State(lanes=replace(stuck, in_flight=0))) == {}
    assert _failing(State(lanes=replace(stuck, idle_seconds=2 * TIMEOUT))) == {}
