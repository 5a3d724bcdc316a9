"""What do the funds and the advice cost a year?"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from advisor.finance.allocation import valuations_by_account
from advisor.finance.valuation import ratio, together, total
from advisor.model import Security
from advisor.scope import Scope

_BASIS_POINTS = Decimal(10_000)


@dataclass(frozen=True)
class FundCost:
    """Both fractions; `weight` is of the whole value, cash included, None where a price is missing."""

    ticker: str
    expense_ratio: float
    weight: float | None
    name: str = field(default="", metadata={"fact": False})


@dataclass(frozen=True)
class FundCosts:
    """Rates are fractions a year, None where there is no value; `annual_cost` is all of it at today's value.

    Everything is None, and no fund listed, where the one that was named isn't held. `securities` are those named.
    """

    weighted_expense_ratio: float | None = None
    advisory_rate: float | None = None
    all_in_rate: float | None = None
    annual_cost: Decimal | None = None
    by_fund: tuple[FundCost, ...] = ()
    securities: tuple[Security, ...] = field(default=(), metadata={"fact": False})
    not_held: tuple[Security, ...] = field(default=(), metadata={"fact": False})  # of those named
    unpriced: tuple[str, ...] = field(default=(), metadata={"fact": False})


def fund_costs(scope: Scope) -> FundCosts:
    """Expense ratios by weight in the whole value (cash at 0), advisory rates by account value; funds by ticker.

    A stock's expense ratio counts too, where the data give one; it is no fund and isn't listed.
    """
    prices = scope.prices(start=scope.today)
    valuations = valuations_by_account(scope.accounts, scope.transactions, prices, scope.today)
    now = together(valuations.values())
    held = {position.ticker for position in now.positions}
    not_held = tuple(security for security in scope.securities if security.ticker not in held)
    if scope.securities and len(not_held) == len(scope.securities):
        return FundCosts(securities=scope.securities, not_held=not_held)
    securities = {security.ticker: security for security in scope.repository.securities()}
    fund_cost = total(
        None if position.value is None else position.value * securities[position.ticker].expense_ratio_bps
        for position in now.positions
    )
    advice = total(
        None if (value := valuations[account.account_id].value) is None else value * account.advisory_fee_bps
        for account in scope.accounts
    )
    cost = total((fund_cost, advice))
    return FundCosts(
        weighted_expense_ratio=_rate(fund_cost, now.value),
        advisory_rate=_rate(advice, now.value),
        all_in_rate=_rate(cost, now.value),
        annual_cost=None if cost is None else cost / _BASIS_POINTS,
        by_fund=tuple(
            FundCost(
                ticker=position.ticker,
                expense_ratio=float(security.expense_ratio_bps / _BASIS_POINTS),
                weight=ratio(position.value, now.value),
                name=security.name,
            )
            for position in now.positions
            if (security := securities[position.ticker]).kind in ("etf", "mutual_fund")
        ),
        securities=scope.securities,
        not_held=not_held,
        unpriced=now.unpriced,
    )


def _rate(basis_point_cost: Decimal | None, value: Decimal | None) -> float | None:
    return ratio(basis_point_cost, None if value is None else value * _BASIS_POINTS)
