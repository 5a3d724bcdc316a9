"""Words for `rebalancing_status`."""

from __future__ import annotations

from advisor.finance.rebalancing import PreviewTrade
from advisor.periods.period import ASSUMED
from advisor.questions.rebalancing_status import RebalancingStatus
from advisor.resolve.ask_back import listed
from advisor.resolve.asset_classes import CLASS_TITLES
from advisor.wording.periods import sentences
from advisor.wording.voice import Voice, Worded, capitalised, no_price, shown_percent


def word_rebalancing_status(record: RebalancingStatus, voice: Voice) -> Worded:
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so there is nothing to rebalance.")
    follow_ups = [
        voice.button("My split by asset class", "allocation"),
        voice.button("What I hold", "holdings"),
        voice.button("Latest trades", "transactions", transaction_type="trades", period=f"past year{ASSUMED}"),
    ]
    last = (
        "It hasn't been rebalanced yet."
        if record.last_rebalance is None
        else f"The last rebalancing was on {voice.day(record.last_rebalance)}."
    )
    if record.needed is None:
        text = sentences(
            f"There is no price yet for {listed(list(record.unpriced))}, so I can't tell how far it is off target.",
            last,
            voice.as_of_sentence,
        )
        return Worded(text, follow_ups)
    first = _status(record, voice)
    if record.asked_when:
        first, last = sentences(last, first), ""
    if not record.needed or record.trades == ():
        nothing = "There is nothing to trade towards the target, though." if record.needed else ""
        return Worded(sentences(first, nothing, last, voice.as_of_sentence), follow_ups)
    if record.trades is None:
        return Worded(sentences(first, no_price(record.unpriced), last, voice.as_of_sentence), follow_ups)
    text = "\n".join(
        (
            sentences(first, "These trades would bring it there; they are a preview, nothing is traded:"),
            voice.rows([_line(trade, voice) for trade in record.trades]),
            sentences(last, voice.as_of_sentence),
        )
    )
    return Worded(text, follow_ups)


def _status(record: RebalancingStatus, voice: Voice) -> str:
    subject = capitalised(voice.subject)
    plural = len(voice.accounts) > 1 and not voice.whole
    name, drift = record.max_drift.asset_class, record.max_drift.drift
    if name is None or drift is None:
        if not record.targeted:
            return f"No target mix is set for {voice.subject}, so there is nothing to rebalance."
        return f"There is nothing in {voice.subject} that could be off target yet."
    if not shown_percent(drift):
        return f"{subject} {'are' if plural else 'is'} on target."
    limit = f"the threshold of {voice.percent(record.threshold)}"
    gap = f"{CLASS_TITLES[name]} is {voice.percent(abs(drift))} of the value {'above' if drift > 0 else 'below'} target"
    gap = gap.replace(" is ", " are ", 1) if name in ("stocks", "bonds", "commodities") else gap
    if record.needed:
        reach = "reaches" if shown_percent(abs(drift)) == shown_percent(record.threshold) else "is over"
        return f"Yes, {voice.subject} {'need' if plural else 'needs'} rebalancing: {gap}, which {reach} {limit}."
    under = "just under" if shown_percent(abs(drift)) == shown_percent(record.threshold) else "under"
    return f"{subject} {'need' if plural else 'needs'} no rebalancing: {gap}, {under} {limit}."


def _line(trade: PreviewTrade, voice: Voice) -> str:
    verb = "Sell" if trade.side == "sell" else "Buy"
    what = f"{verb} {voice.number(trade.shares)} {trade.ticker}, {voice.money(trade.amount)}"
    return f"{what}{voice.in_account(trade.account_id)}"
