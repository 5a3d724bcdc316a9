"""What to compare with: one of the indexes in the data, by name or alias; "the market" where none is named."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.dialogue import Mention
from advisor.model import Security
from advisor.resolve.ask_back import AskBack, Choice, listed
from advisor.resolve.securities import Known, fits

_THE_MARKET = "the market"
_MARKET_WORDS = frozenset(
    ("market", "markets", "stock", "stocks", "the", "index", "overall", "broad", "us", "benchmark")
)


def benchmark_meant(mentions: Sequence[Mention], securities: Sequence[Security]) -> Security | AskBack | None:
    """The index named first; the one with the alias "the market" without a mention, None if the data have none such.

    Where the data have no index at all, none is asked for either, whatever is named.
    """
    indexes = [security for security in securities if security.kind == "index"]
    if not indexes:
        return None
    market = next((i for i in indexes if _THE_MARKET in [alias.casefold() for alias in i.aliases]), None)
    for mention in mentions:
        for text in dict.fromkeys((mention.text, mention.value)):
            found = fits(text, Known(indexes))
            if len(found) == 1:
                return found[0]
            if market is not None and set(text.casefold().split()) <= _MARKET_WORDS:
                return market
        return _ask(mention, indexes)
    return market


def _ask(mention: Mention, indexes: Sequence[Security]) -> AskBack:
    names = [index.name for index in indexes]
    return AskBack(
        f"I can't compare with {mention.text}. I have {listed(names)}. Which one would you like?",
        "benchmark",
        tuple(Choice(index.name, index.ticker) for index in indexes),
    )
