"""The ten tables of a portfolio.

A migration is history: it spells its tables out and never imports today's schema.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[str]:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "customers",
        sa.Column("customer_id", _id(), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("risk_level", sa.Integer, nullable=False),
        sa.Column("joined_on", sa.Date, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
    )
    op.create_table(
        "securities",
        sa.Column("ticker", _id(), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("asset_class", sa.Text),
        sa.Column("region", sa.Text),
        sa.Column("sector", sa.Text),
        sa.Column("expense_ratio_bps", sa.Text, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("aliases", sa.Text, nullable=False),
    )
    op.create_table(
        "prices",
        sa.Column("ticker", _id(), sa.ForeignKey("securities.ticker"), primary_key=True),
        sa.Column("date", sa.Date, primary_key=True),
        sa.Column("close", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("prices_by_date", "prices", ["date"])
    op.create_table(
        "target_models",
        sa.Column("model", _id(), primary_key=True),
        sa.Column("ticker", _id(), sa.ForeignKey("securities.ticker"), primary_key=True),
        sa.Column("weight", sa.Text, nullable=False),
    )
    op.create_table(
        "accounts",
        sa.Column("account_id", _id(), primary_key=True),
        sa.Column("customer_id", _id(), sa.ForeignKey("customers.customer_id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("target_model", _id()),
        sa.Column("advisory_fee_bps", sa.Text, nullable=False),
    )
    op.create_index("accounts_of_customer", "accounts", ["customer_id", "account_id"])
    op.create_table(
        "transactions",
        sa.Column("transaction_id", _id(), primary_key=True),
        sa.Column("account_id", _id(), sa.ForeignKey("accounts.account_id"), nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("ticker", _id(), sa.ForeignKey("securities.ticker")),
        sa.Column("shares", sa.BigInteger),
        sa.Column("price", sa.BigInteger),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text),
    )
    op.create_index("transactions_of_account", "transactions", ["account_id", "date", "transaction_id"])
    op.create_table(
        "transfers",
        sa.Column("transfer_id", _id(), primary_key=True),
        sa.Column("account_id", _id(), sa.ForeignKey("accounts.account_id"), nullable=False),
        sa.Column("direction", sa.Text, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("requested_on", sa.Date, nullable=False),
        sa.Column("expected_on", sa.Date),
        sa.Column("status", sa.Text, nullable=False),
    )
    op.create_index("transfers_of_account", "transfers", ["account_id", "requested_on"])
    op.create_table(
        "recurring_deposits",
        sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("account_id", _id(), sa.ForeignKey("accounts.account_id"), nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("frequency", sa.Text, nullable=False),
        sa.Column("next_date", sa.Date),
        sa.Column("active", sa.Boolean, nullable=False),
    )
    op.create_index("recurring_deposits_of_account", "recurring_deposits", ["account_id"])
    op.create_table(
        "goals",
        sa.Column("goal_id", _id(), primary_key=True),
        sa.Column("customer_id", _id(), sa.ForeignKey("customers.customer_id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("target_amount", sa.BigInteger, nullable=False),
        sa.Column("target_date", sa.Date, nullable=False),
        sa.Column("account_ids", sa.Text, nullable=False),
        sa.Column("monthly_contribution", sa.BigInteger, nullable=False),
    )
    op.create_index("goals_of_customer", "goals", ["customer_id", "goal_id"])
    op.create_table(
        "documents",
        sa.Column("document_id", _id(), primary_key=True),
        sa.Column("customer_id", _id(), sa.ForeignKey("customers.customer_id"), nullable=False),
        sa.Column("account_id", _id(), sa.ForeignKey("accounts.account_id")),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("available_on", sa.Date),
    )
    op.create_index("documents_of_customer", "documents", ["customer_id", "document_id"])


def downgrade() -> None:
    raise RuntimeError("going back would drop all portfolio data: restore a backup instead")
