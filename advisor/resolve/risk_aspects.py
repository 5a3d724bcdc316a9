"""Which figure of risk a message asks for, so that the answer can begin with it."""

from __future__ import annotations

import re
from typing import Literal

RiskAspect = Literal["sharpe", "bad day", "fall", "volatility"]

_WORDS: tuple[tuple[RiskAspect, re.Pattern[str]], ...] = (
    ("sharpe", re.compile(r"\bsharpe\b|\brisk[- ]adjusted\b|\bpaid for (?:the|my) risk\b")),
    ("bad day", re.compile(r"\b(?:bad|worst|single|one|a) day\b|\bvar\b|\bvalue[- ]at[- ]risk\b|\bovernight\b")),
    (
        "fall",
        re.compile(
            r"\bdraw ?down|\bfall(?:en|s)?\b|\bfell\b|\bdrop(?:ped|s)?\b|\bcrash|\bworst\b|\bdeepest\b|\blose\b"
        ),
    ),
    ("volatility", re.compile(r"\bvolatil|\bbump|\bswing|\bstandard dev|\bfluctuat|\bvar(?:y|ies)\b|\bup and down\b")),
)


def risk_aspect_in(message: str) -> RiskAspect | None:
    """The first of these that the message names; None where it asks for risk as a whole."""
    if message.startswith("/"):
        return None
    text = message.casefold()
    return next((aspect for aspect, words in _WORDS if words.search(text)), None)
