"""Words for `fund_costs`."""

from __future__ import annotations

from advisor.model import Security
from advisor.questions.fund_costs import FundCosts
from advisor.resolve.ask_back import listed
from advisor.wording.periods import sentences
from advisor.wording.voice import Voice, Worded, capitalised, no_price


def word_fund_costs(record: FundCosts, voice: Voice) -> Worded:
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so they cost you nothing.")
    follow_ups = [
        voice.button("Fees I paid", "fees_paid"),
        voice.button("What I hold", "holdings"),
    ]
    if record.securities:
        ticker = record.securities[0].ticker
        follow_ups.insert(0, voice.button(f"About {ticker}", "security_info", security=ticker))
    missing = _not_held(record.not_held, voice)
    if missing and len(record.not_held) == len(record.securities):
        return Worded(sentences(missing, voice.as_of_sentence), follow_ups)
    if record.unpriced:
        text = sentences(missing, *_named(record, voice), no_price(record.unpriced), voice.as_of_sentence)
        return Worded(text, follow_ups)
    whole = _whole(record, voice)
    if not whole:
        text = f"There is nothing in {voice.subject}, so it costs you nothing."
        return Worded(sentences(text, voice.as_of_sentence), follow_ups)
    if record.securities:
        return Worded(sentences(missing, *_named(record, voice), whole, voice.as_of_sentence), follow_ups)
    return Worded(sentences(whole, _dearest(record, voice), voice.as_of_sentence), follow_ups)


def _whole(record: FundCosts, voice: Voice) -> str:
    """What all of it costs; empty where there is no value to take a rate of."""
    funds, advice, both = record.weighted_expense_ratio, record.advisory_rate, record.all_in_rate
    if funds is None or advice is None or both is None or record.annual_cost is None:
        return ""
    if not record.annual_cost:
        return f"No fund and no fee of ours costs you anything in {voice.subject}."
    verb = "cost" if len(voice.accounts) > 1 and not voice.whole else "costs"
    return (
        f"{capitalised(voice.subject)} {verb} you {voice.rate(both)} a year all in, about "
        f"{voice.money(record.annual_cost)} at today's value: {voice.rate(funds)} in the funds and "
        f"{voice.rate(advice)} for our service."
    )


def _named(record: FundCosts, voice: Voice) -> list[str]:
    """A sentence for each held security that was named; a stock isn't listed, as it has no fund's costs."""
    funds = {fund.ticker: fund for fund in record.by_fund}
    missing = {security.ticker for security in record.not_held}
    lines: list[str] = []
    for security in record.securities:
        fund = funds.get(security.ticker)
        if fund is not None:
            weight = "" if fund.weight is None else f"; it is {voice.percent(fund.weight)} of {voice.subject}"
            lines.append(f"{fund.name} ({fund.ticker}) costs {voice.rate(fund.expense_ratio)} a year{weight}.")
        elif security.ticker not in missing:
            lines.append(f"{security.name} ({security.ticker}) is no fund, so it has no fund costs.")
    return lines


def _not_held(securities: tuple[Security, ...], voice: Voice) -> str:
    if not securities:
        return ""
    where = "" if voice.whole else f" in {voice.subject}"
    names = listed([f"{security.name} ({security.ticker})" for security in securities], last="or")
    return f"You don't hold {names}{where}, so it costs you nothing."


def _dearest(record: FundCosts, voice: Voice) -> str:
    """Which fund has the highest expense ratio; nothing where there is no choice."""
    if len(record.by_fund) < 2:
        return ""
    fund = min(record.by_fund, key=lambda fund: (-fund.expense_ratio, fund.ticker))
    same = sum(other.expense_ratio == fund.expense_ratio for other in record.by_fund) > 1
    return "" if same else f"The dearest fund is {fund.ticker}, at {voice.rate(fund.expense_ratio)}."
