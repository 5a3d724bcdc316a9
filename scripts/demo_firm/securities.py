"""What the firm's customers hold, and the indexes they compare with.

Names, kinds and costs are those of the real funds, rounded; closes are invented from a level that each once had.
`equity` and `bond` say how far a close follows those two markets, `own` is its volatility beside them, `drift` its
return beside them, `dividend` its yield; all a year.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Listing:
    ticker: str
    name: str
    kind: str
    asset_class: str | None
    region: str | None
    sector: str | None
    expense_ratio_bps: str | None
    aliases: str | None
    level: float  # close on the first day
    equity: float
    bond: float
    own: float
    drift: float
    dividend: float


def _etf(
    ticker: str, name: str, asset_class: str, region: str | None, sector: str | None, cost: str, aliases: str | None,
    level: float, market: tuple[float, float], own: float, drift: float, dividend: float,
) -> Listing:  # fmt: skip
    return Listing(
        ticker, name, "etf", asset_class, region, sector, cost, aliases, level, *market, own, drift, dividend
    )


def _fund(like: Listing) -> Listing:
    return replace(like, kind="mutual_fund")


def _stock(
    ticker: str, name: str, sector: str, aliases: str, level: float, equity: float, own: float, drift: float,
    dividend: float,
) -> Listing:  # fmt: skip
    return Listing(
        ticker, name, "stock", "stocks", "US", sector, None, aliases, level, equity, 0.0, own, drift, dividend
    )


def _index(ticker: str, name: str, aliases: str, level: float, equity: float, own: float, drift: float) -> Listing:
    return Listing(ticker, name, "index", None, "US", None, None, aliases, level, equity, 0.0, own, drift, 0.0)


# fmt: off
LISTINGS = (
    _etf("VTI", "Vanguard Total Stock Market ETF", "stocks", "US", "Broad market", "3",
         "Vanguard Total Stock Market;total stock market", 238.40, (1.0, 0.0), 0.003, 0.000, 0.013),
    _etf("ITOT", "iShares Core S&P Total US Stock Market ETF", "stocks", "US", "Broad market", "3",
         "iShares Total US Stock Market", 105.80, (1.0, 0.0), 0.003, 0.000, 0.013),
    _etf("VXUS", "Vanguard Total International Stock ETF", "stocks", "International", "Broad market", "5",
         "Vanguard Total International Stock;international stocks fund", 64.70, (0.85, 0.1), 0.060, -0.020, 0.029),
    _etf("VEA", "Vanguard FTSE Developed Markets ETF", "stocks", "International", "Broad market", "3",
         "Vanguard Developed Markets", 51.20, (0.85, 0.1), 0.060, -0.018, 0.029),
    _etf("VWO", "Vanguard FTSE Emerging Markets ETF", "stocks", "Emerging markets", "Broad market", "7",
         "Vanguard Emerging Markets", 49.90, (0.80, 0.0), 0.100, -0.045, 0.031),
    _etf("VIG", "Vanguard Dividend Appreciation ETF", "stocks", "US", "Dividend growth", "5",
         "Vanguard Dividend Appreciation", 165.10, (0.80, 0.0), 0.040, 0.015, 0.018),
    _etf("QQQ", "Invesco QQQ Trust", "stocks", "US", "Technology", "20",
         "Invesco QQQ;Nasdaq 100 fund", 398.50, (1.25, 0.0), 0.070, 0.020, 0.006),
    _etf("BND", "Vanguard Total Bond Market ETF", "bonds", "US", "Investment-grade bonds", "3",
         "Vanguard Total Bond;Vanguard Total Bond Market;total bond", 85.30, (0.02, 1.0), 0.003, 0.000, 0.030),
    _etf("AGG", "iShares Core US Aggregate Bond ETF", "bonds", "US", "Investment-grade bonds", "3",
         "iShares Aggregate Bond", 114.20, (0.02, 1.0), 0.003, 0.000, 0.030),
    _etf("BNDX", "Vanguard Total International Bond ETF", "bonds", "International", "Investment-grade bonds", "7",
         "Vanguard International Bond", 57.10, (0.02, 0.8), 0.015, -0.004, 0.026),
    _etf("VTIP", "Vanguard Short-Term Inflation-Protected Securities ETF", "bonds", "US", "Inflation-protected bonds",
         "3", "TIPS;inflation-protected bonds", 51.60, (0.02, 0.35), 0.010, 0.004, 0.028),
    _etf("MUB", "iShares National Muni Bond ETF", "bonds", "US", "Municipal bonds", "5",
         "municipal bonds;muni bonds", 116.30, (0.02, 0.7), 0.012, -0.002, 0.026),
    _etf("VNQ", "Vanguard Real Estate ETF", "real_estate", "US", "Real estate", "13",
         "Vanguard Real Estate;REIT fund", 108.90, (0.85, 0.3), 0.090, -0.075, 0.038),
    _etf("GLD", "SPDR Gold Shares", "commodities", None, None, "40",
         "gold;gold fund", 168.70, (0.05, 0.2), 0.135, 0.130, 0.0),
    _etf("SGOV", "iShares 0-3 Month Treasury Bond ETF", "cash", "US", "Treasury bills", "9",
         "Treasury bills", 100.02, (0.0, 0.0), 0.001, 0.001, 0.042),
    _fund(_etf("VTSAX", "Vanguard Total Stock Market Index Fund", "stocks", "US", "Broad market", "4",
          None, 115.60, (1.0, 0.0), 0.003, 0.000, 0.013)),
    _fund(_etf("VTIAX", "Vanguard Total International Stock Index Fund", "stocks", "International", "Broad market", "9",
          None, 34.60, (0.85, 0.1), 0.060, -0.020, 0.029)),
    _fund(_etf("VBTLX", "Vanguard Total Bond Market Index Fund", "bonds", "US", "Investment-grade bonds", "5",
          None, 11.22, (0.02, 1.0), 0.003, 0.000, 0.030)),
    _stock("AAPL", "Apple Inc.", "Technology", "Apple", 161.00, 1.20, 0.18, 0.055, 0.005),
    _stock("MSFT", "Microsoft Corporation", "Technology", "Microsoft", 339.80, 1.10, 0.17, 0.020, 0.008),
    _stock("KO", "The Coca-Cola Company", "Consumer staples", "Coca-Cola;Coke", 55.40, 0.50, 0.11, 0.015, 0.031),
    _stock("JNJ", "Johnson & Johnson", "Health care", "Johnson and Johnson;J&J", 162.40, 0.45, 0.12, 0.010, 0.029),
    _index("SPX", "S&P 500", "S&P 500;the market;S&P;SP500;the S&P", 4682.94, 1.0, 0.006, 0.006),
    _index("IXIC", "Nasdaq Composite", "Nasdaq;the Nasdaq;Nasdaq Composite", 15854.76, 1.20, 0.060, 0.010),
    _index("DJI", "Dow Jones Industrial Average", "Dow Jones;the Dow;Dow", 35619.25, 0.85, 0.035, 0.004),
)
# fmt: on

# Of one kind with another: what a harvested loss is replaced with.
SUBSTITUTES = {"VTI": "ITOT", "VXUS": "VEA", "BND": "AGG"}

MODELS: dict[str, dict[str, str]] = {
    "conservative": {"BND": "0.45", "BNDX": "0.15", "VTIP": "0.15", "VTI": "0.12", "VXUS": "0.08", "SGOV": "0.05"},
    "retirement_income": {"VBTLX": "0.55", "VTSAX": "0.25", "VTIAX": "0.12", "SGOV": "0.08"},
    "moderate": {"BND": "0.35", "BNDX": "0.12", "VTI": "0.28", "VXUS": "0.17", "VNQ": "0.05", "SGOV": "0.03"},
    "balanced": {"VTI": "0.38", "VXUS": "0.22", "BND": "0.25", "BNDX": "0.08", "VNQ": "0.05", "GLD": "0.02"},
    "growth": {"VTI": "0.50", "VXUS": "0.28", "VWO": "0.07", "BND": "0.10", "VNQ": "0.05"},
    "stocks_and_bonds": {"VTI": "0.45", "VXUS": "0.25", "BND": "0.30"},
    "all_stock": {"VTI": "0.60", "VXUS": "0.25", "VWO": "0.10", "QQQ": "0.05"},
    "wealth": {
        "VTI": "0.30", "VIG": "0.10", "VXUS": "0.20", "MUB": "0.20", "BND": "0.05", "VNQ": "0.08", "GLD": "0.05",
        "SGOV": "0.02",
    },
}  # fmt: skip
