"""Words for `realized_gains`."""

from __future__ import annotations

from decimal import Decimal

from advisor.dialogue import ReplyButton
from advisor.money import cents
from advisor.questions.realized_gains import RealizedGains
from advisor.resolve.ask_back import listed
from advisor.wording.periods import not_understood, outside, sentences, spanned
from advisor.wording.taxable import in_taxable, none_taxable
from advisor.wording.voice import Voice, Worded, capitalised


def word_realized_gains(record: RealizedGains, voice: Voice) -> Worded:
    if not record.covers:
        return none_taxable(voice)
    if record.total is None or record.short_term is None or record.long_term is None:
        return outside(record.period, voice, "realized_gains")
    of = f" of {listed([security.ticker for security in record.securities])}" if record.securities else ""
    where = in_taxable(record.covers, voice)
    when = spanned(record.period, voice)
    first = not_understood(record.period)
    if not record.sells:
        text = f"Nothing{of} was sold{where} {when}, so no gain or loss was realised."
        return Worded(sentences(first, text, voice.as_of_sentence), _follow_ups(record, voice))
    sales = "one sale" if record.sells == 1 else f"{record.sells:,} sales"
    if not cents(record.total):
        result = f"{sales}{of}{where} realised neither a gain nor a loss in all {when}"
    else:
        result = f"{sales}{of}{where} realised a {_kind(record.total)} of {voice.money(abs(record.total))} {when}"
    parts = f"Short term: {voice.signed_money(record.short_term)}, long term: {voice.signed_money(record.long_term)}."
    return Worded(
        sentences(first, f"{capitalised(result)}.", parts, voice.as_of_sentence),
        _follow_ups(record, voice),
    )


def _kind(amount: Decimal) -> str:
    return "gain" if amount > 0 else "loss"


def _follow_ups(record: RealizedGains, voice: Voice) -> list[ReplyButton]:
    about = {"security": record.securities[0].ticker} if len(record.securities) == 1 else {}
    return [
        voice.button("List the sales", "transactions", transaction_type="sales", period=record.period.words, **about),
        voice.button("Losses to harvest", "tax_loss_harvest", period=record.period.words),
        voice.button("Tax documents", "tax_documents"),
    ]
