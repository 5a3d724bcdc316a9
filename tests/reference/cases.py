"""The questions: every customer and kind as asked plainly, with accounts, periods, names, and on other days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from advisor.dialogue import Mention
from tests.reference.market import EARLY_TODAY, LEAP_TODAY, TODAY, Row
from tests.reference.oracle.answers import EXPECTED
from tests.reference.oracle.asked import Asked
from tests.reference.oracle.books import Firm
from tests.reference.oracle.expected import AskedBack

_SENTENCES = {
    "account_summary": "how do I stand",
    "portfolio_value": "how much is there",
    "account_list": "which accounts do I have",
    "cash_balance": "how much cash do I have",
    "holdings": "what do I own",
    "holding_detail": "tell me about my position",
    "performance": "how did I do",
    "performance_reason": "why is that",
    "benchmark_comparison": "did I beat it",
    "return_methods": "why do the two returns differ",
    "best_worst": "how did my holdings rank",
    "allocation": "what is my split",
    "exposure": "what is my exposure",
    "risk_summary": "how risky is this",
    "rebalancing_status": "am I off target",
    "trade_reason": "why was that done",
    "transactions": "list my activity",
    "transfer_status": "where is my transfer",
    "net_contributions": "how much have I put in",
    "fees_paid": "what did you charge me",
    "fund_costs": "what do my funds cost",
    "dividends": "what did I receive",
    "realized_gains": "what gains did I realise",
    "tax_loss_harvest": "what was harvested",
    "tax_documents": "are my tax forms ready",
    "goal_progress": "am I on track",
    "goal_what_if": "what would change",
    "recurring_deposit_info": "what is my automatic deposit",
    "price_quote": "what is the price",
    "security_info": "what is this",
    "compare_securities": "which is better",
}
_NEEDS_NAMES = ("holding_detail", "goal_what_if", "price_quote", "security_info", "compare_securities")
_TAKES_PERIOD = (
    "account_summary",
    "performance",
    "performance_reason",
    "benchmark_comparison",
    "return_methods",
    "best_worst",
    "trade_reason",
    "transactions",
    "net_contributions",
    "fees_paid",
    "dividends",
    "realized_gains",
    "tax_loss_harvest",
)
_TAKES_ACCOUNT = (
    *_TAKES_PERIOD,
    "portfolio_value",
    "cash_balance",
    "holdings",
    "allocation",
    "exposure",
    "risk_summary",
    "rebalancing_status",
    "fund_costs",
    "recurring_deposit_info",
)
WORDINGS = (
    "today", "yesterday", "this week", "this month", "this quarter", "this year", "week to date", "month to date",
    "quarter to date", "year to date", "WTD", "MTD", "QTD", "YTD", "last week", "last month", "last quarter",
    "last year", "last 7 days", "past 30 days", "past month", "the past year", "over the past 3 months",
    "last six weeks", "past 2 quarters", "last two years", "the last 13 months", "past 3 years", "last ten days",
    "past week", "since January", "since March", "since April", "since 2023", "since 2022-06-15",
    "since June 1, 2023", "since Feb 29", "since 3/4/2023", "in February", "in April", "in June 2023",
    "last December", "on 2023-05-26", "on March 15", "on Feb 29", "in 2022", "in 2021", "Q1", "Q2 2023", "Q4",
    "H1 2023", "H2", "from January to June 2023", "between March and May", "from November to February",
    "from 2022 to 2023", "between 2023-01-20 and 2023-02-20", "since I joined", "all time", "since inception", "ever",
    "in July 2023", "in August 2021", "since December 2022", "in 2019", "in 2030",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    asked: Asked
    text: str
    mentions: tuple[Mention, ...] = ()
    expected: object = None
    name: str = ""

    def __str__(self) -> str:
        marks = ", ".join(f"{mention.entity}={mention.value}" for mention in self.mentions)
        return f"{self.asked.customer_id} {self.asked.kind} on {self.asked.today}: “{self.text}” [{marks}]"


@dataclass(frozen=True)
class _Draft:
    """A question in the making: each `with_` adds an entity to the sentence, the marks and the reference's question."""

    asked: Asked
    text: str
    mentions: tuple[Mention, ...] = field(default=())

    def mark(self, entity: str, text: str, value: str | None = None, *, before: str = " ") -> _Draft:
        mention = Mention(entity, text, text if value is None else value)
        return replace(self, text=f"{self.text}{before}{text}", mentions=(*self.mentions, mention))

    def ask(self, **changes: Any) -> _Draft:
        return replace(self, asked=replace(self.asked, **changes))

    def names(self, **names: str) -> _Draft:
        return self.ask(names={**self.asked.names, **names})

    def account(self, row: Row) -> _Draft:
        return self.mark("account", str(row["name"]), before=" in my ").ask(account=str(row["account_id"]))

    def period(self, words: str) -> _Draft:
        return self.mark("period", words).ask(period=words)

    def securities(self, *tickers: str) -> _Draft:
        draft = self.ask(securities=tickers)
        for number, ticker in enumerate(tickers):
            draft = draft.mark("security", ticker, before=" and " if number else " for ")
        return draft

    def case(self) -> Case:
        return Case(self.asked, self.text, self.mentions)

    def asked_back(self) -> Case:
        return replace(self.case(), expected=AskedBack())


class Cases:
    def __init__(self, firm: Firm) -> None:
        self.firm = firm
        self.customers = [str(row["customer_id"]) for row in firm.tables["customers"]]

    def of(self, kind: str) -> list[Case]:
        cases = [*self._plain(kind), *self._on_other_days(kind), *self._with_accounts(kind), *self._with_periods(kind)]
        cases += [case for case in self._special() if case.asked.kind == kind]
        return cases

    def _draft(self, customer: str, kind: str, today: date = TODAY) -> _Draft:
        return _Draft(Asked(self.firm, customer, kind, today), _SENTENCES[kind])

    def _plain(self, kind: str, today: date = TODAY) -> Iterator[Case]:
        if kind not in _NEEDS_NAMES:
            for customer in self.customers:
                yield self._draft(customer, kind, today).case()

    def _on_other_days(self, kind: str) -> Iterator[Case]:
        for today in (LEAP_TODAY, EARLY_TODAY):
            yield from self._plain(kind, today)

    def _with_accounts(self, kind: str) -> Iterator[Case]:
        if kind not in _TAKES_ACCOUNT:
            return
        for customer in self.customers:
            draft = self._draft(customer, kind)
            rows = draft.asked.everything.rows
            for row in rows if len(rows) > 1 else []:
                yield draft.account(row).case()

    def _with_periods(self, kind: str) -> Iterator[Case]:
        if kind not in _TAKES_PERIOD:
            return
        offset, each = 11 * _TAKES_PERIOD.index(kind), 4
        for number, customer in enumerate(self.customers):
            for step in range(each):
                words = WORDINGS[(offset + each * number + step) % len(WORDINGS)]
                draft = self._draft(customer, kind, (TODAY, TODAY, TODAY, LEAP_TODAY)[step]).period(words)
                rows = draft.asked.everything.rows
                if step == 2 and len(rows) > 1:
                    draft = draft.account(rows[number % len(rows)])
                yield draft.case()

    def _special(self) -> Iterator[Case]:
        yield from self._about_securities()
        yield from self._about_types()
        yield from self._about_goals()
        yield from self._changes()
        yield from self._unclear()
        yield from self._with_odd_roots()
        for words in ("2023", "in 2022", "this year", "last year"):
            yield self._draft("C-18", "tax_documents").period(words).case()

    def _about_securities(self) -> Iterator[Case]:
        tickers = list(self.firm.securities)
        for ticker in tickers:
            for today in (TODAY, LEAP_TODAY, EARLY_TODAY):
                yield self._draft("C-21", "price_quote", today).securities(ticker).case()
            for customer in ("C-21", "C-11", "C-12", "C-22", "C-07", "C-20"):
                yield self._draft(customer, "security_info").securities(ticker).case()
        held = [t for t in tickers if self.firm.securities[t]["kind"] != "index"]
        for customer in ("C-06", "C-07", "C-08", "C-11", "C-12", "C-20", "C-21", "C-24"):
            for ticker in held:
                yield self._draft(customer, "holding_detail").securities(ticker).case()
        for row in self._draft("C-07", "holding_detail").asked.everything.rows:
            yield self._draft("C-07", "holding_detail").securities("FLAT").account(row).case()
        for number, ticker in enumerate(tickers):
            other = tickers[(number * 5 + 3) % len(tickers)]
            if other != ticker:
                yield self._draft("C-21", "compare_securities").securities(ticker, other).case()
                words = WORDINGS[number * 2 % 57]
                yield self._draft("C-21", "compare_securities").securities(ticker, other).period(words).case()
        for customer, ticker in (
            ("C-19", "NWTB"),
            ("C-19", "ACME"),
            ("C-21", "EMMK"),
            ("C-19", "GLDX"),
            ("C-07", "PENN"),
        ):
            for kind in ("dividends", "realized_gains", "transactions", "trade_reason", "fund_costs"):
                draft = self._draft(customer, kind).securities(ticker)
                yield draft.case()
                if kind != "fund_costs":
                    yield draft.period("since inception").case()
                    yield draft.period("last year").case()

    def _about_types(self) -> Iterator[Case]:
        words = {"buys": "buy", "sales": "sell", "trades": "trade", "deposits": "deposit", "withdrawals": "withdrawal"}
        words |= {"dividends": "dividend", "interest": "interest", "fees": "fee"}
        for customer in ("C-03", "C-05", "C-19", "C-21", "C-24"):
            for text, value in words.items():
                draft = self._draft(customer, "transactions").mark("transaction_type", text, value)
                draft = draft.names(transaction_type=value)
                yield draft.case()
                yield draft.period("all time").case()
            for text in ("buys", "sales"):
                draft = self._draft(customer, "trade_reason").mark("transaction_type", text, words[text])
                draft = draft.names(transaction_type=words[text])
                yield draft.case()
                yield draft.period("in 2022").case()
        for customer in ("C-04", "C-13", "C-18"):
            for text in ("deposits", "withdrawals"):
                draft = self._draft(customer, "transfer_status").mark("transaction_type", text, words[text])
                yield draft.names(transaction_type=words[text]).case()
        for number, customer in enumerate(self.customers):
            for dimension in ("region", "sector", "position"):
                draft = self._draft(customer, "exposure").mark("dimension", dimension).names(dimension=dimension)
                yield draft.case()
            draft = self._draft(customer, "best_worst").mark("direction", "worst").names(direction="worst")
            yield draft.case()
            yield draft.period(WORDINGS[number * 3 % len(WORDINGS)]).case()
            draft = self._draft(customer, "benchmark_comparison").mark("benchmark", "Nasdaq").names(benchmark="IDXN")
            yield draft.period(WORDINGS[number * 7 % len(WORDINGS)]).case()
            for asset_class in ("stocks", "bonds", "commodities"):
                draft = self._draft(customer, "holdings").mark("asset_class", asset_class, before=" of ")
                yield draft.names(asset_class=asset_class).case()
            yield self._draft(customer, "allocation").mark("asset_class", "bonds", before=" of ").case()
        # The account is called "Trading"; that doesn't ask for trades.
        draft = self._draft("C-06", "transactions")
        yield draft.account(draft.asked.everything.rows[0]).period("since 2022").case()
        late = self._draft("C-21", "benchmark_comparison").mark("benchmark", "Latecomer Index").names(benchmark="IDXL")
        yield late.case()
        yield late.period("last year").case()

    def _about_goals(self) -> Iterator[Case]:
        for row in self.firm.tables["goals"]:
            name = str(row["name"])
            if name == "Retirement home":
                continue
            draft = self._draft(str(row["customer_id"]), "goal_progress").mark("goal", name, before=" with my ")
            yield draft.names(goal=str(row["goal_id"])).case()

    def _changes(self) -> Iterator[Case]:
        for customer, goal_id, goal in (
            ("C-15", "G-1505", "College"),
            ("C-15", "G-1506", "Cottage"),
            ("C-15", "G-1510", "World tour"),
            ("C-13", "G-1301", "Retirement"),
            ("C-15", "G-1502", "Motorbike"),
        ):
            start = self._draft(customer, "goal_what_if").names(goal=goal_id)
            yield _what_if(start, goal, "if I saved", ("amount", "200"), "more", ("frequency", "a month"), more="200")
            yield _what_if(
                start, goal, "if I put in", ("amount", "$50"), "more", ("frequency", "weekly"), more="2600/12"
            )
            yield _what_if(
                start, goal, "if I added", ("amount", "$600"), "more", ("frequency", "quarterly"), more="200"
            )
            yield _what_if(start, goal, "if I saved", ("amount", "$30"), "more", ("frequency", "biweekly"), more="65")
            yield _what_if(start, goal, "if I needed it", ("date", "by June 15, 2036"), until="2036-06-15")
            yield _what_if(start, goal, "if I needed it", ("date", "in five years"), until="2029-03-31")
            yield _what_if(start, goal, "if I added a lump sum of", ("amount", "$5,000"), lump="5000")
            yield _what_if(start, goal, "if the target was", ("amount", "$80,000"), target="80000")
            yield _what_if(start, goal, "if I saved", ("amount", "$99"), "a month instead", monthly="99")
            later = ("date", "by June 15, 2036")
            yield _what_if(
                start, goal, "if I saved", ("amount", "$99"), "more each month", later, more="99", until="2036-06-15"
            )

    def _with_odd_roots(self) -> Iterator[Case]:
        """Money-weighted returns of which two fit, or none."""
        for kind in ("performance", "return_methods"):
            draft = self._draft("C-23", kind)
            volatile = next(row for row in draft.asked.everything.rows if row["name"] == "Volatile")
            for words in ("ever", "since 2023", "since June 1, 2023", "in 2022", "from 2022 to 2023"):
                yield draft.account(volatile).period(words).case()

    def _unclear(self) -> Iterator[Case]:
        """Names that fit several things, or nothing."""
        for customer, kind, entity, words in (
            ("C-09", "portfolio_value", "account", "roth"),
            ("C-09", "performance", "account", "taxable account"),
            ("C-07", "holdings", "account", "401k"),
            ("C-21", "price_quote", "security", "Northwind"),
            ("C-21", "security_info", "security", "Meridian"),
            ("C-21", "holding_detail", "security", "Meridian"),
            ("C-21", "price_quote", "security", "Zyzzyva Partners"),
            ("C-21", "goal_progress", "goal", "spaceship"),
            ("C-05", "cash_balance", "account", "joint account"),
        ):
            yield self._draft(customer, kind).mark(entity, words, before=" for my ").asked_back()
        yield self._draft("C-21", "price_quote").mark("security", "Orchard").ask(securities=("ORCH",)).case()


def _what_if(start: _Draft, goal: str, *words: str | tuple[str, str], **changes: str) -> Case:
    draft = replace(start, text="what would change").mark("goal", goal, before=" for my ")
    canonical: Mapping[str, str] = {"a month": "monthly"}
    for word in words:
        if isinstance(word, str):
            draft = replace(draft, text=f"{draft.text} {word}")
        else:
            draft = draft.mark(word[0], word[1], canonical.get(word[1]))
    return draft.ask(changes=changes).case()


def every_kind() -> list[str]:
    return sorted(EXPECTED)
