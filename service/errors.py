"""Every error that the service raises on purpose.

QuotesieveError
├── ArticleError                one message can't be processed: dead-letter it and go on
│   ├── DecodeError             the bytes are not a raw article
│   ├── LimitError              the article is more than is worked on
│   └── EncodeError             the result does not fit into a record
├── SettingsError               bad configuration: refuse to start
│   └── RulesError              an operators' rules file is wrong
├── TopicsError                 topics missing or set up unfit: refuse to start
├── UsageError                  a command was given wrong input: one line, exit code 2
└── InfrastructureError         broker or process pool in trouble: acknowledge nothing, exit
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where a message failed; the closed set of the `stage` label and header."""

    DECODE = "decode"
    EXTRACT = "extract"
    ENCODE = "encode"


class Reason(StrEnum):
    """Why a message failed; the closed set of the `reason` label and header."""

    NULL_VALUE = "null_value"
    EMPTY_VALUE = "empty_value"
    TOO_LARGE = "too_large"
    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    NOT_AN_OBJECT = "not_an_object"
    MISSING_FIELD = "missing_field"
    WRONG_TYPE = "wrong_type"
    MISSING_ID = "missing_id"
    UNSUPPORTED_CONTENT_TYPE = "unsupported_content_type"
    EMPTY_BODY = "empty_body"
    ARTICLE_TOO_LONG = "article_too_long"
    TOO_MANY_QUOTES = "too_many_quotes"
    TIMED_OUT = "timed_out"
    WORKER_DIED = "worker_died"
    INTERNAL_ERROR = "internal_error"
    RESULT_TOO_LARGE = "result_too_large"

    @property
    def stage(self) -> Stage:
        """The one stage where it can happen."""
        return _LATER_STAGES.get(self, Stage.DECODE)


_LATER_STAGES = {
    Reason.TOO_MANY_QUOTES: Stage.EXTRACT,
    Reason.TIMED_OUT: Stage.EXTRACT,
    Reason.WORKER_DIED: Stage.EXTRACT,
    Reason.INTERNAL_ERROR: Stage.EXTRACT,
    Reason.RESULT_TOO_LARGE: Stage.ENCODE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What stopped one message: the dead letter's headers, and `error` in `process`.

    `message` is one line for a person; it names fields and types, never article text.
    """

    reason: Reason
    stage: Stage
    message: str

    @classmethod
    def of(cls, reason: Reason, message: str) -> "Failure":
        """A failure with the stage that goes with its reason."""
        return cls(reason=reason, stage=reason.stage, message=message)


class QuotesieveError(Exception):
    """Base of all errors raised on purpose."""


class ArticleError(QuotesieveError):
    """One message can't be processed; its neighbours can."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason

    @property
    def failure(self) -> Failure:
        """The error as a value that crosses process borders and goes into headers."""
        return Failure.of(self.reason, str(self))


class DecodeError(ArticleError):
    """The bytes are not a raw article."""


class LimitError(ArticleError):
    """The article is longer, or has more quotes, than is worked on."""


class EncodeError(ArticleError):
    """The result does not fit into a record."""


class SettingsError(QuotesieveError):
    """Bad configuration; the message names the variable and says what to change."""


# Problems of a rules file that fit into one line; `quotesieve rules check` lists them all.
_PROBLEMS_SHOWN = 3


class RulesError(SettingsError):
    """A rules file is wrong; `problems` names rule and field of each and says what to change."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        # They show what the file holds, line ends and all.
        self.problems = tuple(" ".join(problem.split()) for problem in problems)
        more = len(problems) - _PROBLEMS_SHOWN
        rest = [f"{more} more: run `quotesieve rules check {name}`"] if more > 0 else []
        super().__init__(f"`{name}`: {'; '.join([*self.problems[:_PROBLEMS_SHOWN], *rest])}")


class TopicsError(QuotesieveError):
    """Topics are missing or set up unfit; the message says what to change."""


class UsageError(QuotesieveError):
    """A command was given wrong input; the message is one line that says what to change."""


class InfrastructureError(QuotesieveError):
    """Broker or process pool in trouble: nothing is acknowledged, the process ends."""
