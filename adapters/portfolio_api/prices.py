"""Prices over HTTP: from the portfolio's own service, or from one that has only prices."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from adapters.portfolio_api.fields import BadField, day
from adapters.portfolio_api.price_table import price_table
from adapters.portfolio_api.service import Service
from adapters.portfolio_api.sessions import Session, SingleCalls
from adapters.portfolio_api.shapes import Malformed
from advisor.model import PriceSeries

# So that an address stays below the 8 KB that servers take.
_TICKERS_AT_ONCE = 200


class ApiPrices:
    """`advisor.repository.PriceProvider` over `session`. Raises `DataUnavailable` for any answer that isn't right."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @classmethod
    def over(cls, service: Service) -> ApiPrices:
        return cls(SingleCalls(service))

    @contextmanager
    def reading(self) -> Iterator[ApiPrices]:
        """The prices as one question sees them: see `sessions.QuestionCalls`."""
        yield ApiPrices(self._session.begin())

    def prices(self, tickers: Collection[str], *, until: date, start: date | None = None) -> Mapping[str, PriceSeries]:
        wanted = sorted(set(tickers))
        session = self._session.begin()
        found: dict[str, PriceSeries] = {}
        for first in range(0, len(wanted), _TICKERS_AT_ONCE):
            found |= _some(session, wanted[first : first + _TICKERS_AT_ONCE], until=until, start=start)
        return found

    def last_price_date(self, *, until: date) -> date | None:
        def parse(document: Mapping[str, Any]) -> date | None:
            return _last_price_date(document, until)

        return self._session.get("/last-price-date", [("until", until.isoformat())], parse)


def _some(session: Session, tickers: list[str], *, until: date, start: date | None) -> dict[str, PriceSeries]:
    parameters = [("ticker", ticker) for ticker in tickers]
    parameters.append(("until", until.isoformat()))
    if start is not None:
        parameters.append(("start", start.isoformat()))
    asked = frozenset(tickers)

    def parse(document: Mapping[str, Any]) -> dict[str, PriceSeries]:
        return price_table(document.get("dates"), document.get("closes"), tickers=asked, until=until, start=start)

    return session.get("/prices", parameters, parse, keep=True)


def _last_price_date(document: Mapping[str, Any], until: date) -> date | None:
    if "last_price_date" not in document:
        raise Malformed("last_price_date is missing")
    value = document["last_price_date"]
    if value is None:
        return None
    try:
        found = day(value)
    except BadField as error:
        raise Malformed(f"last_price_date {error}") from None
    if found > until:
        raise Malformed("last_price_date is after `until`")
    return found
