"""How figures are said: money in the customer's currency, percentages, dates, and what the answer is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from advisor.dialogue import ReplyButton
from advisor.market_days import Closed
from advisor.model import Account
from advisor.money import cents
from advisor.periods.period import Period
from advisor.resolve.accounts import account_titles
from advisor.resolve.ask_back import listed

MOST_ROWS = 8  # of a list in a text; the facts carry all of them
MOST_ON_REQUEST = 40  # where the rest of a list is asked for
_LEFT = re.compile(r"^and (\d+) more$", re.MULTILINE)

Row = TypeVar("Row")


@dataclass(frozen=True)
class Worded:
    """`follow_ups` in order of use; those that can't be answered yet are left out by the caller."""

    text: str
    follow_ups: Sequence[ReplyButton] = ()


@dataclass(frozen=True)
class Voice:
    """`accounts` are those covered, `whole` that these are all of the customer's.

    `rows_before`: so many rows of the list have been shown already, and the rest of it is asked for. `closed`: whether
    the markets were in the period, or are today, where the answer uses prices. `tells_no_prices`: whether it is for
    this sentence to say that there are none, because nothing else does.
    """

    currency: str
    locale: str
    as_of: date | None
    accounts: Sequence[Account] = ()
    whole: bool = True
    rows_before: int = 0
    closed: Closed | None = None
    tells_no_prices: bool = True

    @property
    def subject(self) -> str:
        """ "your portfolio", or the accounts by name."""
        if self.whole:
            return "your portfolio"
        return "your " + listed(list(account_titles(self.accounts).values()))

    def money(self, amount: Decimal) -> str:
        """Rounded half-even to cents, as in the facts: "$2,761.82", "-$88.15"."""
        return format_currency(cents(amount), self.currency, locale=self.locale, currency_digits=False)

    def signed_money(self, amount: Decimal) -> str:
        """With a plus where it is positive."""
        return ("+" if cents(amount) > 0 else "") + self.money(amount)

    def price(self, price: Decimal) -> str:
        """Of one share: as many decimals as there are, from two up to six; it is never rounded to cents."""
        pattern = Locale.parse(self.locale).currency_formats["standard"].pattern.replace("0.00", "0.00####")
        return format_currency(price, self.currency, format=pattern, locale=self.locale, currency_digits=False)

    def percent(self, ratio: float) -> str:
        """One decimal: 0.0612 → "6.1%"."""
        return format_percent(shown_percent(ratio), "#,##0.0%", locale=self.locale)

    def signed_percent(self, ratio: float) -> str:
        """With its sign, but 0 has none: what rounds to zero went neither up nor down."""
        return ("+" if shown_percent(ratio) > 0 else "") + self.percent(ratio)

    def rate(self, ratio: float) -> str:
        """A yearly cost, where hundredths of a percent matter: 0.0003 → "0.03%"."""
        return format_percent(round(ratio, 4) + 0.0, "#,##0.00%", locale=self.locale)

    def number(self, number: Decimal) -> str:
        """Shares: as many decimals as there are, up to six."""
        return format_decimal(number, "#,##0.######", locale=self.locale)

    def day(self, day: date) -> str:
        return format_date(day, "d MMM yyyy", locale=self.locale)

    def days(self, period: Period) -> str:
        """The days really used: "1 Jan 2026 to 20 Nov 2026", or the one day."""
        if period.start is None or period.end is None:
            return ""
        if period.start == period.end:
            return self.day(period.start)
        return f"{self.day(period.start)} to {self.day(period.end)}"

    def in_account(self, account_id: str) -> str:
        """ " (Roth IRA)" behind what is in one account, where the answer covers several; empty elsewhere."""
        return f" ({account_titles(self.accounts)[account_id]})" if len(self.accounts) > 1 else ""

    @property
    def as_of_sentence(self) -> str:
        """Which day's prices are used, and if the markets were closed, which day so ever."""
        if self.as_of is None:
            return "There are no prices yet." if self.tells_no_prices else ""
        return f"{f'{self.markets} ' if self.markets else ''}As of the close of {self.day(self.as_of)}."

    @property
    def markets(self) -> str:
        """That they were closed, as a sentence; empty where they weren't, or the answer uses no prices."""
        if self.closed is None:
            return ""
        return "Markets were closed in that time." if self.closed == "then" else "Markets are closed today."

    def rows(self, items: Sequence[Row], line: Callable[[Row], str] = str) -> str:
        """A list, one line for each item that is due, and how many more there are."""
        if self.rows_before >= len(items):
            return "That was all."
        last = self.rows_before + (MOST_ON_REQUEST if self.rows_before else MOST_ROWS)
        shown = [line(item) for item in items[self.rows_before : last]]
        before = [f"({self.rows_before + 1} to {min(last, len(items))} of {len(items)})"] if self.rows_before else []
        left = len(items) - last
        return "\n".join([*before, *shown, *([f"and {left} more"] if left > 0 else [])])

    def button(self, title: str, intent: str, **entities: str) -> ReplyButton:
        """A follow-up about the same accounts."""
        about = {} if self.whole else {"account": " and ".join(account.account_id for account in self.accounts)}
        return ReplyButton(title, intent, {**about, **entities})


def shown_percent(ratio: float) -> float:
    """The ratio as far as a text shows it, to a tenth of a percent, without a negative zero."""
    return round(ratio, 3) + 0.0


def rows_left(text: str) -> int:
    """How many rows `Voice.rows` has left out of `text`."""
    found = _LEFT.search(text)
    return 0 if found is None else int(found[1])


def no_price(tickers: Sequence[str]) -> str:
    return f"There is no price yet for {listed(list(tickers))}, so I can't give its value."


def capitalised(text: str) -> str:
    """The first letter large, the rest as it is (`str.capitalize` would lower it); "iShares" stays what it is."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]
