"""Holidays and seasons by their everyday names: a name and a year → first and last day, both inclusive.

American holidays, since the firm's customers live by that calendar, and meteorological seasons: whole months, as
people mean "last summer". Winter is that which begins in the year: the winter of 2025 ends in February 2026. "Fall" is
a season only in words that a falling market doesn't use ("in the fall", "last fall", "fall 2025").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import MO, TH, relativedelta

from advisor.periods.calendar import Days, months_from

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}  # first months
_FIXED = {
    "newyear": (1, 1),
    "valentine": (2, 14),
    "patrick": (3, 17),
    "juneteenth": (6, 19),
    "independence": (7, 4),
    "halloween": (10, 31),
    "veterans": (11, 11),
    "christmaseve": (12, 24),
    "christmas": (12, 25),
    "newyeareve": (12, 31),
}
_MOVING = {  # from 1 January on
    "luther": relativedelta(weekday=MO(3)),
    "presidents": relativedelta(month=2, weekday=MO(3)),
    "memorial": relativedelta(month=5, day=31, weekday=MO(-1)),
    "labor": relativedelta(month=9, weekday=MO(1)),
    "columbus": relativedelta(month=10, weekday=MO(2)),
    "thanksgiving": relativedelta(month=11, weekday=TH(4)),
}
_YEAR_NUMBER = r"(?:19|20|21)\d\d"
_HOLIDAYS = (  # in canonical words; what holds another comes first
    (r"\bnew year eve\b", "newyeareve"),
    (r"\bnew year(?: day)?\b", "newyear"),
    (r"\b(?:christmas|xmas) eve\b", "christmaseve"),
    (r"\b(?:christmas|xmas)(?: day)?\b", "christmas"),
    (r"\b(?:mlk|martin luther king)(?: jr)?(?: day)?\b", "luther"),
    (r"\bpresidents? day\b", "presidents"),
    (r"\bvalentines?(?: day)?\b", "valentine"),
    (r"\b(?:st|saint) (?:patrick|paddy)s? day\b", "patrick"),
    (r"\beaster\b(?: <w6>)?(?! <w)", "easter"),
    (r"\bmemorial day\b", "memorial"),
    (r"\bjuneteenth\b", "juneteenth"),
    (r"\bindependence day\b", "independence"),
    (r"\blabou?r day\b", "labor"),
    (r"\bcolumbus day\b", "columbus"),
    (r"\bhalloween\b", "halloween"),
    (r"\bveterans? day\b", "veterans"),
    (r"\bthanksgiving(?: day)?\b", "thanksgiving"),
    (r"\bblack (?:friday\b|<w4>)", "blackfriday"),
)
_NAMED_SEASONS = (
    (r"\bspring(?:time)?\b", "spring"),
    (r"\bsummer(?:time)?\b", "summer"),
    (
        r"\bautumn\b|(?:(?<=\blast )|(?<=\bthis )|(?<=\bin the ))fall\b(?! of (?!\d))"
        rf"|\bfall(?=(?: of)? {_YEAR_NUMBER}\b)",
        "autumn",
    ),
    (r"\bwinter(?:time)?\b", "winter"),
)


def with_holidays(words: str) -> str:
    """Canonical words in which `<olabor>` stands for Labor Day."""
    return _marked(words, _HOLIDAYS)


def with_occasions(words: str) -> str:
    """The same, and `<osummer>` for a summer."""
    return _marked(with_holidays(words), _NAMED_SEASONS)


def _marked(words: str, names: Sequence[tuple[str, str]]) -> str:
    for pattern, name in names:
        words = re.sub(pattern, f"<o{name}>", words)
    return words


def occasion(name: str, year: int) -> Days:
    """The days of what these found, in `year`; a season that begins in it.

    Raises:
        ValueError: the calendar has no such day any more, or no such year.
    """
    if name in SEASONS:
        return months_from(year, SEASONS[name], 3)
    if name in _FIXED:
        day = date(year, *_FIXED[name])
    elif name == "easter":
        day = easter(year)
    elif name == "blackfriday":
        day = occasion("thanksgiving", year)[0] + timedelta(days=1)
    else:
        day = date(year, 1, 1) + _MOVING[name]
    return day, day
