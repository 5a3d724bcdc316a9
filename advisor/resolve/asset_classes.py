"""Which asset class is meant: "bonds", "equities", "fixed income"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.dialogue import Mention
from advisor.model import AssetClass
from advisor.resolve.ask_back import AskBack, Choice
from advisor.resolve.words import mended, words_of

CLASS_TITLES: dict[AssetClass, str] = {
    "stocks": "stocks",
    "bonds": "bonds",
    "real_estate": "real estate",
    "commodities": "commodities",
    "cash": "cash",
}
_WORDS: dict[str, AssetClass] = {
    **dict.fromkeys(
        ("stock", "stocks", "equity", "equities", "shares", "emerging", "developed", "cap", "caps"), "stocks"
    ),
    **dict.fromkeys(("bond", "bonds", "income", "treasury", "treasuries", "debt", "muni", "munis", "tips"), "bonds"),
    **dict.fromkeys(("estate", "realestate", "reit", "reits", "property", "properties"), "real_estate"),
    **dict.fromkeys(("commodity", "commodities", "gold", "silver", "metals", "oil", "materials"), "commodities"),
    **dict.fromkeys(("cash", "money", "uninvested"), "cash"),
}
_ANY = frozenset(
    ("etf", "etfs", "fund", "funds", "position", "positions", "investment", "investments", "holding", "holdings")
)

# Plain enough without a mark. "Stocks" alone isn't: many call everything they hold their stocks.
_PLAIN = re.compile(
    r"\b(?P<of>bond|stock|equity|fixed[- ]income|real[- ]estate|reit|commodity|muni)"
    r" (?:funds?|etfs?|holdings?|positions?|investments?)\b"
    r"|\b(?P<alone>bonds|equities|fixed[- ]income|reits|commodities)\b"
)


def asset_classes_in(message: str) -> list[Mention]:
    """A mention for each class that a question for holdings plainly names though understanding marked none."""
    if message.startswith("/"):
        return []
    found = [match["of"] or match["alone"] for match in _PLAIN.finditer(message.casefold())]
    return [Mention("asset_class", text=words, value=words) for words in dict.fromkeys(found)]


def asset_classes_meant(mentions: Sequence[Mention]) -> tuple[AssetClass, ...] | AskBack:
    """The classes named, each once, in the order named; none where no class or anything at all is meant.

    A narrower wish ("international stocks") is read as its class.
    """
    found: dict[AssetClass, None] = {}
    for mention in mentions:
        said = [word for text in (mention.value, mention.text) for word in mended(words_of(text), _WORDS.keys() | _ANY)]
        classes = [_WORDS[word] for word in said if word in _WORDS]
        if not classes and not any(word in _ANY for word in said):
            return AskBack(
                "I don't know that asset class. Which of these do you mean?",
                "asset_class",
                tuple(Choice(title.capitalize(), name) for name, title in CLASS_TITLES.items()),
            )
        found.update(dict.fromkeys(classes))
    return tuple(found)
