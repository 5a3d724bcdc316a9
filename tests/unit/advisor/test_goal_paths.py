"""Projections of goals: closed forms where there are any, and what holds for every path."""

from __future__ import annotations

from decimal import Decimal
from math import exp, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.finance.goals import MOST_MONTHS, Mix, Paths, mix_of, months_between, paths_of
from advisor.settings import ClassAssumption, Settings
from tests.fakes.portfolio import day, security

D = Decimal
MIXED = Mix(0.053, 0.116)  # 60 % stocks, 40 % bonds
CASH = Mix(0.02, 0.0)


def _paths(mix: Mix = MIXED, months: int = 120, *, count: int = 10_000, seed: int = 1) -> Paths:
    return paths_of(mix, months, count=count, seed=seed)


def test_months_are_counted_by_the_calendar_whatever_the_day() -> None:
    assert months_between(day("2026-11-30"), day("2026-12-01")) == 1
    assert months_between(day("2026-11-01"), day("2026-11-30")) == 0
    assert months_between(day("2026-11-20"), day("2046-11-01")) == 240
    assert months_between(day("2026-11-20"), day("2026-01-31")) == -10


def test_cash_grows_as_the_formula_of_an_annuity_says() -> None:
    paths, growth = _paths(CASH, 36), exp(0.02 / 12)
    expected = 1000 * growth**36 + 50 * (growth**36 - 1) / (growth - 1)  # paid in after each month's growth
    assert float(paths.median(D(1000), D(50))) == pytest.approx(expected, rel=1e-13)
    assert paths.probability(D(1000), D(50), D(str(round(expected - 0.01, 2)))) == 1.0
    assert paths.probability(D(1000), D(50), D(str(round(expected + 0.01, 2)))) == 0.0


def test_a_contribution_comes_in_after_the_growth_of_its_month() -> None:
    assert float(_paths(CASH, 1).median(D(0), D(100))) == 100.0
    assert float(_paths(CASH, 2).median(D(0), D(100))) == pytest.approx(100 + 100 * exp(0.02 / 12), rel=1e-15)


def test_without_growth_the_target_is_reached_to_the_cent() -> None:
    still = Mix(0.0, 0.0)
    assert _paths(still, 12).probability(D("0.10"), D("0.10"), D("1.30")) == 1.0
    assert _paths(still, 12).monthly_needed(D(0), D(1200), probability=0.7) == 100
    assert _paths(still, 12).monthly_needed(D(0), D("1200.01"), probability=0.7) == 101


@pytest.mark.parametrize("months", [1, 7, 120, 480])
def test_the_median_of_a_lump_sum_is_the_lognormal_one(months: int) -> None:
    expected = 5000 * exp((MIXED.annual_return - MIXED.volatility**2 / 2) / 12 * months)
    assert float(_paths(months=months).median(D(5000), D(0))) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("target", [4000, 6000, 7500, 10_000, 15_000])
def test_the_probability_of_a_lump_sum_is_the_lognormal_one(target: int) -> None:
    years, drift = 10, MIXED.annual_return - MIXED.volatility**2 / 2
    needed = (np.log(target / 5000) - drift * years) / (MIXED.volatility * sqrt(years))
    assert _paths().probability(D(5000), D(0), D(target)) == pytest.approx(1 - NormalDist().cdf(needed), abs=2e-4)


def test_contributions_are_as_likely_to_be_enough_as_many_plain_paths_say() -> None:
    chance, count, months = np.random.default_rng(2), 100_000, 120
    wealth = np.full(count, 5000.0)
    for _ in range(months):
        drift = (MIXED.annual_return - MIXED.volatility**2 / 2) / 12
        wealth = wealth * np.exp(drift + MIXED.volatility / sqrt(12) * chance.standard_normal(count)) + 100
    for target in (18_000, 22_000, 25_000, 30_000):
        assert _paths().probability(D(5000), D(100), D(target)) == pytest.approx(np.mean(wealth >= target), abs=0.008)
    assert float(_paths().median(D(5000), D(100))) == pytest.approx(np.median(wealth), rel=0.005)


def test_each_month_has_the_mean_and_spread_of_the_mix() -> None:
    growth = np.log(_paths(months=1, count=50_000).growth[-1].astype(float))
    assert growth.mean() == pytest.approx((0.053 - 0.116**2 / 2) / 12, abs=1e-6)
    assert growth.std() == pytest.approx(0.116 / sqrt(12), rel=1e-3)
    inner = _paths(months=18)
    month = np.log(inner.growth[6].astype(float) / inner.growth[5])
    assert month.mean() == pytest.approx((0.053 - 0.116**2 / 2) / 12, abs=2e-3)
    assert month.std() == pytest.approx(0.116 / sqrt(12), rel=0.03)


def test_the_same_question_gets_the_same_figures_and_another_seed_hardly_others() -> None:
    first = _paths(seed=3).probability(D(5000), D(100), D(25_000))
    paths_of.cache_clear()
    assert _paths(seed=3).probability(D(5000), D(100), D(25_000)) == first
    assert _paths(seed=4).probability(D(5000), D(100), D(25_000)) == pytest.approx(first, abs=0.01)


def test_without_a_month_left_only_todays_value_counts() -> None:
    for months in (0, -5):
        paths = _paths(months=months)
        assert paths.median(D("123.125"), D(50)) == D("123.125")
        assert paths.probability(D(100), D(50), D(100)) == 1.0
        assert paths.probability(D(100), D(50), D(101)) == 0.0
        assert paths.monthly_needed(D(100), D(100), probability=0.7) == 0
        assert paths.monthly_needed(D(100), D(101), probability=0.7) is None


def test_more_than_a_century_is_refused() -> None:
    with pytest.raises(ValueError, match="1201 months are too many"):
        _paths(months=MOST_MONTHS + 1)


@pytest.mark.parametrize("count", [0, -4, 1002])
def test_paths_come_in_fours(count: int) -> None:
    with pytest.raises(ValueError, match="multiple of 4"):
        _paths(count=count)


def test_a_fan_begins_at_the_start_and_widens() -> None:
    paths = _paths()
    fan = paths.fan(D(5000), D(100), shares=(0.1, 0.5, 0.9))
    assert (paths.steps[0], paths.steps[-1]) == (0, 120)
    assert list(fan[0]) == [5000.0, 5000.0, 5000.0]
    assert fan[-1, 1] == pytest.approx(float(paths.median(D(5000), D(100))), rel=1e-3)
    assert (np.diff(fan[:, 2] - fan[:, 0]) > 0).all()


_MONEY = st.integers(0, 5_000_000).map(lambda cents: D(cents) / 100)
_MIXES = st.sampled_from([CASH, MIXED, Mix(0.065, 0.16)])


@settings(max_examples=60, deadline=None)
@given(_MIXES, st.integers(0, 60), _MONEY, _MONEY, _MONEY, _MONEY)
def test_more_money_never_makes_a_goal_less_likely(
    mix: Mix, months: int, start: Decimal, monthly: Decimal, more: Decimal, target: Decimal
) -> None:
    paths = _paths(mix, months, count=500)
    before = paths.probability(start, monthly, target)
    assert paths.probability(start + more, monthly, target) >= before
    assert paths.probability(start, monthly + more, target) >= before
    assert paths.probability(start, monthly, target + more) <= before
    assert paths.median(start + more, monthly) >= paths.median(start, monthly)


@settings(max_examples=80, deadline=None)
@given(_MIXES, st.integers(1, 60), _MONEY, _MONEY)
def test_the_contribution_needed_is_the_smallest_whole_one_that_is_enough(
    mix: Mix, months: int, start: Decimal, target: Decimal
) -> None:
    paths = _paths(mix, months, count=500)
    needed = paths.monthly_needed(start, target, probability=0.7)
    assert needed is not None and needed == int(needed) >= 0
    assert paths.probability(start, needed, target) >= 0.7
    assert needed == 0 or paths.probability(start, needed - 1, target) < 0.7


SECURITIES = {"VTI": security("VTI"), "BND": security("BND", asset_class="bonds")}


def _mix(targets: dict[str, dict[str, Decimal]], **worth: str) -> Mix | None:
    values = {account_id: D(value) for account_id, value in worth.items()}
    return mix_of(targets, values, securities=SECURITIES, assumptions=Settings().goal_assumptions)


def test_return_and_volatility_are_weighted_by_target_and_by_value() -> None:
    stocks, bonds = {"VTI": D(1)}, {"BND": D(1)}
    half = _mix({"A": stocks, "B": bonds}, A="300", B="100")
    assert half is not None
    assert half.annual_return == pytest.approx(0.75 * 0.065 + 0.25 * 0.035, abs=1e-15)
    assert half.volatility == pytest.approx(0.75 * 0.16 + 0.25 * 0.05, abs=1e-15)


def test_accounts_of_value_0_weigh_equally_and_one_without_a_target_not_at_all() -> None:
    stocks, bonds = {"VTI": D(1)}, {"BND": D(1)}
    empty = _mix({"A": stocks, "B": bonds}, A="0", B="0", C="500")
    assert empty is not None
    assert empty.annual_return == pytest.approx(0.05, abs=1e-15)
    assert _mix({"A": stocks, "B": bonds}, A="0", B="10") == Mix(0.035, 0.05)
    assert _mix({}, A="100") is None


def test_a_reserve_of_cash_has_no_volatility_at_all() -> None:
    assert _mix({"A": {}}, A="100") == Mix(0.02, 0.0)


def test_a_class_without_an_assumption_is_named() -> None:
    with pytest.raises(ValueError, match="no assumption for 'stocks'"):
        mix_of({"A": {"VTI": D(1)}}, {"A": D(1)}, securities=SECURITIES, assumptions=[ClassAssumption("cash", 0.02, 0)])
