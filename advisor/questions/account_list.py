"""Which accounts are there, and what is in each?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from advisor.finance.valuation import valuation_at
from advisor.model import AccountType
from advisor.scope import Scope


@dataclass(frozen=True)
class AccountDetail:
    account_id: str
    name: str
    type: AccountType
    value: Decimal | None  # None where a held security has no close yet
    opened_on: date


@dataclass(frozen=True)
class AccountList:
    accounts_detail: tuple[AccountDetail, ...]
    unpriced: tuple[str, ...] = field(default=(), metadata={"fact": False})


def account_list(scope: Scope) -> AccountList:
    """Every account opened by today with V(today), by account id."""
    prices = scope.prices(start=scope.today)
    details: list[AccountDetail] = []
    unpriced: set[str] = set()
    for account in scope.accounts:
        now = valuation_at(scope.of_account(account), prices, scope.today)
        unpriced.update(now.unpriced)
        details.append(AccountDetail(account.account_id, account.name, account.type, now.value, account.opened_on))
    return AccountList(tuple(details), tuple(sorted(unpriced)))
