"""Every kind of question that can be answered: what computes it, what words it, and which entities it heeds.

A new kind is one file in `questions/`, one in `wording/` and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from advisor.charts.contributions import contributions_chart
from advisor.charts.dividends import dividends_chart
from advisor.charts.performance import performance_chart
from advisor.questions.account_list import account_list
from advisor.questions.account_summary import account_summary
from advisor.questions.cash_balance import cash_balance
from advisor.questions.dividends import dividends
from advisor.questions.fees_paid import fees_paid
from advisor.questions.holdings import holdings
from advisor.questions.net_contributions import net_contributions
from advisor.questions.performance import performance
from advisor.questions.performance_reason import performance_reason
from advisor.questions.portfolio_value import portfolio_value
from advisor.questions.return_methods import return_methods
from advisor.questions.trade_reason import trade_reason
from advisor.questions.transactions import transactions
from advisor.questions.transfer_status import transfer_status
from advisor.scope import Scope
from advisor.wording.account_list import word_account_list
from advisor.wording.account_summary import word_account_summary
from advisor.wording.cash_balance import word_cash_balance
from advisor.wording.dividends import word_dividends
from advisor.wording.fees_paid import word_fees_paid
from advisor.wording.holdings import word_holdings
from advisor.wording.net_contributions import word_net_contributions
from advisor.wording.performance import word_performance
from advisor.wording.performance_reason import word_performance_reason
from advisor.wording.portfolio_value import word_portfolio_value
from advisor.wording.return_methods import word_return_methods
from advisor.wording.trade_reason import word_trade_reason
from advisor.wording.transactions import word_transactions
from advisor.wording.transfer_status import word_transfer_status
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
    "fees_paid": Kind(fees_paid, word_fees_paid, ("account", "period"), "this year"),
    "net_contributions": Kind(net_contributions, word_net_contributions, ("account", "period"), "since inception"),
    "account_summary": Kind(account_summary, word_account_summary, ("account", "period"), "this month"),
    "performance_reason": Kind(
        performance_reason, word_performance_reason, ("account", "period"), "this year", contributions_chart
    ),
    "return_methods": Kind(return_methods, word_return_methods, ("account", "period"), "this year"),
    "transactions": Kind(
        transactions, word_transactions, ("account", "period", "transaction_type", "security"), "past 30 days"
    ),
    "transfer_status": Kind(transfer_status, word_transfer_status, ("account", "transaction_type")),
    "dividends": Kind(dividends, word_dividends, ("account", "period", "security"), "this year", dividends_chart),
    "trade_reason": Kind(
        trade_reason, word_trade_reason, ("account", "period", "transaction_type", "security"), "since inception"
    ),
}
