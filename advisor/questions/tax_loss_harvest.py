"""Which losses were harvested, which could be now, and which sales were wash sales?"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from advisor.finance.harvesting import Harvestable, WashSale, harvestable, harvested, wash_sales
from advisor.finance.lots import lots_of
from advisor.model import Transaction
from advisor.periods.period import Period
from advisor.questions.taxable import taxable_part
from advisor.scope import Scope


@dataclass(frozen=True)
class TaxLossHarvest:
    """`harvested` and the wash sales are of the period, `harvestable` is as of today; losses are positive.

    `harvested` is None and the lists are empty without an account that counts (`covers`) or where the period holds
    nothing (see `Period`).
    """

    period: Period
    harvested: Decimal | None = None
    harvestable: tuple[Harvestable, ...] = ()
    wash_sales: tuple[WashSale, ...] = ()
    covers: tuple[str, ...] = field(default=(), metadata={"fact": False})

    @property
    def unpriced(self) -> tuple[str, ...]:
        return tuple(item.ticker for item in self.harvestable if item.loss is None)


def tax_loss_harvest(scope: Scope) -> TaxLossHarvest:
    """Sales and lots of taxable and joint accounts; buys that spoil a loss in any account of the customer."""
    part = taxable_part(scope)
    period = part.period
    if period is None:
        raise ValueError("advisor.questions.tax_loss_harvest: the scope has no period; resolve one before asking")
    covers = tuple(account.account_id for account in part.accounts)
    if not covers or period.start is None or period.end is None:
        return TaxLossHarvest(period, covers=covers)
    lots = lots_of(part.transactions)
    sales = [sale for sale in lots.sales if period.start <= sale.sell.date <= period.end]
    buys = _buys_anywhere(scope)
    return TaxLossHarvest(
        period=period,
        harvested=harvested(sales),
        harvestable=harvestable(lots.open, buys, part.prices(start=scope.today), scope.today),
        wash_sales=wash_sales(sales, buys),
        covers=covers,
    )


def _buys_anywhere(scope: Scope) -> list[Transaction]:
    covered = {account.account_id for account in scope.accounts}
    others = [account.account_id for account in scope.all_accounts if account.account_id not in covered]
    elsewhere = scope.repository.transactions(others, until=scope.today) if others else ()
    return [row for row in (*scope.transactions, *elsewhere) if row.type == "buy"]
