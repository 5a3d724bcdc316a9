"""Customers whose plans and papers are awkward: goals, targets, documents, transfers, dividends, accounts alike."""

from __future__ import annotations

from tests.reference.ledger import Firm


def _twins(firm: Firm) -> None:
    """Two accounts of one kind, twice."""
    firm.customer("C-09", risk_level=6)
    for account_id, name, type_, deposit, model, bps in (
        ("A-09A", "Family Fund", "taxable", "8000", "growth", "25"),
        ("A-09B", "Fun Money", "taxable", "2500", "", "40"),
        ("A-09C", "First Roth", "roth_ira", "6000", "balanced", "25"),
        ("A-09D", "Second Roth", "roth_ira", "123.45", "cashy", "25"),
    ):
        book = firm.account(account_id, name, type_, model=model, bps=bps)
        book.deposit("2022-10-03", deposit)
        book.buy_for("2022-10-04", "NWTS", "60")
        book.buy_for("2022-10-05", "NWTB", "60")
        if account_id != "A-09D":
            book.buy_for("2022-10-05", "EMMK", "1200")
        book.fee("2023-12-29", "3.3")
    firm.goal("G-0901", "House", "30000", "2029-09-30", "A-09A;A-09B", "200")
    firm.goal("G-0902", "Retirement", "400000", "2055-01-01", "A-09C;A-09D", "300")


def _goals(firm: Firm) -> None:
    """Goals in the past, today, this month, next month and far away; for one account, several, or one not open yet."""
    firm.customer("C-15", risk_level=6)
    main = firm.account("A-15T", "Main", "taxable", model="growth")
    main.deposit("2022-02-01", "20000")
    main.buy_for("2022-02-02", "NWTS", "12000")
    main.buy_for("2022-02-02", "NWTB", "3000")
    main.buy_for("2022-02-02", "NWIX", "4000")
    cash = firm.account("A-15C", "Safe", "cash_reserve", bps="0")
    cash.deposit("2022-02-01", "5000")
    bare = firm.account("A-15N", "No Plan", "taxable")
    bare.deposit("2023-02-01", "1000")
    bare.buy_for("2023-02-01", "NWTS", "900")
    firm.account("A-15E", "Empty Roth", "roth_ira", model="all_bonds")
    firm.account("A-15F", "Empty Joint", "joint", model="growth")
    firm.account("A-15L", "Coming Soon", "joint", model="growth", opened_on="2024-05-01")
    for goal_id, name, target, on, accounts, monthly in (
        ("G-1501", "Sabbatical", "15000", "2023-12-31", "A-15T", "100"),
        ("G-1502", "Motorbike", "60000", "2024-03-30", "A-15T", "100"),
        ("G-1503", "Wedding", "15000", "2024-03-31", "A-15T;A-15C", "100"),
        ("G-1504", "Piano", "6000", "2024-04-01", "A-15C", "100"),
        ("G-1505", "College", "90000", "2034-09-01", "A-15T;A-15C", "250"),
        ("G-1506", "Cottage", "12000", "2027-01-31", "A-15C", "0"),
        ("G-1507", "Cruise", "9000", "2026-02-28", "A-15N", "50"),
        ("G-1508", "Nest egg", "50000", "2040-12-31", "A-15E;A-15F", "200"),
        ("G-1509", "Garden", "5000", "2030-12-31", "A-15L", "75"),
        ("G-1510", "World tour", "25000", "2031-07-04", "A-15T;A-15N", "0"),
        ("G-1511", "Workshop", "1000", "2026-03-31", "A-15T", "10"),
        ("G-1512", "Castle", "90000000", "2029-03-31", "A-15T", "10"),
    ):
        firm.goal(goal_id, name, target, on, accounts, monthly)


def _targets(firm: Firm) -> None:
    """Drift of exactly the threshold, weights that don't sum to 1, targets of 0, trades too small to make."""
    firm.customer("C-17", risk_level=3)
    even = firm.account("A-17A", "Edge", "taxable", model="even")
    even.deposit("2023-03-01", "1000")
    even.buy("2023-03-01", "FLAT", "55", "10")
    even.buy("2023-03-01", "MMKT", "450", "1")  # 55 % against 50 %: drift of exactly 0.05
    under = firm.account("A-17B", "Under", "joint", model="under")
    under.deposit("2023-03-01", "10000")
    under.buy_for("2023-03-02", "NWTS", "9900")
    over = firm.account("A-17C", "Over", "roth_ira", model="over")
    over.deposit("2023-03-01", "10000")
    over.buy_for("2023-03-02", "NWTB", "4990")
    over.buy_for("2023-03-02", "NWTS", "2990")
    zeroed = firm.account("A-17D", "Zeroed", "traditional_ira", model="zeroed")
    zeroed.deposit("2023-03-01", "4000")
    zeroed.buy("2023-03-02", "EMMK", "20.123456")
    zeroed.buy("2023-03-02", "GLDX", "0.03")  # worth less than 1.00: left alone
    zeroed.buy("2023-03-02", "ACME", "7.000001")
    firm.account("A-17E", "Vacant", "sep_ira", model="all_cash")
    loose = firm.account("A-17F", "Loose", "joint")
    loose.deposit("2023-03-01", "2000")
    loose.buy_for("2023-03-02", "ORCH", "1500")
    over.buy_for("2023-06-01", "NWTS", "10", reason="rebalance")
    zeroed.sell("2023-06-05", "EMMK", "0.123456", reason="rebalance")
    zeroed.sell("2023-06-05", "ACME", "1", reason="")


def _papers(firm: Firm) -> None:
    """Transfers of every status, several automatic deposits, documents with and without dates."""
    firm.customer("C-18")
    book = firm.account("A-18T", "Brokerage", "taxable", model="balanced")
    book.deposit("2023-08-01", "1234.56")
    book.buy_for("2023-08-02", "NWTS", "400")
    ira = firm.account("A-18I", "Pension", "traditional_ira", model="balanced")
    ira.deposit("2023-08-01", "50")
    firm.account("A-18Z", "Unopened", "joint", opened_on="2025-01-01")
    for number, (account, direction, amount, on, until, status) in enumerate(
        (
            ("A-18T", "deposit", "1234.56", "2023-07-27", "2023-08-01", "completed"),
            ("A-18T", "deposit", "500", "2024-03-25", "2024-04-01", "pending"),
            ("A-18I", "deposit", "70.5", "2024-03-25", "", "pending"),
            ("A-18T", "withdrawal", "400.25", "2024-03-31", "2024-04-04", "pending"),
            ("A-18T", "withdrawal", "25", "2024-02-01", "2024-02-05", "cancelled"),
            ("A-18I", "withdrawal", "10", "2024-02-29", "", "failed"),
            ("A-18T", "deposit", "99", "2024-04-02", "2024-04-05", "pending"),
            ("A-18Z", "deposit", "33", "2025-01-02", "", "pending"),
        ),
        start=1,
    ):
        firm.transfer(f"TR-180{number}", account, direction, amount, on, until, status)
    for account, amount, frequency, next_date, active in (
        ("A-18T", "250", "monthly", "2024-04-15", "true"),
        ("A-18T", "20", "weekly", "2024-04-01", "true"),
        ("A-18I", "75.5", "quarterly", "", "false"),
        ("A-18I", "10", "biweekly", "2024-03-22", "true"),
        ("A-18Z", "5", "monthly", "2025-02-01", "true"),
    ):
        firm.add(
            "recurring_deposits",
            account_id=account,
            amount=amount,
            frequency=frequency,
            next_date=next_date,
            active=active,
        )
    for document_id, account, kind, year, on in (
        ("D-9", "A-18T", "1099-B", 2023, "2024-02-15"),
        ("D-10", "A-18T", "1099-DIV", 2023, "2024-04-15"),
        ("D-11", "", "1099-R", 2023, ""),
        ("D-12", "A-18I", "5498", 2023, "2024-03-31"),
        ("D-13", "A-18T", "statement", 2023, "2024-01-05"),
        ("D-14", "A-18T", "1099-B", 2022, "2023-02-15"),
        ("D-15", "", "1099-DIV", 2024, ""),
    ):
        firm.add(
            "documents",
            document_id=document_id,
            customer_id="C-18",
            account_id=account,
            kind=kind,
            year=year,
            available_on=on,
        )


def _incomes(firm: Firm) -> None:
    """Dividends of what was sold, reinvested ones, interest, and none at all in the other account."""
    firm.customer("C-19", risk_level=4)
    book = firm.account("A-19T", "Income", "taxable", model="cashy", bps="10")
    book.deposit("2022-12-01", "15000")
    book.buy_for("2022-12-02", "NWTB", "6000")
    book.buy_for("2022-12-02", "ACME", "3000")
    book.buy_for("2022-12-02", "MMKT", "2000")
    for month, paid in ((3, "40.01"), (6, "41.5"), (9, "42.25"), (12, "43.99")):
        book.dividend(f"2023-{month:02}-20", "NWTB", paid)
        book.buy_for(f"2023-{month:02}-20", "NWTB", paid, reason="dividend_reinvest")
    book.sell_all("2024-01-22", "ACME")
    book.dividend("2024-02-01", "ACME", "21.6")
    book.dividend("2024-03-29", "MMKT", "8.88")
    book.dividend("2024-04-01", "MMKT", "9.99")
    for on in ("2023-01-31", "2023-12-31", "2024-01-31", "2024-02-29"):
        book.interest(on, "1.11")
    for on in ("2023-03-31", "2023-06-30", "2023-12-31", "2024-03-29"):
        book.fee(on, "3.75")
    idle = firm.account("A-19J", "Quiet", "joint", bps="10")
    idle.deposit("2024-01-02", "500")
    idle.buy_for("2024-01-02", "ZEUS", "500")


planners = (_twins, _goals, _targets, _papers, _incomes)
