"""What the health checks look at; read by the threads that serve them."""

import time
from collections.abc import Iterator

from service.metrics import Check, Heartbeat
from service.pool import ArticlePool
from service.stream.app import StreamApp
from service.stream.lag import LagWatch

# The loop beats twice a second; its longest work is a few milliseconds.
_STALL_SECONDS = 5.0

# A message may take its time limit twice; what is past that is no slow message.
_MARGIN_SECONDS = 5.0


class Health:
    """Answers /healthz and /readyz."""

    def __init__(
        self, *, heartbeat: Heartbeat, pool: ArticlePool, article_timeout_seconds: float
    ) -> None:
        self._app: StreamApp | None = None
        self._lag: LagWatch | None = None
        self._heartbeat = heartbeat
        self._pool = pool
        self._patience_seconds = 2 * article_timeout_seconds + _MARGIN_SECONDS

    def watch(self, app: StreamApp, lag: LagWatch) -> None:
        """Look at these, too, from now on."""
        self._app, self._lag = app, lag

    def live(self) -> Iterator[Check]:
        """Whether the event loop runs; if not, only a restart helps."""
        age = self._heartbeat.age_seconds
        yield Check(
            name="loop",
            passed=age < _STALL_SECONDS,
            detail=f"has not run for {age:.0f} seconds",
        )

    def ready(self) -> Iterator[Check]:
        """Whether messages are being processed."""
        yield from self.live()
        yield Check(
            name="pool", passed=self._pool.alive, detail="the process pool is broken or closed"
        )
        app = self._app
        yield Check(
            name="assigned",
            passed=app is not None and app.assigned is not None,
            detail="has no assignment from the consumer group yet",
        )
        if app is not None:
            yield Check(
                name="stable", passed=not app.rebalancing, detail="the group is rebalancing"
            )
            yield self._progress(app)

    def _progress(self, app: StreamApp) -> Check:
        idle = time.monotonic() - app.lanes.last_progress
        waiting = app.lanes.in_flight + (self._lag.unfetched if self._lag else 0)
        return Check(
            name="progress",
            passed=not waiting or idle < self._patience_seconds,
            detail=f"{waiting} messages wait, and none was finished for {idle:.0f} seconds",
        )
