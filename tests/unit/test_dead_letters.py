"""Headers of dead letters, written and read again."""

import pytest

from service.dead_letters import added_headers, headers_of_retry, omitted_header, read_headers
from service.errors import Failure, Reason

FAILURE = Failure.of(Reason.TIMED_OUT, "not done within 60 s")
ADDED = list(added_headers(FAILURE, source="raw/2/7"))


def test_what_is_written_is_read() -> None:
    own = [("a", b"1"), ("a", None)]

    letter = read_headers([*own, *ADDED, omitted_header(5)])

    assert letter is not None
    assert (letter.reason, letter.stage, letter.error) == ("timed_out", "extract", FAILURE.message)
    assert (letter.source, letter.omitted_bytes, letter.attempt) == ("raw/2/7", 5, 1)
    assert list(letter.headers) == own


def test_attempts_are_counted_and_told_once() -> None:
    headers = [("a", b"1")]
    for attempt in (1, 2, 3):
        letter = read_headers([*headers, *ADDED])
        assert letter is not None
        assert letter.attempt == attempt
        headers = list(headers_of_retry(letter))
        assert headers == [("a", b"1"), ("quotesieve-attempt", b"%d" % (attempt + 1))]


def test_a_crawler_that_sends_such_headers_itself_confuses_nobody() -> None:
    letter = read_headers([*ADDED, ("quotesieve-attempt", b"-1e9"), *ADDED])

    assert letter is not None
    assert letter.attempt == 1
    assert list(letter.headers) == ADDED


@pytest.mark.parametrize("headers", [[], ADDED[1:], [*ADDED, ("other", b"")], ADDED[::-1]])
def test_records_of_others_are_no_letters(headers: list[tuple[str, bytes | None]]) -> None:
    assert read_headers(headers) is None
