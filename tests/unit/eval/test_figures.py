import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from figures import (
    Better,
    Bound,
    Figure,
    Origin,
    Scored,
    below_floor,
    bootstrap,
    read_bounds,
    report,
)

FLOORS = Path(__file__).resolve().parents[2] / "eval" / "floors.toml"


def mean(cases: Sequence[float]) -> Mapping[str, float]:
    return {"mean": sum(cases) / len(cases)}


def scored(value: float, origin: Origin = Origin.SHIPPED) -> list[Scored]:
    return [
        Scored(
            name="pages",
            origin=origin,
            figures={"lost%": Figure(value=value, low=value - 1, high=value + 1)},
        )
    ]


def bound(better: Better = Better.LOWER, **limits: float) -> list[Bound]:
    return [Bound(set="pages", figure="lost%", better=better, **limits)]


def test_interval_spans_what_groups_differ_by() -> None:
    figure = bootstrap([0, 0, 1, 1], mean, groups=["a", "a", "b", "b"])["mean"]

    assert figure == Figure(value=0.5, low=0.0, high=1.0)


def test_cases_of_a_group_are_drawn_together() -> None:
    figure = bootstrap([0, 10, 0, 10], mean, groups=["a", "a", "b", "b"])["mean"]

    assert figure == Figure(value=5, low=5, high=5)


def test_interval_leaves_out_a_fortieth_at_each_end() -> None:
    cases = list(range(400))

    figure = bootstrap(cases, mean, groups=[str(case) for case in cases])["mean"]

    # The standard error of the mean is 400 / sqrt(12 * 400) = 5.8.
    assert figure.value == 199.5
    assert figure.low == pytest.approx(199.5 - 1.96 * 5.77, abs=1.5)
    assert figure.high == pytest.approx(199.5 + 1.96 * 5.77, abs=1.5)


def test_intervals_do_not_change_from_run_to_run() -> None:
    cases = [1.0, 5.0, 2.0, 8.0]

    assert bootstrap(cases, mean, groups="abcd") == bootstrap(cases, mean, groups="abcd")


def test_draws_without_a_figure_do_not_count() -> None:
    def of_all(cases: Sequence[str]) -> Mapping[str, float]:
        return {"all": 1.0 if len(set(cases)) == 4 else math.nan}

    # One draw in eleven has all four.
    figure = bootstrap("abcd", of_all, groups="abcd")["all"]

    assert figure == Figure(value=1, low=1, high=1)


@pytest.mark.parametrize(
    ("better", "value", "failed"),
    [
        (Better.LOWER, 2.0, []),
        (Better.LOWER, 2.1, ["pages lost%"]),
        (Better.HIGHER, 2.0, []),
        (Better.HIGHER, 1.9, ["pages lost%"]),
        (Better.LOWER, math.nan, ["pages lost%"]),
        (Better.HIGHER, math.nan, ["pages lost%"]),
    ],
)
def test_what_is_worse_than_its_floor_fails(
    better: Better, value: float, failed: list[str]
) -> None:
    assert below_floor(scored(value), bound(better, floor=2.0)) == failed


def test_cross_validated_figures_have_floors_of_their_own() -> None:
    limits = bound(floor=1.0, out_of_fold=3.0)

    assert below_floor(scored(2.0, Origin.SHIPPED), limits) == ["pages lost%"]
    assert below_floor(scored(2.0, Origin.OUT_OF_FOLD), limits) == []
    assert below_floor(scored(4.0, Origin.OUT_OF_FOLD), limits) == ["pages lost%"]


def test_figures_without_floor_do_not_fail() -> None:
    assert below_floor(scored(99.0), bound(target=1.0)) == []


def test_a_bound_for_a_figure_that_is_not_scored_is_an_error() -> None:
    limits = [Bound(set="pages", figure="found%", better=Better.LOWER)]

    with pytest.raises(KeyError, match="found%"):
        below_floor(scored(1.0), limits)


@pytest.mark.parametrize(
    ("value", "verdict"), [(0.5, "met"), (1.5, "short of the target"), (2.5, "BELOW FLOOR")]
)
def test_report_tells_target_and_floor_apart(value: float, verdict: str) -> None:
    heading, line = report(scored(value), bound(target=1.0, floor=2.0))

    assert heading == "\npages (shipped model, trained on it: optimistic)"
    assert line.endswith(f"  {verdict}")
    assert "target <= 1.0" in line
    assert "floor <= 2.0" in line


def test_report_names_cross_validated_sets() -> None:
    heading, line = report(scored(1.0, Origin.OUT_OF_FOLD), bound(floor=9.0, out_of_fold=3.0))

    assert heading == "\npages (out of fold)"
    assert "floor <= 3.0" in line


def test_every_floor_allows_its_target() -> None:
    bounds = read_bounds(FLOORS)

    wrong = [
        one
        for one in bounds
        if one.target is not None
        and not (one.allows(one.target, one.floor) and one.allows(one.target, one.out_of_fold))
    ]
    assert len(bounds) > 20
    assert wrong == []


def test_words_that_no_floor_has_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text('[pages."lost%"]\nbetter = "smaller"\n')

    with pytest.raises(ValueError, match="smaller"):
        read_bounds(path)
