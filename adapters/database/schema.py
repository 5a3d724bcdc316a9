"""The tables: the ten of a portfolio, with the names of the input format, and one row about the load they came from.

Ids and tickers compare as plain text (code points), in SQLite by default and in PostgreSQL by the collation "C": what
comes "in text order" must not depend on the server's language. Migrations create the tables; a test holds them to this.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from adapters.database.exact import DecimalText, ScaledDecimal
from adapters.database.names import NameList

MONEY_DECIMALS = 2
SHARE_DECIMALS = 6  # of shares and of prices

metadata = MetaData()

if TYPE_CHECKING:
    _TextType = TypeEngine[str]
    _DecimalType = TypeEngine[Decimal]


def text_id() -> _TextType:
    """Ids: compared as plain text whatever language the server speaks."""
    return Text().with_variant(Text(collation="C"), "postgresql")


def _money() -> _DecimalType:
    return ScaledDecimal(MONEY_DECIMALS)


def _fine() -> _DecimalType:
    return ScaledDecimal(SHARE_DECIMALS)


customers = Table(
    "customers",
    metadata,
    Column("customer_id", text_id(), primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("risk_level", Integer, nullable=False),
    Column("joined_on", Date, nullable=False),
    Column("currency", Text, nullable=False),
)

securities = Table(
    "securities",
    metadata,
    Column("ticker", text_id(), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("asset_class", Text),
    Column("region", Text),
    Column("sector", Text),
    Column("expense_ratio_bps", DecimalText, nullable=False),
    Column("currency", Text, nullable=False),
    Column("aliases", NameList, nullable=False),
)

# Rows lie in the order of the key, so one security's closes are one stretch of the file.
prices = Table(
    "prices",
    metadata,
    Column("ticker", text_id(), ForeignKey("securities.ticker"), primary_key=True),
    Column("date", Date, primary_key=True),
    Column("close", _fine(), nullable=False),
    Index("prices_by_date", "date"),
    sqlite_with_rowid=False,
)

target_models = Table(
    "target_models",
    metadata,
    Column("model", text_id(), primary_key=True),
    Column("ticker", text_id(), ForeignKey("securities.ticker"), primary_key=True),
    Column("weight", DecimalText, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", text_id(), primary_key=True),
    Column("customer_id", text_id(), ForeignKey("customers.customer_id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("target_model", text_id()),
    Column("advisory_fee_bps", DecimalText, nullable=False),
    Index("accounts_of_customer", "customer_id", "account_id"),
)

transactions = Table(
    "transactions",
    metadata,
    Column("transaction_id", text_id(), primary_key=True),
    Column("account_id", text_id(), ForeignKey("accounts.account_id"), nullable=False),
    Column("date", Date, nullable=False),
    Column("type", Text, nullable=False),
    Column("ticker", text_id(), ForeignKey("securities.ticker")),
    Column("shares", _fine()),
    Column("price", _fine()),
    Column("amount", _money(), nullable=False),
    Column("reason", Text),
    Index("transactions_of_account", "account_id", "date", "transaction_id"),
)

transfers = Table(
    "transfers",
    metadata,
    Column("transfer_id", text_id(), primary_key=True),
    Column("account_id", text_id(), ForeignKey("accounts.account_id"), nullable=False),
    Column("direction", Text, nullable=False),
    Column("amount", _money(), nullable=False),
    Column("requested_on", Date, nullable=False),
    Column("expected_on", Date),
    Column("status", Text, nullable=False),
    Index("transfers_of_account", "account_id", "requested_on"),
)

# An account may have several, even alike ones, so the row number of the input is the key.
recurring_deposits = Table(
    "recurring_deposits",
    metadata,
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("account_id", text_id(), ForeignKey("accounts.account_id"), nullable=False),
    Column("amount", _money(), nullable=False),
    Column("frequency", Text, nullable=False),
    Column("next_date", Date),
    Column("active", Boolean(create_constraint=False), nullable=False),
    Index("recurring_deposits_of_account", "account_id"),
)

goals = Table(
    "goals",
    metadata,
    Column("goal_id", text_id(), primary_key=True),
    Column("customer_id", text_id(), ForeignKey("customers.customer_id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("target_amount", _money(), nullable=False),
    Column("target_date", Date, nullable=False),
    Column("account_ids", NameList, nullable=False),
    Column("monthly_contribution", _money(), nullable=False),
    Index("goals_of_customer", "customer_id", "goal_id"),
)

documents = Table(
    "documents",
    metadata,
    Column("document_id", text_id(), primary_key=True),
    Column("customer_id", text_id(), ForeignKey("customers.customer_id"), nullable=False),
    Column("account_id", text_id(), ForeignKey("accounts.account_id")),
    Column("kind", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("available_on", Date),
    Index("documents_of_customer", "customer_id", "document_id"),
)

# One row, written in the transaction of a load; the same data have the same version. Triggers in the database take the
# row away as soon as prices, securities, models or transactions are changed otherwise.
loads = Table(
    "loads",
    metadata,
    Column("version", Text, primary_key=True),
)
