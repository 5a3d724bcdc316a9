"""What a full question takes over from the one before: only what it points back at ("in it", "that fund", "then").

Many questions in one conversation have nothing to do with each other, so a question that merely names no account is
about all of them, as ever.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.dialogue import Mention, Topic
from advisor.kinds import KINDS

# "It" points back only where nothing in the message itself can be meant: "my last dividend, how much was it?".
_MOST_WORDS = 10
_BEFORE_IT = r"^(?:(?!\b(?:my|our|the|an?|(?:any|some)(?! of it\b)|your|and|or|if)\b|[,.;:!?–] )[^\n])*?"
_NOT_OURS_AFTER = r"(?!.*\b(?:my|our)\b)"
_IT = re.compile(
    _BEFORE_IT + r"(?:\b(?:in|of|from|inside|into|on|for|own|have|hold) (?:it|that one|this one|there)\b"
    r"|\b(?:did|does|has|had|is|was|will|how'?s|what'?s) it\b(?! (?:going|possible|true|safe|ok|okay|worth it|too|time"
    r"|better|good|bad|wise|normal|really|just|hard|easy|legal|free|that|all|a|an|the|because|about)\b)"
    r"|\bits\b(?! (?:going|possible|true|ok|okay|been|just|a|an|the|not|time|too)\b))" + _NOT_OURS_AFTER
)
# What "it" can be after an answer about one account: a transfer or a trade is "it", too.
_ASKED_OF_AN_ACCOUNT = frozenset(
    (
        *("account_summary", "portfolio_value", "cash_balance", "holdings", "performance", "performance_reason"),
        *("benchmark_comparison", "best_worst", "allocation", "exposure", "risk_summary"),
    )
)
_ACCOUNT = re.compile(
    r"\b(?:in|of|from|for|on) (?:that|this|the same) (?:account|one|ira)\b"
    # "any interest there last year", and neither "is there" nor "there are"
    r"|(?<!\bis)(?<!\bare)(?<!\bwas)(?<!\bwere)(?<!\bbe)(?<!\bbeen)(?<!\bhas)(?<!\bhave)(?<!\bhad)(?<!\bwill)"
    r"(?<!\bhi)(?<!\bhey)(?<!\bhello)(?<!\bout)(?<!\bcan)(?<!\bif)(?<=\w) there\b"
    r"(?! (?:is|are|was|were|be|has|have|had|will|any|some|an?|to)\b|')"
)
_SECURITY = re.compile(
    r"\b(?:of|in|on|for|from|about|own|have|hold|is|did|does) (?:that|this|the same)"
    r" (?:fund|stock|etf|share|security|ticker|position|holding|investment)\b(?! (?:you|we|that|i|which)\b)"
)
_PERIOD = re.compile(
    r"\b(?:(?:in|over|during|for|at) )?(?:that|the same|same) (?:period|time|timeframe|time frame"
    r"|year|month|quarter|week"
    r"|span)\b|\b(?:back|since|until) then\b|\bduring (?:it|that)\b|\b(?:did|was|were)\b.*\bthen$"
)
_GOAL = re.compile(r"\b(?:that|this|the same) (?:goal|plan|target)\b")
_PURPOSE = re.compile(
    r"\b(?:retir|pension|house|home|down ?payment|college|universit|tuition|car\b|wedding|trip|vacation|travel"
    r"|emergency)"
)
_NOT_AT_THE_SAME_TIME = re.compile(r"\bat the same time\b")  # says "also"

# A question about everything held, where "it" is a security: rather about that one.
_RATHER_OF_ONE = frozenset(("holdings", "portfolio_value"))


def kind_meant(topic: Topic | None, kind: str, text: str, mentions: Sequence[Mention]) -> str:
    """`kind`, or where the question points back at a security that it couldn't heed, the one about a position:
    "how much of it do I have", understood as a question for the whole portfolio."""
    if topic is None or kind not in _RATHER_OF_ONE or mentions or "security" not in topic.mentions:
        return kind
    of_one = taken_over(topic, "holding_detail", text, mentions)
    return "holding_detail" if any(mention.entity == "security" for mention in of_one) else kind


def taken_over(topic: Topic | None, kind: str, text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Mentions of `topic` that a question of `kind` points back at and doesn't name itself; none for a command.

    A "what if" right after an answer about a goal is about that goal, for want of another.
    """
    if topic is None or topic.asked is not None or text.startswith("/") or kind not in KINDS:
        return ()
    said = re.sub(r"\s+", " ", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower()).strip().strip("?!. ")
    named = {mention.entity for mention in mentions}
    found = {
        entity: words
        for entity, words in topic.mentions.items()
        if entity in KINDS[kind].entities and entity not in named and _points_at(entity, said, kind, topic)
    }
    return tuple(Mention(entity, words, words) for entity, words in found.items())


def _points_at(entity: str, said: str, kind: str, topic: Topic) -> bool:
    """ "It" is the security talked about, or where there was none the account."""
    it = len(said.split()) <= _MOST_WORDS and _IT.search(said) is not None
    if entity == "security":
        return bool(_SECURITY.search(said)) or (it and not _ACCOUNT.search(said))
    if entity == "account":
        is_it = it and "security" not in topic.mentions and kind in _ASKED_OF_AN_ACCOUNT
        return bool(_ACCOUNT.search(said)) or is_it
    if entity == "period":
        return bool(_PERIOD.search(_NOT_AT_THE_SAME_TIME.sub("", said)))
    return entity == "goal" and (bool(_GOAL.search(said)) or (kind == "goal_what_if" and not _PURPOSE.search(said)))
