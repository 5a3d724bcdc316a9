"""Words for `transactions`."""

from __future__ import annotations

from advisor.dialogue import ReplyButton
from advisor.model import TransactionType
from advisor.questions.transactions import TransactionItem, Transactions
from advisor.resolve.ask_back import listed
from advisor.wording.periods import not_understood, outside, sentences, spanned
from advisor.wording.voice import Voice, Worded

_NOUNS: dict[str, str] = {
    **{"deposit": "deposit", "withdrawal": "withdrawal", "buy": "buy", "sell": "sale"},
    **{"dividend": "dividend", "interest": "interest payment", "fee": "fee", "trade": "trade"},
}
_DONE: dict[TransactionType, str] = {
    **{"deposit": "paid in", "withdrawal": "taken out", "buy": "bought", "sell": "sold"},
    **{"dividend": "dividend of", "interest": "interest", "fee": "fee"},
}


def word_transactions(record: Transactions, voice: Voice) -> Worded:
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so nothing has happened in them.")
    if record.count is None or record.total is None:
        return outside(record.period, voice, "transactions")
    where = "" if voice.whole else f" in {voice.subject}"
    what = f"{_nouns(record, record.count)}{_of_securities(record)}{where} {spanned(record.period, voice)}"
    first = not_understood(record.period)
    if not record.items:
        text = sentences(first, f"There were no {what}.", voice.as_of_sentence)
    else:
        many = "was one" if record.count == 1 else f"were {record.count:,}"
        together = (
            "" if record.count == 1 else f"Together they changed your cash by {voice.signed_money(record.total)}."
        )
        text = "\n".join(
            (
                sentences(first, f"There {many} {what}:"),
                voice.rows(record.items, lambda item: _line(item, voice)),
                sentences(together, voice.as_of_sentence),
            )
        )
    return Worded(text, _follow_ups(record, voice))


def _nouns(record: Transactions, count: int) -> str:
    """ "trades", "deposits and withdrawals", "transaction"."""
    ending = "" if count == 1 else "s"
    names = [_NOUNS[name] + ending for name in (record.type or "").split(",") if name]
    return listed(names, last="or" if count < 2 else "and") if names else f"transaction{ending}"


def _of_securities(record: Transactions) -> str:
    return f" of {listed([security.ticker for security in record.securities])}" if record.securities else ""


def _line(item: TransactionItem, voice: Voice) -> str:
    what = _DONE[item.type]
    if item.shares is not None and item.price is not None:
        what = f"{what} {voice.number(item.shares)} {item.ticker} at {voice.price(item.price)}"
    elif item.ticker is not None:
        what = f"{what} {item.ticker}"
    return f"{voice.day(item.date)}: {what}, {voice.signed_money(item.amount)}{voice.in_account(item.account_id)}"


def _follow_ups(record: Transactions, voice: Voice) -> list[ReplyButton]:
    """The other common lists, for the same period, and the reason of the latest trade where there is one."""
    period = record.period.words
    named = record.securities[0].ticker if len(record.securities) == 1 else None
    follow_ups = []
    if any(item.type in ("buy", "sell") for item in record.items):
        follow_ups.append(voice.button("Why these trades?", "trade_reason", **({"security": named} if named else {})))
    for title, words, type_ in (("Trades", "trades", "trade"), ("Deposits", "deposits", "deposit")):
        if type_ != record.type:
            follow_ups.append(voice.button(title, "transactions", transaction_type=words, period=period))
    if record.type is not None:
        follow_ups.append(voice.button("Everything", "transactions", period=period))
    return follow_ups
