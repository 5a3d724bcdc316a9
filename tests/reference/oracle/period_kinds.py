"""What happened: summary, performance and its reasons, benchmark, returns, movers, flows, fees, income, trades."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from tests.reference.oracle import measures
from tests.reference.oracle.asked import Asked
from tests.reference.oracle.books import PICO, Book, Entry, money
from tests.reference.oracle.expected import AnyOf, AnyOrder, Holds, Missing, Money, Nothing, anything, cents, ratio
from tests.reference.oracle.measures import Outcome, Part, days_in, outcome, parts, time_weighted
from tests.reference.oracle.money_kinds import drifts, plain, transfer_facts, transfers_of
from tests.reference.oracle.spans import Span

Facts = dict[str, object]
_COMMON = frozenset({"kind", "as_of", "currency", "accounts", "period"})
# AMBIGUOUS: what was asked for may be repeated, and an index has a return whether or not the customer had money.
_ASKED = frozenset({"benchmark", "benchmark_return", "direction", "type"})
NOTHING = Nothing(_COMMON | _ASKED)
_LABEL = Holds("a label", lambda got: isinstance(got, str) and bool(got.strip()))


def period_fact(asked: Asked, span: Span) -> Facts:
    return {
        "start": span.start.isoformat(),
        "end": span.end.isoformat(),
        "label": _LABEL,
        "assumed": asked.period is None,
    }


def over_period(answer: Callable[[Asked, Book, Span], object]) -> Callable[[Asked], object]:
    """Clip the period to what there is; wholly outside of it there are no numbers."""

    def of(asked: Asked) -> object:
        span = asked.span(asked.book)
        return NOTHING if span is None else answer(asked, asked.book, span)

    return of


def _idle(book: Book, span: Span, result: Outcome) -> bool:
    """Nothing there at the start and nothing happens.

    AMBIGUOUS: the daily formula gives 0 then; "a portfolio of value 0 has null ratios".
    """
    return not result.start and not result.end and not book.within(span.start, span.end)


def _rate(value: float | None, idle: bool) -> object:
    return AnyOf(None, ratio(value)) if idle else ratio(value)


@over_period
def performance(asked: Asked, book: Book, span: Span) -> object:
    result, days = outcome(book, span), days_in(span)
    idle = _idle(book, span, result)
    twr = time_weighted(book, span)
    mwr, mwr_yearly = measures.money_weighted(book, span)
    facts = asked.common(book.ids) | {
        "period": period_fact(asked, span),
        "start_value": cents(money(result.start)),
        "end_value": cents(money(result.end)),
        "net_flows": cents(money(result.flows)),
        "gain": cents(money(result.gain)),
        "twr": _rate(twr, idle),
        "twr_annualised": _rate(measures.annualised(twr, days), idle),
        "mwr": ratio(mwr),
        "mwr_annualised": ratio(mwr_yearly),
    }
    return Missing(facts) if twr is None or result.gain is None else facts


@over_period
def return_methods(asked: Asked, book: Book, span: Span) -> object:
    result, twr = outcome(book, span), time_weighted(book, span)
    flows = book.flows(span.start, span.end)
    by_day: dict[date, int] = {}
    for entry in flows:
        by_day[entry.day] = by_day.get(entry.day, 0) + entry.flow
    each = [{"date": entry.day.isoformat(), "amount": cents(money(entry.flow))} for entry in flows]
    daily = [{"date": on.isoformat(), "amount": cents(money(amount))} for on, amount in by_day.items()]
    facts = asked.common(book.ids) | {
        "period": period_fact(asked, span),
        "gain": cents(money(result.gain)),
        "twr": _rate(twr, _idle(book, span, result)),
        "mwr": ratio(measures.money_weighted(book, span)[0]),
        "simple_return": ratio(result.simple),
        # AMBIGUOUS: a line for each flow, or for each day that has some (which may cancel).
        "flows": AnyOf(
            AnyOrder(each, ("date",)), daily, [row for row, cash in zip(daily, by_day.values(), strict=True) if cash]
        ),
    }
    return Missing(facts) if twr is None or result.gain is None else facts


@over_period
def benchmark_comparison(asked: Asked, book: Book, span: Span) -> object:
    ticker = asked.names.get("benchmark", "IDXG")
    twr = time_weighted(book, span)
    index = measures.price_return(asked.firm, ticker, span)
    idle = _idle(book, span, outcome(book, span))
    difference = None if twr is None or index is None else twr - index
    facts = asked.common(book.ids) | {
        "period": period_fact(asked, span),
        "benchmark": {"ticker": ticker, "name": asked.firm.securities[ticker]["name"]},
        "twr": _rate(twr, idle),
        "benchmark_return": ratio(index),
        "difference": _rate(difference, idle),
    }
    return Missing(facts) if twr is None or index is None else facts


def _shown_lines(gain: int, found: list[Part], others: list[int]) -> list[tuple[list[Money], list[Money]]]:
    """Lines rounded to cents with the leftover on the largest: for every reading of "largest", securities and others.

    AMBIGUOUS: whether interest and fees are lines that can take leftover cents, and whether "largest" is meant before
    or after rounding.
    """
    exact = [Fraction(part.gain or 0, PICO) for part in found]
    rounded = [Fraction(round(value * 100), 100) for value in exact]
    rest = [Fraction(value, PICO) for value in others]
    left = Fraction(round(Fraction(gain, PICO) * 100), 100) - sum(rounded) - sum(rest)
    if not left:
        return [([Money(value) for value in rounded], [Money(value) for value in rest])]
    readings = []
    for sizes in (exact, rounded):
        if sizes:
            largest = max(range(len(sizes)), key=lambda n: (abs(sizes[n]), n))
            readings.append(([v + left if n == largest else v for n, v in enumerate(rounded)], rest))
            outside = max(range(len(rest)), key=lambda n: abs(rest[n]))
            if abs(rest[outside]) >= abs(sizes[largest]):
                readings.append((rounded, [v + left if n == outside else v for n, v in enumerate(rest)]))
    return [([Money(v) for v in lines], [Money(v) for v in outer]) for lines, outer in readings]


@over_period
def performance_reason(asked: Asked, book: Book, span: Span) -> object:
    result, found = outcome(book, span), parts(book, span)
    interest, fees = (sum(e.picos for e in book.within(span.start, span.end, type_)) for type_ in ("interest", "fee"))
    base = asked.common(book.ids) | {"period": period_fact(asked, span), "gain": cents(money(result.gain))}
    if result.gain is None:
        lines = [{"ticker": part.ticker, "gain": cents(money(part.gain))} for part in found]
        rest = {"interest": cents(money(interest)), "fees": cents(money(fees))}
        return AnyOf(Missing(base | rest | {"contributions": lines}), Missing(base | rest | {"contributions": []}))
    readings = _shown_lines(result.gain, found, [interest, fees])
    return AnyOf(
        *(
            base
            | {
                "contributions": [{"ticker": p.ticker, "gain": line} for p, line in zip(found, lines, strict=True)],
                "interest": others[0],
                "fees": others[1],
            }
            for lines, others in readings
        )
    )


def account_summary(asked: Asked) -> object:
    book = asked.book
    span, value = asked.span(book), book.value(asked.today)
    pending = transfer_facts([row for row in transfers_of(asked, book) if row["status"] == "pending"])
    facts = asked.common(book.ids) | {
        "value": cents(money(value)),
        "pending_transfers": pending,
        "max_drift": max_drift(book),
    }
    if span is None:  # no numbers, also none of what is there now
        nothing: dict[str, object] = {"value": None, "gain": None, "drivers": [], "pending_transfers": []}
        nothing |= {"period": anything(), "max_drift": {"asset_class": None, "drift": None}}
        # AMBIGUOUS: where nothing has ever happened, there is no first transaction to lie before.
        never = {"period": anything(), "gain": AnyOf(None, Money(Fraction(0))), "drivers": AnyOf(None, [])}
        return facts | nothing if book.entries else AnyOf(facts | never, facts | nothing)
    result, found = outcome(book, span), parts(book, span)
    facts["period"] = period_fact(asked, span)
    facts["gain"] = cents(money(result.gain))
    if value is None or result.gain is None:
        return Missing(facts | {"drivers": anything(), "max_drift": anything()})
    facts["drivers"] = _drivers(result, book, span, found)
    return facts


def _drivers(result: Outcome, book: Book, span: Span, found: list[Part]) -> object:
    # AMBIGUOUS: a driver's gain is rounded by itself, or is the line of the contributions that add up.
    interest, fees = (sum(e.picos for e in book.within(span.start, span.end, type_)) for type_ in ("interest", "fee"))
    readings = _shown_lines(result.gain or 0, found, [interest, fees])
    readings.append(([Money(Fraction(part.gain or 0, PICO)) for part in found], []))
    order = sorted(range(len(found)), key=lambda n: (-abs(found[n].gain or 0), found[n].ticker))[:3]
    return AnyOf(*([{"ticker": found[n].ticker, "gain": lines[n]} for n in order] for lines, _ in readings))


def max_drift(book: Book) -> object:
    """The class with the largest absolute drift; null without a target."""
    by_class = drifts(book)
    if by_class is None:
        return AnyOf(None, {"asset_class": None, "drift": None})
    largest = max(abs(value) for value in by_class.values())
    tied = [name for name, value in by_class.items() if abs(value) == largest]  # in text order: the first one counts
    return {"asset_class": tied[0], "drift": ratio(by_class[tied[0]])}


@over_period
def best_worst(asked: Asked, book: Book, span: Span) -> object:
    direction = asked.names.get("direction", "best")
    found = [part for part in parts(book, span) if part.start is None or part.start or part.bought]
    base = asked.common(book.ids) | {"period": period_fact(asked, span), "direction": direction}
    if any(part.rate is None for part in found):
        return Missing(base | {"items": anything()})
    sign = -1 if direction == "best" else 1
    found.sort(key=lambda part: (sign * (part.rate or 0.0), part.ticker))
    return base | {
        "items": [
            {
                "ticker": part.ticker,
                "name": asked.firm.securities[part.ticker]["name"],
                "return": ratio(part.rate),
                "gain": cents(money(part.gain)),
            }
            for part in found[:3]
        ]
    }


def _newest_first(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.day, reverse=True)


@over_period
def transactions(asked: Asked, book: Book, span: Span) -> object:
    kind = asked.names.get("transaction_type")
    types = {"trade": ("buy", "sell"), None: ()}.get(kind, (kind,))
    found = book.within(span.start, span.end, *(str(type_) for type_ in types))
    found = [entry for entry in found if not asked.securities or entry.ticker in asked.securities]
    items = [
        {
            "date": entry.day.isoformat(),
            "type": entry.type,
            "ticker": entry.ticker,
            "shares": plain(entry.shares or None),
            "price": plain(entry.price or None),
            "amount": cents(money(entry.picos)),
            "account_id": entry.account,
        }
        for entry in _newest_first(found)
    ]
    return asked.common(book.ids) | {
        "period": period_fact(asked, span),
        "type": kind,
        "items": AnyOrder(items, ("date",)),
        "count": len(found),
        "total": cents(money(sum(entry.picos for entry in found))),
    }


@over_period
def net_contributions(asked: Asked, book: Book, span: Span) -> object:
    paid = {way: sum(e.picos for e in book.within(span.start, span.end, way)) for way in ("deposit", "withdrawal")}
    return asked.common(book.ids) | {
        "period": period_fact(asked, span),
        "deposits": cents(money(paid["deposit"])),
        "withdrawals": cents(money(-paid["withdrawal"])),
        "net": cents(money(paid["deposit"] + paid["withdrawal"])),
    }


@over_period
def fees_paid(asked: Asked, book: Book, span: Span) -> object:
    found = book.within(span.start, span.end, "fee")
    items = [
        {"date": e.day.isoformat(), "account_id": e.account, "amount": cents(money(-e.picos))}
        for e in _newest_first(found)
    ]
    return asked.common(book.ids) | {
        "period": period_fact(asked, span),
        "total": cents(money(-sum(entry.picos for entry in found))),
        "items": AnyOrder(items, ("date",)),
    }


@over_period
def dividends(asked: Asked, book: Book, span: Span) -> object:
    wanted = asked.securities
    found = [e for e in book.within(span.start, span.end, "dividend") if not wanted or e.ticker in wanted]
    by_ticker: dict[str, int] = {}
    for entry in found:
        by_ticker[str(entry.ticker)] = by_ticker.get(str(entry.ticker), 0) + entry.picos
    interest = 0 if wanted else sum(e.picos for e in book.within(span.start, span.end, "interest"))
    facts = asked.common(book.ids) | {
        "period": period_fact(asked, span),
        "total": cents(money(sum(by_ticker.values()))),
        "interest": cents(money(interest)),
        "by_ticker": [{"ticker": t, "amount": cents(money(paid))} for t, paid in sorted(by_ticker.items())],
    }
    # AMBIGUOUS: a named security that was never held has no dividends, or sums of nothing.
    return AnyOf(facts, NOTHING) if wanted and not _ever_held(book, wanted) else facts


def _ever_held(book: Book, tickers: tuple[str, ...]) -> bool:
    return any(entry.ticker in tickers for entry in book.entries)


def trade_reason(asked: Asked) -> object:
    book, span = asked.book, asked.span(asked.book)
    sides = {"buy": ("buy",), "sell": ("sell",)}.get(asked.names.get("transaction_type", ""), ("buy", "sell"))
    found = book.within(span.start, span.end, *sides) if span else []
    found = [entry for entry in found if not asked.securities or entry.ticker in asked.securities]
    named = asked.securities[0] if asked.securities else None
    if not found:
        facts = asked.common(book.ids) | {"ticker": named, "trade": None}
        return AnyOf(facts, Nothing(_COMMON | {"ticker"})) if span is None or not named else facts
    last = max(entry.day for entry in found)
    # AMBIGUOUS: of several on the latest day any is the latest; without a named security the ticker is the trade's.
    return AnyOf(
        *(
            asked.common(book.ids)
            | {
                "ticker": entry.ticker,
                "trade": {
                    "date": entry.day.isoformat(),
                    "side": entry.type,
                    "shares": plain(entry.shares),
                    "price": plain(entry.price),
                    "amount": cents(money(entry.picos)),
                    "reason": entry.reason,
                },
            }
            for entry in found
            if entry.day == last
        )
    )
