"""Which transactions are meant: "trades", "sold", "deposits"."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.dialogue import Mention
from advisor.model import TransactionType
from advisor.resolve.words import all_words_of, mended

_WORDS: dict[str, tuple[TransactionType, ...]] = {
    **dict.fromkeys(("buy", "buys", "bought", "buying", "purchase", "purchases", "purchased", "bys"), ("buy",)),
    **dict.fromkeys(
        ("sell", "sells", "sold", "selling", "sale", "sales", "dump", "dumped", "dumping", "liquidated"), ("sell",)
    ),
    **dict.fromkeys(("trade", "trades", "traded", "trading", "orders", "fills", "executions"), ("buy", "sell")),
    **dict.fromkeys(
        (
            *("deposit", "deposits", "deposited", "depositing", "contribution", "contributions", "contributed"),
            *("topup", "topups", "payin", "payins", "inflow", "inflows"),
        ),
        ("deposit",),
    ),
    **dict.fromkeys(
        (
            *("withdrawal", "withdrawals", "withdraw", "withdrew", "withdrawn", "withdrawing"),
            *("withdrawl", "withdrawls", "redemption", "redemptions", "redeemed"),
            *("payout", "payouts", "cashout", "cashouts", "distribution", "distributions", "outflow", "outflows"),
        ),
        ("withdrawal",),
    ),
    **dict.fromkeys(("dividend", "dividends"), ("dividend",)),
    **dict.fromkeys(("interest",), ("interest",)),
    **dict.fromkeys(("fee", "fees", "charge", "charges", "charged"), ("fee",)),
}
_JOINED = (
    ("top up", "topup"),
    ("top ups", "topups"),
    ("pay in", "payin"),
    ("cash out", "cashout"),
    ("pay out", "payout"),
    ("with drawal", "withdrawal"),
    ("with drawl", "withdrawal"),
    ("get rid of", "sold"),
    ("got rid of", "sold"),
    ("getting rid of", "sold"),
)


_LONG = frozenset(word for word in _WORDS if len(word) > 6)


def transaction_types_meant(mentions: Sequence[Mention], message: str) -> tuple[TransactionType, ...]:
    """The types named, each once, in the order named; those of the message where nothing is marked; () for all.

    "Trades" are buys and sells.
    """
    marked = [text for mention in mentions for text in (mention.text, mention.value)]
    texts = marked or ([] if message.startswith("/") else [message])
    # In a whole message only slips in long words are mended: one slip from "sold" lies "told", from "fees" "feel".
    vocabulary = _WORDS.keys() if marked else _LONG
    found: dict[TransactionType, None] = {}
    for text in texts:
        for word in all_words_of(_joined(text)):
            found.update(dict.fromkeys(_WORDS.get(word) or _WORDS.get(mended((word,), vocabulary)[0], ())))
    return tuple(found)


def _joined(text: str) -> str:
    plain = " ".join(all_words_of(text))
    for apart, together in _JOINED:
        plain = plain.replace(apart, together)
    return plain
