"""Period words made canonical, so that the grammar sees one spelling of everything.

Months become `<m3>`, quarters `<q2>`, halves `<h1>`, weekdays `<w0>` (Monday), dates `<d2025-03-04>` or, without a
year, `<d03-04>`; ordinals `#3`; numbers digits; units their singular. Other words stay as they are, in lower case.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA


def _list(words: str) -> list[str]:
    return words.split()


_MONTHS = _list("january february march april may june july august september october november december")
_WEEKDAYS = _list("monday tuesday wednesday thursday friday saturday sunday")
_ONES = _list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ORDINALS = _list(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_UNITS = {
    "day": ("days",),
    "week": ("weeks", "wk", "wks"),
    "month": ("months", "mo", "mos", "mth", "mths", "mnth", "mnths"),
    "quarter": ("quarters", "qtr", "qtrs"),
    "year": ("years", "yr", "yrs"),
}
_LETTER_UNITS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}  # only right after digits: "3m"

WORDS: dict[str, str] = {
    **{name: f"<m{i}>" for i, name in enumerate(_MONTHS, 1)},
    **{name[:3]: f"<m{i}>" for i, name in enumerate(_MONTHS, 1)},
    "sept": "<m9>",
    **{name: f"<w{i}>" for i, name in enumerate(_WEEKDAYS)},
    **{unit: unit for unit in _UNITS},
    **{alias: unit for unit, aliases in _UNITS.items() for alias in aliases},
    **{f"q{i}": f"<q{i}>" for i in range(1, 5)},
    **{f"h{i}": f"<h{i}>" for i in (1, 2)},
    **{name: str(i) for i, name in enumerate(_ONES)},
    **{name: f"~{number}" for name, number in _TENS.items()},  # the mark says: a word, so "twenty one" may follow
    **{name: f"#{i}" for i, name in enumerate(_ORDINALS, 1)},
    "thirtieth": "#30",
    "couple": "2",
    "dozen": "12",
    "hundred": "100",
    "decade": "10 year",
    "fortnight": "2 week",
    "fortnights": "2 week",
    "ttm": "past 12 month",
    "thru": "through",
    "prior": "previous",
    "lst": "last",
    "ths": "this",
    "pst": "past",
    "tmrw": "tomorrow",
    "ystrday": "yesterday",
}

# Words worth mending when mistyped. Numbers are left out: a wrong number is worse than one not understood.
_MENDED = [
    *_MONTHS,
    *_WEEKDAYS,
    *(word for unit, aliases in _UNITS.items() for word in (unit, aliases[0]) if len(word) >= 4),
    *_list("last past since today yesterday tomorrow previous current between inception beginning joined opened"),
]
_MENDED = [word for word in _MENDED if len(word) >= 4]
_RIGHT = frozenset(  # English words that look like slips of the ones above
    _list("list lost least lest post part pass paste pact past weak yeah mouth match marsh marks much just jump data")
)

_TOKEN = re.compile(
    r"""(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?!\d)
    |(?P<iso_month>\d{4}-(?:0[1-9]|1[0-2]))(?![\d-])
    |(?P<us>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2}))(?![\d/])
    |(?P<us_month>\d{1,2}/\d{4})(?![\d/])
    |(?P<us_day>\d{1,2}/\d{1,2})(?![\d/])
    |'(?P<short_year>\d{2})(?!\d)
    |(?P<quarter>[1-4]q)(?![a-z\d])
    |(?P<ordinal>\d{1,2})(?:st|nd|rd|th)(?![a-z\d])
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<word>[a-z]+\d*(?:'s)?)
    |(?P<dash>-)""",
    re.VERBOSE,
)


_FULL_YEAR = r"(?:19|20)\d\d"
TOUCHING_YEAR = (  # "2025-Q2", "Q2'25", "Q2/2025", "2Q25", "1H 2025"; two figures are a year only where they touch
    rf"(?:{_FULL_YEAR}[-/ ]?(?:q[1-4]|h[12])\b"
    rf"|(?:q[1-4]|h[12])[-/]?'?(?:{_FULL_YEAR}|\d\d)(?!\d|[/-]\d\d?\b)\b"
    rf"|(?:[1-4]q|[12]h)(?:[-/ ]?{_FULL_YEAR}|[-/]?'?\d\d)(?!\d|[/-]\d\d?\b)\b)"
)
_TOUCHING = re.compile(rf"(?<![\w'/]){TOUCHING_YEAR}")


def canonical(text: str) -> str:
    """The canonical words, separated by single spaces; what is no word, number, date or dash is dropped."""
    text = text.casefold().replace("’", "'").replace("‘", "'")
    text = _TOUCHING.sub(_year_behind, text)
    text = re.sub("[–—−]", " - ", text)
    text = re.sub(r"(?<=\b[a-z])\.(?=[a-z]\b)", "", text)  # y.t.d. → ytd.
    text = re.sub(r"(\d),(?=\d{3}\b)", r"\1", text)
    tokens: list[str] = []
    for match in _TOKEN.finditer(text):
        tokens += _token(match, after_digit=match.start() > 0 and text[match.start() - 1].isdigit()).split()
    return " ".join(_without_loose_dashes(_with_compound_numbers(tokens)))


def _year_behind(match: re.Match[str]) -> str:
    """The quarter or half, then its year: "2q25" → "q2 2025"."""
    before, letter, after = re.split("([qh])", re.sub(r"[^a-z\d]", "", match[0]))
    number, year = (after, before) if len(before) == 4 else (before or after[0], after if before else after[1:])
    return f"{letter}{number} {year if len(year) == 4 else f'20{year}'}"


def _token(match: re.Match[str], *, after_digit: bool) -> str:
    kind, text = match.lastgroup, match[match.lastgroup or 0]
    if kind == "iso":
        year, month, day = text.split("-")
        return f"<d{year}-{month:0>2}-{day:0>2}>"
    if kind == "iso_month":
        year, month = text.split("-")
        return f"<m{int(month)}> {year}"
    if kind == "us":
        month, day, year = text.split("/")
        return f"<d{year if len(year) == 4 else '20' + year}-{month:0>2}-{day:0>2}>"
    if kind == "us_month":
        month, year = text.split("/")
        return f"<m{int(month)}> {year}"
    if kind == "us_day":
        month, day = text.split("/")
        return f"<d{month:0>2}-{day:0>2}>"
    if kind == "short_year":
        return f"20{text}"
    if kind == "quarter":
        return f"<q{text[0]}>"
    if kind == "ordinal":
        return f"#{int(text)}"
    if kind == "word":
        word = text.removesuffix("'s")
        return _LETTER_UNITS[word] if after_digit and word in _LETTER_UNITS else _word(word)
    return text


@lru_cache(maxsize=4096)
def _word(word: str) -> str:
    """The canonical form; a word that is unknown may be one slip away from a known one, two if it is long."""
    if word in WORDS:
        return WORDS[word]
    if len(word) < 4 or word in _RIGHT:
        return word
    slips = 2 if len(word) >= 8 else 1
    near = [(OSA.distance(word, known, score_cutoff=slips), known) for known in _MENDED if known[0] == word[0]]
    distance, known = min(near, default=(slips + 1, word))
    return WORDS.get(known, known) if distance <= slips else word


def _with_compound_numbers(tokens: list[str]) -> list[str]:
    """`~20 - 1` and `~20 1` become 21, `~20 #1` becomes #21; `~20` before such a number begins a year said aloud."""
    result: list[str] = []
    for token in tokens:
        spoken = result[-2:] if len(result) > 1 and result[-1] == "-" else result[-1:]
        if spoken and spoken[0][0] == "~" and re.fullmatch(r"#?[1-9]", token):
            del result[-len(spoken) :]
            result.append(f"{'#' if token[0] == '#' else ''}{int(spoken[0][1:]) + int(token.lstrip('#'))}")
        else:
            result.append(token)
    plain: list[str] = []
    for token in result:
        number = token.lstrip("~")
        if plain and plain[-1] == "~20" and re.fullmatch(r"[1-9]\d", number):
            plain[-1] = f"20{number}"  # "twenty twenty-four"
        else:
            plain.append(token if token == "~20" else number)
    return [token.lstrip("~") for token in plain]


def _without_loose_dashes(tokens: list[str]) -> list[str]:
    """Keeps a dash only where it can mean "to": between two numbers, dates or months."""

    def edge(token: str) -> bool:
        return token[0] in "<#" or token[0].isdigit() or token in ("now", "today")

    return [
        token
        for i, token in enumerate(tokens)
        if token != "-" or (0 < i < len(tokens) - 1 and edge(tokens[i - 1]) and edge(tokens[i + 1]))
    ]
