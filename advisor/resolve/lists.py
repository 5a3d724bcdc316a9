"""Whether a message asks for single entries rather than for a sum."""

from __future__ import annotations

import re

_LIST = re.compile(
    r"\b(?:list(?:ed|ing)?|each|every|one by one|line by line|item by item|itemi[sz]ed?|break ?down|receipts?|entries"
    r"|show (?:me )?(?:all )?(?:of )?(?:the|my) (?:single )?(?:fees|charges|dividends|payments)"
    r"|all (?:of )?(?:the|my) (?:fees|charges|dividends|payments))\b",
    re.IGNORECASE,
)


def asks_for_a_list(message: str) -> bool:
    """True for "list my fees", "each dividend", "one by one"; False for "how much", and for a click on a button."""
    return not message.startswith("/") and _LIST.search(message) is not None
