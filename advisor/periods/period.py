"""The period that an answer covers: understood words, cut to what has happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from advisor.dialogue import Mention
from advisor.periods.calendar import ONE_DAY
from advisor.periods.grammar import read_span
from advisor.periods.scan import period_in

ASSUMED = " (assumed)"  # behind the words of a period that nobody named, where an answer hands it on to the next
_LEADS = frozenset(("over", "in", "for", "during", "on", "of", "the", "my"))  # words before a period, no part of it


@dataclass(frozen=True)
class Period:
    """`start` and `end` are the days really used, both inclusive.

    Both are None where the whole period lies ahead, or before the first transaction: there is nothing to compute then.
    `assumed` is true where the customer named no period that was understood; it was `handed_on` where an answer before
    covered it for want of another.
    """

    start: date | None
    end: date | None
    label: str
    assumed: bool
    not_understood: bool = field(default=False, metadata={"fact": False})
    ahead: bool = field(default=False, metadata={"fact": False})  # lies wholly after today
    handed_on: bool = field(default=False, metadata={"fact": False})

    @property
    def words(self) -> str:
        """What hands it on to another question: an assumed one stays assumed."""
        return self.label + ASSUMED if self.assumed else self.label

    @property
    def days(self) -> int:
        return 0 if self.start is None or self.end is None else (self.end - self.start + ONE_DAY).days


def period_of(
    mentions: Iterable[Mention],
    *,
    message: str,
    default: str,
    today: date,
    first_transaction: date | None,
    own_history: bool = True,
) -> Period:
    """The period of a question; `default` holds the words used where none was named or understood.

    Without any transaction the days stay as the words name them, and "since inception" is today. They also stay where
    the question isn't about the customer's own history (`own_history`): a fund had prices before.
    """
    said = list(mentions)
    read = ((words, read_span(words, today)) for words in _phrases(said, message))
    words, span = next(((words, span) for words, span in read if span is not None), ("", None))
    handed_on = words.endswith(ASSUMED)
    assumed = span is None or handed_on
    not_understood = span is None and bool(said)
    if span is None:
        span = read_span(default, today)
    if span is None:
        raise ValueError(f"advisor.periods: the default period {default!r} isn't one; use words of the period table")
    start = span.start or first_transaction or today
    earliest = first_transaction if own_history else None
    period = Period(start, min(span.end, today), span.label, assumed, not_understood, start > today, handed_on)
    return _cut(period, earliest)


def _cut(period: Period, first_transaction: date | None) -> Period:
    if period.start is None or period.end is None:
        return period
    if period.ahead or (first_transaction is not None and period.end < first_transaction):
        return replace(period, start=None, end=None)
    return period if first_transaction is None else replace(period, start=max(period.start, first_transaction))


def _phrases(mentions: list[Mention], message: str) -> list[str]:
    """What may name the period, best first.

    Understanding may mark "from March" and "to May" apart, or leave "since" outside: then the message itself tells
    more than the marked words. A phrase carried over from an earlier turn isn't in the message and stands as it is,
    unless the message plainly names a period itself.
    """
    folded = message.casefold()
    places = [(at, at + len(m.text)) for m in mentions if m.text and (at := folded.find(m.text.casefold())) >= 0]
    phrases: list[str] = []
    plain = period_in(message)
    if plain is not None and all(
        end <= plain.end and _LEADS.issuperset(folded[start : plain.start].split()) for start, end in places
    ):
        phrases.append(plain.words)
    if places:
        first = min(start for start, _ in places)
        before = folded[:first].split()[-1:]
        if before and before[0] in ("before", "until", "till", "after"):
            return [f"{before[0]} {folded[first : max(end for _, end in places)]}"]  # never the period itself
        lead = before[0] if before and before[0] in ("since", "past", "last", "from", "between") else ""
        if lead or len(places) > 1:
            phrases.append(f"{lead} {folded[first : max(end for _, end in places)]}")
    for mention in mentions:
        phrases += [mention.value, mention.text]
    return phrases
