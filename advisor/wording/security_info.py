"""Words for `security_info`."""

from __future__ import annotations

from advisor.questions.security_info import SecurityInfo
from advisor.resolve.asset_classes import CLASS_TITLES
from advisor.wording.periods import sentences
from advisor.wording.securities import about_others, labelled
from advisor.wording.voice import Voice, Worded

_KINDS = {"etf": "an exchange-traded fund (ETF)", "mutual_fund": "a mutual fund", "stock": "a stock"}


def word_security_info(record: SecurityInfo, voice: Voice) -> Worded:
    label = labelled(record.ticker, record.name)
    follow_ups = [
        *about_others(record.others, "security_info", voice),
        voice.button(f"Price of {record.ticker}", "price_quote", security=record.ticker),
        *([voice.button(f"My {record.ticker}", "holding_detail", security=record.ticker)] if record.held else []),
        voice.button("What I hold", "holdings"),
    ]
    if record.kind_of_security == "index":
        text = f"{label} is a market index: something to compare with, not something you can hold."
        return Worded(sentences(text, "Its level leaves dividends out.", voice.as_of_sentence), follow_ups)
    return Worded(
        sentences(
            f"{label} is {_KINDS[record.kind_of_security]}{_invested(record)}.",
            _cost(record, voice),
            _held(record, voice),
            voice.as_of_sentence,
        ),
        follow_ups,
    )


def _invested(record: SecurityInfo) -> str:
    """ ": stocks, region US, sector Technology", as far as it is known."""
    parts = [
        *([] if record.asset_class is None else [f"asset class {CLASS_TITLES[record.asset_class]}"]),
        *([f"region {record.region}"] if record.region else []),
        *([f"sector {record.sector}"] if record.sector else []),
    ]
    return f": {', '.join(parts)}" if parts else ""


def _cost(record: SecurityInfo, voice: Voice) -> str:
    if record.kind_of_security == "stock" and not record.expense_ratio:
        return "A stock has no yearly fund cost."
    return f"It costs {voice.rate(record.expense_ratio)} a year."


def _held(record: SecurityInfo, voice: Voice) -> str:
    if record.held is None:
        return "You don't hold any."
    one = "share" if record.held.shares == 1 else "shares"
    if record.held.value is None:
        return f"You hold {voice.number(record.held.shares)} {one}; there is no price for {record.ticker} yet."
    return f"You hold {voice.number(record.held.shares)} {one} worth {voice.money(record.held.value)}."
