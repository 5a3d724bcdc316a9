"""The made-up market: trading days with holidays, securities with flaws, seeded prices, target models."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

TODAY = date(2024, 3, 31)  # a Sunday, a month's and a quarter's end, after Good Friday
LEAP_TODAY = date(2024, 2, 29)
EARLY_TODAY = date(2023, 1, 1)  # a Sunday, a holiday, the first day of every kind of period but the week
_FIRST, _LAST = date(2020, 1, 2), date(2024, 6, 28)

Row = dict[str, object]

_HOLIDAYS = {(1, 1), (7, 4), (12, 25)}
_GOOD_FRIDAYS = {date(2020, 4, 10), date(2021, 4, 2), date(2022, 4, 15), date(2023, 4, 7), date(2024, 3, 29)}

# ticker, name, kind, asset class, region, sector, bps, aliases, first close, daily drift, daily deviation, decimals
_SECURITIES = (
    ("NWTS", "Northwind Total Stock ETF", "etf", "stocks", "North America", "Broad", "3", "", 101.5, 3e-4, 0.011, 2),
    ("NWTB", "Northwind Total Bond ETF", "etf", "bonds", "North America", "Treasury", "3.5", "", 84.2, 5e-5, 0.003, 2),
    ("NWIX", "Northwind World ex-US Fund", "mutual_fund", "stocks", "Europe", "", "11", "", 23.1875, 2e-4, 0.010, 4),
    ("EMMK", "Meridian Emerging Markets ETF", "etf", "stocks", "Asia", "", "14", "", 38.4, 1e-4, 0.014, 2),
    ("RLTY", "Meridian Realty Fund", "etf", "real_estate", "", "Real estate", "12", "", 55.05, 1e-4, 0.012, 2),
    ("GLDX", "Meridian Gold Trust", "etf", "commodities", "", "", "25", "", 17.333333, 1e-4, 0.009, 6),
    ("MMKT", "Cashline Money Market Fund", "mutual_fund", "cash", "North America", "", "9", "", 1.0, 0.0, 0.0, 2),
    ("ACME", "Acme Corporation", "stock", "stocks", "North America", "Industrials", "", "", 48.0, 2e-4, 0.02, 2),
    ("ACMH", "Acme Holdings", "stock", "stocks", "North America", "Financials", "", "", 12.75, -2e-4, 0.02, 2),
    ("ORCH", "Orchard Devices", "stock", "stocks", "North America", "Technology", "", "Orchard", 130.0, 6e-4, 0.018, 2),
    ("PENN", "Pennyroyal Mining", "stock", "commodities", "Africa", "Materials", "", "", 0.012345, -3e-4, 0.03, 6),
    ("NEWB", "Newborn Growth ETF", "etf", "stocks", "North America", "Technology", "45", "", 25.0, 3e-4, 0.015, 2),
    ("OLDP", "Oldport Utilities", "stock", "stocks", "Europe", "Utilities", "", "", 61.3, 0.0, 0.01, 2),
    ("GAPP", "Gapwell Industries", "stock", "stocks", "Europe", "Industrials", "", "", 33.4, 0.0, 0.015, 2),
    ("FUTR", "Futura Launch Fund", "mutual_fund", "stocks", "Asia", "Technology", "60", "", 10.0, 0.0, 0.01, 2),
    ("ZEUS", "Zeus Thunder ETF", "etf", "stocks", "", "", "99", "", 5.0, -5e-4, 0.03, 2),
    ("SATX", "Saturn Weekend ETF", "etf", "bonds", "Asia", "Treasury", "20", "", 40.0, 0.0, 0.004, 2),
    ("FLAT", "Flatline Income Fund", "mutual_fund", "bonds", "Europe", "Corporate", "50", "", 10.0, 0.0, 0.0, 2),
    ("IDXG", "Grand 500 Index", "index", "", "", "", "", "S&P 500;the market", 3200.25, 3e-4, 0.010, 2),
    ("IDXN", "Nova Technology Index", "index", "", "", "", "", "Nasdaq", 9100.5, 4e-4, 0.013, 2),
    ("IDXL", "Latecomer Index", "index", "", "", "", "", "the latecomers", 1000.0, 0.0, 0.01, 2),
)  # fmt: skip

_MODELS = {
    "growth": {"NWTS": "0.6", "NWIX": "0.2", "NWTB": "0.15", "RLTY": "0.05"},
    "balanced": {"NWTS": "0.4", "NWTB": "0.4", "EMMK": "0.1", "GLDX": "0.1"},
    "thirds": {"NWTS": "0.3333", "NWTB": "0.3333", "RLTY": "0.3334"},
    "cashy": {"MMKT": "0.2", "NWTB": "0.5", "NWTS": "0.3"},
    "over": {"NWTS": "0.50005", "NWTB": "0.50005"},
    "under": {"NWTS": "0.49995", "NWTB": "0.49995"},
    "zeroed": {"NWTS": "0.7", "NWTB": "0.3", "EMMK": "0"},
    "even": {"FLAT": "0.5", "MMKT": "0.5"},
    "all_cash": {"MMKT": "1"},
    "all_bonds": {"NWTB": "1"},
}


def trading_days() -> list[date]:
    days = (_FIRST + timedelta(n) for n in range((_LAST - _FIRST).days + 1))
    return [day for day in days if _is_open(day)]


def _is_open(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS and day not in _GOOD_FRIDAYS


def _is_quoted(ticker: str, day: date) -> bool:
    """Whether a security has a close on a trading day: some start late, end early, or pause."""
    if ticker == "NEWB":
        return day >= date(2023, 6, 15)
    if ticker == "OLDP":
        return day <= date(2021, 9, 30)
    if ticker == "GAPP":
        return not date(2022, 3, 1) <= day <= date(2022, 8, 31) and day.day % 5 != 0
    if ticker == "FUTR":
        return day >= date(2024, 5, 1)
    if ticker == "IDXL":
        return day >= date(2023, 9, 1)
    return True


class Market:
    """Closes by ticker and date, exact, also those after every `today`."""

    def __init__(self) -> None:
        self.closes: dict[str, dict[date, Decimal]] = {}
        days = trading_days()
        for ticker, *_, first, drift, deviation, decimals in _SECURITIES:
            chance = random.Random(f"prices of {ticker}")
            quoted = [day for day in days if _is_quoted(ticker, day)]
            if ticker == "SATX":  # one close on a Saturday, when nothing else trades
                quoted = sorted([*quoted, date(2023, 7, 1)])
            level, closes = first, {}
            for day in quoted:
                closes[day] = round(Decimal(level), decimals)
                level *= 1 + chance.gauss(drift, deviation)
            self.closes[ticker] = closes

    def at(self, ticker: str, day: date) -> Decimal | None:
        while day >= _FIRST:
            if day in self.closes[ticker]:
                return self.closes[ticker][day]
            day -= timedelta(1)
        return None

    def tables(self) -> dict[str, list[Row]]:
        names = ("ticker", "name", "kind", "asset_class", "region", "sector", "expense_ratio_bps", "aliases")
        return {
            "securities": [{**dict(zip(names, row[:8], strict=True)), "currency": "USD"} for row in _SECURITIES],
            "prices": [
                {"date": day, "ticker": ticker, "close": close}
                for ticker, closes in self.closes.items()
                for day, close in closes.items()
            ],
            "target_models": [
                {"model": model, "ticker": ticker, "weight": weight}
                for model, weights in _MODELS.items()
                for ticker, weight in weights.items()
            ],
        }
