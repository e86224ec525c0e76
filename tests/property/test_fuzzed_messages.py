"""The first of the fuzzed messages; tests/fuzz/fuzz.py has as many as one likes."""

import pytest
from fuzz import run_chunk

# Not by a signal: the messages have their own alarm.
pytestmark = [pytest.mark.model, pytest.mark.timeout(300, method="thread")]

MESSAGES = 3000


def test_fuzzed_messages_crash_nothing_and_keep_their_places() -> None:
    tally = run_chunk(range(MESSAGES))

    assert tally.faults == []
    assert tally.outcomes.total() == MESSAGES
    # Else it would be a test of broken JSON alone.
    assert tally.outcomes["article"] > MESSAGES / 2
