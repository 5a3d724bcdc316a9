"""What is there: value, accounts, cash, holdings, allocation, exposure, transfers, costs, documents."""

from __future__ import annotations

from fractions import Fraction

from tests.reference.market import Row
from tests.reference.oracle.asked import Asked
from tests.reference.oracle.books import CLASSES, PICO, Book, as_date, money
from tests.reference.oracle.expected import AnyOf, AnyOrder, Missing, Money, Nothing, Plain, anything, cents, ratio

Facts = dict[str, object]
_MICRO = 10**6


def portfolio_value(asked: Asked) -> object:
    book = asked.book
    value, cash = book.value(asked.today), book.cash(asked.today)
    facts = asked.common(book.ids) | {
        "value": cents(money(value)),
        "cash": cents(money(cash)),
        "invested": cents(money(None if value is None else value - cash)),
        "day_change": _day_change(asked, book),
        "by_account": [
            {
                "account_id": row["account_id"],
                "name": row["name"],
                "value": cents(money(asked.firm.account_value(str(row["account_id"]), asked.today))),
            }
            for row in book.rows
        ],
    }
    return facts if value is not None else Missing(facts)


def _day_change(asked: Asked, book: Book) -> object:
    """Against the last price date before as_of, without the flows since."""
    as_of = asked.firm.last_price_date(asked.today)
    earlier = [day for day in asked.firm.price_dates if as_of and day < as_of]
    value = book.value(asked.today)
    before = book.value(earlier[-1]) if earlier else None
    if value is None or before is None:
        # AMBIGUOUS: on the first price date of all there is no day before; of nothing the change may be 0.00.
        amount = None if value is None or value else AnyOf(None, Money(Fraction(0)))
        return AnyOf(None, {"amount": amount, "percent": None})
    flows = sum(entry.flow for entry in book.entries if entry.day > earlier[-1])
    base = before + flows
    change = value - base
    return {"amount": cents(money(change)), "percent": ratio(change / base if base > 0 else None)}


def account_list(asked: Asked) -> object:
    book = asked.everything
    values = [asked.firm.account_value(account, asked.today) for account in book.ids]
    facts = asked.common(book.ids) | {
        "accounts_detail": [
            {
                "account_id": row["account_id"],
                "name": row["name"],
                "type": row["type"],
                "value": cents(money(value)),
                "opened_on": row["opened_on"],
            }
            for row, value in zip(book.rows, values, strict=True)
        ]
    }
    return Missing(facts) if None in values else facts


def cash_balance(asked: Asked) -> object:
    book = asked.book
    cash = Fraction(book.cash(asked.today), PICO)
    pending = [row for row in transfers_of(asked, book) if row["status"] == "pending"]
    going = {way: sum(Fraction(str(r["amount"])) for r in pending if r["direction"] == way) for way in _WAYS}
    return asked.common(book.ids) | {
        "cash": Money(cash),
        "pending_in": Money(Fraction(going["deposit"])),
        "pending_out": Money(Fraction(going["withdrawal"])),
        "available": Money(max(cash - going["withdrawal"], Fraction(0))),
    }


_WAYS = ("deposit", "withdrawal")


def transfers_of(asked: Asked, book: Book) -> list[Row]:
    """Requested up to today, newest first, then by id."""
    mine = [
        row
        for row in asked.firm.tables["transfers"]
        if row["account_id"] in book.ids and str(row["requested_on"]) <= asked.today.isoformat()
    ]
    mine.sort(key=lambda row: str(row["transfer_id"]))
    return sorted(mine, key=lambda row: str(row["requested_on"]), reverse=True)


def transfer_facts(rows: list[Row]) -> list[Facts]:
    return [
        {
            "transfer_id": row["transfer_id"],
            "account_id": row["account_id"],
            "direction": row["direction"],
            "amount": Money(Fraction(str(row["amount"]))),
            "requested_on": row["requested_on"],
            "expected_on": row["expected_on"] or None,
            "status": row["status"],
        }
        for row in rows
    ]


def transfer_status(asked: Asked) -> object:
    book = asked.book
    way = asked.names.get("transaction_type")
    rows = [row for row in transfers_of(asked, book) if way in (None, row["direction"])]
    return asked.common(book.ids) | {"transfers": transfer_facts(rows)}


def _positions(asked: Asked, book: Book) -> list[tuple[str, int, int | None]]:
    """Ticker, millionths of shares, value in picos; largest first, then by ticker."""
    held = [
        (ticker, count, book.holding_value(ticker, asked.today)) for ticker, count in book.shares(asked.today).items()
    ]
    return sorted(held, key=lambda one: (-(one[2] or 0), one[0]))


def plain(count: int | None) -> Plain | None:
    return None if count is None else Plain(Fraction(count, _MICRO))


def _weight(part: int | None, whole: int | None) -> object:
    return ratio(part / whole) if part is not None and whole else None


def holdings(asked: Asked) -> object:
    book = asked.book
    whole, wanted = book.value(asked.today), asked.names.get("asset_class")
    held = [one for one in _positions(asked, book) if wanted in (None, asked.firm.asset_class(one[0]))]
    values = [value for _, _, value in held]
    facts = asked.common(book.ids) | {
        "holdings": [
            {
                "ticker": ticker,
                "name": asked.firm.securities[ticker]["name"],
                "shares": plain(count),
                "price": plain(asked.firm.price(ticker, asked.today)),
                "value": cents(money(value)),
                "weight": _weight(value, whole),
            }
            for ticker, count, value in held
        ],
        "total": None if None in values else cents(money(sum(value for value in values if value is not None))),
    }
    return Missing(facts) if whole is None else facts


def allocation(asked: Asked) -> object:
    book = asked.book
    whole = book.value(asked.today)
    worth = dict.fromkeys(CLASSES, 0)
    worth["cash"] += book.cash(asked.today)
    if whole is None:
        return Missing(asked.common(book.ids) | {"by_class": anything()})
    for ticker, _, value in _positions(asked, book):
        worth[asked.firm.asset_class(ticker)] += value or 0
    targets = class_targets(book)
    rows = []
    for name in CLASSES:
        target = targets[name] if targets else None
        weight = Fraction(worth[name], whole) if whole else None
        rows.append(
            {
                "asset_class": name,
                "value": cents(money(worth[name])),
                "weight": ratio(weight),
                # AMBIGUOUS: of accounts worth nothing the targets have nothing to be weighted by.
                "target": ratio(target) if whole else anything(),
                "drift": None if weight is None or target is None else ratio(weight - target),
            }
        )
    return asked.common(book.ids) | {"by_class": rows}


def class_targets(book: Book) -> dict[str, Fraction] | None:
    """Targets by class, weighted by account value; None where no account with a target is worth anything."""
    weighed = []
    for row in book.rows:
        target, value = book.class_target(row), book.firm.account_value(str(row["account_id"]), book.today)
        if target is not None and value:
            weighed.append((value, target))
    total = sum(value for value, _ in weighed)
    if not total:
        return None
    return {name: sum((v * t[name] for v, t in weighed), Fraction(0)) / total for name in CLASSES}


def drifts(book: Book) -> dict[str, Fraction] | None:
    """Weight − target by class; None without targets or value."""
    whole, targets = book.value(book.today), class_targets(book)
    if not whole or targets is None:
        return None
    worth = dict.fromkeys(CLASSES, Fraction(0))
    worth["cash"] += book.cash(book.today)
    for ticker in book.shares(book.today):
        worth[book.firm.asset_class(ticker)] += book.holding_value(ticker, book.today) or 0
    return {name: worth[name] / whole - targets[name] for name in CLASSES}


def exposure(asked: Asked) -> object:
    book, dimension = asked.book, asked.names.get("dimension", "position")
    whole = book.value(asked.today)
    held = _positions(asked, book)
    worth: dict[str, int] = {}
    for ticker, _, value in held:
        column = "name" if dimension == "position" else dimension
        name = str(asked.firm.securities[ticker][column] or "other")
        worth[name] = worth.get(name, 0) + (value or 0)
    items = sorted(worth.items(), key=lambda item: (-item[1], item[0]))
    facts = asked.common(book.ids) | {
        "dimension": dimension,
        "items": [{"name": n, "value": cents(money(value)), "weight": _weight(value, whole)} for n, value in items],
        # AMBIGUOUS: where nothing is held, null or an object of nulls.
        "largest_position": (
            {"ticker": held[0][0], "weight": _weight(held[0][2], whole)}
            if held
            else AnyOf(None, {"ticker": None, "weight": None})
        ),
    }
    return Missing(facts | {"items": anything(), "largest_position": anything()}) if whole is None else facts


def fund_costs(asked: Asked) -> object:
    book = asked.book
    whole = book.value(asked.today)
    if whole is None:
        keys = ("weighted_expense_ratio", "advisory_rate", "all_in_rate", "annual_cost", "by_fund")
        return Missing(asked.common(book.ids) | {key: anything() for key in keys})
    held = [(ticker, value or 0) for ticker, _, value in sorted(_positions(asked, book))]
    funds = sum((value * expense_ratio(asked, ticker) for ticker, value in held), Fraction(0))
    advice = sum(
        (asked.firm.account_value(str(row["account_id"]), asked.today) or 0) * Fraction(str(row["advisory_fee_bps"]))
        for row in book.rows
    ) / Fraction(10_000)

    def by_fund(only: tuple[str, ...]) -> list[Facts]:
        return [
            {"ticker": ticker, "expense_ratio": ratio(expense_ratio(asked, ticker)), "weight": _weight(value, whole)}
            for ticker, value in held
            if asked.firm.securities[ticker]["kind"] in ("etf", "mutual_fund") and (not only or ticker in only)
        ]

    facts = asked.common(book.ids) | {
        "weighted_expense_ratio": ratio(funds / whole) if whole else None,
        "advisory_rate": ratio(advice / whole) if whole else None,
        "all_in_rate": ratio((funds + advice) / whole) if whole else None,
        "annual_cost": Money((funds + advice) / PICO),
        # AMBIGUOUS: a named security may narrow the list or not.
        "by_fund": AnyOf(by_fund(()), by_fund(asked.securities)),
    }
    # AMBIGUOUS: a named security that isn't held has nulls, or the portfolio costs what it costs all the same.
    held_too = all(ticker in dict(held) for ticker in asked.securities)
    return facts if held_too else AnyOf(facts, Nothing(frozenset({"kind", "as_of", "currency", "accounts"})))


def expense_ratio(asked: Asked, ticker: str) -> Fraction:
    return Fraction(str(asked.firm.securities[ticker]["expense_ratio_bps"] or 0)) / 10_000


def tax_documents(asked: Asked) -> object:
    book, year = asked.everything, asked.raw_span().start.year
    mine = [row for row in asked.firm.tables["documents"] if row["customer_id"] == asked.customer_id]
    rows = sorted(
        (row for row in mine if row["kind"] != "statement" and row["year"] == year),
        key=lambda row: str(row["document_id"]),
    )
    return asked.common(book.ids) | {"year": year, "documents": [_document(asked, row) for row in rows]}


def _document(asked: Asked, row: Row) -> Facts:
    on = as_date(row["available_on"])
    return {
        "document_id": row["document_id"],
        "kind": row["kind"],
        "year": row["year"],
        "account_id": row["account_id"] or None,
        # AMBIGUOUS: a day after today is a plan; "nothing dated after today may be used" may hide it.
        "available_on": AnyOf(None, on.isoformat()) if on and on > asked.today else row["available_on"] or None,
        "ready": on is not None and on <= asked.today,
    }


def recurring_deposit_info(asked: Asked) -> object:
    book = asked.book
    rows = [row for row in asked.firm.tables["recurring_deposits"] if row["account_id"] in book.ids]
    items = [
        {
            "account_id": row["account_id"],
            "amount": Money(Fraction(str(row["amount"]))),
            "frequency": row["frequency"],
            "next_date": row["next_date"] or None,
            "active": row["active"] == "true",
        }
        for row in sorted(rows, key=lambda row: str(row["account_id"]))
    ]
    return asked.common(book.ids) | {"schedules": AnyOrder(items, ("account_id",))}
