"""What to say to customers who have no account yet: there is nothing to pay into, and nothing to take out of."""

from __future__ import annotations

from advisor.dialogue import ReplyButton
from advisor.requests.records import Said, World


def no_account(world: World) -> Said | None:
    if world.accounts:
        return None
    return Said(
        "You have no account with us yet, so I can't take that request. Once one is open, just ask me again.",
        (
            ReplyButton("How do I open one?", "faq_open_account", {}),
            ReplyButton("Talk to a person", "human_handoff", {}),
        ),
    )
