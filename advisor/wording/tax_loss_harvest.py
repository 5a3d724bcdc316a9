"""Words for `tax_loss_harvest`."""

from __future__ import annotations

from advisor.money import cents
from advisor.questions.tax_loss_harvest import TaxLossHarvest
from advisor.resolve.ask_back import listed
from advisor.wording.periods import not_understood, outside, sentences, spanned
from advisor.wording.taxable import in_taxable, none_taxable
from advisor.wording.voice import Voice, Worded, capitalised, no_price

_MOST_NAMED = 3  # losses in the text; the facts carry all of them


def word_tax_loss_harvest(record: TaxLossHarvest, voice: Voice) -> Worded:
    if not record.covers:
        return none_taxable(voice)
    if record.harvested is None:
        return outside(record.period, voice, "tax_loss_harvest")
    where = in_taxable(record.covers, voice)
    if cents(record.harvested):
        done = f"{voice.money(record.harvested)} of losses were harvested{where} {spanned(record.period, voice)}."
    else:
        done = f"No losses were harvested{where} {spanned(record.period, voice)}."
    text = sentences(
        not_understood(record.period),
        capitalised(done),
        _harvestable(record, voice),
        _wash_sales(record, voice),
        voice.as_of_sentence,
    )
    follow_ups = [
        voice.button("Realised gains", "realized_gains", period=record.period.words),
        voice.button("Tax documents", "tax_documents"),
        voice.button("What I hold", "holdings"),
    ]
    return Worded(text, follow_ups)


def _harvestable(record: TaxLossHarvest, voice: Voice) -> str:
    """The largest losses first; what would show as 0.00 isn't worth a word."""
    losses = [(item.loss, item.ticker) for item in record.harvestable if item.loss is not None and cents(item.loss)]
    losses.sort(key=lambda row: (-row[0], row[1]))
    unpriced = [item.ticker for item in record.harvestable if item.loss is None]
    missing = no_price(unpriced) if unpriced else ""
    if not losses:
        return missing or "There is no loss to harvest now."
    named = [f"{ticker} {voice.money(loss)}" for loss, ticker in losses[:_MOST_NAMED]]
    more = len(losses) - len(named)
    return sentences(f"Could be harvested now: {listed([*named, f'{more} more'] if more else named)}.", missing)


def _wash_sales(record: TaxLossHarvest, voice: Voice) -> str:
    if not record.wash_sales:
        return "There were no wash sales in that time."
    count = len(record.wash_sales)
    largest = max(record.wash_sales, key=lambda wash: wash.loss)  # the first of equal ones
    head = "One wash sale" if count == 1 else f"{count} wash sales, the largest"
    sold, bought = voice.day(largest.sold_on), voice.day(largest.bought_on)
    return f"{head}: {largest.ticker} sold {sold} and bought {bought}, a loss of {voice.money(largest.loss)}."
