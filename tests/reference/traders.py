"""Customers whose trades are awkward: sold and rebought, wash sales, lots of a year, tails, gains in every account."""

from __future__ import annotations

from tests.reference.ledger import Firm


def _rebought(firm: Firm) -> None:
    """Positions sold whole and bought again, in and out within a period, and a day trade."""
    firm.customer("C-06", risk_level=9)
    book = firm.account("A-06T", "Trading", "taxable", model="growth")
    book.deposit("2022-01-10", "40000")
    for round_, (bought, sold) in enumerate(
        (("2022-01-11", "2022-06-14"), ("2022-11-08", "2023-04-12"), ("2023-09-20", "2024-02-21"))
    ):
        book.buy_for(bought, "ACME", 5000 + round_)
        book.buy_for(bought, "ORCH", "4000")
        book.sell_all(sold, "ACME")
    book.buy_for("2022-03-03", "ACMH", "3000")
    book.sell("2023-12-29", "ACMH", "100.5")
    book.buy("2024-01-08", "GLDX", "100", "20")
    book.sell("2024-01-08", "GLDX", "100", "19.5")
    book.buy_for("2024-03-28", "ACME", "2222.22")
    book.dividend("2024-03-15", "ORCH", "18.18")


def _wash_sales(firm: Firm) -> None:
    """Every way a sale at a loss can meet, or just miss, a purchase of the same security."""
    firm.customer("C-07", risk_level=8)
    taxable = firm.account("A-07T", "Individual", "taxable", model="growth")
    joint = firm.account("A-07J", "Joint with Sam", "joint", model="balanced")
    roth = firm.account("A-07R", "Roth", "roth_ira", model="growth")
    for book in (taxable, joint, roth):
        book.deposit("2023-01-03", "30000")
    # In the same account, fifteen days before.
    taxable.buy("2023-11-01", "ACME", "10", "90")
    taxable.buy("2024-01-20", "ACME", "5", "85")
    taxable.sell("2024-02-05", "ACME", "10", "80", reason="tax_loss_harvest")
    # The IRA buys exactly thirty days later, across a leap day.
    taxable.buy("2023-06-01", "ORCH", "10", "100")
    taxable.sell("2024-02-10", "ORCH", "10", "80.015", reason="tax_loss_harvest")
    roth.buy("2024-03-11", "ORCH", "3", "85")
    # Thirty-one days: no wash sale.
    taxable.buy("2023-10-02", "GAPP", "20", "40")
    taxable.sell("2024-01-02", "GAPP", "20", "35", reason="tax_loss_harvest")
    roth.buy("2024-02-02", "GAPP", "20", "36")
    # Part of the bought shares is what was sold: that purchase doesn't count.
    joint.buy("2024-03-01", "NWTS", "10", "260")
    joint.sell("2024-03-15", "NWTS", "5", "250")
    # The sale took from an old lot and from the new one; the new one doesn't count.
    taxable.buy("2023-09-01", "EMMK", "10", "70")
    taxable.buy("2024-01-15", "EMMK", "10", "68")
    taxable.sell("2024-01-30", "EMMK", "15", "60")
    # Two candidates tie at five days; the earlier counts. A third one is farther.
    taxable.buy("2023-05-02", "RLTY", "30", "60")
    joint.buy("2024-02-10", "RLTY", "4", "50")
    roth.buy("2024-02-20", "RLTY", "4", "50", reason="dividend_reinvest")
    joint.buy("2024-02-22", "RLTY", "4", "50")
    taxable.sell("2024-02-15", "RLTY", "30", "49.5", reason="tax_loss_harvest")
    # The IRA itself sells at a loss: not a taxable account.
    roth.buy("2023-04-03", "ACMH", "50", "20")
    roth.sell("2024-02-12", "ACMH", "50", "15", reason="tax_loss_harvest")
    taxable.buy("2024-02-14", "ACMH", "5", "15")
    # One lot at a loss, the sale as a whole at a gain, harvested or not.
    joint.buy("2023-01-10", "NWIX", "10", "30")
    joint.buy("2023-08-10", "NWIX", "90", "20")
    joint.sell("2024-01-17", "NWIX", "60", "25", reason="tax_loss_harvest")
    roth.buy("2024-01-18", "NWIX", "1", "25")
    # Sold in January, bought in February: a question about January sees it. Two sales on one day.
    joint.buy("2023-03-06", "GLDX", "100", "30")
    joint.sell("2024-01-25", "GLDX", "40", "20.123456")
    joint.sell("2024-01-25", "GLDX", "60", "20", reason="tax_loss_harvest")
    taxable.buy("2024-02-05", "GLDX", "7", "20")
    # The purchase comes after today.
    taxable.buy("2023-03-07", "NWTB", "50", "120")
    taxable.sell("2024-03-20", "NWTB", "20", "80", reason="tax_loss_harvest")
    roth.buy("2024-04-02", "NWTB", "5", "80")
    # Bought again on the day of the sale, in another account; an earlier sale took part of that purchase.
    joint.buy("2023-02-01", "PENN", "100000", "0.02")
    joint.sell("2023-12-05", "PENN", "40000", "0.011")
    taxable.buy("2023-12-05", "PENN", "5000", "0.011")
    taxable.sell("2023-12-19", "PENN", "1000", "0.01")
    # Open losses: bought on T − 30 by the IRA (left out), and on T − 31 (counts).
    taxable.buy("2023-02-02", "SATX", "20", "70")
    roth.buy("2024-03-01", "SATX", "1", "40")
    taxable.buy("2023-02-03", "FLAT", "20", "11.5")
    joint.buy("2023-02-03", "FLAT", "7.5", "10.333333")
    roth.buy("2024-02-29", "FLAT", "1", "10")
    taxable.buy("2023-02-04", "FLAT", "10", "9")  # a lot at a gain isn't set off


def _a_year_to_the_day(firm: Firm) -> None:
    """Lots held 365 and 366 days, around leap days; first in, first out with ids that sort as text."""
    firm.customer("C-08", risk_level=7)
    book = firm.account("A-08T", "Lots", "taxable", model="thirds")
    book.deposit("2022-01-03", "50000")
    book.buy("2023-02-28", "NWTS", "10", "201.01")
    book.buy("2023-03-01", "NWTS", "10", "202.02")
    book.sell("2024-02-28", "NWTS", "10", "240.333")  # 365 days: short
    book.sell("2024-02-29", "NWTS", "4", "241")  # 365 days: short
    book.sell("2024-03-01", "NWTS", "6", "242.5")  # 366 days: long
    book.buy("2022-03-31", "RLTY", "3.333333", "50")
    book.buy("2022-04-01", "RLTY", "3.333333", "51")
    book.sell("2023-04-01", "RLTY", "5", "61.07")  # 366 days and 365 days in one sale
    # One day, many purchases: which is first is decided by the id as text.
    for price in ("20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31"):
        book.buy("2023-06-06", "GLDX", "2", price)
    book.sell("2023-10-10", "GLDX", "9", "26")
    # Sold on the day of a purchase, with an id before the purchase's and more than was held before.
    book.buy("2023-07-10", "ACME", "5", "50")
    book.sell("2023-07-20", "ACME", "8", "55")
    book.buy("2023-07-20", "ACME", "4", "54")


def _tails(firm: Firm) -> None:
    """Sold whole with six decimals, a price of a fraction of a cent, trades and dividends of nothing."""
    firm.customer("C-20", risk_level=10)
    book = firm.account("A-20T", "Crumbs", "taxable", model="zeroed")
    book.deposit("2022-05-02", "3000.07")
    book.buy("2022-05-03", "PENN", "12345.678901")
    book.buy("2022-05-03", "GLDX", "0.000001")
    book.buy("2022-05-03", "NWTS", "3.333333")
    book.buy("2022-05-03", "NWTS", "3.333333")
    book.buy("2022-05-03", "NWTS", "3.333334")
    book.sell("2023-02-02", "NWTS", "4.444444")
    book.sell("2023-02-03", "NWTS", "0.000001")
    book.sell("2023-02-06", "NWTS", "5.555555")
    book.sell("2024-01-11", "PENN", "2345.678901")
    book.buy("2024-01-11", "EMMK", "0.5")
    book.buy_for("2024-01-12", "NWIX", "100")
    book.sell_all("2024-01-19", "NWIX")
    book.dividend("2024-02-20", "PENN", "0")
    book.fee("2024-03-28", "0.01")


def _retired(firm: Firm) -> None:
    """IRAs only, with flows that give the money-weighted return several roots or none."""
    firm.customer("C-23", risk_level=4)
    book = firm.account("A-23I", "Rollover", "traditional_ira", model="balanced", bps="50")
    book.deposit("2021-03-01", "1000")
    book.buy_for("2021-03-01", "NWTB", "900")
    book.deposit("2022-02-28", "60000")
    book.buy_for("2022-03-01", "NWTS", "52000")
    book.sell("2022-11-30", "NWTS", "100", "300")
    book.withdraw("2023-01-20", "30500")
    book.deposit("2023-01-21", "500")
    book.sell_all("2023-03-15", "NWTS")
    book.buy_for("2023-03-16", "EMMK", book.cash - 50)
    book.dividend("2023-12-15", "NWTS", "61.2")
    book.withdraw("2024-01-31", "15")
    book = firm.account("A-23S", "Self Employed", "sep_ira", model="balanced", bps="50")
    book.deposit("2023-06-30", "5000")
    book.buy("2023-06-30", "ACMH", "400", "12")
    book.sell("2023-06-30", "ACMH", "400", "1.5")
    book.withdraw("2023-07-05", book.cash)
    # −1000, +2300 and −1320 a year apart: yearly rates of 10 % and of 20 % both fit.
    book = firm.account("A-23V", "Volatile", "traditional_ira", bps="50")
    book.deposit("2021-01-04", "1000")
    book.buy("2021-01-05", "PENN", "1000", "1")
    book.sell("2021-12-30", "PENN", "1000", "2.3")
    book.withdraw("2022-01-04", "2300")
    book.deposit("2023-01-04", "1320")
    book.buy("2023-01-05", "PENN", "1320", "1")
    book.sell("2023-01-10", "PENN", "1320", "0.000001")
    firm.goal("G-2301", "Retirement", "150000", "2035-01-31", "A-23I;A-23S", "400")


def _day_orders(firm: Firm) -> None:
    """Two accounts' transfers on one day, flows that cancel, and a loss of nearly everything."""
    firm.customer("C-25", risk_level=10)
    joint = firm.account("A-25J", "Household", "joint", model="thirds", bps="15")
    sep = firm.account("A-25S", "Business", "sep_ira", model="cashy", bps="60")
    joint.deposit("2022-09-01", "20000")
    joint.buy_for("2022-09-01", "NWTS", "6000")
    joint.buy_for("2022-09-01", "NWTB", "6000")
    joint.buy_for("2022-09-01", "RLTY", "6000")
    joint.withdraw("2023-02-15", "1500")
    sep.deposit("2023-02-15", "1500")
    sep.buy("2023-02-16", "ORCH", "10", "140")
    sep.sell("2023-02-17", "ORCH", "10", "2")
    sep.deposit("2024-01-31", "800")
    sep.buy("2024-02-01", "MMKT", "500")
    sep.buy_for("2024-02-02", "NWTB", "200")
    joint.interest("2024-01-31", "3.03")
    joint.sell("2024-03-28", "RLTY", "5")
    joint.buy_for("2024-03-28", "NWTB", "200", reason="rebalance")


traders = (_rebought, _wash_sales, _a_year_to_the_day, _tails, _retired, _day_orders)
