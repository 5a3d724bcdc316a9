"""Best or worst: "winners", "laggards", "what lost the most"."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.dialogue import Mention
from advisor.model import Rank
from advisor.resolve.words import all_words_of, mended

_BEST = frozenset(
    (
        *("best", "winner", "winners", "winning", "gainer", "gainers", "strongest", "highest", "leader", "leaders"),
        *("star", "stars", "profitable", "successful", "performers", "performer", "greatest", "carried", "up"),
        *("goat", "soared", "soaring", "mooned", "mooning", "rocket", "ripped", "ripping"),
    )
)
_WORST = frozenset(
    (
        *("worst", "loser", "losers", "losing", "lost", "lose", "loss", "losses", "weakest", "lowest", "poorest"),
        *("laggard", "laggards", "lagging", "lagged", "bottom", "stinker", "stinkers", "dud", "duds", "dog", "dogs"),
        *("dragging", "drag", "dragged", "underperformer", "underperformers", "underperforming", "underperformed"),
        *("hurt", "hurting", "fell", "fallen", "dropped", "down", "bad", "badly", "poorly", "hit", "cost", "bleeding"),
        *("least", "red", "sinking", "sank", "tanked", "tanking", "disappointing", "disappointed", "disappointment"),
        *("detractor", "detractors", "flop", "flops", "flopped", "lemon", "lemons", "clunker", "clunkers", "trash"),
        *("crashed", "plunged", "plummeted", "nosedived", "deadweight"),
    )
)
# Only slips in these are mended: one slip from "cost" lies "most", one from "best" lies "rest".
_MENDED = frozenset(
    ("worst", "winners", "losers", "gainers", "laggards", "weakest", "strongest", "performers", "bottom")
)


def rank_meant(mentions: Sequence[Mention], message: str) -> Rank:
    """What the mentions say; where they can be either ("most", "biggest"), what the message says; else the best."""
    for texts in ([text for mention in mentions for text in (mention.text, mention.value)], [message]):
        for text in texts:
            said = [word if word in _BEST | _WORST else mended((word,), _MENDED)[0] for word in all_words_of(text)]
            best, worst = ([at for at, word in enumerate(said) if word in side] for side in (_BEST, _WORST))
            # "best performers" before "worst": the first wins; "top losers" has but one.
            if best or worst:
                return "worst" if worst and (not best or worst[0] < best[0]) else "best"
    return "best"
