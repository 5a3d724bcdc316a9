"""Whether a message is elliptical: too short to be a question of its own, so that it goes on from the one before.

Only its shape is told here; which thing it names is for those to say who know the customer's accounts. What they can't
make sense of is answered as understanding reads it, so a message too many taken for elliptical does no harm.
"""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LONGEST = 90  # characters
_MOST_WORDS = {"bare": 4, "led": 7, "answering": 7}

_POLITE = r"(?:ok(?:ay)?|so|well|hm+|yes|yeah|yep|no|nope|sorry|actually|thanks|thank you|great|cool|please|but|wait)"
_LEAD = re.compile(
    rf"^(?:{_POLITE}[\s,.!-]+)*(?:and\b(?: (?:what about|how about|for|in|with))?|or\b|but\b|now\b|also\b|plus\b"
    r"|what about|whats about|how about|hows about|what of|what if it'?s|just\b|only\b|instead\b|rather\b|try\b"
    r"|(?:the )?same\b(?: (?:thing|question|again))?(?: but)?(?: (?:for|in|with|over))?"
    r"|(?:(?:can|could) you )?(?:please )?(?:do|show|tell|give)(?: me)? (?:it|that|this|the same)(?: thing)?(?: again)?"
    r" (?:for|in|with|since|over)|show me (?:just|only)|i (?:mean|meant)\b|make (?:it|that)\b|let'?s (?:say|see|take))"
    r"[\s,:.!-]*"
)
_TAIL = re.compile(r"(?:[\s,]+(?:too|as well|also|instead|then|though|please|pls|plz))+$")
_WHY_WORDS = (
    r"(?:is|was|are|were|did|has|have|does|do|that|this|it|so|the|a|an|there|then|though|tho|exactly|please|pls|me|why"
    r"|for|much|little|bad|good|low|high|down|up|negative|positive|lower|higher|drop|dropped|fall|fell|loss|losses|lost"
    r"|lose|gain|gains|rise|rose|jump|decline|decrease|increase|increased|decreased|change|changed|happen|happened|go"
    r"|went|gone|we|i|my)"
)
_WHY = re.compile(
    rf"(?:(?:and|{_POLITE})[\s,]+)*(?:why|how come|how so|what happened|what(?:'?s| is| was) the reason"
    rf"|for what reason|because of what|explain)(?: {_WHY_WORDS})*"
)
_ANAPHOR = r"(?:it|that|this|them|those|these)"
_COMPARE = re.compile(
    rf"(?:(?:and|now|can you|could you|show me|{_POLITE})[\s,]+)*"
    rf"(?:compared?(?: {_ANAPHOR})?(?: up)? (?:with|to|against|versus|vs\.?)"
    rf"|(?:how (?:does|did|do|is) )?{_ANAPHOR} (?:compares?|stacks? up|do|did|doing|fares?|looks?)"
    r" (?:with|to|against|versus|vs\.?)|vs\.?|versus|against|relative to"
    r"|benchmark (?:it|that|this) (?:to|against|with))"
    r"(?: \S+){1,6}"
)
_REST = re.compile(
    rf"(?:(?:and|can you|could you|now|i want to|{_POLITE})[\s,]+)*"
    r"(?:(?:(?:show|give|tell|list|see|display)(?: me)? )?(?:(?:all )?the )?"
    r"(?:rest|others|remaining(?: ones)?|other (?:ones|\d+)|more|next(?: ones| page)?|(?:full|whole|entire) list)"
    r"|(?:show|give|tell|list|see|display)(?: me)? (?:all|everything|every one)|all of (?:them|it))"
    r"(?: of (?:them|it|those|the list))?(?: please| pls)?"
)
# A message with one of these asks, tells or wants something by itself.
_WHOLE = _set(
    "how's hows how what whats what's which who whose when where why do does did is are am was were can could "
    "should shall would will have has had i i'm im i'd i've ive we you your tell show list give explain want need "
    "like wanna buy sell invest deposit withdraw transfer move open compare compared comparison contribute payout "
    "top add pay close change cancel schedule book send set talk speak call there's let not dont don't except "
    "without define meaning mean difference work works say repeat remind"
)
# Without a lead, one of these makes even two words a question: "roth balance", "dividends last year".
_NAMES_A_QUESTION = _set(
    "fee fees cost costs charge charges charged dividend dividends interest value worth balance performance "
    "return returns gain gains loss losses profit profits holdings allocation split mix risk volatility drawdown "
    "goal goals transaction transactions trade trades activity deposits withdrawals withdrawal transfers "
    "contributions contribution document documents form forms tax taxes shares position positions stake holding "
    "statement statements price quote summary overview recap exposure rebalance rebalancing expense cash money "
    "portfolio accounts harvest harvesting wash limit limits insurance minimum password login adviser advisor "
    "person human agent help hours phone address beneficiary referral crypto bitcoin esg inflation"
)
# After a list of transactions these only narrow it.
_TYPES = _set("buys sells sales trades deposits withdrawals dividends interest fees")
_ALL_ACCOUNTS = re.compile(r"(?:in )?(?:all|both|each)(?: of)?(?: (?:the|my|our|them|these|those))?(?: accounts)?")
_BOTH_SIDES = re.compile(r"\w (?:vs\.?|versus|or|against|compared to) \w")  # "VTI vs BND" is a whole question
_SMALL = _set("the my our a in on at over of for from to since past last")
_SCORE = re.compile(r"\d{1,3}/10{1,2}")
_CHAT = _set(
    "hi hello there hey yo hiya morning good evening afternoon thanks thank thx ty ok okay k yes yeah yep yup no "
    "nope nah sure fine bye goodbye stop quit exit help great cool nice wow lol haha hm hmm please sorry never "
    "mind nevermind forget repeat again once more menu human person agent test perfect awesome wrong bad right "
    "correct really damn oh ah aha see got so and well the a that it this but very much too job bot welcome"
)


def leans_on_another(message: str) -> bool:
    """Whether `message` says itself that it goes on from something: "and the Roth?", "why?", "compare it with bonds".

    Single words and names don't: "dividends" and "VTI" can be asked out of the blue.
    """
    text = _plain(message)
    led = (
        any(shape.fullmatch(text) for shape in (_WHY, _COMPARE, _REST)) or _LEAD.match(_TAIL.sub("", text)) is not None
    )
    return led and is_elliptical(message)


def is_elliptical(message: str, *, after: str = "", answering: bool = False) -> bool:
    """Whether `message` goes on from an answer, or with `answering`, may be what a question back asked for.

    `after` is the kind of the question that was answered, where it is known.

    A full question isn't, even with "and" before it, nor a command, a greeting or thanks.
    """
    if message.startswith("/") or len(message) > _LONGEST:
        return False
    text = _plain(message)
    if not text or _WHY.fullmatch(text) or _COMPARE.fullmatch(text) or _REST.fullmatch(text):
        return bool(text)
    text = _TAIL.sub("", text)
    lead = _LEAD.match(text)
    words = re.findall(r"[\w$&'%/.-]+", text[lead.end() :] if lead is not None else text)
    if not words or _WHOLE.intersection(words) or _CHAT.issuperset(words):
        return False
    if lead is not None:
        return len(words) <= _MOST_WORDS["led"]
    if _ALL_ACCOUNTS.fullmatch(text) or (after == "transactions" and _TYPES.union(_SMALL).issuperset(words)):
        return True
    if _BOTH_SIDES.search(text) or _SCORE.fullmatch(text):
        return False
    if sum(word not in _SMALL for word in words) > _MOST_WORDS["answering" if answering else "bare"]:
        return False
    return _NAMES_A_QUESTION.intersection(words) <= ({"cash"} if answering else set())


def _plain(message: str) -> str:
    """In small letters, with single blanks and plain apostrophes, without the signs at its ends."""
    return re.sub(r"\s+", " ", message.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).strip().strip("?!.,;: ").lower()
