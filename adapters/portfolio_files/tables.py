"""The input format: ten tables, what each column may hold, and what it refers to.

Words that a column may hold are those of `advisor.model`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from adapters.portfolio_files.cells import Amount, Choice, Currency, Day, Flag, Names, Parser, Text, Whole
from advisor import model

MONEY_DECIMALS = 2
SHARE_DECIMALS = 6  # of shares and of prices


@dataclass(frozen=True)
class Column:
    """`refers_to` is the table whose first key column must hold the value; `default` stands for an empty cell."""

    name: str
    parse: Parser
    optional: bool = False
    default: object = None
    refers_to: str | None = None


@dataclass(frozen=True)
class TableFormat:
    """`key` names the columns that together must not repeat; empty where rows may be alike."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def _choice(words: object, noun: str) -> Choice:
    return Choice(get_args(words), noun)


_text = Text()
_day = Day()
_rate = Amount(decimals=None, least=0, most=10_000)
_positive_money = Amount(decimals=MONEY_DECIMALS, above=0)
_positive_fine = Amount(decimals=SHARE_DECIMALS, above=0)

TABLES = (
    TableFormat(
        "customers",
        ("customer_id",),
        (
            Column("customer_id", _text),
            Column("name", _text),
            Column("email", _text),
            Column("risk_level", Whole(1, 10)),
            Column("joined_on", _day),
            Column("currency", Currency()),
        ),
    ),
    TableFormat(
        "accounts",
        ("account_id",),
        (
            Column("account_id", _text),
            Column("customer_id", _text, refers_to="customers"),
            Column("name", _text),
            Column("type", _choice(model.AccountType, "type")),
            Column("opened_on", _day),
            Column("target_model", _text, optional=True, refers_to="target_models"),
            Column("advisory_fee_bps", _rate),
        ),
    ),
    TableFormat(
        "securities",
        ("ticker",),
        (
            Column("ticker", _text),
            Column("name", _text),
            Column("kind", _choice(model.SecurityKind, "kind")),
            Column("asset_class", _choice(model.AssetClass, "asset class"), optional=True),
            Column("region", _text, optional=True),
            Column("sector", _text, optional=True),
            Column("expense_ratio_bps", _rate, optional=True, default=Decimal(0)),
            Column("currency", Currency()),
            Column("aliases", Names(), optional=True, default=()),
        ),
    ),
    TableFormat(
        "prices",
        ("date", "ticker"),
        (
            Column("date", _day),
            Column("ticker", _text, refers_to="securities"),
            Column("close", _positive_fine),
        ),
    ),
    TableFormat(
        "target_models",
        ("model", "ticker"),
        (
            Column("model", _text),
            Column("ticker", _text, refers_to="securities"),
            Column("weight", Amount(decimals=None, least=0, most=1, percent=True)),
        ),
    ),
    TableFormat(
        "transactions",
        ("transaction_id",),
        (
            Column("transaction_id", _text),
            Column("account_id", _text, refers_to="accounts"),
            Column("date", _day),
            Column("type", _choice(model.TransactionType, "type")),
            Column("ticker", _text, optional=True, refers_to="securities"),
            Column("shares", _positive_fine, optional=True),
            Column("price", _positive_fine, optional=True),
            Column("amount", Amount(decimals=MONEY_DECIMALS)),
            Column("reason", _choice(model.Reason, "reason"), optional=True),
        ),
    ),
    TableFormat(
        "transfers",
        ("transfer_id",),
        (
            Column("transfer_id", _text),
            Column("account_id", _text, refers_to="accounts"),
            Column("direction", _choice(model.Direction, "direction")),
            Column("amount", _positive_money),
            Column("requested_on", _day),
            Column("expected_on", _day, optional=True),
            Column("status", _choice(model.TransferStatus, "status")),
        ),
    ),
    TableFormat(
        "recurring_deposits",
        (),
        (
            Column("account_id", _text, refers_to="accounts"),
            Column("amount", _positive_money),
            Column("frequency", _choice(model.Frequency, "frequency")),
            Column("next_date", _day, optional=True),
            Column("active", Flag()),
        ),
    ),
    TableFormat(
        "goals",
        ("goal_id",),
        (
            Column("goal_id", _text),
            Column("customer_id", _text, refers_to="customers"),
            Column("name", _text),
            Column("target_amount", _positive_money),
            Column("target_date", _day),
            Column("account_ids", Names(), refers_to="accounts"),
            Column("monthly_contribution", Amount(decimals=MONEY_DECIMALS, least=0)),
        ),
    ),
    TableFormat(
        "documents",
        ("document_id",),
        (
            Column("document_id", _text),
            Column("customer_id", _text, refers_to="customers"),
            Column("account_id", _text, optional=True, refers_to="accounts"),
            Column("kind", _choice(model.DocumentKind, "kind")),
            Column("year", Whole(1900, 9999)),
            Column("available_on", _day, optional=True),
        ),
    ),
)
