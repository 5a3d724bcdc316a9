"""Lots and taxes: one position, realised gains, tax-loss harvesting."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from tests.reference.oracle.asked import Asked
from tests.reference.oracle.books import TAXED, Book, money
from tests.reference.oracle.expected import AnyOf, AnyOrder, Missing, Money, anything, cents, ratio
from tests.reference.oracle.lots import Lot, Sale, trace
from tests.reference.oracle.money_kinds import plain
from tests.reference.oracle.period_kinds import NOTHING, period_fact
from tests.reference.oracle.spans import Span

Facts = dict[str, object]
_NEAR = timedelta(30)


def holding_detail(asked: Asked) -> object:
    book, ticker = asked.book, asked.securities[0]
    count = book.shares(asked.today).get(ticker)
    price = plain(asked.firm.price(ticker, asked.today))
    base = asked.common(book.ids) | {"ticker": ticker, "name": asked.firm.securities[ticker]["name"]}
    keys = ("shares", "value", "weight", "cost_basis", "unrealized_gain", "unrealized_gain_percent")
    if not count:
        # AMBIGUOUS: what isn't held has a price all the same; "facts with nulls" may leave it out.
        return base | {"price": AnyOf(None, price)} | dict.fromkeys(keys, None)
    value, whole = book.holding_value(ticker, asked.today), book.value(asked.today)
    basis = sum((lot.basis for lot in trace(book)[0] if lot.buy.ticker == ticker), Fraction(0))
    gain = None if value is None else (money(value) or Fraction(0)) - basis
    facts = base | {
        "price": price,
        "shares": plain(count),
        "value": cents(money(value)),
        "weight": ratio(value / whole) if value is not None and whole else None,
        "cost_basis": Money(basis),
        "unrealized_gain": cents(gain),
        "unrealized_gain_percent": ratio(gain / basis) if gain is not None and basis else None,
    }
    return Missing(facts) if value is None or whole is None else facts


def _taxed(asked: Asked) -> Book:
    return asked.book.only(str(row["account_id"]) for row in asked.book.rows if row["type"] in TAXED)


def _tax_span(asked: Asked, taxed: Book) -> list[Span]:
    """AMBIGUOUS: the covered accounts whose first transaction bounds the period are those that count, or all named."""
    spans = [asked.span(taxed), asked.span(asked.book)]
    return [span for span in spans if span]


def realized_gains(asked: Asked) -> object:
    taxed = _taxed(asked)
    spans = _tax_span(asked, taxed)
    if not taxed.ids or asked.span(taxed) is None:
        return NOTHING
    return AnyOf(*(_gains(asked, taxed, span) for span in spans))


def _gains(asked: Asked, taxed: Book, span: Span) -> object:
    sales = [
        sale
        for sale in trace(taxed)[1]
        if span.start <= sale.sell.day <= span.end and (not asked.securities or sale.sell.ticker in asked.securities)
    ]
    short, long = (sum((sale.gain_of(long=which) for sale in sales), Fraction(0)) for which in (False, True))
    facts = asked.common(taxed.ids) | {
        "period": period_fact(asked, span),
        "short_term": Money(short),
        "long_term": Money(long),
        "total": Money(short + long),
        "sells": len(sales),
    }
    # AMBIGUOUS: a named security that was never held has nulls, or sums of nothing.
    held = any(entry.ticker in asked.securities for entry in taxed.entries)
    return AnyOf(facts, NOTHING) if asked.securities and not held else facts


def tax_loss_harvest(asked: Asked) -> object:
    taxed = _taxed(asked)
    if not taxed.ids:
        return NOTHING
    spans = _tax_span(asked, taxed)
    if asked.span(taxed) is None:  # AMBIGUOUS: what could be harvested now doesn't depend on the period
        return AnyOf(NOTHING, asked.common(taxed.ids) | {"period": anything()} | _harvest(asked, taxed, None))
    return AnyOf(
        *(
            _maybe(asked.common(taxed.ids) | {"period": period_fact(asked, span)} | _harvest(asked, taxed, span))
            for span in spans
        )
    )


def _maybe(facts: Facts) -> object:
    return Missing(facts) if facts["harvestable"] is None else facts


def _harvest(asked: Asked, taxed: Book, span: Span | None) -> Facts:
    lots, sales = trace(taxed)
    sales = [sale for sale in sales if span and span.start <= sale.sell.day <= span.end]
    harvested = sum(
        (max(-sale.gain, Fraction(0)) for sale in sales if sale.sell.reason == "tax_loss_harvest"), Fraction(0)
    )
    return {
        "harvested": Money(harvested),
        "harvestable": _harvestable(asked, lots),
        "wash_sales": _wash_sales(asked, sales),
    }


def _harvestable(asked: Asked, lots: list[Lot]) -> list[Facts] | None:
    """Losses of open lots below basis; None where an open lot has no price."""
    recent = {e.ticker for e in asked.everything.entries if e.type == "buy" and e.day >= asked.today - _NEAR}
    losses: dict[str, Fraction] = {}
    for lot in lots:
        ticker = str(lot.buy.ticker)
        price = asked.firm.price(ticker, asked.today)
        if ticker in recent:
            continue
        if price is None:
            return None
        loss = lot.basis - (money(lot.shares * price) or Fraction(0))
        if loss > 0:
            losses[ticker] = losses.get(ticker, Fraction(0)) + loss
    return [{"ticker": ticker, "loss": Money(loss)} for ticker, loss in sorted(losses.items())]


def _wash_sales(asked: Asked, sales: list[Sale]) -> AnyOrder:
    buys = [entry for entry in asked.everything.entries if entry.type == "buy"]
    found = []
    for sale in sales:
        if sale.gain >= 0:
            continue
        own = {piece.buy.id for piece in sale.pieces}
        near = [
            buy
            for buy in buys
            if buy.ticker == sale.sell.ticker and abs(buy.day - sale.sell.day) <= _NEAR and buy.id not in own
        ]
        if near:
            nearest = min(near, key=lambda buy: (abs(buy.day - sale.sell.day), buy.day))
            found.append((str(sale.sell.ticker), sale.sell.day, sale.sell.id, nearest.day, -sale.gain))
    items: list[Facts] = [
        {"ticker": ticker, "sold_on": sold.isoformat(), "bought_on": bought.isoformat(), "loss": Money(loss)}
        for ticker, sold, _, bought, loss in sorted(found)
    ]
    # AMBIGUOUS: which of two sales of a security on one day is listed first.
    return AnyOrder(items, ("ticker", "sold_on"))
