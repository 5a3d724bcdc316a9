"""Words for `dividends`."""

from __future__ import annotations

from advisor.dialogue import ReplyButton
from advisor.questions.dividends import Dividends, Payer
from advisor.resolve.ask_back import listed
from advisor.wording.periods import not_understood, outside, sentences, spanned
from advisor.wording.voice import Voice, Worded

_MOST_PAYERS = 3  # in a sentence


def word_dividends(record: Dividends, voice: Voice) -> Worded:
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so there are no dividends.")
    if record.total is None or record.interest is None:
        return outside(record.period, voice, "dividends")
    where = "" if voice.whole else f" in {voice.subject}"
    of = f" from {listed([security.ticker for security in record.securities])}" if record.securities else ""
    when = spanned(record.period, voice)
    also = "also " if record.total else ""
    interest = f"You {also}got {voice.money(record.interest)} in interest." if record.interest else ""
    first = not_understood(record.period)
    if record.interest_first:
        answer = f"You received {voice.money(record.interest) if record.interest else 'no'} "
        answer += f"{'in ' if record.interest else ''}interest{where} {when}."
        dividends = f"Dividends came to {voice.money(record.total)}."
        return Worded(sentences(first, answer, dividends, voice.as_of_sentence), _follow_ups(record, voice))
    if not record.total:
        no = "no dividends" if record.interest or record.securities else "no dividends and no interest"
        text = sentences(first, f"You received {no}{of}{where} {when}.", interest, voice.as_of_sentence)
        return Worded(text, _follow_ups(record, voice))
    answer = f"You received {voice.money(record.total)} in dividends{of}{where} {when}"
    payers = sorted(record.by_ticker, key=lambda payer: (-payer.amount, payer.ticker))
    if len(payers) == 1:
        only = "" if record.securities else f", all of it from {payers[0].ticker}"
        text = sentences(first, f"{answer}{only}.", interest, voice.as_of_sentence)
    elif record.list_wanted:
        lines = [_paid(payer, voice) for payer in payers]
        text = "\n".join((sentences(first, f"{answer}:"), voice.rows(lines), sentences(interest, voice.as_of_sentence)))
    else:
        text = sentences(first, f"{answer}: {_largest(payers, voice)}.", interest, voice.as_of_sentence)
    return Worded(text, _follow_ups(record, voice))


def _largest(payers: list[Payer], voice: Voice) -> str:
    named = [_paid(payer, voice) for payer in payers[:_MOST_PAYERS]]
    more = len(payers) - len(named)
    if more == 1:
        return listed([*named, _paid(payers[-1], voice)])
    return listed([*named, f"{more} others"] if more else named)


def _paid(payer: Payer, voice: Voice) -> str:
    return f"{payer.ticker} {voice.money(payer.amount)}"


def _follow_ups(record: Dividends, voice: Voice) -> list[ReplyButton]:
    about = {"security": record.securities[0].ticker} if len(record.securities) == 1 else {}
    return [
        voice.button("List them", "transactions", transaction_type="dividends", period=record.period.words, **about),
        voice.button("Since the start", "dividends", period="since inception", **about),
        voice.button("What I hold", "holdings"),
    ]
