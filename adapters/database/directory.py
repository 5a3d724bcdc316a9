"""Who the firm's customers are, by number: what a demo's log-in page lists. No answer is made from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from adapters.database import schema
from adapters.database.reading import answering


@dataclass(frozen=True)
class Listed:
    customer_id: str
    name: str
    accounts: int  # how many, also those that open later


def everybody(engine: Engine) -> Sequence[Listed]:
    """Every customer by customer id. Raises `DataUnavailable` where the database can't answer."""
    customers, accounts = schema.customers, schema.accounts
    query = (
        select(customers.c.customer_id, customers.c.name, func.count(accounts.c.account_id))
        .select_from(customers.outerjoin(accounts, accounts.c.customer_id == customers.c.customer_id))
        .group_by(customers.c.customer_id, customers.c.name)
        .order_by(customers.c.customer_id)
    )
    with answering(), engine.connect() as connection:
        return [Listed(*row) for row in connection.execute(query)]
