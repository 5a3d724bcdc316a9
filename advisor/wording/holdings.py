"""Words for `holdings`."""

from __future__ import annotations

from advisor.questions.holdings import Holding, Holdings
from advisor.resolve.ask_back import listed
from advisor.resolve.asset_classes import CLASS_TITLES
from advisor.wording.voice import Voice, Worded, no_price


def word_holdings(record: Holdings, voice: Voice) -> Worded:
    where = "" if voice.whole else f" in {voice.subject}"
    cash = voice.button("My cash", "cash_balance")
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so you hold nothing.")
    if not record.holdings:
        return Worded(
            f"You hold no {_classes(record) or 'investments'}{where}. {voice.as_of_sentence}",
            [cash, voice.button("Total value", "portfolio_value")],
        )
    count = len(record.holdings)
    what = f"{count} position{'' if count == 1 else 's'}"
    kind = f" in {_classes(record)}" if record.asset_classes else ""
    worth = "" if record.total is None else f" worth {voice.money(record.total)}"
    unpriced = [holding.ticker for holding in record.holdings if holding.price is None]
    lines = [
        f"You hold {what}{kind}{where}{worth}:",
        voice.rows([_line(holding, voice) for holding in record.holdings]),
        *([no_price(unpriced)] if unpriced else []),
        voice.as_of_sentence,
    ]
    return Worded(
        "\n".join(lines),
        [
            voice.button("My split by asset class", "allocation"),
            voice.button("This year's return", "performance", period="this year"),
            cash,
        ],
    )


def _classes(record: Holdings) -> str:
    """The named asset classes; cash that is a holding is a fund, uninvested cash is no position."""
    titles = ["cash funds" if name == "cash" else CLASS_TITLES[name] for name in record.asset_classes]
    return listed(titles) if titles else ""


def _line(holding: Holding, voice: Voice) -> str:
    shares = f"{holding.ticker} ({holding.name}): {voice.number(holding.shares)} shares"
    if holding.value is None:
        return f"{shares}, value unknown"
    weight = "" if holding.weight is None else f" ({voice.percent(holding.weight)})"
    return f"{shares}, {voice.money(holding.value)}{weight}"
