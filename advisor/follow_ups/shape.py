"""The shape of short messages: what leads into them, trails after them, asks why, to compare or for the rest."""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"^(?:(?:and|but|or|ok(?:ay)?|so|then|now|also|plus|well|hmm+|yes|yeah|no|nope|sorry|actually|please|thanks|great"
    r"|cool|just|only|what about|whats about|how about|hows about|what of|what if it'?s|rather|instead|again|try"
    r"|(?:the )?same(?: thing| question| again)?(?: but)?(?: for| in| with| over)?"
    r"|(?:do|show|tell|give)(?: me)? (?:it|that|this|the same)(?: thing)?(?: again)?(?: for| in| with)?"
    r"|show me(?: just| only)?|(?:can|could) you(?: please)?|i (?:mean|meant)|make (?:it|that)|let'?s (?:say|see|take)"
    r"|it'?s|was it|is it)(?=[\s,:.!?-]|$)[\s,:.!-]*)"
)
_PREPOSITION = re.compile(r"^(?:for|in|with|from|on|over|of|versus|vs\.?|by) ")
_TAIL = re.compile(
    r"(?:^|[\s,]+)(?:please|pls|plz|then|instead|too|as well|though|thanks|thx|thank you|only|alone|now|again|rather"
    r"|specifically|by itself|on its own|maybe|if you can)\s*$"
)
WHY = re.compile(
    r"(?:and |but |so |ok(?:ay)? |hm+ |wait )*(?:why|how come|how so|what happened|what(?:'s| is| was) the reason"
    r"|for what reason|because of what|explain)"
    r"(?: (?:is|was|are|were|did|has|have|does|do|that|this|it|so|the|a|an|there|then|though|tho|exactly|please|pls|me"
    r"|why|for|much|little|bad|good|low|high|down|up|negative|positive|lower|higher|drop|dropped|fall|fell|loss|losses"
    r"|lost|lose|gain|gains|rise|rose|jump|decline|decrease|increase|increased|decreased|change|changed|happen|happened"
    r"|go|went|gone|we|i|my))*"
)
COMPARE = re.compile(
    r"(?:and |but |so |ok(?:ay)? |now |please |can you |could you |how does |how did |how do |how is |show me )*"
    r"(?:(?:compared?|comparing|compares?|stack(?:s|ed)? up|benchmark(?:ed)?|measured?|do|did|fare|hold up)"
    r"(?: (?:it|that|this|them|those|these))?(?: up)?"
    r"|(?:that|it|this|those) (?:compares?|stacks? up|do|did|doing|fares?|looks?)"
    r"|vs\.?|versus|against|relative)"
    r"(?: (?:with|to|against|versus|vs\.?))? (?P<rest>.+)"
)

REST = re.compile(
    r"(?:and |but |ok(?:ay)? |yes |now |please |can you |could you |i want to )*"
    r"(?:(?:(?:show|give|tell|list|see|display)(?: me)? )?(?:(?:all )?the )?"
    r"(?:rest|others|remaining(?: ones)?|other (?:ones|\d+)|more|next(?: ones| page)?|(?:full|whole|entire) list)"
    r"|(?:show|give|tell|list|see|display)(?: me)? (?:all|everything|every one)|all of (?:them|it))"
    r"(?: of (?:them|it|those|the list))?(?: please| pls)?"
)


def plain(message: str) -> str:
    """Single spaces, straight quotes, nothing at the ends; case as it was, because it tells tickers."""
    text = message.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return re.sub(r"\s+", " ", text).strip().strip("?!.,;: ")


def has_lead(words: str) -> bool:
    """Whether the message goes on from what was said: "and …", "what about …"."""
    return _LEAD.match(words.lower()) is not None


def cores(words: str) -> list[str]:
    """The message without leads and tails, as it is and without preposition: "and from march" → "from march", "march".

    As it is goes first: "from March" is another period than "March".
    """
    before = ""
    while before != words:
        before = words
        tail = _TAIL.search(words.lower())
        words = words[: tail.start()].rstrip(" ,?!.") if tail is not None else words
        lead = _LEAD.match(words.lower())
        words = words[lead.end() :] if lead is not None and lead.end() < len(words) else words
    preposition = _PREPOSITION.match(words.lower())
    found = [words, words[preposition.end() :]] if preposition is not None else [words]
    return [core for core in found if core]
