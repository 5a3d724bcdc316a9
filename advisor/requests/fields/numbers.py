"""Numbers of a message that are no money: of dates, times, ages, paces and references."""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.resolve.frequencies import paces_in

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_OTHERS = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? (?:19|20|21)\d\d)?\b"
    rf"|\b{_MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b(?![\d,.]*\d)(?:,? (?:19|20|21)\d\d)?"
    rf"|\b{_MONTH} (?:19|20|21)\d\d\b"
    r"|\b\d{4}-\d\d?(?:-\d\d?)?\b|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)\b"
    r"|\b\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|a\.m\.|p\.m\.|o'?clock)\b|\b\d{1,2}:\d\d\b"
    r"|\b(?:in|by|until|till|before|for|since|around|of) (?:19|20|21)\d\d\b(?! ?(?:dollars|usd|bucks|k\b))"
    r"|\b(?:(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d+)(?:\.\d)?)[ -]"
    r"(?:days?|weeks?|months?|quarters?|years?|yrs?|times?|minutes?|hours?|accounts?|percent)\b"
    r"|\bage (?:of )?\d\d\b|\b(?:at|turn|when i'?m) \d\d\b(?! ?(?:k\b|dollars|bucks|usd))"
    r"|\b(?:req|case)-\w+|\b401 ?\(?k\)?|\b529s?\b|\b1099\w*|\b(?:option|number|no\.|nr\.?) \d\b"
    r"|\bones?\b(?! (?:hundred|thousand|million|grand|k\b|dollar|buck))"
)


def without_other_numbers(text: str, *, keep: Sequence[str] = ()) -> str:
    """The text (in lower case) with them blank, everything else in its place; what overlaps `keep` stays."""
    kept = [(at, at + len(words)) for words in keep if words and (at := text.find(words)) >= 0]
    places = [(match.start(), match.end()) for match in _OTHERS.finditer(text)]
    places += [(pace.start, pace.end) for pace in paces_in(text)]
    for start, end in places:
        if not any(start < other_end and other < end for other, other_end in kept):
            text = text[:start] + " " * (end - start) + text[end:]
    return text
