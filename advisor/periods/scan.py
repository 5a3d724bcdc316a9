"""Finds a period that a message plainly names where understanding marked none, or only a part of it.

Far fewer wordings than the grammar reads: a message is full of words that are no period ("may I", "SEP IRA", "a fund
2050"), so only expressions that can mean nothing else count, and of two none does.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from advisor.periods.tokens import TOUCHING_YEAR


class Found(NamedTuple):
    """Where in the message the expression stands, and its words."""

    start: int
    end: int
    words: str


_MONTH = (  # without "sep", which is an account here
    r"(?:january|jan|february|febuary|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september"
    r"|sept|october|oct|november|nov|december|dec)\b"
)
_YEAR = r"(?:(?:19|20)\d\d\b(?![-/]| (?:fund|target|account|goal|dollar|usd|buck|share))|'\d\d\b)"
_THE = r"(?:(?:the|my) )?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?\b"
_DATE = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}\b|\d{1,2}/\d{1,2}(?:/\d{2,4})?\b(?!/)"
    rf"|{_THE}{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?|{_MONTH} {_THE}{_DAY}(?:,? {_YEAR})?)"
)
_WITH_YEAR = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}\b|\d{1,2}/\d{1,2}/\d{4}\b"
    rf"|{_DAY}(?: of)? {_MONTH},? {_YEAR}|{_MONTH} {_THE}{_DAY},? {_YEAR})"
)
_OF_YEAR = rf"(?:,?(?: of| in)? (?:{_YEAR}|(?:last|this) year\b|[ft]y ?(?:20)?\d\d\b))"
_PART = (
    r"(?:q[1-4]\b|[1-4]q\b|h[12]\b|(?:first|second|1st|2nd) (?:quarter|half)\b"
    r"|(?:third|fourth|3rd|4th) quarter\b)"
)
_PART_OF_YEAR = rf"(?<![\w'/-]){TOUCHING_YEAR}"
_UNIT = r"(?:day|week|wk|month|mo|mth|mnth|quarter|quater|qtr|year|yr)s?(?:'s)?\b"
_SMALL = (
    r"(?:\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty"
    r"|forty|sixty|ninety|hundred|(?:a )?couple(?: of)?)"
)
_RECENT = (
    rf"(?:this|current|last|lst|past|previous|prior|trailing|rolling) (?:(?:full|whole|entire|calendar) )?"
    rf"(?:{_SMALL}[ -])?(?:(?:full|calendar) )?{_UNIT}(?: and a half\b)?"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
_SEASON = r"(?:spring|summer|autumn|winter)\b"
_OCCASION = (
    r"(?:(?:easter|christmas|xmas|thanksgiving|halloween|juneteenth|new year(?:'?s)?)(?: day| eve)?\b"
    r"|(?:memorial|labou?r|independence|columbus|veterans) day\b|black friday\b"
    rf"|(?:{_SEASON}|fall\b(?= \d)){_OF_YEAR}?|(?<=last )fall\b)"
)
_POINT = (
    rf"(?:{_DATE}|{_PART_OF_YEAR}|{_OCCASION}|(?:{_PART}|{_MONTH}){_OF_YEAR}?|{_YEAR}|(?:last|this) {_UNIT}"
    rf"|(?:to|yester)day\b|{_WEEKDAY})"
)
_I_STARTED = r"(?:i|we)(?:'ve)? (?:first )?(?:joined|opened|started|began|begun|signed|invested|became)"
_RESULT = r"(?:returns?|performance|gains?|growth|results?|profits?)\b"
_EXPRESSION = re.compile(
    "|".join(
        (
            rf"\b(?:from|between) {_THE}{_POINT} ?(?:to|until|till|through|thru|and|-) ?{_THE}(?:{_POINT}|now\b)",
            rf"\b{_MONTH}{_OF_YEAR}? ?(?:to|until|till|through|thru|-) ?{_MONTH}{_OF_YEAR}?",
            rf"\b(?:since {_SMALL} {_UNIT}|{_SMALL} days?) ago\b",
            rf"\bsince {_THE}(?:last )?(?:{_RECENT}|{_POINT}|inception\b|day (?:one|1)\b|{_I_STARTED}\b)",
            rf"\bsince {_THE}(?:very )?(?:start|beginning)(?: of (?:the|this|last) (?:week|month|quarter|year))?\b",
            r"\bfrom (?:the )?(?:very )?(?:(?:start|beginning)\b(?! of)|day (?:one|1)\b|inception\b)",
            r"\b(?:[wmqy]td|(?:week|month|quarter|year)[ -]to[ -]date|inception[ -]to[ -]date)\b",
            rf"\b{_RECENT}(?! (?:of|ago)\b)",
            rf"\b(?:\d{{1,3}}[ -]?[dwmy]\b|{_SMALL}[ -]?{_UNIT})(?= {_RESULT})",
            r"\b(?:today|yesterday)(?:'?s)?\b",
            rf"(?:\b(?:in|during|over|for) {_THE})?{_PART_OF_YEAR}",
            rf"\b(?:on|for) {_DATE}",
            rf"\b{_WITH_YEAR}",
            rf"\b(?:{_PART}|{_MONTH}){_OF_YEAR}",
            rf"\b(?:in|during|over|for) {_THE}(?:last )?(?:(?:{_PART}|{_MONTH}(?! {_DAY})){_OF_YEAR}?|{_YEAR})",
            rf"\b(?:on )?(?:last )?{_WEEKDAY}",
            rf"\blast (?:{_SEASON}|fall\b(?! of)|(?:easter|christmas|xmas|thanksgiving|weekend)\b)",
            r"\bq[1-4]\b",
            rf"\b(?:{_PART}|{_YEAR})(?= {_RESULT})",
            rf"\b{_RESULT} to date\b",
            r"\b(?:all[ -]time|life[ -]?time|ever)\b",
        )
    )
)
# Right before or after an expression these make it another one, or none: "end of last year", "compared to 2024".
_CHANGED_BEFORE = re.compile(
    r"\b(?:before|until|till|up to|by|after|as of|than|vs\.?|versus|like|to|with|not|except|excluding|without|next"
    r"|since|from|between|starting|this time|around|same (?:time|period|day|week|month|quarter)|early|late|mid"
    r"|(?:end|start|beginning|middle|half|rest|part|week|month|quarter|days?|first|last) of|hardly|best|worst"
    r"|\d(?:st|nd|rd|th)?(?: of)?)[ -](?:(?:the|in|on) )?$"
)
_INDEX = r"(?: (?:to|with))? (?:the )?(?:s ?& ?p|market|stock market|index|benchmark|nasdaq|dow|russell)\b"
_CHANGED_AFTER = re.compile(
    rf"^ ?(?:ago|or|(?:vs\.?|versus|compared)(?!{_INDEX})|excluding|except|until|till|to|through|and a half)\b"
    rf"|^ ?(?:and|-|&) ?(?:\d|{_PART}|{_MONTH})"
)


def period_in(message: str) -> Found | None:
    """The one expression in `message` that can only be a period; None without one, with several, or in a command."""
    if message.startswith("/"):
        return None
    text = message.replace("’", "'").replace("‘", "'").replace("–", "-")  # one letter for one: places stay right
    text = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    text = re.sub(r"\s", " ", text)
    found = [Found(match.start(), match.end(), match[0]) for match in _EXPRESSION.finditer(text)]
    if len(found) != 1:
        return None
    start, end, words = found[0]
    starts_anew = words.startswith(("since", "from", "between"))
    if (not starts_anew and _CHANGED_BEFORE.search(text[:start])) or _CHANGED_AFTER.search(text[end:]):
        return None
    return found[0]
