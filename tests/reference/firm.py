"""Twenty-five customers, each awkward in a way of its own. `build()` gives the tables of the input format."""

from __future__ import annotations

from tests.reference.busy import busy_customers
from tests.reference.ledger import Firm, later
from tests.reference.market import Row
from tests.reference.planners import planners
from tests.reference.traders import traders


def build() -> dict[str, list[Row]]:
    firm = Firm()
    for write in (_new, _nothing_yet, _gone, _cash_only, _odd_days, _leap_days, _unpriced, _not_launched, _future):
        write(firm)
    for write in (_opens_later, _fees_only, _no_accounts, *traders, *planners, *busy_customers):
        write(firm)
    return firm.tables


def _new(firm: Firm) -> None:
    """First deposit yesterday, a Saturday; nothing bought."""
    firm.customer("C-01")
    firm.account("A-01T", "Starter", "taxable", model="growth", opened_on="2024-03-29").deposit("2024-03-30", "1000")


def _nothing_yet(firm: Firm) -> None:
    """Two accounts without a transaction."""
    firm.customer("C-02")
    firm.account("A-02T", "Everyday", "taxable", model="balanced", opened_on="2023-02-01")
    firm.account("A-02R", "Roth", "roth_ira", opened_on="2023-02-01")


def _gone(firm: Firm) -> None:
    """Everything sold and withdrawn; fees and a late dividend went out to the cent."""
    firm.customer("C-03")
    book = firm.account("A-03T", "Everyday", "taxable", model="growth")
    book.deposit("2021-01-04", "12000")
    book.buy_for("2021-01-05", "NWTS", "7000")
    book.buy_for("2021-01-05", "NWTB", "4500")
    book.dividend("2021-12-20", "NWTB", "33.17")
    book.fee("2022-06-30", "15.02")
    book.sell_all("2023-05-05", "NWTS")
    book.sell_all("2023-05-08", "NWTB")
    book.dividend("2023-05-15", "NWTS", "4.44")
    book.withdraw("2023-05-16", book.cash)


def _cash_only(firm: Firm) -> None:
    """A cash reserve without a model and a taxable account that never bought anything."""
    firm.customer("C-04", risk_level=1)
    book = firm.account("A-04C", "Rainy Day", "cash_reserve", bps="0")
    book.deposit("2022-07-02", "5000")
    for month in range(8, 13):
        book.interest(f"2022-{month:02}-28", "4.17")
    book.deposit("2023-12-25", "250.01")
    book.withdraw("2024-02-29", "100")
    book.interest("2024-03-29", "12.5")
    book = firm.account("A-04T", "Idle", "taxable", bps="30")
    book.deposit("2023-10-07", "700")
    book.fee("2023-12-31", "0.53")
    firm.transfer("TR-0401", "A-04C", "withdrawal", "6000", "2024-03-28", "2024-04-03", "pending")
    firm.transfer("TR-0402", "A-04T", "deposit", "80.5", "2024-03-30", "", "pending")


def _odd_days(firm: Firm) -> None:
    """Flows on weekends and holidays, in and out on one day, and a withdrawal today."""
    firm.customer("C-05", risk_level=7)
    book = firm.account("A-05T", "Everyday", "taxable", model="growth", bps="35")
    book.deposit("2021-07-04", "10000")
    book.buy_for("2021-07-06", "NWTS", "6100")
    book.buy_for("2021-07-06", "NWIX", "1999.99")
    book.buy_for("2021-07-06", "NWTB", "1400")
    book.deposit("2022-01-01", "2500")
    book.withdraw("2022-12-25", "300")
    book.deposit("2022-12-25", "450")
    book.buy_for("2022-12-27", "RLTY", "1100")
    book.deposit("2023-07-01", "333.33")
    book.fee("2023-12-31", "31.4")
    book.withdraw("2024-01-01", "1200")
    book.deposit("2024-03-23", "900")
    book.deposit("2024-03-29", "12.34")
    book.withdraw("2024-03-31", "55.55")


def _leap_days(firm: Firm) -> None:
    """Flows on both leap days, and on the last of months of every length."""
    firm.customer("C-10", risk_level=6)
    book = firm.account("A-10T", "Leap", "taxable", model="balanced")
    book.deposit("2020-02-29", "8000")
    book.buy_for("2020-03-02", "NWTS", "3000")
    book.buy_for("2020-03-02", "NWTB", "3000")
    for on in ("2021-02-28", "2022-01-31", "2023-02-28", "2023-03-31", "2024-02-29"):
        book.deposit(on, "400")
    book.buy_for("2024-02-29", "EMMK", "700")
    book.dividend("2024-02-29", "NWTB", "29.29")
    book.withdraw("2024-03-01", "29")


def _unpriced(firm: Firm) -> None:
    """Held before its first price, through price gaps, and long after its last price."""
    firm.customer("C-11", risk_level=8)
    book = firm.account("A-11T", "Explorer", "taxable", model="growth")
    book.deposit("2021-08-02", "9000")
    book.buy_for("2021-08-03", "OLDP", "2500")
    book.buy_for("2022-02-01", "GAPP", "2500")
    book.buy("2023-05-10", "NEWB", "40", "25")
    book.sell("2023-05-31", "NEWB", "10", "26")
    book.buy_for("2024-01-16", "NWTB", "1000")
    book = firm.account("A-11R", "Steady Roth", "roth_ira", model="all_bonds")
    book.deposit("2022-05-05", "3000")
    book.buy_for("2022-05-05", "NWTB", "2950")


def _not_launched(firm: Firm) -> None:
    """A fund that has no price yet."""
    firm.customer("C-12")
    book = firm.account("A-12T", "Pioneer", "taxable", model="balanced")
    book.deposit("2023-11-01", "5000")
    book.buy_for("2023-11-02", "NWTS", "2000")
    book.buy("2024-03-04", "FUTR", "100", "10")
    book = firm.account("A-12R", "Plain Roth", "roth_ira", model="balanced")
    book.deposit("2023-01-09", "2000")
    book.buy_for("2023-01-10", "NWTS", "1500")


def _future(firm: Firm) -> None:
    """Rows dated after today in an open account, and an account that opens after today."""
    firm.customer("C-13")
    book = firm.account("A-13T", "Everyday", "taxable", model="growth")
    book.deposit("2023-01-17", "6000")
    book.buy_for("2023-01-18", "NWTS", "4000")
    book.buy_for("2023-01-18", "NWTB", "1900")
    book.deposit("2024-04-01", "5000")
    book.buy("2024-04-02", "NWIX", "50")
    book.sell_all("2024-04-03", "NWTB", reason="rebalance")
    book.fee("2024-04-04", "7")
    late = firm.account("A-13R", "Later Roth", "roth_ira", model="growth", opened_on="2024-04-15")
    late.deposit("2024-04-15", "3000")
    late.buy("2024-04-16", "ORCH", "5")
    firm.transfer("TR-1301", "A-13T", "deposit", "5000", "2024-03-27", "2024-04-01", "completed")
    firm.transfer("TR-1302", "A-13T", "deposit", "700", "2024-04-05", "2024-04-09", "pending")
    firm.transfer("TR-1303", "A-13R", "deposit", "3000", "2024-04-15", "2024-04-15", "pending")
    firm.goal("G-1301", "Retirement", "90000", "2050-06-30", "A-13T;A-13R", "150")


def _opens_later(firm: Firm) -> None:
    """The only account opens after today."""
    firm.customer("C-14")
    firm.account("A-14T", "Tomorrow", "taxable", model="growth", opened_on="2024-04-01").deposit("2024-04-01", "100")
    firm.goal("G-1401", "Boat", "5000", "2026-05-01", "A-14T", "50")


def _fees_only(firm: Firm) -> None:
    """Fees eat a deposit to the last cent, then a new one loses to fees only."""
    firm.customer("C-16")
    book = firm.account("A-16T", "Drained", "taxable", bps="100")
    book.deposit("2022-03-15", "10")
    book.fee("2022-06-30", "4")
    book.fee("2022-09-30", "6")
    book = firm.account("A-16J", "Thin", "joint", bps="100", model="all_cash")
    book.deposit("2023-01-05", "40")
    on = "2023-03-31"
    while on < "2024-05-01":
        book.fee(on, "1.25")
        on = later(on, 30)


def _no_accounts(firm: Firm) -> None:
    firm.customer("C-22")
