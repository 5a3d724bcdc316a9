"""The customer's own names for accounts in a message in which understanding marked none.

Nobody can train a model on every "Travel fund". A name of one word ("Joint", "Taxable") is left to understanding: in
"taxable gains" it means something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.dialogue import Mention
from advisor.model import Account


def own_names_in(message: str, accounts: Sequence[Account]) -> list[Mention]:
    """A mention for each account whose whole name stands in the message, one-word names and payloads aside."""
    if message.startswith("/"):
        return []
    said = f" {_folded(message)} "
    names = {_folded(account.name): account.name for account in accounts}
    return [
        Mention("account", text=name, value=name)
        for folded, name in sorted(names.items())
        if " " in folded and f" {folded} " in said
    ]


def _folded(text: str) -> str:
    """Words in lower case, single spaces between them; "Tax set-aside" and "tax set aside" are the same."""
    return " ".join(re.findall(r"\w+", re.sub("['\N{RIGHT SINGLE QUOTATION MARK}]", "", text.lower())))
