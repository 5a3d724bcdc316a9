"""Which of a question's answers a message means: by its place, by a number of years or months, or by its words."""

from __future__ import annotations

import re
from datetime import date

from advisor.questionnaire.questions import RiskQuestion

_PLACES = ("first", "second", "third", "fourth", "fifth")
_COUNTED = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_WORDS = {word: number for number, word in enumerate(_COUNTED)} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "couple of": 2,
    "a couple of": 2,
    "dozen": 12,
    "a": 1,
    "an": 1,
    "half a": 0.5,
}
_NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_SPAN = re.compile(
    rf"(?:\b(?P<over>more than|over|at least) )?\b(?P<n>{_NUMBER})\+?(?: ?(?:-|–|to|or) ?(?P<upto>{_NUMBER}))?"
    r"[ -]?(?P<unit>years?|yrs?|y|months?|mos?|weeks?|decades?)\b"
)
_YEAR = re.compile(r"\b(?:in|by|around|about|until|till)? ?(20\d\d|21\d\d)\b")
_BARE = re.compile(rf"^\W*(?:(?:about|around|maybe|roughly|like|say|in|for|ok|so) )*(?P<n>{_NUMBER})\W*$")
_IN_YEARS = {"y": 1.0, "m": 1 / 12, "w": 1 / 52, "d": 10.0}
_NOT_DONE = re.compile(
    r"\b(?:not|never|wouldn'?t|won'?t|don'?t|didn'?t|couldn'?t) (?:\w+ ){0,2}?(?:sell"
    r"|panic|cash out|get out)\w*(?: (?:it|all|everything|anything|some|out))*"
)


def answer_meant(question: RiskQuestion, text: str, today: date) -> int | None:
    """The answer's place, from 0 on; None where the message means none, or could mean two."""
    said = " ".join(text.casefold().replace("’", "'").split())
    by_title = [at for at, answer in enumerate(question.answers) if _plain(answer.title) == _plain(said)]
    if by_title:
        return by_title[0]
    place = _place(question, said)
    if place is not None:
        return place
    if question.measure is not None:
        amounts = _amounts(question, said, today)
        if amounts:
            meant = {_answer_for(question, amount) for amount in amounts}
            return meant.pop() if len(meant) == 1 else None
    return _by_words(question, said)


def _plain(text: str) -> str:
    return text.casefold().strip(" .!")


def _place(question: RiskQuestion, said: str) -> int | None:
    """ "b", "option 2", "the second one", "the last". A number alone is a place only where nothing is measured."""
    count = len(question.answers)
    around = r"(?:(?:the|option|answer|choice|number|no\.?|i'?d (?:say|take|go (?:for|with))|take|it's|say) )*"
    match = re.match(
        rf"^\W*{around}(?:(?P<letter>[a-e])|(?P<place>\w+))\W*(?: ?(?:one|option|answer|choice))?\W*$", said
    )
    if match is None:
        return None
    word = match["letter"] or match["place"]
    if match["letter"]:
        at = "abcde".index(word)
    elif word in _PLACES:
        at = _PLACES.index(word)
    elif re.match(r"^(\d)(?:st|nd|rd|th)$", word):
        at = int(word[0]) - 1
    elif word == "last":
        at = count - 1
    else:
        named = re.match(r"^\W*(?:the )?(?:option|answer|choice|number|no\.?) ", said) is not None
        number = int(word) if word.isdigit() else _WORDS.get(word)
        if number is None or not (named or question.measure is None) or number != int(number):
            return None
        at = int(number) - 1
    return at if 0 <= at < count else None


def _amounts(question: RiskQuestion, said: str, today: date) -> list[float]:
    """Years or months that are named, in the question's own measure; a number alone is one, too."""
    years: list[float] = []
    for match in _SPAN.finditer(said):
        unit = _IN_YEARS[match["unit"][0]]
        beyond = 1.0 if match["over"] in ("more than", "over") else 0.0
        years += [(_value(words) + beyond) * unit for words in (match["n"], match["upto"]) if words]
    if not years and question.name == "horizon":
        years = [max(int(match[1]) - today.year, 0) for match in _YEAR.finditer(said)]
    per_year = 12.0 if question.measure == "months" else 1.0
    amounts = [amount * per_year for amount in years]
    bare = _BARE.match(said)
    return [_value(bare["n"])] if not amounts and bare is not None else amounts


def _value(words: str) -> float:
    return float(_WORDS[words]) if words in _WORDS else float(words)


def _answer_for(question: RiskQuestion, amount: float) -> int:
    amount = round(amount, 6)
    ends = [answer.upto for answer in question.answers]
    return next((at for at, end in enumerate(ends) if end is None or amount < end), len(ends) - 1)


def _by_words(question: RiskQuestion, said: str) -> int | None:
    """The only answer whose words are in it. What somebody would not sell is kept."""
    said = _NOT_DONE.sub("keep", said)
    found = [at for at, answer in enumerate(question.answers) if answer.said and re.search(answer.said, said)]
    if question.name == "experience" and len(found) > 1:
        return found[-1]  # the boldest that somebody has done is what counts
    return found[0] if len(found) == 1 else None
