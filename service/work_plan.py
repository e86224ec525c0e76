"""What decides an article's bytes but the article, as the processes of a pool get it.

Apart from the work itself, which takes half a second to import: who only starts the processes that
do it need not wait for that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from service import __version__
from service.core.operator_rules import NO_RULES, OperatorRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is worked on at most, and the largest record that is published.

    `max_article_characters`: of the text, without markup. What is more is dead-lettered, never cut.
    """

    max_message_bytes: int
    max_record_bytes: int
    max_article_characters: int
    max_article_quotes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPlan:
    """All that decides an article's bytes but the article; every process of a pool gets it.

    `folders`: of each language's pipeline, by its code. `least_confidence`: see `find_quotes`.
    `version`: what the records say made them.
    """

    limits: Limits
    rules: OperatorRules = NO_RULES
    folders: Mapping[str, Path] = field(default_factory=dict)
    least_confidence: float = 0.0
    version: str = __version__
