"""Every kind of question that can be answered: what computes it, what words it, and which entities it heeds.

A new kind is one file in `questions/`, one in `wording/` and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from advisor.charts.performance import performance_chart
from advisor.questions.account_list import account_list
from advisor.questions.cash_balance import cash_balance
from advisor.questions.holdings import holdings
from advisor.questions.performance import performance
from advisor.questions.portfolio_value import portfolio_value
from advisor.scope import Scope
from advisor.wording.account_list import word_account_list
from advisor.wording.cash_balance import word_cash_balance
from advisor.wording.holdings import word_holdings
from advisor.wording.performance import word_performance
from advisor.wording.portfolio_value import word_portfolio_value
from advisor.wording.voice import Voice, Worded

Record = TypeVar("Record")


@dataclass(frozen=True)
class Kind(Generic[Record]):
    """`entities` are those that change the answer; others that were understood are left aside.

    `default_period` is for kinds that heed `period`: the words used where the customer named none. `chart` gives a
    Vega-Lite specification, None where there is too little to draw.
    """

    compute: Callable[[Scope], Record]
    word: Callable[[Record, Voice], Worded]
    entities: tuple[str, ...] = ()
    default_period: str | None = None
    chart: Callable[[Record, Voice], Mapping[str, object] | None] | None = None
    securities_needed: int = 0  # fewer named are asked back


KINDS: Mapping[str, Kind[Any]] = {
    "portfolio_value": Kind(portfolio_value, word_portfolio_value, ("account",)),
    "account_list": Kind(account_list, word_account_list),
    "cash_balance": Kind(cash_balance, word_cash_balance, ("account",)),
    "holdings": Kind(holdings, word_holdings, ("account", "asset_class")),
    "performance": Kind(performance, word_performance, ("account", "period"), "this year", performance_chart),
}
