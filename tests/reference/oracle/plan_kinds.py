"""Risk, rebalancing, goals and single securities."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from tests.reference.oracle import measures, projection
from tests.reference.oracle.asked import Asked
from tests.reference.oracle.books import PICO, Book, as_date, money
from tests.reference.oracle.expected import (
    AnyOf,
    AskedBack,
    Holds,
    Missing,
    Money,
    Nothing,
    Plain,
    anything,
    cents,
    ratio,
)
from tests.reference.oracle.money_kinds import drifts, expense_ratio, plain
from tests.reference.oracle.period_kinds import max_drift, period_fact
from tests.reference.oracle.projection import ENOUGH, TOLERANCE, Plan
from tests.reference.oracle.spans import Span, add_months, clip

Facts = dict[str, object]
_DAY = timedelta(1)
_RISK_FREE = 0.02
_THRESHOLD = Fraction(5, 100)
_SAME = 1e-12


def risk_summary(asked: Asked) -> object:
    book = asked.book
    base = asked.common(book.ids) | {"risk_level": asked.customer["risk_level"]}
    risk = measures.risk_returns(book)
    window = {"start": risk.window.start.isoformat(), "end": risk.window.end.isoformat()} if risk else None
    if risk is None or risk.returns is None or len(risk.returns) < 20:
        none = {"percent": None, "peak": None, "trough": None, "recovered": None}
        # AMBIGUOUS: the drawdown and the window as a whole are null, or what is in them is.
        return base | {
            "volatility": None,
            "max_drawdown": AnyOf(None, none),
            "var_95_1d": None,
            "sharpe": None,
            "window": AnyOf(None, {"start": None, "end": None}, window),
        }
    rates = [rate for _, rate in risk.returns]
    volatility = statistics.stdev(rates) * math.sqrt(252)
    if all(rate == rates[0] for rate in rates):
        volatility = 0.0
    sharpe = (statistics.fmean(rates) * 252 - _RISK_FREE) / volatility if volatility else None
    return base | {
        "volatility": ratio(volatility),
        "max_drawdown": _drawdown(risk),
        "var_95_1d": ratio(-float(np.percentile(rates, 5))),
        "sharpe": ratio(sharpe),
        "window": window,
    }


def _drawdown(risk: measures.Risk) -> object:
    """Of the index Π(1 + r), its level 1 before the first return included."""
    assert risk.returns is not None
    levels: list[tuple[date | None, float]] = [(None, 1.0)]
    for on, rate in risk.returns:
        levels.append((on, levels[-1][1] * (1 + rate)))
    high, worst, peak, trough = 1.0, 0.0, 0, 0
    highest = 0
    for n, (_, level) in enumerate(levels):
        if level > high * (1 + _SAME):
            high, highest = level, n
        if level / high - 1 < worst - _SAME:
            worst, peak, trough = level / high - 1, highest, n
    if not trough:
        # AMBIGUOUS: without any fall there are no dates, or the first one.
        return AnyOf(None, {"percent": ratio(0.0), "peak": anything(), "trough": anything(), "recovered": anything()})
    top, bottom = levels[peak][1], levels[trough][1]
    recovered = next((on for on, level in levels[trough:] if level >= top * (1 - _SAME)), None)
    # AMBIGUOUS: of days on which the peak's or the trough's level stood, any; the level before the first return is
    # that of the price date before it, of the day before the window, or of no day.
    tops = [on for on, level in levels[:trough] if abs(level / top - 1) < _SAME]
    if None in tops:
        tops += [day for day in (risk.before, risk.window.start, risk.window.start - _DAY) if day]
    bottoms = [on for on, level in levels[trough:] if abs(level - bottom) <= _SAME * bottom]
    return {
        "percent": ratio(worst),
        "peak": AnyOf(*(day and day.isoformat() for day in tops)),
        "trough": AnyOf(*(day and day.isoformat() for day in bottoms)),
        "recovered": recovered and recovered.isoformat(),
    }


def rebalancing_status(asked: Asked) -> object:
    book = asked.book
    last = max((entry.day for entry in book.entries if entry.reason == "rebalance"), default=None)
    by_class = drifts(book)
    needed = by_class is not None and any(abs(drift) >= _THRESHOLD for drift in by_class.values())
    unknown = book.value(asked.today) is None
    facts = asked.common(book.ids) | {
        "last_rebalance": last.isoformat() if last else None,
        "max_drift": max_drift(book),
        "threshold": ratio(_THRESHOLD),
        # AMBIGUOUS: without any target there is nothing to need.
        "needed": needed if by_class is not None else AnyOf(False, None),
        "trades": _trades(asked, book) if needed else [],
    }
    return Missing(facts) if unknown else facts


def _trades(asked: Asked, book: Book) -> list[Facts]:
    sells: list[tuple[str, str, Facts]] = []
    buys: list[tuple[str, str, Facts]] = []
    for account in book.ids:
        for ticker, side, shares, amount in _account_trades(asked, book.only([account])):
            row = {"account_id": account, "ticker": ticker, "side": side, "shares": shares, "amount": Money(amount)}
            (sells if side == "sell" else buys).append((account, ticker, row))
    return [row for side in (sells, buys) for _, _, row in sorted(side, key=lambda one: one[:2])]


def _account_trades(asked: Asked, book: Book) -> list[tuple[str, str, object, Fraction]]:
    target, whole = book.target(book.rows[0]), money(book.value(asked.today))
    if target is None or not whole:
        return []
    held = book.shares(asked.today)
    sells: list[tuple[str, str, object, Fraction]] = []
    buys: dict[str, Fraction] = {}
    for ticker in sorted({*held, *target}):
        value = money(book.holding_value(ticker, asked.today)) or Fraction(0)
        wanted = target.get(ticker, Fraction(0)) * whole
        if wanted > value:
            buys[ticker] = Fraction(math.floor((wanted - value) * 100), 100)
        elif wanted < value:
            amount = Fraction(round((value - wanted) * 100), 100)
            if amount >= 1:
                sells.append((ticker, "sell", _traded(asked, ticker, value - wanted, amount, held, wanted), amount))
    buys = {ticker: amount for ticker, amount in buys.items() if amount >= 1}
    cash = Fraction(book.cash(asked.today), PICO)
    short = sum(buys.values()) - sum(amount for *_, amount in sells) - cash
    if buys and short > 0:
        largest = max(buys, key=lambda ticker: (buys[ticker], [-ord(letter) for letter in ticker]))
        buys[largest] -= short
    bought = [(t, "buy", _traded(asked, t, amount, amount, {}, Fraction(1)), amount) for t, amount in buys.items()]
    return sells + [one for one in bought if one[3] >= 1]


def _traded(
    asked: Asked, ticker: str, exact: Fraction, amount: Fraction, held: Mapping[str, int], wanted: Fraction
) -> object:
    """Shares of a trade, to six decimals. AMBIGUOUS: of the amount before or after it is rounded to cents."""
    if not wanted:
        return plain(held[ticker])  # sold whole
    price = Fraction(asked.firm.price(ticker, asked.today) or 0, 10**6)
    within = Fraction(2, 10**6)
    return AnyOf(Plain(amount / price, within), Plain(exact / price, within))


def _goals(asked: Asked) -> list[dict[str, object]]:
    mine = [row for row in asked.firm.tables["goals"] if row["customer_id"] == asked.customer_id]
    return [row for row in mine if asked.names.get("goal") in (None, row["goal_id"])]


class _Goal:
    """A goal with its accounts that exist, ready to be projected."""

    def __init__(self, asked: Asked, row: Mapping[str, object]) -> None:
        self.row, self.today = row, asked.today
        self.book = asked.everything.only(str(row["account_ids"]).split(";"))
        self.value = self.book.value(asked.today)
        self.until = as_date(row["target_date"]) or date.max
        self.target = Fraction(str(row["target_amount"]))
        self.monthly = Fraction(str(row["monthly_contribution"]))
        self.mix = projection.mix(self.book)

    def plan(self, *, monthly: Fraction, until: date, lump: Fraction = Fraction(0)) -> Plan | None:
        months = max(projection.months_between(self.today, until), 0)
        if self.value is None:
            return None
        value = float(Fraction(self.value, PICO) + lump)
        if months == 0 or until < self.today:
            return Plan(value, 0.0, 0.0, 0.0, 0)
        # AMBIGUOUS: without any target mix there is nothing to project with.
        return Plan(value, *self.mix, float(monthly), months) if self.mix else None


def _likely(plan: Plan, target: Fraction) -> Holds:
    return Holds(
        f"a probability near {projection.probability(plan, float(target)):.4f}",
        lambda got: projection.is_probability(plan, float(target), got),
    )


def _middle(plan: Plan) -> Holds:
    return Holds(
        f"a median near {np.median(projection.outcomes(plan)):.2f}", lambda got: projection.is_median(plan, got)
    )


def goal_progress(asked: Asked) -> object:
    rows = _goals(asked)
    if not rows:
        return Nothing(frozenset({"kind", "as_of", "currency", "accounts"}))
    if len(rows) > 1:
        return AskedBack()  # AMBIGUOUS: which of several goals
    goal = _Goal(asked, rows[0])
    plan = goal.plan(monthly=goal.monthly, until=goal.until)
    facts = asked.common(goal.book.ids) | {
        "goal": {"goal_id": goal.row["goal_id"], "name": goal.row["name"]},
        "target_amount": Money(goal.target),
        "target_date": goal.until.isoformat(),
        "current_value": cents(money(goal.value)),
        "monthly_contribution": Money(goal.monthly),
    }
    keys = ("median", "probability", "on_track", "monthly_needed")
    if plan is None:
        return Missing(facts | dict.fromkeys(keys, None))
    chance = projection.probability(plan, float(goal.target))
    facts |= {
        "median": _middle(plan),
        "probability": _likely(plan, goal.target),
        "on_track": AnyOf(True, False) if abs(chance - ENOUGH) <= TOLERANCE else chance >= ENOUGH,
        "monthly_needed": _needed(plan, goal),
    }
    return facts


def _needed(plan: Plan, goal: _Goal) -> object:
    if goal.until < goal.today:
        return None
    if plan.months == 0:  # AMBIGUOUS: no month is left to pay in
        return AnyOf(None, Money(Fraction(0))) if plan.value >= goal.target else None
    return Holds("the smallest whole contribution", lambda got: projection.is_needed(plan, float(goal.target), got))


def goal_what_if(asked: Asked) -> object:
    rows = _goals(asked)
    if not rows:
        return Nothing(frozenset({"kind", "as_of", "currency", "accounts"}))
    if len(rows) > 1:
        return AskedBack()
    goal, changes = _Goal(asked, rows[0]), asked.changes
    monthly, until, lump, target = goal.monthly, goal.until, Fraction(0), goal.target
    changed: Facts = {}
    if "monthly" in changes:
        monthly = Fraction(str(changes["monthly"]))
    if "more" in changes:
        monthly = goal.monthly + Fraction(str(changes["more"]))
    if monthly != goal.monthly:
        changed["monthly_contribution"] = Money(monthly)
    if "until" in changes:
        until = as_date(changes["until"]) or until
        changed["target_date"] = until.isoformat()
    if "lump" in changes:
        lump = Fraction(str(changes["lump"]))
        changed["lump_sum"] = Money(lump)
    if "target" in changes:
        target = Fraction(str(changes["target"]))
        changed["target_amount"] = Money(target)
    before = goal.plan(monthly=goal.monthly, until=goal.until)
    after = goal.plan(monthly=monthly, until=until, lump=lump)
    facts = asked.common(goal.book.ids) | {
        "goal": {"goal_id": goal.row["goal_id"], "name": goal.row["name"]},
        "changed": changed,
    }
    none = {"median": None, "probability": None}
    if before is None or after is None:
        return Missing(facts | {"baseline": none, "scenario": none})
    return facts | {
        "baseline": {"median": _middle(before), "probability": _likely(before, goal.target)},
        "scenario": {"median": _middle(after), "probability": _likely(after, target)},
    }


def price_quote(asked: Asked) -> object:
    ticker = asked.securities[0]
    days, closes = asked.firm.closes(ticker, asked.today)
    year = Span(add_months(asked.today, -12) + _DAY, asked.today)
    return asked.common([]) | {
        "currency": asked.firm.securities[ticker]["currency"],  # which the price is in
        "ticker": ticker,
        "name": asked.firm.securities[ticker]["name"],
        "price": plain(closes[-1]) if closes else None,
        "date": days[-1].isoformat() if days else None,
        "day_change": ratio(closes[-1] / closes[-2] - 1) if len(closes) > 1 else None,
        "year_change": ratio(measures.price_return(asked.firm, ticker, year)),
    }


def security_info(asked: Asked) -> object:
    ticker, book = asked.securities[0], asked.everything
    row = asked.firm.securities[ticker]
    count = book.shares(asked.today).get(ticker)
    held = {"shares": plain(count), "value": cents(money(book.holding_value(ticker, asked.today)))} if count else None
    facts = asked.common([]) | {
        "ticker": ticker,
        "name": row["name"],
        "kind_of_security": row["kind"],
        "asset_class": row["asset_class"] or None,
        "region": row["region"] or None,
        "sector": row["sector"] or None,
        # AMBIGUOUS: an index has no cost, or one of 0.
        "expense_ratio": AnyOf(None, ratio(0.0)) if row["kind"] == "index" else ratio(expense_ratio(asked, ticker)),
        "held": held,
    }
    return Missing(facts) if count and book.holding_value(ticker, asked.today) is None else facts


def compare_securities(asked: Asked) -> object:
    span = clip(asked.raw_span(), asked.today, None)
    if span is None:
        return Nothing(frozenset({"kind", "as_of", "currency", "accounts", "period", "items"}))
    return asked.common([]) | {
        "period": period_fact(asked, span),
        "items": [
            {
                "ticker": ticker,
                "name": asked.firm.securities[ticker]["name"],
                "return": ratio(measures.price_return(asked.firm, ticker, span)),
                "volatility": _deviation(asked, ticker, span),
                "expense_ratio": (
                    AnyOf(None, ratio(0.0))
                    if asked.firm.securities[ticker]["kind"] == "index"
                    else ratio(expense_ratio(asked, ticker))
                ),
                "asset_class": asked.firm.securities[ticker]["asset_class"] or None,
            }
            for ticker in asked.securities
        ],
    }


def _deviation(asked: Asked, ticker: str, span: Span) -> object:
    """Of the returns of its own price dates in the period, the first one against the close before."""
    days, closes = asked.firm.closes(ticker, span.end)
    rates = [closes[n] / closes[n - 1] - 1 for n in range(1, len(days)) if days[n] >= span.start]
    return ratio(statistics.stdev(rates) * math.sqrt(252)) if len(rates) > 1 else None
