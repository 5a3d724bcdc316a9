"""What a full question takes over from the one before: only what it points back at ("in it", "that fund", "then").

Many questions in one conversation have nothing to do with each other, so a question that merely names no account is
about all of them, as ever.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from advisor.dialogue import Mention, Topic
from advisor.kinds import KINDS

_IT = re.compile(
    r"\b(?:in|of|from|inside|into|on|for|about|own|have|hold|bought|sold|buy|sell) (?:it|that one|this one|there)\b"
    r"|\b(?:did|does|has|had|is|was|will) it\b(?! (?:going|possible|true|safe|ok|okay|worth it|too|time|better|good|bad"
    r"|wise|normal|really|just|hard|easy|legal|free|that|a|an|the|because|about)\b)"
    r"|\bits\b(?! (?:going|possible|true|ok|okay|been|just|a|an|the|not|time|too)\b)"
    r"|\bin there\b|\bit's (?:worth|yield|cost)"
)
_ACCOUNT = re.compile(r"\b(?:that|this|the same) (?:account|one|ira)\b|\bsame account\b")
_SECURITY = re.compile(
    r"\b(?:that|this|the same) (?:fund|stock|etf|share|security|ticker|position|holding|investment)\b"
)
_PERIOD = re.compile(
    r"\b(?:(?:in|over|during|for|at) )?(?:that|the same|same) (?:period|time|timeframe|time frame"
    r"|year|month|quarter|week"
    r"|span)\b|\b(?:back|since|until) then\b|\bduring (?:it|that)\b|\b(?:did|was|were)\b.*\bthen$"
)
_GOAL = re.compile(r"\b(?:that|this|the same) (?:goal|plan|target)\b")
_NOT_AT_THE_SAME_TIME = re.compile(r"\bat the same time\b")  # says "also"


def taken_over(topic: Topic | None, kind: str, text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Mentions of `topic` that a question of `kind` points back at and doesn't name itself; none for a command."""
    if topic is None or topic.asked is not None or text.startswith("/") or kind not in KINDS:
        return ()
    said = re.sub(r"\s+", " ", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower()).strip().strip("?!. ")
    named = {mention.entity for mention in mentions}
    found = {
        entity: words
        for entity, words in topic.mentions.items()
        if entity in KINDS[kind].entities and entity not in named and _points_at(entity, said, topic.mentions)
    }
    return tuple(Mention(entity, words, words) for entity, words in found.items())


def _points_at(entity: str, said: str, mentions: Mapping[str, str]) -> bool:
    """ "It" is the security talked about, or where there was none the account."""
    if entity == "security":
        return bool(_SECURITY.search(said) or (_IT.search(said) and not _ACCOUNT.search(said)))
    if entity == "account":
        return bool(_ACCOUNT.search(said) or ("security" not in mentions and _IT.search(said)))
    if entity == "period":
        return bool(_PERIOD.search(_NOT_AT_THE_SAME_TIME.sub("", said)))
    return entity == "goal" and bool(_GOAL.search(said))
