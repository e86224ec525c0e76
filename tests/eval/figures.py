"""Figures with intervals, and the floors that they must not fall below."""

import math
import random
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

# As the scorers of the development sets have it, so that both give the same intervals.
_DRAWS = 1000
_SEED = 0
_LOW, _HIGH = 0.025, 0.975


Case = TypeVar("Case")


class Origin(StrEnum):
    """Where a set's predictions come from."""

    OWN = "own"
    MEASURED = "measured here"
    OUT_OF_FOLD = "out of fold"
    SHIPPED = "shipped model, trained on it: optimistic"


class Better(StrEnum):
    """Which way a figure improves."""

    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """The figures of one set, by name."""

    name: str
    origin: Origin
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What is asked of one figure.

    `target`: what is wanted. `floor`: worse than this fails, for predictions of the shipped model;
    `out_of_fold`: for those that cross-validation made. None asks nothing.
    """

    set: str
    figure: str
    better: Better
    target: float | None = None
    floor: float | None = None
    out_of_fold: float | None = None

    def limit(self, origin: Origin) -> float | None:
        """The floor that holds for predictions of that origin."""
        return self.out_of_fold if origin is Origin.OUT_OF_FOLD else self.floor

    def allows(self, value: float, limit: float | None) -> bool:
        """Whether a figure is no worse than a limit; what is not a number is worse than any."""
        if limit is None:
            return True
        return value <= limit if self.better is Better.LOWER else value >= limit


def read_bounds(path: Path) -> tuple[Bound, ...]:
    """Read `[set."figure"]` tables. Raises: TypeError, ValueError: a key or word nobody knows."""
    sets = tomllib.loads(path.read_text("utf-8"))
    return tuple(
        Bound(set=name, figure=figure, **fields | {"better": Better(fields["better"])})
        for name, figures in sets.items()
        for figure, fields in figures.items()
    )


def bootstrap(
    cases: Sequence[Case],
    aggregate: Callable[[Sequence[Case]], Mapping[str, float]],
    *,
    groups: Sequence[str],
) -> dict[str, Figure]:
    """Each figure of the cases with its percentile interval over groups of them.

    Args: groups: each case's group; cases of one publisher err together, so they are drawn
    together. Draws in which a figure is not a number do not count for it.
    """
    members = defaultdict(list)
    for case, group in zip(cases, groups, strict=True):
        members[group].append(case)
    names = sorted(members)
    chance = random.Random(_SEED)
    drawn = defaultdict(list)
    for _ in range(_DRAWS):
        sample = [case for _ in names for case in members[chance.choice(names)]]
        for name, value in aggregate(sample).items():
            drawn[name].append(value)
    return {name: _figure(value, drawn[name]) for name, value in aggregate(cases).items()}


def _figure(value: float, drawn: list[float]) -> Figure:
    ordered = sorted(one for one in drawn if not math.isnan(one))
    if not ordered:
        return Figure(value=value, low=value, high=value)
    return Figure(
        value=value,
        low=ordered[int(_LOW * len(ordered))],
        high=ordered[min(len(ordered) - 1, int(_HIGH * len(ordered)))],
    )


def report(scored: Sequence[Scored], bounds: Sequence[Bound]) -> Iterator[str]:
    """The lines of the table: figure, interval, target and floor; sets without figures left out."""
    for one in scored:
        yield f"\n{one.name} ({one.origin})"
        for bound in (bound for bound in bounds if bound.set == one.name):
            figure = one.figures[bound.figure]
            yield " ".join(
                (
                    f"  {bound.figure:14} {_number(figure.value):>9}",
                    f"{f'[{_number(figure.low)}, {_number(figure.high)}]':22}",
                    f"target {_shown(bound, bound.target):13}",
                    f"floor {_shown(bound, bound.limit(one.origin)):13}",
                    _verdict(bound, figure.value, one.origin),
                )
            ).rstrip()


def below_floor(scored: Sequence[Scored], bounds: Sequence[Bound]) -> list[str]:
    """The figures that fall below their floors, as `set figure`."""
    return [
        f"{one.name} {bound.figure}"
        for one in scored
        for bound in bounds
        if bound.set == one.name
        and not bound.allows(one.figures[bound.figure].value, bound.limit(one.origin))
    ]


def _verdict(bound: Bound, value: float, origin: Origin) -> str:
    if not bound.allows(value, bound.limit(origin)):
        return "BELOW FLOOR"
    if bound.target is None:
        return ""
    return "met" if bound.allows(value, bound.target) else "short of the target"


def _shown(bound: Bound, limit: float | None) -> str:
    sign = "<=" if bound.better is Better.LOWER else ">="
    return "-" if limit is None else f"{sign} {_number(limit)}"


def _number(value: float) -> str:
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3f}" if abs(value) < 1 else f"{value:.1f}"
