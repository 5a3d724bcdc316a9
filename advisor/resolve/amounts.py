"""Amounts of money in words: "$1,250", "2k", "half a grand", "five hundred bucks", "USD 300", "1.5 million".

Exact decimals, in whatever currency the customer has: a currency's sign or name only says that money is meant. A comma
between groups of three digits separates thousands, a point decimals. Vague words ("a few hundred") are no amount.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from advisor.dialogue import Mention

MOST = Decimal(10) ** 12  # what is larger is a slip, or no money

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {
    **{word: i for i, word in enumerate(_ONES)},
    **{word: 20 + 10 * i for i, word in enumerate(_TENS)},
    "fourty": 40,
    "couple": 2,
    "a": 1,
    "an": 1,
}
_SCALES = {
    "hundred": 100,
    **dict.fromkeys(("k", "thousand", "thousands", "grand", "grands"), 1_000),
    **dict.fromkeys(("m", "mm", "mn", "mil", "mill", "million", "millions"), 1_000_000),
    **dict.fromkeys(("b", "bn", "billion", "billions"), 1_000_000_000),
}
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d.])|\d+(?:\.\d+)?|\.\d+"
_SIGN = r"(?:us\$|\$|€|£|¥|\b(?:usd|eur|gbp|chf|cad|aud) ?)"
_NAME = r"(?:(?:us )?dollars?|bucks?|usd|eur|euros?|gbp|pounds?|chf|francs?|cad|aud|quid|€|£|\$)"
_LETTER = r"(?:k|m|mm|mn|b|bn)"
_SCALE = r"(?:hundred|thousands?|grands?|mil|mill|millions?|billions?)"
_NUMBER_WORD = rf"(?:{'|'.join(sorted((*_ONES, *_TENS, 'fourty'), key=len, reverse=True))})"
_SPOKEN = (
    rf"(?:(?:an?|(?:a )?couple(?: of)?(?= {_SCALE})|{_NUMBER_WORD}|{_SCALE})"
    rf"(?:(?:[ -]+|[ -]+and[ -]+(?=an? half\b|{_NUMBER_WORD}))"
    rf"(?:an? half|(?:point[ -]+)?{_NUMBER_WORD}|{_SCALE}|k)\b)*)"
)
_HALF = r"and an? half\b"
_FOUND = re.compile(
    rf"(?P<half>\b(?:half|(?P<three>three quarters)|(?P<quarter>quarter))(?: (?:of )?an?)? (?P<of>{_SCALE}|k)\b)"
    rf"|(?<![\w.,])(?P<minus>[-−] ?)?(?P<sign>{_SIGN}) ?(?P<signed>{_DIGITS})"
    rf"(?:(?P<signed_half> {_HALF})? ?(?P<signed_scale>{_LETTER}|{_SCALE})\b(?P<signed_more> {_HALF})?)?"
    rf"|(?<![\w.,/:-])(?P<minus_too>[-−])?(?P<digits>{_DIGITS})"
    rf"(?:(?P<digits_half> {_HALF})?(?: ?(?P<letter>{_LETTER})| (?P<scale>{_SCALE}))\b(?P<digits_more> {_HALF})?)?"
    rf"|\b(?P<spoken>{_SPOKEN})\b"
)
_NAME_AFTER = re.compile(rf"[ -]?{_NAME}(?![a-z])")
_PERCENT_AFTER = re.compile(r" ?(?:%|percent\b|per cent\b)")
_VAGUE_BEFORE = re.compile(r"\b(?:few|several|some|many|dozens? of) $")


@dataclass(frozen=True)
class FoundAmount:
    """Where in the text it stands. `plain` is true for a bare number that only its neighbours can make money."""

    start: int
    end: int
    amount: Decimal
    plain: bool


def amount_meant(text: str) -> Decimal | None:
    """The one amount that `text` names; None without one, with several, or for one below 0."""
    found = amounts_in(text)
    return found[0].amount if len(found) == 1 else None


def amounts_meant(mentions: Sequence[Mention]) -> tuple[Decimal, ...]:
    """The amounts of the mentions in their order, without those that name none."""
    tries = (next((a for a in map(amount_meant, (m.text, m.value)) if a is not None), None) for m in mentions)
    return tuple(amount for amount in tries if amount is not None)


def amounts_in(text: str) -> list[FoundAmount]:
    """Every number that can be money, in the order of the text; numbers of other things have to be cut out before."""
    folded = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    found: list[FoundAmount] = []
    for match in _FOUND.finditer(folded):
        if match["minus"] or match["minus_too"] or _PERCENT_AFTER.match(folded, match.end()):
            continue
        if match["spoken"] and _VAGUE_BEFORE.search(folded[: match.start()]):
            continue
        amount = _amount(match)
        if amount is None or amount > MOST:
            continue
        name = _NAME_AFTER.match(folded, match.end())
        plain = match["digits"] is not None and match["letter"] is None and match["scale"] is None
        plain = (plain or (match["spoken"] is not None and amount < 100)) and name is None
        found.append(FoundAmount(match.start(), name.end() if name else match.end(), amount, plain))
    return found


def _amount(match: re.Match[str]) -> Decimal | None:
    if match["half"]:
        return _SCALES[match["of"]] * Decimal("0.75" if match["three"] else "0.25" if match["quarter"] else "0.5")
    if match["spoken"]:
        return _spoken(match["spoken"])
    number = Decimal((match["signed"] or match["digits"]).replace(",", "").replace(" ", ""))
    scale = match["signed_scale"] or match["letter"] or match["scale"]
    if any(match[name] for name in ("signed_half", "signed_more", "digits_half", "digits_more")):
        number += Decimal("0.5")  # "2 and a half grand", "2 grand and a half"
    return number * _SCALES[scale] if scale else number


def _spoken(text: str) -> Decimal | None:
    """ "twelve hundred and fifty" → 1250, "two and a half thousand" → 2500; None for "a", or words in a wrong order."""
    words = [
        word for word in re.split(r"[ -]+", re.sub(r"\ban? (?=half|couple)", "", text)) if word not in ("and", "of")
    ]
    if all(word in ("a", "an", "half") for word in words):
        return None
    total, part, scale = Decimal(0), Decimal(0), Decimal(1)
    place: Decimal | None = None  # of the next figure behind a "point"
    room = MOST  # what comes next has to be less: one after twenty, ninety-nine after a hundred
    for word in words:
        if word == "point":
            place = Decimal("0.1")
        elif word == "hundred":
            part, room, place = (part or Decimal(1)) * 100, Decimal(100), None
        elif word in _SCALES:
            scale = Decimal(_SCALES[word])
            total, part, room, place = total + (part or Decimal(1)) * scale, Decimal(0), MOST, None
        elif word == "half":
            # "two and a half thousand" is half of what follows, "a million and a half" half of what went before.
            part, total = (part + Decimal("0.5"), total) if part else (part, total + scale / 2)
        elif place is not None:
            part, place = part + _SMALL[word] * place, place / 10
        elif _SMALL[word] < room:
            part, room = part + _SMALL[word], Decimal(10 if _SMALL[word] >= 20 else 0)
        else:
            return None
    return total + part
