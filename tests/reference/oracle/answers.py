"""Kind → the reference's answer."""

from __future__ import annotations

from collections.abc import Callable

from tests.reference.oracle import money_kinds, period_kinds, plan_kinds, tax_kinds
from tests.reference.oracle.asked import Asked

EXPECTED: dict[str, Callable[[Asked], object]] = {
    "account_summary": period_kinds.account_summary,
    "portfolio_value": money_kinds.portfolio_value,
    "account_list": money_kinds.account_list,
    "cash_balance": money_kinds.cash_balance,
    "holdings": money_kinds.holdings,
    "holding_detail": tax_kinds.holding_detail,
    "performance": period_kinds.performance,
    "performance_reason": period_kinds.performance_reason,
    "benchmark_comparison": period_kinds.benchmark_comparison,
    "return_methods": period_kinds.return_methods,
    "best_worst": period_kinds.best_worst,
    "allocation": money_kinds.allocation,
    "exposure": money_kinds.exposure,
    "risk_summary": plan_kinds.risk_summary,
    "rebalancing_status": plan_kinds.rebalancing_status,
    "trade_reason": period_kinds.trade_reason,
    "transactions": period_kinds.transactions,
    "transfer_status": money_kinds.transfer_status,
    "net_contributions": period_kinds.net_contributions,
    "fees_paid": period_kinds.fees_paid,
    "fund_costs": money_kinds.fund_costs,
    "dividends": period_kinds.dividends,
    "realized_gains": tax_kinds.realized_gains,
    "tax_loss_harvest": tax_kinds.tax_loss_harvest,
    "tax_documents": money_kinds.tax_documents,
    "goal_progress": plan_kinds.goal_progress,
    "goal_what_if": plan_kinds.goal_what_if,
    "recurring_deposit_info": money_kinds.recurring_deposit_info,
    "price_quote": plan_kinds.price_quote,
    "security_info": plan_kinds.security_info,
    "compare_securities": plan_kinds.compare_securities,
}
