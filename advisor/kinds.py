"""Every kind of question that can be answered: what computes it, what words it, and which entities it heeds.

A new kind is one file in `questions/`, one in `wording/` and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from advisor.charts.allocation import allocation_chart
from advisor.charts.benchmark_comparison import benchmark_comparison_chart
from advisor.charts.compare_securities import compare_securities_chart
from advisor.charts.contributions import contributions_chart
from advisor.charts.dividends import dividends_chart
from advisor.charts.exposure import exposure_chart
from advisor.charts.goals import goal_progress_chart, goal_what_if_chart
from advisor.charts.performance import performance_chart
from advisor.charts.risk_summary import risk_summary_chart
from advisor.questions.account_list import account_list
from advisor.questions.account_summary import account_summary
from advisor.questions.allocation import allocation
from advisor.questions.benchmark_comparison import benchmark_comparison
from advisor.questions.best_worst import best_worst
from advisor.questions.cash_balance import cash_balance
from advisor.questions.compare_securities import compare_securities
from advisor.questions.dividends import dividends
from advisor.questions.exposure import exposure
from advisor.questions.fees_paid import fees_paid
from advisor.questions.fund_costs import fund_costs
from advisor.questions.goal_progress import goal_progress
from advisor.questions.goal_what_if import goal_what_if
from advisor.questions.holding_detail import holding_detail
from advisor.questions.holdings import holdings
from advisor.questions.net_contributions import net_contributions
from advisor.questions.performance import performance
from advisor.questions.performance_reason import performance_reason
from advisor.questions.portfolio_value import portfolio_value
from advisor.questions.price_quote import price_quote
from advisor.questions.realized_gains import realized_gains
from advisor.questions.rebalancing_status import rebalancing_status
from advisor.questions.recurring_deposit_info import recurring_deposit_info
from advisor.questions.return_methods import return_methods
from advisor.questions.risk_summary import risk_summary
from advisor.questions.security_info import security_info
from advisor.questions.tax_documents import tax_documents
from advisor.questions.tax_loss_harvest import tax_loss_harvest
from advisor.questions.trade_reason import trade_reason
from advisor.questions.transactions import transactions
from advisor.questions.transfer_status import transfer_status
from advisor.scope import Scope
from advisor.wording.account_list import word_account_list
from advisor.wording.account_summary import word_account_summary
from advisor.wording.allocation import word_allocation
from advisor.wording.benchmark_comparison import word_benchmark_comparison
from advisor.wording.best_worst import word_best_worst
from advisor.wording.cash_balance import word_cash_balance
from advisor.wording.compare_securities import word_compare_securities
from advisor.wording.dividends import word_dividends
from advisor.wording.exposure import word_exposure
from advisor.wording.fees_paid import word_fees_paid
from advisor.wording.fund_costs import word_fund_costs
from advisor.wording.goal_progress import word_goal_progress
from advisor.wording.goal_what_if import word_goal_what_if
from advisor.wording.holding_detail import word_holding_detail
from advisor.wording.holdings import word_holdings
from advisor.wording.net_contributions import word_net_contributions
from advisor.wording.performance import word_performance
from advisor.wording.performance_reason import word_performance_reason
from advisor.wording.portfolio_value import word_portfolio_value
from advisor.wording.price_quote import word_price_quote
from advisor.wording.realized_gains import word_realized_gains
from advisor.wording.rebalancing_status import word_rebalancing_status
from advisor.wording.recurring_deposit_info import word_recurring_deposit_info
from advisor.wording.return_methods import word_return_methods
from advisor.wording.risk_summary import word_risk_summary
from advisor.wording.security_info import word_security_info
from advisor.wording.tax_documents import word_tax_documents
from advisor.wording.tax_loss_harvest import word_tax_loss_harvest
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
    uses_prices: bool = True  # so that the answer says when the markets were closed
    tells_requests: bool = False  # whether the answer goes on with what the customer has asked for


KINDS: Mapping[str, Kind[Any]] = {
    "portfolio_value": Kind(portfolio_value, word_portfolio_value, ("account",)),
    "account_list": Kind(account_list, word_account_list),
    "cash_balance": Kind(cash_balance, word_cash_balance, ("account",), uses_prices=False),
    "holdings": Kind(holdings, word_holdings, ("account", "asset_class")),
    "performance": Kind(performance, word_performance, ("account", "period"), "this year", performance_chart),
    "fees_paid": Kind(fees_paid, word_fees_paid, ("account", "period"), "this year", uses_prices=False),
    "net_contributions": Kind(
        net_contributions, word_net_contributions, ("account", "period"), "since inception", uses_prices=False
    ),
    "account_summary": Kind(
        account_summary, word_account_summary, ("account", "period"), "this month", tells_requests=True
    ),
    "performance_reason": Kind(
        performance_reason, word_performance_reason, ("account", "period"), "this year", contributions_chart
    ),
    "return_methods": Kind(return_methods, word_return_methods, ("account", "period"), "this year"),
    "transactions": Kind(
        transactions,
        word_transactions,
        ("account", "period", "transaction_type", "security"),
        "past 30 days",
        uses_prices=False,
    ),
    "transfer_status": Kind(
        transfer_status, word_transfer_status, ("account", "transaction_type"), tells_requests=True, uses_prices=False
    ),
    "dividends": Kind(
        dividends, word_dividends, ("account", "period", "security"), "this year", dividends_chart, uses_prices=False
    ),
    "trade_reason": Kind(
        trade_reason,
        word_trade_reason,
        ("account", "period", "transaction_type", "security"),
        "since inception",
        uses_prices=False,
    ),
    "benchmark_comparison": Kind(
        benchmark_comparison,
        word_benchmark_comparison,
        ("account", "period", "benchmark"),
        "this year",
        benchmark_comparison_chart,
    ),
    "best_worst": Kind(best_worst, word_best_worst, ("account", "period", "direction"), "this year"),
    "risk_summary": Kind(risk_summary, word_risk_summary, ("account",), chart=risk_summary_chart),
    "price_quote": Kind(price_quote, word_price_quote, ("security",), securities_needed=1),
    "security_info": Kind(security_info, word_security_info, ("security",), securities_needed=1),
    "compare_securities": Kind(
        compare_securities,
        word_compare_securities,
        ("security", "period"),
        "past year",
        compare_securities_chart,
        securities_needed=2,
    ),
    "allocation": Kind(allocation, word_allocation, ("account", "asset_class"), chart=allocation_chart),
    "exposure": Kind(exposure, word_exposure, ("account", "dimension"), chart=exposure_chart),
    "rebalancing_status": Kind(rebalancing_status, word_rebalancing_status, ("account",)),
    "fund_costs": Kind(fund_costs, word_fund_costs, ("account", "security")),
    "holding_detail": Kind(holding_detail, word_holding_detail, ("account", "security"), securities_needed=1),
    "realized_gains": Kind(
        realized_gains, word_realized_gains, ("account", "period", "security"), "this year", uses_prices=False
    ),
    "tax_loss_harvest": Kind(tax_loss_harvest, word_tax_loss_harvest, ("account", "period"), "this year"),
    "tax_documents": Kind(tax_documents, word_tax_documents, ("period",), "last year", uses_prices=False),
    "goal_progress": Kind(goal_progress, word_goal_progress, ("goal",), chart=goal_progress_chart),
    "goal_what_if": Kind(
        goal_what_if, word_goal_what_if, ("goal", "amount", "frequency", "date"), chart=goal_what_if_chart
    ),
    "recurring_deposit_info": Kind(
        recurring_deposit_info, word_recurring_deposit_info, ("account",), uses_prices=False
    ),
}
