"""Words for `net_contributions`."""

from __future__ import annotations

from decimal import Decimal

from advisor.money import cents
from advisor.questions.net_contributions import NetContributions
from advisor.wording.periods import not_understood, outside, sentences, spanned
from advisor.wording.voice import Voice, Worded


def word_net_contributions(record: NetContributions, voice: Voice) -> Worded:
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so you have paid nothing in.")
    if record.deposits is None or record.withdrawals is None or record.net is None:
        return outside(record.period, voice, "net_contributions")
    into, out_of, in_ = ("" if voice.whole else f" {way} {voice.subject}" for way in ("into", "out of", "in"))
    when = spanned(record.period, voice)
    paid_in, taken_out = voice.money(record.deposits), voice.money(record.withdrawals)
    if not record.deposits and not record.withdrawals:
        answer = f"You paid nothing in and took nothing out{out_of} {when}."
    elif not record.withdrawals:
        answer = f"You paid {'in ' if voice.whole else ''}{paid_in}{into} {when} and took nothing out."
    elif not record.deposits:
        answer = f"You took {'out ' if voice.whole else ''}{taken_out}{out_of} {when} and paid nothing in."
    else:
        answer = f"You paid in {paid_in} and took out {taken_out}{in_} {when}: {_net(record.net, voice)}."
    return Worded(
        sentences(not_understood(record.period), answer, voice.as_of_sentence),
        [
            voice.button("My return", "performance", period=record.period.words),
            voice.button("List them", "transactions", transaction_type="deposits and withdrawals"),
            voice.button("Total value", "portfolio_value"),
        ],
    )


def _net(net: Decimal, voice: Voice) -> str:
    if not cents(net):
        return "as much in as out"
    return f"{voice.money(abs(net))} net {'in' if net > 0 else 'out'}"
