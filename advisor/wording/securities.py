"""How securities are named, and what follows where more were named than one answer is about."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.dialogue import ReplyButton
from advisor.model import Security
from advisor.wording.voice import Voice


def labelled(ticker: str, name: str) -> str:
    """ "Vanguard Total Stock Market ETF (VTI)"; just the one where both are the same."""
    return ticker if name == ticker else f"{name} ({ticker})"


def about_others(others: Sequence[Security], kind: str, voice: Voice) -> list[ReplyButton]:
    """The same question about the next one named, if there is one."""
    return [voice.button(f"And {security.ticker}?", kind, security=security.ticker) for security in others[:1]]
