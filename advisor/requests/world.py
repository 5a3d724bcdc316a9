"""What a request is checked against, gathered at one moment: the customer's data, open requests, and calls taken."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from advisor.repository import Repository
from advisor.requests.records import World
from advisor.requests.store import RequestStore
from advisor.settings import Settings

_CALLS_AHEAD = timedelta(days=400)  # a day for a call lies a year ahead at most
_DEFAULTS = Settings()


def world_of(
    customer_id: str,
    view: Repository,
    store: RequestStore,
    *,
    today: date,
    now: datetime,
    settings: Settings = _DEFAULTS,
) -> World | None:
    """None for an unknown customer. `view` is what `Repository.reading` has opened, and is used until it is closed.

    Raises `DataUnavailable` where the portfolio or the requests can't be read.
    """
    customer = view.customer(customer_id)
    if customer is None:
        return None
    return World(
        customer=customer,
        repository=view,
        today=today,
        now=now,
        settings=settings,
        requests=store.open_requests(customer_id),
        taken=store.taken_slots(now, now + _CALLS_AHEAD),
    )
