"""Whether a message is a yes, a no, a question of its own, and what is left of it once its answers are read.

A yes counts only where nothing else is said: whoever adds "but" hasn't agreed to what was shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from advisor.ask import ANSWERABLE
from advisor.requests.records import Heard
from advisor.resolve.words import all_words_of


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_YES = re.compile(
    r"\b(?:yes|yeah|yea|yep|yup|yess+|aye|y|sure(?: thing)?|ok|okay|okey|k|alright|all right|confirm(?:ed)?|i confirm"
    r"|correct|right(?! (?:now|away))|exactly"
    r"|go ahead|go for it|(?:please )?do (?:it|so|that)|please do|sounds (?:good|right)"
    r"|looks (?:good|right)|absolutely|definitely|certainly|of course|perfect|fine|agreed?|i agree|pass it on"
    r"|send it(?: off)?|submit(?: it)?|approved?|by all means|thats (?:right|it|correct)|that is (?:right|correct))\b"
)
_NO = re.compile(
    r"\b(?:no|nope|nah|naw|n|no thanks|no thank you|rather not|better not|never ?mind|forget (?:it|about it|that)"
    r"|leave it|drop it|scrap (?:it|that)|dont|do not|not now|not today|cancel(?: it| that| this)?)\b"
)
_GIVES_UP = re.compile(
    r"\b(?:never ?mind|forget (?:it|about it|that)|leave it|drop it|scrap (?:it|that)|stop(?: it| that| this)?"
    r"|abort|quit|cancel(?: it| that| this| everything)?|i(?: have)? changed my mind"
    r"|not any ?more|dont want (?:it|this|that))\b"
)
_AFTER_A_YES = _set(
    "please thanks thank you very much it is that all good great now then just so cool yes and for me i am"
)
_NOT_A_YES = re.compile(
    r"\b(?:no|nah|nope|naw|not|stop|cancel|forget|never ?mind|doubt|dont|doesnt|isnt|wont|cant|never"
    r"|but|wait|hold|except|unless|if|when|instead|change|later|first|think"
    r"|maybe|only|after|before|until|actually|rather|though|hmm+|what|how|why|which|who|where)\b|\d|\?"
)
_MOST_WORDS_OF_A_YES = 6
_SURE = 0.7  # confidence from which on words that aren't known for a yes may be one
# What stands around an answer and says nothing more: "could you make it the Roth instead please".
_AROUND = _set(
    "a an the my our your me i id im ill ive we us you it its is be was to into in on of for from at by with and or as "
    "please pls plz thanks thank then now just only so um uh hmm oh ah well hey ok okay yes yeah yep no nope nah sorry "
    "wait actually instead rather better make made take use choose pick put go going change switch set lets let that "
    "thats this those them one ones account accounts should would could can will want wanted need like prefer mean "
    "meant said about around maybe say not dont correction oops dollars dollar bucks usd money amount all right do did "
    "rest keep same as before still fine good correct there here have has been sure hold up out off think guess "
    "probably perhaps suppose believe try works sounds best again"
)
_HOW_ABOUT = re.compile(r"\b(?:what|how) (?:about|if)\b")
_ASKS = re.compile(
    r"^\W*(?:(?:and|but|wait|hold on|hmm+|um+|uh|ok|okay|so|first|no|yes|also|sorry|oh|well|hey|btw|quick question"
    r"|before that)[\s,.!…—-]+)*(?:how|what|whats|what's|why|when|where|which|who|whose"
    r"|do(?! (?:it|that|so|this)\b)|does|did|is|are|was|were"
    r"|am|have|has|will|would|should|could|can)\b"
)
_CORRECTS = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|ok|okay|sure|no|nope|nah|wait|sorry|actually|hmm+|oh|oops|but|and|please|just|lets|let's)"
    r"\W+)*(?:make (?:it|that|this)|change (?:it|that|this)|set (?:it|that|this)|i meant?)\b|\binstead\W*$"
)


def is_yes(heard: Heard, read: Iterable[str] = ()) -> bool:
    """A plain yes, beside words that were `read` already."""
    if heard.button:
        return heard.intent == "affirm"
    if heard.text.strip() in ("👍", "✅", "👌"):
        return True
    rest = " ".join(all_words_of(without(heard.text, read)))
    bare = _YES.sub(" ", rest)
    if "?" in heard.text or is_question(heard.text):
        return False
    if bare != rest and _AFTER_A_YES.issuperset(bare.split()):
        return not _NO.search(bare)
    return (
        heard.intent == "affirm"
        and heard.confidence >= _SURE
        and 0 < len(rest.split()) <= _MOST_WORDS_OF_A_YES
        and not _NOT_A_YES.search(rest)
    )


def is_no(heard: Heard, read: Iterable[str] = ()) -> bool:
    """A plain no beside words that were `read`: nothing else is said that could be a correction."""
    if heard.button:
        return heard.intent == "deny"
    if heard.text.strip() in ("👎", "❌"):
        return True
    rest = " ".join(all_words_of(without(heard.text, read)))
    bare = _NO.sub(" ", rest)
    return bare != rest and _AFTER_A_YES.issuperset(bare.split())


def gives_up(heard: Heard, read: Iterable[str] = ()) -> bool:
    """ "Never mind", "ok, cancel that": leaves whatever is asked, and says nothing else."""
    rest = " ".join(all_words_of(without(heard.text, read)))
    bare = _GIVES_UP.sub(" ", rest)
    return not heard.button and bare != rest and _AFTER_A_YES.issuperset(_YES.sub(" ", _NO.sub(" ", bare)).split())


def without(text: str, read: Iterable[str]) -> str:
    """The text without the first place of each of these words."""
    for words in sorted(read, key=len, reverse=True):
        at = text.casefold().find(words.casefold()) if words else -1
        if at >= 0 and len(text.casefold()) == len(text):
            text = f"{text[:at]} {text[at + len(words) :]}"
    return text


def left_over(text: str, read: Iterable[str]) -> tuple[str, ...]:
    """The words of the text that nobody has read and that mean something."""
    rest = _HOW_ABOUT.sub(" ", without(text, read).casefold())
    return tuple(word for word in all_words_of(rest) if word not in _AROUND)


def is_question(text: str) -> bool:
    return _ASKS.match(text.casefold().replace("’", "'")) is not None


def corrects(text: str) -> bool:
    """ "Yes but make it 700", "i meant the Roth": a change of what was shown, whatever else it was understood as."""
    return not is_question(text) and _CORRECTS.search(text.casefold().replace("’", "'")) is not None


def is_of_another_kind(heard: Heard, own: str) -> bool:
    """Whether the message was understood as a question or request that isn't this one."""
    return (
        heard.intent in ANSWERABLE
        or heard.intent.startswith("faq_")
        or (heard.intent not in (own, "affirm", "deny", "nlu_fallback", "out_of_scope", "inform", ""))
    )
