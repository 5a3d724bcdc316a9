"""What is said where only taxable and joint accounts count."""

from __future__ import annotations

from collections.abc import Collection

from advisor.resolve.accounts import account_titles
from advisor.resolve.ask_back import listed
from advisor.wording.voice import Voice, Worded


def in_taxable(covers: Collection[str], voice: Voice) -> str:
    """The accounts that counted by name, where the customer can't take it for granted: " in your Taxable"."""
    if len(covers) == len(voice.accounts) and voice.whole:
        return ""
    titles = account_titles(voice.accounts)
    return " in your " + listed([titles[a.account_id] for a in voice.accounts if a.account_id in covers])


def none_taxable(voice: Voice) -> Worded:
    """Why there is nothing to tell, for accounts of which none counts."""
    rule = "Gains and losses only count in taxable and joint accounts"
    if not voice.accounts:
        return Worded("You have no accounts with us yet, so there are no gains or losses.")
    names = listed(list(account_titles(voice.accounts).values()))
    verb = "is" if len(voice.accounts) == 1 else "are"
    mine = "and you have none with us" if voice.whole else f"which {names} {verb} not"
    return Worded(
        f"{rule}, {mine}.",
        [
            voice.button("Return this year", "performance", period="this year"),
            voice.button("What I hold", "holdings"),
        ],
    )
